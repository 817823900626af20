package call

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
)

// connTrace watches one attempt's way to a connection.
type connTrace struct {
	hooks               httptrace.ClientTrace
	requested, obtained atomic.Bool
	wroteHeaders        atomic.Bool
	mu                  sync.Mutex
	conn                net.Conn // the last one that was obtained; guarded by mu
}

// attachTo has the connections of a request traced, and cancels it when net/http is about to send it again.
func (t *connTrace) attachTo(ctx context.Context, cancel context.CancelCauseFunc) context.Context {
	t.hooks.GetConn = func(string) { t.requested.Store(true) }
	t.hooks.WroteHeaders = func() { t.wroteHeaders.Store(true) }
	t.hooks.GotConn = func(info httptrace.GotConnInfo) {
		t.obtained.Store(true)
		if t.isReplay(info.Conn) {
			cancel(errReplayed)
		}
	}
	return httptrace.WithClientTrace(ctx, &t.hooks)
}

// isReplay reports whether a request that went out over HTTP/2 is about to go out again, over another connection. That
// is after a reset of its stream by PROTOCOL_ERROR, which says nothing of what became of it and which net/http answers
// by endless replays, or after a GOAWAY. Over HTTP/1.1 net/http replays what has not been written, and over the same
// connection of HTTP/2 what the server has rejected unread.
func (t *connTrace) isReplay(next net.Conn) bool {
	t.mu.Lock()
	last := t.conn
	t.conn = next
	t.mu.Unlock()
	secure, ok := last.(*tls.Conn)
	return ok && t.wroteHeaders.Load() && next != last && secure.ConnectionState().NegotiatedProtocol == "h2"
}

// errReplayed is the cause of the context of an attempt that net/http was about to send again.
var errReplayed = errors.New("the provider broke off the stream or the connection (HTTP/2) before its response began")

// nothingSent is true only on evidence: a connection was requested and none was obtained. A transport that
// ignores the trace proves nothing, and neither does a failed write on a connection.
func (t *connTrace) nothingSent() bool { return t.requested.Load() && !t.obtained.Load() }
