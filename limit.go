package shelfwire

import (
	"context"
	"fmt"
	"time"
)

// Limiter decides when the next attempt may be sent. Wait returns nil when it may, and an error when the
// context ends first. It must be safe for concurrent use. *rate.Limiter of golang.org/x/time/rate fits, and so
// does a limiter that several processes share.
//
// An error ends the call, nothing is sent, and it is logged as a failure. Whoever withdraws a call while it waits
// cancels its context: that is not one.
type Limiter interface{ Wait(context.Context) error }

// Rate is a number of calls in a length of time.
type Rate struct {
	Calls int           // at most so many calls, above 0
	Per   time.Duration // are started in any span of this length, above 0
}

// Unlimited lets every call through at once.
var Unlimited Limiter = unlimited{}

type unlimited struct{}

func (unlimited) Wait(ctx context.Context) error { return ctx.Err() }

// Limit returns a limiter that keeps several limits at once: within any span of a rate's Per, at most Calls are
// started. The spans slide, so the limits hold however the provider counts. Waiting callers are served in the
// order in which they came. Every caller leaves when its context ends, and the next in line at once when its
// context would end before its turn.
//
// It panics when a rate is zero or negative, and when windows is empty.
func Limit(windows ...Rate) Limiter {
	if len(windows) == 0 {
		panic("shelfwire: Limit needs at least one Rate")
	}
	l := &slidingLimiter{queueHead: make(chan struct{}, 1)}
	for _, w := range windows {
		if w.Calls <= 0 || w.Per <= 0 {
			panic(fmt.Sprintf("shelfwire: Limit: %d calls per %s is no rate", w.Calls, w.Per))
		}
		l.windows = append(l.windows, &window{rate: w})
	}
	return l
}

// slidingLimiter lets one caller at a time work out when it may go and wait for that moment.
type slidingLimiter struct {
	queueHead chan struct{} // held by the caller at the head of the queue
	windows   []*window
}

func (l *slidingLimiter) Wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case l.queueHead <- struct{}{}:
		defer func() { <-l.queueHead }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := waitUntil(ctx, l.nextStart()); err != nil {
		return err
	}
	now := time.Now()
	for _, w := range l.windows {
		w.recordStart(now)
	}
	return nil
}

// nextStart is the first moment that all windows allow.
func (l *slidingLimiter) nextStart() time.Time {
	var next time.Time
	for _, w := range l.windows {
		if free := w.nextFree(); free.After(next) {
			next = free
		}
	}
	return next
}

// waitUntil waits for a moment. It returns at once when the context's deadline would cut the wait short.
func waitUntil(ctx context.Context, moment time.Time) error {
	wait := time.Until(moment)
	if wait <= 0 {
		return ctx.Err()
	}
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(moment) {
		return fmt.Errorf("the rate limit asks to wait for %s: %w", wait.Round(time.Millisecond), context.DeadlineExceeded)
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// window remembers when the last Calls calls were started, the oldest at index oldest once it is full.
type window struct {
	rate   Rate
	starts []time.Time
	oldest int
}

// nextFree is the moment from which one more call fits.
func (w *window) nextFree() time.Time {
	if len(w.starts) < w.rate.Calls {
		return time.Time{}
	}
	return w.starts[w.oldest].Add(w.rate.Per)
}

func (w *window) recordStart(now time.Time) {
	if len(w.starts) < w.rate.Calls {
		w.starts = append(w.starts, now)
		return
	}
	w.starts[w.oldest] = now
	w.oldest = (w.oldest + 1) % len(w.starts)
}
