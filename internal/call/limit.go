package call

import (
	"context"
	"fmt"
	"time"
)

// limit waits for the limiter. Limiters such as x/time's refuse a wait that would outlive the context with an
// error of their own; callers can still ask for context.DeadlineExceeded.
func (c *Caller) limit(ctx context.Context, a *attempt) error {
	began := time.Now()
	err := c.limiter.Wait(ctx)
	a.waited = time.Since(began)
	if ctx.Err() != nil {
		return contextError(ctx)
	}
	if _, ok := ctx.Deadline(); ok && err != nil {
		return fmt.Errorf("limiter: %w: %w", context.DeadlineExceeded, err)
	}
	if err != nil {
		return fmt.Errorf("limiter: %w", err)
	}
	return nil
}
