package call

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/shelfwire/shelfwire"
)

const (
	// probeInterval is how often one call may go out during a long hold, to probe whether it has ended.
	probeInterval = 15 * time.Minute

	// A provider that blocks a client shows it a page. After so many foreign responses in a row, over all calls, the
	// client is held, each time for twice as long.
	foreignBeforeHold = 10
	minForeignHold    = time.Minute
	maxForeignHold    = 15 * time.Minute
)

// hold is a pause of the client as a whole: while it lasts, its calls wait. A provider that asks for fewer
// calls (429) means the client, whichever call it told.
type hold struct {
	clock Clock

	mu           sync.Mutex
	until        time.Time     // in the past when there is no hold
	probeAt      time.Time     // when one call may go out all the same
	reason       string        // of the hold, for errors
	foreignInRow int           // foreign responses in a row
	foreignHold  time.Duration // the last hold because of them
}

// holdError is the error of a call that a hold kept from being sent. It matches shelfwire.ErrRateLimited.
type holdError struct {
	remaining time.Duration
	reason    string
}

func (e *holdError) Error() string {
	return fmt.Sprintf("%v: %s; the client makes no calls for another %s",
		shelfwire.ErrRateLimited, e.reason, e.remaining.Round(time.Second))
}

func (e *holdError) Unwrap() error { return shelfwire.ErrRateLimited }

// timeLeft returns how long a call has to wait and why. It returns probe when the wait is longer than the
// call's patience and the call may go out all the same, to probe whether the hold has ended.
func (h *hold) timeLeft(now time.Time, patience time.Duration) (left time.Duration, reason string, probe bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	left = h.until.Sub(now)
	if left > patience && !now.Before(h.probeAt) {
		h.probeAt = now.Add(probeInterval)
		return 0, "", true
	}
	return max(left, 0), h.reason, false
}

// isActive reports whether the client is held now.
func (h *hold) isActive() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.until.After(h.clock.Now())
}

// waitForHold waits until the client may make calls. The holds of one call together may last as long as the
// policy allows for Retry-After; a call that would wait longer fails at once.
func (c *Caller) waitForHold(ctx context.Context, a *attempt) error {
	for !a.isProbe {
		patience := c.retry.maxRetryAfter - a.held
		now := c.clock.Now()
		left, reason, probe := c.hold.timeLeft(now, patience)
		if a.isProbe = probe; left == 0 {
			return nil
		}
		held := &holdError{remaining: left, reason: reason}
		if left > patience {
			return held
		}
		if err := a.checkDeadline(ctx, left); err != nil {
			return fmt.Errorf("%w: %w", err, held)
		}
		if err := a.sleepUntil(ctx, c.clock, now.Add(left)); err != nil {
			return err
		}
		a.held += left
	}
	return nil
}

// recordAttempt begins, extends or ends a hold by what an attempt met. A foreign response to an attempt that
// was in progress when the hold began leaves it as it is.
func (h *hold) recordAttempt(a *attempt, fail *failure) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case fail == nil || fail.isFromProvider():
		h.foreignInRow, h.foreignHold = 0, 0
		if a.isProbe {
			h.until = time.Time{}
		}
	case fail.err.StatusCode == statusTooManyRequests:
		h.extendBy(fail.err.RetryAfter, "the provider has asked for fewer calls")
	case fail.foreign && fail.err.Outcome != shelfwire.OutcomeApplied:
		h.foreignInRow++
		if underWay := h.until.After(h.clock.Now()); h.foreignInRow >= foreignBeforeHold && !underWay {
			h.foreignHold = min(max(2*h.foreignHold, minForeignHold), maxForeignHold)
			h.extendBy(h.foreignHold, fmt.Sprintf("the last %d responses were not the provider's", h.foreignInRow))
		}
	}
}

// extendBy holds the client for a time from now, unless it is held for longer already.
func (h *hold) extendBy(wait time.Duration, reason string) {
	now := h.clock.Now()
	until := now.Add(wait)
	if wait <= 0 || until.Before(h.until) {
		return
	}
	if !h.until.After(now) {
		h.probeAt = now.Add(probeInterval)
	}
	h.until, h.reason = until, reason
}

// isFromProvider reports whether the provider itself rejected the attempt, for a reason other than its load.
func (f *failure) isFromProvider() bool {
	status := f.err.StatusCode
	return !f.foreign && (isSuccess(status) && !f.temporary || status/100 == 4 && !isTemporary(status))
}
