package call

import (
	"context"
	"errors"
	"strings"
	"time"
)

// errLimiter is matched by the error of a call that its limiter stopped.
var errLimiter = errors.New("limiter")

// waitForLimiter waits for the limiter. A limiter that sees that the context is too short for the wait says so
// at once, x/time's with an error of its own: that becomes context.DeadlineExceeded. Any other error, such as
// that of a limiter's database, is kept as it is.
func (c *Caller) waitForLimiter(ctx context.Context, a *attempt) error {
	began := time.Now()
	err := c.limiter.Wait(ctx)
	a.waited += time.Since(began)
	switch {
	case ctx.Err() != nil:
		return contextError(ctx)
	case err == nil:
		return nil
	default:
		return &limiterError{cause: err, deadline: isAboutDeadline(ctx, err)}
	}
}

// isAboutDeadline reports whether a limiter's error is about the deadline of the context that it was given.
// x/time's is known by its text, the only sign it has.
func isAboutDeadline(ctx context.Context, err error) bool {
	_, limited := ctx.Deadline()
	return limited &&
		(errors.Is(err, context.DeadlineExceeded) || strings.Contains(err.Error(), "would exceed context deadline"))
}

// limiterError is the error of a limiter. It matches context.DeadlineExceeded when it is about the caller's
// deadline, as opposed to one that the limiter has set itself.
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

// Is reports whether the error, or its cause, matches target.
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

// As looks for target in the cause.
func (e *limiterError) As(target any) bool { return errors.As(e.cause, target) }
