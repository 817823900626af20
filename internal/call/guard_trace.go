package call

import (
	"context"
	"net/http/httptrace"
	"sync/atomic"
)

// connTrace watches one attempt's way to a connection.
type connTrace struct {
	hooks               httptrace.ClientTrace
	requested, obtained atomic.Bool
}

func (t *connTrace) attachTo(ctx context.Context) context.Context {
	t.hooks.GetConn = func(string) { t.requested.Store(true) }
	t.hooks.GotConn = func(httptrace.GotConnInfo) { t.obtained.Store(true) }
	return httptrace.WithClientTrace(ctx, &t.hooks)
}

// nothingSent is true only on evidence: a connection was requested and none was obtained. A transport that
// ignores the trace proves nothing, and neither does a failed write on a connection.
func (t *connTrace) nothingSent() bool { return t.requested.Load() && !t.obtained.Load() }
