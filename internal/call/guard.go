package call

import (
	"context"
	"fmt"
	"time"
)

// stallTime is how long an attempt may go on without a sign of life from the provider.
const stallTime = time.Minute

var errStalled = fmt.Errorf("the provider sent nothing for %s: %w", stallTime, context.DeadlineExceeded)

// guard ends an attempt in which the provider has gone silent.
type guard struct {
	caller context.Context // the caller's own
	ctx    context.Context // the attempt's
	cancel context.CancelCauseFunc
	timer  *time.Timer
}

func newGuard(caller context.Context) *guard {
	ctx, cancel := context.WithCancelCause(caller)
	return &guard{
		caller: caller,
		ctx:    ctx,
		cancel: cancel,
		timer:  time.AfterFunc(stallTime, func() { cancel(errStalled) }),
	}
}

// progress is called whenever the provider has shown a sign of life.
func (g *guard) progress() { g.timer.Reset(stallTime) }

func (g *guard) stop() {
	g.timer.Stop()
	g.cancel(nil)
}

// callerGone reports whether the caller's own context has ended.
func (g *guard) callerGone() bool { return g.caller.Err() != nil }

// explain replaces an error that only says that a context ended by the reason why it did.
func (g *guard) explain(err error) error {
	switch {
	case g.callerGone():
		return contextError(g.caller)
	case context.Cause(g.ctx) == errStalled:
		return errStalled
	default:
		return err
	}
}

// contextError says why a context ended, so that errors.Is finds context.Canceled or DeadlineExceeded as well as
// the cause that the caller may have given.
func contextError(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if err == cause {
		return err
	}
	return fmt.Errorf("%w: %w", err, cause)
}
