package call

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire"
)

// retryPolicy is shelfwire.RetryPolicy with its defaults filled in.
type retryPolicy struct {
	maxAttempts                        int
	baseDelay, maxDelay, maxRetryAfter time.Duration
}

func newRetryPolicy(p shelfwire.RetryPolicy) retryPolicy {
	return retryPolicy{
		maxAttempts:   cmp.Or(p.MaxAttempts, defaultAttempts),
		baseDelay:     cmp.Or(p.BaseDelay, defaultBaseDelay),
		maxDelay:      cmp.Or(p.MaxDelay, defaultMaxDelay),
		maxRetryAfter: cmp.Or(p.MaxRetryAfter, defaultMaxRetryAfter),
	}
}

// retryDecision says what follows an attempt.
type retryDecision struct {
	retry      bool
	wait       time.Duration
	contextErr error // set when only the context kept the retry from following
}

// maxForeignRetries is how many foreign responses of one call are asked for again. A provider that blocks its
// clients does so with a page, and repeated requests prolong the block.
const maxForeignRetries = 1

// decide decides whether another attempt follows a failed one, and after what wait. foreign is how many of the
// call's attempts met a foreign response, and w how long the call has waited so far.
func (p retryPolicy) decide(
	ctx context.Context, effect shelfwire.Effect, number, foreign int, fail *failure, w *waits,
) retryDecision {
	switch {
	case fail == nil, number >= p.maxAttempts, !canRetry(effect, fail.err):
		return retryDecision{}
	case !fail.temporary && !fail.canRetryForeign(foreign):
		return retryDecision{}
	case fail.err.RetryAfter > p.maxRetryAfter:
		return retryDecision{}
	}
	wait := max(p.backoffDelay(number), fail.err.RetryAfter)
	ended := w.checkDeadline(ctx, wait)
	return retryDecision{retry: ended == nil, wait: wait, contextErr: ended}
}

// canRetryForeign reports whether a foreign response may be asked for again: once per call, unless its status
// is final.
func (f *failure) canRetryForeign(foreign int) bool {
	return f.foreign && foreign <= maxForeignRetries && !isRejectionFromAnyone(f.err.StatusCode)
}

// canRetry is the rule that keeps writes from happening twice.
func canRetry(effect shelfwire.Effect, err *shelfwire.Error) bool {
	return isRepeatable(effect) ||
		err.Outcome == shelfwire.OutcomeNotSent || err.StatusCode == http.StatusTooManyRequests
}

// isRepeatable reports whether doing a call twice is as good as doing it once. Unknown effects count as writes.
func isRepeatable(effect shelfwire.Effect) bool {
	return effect == shelfwire.EffectRead || effect == shelfwire.EffectIdempotent
}

// backoffDelay is exponential back-off with full jitter: a random wait up to a bound that doubles with each
// attempt, so that clients spread out.
func (p retryPolicy) backoffDelay(number int) time.Duration {
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

// deadlineError is the error of a call whose context ends before its next attempt could begin.
func deadlineError(wait time.Duration) error {
	return fmt.Errorf("%w: the next attempt would be %s from now", context.DeadlineExceeded, wait.Round(time.Millisecond))
}
