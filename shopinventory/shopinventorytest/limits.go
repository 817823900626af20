package shopinventorytest

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/shelfwire/shelfwire"
)

// resetTime is the form of error.details.reset_time, which says in a 429 when to call again. The guide leaves it
// open, so clients must read every form.
type resetTime uint8

// The forms of a reset time.
const (
	resetUnix    resetTime = iota // a moment, in seconds since 1970
	resetDate                     // a moment, as a date: "2026-03-01T12:00:01Z"
	resetSeconds                  // how many seconds to wait
	resetPast                     // a moment that is over, in seconds since 1970
	resetMissing                  // left out
)

// limits are the windows that count calls, and the form of a 429.
type limits struct {
	windows    []*window
	form       resetTime
	retryAfter bool // the 429 has the header Retry-After
}

// window holds the newest calls, as many as its rate allows, the oldest first.
type window struct {
	shelfwire.Rate
	calls []time.Time
}

// SetLimits limits the calls with the right key, by the server's clock: in every span of Per, at most Calls are
// served, and further ones get a 429. Counting starts anew. A new server is unlimited, and so is one after SetLimits
// without rates. The vendor publishes 4 calls a second, 80 a minute, 3,600 an hour and 60,000 a day. The 429 gives
// the time from which the next call is served, in seconds since 1970, as error.details.reset_time. It panics when a
// rate is zero or negative.
func (s *Server) SetLimits(rates ...shelfwire.Rate) {
	var windows []*window
	for _, r := range rates {
		if r.Calls <= 0 || r.Per <= 0 {
			panic(fmt.Sprintf("shopinventorytest: %d calls per %s is no rate", r.Calls, r.Per))
		}
		windows = append(windows, &window{Rate: r})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits.windows = windows
}

// admitCall counts a call, or rejects it uncounted.
func (l *limits) admitCall(now time.Time) *rejection {
	var free time.Time
	for _, w := range l.windows {
		if f := w.nextFree(); f.After(free) {
			free = f
		}
	}
	if now.Before(free) {
		return l.rejectCall(now, free)
	}
	for _, w := range l.windows {
		w.addCall(now)
	}
	return nil
}

// nextFree returns the time from which one more call fits.
func (w *window) nextFree() time.Time {
	if len(w.calls) < w.Calls {
		return time.Time{}
	}
	return w.calls[0].Add(w.Per)
}

func (w *window) addCall(now time.Time) {
	if len(w.calls) == w.Calls {
		w.calls = w.calls[1:]
	}
	w.calls = append(w.calls, now)
}

// rejectCall returns the 429 of a call that fits only later.
func (l *limits) rejectCall(now, free time.Time) *rejection {
	r := newRejection(http.StatusTooManyRequests, "too many requests with this API key")
	r.header = http.Header{"Date": {now.UTC().Format(http.TimeFormat)}}
	seconds := int64((free.Sub(now) + time.Second - 1) / time.Second)
	if l.retryAfter {
		r.header.Set("Retry-After", strconv.FormatInt(seconds, 10))
	}
	moment := free.Add(time.Second - 1).Truncate(time.Second)
	const reset = "reset_time"
	switch l.form {
	case resetDate:
		return r.withDetail(reset, moment.UTC().Format(time.RFC3339))
	case resetSeconds:
		return r.withDetail(reset, seconds)
	case resetPast:
		return r.withDetail(reset, now.Unix()-1)
	case resetMissing:
		return r
	default:
		return r.withDetail(reset, moment.Unix())
	}
}
