package call

import (
	"context"
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

// next decides whether a failed attempt is followed by another, and after what wait.
func (p retryPolicy) next(effect shelfwire.Effect, number int, fail *failure) (time.Duration, bool) {
	if fail == nil || !fail.temporary || number >= p.maxAttempts || !mayRepeat(effect, fail.err) {
		return 0, false
	}
	if fail.err.RetryAfter > p.maxRetryAfter {
		return 0, false
	}
	return max(p.jitter(number), fail.err.RetryAfter), true
}

// mayRepeat is the rule that keeps writes from happening twice.
func mayRepeat(effect shelfwire.Effect, err *shelfwire.Error) bool {
	switch effect {
	case shelfwire.EffectRead, shelfwire.EffectIdempotent:
		return true
	default:
		return err.Outcome == shelfwire.OutcomeNotSent || err.StatusCode == http.StatusTooManyRequests
	}
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
	return rand.N(bound + 1) //nolint:gosec // spreading clients out needs no secrecy
}

// retryAfter reads the header in both its forms. A date is measured against the server's own clock where the
// reply shows it.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0
	}
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil {
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

// sleep waits, but not when the context would end first: then the rest of its time is better given back.
func sleep(ctx context.Context, wait time.Duration) error {
	if ctx.Err() != nil {
		return contextError(ctx)
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
		return fmt.Errorf("%w: the next attempt would be %s from now", context.DeadlineExceeded, wait.Round(time.Millisecond))
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return contextError(ctx)
	}
}
