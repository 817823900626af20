package shopinventorytest

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/shelfwire/shelfwire"
)

// resetTime is how a 429 says when to call again, in the member error.details.reset_time. Its form is not documented, so
// clients must read all of them.
type resetTime uint8

// The forms of a reset time.
const (
	resetUnix    resetTime = iota // a moment, in seconds since 1970
	resetDate                     // a moment, as a date: "2026-03-01T12:00:01Z"
	resetSeconds                  // how many seconds to wait
	resetPast                     // a moment that is over, in seconds since 1970
	resetMissing                  // not at all
)

// limits are the windows that count calls, and what is said about a call that does not fit.
type limits struct {
	windows    []*window
	form       resetTime
	retryAfter bool
}

// window remembers the newest calls, as many as fit, the oldest first.
type window struct {
	shelfwire.Rate
	calls []time.Time
}

// SetLimits limits the calls with the right key: within no span of any Per are more than Calls answered, by the
// server's clock; further ones get a 429. The calls so far do not count. A new server has no limits, and without
// rates there are none any more. The vendor publishes 4 calls a second, 80 a minute, 3,600 an hour and 60,000 a day.
// The 429 names the moment when the next call is answered, in seconds since 1970, as error.details.reset_time. It panics
// when a rate is not positive.
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

// check counts a call, or rejects it without counting it.
func (l *limits) check(now time.Time) *refusal {
	var free time.Time
	for _, w := range l.windows {
		if f := w.free(); f.After(free) {
			free = f
		}
	}
	if now.Before(free) {
		return l.refuse(now, free)
	}
	for _, w := range l.windows {
		w.count(now)
	}
	return nil
}

// free is the moment from which one more call fits.
func (w *window) free() time.Time {
	if len(w.calls) < w.Calls {
		return time.Time{}
	}
	return w.calls[0].Add(w.Per)
}

func (w *window) count(now time.Time) {
	if len(w.calls) == w.Calls {
		w.calls = w.calls[1:]
	}
	w.calls = append(w.calls, now)
}

func (l *limits) refuse(now, free time.Time) *refusal {
	r := refuse(http.StatusTooManyRequests, "too many requests with this API key")
	r.header = http.Header{"Date": {now.UTC().Format(http.TimeFormat)}}
	seconds := int64((free.Sub(now) + time.Second - 1) / time.Second)
	if l.retryAfter {
		r.header.Set("Retry-After", strconv.FormatInt(seconds, 10))
	}
	moment := free.Add(time.Second - 1).Truncate(time.Second)
	const reset = "reset_time"
	switch l.form {
	case resetDate:
		return r.with(reset, moment.UTC().Format(time.RFC3339))
	case resetSeconds:
		return r.with(reset, seconds)
	case resetPast:
		return r.with(reset, now.Unix()-1)
	case resetMissing:
		return r
	default:
		return r.with(reset, moment.Unix())
	}
}
