package call

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
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

// next decides whether a failed attempt is followed by another, and after what wait.
func (p retryPolicy) next(ctx context.Context, effect shelfwire.Effect, number int, fail *failure) plan {
	if fail == nil || !fail.temporary || number >= p.maxAttempts || !mayRepeat(effect, fail.err) {
		return plan{}
	}
	if fail.err.RetryAfter > p.maxRetryAfter {
		return plan{}
	}
	wait := max(p.jitter(number), fail.err.RetryAfter)
	ended := wouldEnd(ctx, wait)
	return plan{again: ended == nil, wait: wait, ended: ended}
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

// retryAfter reads the header in both its forms. A date is measured against the server's own clock where the
// reply shows it.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0
	}
	seconds, err := strconv.ParseInt(value, 10, 64) // out of range, it is the nearest that fits
	if err == nil || errors.Is(err, strconv.ErrRange) {
		const most = int64(1<<63-1) / int64(time.Second)
		return time.Duration(max(0, min(seconds, most))) * time.Second
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return max(0, at.Sub(now))
}

// wouldEnd says why a context leaves no time for a wait. Then the rest of its time is better given back at once.
func wouldEnd(ctx context.Context, wait time.Duration) error {
	if ctx.Err() != nil {
		return contextError(ctx)
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
		return fmt.Errorf("%w: the next attempt would be %s from now", context.DeadlineExceeded, wait.Round(time.Millisecond))
	}
	return nil
}

func sleep(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return contextError(ctx)
	}
}
