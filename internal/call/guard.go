package call

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// defaultStall is how long an attempt may go on without a sign of life from the provider.
const defaultStall = time.Minute

// guard watches over one attempt: it ends one in which the provider has gone silent, and knows how far it came.
type guard struct {
	caller   context.Context // the caller's own
	ctx      context.Context // the attempt's
	cancel   context.CancelCauseFunc
	patience patience
	timer    *time.Timer
	began    bool // the response has
	trace    trace
}

// patience is how long a silence may last; 0 or less is for ever, in both or in neither.
type patience struct{ firstByte, between time.Duration }

func newGuard(caller context.Context, p patience) *guard {
	g := &guard{caller: caller, patience: p}
	g.ctx, g.cancel = context.WithCancelCause(caller)
	g.ctx = g.trace.watch(g.ctx)
	return g
}

// expect is called when the attempt begins: now the provider is to be heard.
func (g *guard) expect() { g.wait(g.patience.firstByte) }

// progress is called whenever the provider has shown a sign of life.
func (g *guard) progress() {
	g.began = true
	g.wait(g.patience.between)
}

func (g *guard) wait(limit time.Duration) {
	switch {
	case limit <= 0: // for ever
	case g.timer == nil:
		g.timer = time.AfterFunc(limit, g.stall)
	default:
		g.timer.Reset(limit)
	}
}

// pause is called while nothing is expected from the provider.
func (g *guard) pause() {
	if g.timer != nil {
		g.timer.Stop()
	}
}

func (g *guard) stall() { g.cancel(errStalled) }

// stop ends the attempt's context.
func (g *guard) stop() {
	g.pause()
	g.cancel(nil)
}

// callerGone reports whether the caller's own context has ended.
func (g *guard) callerGone() bool { return g.caller.Err() != nil }

// errStalled is the cause of an attempt that was given up.
var errStalled = errors.New("the provider has gone silent")

// stalledError says in which phase an attempt was given up. It does not match context.DeadlineExceeded, since it is no
// deadline of the caller's.
type stalledError struct {
	phase string
	limit time.Duration
}

func (e *stalledError) Error() string {
	return fmt.Sprintf("the attempt was given up after %s of silence while %s (Options.StallTimeout)", e.limit, e.phase)
}

// Timeout makes the error a time-out in the sense of package net.
func (e *stalledError) Timeout() bool { return true }

// explain replaces an error that only says that a context ended by the reason why it did.
func (g *guard) explain(err error) error {
	switch {
	case g.callerGone():
		return contextError(g.caller)
	case errors.Is(context.Cause(g.ctx), errStalled):
		return g.stalled()
	default:
		return err
	}
}

func (g *guard) stalled() error {
	switch {
	case g.began:
		return &stalledError{phase: "the response was arriving", limit: g.patience.between}
	case g.trace.nothingSent():
		return &stalledError{phase: "connecting", limit: g.patience.firstByte}
	default:
		return &stalledError{phase: "waiting for the first byte of the response", limit: g.patience.firstByte}
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

// trace watches one attempt's way to a connection.
type trace struct {
	hooks      httptrace.ClientTrace
	asked, got atomic.Bool
}

func (t *trace) watch(ctx context.Context) context.Context {
	t.hooks.GetConn = func(string) { t.asked.Store(true) }
	t.hooks.GotConn = func(httptrace.GotConnInfo) { t.got.Store(true) }
	return httptrace.WithClientTrace(ctx, &t.hooks)
}

// nothingSent is true only on evidence: a connection was asked for and never had. A transport that does not
// report to the trace proves nothing, and neither does a failed write on a connection.
func (t *trace) nothingSent() bool { return t.asked.Load() && !t.got.Load() }
