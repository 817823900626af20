package metrics

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// served is what Prometheus gets; own are the lines about this program.
func served(t *testing.T, calls *Calls, read ...prometheus.Collector) (all, own string) {
	t.Helper()
	w := httptest.NewRecorder()
	calls.Serve(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil), read...)
	require.Equal(t, http.StatusOK, w.Code)
	for line := range strings.Lines(w.Body.String()) {
		if strings.Contains(line, "eshop_") {
			own += line
		}
	}
	return w.Body.String(), own
}

func TestCalls_Serve(t *testing.T) {
	t.Parallel()
	calls := New()
	rejected := &shelfwire.Error{Outcome: shelfwire.OutcomeRejected, StatusCode: 422}
	notSent := &shelfwire.Error{Outcome: shelfwire.OutcomeNotSent}
	for _, a := range []shelfwire.Attempt{
		{Provider: "resico", Op: "Invoices.Create", Number: 1, StatusCode: 200, Duration: 4 * time.Millisecond},
		{Provider: "resico", Op: "Invoices.Create", Number: 1, StatusCode: 422, Duration: 5 * time.Millisecond, Err: rejected},
		{Provider: "resico", Op: "Customers.Create", Number: 1, Err: notSent, Waited: 300 * time.Millisecond},
		{
			Provider: "resico", Op: "Customers.Create", Number: 2, StatusCode: 200, Duration: 31 * time.Second,
			Waited: 200 * time.Millisecond,
		},
		{Provider: "erpxt", Op: "Products.List", Number: 1, StatusCode: 502, Duration: time.Second, Err: errors.New("x")},
	} {
		calls.Observe(t.Context(), a)
	}
	all, got := served(t, calls)
	for _, line := range []string{
		"# TYPE eshop_provider_attempts_total counter",
		`eshop_provider_attempts_total{operation="Products.List",outcome="unknown",provider="erpxt",status="502"} 1`,
		`eshop_provider_attempts_total{operation="Customers.Create",outcome="not_sent",provider="resico",status="none"} 1`,
		`eshop_provider_attempts_total{operation="Customers.Create",outcome="ok",provider="resico",status="200"} 1`,
		`eshop_provider_attempts_total{operation="Invoices.Create",outcome="ok",provider="resico",status="200"} 1`,
		`eshop_provider_attempts_total{operation="Invoices.Create",outcome="rejected",provider="resico",status="422"} 1`,
		"# TYPE eshop_provider_retries_total counter",
		`eshop_provider_retries_total{operation="Products.List",provider="erpxt"} 0`,
		`eshop_provider_retries_total{operation="Customers.Create",provider="resico"} 1`,
		`eshop_provider_retries_total{operation="Invoices.Create",provider="resico"} 0`,
		`eshop_provider_limiter_wait_seconds_total{provider="erpxt"} 0`,
		`eshop_provider_limiter_wait_seconds_total{provider="resico"} 0.5`,
		"# TYPE eshop_provider_duration_seconds histogram",
		`eshop_provider_duration_seconds_bucket{operation="Customers.Create",provider="resico",le="0.005"} 1`,
		`eshop_provider_duration_seconds_bucket{operation="Customers.Create",provider="resico",le="30"} 1`,
		`eshop_provider_duration_seconds_bucket{operation="Customers.Create",provider="resico",le="+Inf"} 2`,
		`eshop_provider_duration_seconds_sum{operation="Customers.Create",provider="resico"} 31`,
		`eshop_provider_duration_seconds_count{operation="Customers.Create",provider="resico"} 2`,
		`eshop_provider_duration_seconds_bucket{operation="Products.List",provider="erpxt",le="0.5"} 0`,
		`eshop_provider_duration_seconds_bucket{operation="Products.List",provider="erpxt",le="1"} 1`,
		`eshop_provider_duration_seconds_bucket{operation="Invoices.Create",provider="resico",le="0.005"} 2`,
		`eshop_provider_duration_seconds_count{operation="Invoices.Create",provider="resico"} 2`,
	} {
		assert.Contains(t, got, line+"\n")
	}
	assert.Equal(t, 4*2+5+3+2+3*(len(buckets)+3), strings.Count(got, "\n"), got)
	assert.Contains(t, all, "\ngo_goroutines ")
}

// What is read when Prometheus asks stands beside what was counted, and is forgotten again.
func TestCalls_Serve_read(t *testing.T) {
	t.Parallel()
	calls := New()
	orders := prometheus.NewGauge(prometheus.GaugeOpts{Name: "eshop_orders", Help: "Orders."})
	orders.Set(7)
	for range 2 {
		_, got := served(t, calls, orders)
		assert.Equal(t, "# HELP eshop_orders Orders.\n# TYPE eshop_orders gauge\neshop_orders 7\n", got)
	}
	_, got := served(t, calls)
	assert.Empty(t, got)
}

func TestCalls_concurrent(t *testing.T) {
	t.Parallel()
	calls := New()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				calls.Observe(t.Context(), shelfwire.Attempt{Provider: "resico", Op: "Products.List", Number: 2, StatusCode: 200})
			}
			served(t, calls)
		})
	}
	wg.Wait()
	_, got := served(t, calls)
	assert.Contains(t, got, `retries_total{operation="Products.List",provider="resico"} 400`)
}

// Each piece of work counts its own calls.
func TestCounted(t *testing.T) {
	t.Parallel()
	calls := New()
	first, a := Counted(t.Context())
	second, b := Counted(t.Context())
	calls.Observe(first, shelfwire.Attempt{Provider: "resico"})
	calls.Observe(first, shelfwire.Attempt{Provider: "resico", Err: errors.New("x")})
	calls.Observe(second, shelfwire.Attempt{Provider: "erpxt"})
	calls.Observe(t.Context(), shelfwire.Attempt{Provider: "erpxt"})
	all, failed := a.Attempts()
	assert.Equal(t, [2]int{2, 1}, [2]int{all, failed})
	all, failed = b.Attempts()
	assert.Equal(t, [2]int{1, 0}, [2]int{all, failed})
	assert.WithinDuration(t, time.Now(), calls.Last(), time.Minute)
	assert.True(t, New().Last().IsZero())
}
