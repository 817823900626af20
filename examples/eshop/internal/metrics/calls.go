// Package metrics counts the calls to the providers for Prometheus:
//
//	calls := metrics.New()
//	options.Observe = calls.Observe
//	…
//	calls.Serve(w, r)
package metrics

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/shelfwire/shelfwire"
)

// Calls counts attempts of calls. It is safe for concurrent use.
//
// Labels come from the clients alone: their names of providers and operations, outcomes and HTTP statuses. So
// there are never more series than those, whatever a provider sends.
type Calls struct {
	registry *prometheus.Registry
	attempts *prometheus.CounterVec
	retries  *prometheus.CounterVec
	waited   *prometheus.CounterVec
	duration *prometheus.HistogramVec
	last     atomic.Pointer[time.Time]
}

// buckets are the upper bounds of durations, in seconds. They are fixed, so that figures of different versions compare.
var buckets = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

// New returns a count of nothing, beside what Prometheus's client says about every Go program.
func New() *Calls {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	c := &Calls{
		registry: prometheus.NewRegistry(),
		attempts: counter("eshop_provider_attempts_total",
			"HTTP requests to providers, repeated ones included, by what came of them.",
			"provider", "operation", "outcome", "status"),
		retries: counter("eshop_provider_retries_total", "Requests that repeated an earlier one.", "provider", "operation"),
		waited: counter("eshop_provider_limiter_wait_seconds_total", "Time for which requests waited for the limiter.",
			"provider"),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "eshop_provider_duration_seconds", Help: "Time from sending a request to the end of the response.",
			Buckets: buckets,
		}, []string{"provider", "operation"}),
	}
	c.registry.MustRegister(c.attempts, c.retries, c.waited, c.duration,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return c
}

// Observe counts an attempt; it is for shelfwire.Options.Observe.
func (c *Calls) Observe(ctx context.Context, a shelfwire.Attempt) {
	countIn(ctx, a)
	now := time.Now()
	c.last.Store(&now)
	c.attempts.WithLabelValues(a.Provider, a.Op, outcome(a.Err), status(a.StatusCode)).Inc()
	c.duration.WithLabelValues(a.Provider, a.Op).Observe(a.Duration.Seconds())
	c.waited.WithLabelValues(a.Provider).Add(a.Waited.Seconds())
	retries := c.retries.WithLabelValues(a.Provider, a.Op) // there from the first attempt on, at 0
	if a.Number > 1 {
		retries.Inc()
	}
}

// Last returns when the last attempt ended; zero when there was none.
func (c *Calls) Last() time.Time {
	if last := c.last.Load(); last != nil {
		return *last
	}
	return time.Time{}
}

// outcome is "ok", or what is known about the effect of an attempt that failed.
func outcome(err error) string {
	if err == nil {
		return "ok"
	}
	return strings.ReplaceAll(shelfwire.OutcomeOf(err).String(), " ", "_")
}

func status(code int) string {
	if code == 0 {
		return "none" // no response
	}
	return strconv.Itoa(code)
}

// Serve responds to Prometheus with what was counted so far, and with what was read for this response.
func (c *Calls) Serve(w http.ResponseWriter, r *http.Request, read ...prometheus.Collector) {
	present := prometheus.NewRegistry()
	present.MustRegister(read...)
	promhttp.HandlerFor(prometheus.Gatherers{present, c.registry}, promhttp.HandlerOpts{}).ServeHTTP(w, r)
}
