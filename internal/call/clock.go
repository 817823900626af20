package call

import (
	"context"
	"net/http"
	"time"
)

// Clock is the time by which a client waits: for a hold to end, or before another attempt. The limiter, the silence of a
// provider and the contexts of callers go by real time.
type Clock interface {
	Now() time.Time

	// Sleep waits until a moment of this clock. It returns how much of the wait was skipped, which a context's deadline
	// knows nothing of, and an error when the context ends first.
	Sleep(ctx context.Context, until time.Time) (skipped time.Duration, err error)

	// Begin and End stand around each call, so that a clock which skips waits can see whether all calls wait.
	Begin()
	End()
}

// realClock skips nothing.
type realClock struct{}

func (realClock) Begin() {}
func (realClock) End()   {}

func (realClock) Now() time.Time { return time.Now() }

func (realClock) Sleep(ctx context.Context, until time.Time) (time.Duration, error) {
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-timer.C:
		return 0, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// WithClock returns an HTTP client for Options.HTTPClient which brings a clock to [New]. The requests are sent as the given
// HTTP client sends them; nil stands for the default one, as in the options.
func WithClock(given *http.Client, clock Clock) *http.Client {
	sender := http.DefaultTransport
	if given != nil && given.Transport != nil {
		sender = given.Transport
	}
	return &http.Client{Transport: &clocked{RoundTripper: sender, given: given, clock: clock}}
}

// clocked carries a clock, and the HTTP client that was given with it, to [New].
type clocked struct {
	http.RoundTripper

	given *http.Client
	clock Clock
}

// clockOf takes apart what [WithClock] has put together.
func clockOf(client *http.Client) (given *http.Client, clock Clock) {
	if client != nil {
		if c, ok := client.Transport.(*clocked); ok {
			return c.given, c.clock
		}
	}
	return client, realClock{}
}

// Now returns the time by the client's clock.
func (c *Caller) Now() time.Time { return c.clock.Now() }

// waits is how long a call has waited so far.
type waits struct {
	held    time.Duration // for holds
	skipped time.Duration // for anything, without the time having passed
}

// sleep waits until a moment of a clock.
func (w *waits) sleep(ctx context.Context, clock Clock, until time.Time) error {
	skipped, err := clock.Sleep(ctx, until)
	w.skipped += skipped
	if err != nil {
		return contextError(ctx)
	}
	return nil
}

// checkDeadline says why a context leaves no time for a wait. Then the rest of its time is better given back at once.
func (w *waits) checkDeadline(ctx context.Context, wait time.Duration) error {
	if ctx.Err() != nil {
		return contextError(ctx)
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline)-w.skipped < wait {
		return deadlineError(wait)
	}
	return nil
}
