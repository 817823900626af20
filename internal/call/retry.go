package call

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire"
)

type retryPolicy struct {
	maxAttempts                        int
	baseDelay, maxDelay, maxRetryAfter time.Duration
}

func newRetryPolicy(p shelfwire.RetryPolicy) retryPolicy {
	return retryPolicy{
		maxAttempts:   or(p.MaxAttempts, defaultAttempts),
		baseDelay:     or(p.BaseDelay, defaultBaseDelay),
		maxDelay:      or(p.MaxDelay, defaultMaxDelay),
		maxRetryAfter: or(p.MaxRetryAfter, defaultMaxRetry),
	}
}

// plan is what follows an attempt.
type plan struct {
	again bool
	wait  time.Duration
	ended error // why the context leaves no time for another attempt that would have followed
}

// maxStrangers is how many responses of somebody else a call may meet: one of them is asked again, since a provider that
// blocks its clients does so with a page, and hammering makes it worse.
const maxStrangers = 1

// next decides whether a failed attempt is followed by another, and after what wait. strangers is how many of the call's
// attempts were answered by somebody else, and w how long the call has waited so far.
func (p retryPolicy) next(
	ctx context.Context, effect shelfwire.Effect, number, strangers int, fail *failure, w *waits,
) plan {
	switch {
	case fail == nil, number >= p.maxAttempts, !mayRepeat(effect, fail.err):
		return plan{}
	case !fail.temporary && !fail.worthAskingAgain(strangers):
		return plan{}
	case fail.err.RetryAfter > p.maxRetryAfter:
		return plan{}
	}
	wait := max(p.jitter(number), fail.err.RetryAfter)
	ended := w.checkDeadline(ctx, wait)
	return plan{again: ended == nil, wait: wait, ended: ended}
}

// worthAskingAgain is true once a call for a response that is not the provider's, unless its status is final.
func (f *failure) worthAskingAgain(strangers int) bool {
	return f.foreign && strangers <= maxStrangers && !isRefusedByAnyone(f.err.StatusCode)
}

// mayRepeat is the rule that keeps writes from happening twice.
func mayRepeat(effect shelfwire.Effect, err *shelfwire.Error) bool {
	return isRepeatable(effect) ||
		err.Outcome == shelfwire.OutcomeNotSent || err.StatusCode == http.StatusTooManyRequests
}

// isRepeatable takes everything that is not known to be harmless for a write.
func isRepeatable(effect shelfwire.Effect) bool {
	return effect == shelfwire.EffectRead || effect == shelfwire.EffectIdempotent
}

// jitter is exponential back-off with full jitter: anything up to the bound, so that clients spread out.
func (p retryPolicy) jitter(number int) time.Duration {
	bound := min(p.baseDelay, p.maxDelay)
	for range number - 1 {
		if bound > p.maxDelay/2 {
			bound = p.maxDelay
			break
		}
		bound *= 2
	}
	return rand.N(bound) //nolint:gosec // spreading clients out needs no secrecy
}

func deadlineError(wait time.Duration) error {
	return fmt.Errorf("%w: the next attempt would be %s from now", context.DeadlineExceeded, wait.Round(time.Millisecond))
}
