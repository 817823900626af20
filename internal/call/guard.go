package call

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// stallTime is how long an attempt may go on without a sign of life from the provider.
const stallTime = time.Minute

var errStalled = fmt.Errorf("the provider sent nothing for %s: %w", stallTime, context.DeadlineExceeded)

// guard watches over one attempt: it ends one in which the provider has gone silent, and knows how far it came.
type guard struct {
	caller context.Context // the caller's own
	ctx    context.Context // the attempt's
	cancel context.CancelCauseFunc
	timer  *time.Timer
	trace  trace
}

func newGuard(caller context.Context) *guard {
	g := &guard{caller: caller}
	g.ctx, g.cancel = context.WithCancelCause(caller)
	g.ctx = g.trace.watch(g.ctx)
	return g
}

// progress is called when the attempt begins and whenever the provider has shown a sign of life.
func (g *guard) progress() {
	if g.timer == nil {
		g.timer = time.AfterFunc(stallTime, g.stall)
		return
	}
	g.timer.Reset(stallTime)
}

// pause is called while nothing is expected from the provider.
func (g *guard) pause() {
	if g.timer != nil {
		g.timer.Stop()
	}
}

func (g *guard) stall() { g.cancel(errStalled) }

func (g *guard) stop() {
	g.pause()
	g.cancel(nil)
}

// callerGone reports whether the caller's own context has ended.
func (g *guard) callerGone() bool { return g.caller.Err() != nil }

// explain replaces an error that only says that a context ended by the reason why it did.
func (g *guard) explain(err error) error {
	switch {
	case g.callerGone():
		return contextError(g.caller)
	case errors.Is(context.Cause(g.ctx), errStalled):
		return errStalled
	default:
		return err
	}
}

// contextError says why a context ended, so that errors.Is finds context.Canceled or DeadlineExceeded as well as
// the cause that the caller may have given.
func contextError(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}
