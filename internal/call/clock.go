package call

import (
	"context"
	"net/http"
	"time"
)

// Clock is the time by which a client waits: for a hold to end, and before another attempt. The limiter, the
// limits of silence and the contexts of callers go by real time.
type Clock interface {
	Now() time.Time

	// Sleep waits until a moment of this clock. It returns how much of the wait was skipped, so that callers can add
	// it to their deadlines, which go by real time, and an error when the context ends first.
	Sleep(ctx context.Context, until time.Time) (skipped time.Duration, err error)

	// Begin and End are called around each call, so that a clock that skips waits knows when all calls are waiting.
	Begin()
	End()
}

// realClock is the clock of the machine.
type realClock struct{}

func (realClock) Begin() {}

func (realClock) End() {}

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

// WithClock returns an HTTP client for Options.HTTPClient that brings a clock to [New]. Requests are sent as
// client sends them; nil stands for the default client, as in the options.
func WithClock(client *http.Client, clock Clock) *http.Client {
	sender := http.DefaultTransport
	if client != nil && client.Transport != nil {
		sender = client.Transport
	}
	return &http.Client{Transport: &clockTransport{RoundTripper: sender, client: client, clock: clock}}
}

// clockTransport carries a clock to [New], with the HTTP client that was given beside it.
type clockTransport struct {
	http.RoundTripper

	client *http.Client
	clock  Clock
}

// splitClock returns the two things that [WithClock] has joined.
func splitClock(client *http.Client) (given *http.Client, clock Clock) {
	if client != nil {
		if c, ok := client.Transport.(*clockTransport); ok {
			return c.client, c.clock
		}
	}
	return client, realClock{}
}

// Now returns the time by the client's clock.
func (c *Caller) Now() time.Time { return c.clock.Now() }

// waits are how long a call has waited so far.
type waits struct {
	held    time.Duration // for holds
	skipped time.Duration // skipped by the clock, so that no real time has passed
}

// sleepUntil waits until a moment of a clock, or until the context ends.
func (w *waits) sleepUntil(ctx context.Context, clock Clock, until time.Time) error {
	skipped, err := clock.Sleep(ctx, until)
	w.skipped += skipped
	if err != nil {
		return contextError(ctx)
	}
	return nil
}

// checkDeadline returns an error when the context is too short for a wait: the rest of its time is better given
// back at once.
func (w *waits) checkDeadline(ctx context.Context, wait time.Duration) error {
	if ctx.Err() != nil {
		return contextError(ctx)
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline)-w.skipped < wait {
		return deadlineError(wait)
	}
	return nil
}
