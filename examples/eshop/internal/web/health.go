package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/metrics"
)

// healthTimeout is short: what asks wants to know soon, and asks again.
const healthTimeout = 2 * time.Second

// health tells whatever watches the program whether it works: the database answers, and the jobs run. A provider
// that does not answer is no reason to restart the shop, so it has no part in this.
func (s *site) health(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), healthTimeout)
	defer cancel()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	status, text := http.StatusOK, new(bytes.Buffer)
	for _, part := range []struct {
		name string
		ok   bool
	}{{"database", s.Shop.Ping(ctx) == nil}, {"jobs", s.Jobs.Running()}} {
		state := "ok"
		if !part.ok {
			status, state = http.StatusServiceUnavailable, "down"
		}
		fmt.Fprintf(text, "%s: %s\n", part.name, state)
	}
	w.WriteHeader(status)
	_, _ = text.WriteTo(w)
	return nil
}

// metrics writes what Prometheus collects.
func (s *site) metrics(w http.ResponseWriter, r *http.Request) error {
	counts, err := s.Shop.CountOrders(r.Context())
	if err != nil {
		return err
	}
	var text metrics.Text
	text.Family("eshop_orders", metrics.Gauge, "Orders by state.")
	for _, state := range states {
		text.Int(counts[state], metrics.Label{Name: "state", Value: string(state)})
	}
	s.Calls.Write(&text)
	w.Header().Set("Content-Type", metrics.ContentType)
	_, _ = text.WriteTo(w)
	return nil
}
