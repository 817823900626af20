package clienttest

import (
	"context"
	"net/http/httptrace"
	"sync/atomic"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// AssertClosesConnections asserts that calls share a connection, and open another one once closeIdle was called.
func AssertClosesConnections(ctx context.Context, t TB, call func(context.Context) error, closeIdle func()) {
	t.Helper()
	var opened atomic.Int64
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		if !info.Reused {
			opened.Add(1)
		}
	}})
	for want := range int64(2) {
		require.NoError(t, call(ctx))
		require.NoError(t, call(ctx))
		assert.Equal(t, want+1, opened.Load(), "connections")
		closeIdle()
	}
}
