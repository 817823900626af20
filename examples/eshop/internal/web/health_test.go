package web

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
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
	check(http.StatusOK, "database: ok\njobs: ok\nwork: ok\n")
	w.queue.stopped = true
	check(http.StatusServiceUnavailable, "database: ok\njobs: down\nwork: ok\n")
	w.queue.stopped = false
	w.queue.roundsErr = errors.New("disk full")
	check(http.StatusServiceUnavailable, "database: ok\njobs: ok\nwork: unknown\n")
	w.queue.roundsErr = nil
	require.NoError(t, w.shop.Close())
	check(http.StatusServiceUnavailable, "database: down\njobs: ok\nwork: ok\n")
}

// With a round a minute, two and a half minutes without any work are too many, whatever still seems to run.
func TestHealth_idle(t *testing.T) {
	t.Parallel()
	const idle = "database: ok\njobs: ok\nwork: nothing has been done for 2m31s\n"
	for name, test := range map[string]struct {
		after  time.Duration // the program has begun
		rounds jobs.Rounds
		call   bool // there has just been one
		want   string
	}{
		"just begun":               {after: 150 * time.Second},
		"nothing since":            {after: 151 * time.Second, want: idle},
		"a round since":            {after: 151 * time.Second, rounds: jobs.Rounds{Last: monday.Add(time.Second)}},
		"an old round":             {after: 151 * time.Second, rounds: jobs.Rounds{Last: monday}, want: idle},
		"a round of another":       {after: time.Hour, rounds: jobs.Rounds{Elsewhere: true}},
		"a long round, with calls": {after: 151 * time.Second, call: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			now := monday
			if test.call { // which counts by the real clock
				w.site.Calls.Observe(t.Context(), shelfwire.Attempt{Provider: "resico", Op: "Products.List"})
				now = time.Now().Add(-test.after)
			}
			w.site.Every, w.site.now = time.Minute, func() time.Time { return now }
			w.open()
			w.queue.rounds = test.rounds
			now = now.Add(test.after)
			reply := w.do(http.MethodGet, "/healthz", nil)
			if test.want == "" {
				assert.Equal(t, http.StatusOK, reply.Code, reply.Body)
				return
			}
			assert.Equal(t, http.StatusServiceUnavailable, reply.Code)
			assert.Equal(t, test.want, reply.Body.String())
		})
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.place()
	w.place()
	w.parked(1)
	w.remote("7", "it has no lines")
	w.queue.counts = []jobs.Count{{Kind: "submit_order", State: "retryable", Jobs: 2}}
	w.site.Calls.Observe(t.Context(), shelfwire.Attempt{Provider: "resico", Op: "Invoices.Create", Number: 1, StatusCode: 200})
	reply := w.do(http.MethodGet, "/metrics", nil)
	assert.Equal(t, http.StatusOK, reply.Code)
	assert.Contains(t, reply.Header().Get("Content-Type"), "text/plain; version=0.0.4; charset=utf-8")
	for _, line := range []string{
		"# TYPE eshop_orders gauge",
		`eshop_orders{state="parked"} 1`, `eshop_orders{state="failed"} 0`,
		`eshop_orders{state="open"} 2`, `eshop_orders{state="sent"} 0`,
		`eshop_channel_orders{state="parked"} 1`, `eshop_channel_orders{state="waiting"} 0`,
		"# TYPE eshop_jobs gauge", `eshop_jobs{kind="submit_order",state="retryable"} 2`,
		`eshop_provider_attempts_total{operation="Invoices.Create",outcome="ok",provider="resico",status="200"} 1`,
	} {
		assert.Contains(t, reply.Body.String(), line+"\n")
	}
	w.queue.countsErr = errors.New("disk full")
	assert.Equal(t, http.StatusInternalServerError, w.do(http.MethodGet, "/metrics", nil).Code)
	w.queue.countsErr = nil
	require.NoError(t, w.shop.Close())
	assert.Equal(t, http.StatusInternalServerError, w.do(http.MethodGet, "/metrics", nil).Code)
}
