package call

import (
	"context"
	"errors"
	"strings"
	"time"
)

// errLimiter is what errors.Is finds in the error of a call that a limiter did not let through.
var errLimiter = errors.New("limiter")

// limit waits for the limiter. One that would keep the call for longer than its context lasts says so at once, x/time's
// with an error of its own: that is a deadline which cannot be met. Any other error, such as that of a limiter's database,
// stays what it is.
func (c *Caller) limit(ctx context.Context, a *attempt) error {
	began := time.Now()
	err := c.limiter.Wait(ctx)
	a.waited += time.Since(began)
	switch {
	case ctx.Err() != nil:
		return contextError(ctx)
	case err == nil:
		return nil
	default:
		return &limiterError{cause: err, deadline: refusesWait(ctx, err)}
	}
}

// refusesWait reports whether a limiter's error is about the deadline of the context that it was given. x/time's has no
// value of its own to compare with.
func refusesWait(ctx context.Context, err error) bool {
	_, limited := ctx.Deadline()
	return limited &&
		(errors.Is(err, context.DeadlineExceeded) || strings.Contains(err.Error(), "would exceed context deadline"))
}

// limiterError is the error of a limiter. It matches context.DeadlineExceeded when it is about the caller's deadline, and
// not when it is about one that the limiter has set itself.
type limiterError struct {
	cause    error
	deadline bool
}

func (e *limiterError) Error() string {
	if e.deadline && !errors.Is(e.cause, context.DeadlineExceeded) {
		return "limiter: " + context.DeadlineExceeded.Error() + ": " + e.cause.Error()
	}
	return "limiter: " + e.cause.Error()
}

// Is answers for errors.Is.
func (e *limiterError) Is(target error) bool {
	switch target {
	case errLimiter:
		return true
	case context.DeadlineExceeded:
		return e.deadline
	default:
		return errors.Is(e.cause, target)
	}
}

// As answers for errors.As.
func (e *limiterError) As(target any) bool { return errors.As(e.cause, target) }
