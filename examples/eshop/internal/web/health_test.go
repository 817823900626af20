package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestHealth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	check := func(status int, want string) {
		t.Helper()
		reply := w.do(http.MethodGet, "/healthz", nil)
		assert.Equal(t, status, reply.Code)
		assert.Equal(t, want, reply.Body.String())
		assert.Equal(t, "text/plain; charset=utf-8", reply.Header().Get("Content-Type"))
	}
	check(http.StatusOK, "database: ok\njobs: ok\n")
	w.queue.stopped = true
	check(http.StatusServiceUnavailable, "database: ok\njobs: down\n")
	w.queue.stopped = false
	require.NoError(t, w.shop.Close())
	check(http.StatusServiceUnavailable, "database: down\njobs: ok\n")
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.place()
	w.place()
	w.parked(1)
	w.site.Calls.Observe(t.Context(), shelfwire.Attempt{Provider: "resico", Op: "Invoices.Create", Number: 1, StatusCode: 200})
	reply := w.do(http.MethodGet, "/metrics", nil)
	assert.Equal(t, http.StatusOK, reply.Code)
	assert.Equal(t, "text/plain; version=0.0.4; charset=utf-8", reply.Header().Get("Content-Type"))
	assert.True(t, strings.HasPrefix(reply.Body.String(), `# HELP eshop_orders Orders by state.
# TYPE eshop_orders gauge
eshop_orders{state="parked"} 1
eshop_orders{state="failed"} 0
eshop_orders{state="open"} 2
eshop_orders{state="sent"} 0
# HELP eshop_provider_attempts_total `), reply.Body)
	assert.Contains(t, reply.Body.String(),
		`eshop_provider_attempts_total{provider="resico",operation="Invoices.Create",outcome="ok",status="200"} 1`)
	require.NoError(t, w.shop.Close())
	assert.Equal(t, http.StatusInternalServerError, w.do(http.MethodGet, "/metrics", nil).Code)
}
