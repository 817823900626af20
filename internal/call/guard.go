package call

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// defaultStall is how long the provider may stay silent during an attempt.
const defaultStall = time.Minute

// guard watches over one attempt: it cancels one during which the provider falls silent, and knows how far it
// came.
type guard struct {
	parent        context.Context // the caller's own
	ctx           context.Context // the attempt's
	cancel        context.CancelCauseFunc
	limits        stallLimits
	timer         *time.Timer
	responseBegan bool
	conn          connTrace
}

// stallLimits are how long a silence may last; 0 or less means for ever, for both.
type stallLimits struct{ firstByte, betweenReads time.Duration }

func newGuard(parent context.Context, limits stallLimits) *guard {
	g := &guard{parent: parent, limits: limits}
	g.ctx, g.cancel = context.WithCancelCause(parent)
	g.ctx = g.conn.attachTo(g.ctx, g.cancel)
	return g
}

// expectResponse is called when the attempt begins: from now on the provider has to send something.
func (g *guard) expectResponse() { g.restartTimer(g.limits.firstByte) }

// noteProgress is called whenever the provider has sent something.
func (g *guard) noteProgress() {
	g.responseBegan = true
	g.restartTimer(g.limits.betweenReads)
}

func (g *guard) restartTimer(limit time.Duration) {
	switch {
	case limit <= 0: // no limit
	case g.timer == nil:
		g.timer = time.AfterFunc(limit, g.cancelStalled)
	default:
		g.timer.Reset(limit)
	}
}

// pause is called while the attempt waits for its consumer instead of the provider.
func (g *guard) pause() {
	if g.timer != nil {
		g.timer.Stop()
	}
}

func (g *guard) cancelStalled() { g.cancel(errStalled) }

// stop ends the attempt's context.
func (g *guard) stop() {
	g.pause()
	g.cancel(nil)
}

// parentDone reports whether the caller's own context has ended.
func (g *guard) parentDone() bool { return g.parent.Err() != nil }

// explainError replaces an error that only says that a context ended by the reason why it did.
func (g *guard) explainError(err error) error {
	switch {
	case g.parentDone():
		return contextError(g.parent)
	case errors.Is(context.Cause(g.ctx), errStalled):
		return g.newStalledError()
	case errors.Is(context.Cause(g.ctx), errReplayed):
		return errReplayed
	default:
		return err
	}
}

// newStalledError names the phase in which the provider fell silent.
func (g *guard) newStalledError() error {
	switch {
	case g.responseBegan:
		return &stalledError{phase: "the response was arriving", limit: g.limits.betweenReads}
	case g.conn.nothingSent():
		return &stalledError{phase: "connecting", limit: g.limits.firstByte}
	default:
		return &stalledError{phase: "waiting for the first byte of the response", limit: g.limits.firstByte}
	}
}

// errStalled is the cause of the context of an attempt that stalled.
var errStalled = errors.New("the provider has gone silent")

// stalledError says in which phase the provider fell silent. The time limit is the client's own, so the error
// does not match context.DeadlineExceeded, which is the caller's.
type stalledError struct {
	phase string
	limit time.Duration
}

func (e *stalledError) Error() string {
	return fmt.Sprintf("the attempt was given up after %s of silence while %s (Options.StallTimeout)", e.limit, e.phase)
}

// Timeout makes the error a timeout in the sense of package net.
func (e *stalledError) Timeout() bool { return true }

// contextError says why a context ended. It matches context.Canceled or DeadlineExceeded as well as the cause
// that the caller may have given.
func contextError(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}
