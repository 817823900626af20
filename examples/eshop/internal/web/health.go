package web

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// healthTimeout is short: what asks wants to know soon, and asks again.
const healthTimeout = 2 * time.Second

// health tells whatever watches the program whether it works: the database responds, the jobs run, and something is being
// done. A provider that does not respond is no reason to restart the shop, so it has no part in this: a call that fails is
// work, too.
func (s *site) health(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), healthTimeout)
	defer cancel()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	status, text := http.StatusOK, new(bytes.Buffer)
	for _, part := range []struct{ name, trouble string }{
		{"database", downIf(s.Shop.Ping(ctx) != nil)}, {"jobs", downIf(!s.Jobs.Running())}, {"work", s.idleness(ctx)},
	} {
		if part.trouble != "" {
			status = http.StatusServiceUnavailable
		}
		fmt.Fprintf(text, "%s: %s\n", part.name, cmp.Or(part.trouble, "ok"))
	}
	w.WriteHeader(status)
	_, _ = text.WriteTo(w)
	return nil
}

func downIf(down bool) string {
	if down {
		return "down"
	}
	return ""
}

// missedRounds is how many rounds may be left out before that is too long; slack is for whatever a round is late by.
const (
	missedRounds = 2
	slack        = 30 * time.Second
)

// idleness says for how long nothing has been done, when that is too long. A round of another process is work as well; a
// round of this one is work as long as it makes calls.
func (s *site) idleness(ctx context.Context) string {
	rounds, err := s.Jobs.Rounds(ctx)
	if err != nil {
		return "unknown"
	}
	last := s.began
	for _, moment := range []time.Time{rounds.Last, s.Calls.Last()} {
		if moment.After(last) {
			last = moment
		}
	}
	idle := s.now().Sub(last)
	if rounds.Elsewhere || idle <= missedRounds*s.Every+slack {
		return ""
	}
	return fmt.Sprintf("nothing has been done for %s", idle.Round(time.Second))
}

// metrics responds to Prometheus.
func (s *site) metrics(w http.ResponseWriter, r *http.Request) error {
	counts, err := s.Shop.CountOrders(r.Context())
	if err != nil {
		return err
	}
	remote, err := s.Shop.CountRemote(r.Context(), s.began)
	if err != nil {
		return err
	}
	queued, err := s.Jobs.Counts(r.Context())
	if err != nil {
		return err
	}
	orders := newGauge("eshop_orders", "Orders by state.", "state")
	for _, state := range states {
		orders.WithLabelValues(string(state)).Set(float64(counts[state]))
	}
	there := newGauge("eshop_channel_orders", "Orders of channels that wait for their payment, or for a person.", "state")
	there.WithLabelValues(string(shop.RemoteWaiting)).Set(float64(remote.Waiting))
	there.WithLabelValues(string(shop.RemoteParked)).Set(float64(remote.Parked))
	waiting := newGauge("eshop_jobs", "Jobs that have not run to their end, and those that were given up.", "kind", "state")
	for _, c := range queued {
		waiting.WithLabelValues(c.Kind, c.State).Set(float64(c.Jobs))
	}
	s.Calls.Serve(w, r, orders, there, waiting)
	return nil
}

func newGauge(name, help string, labels ...string) *prometheus.GaugeVec {
	return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels)
}
