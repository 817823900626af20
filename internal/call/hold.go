package call

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/shelfwire/shelfwire"
)

const (
	// askEvery is how often one call may ask during a long hold whether it has ended, while the others return at once.
	askEvery = 15 * time.Minute

	// A provider that blocks its clients does so with a page. After so many foreign responses in a row, over all calls, the
	// client is held, each time twice as long.
	manyStrangers = 10
	minBlocked    = time.Minute
	maxBlocked    = 15 * time.Minute
)

// hold is the waiting of a client as a whole: while it lasts, none of the client's calls goes out. A provider that asks
// for fewer calls (429) means the client, not the call that happened to be told.
type hold struct {
	clock Clock

	mu        sync.Mutex
	until     time.Time
	askAt     time.Time // when one call may go out all the same
	reason    string
	strangers int           // foreign responses in a row
	blocked   time.Duration // the last hold because of them
}

// heldError is the cause of a call that was not sent because of a hold. It matches shelfwire.ErrRateLimited.
type heldError struct {
	left   time.Duration
	reason string
}

func (e *heldError) Error() string {
	return fmt.Sprintf("%v: %s; the client makes no calls for another %s",
		shelfwire.ErrRateLimited, e.reason, e.left.Round(time.Second))
}

func (e *heldError) Unwrap() error { return shelfwire.ErrRateLimited }

// check returns how long a call has to wait, or that it may go out although the hold lasts, to ask.
func (h *hold) check(now time.Time, patience time.Duration) (left time.Duration, reason string, ask bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	left = h.until.Sub(now)
	if left > patience && !now.Before(h.askAt) {
		h.askAt = now.Add(askEvery)
		return 0, "", true
	}
	return max(left, 0), h.reason, false
}

// lasts reports whether the client is held.
func (h *hold) lasts() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.until.After(h.clock.Now())
}

// waitForHold waits until the client may make calls. A call waits no longer for holds than the policy lets it wait for
// Retry-After, all of its waits together.
func (c *Caller) waitForHold(ctx context.Context, a *attempt) error {
	for !a.asks {
		patience := c.retry.maxRetryAfter - a.held
		now := c.clock.Now()
		left, reason, ask := c.hold.check(now, patience)
		if a.asks = ask; left == 0 {
			return nil
		}
		held := &heldError{left: left, reason: reason}
		if left > patience {
			return held
		}
		if err := a.checkDeadline(ctx, left); err != nil {
			return fmt.Errorf("%w: %w", err, held)
		}
		if err := a.sleep(ctx, c.clock, now.Add(left)); err != nil {
			return err
		}
		a.held += left
	}
	return nil
}

// note learns from an attempt whether the client is to be held, or need not be any more. Foreign responses to attempts that
// were under way when a hold began do not make it longer.
func (h *hold) note(a *attempt, fail *failure) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case fail == nil || fail.answered():
		h.strangers, h.blocked = 0, 0
		if a.asks {
			h.until = time.Time{}
		}
	case fail.err.StatusCode == statusTooManyRequests:
		h.extend(fail.err.RetryAfter, "the provider has asked for fewer calls")
	case fail.foreign && fail.err.Outcome != shelfwire.OutcomeApplied:
		h.strangers++
		if underWay := h.until.After(h.clock.Now()); h.strangers >= manyStrangers && !underWay {
			h.blocked = min(max(2*h.blocked, minBlocked), maxBlocked)
			h.extend(h.blocked, fmt.Sprintf("the last %d responses were not the provider's", h.strangers))
		}
	}
}

// extend holds the client for a while from now, unless it is held for longer.
func (h *hold) extend(wait time.Duration, reason string) {
	now := h.clock.Now()
	until := now.Add(wait)
	if wait <= 0 || until.Before(h.until) {
		return
	}
	if !h.until.After(now) {
		h.askAt = now.Add(askEvery)
	}
	h.until, h.reason = until, reason
}

// answered reports whether an attempt failed by the provider's own answer, which is no request to wait.
func (f *failure) answered() bool {
	status := f.err.StatusCode
	return !f.foreign && (isSuccess(status) && !f.temporary || status/100 == 4 && !isTemporary(status))
}
