package web

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/metrics"
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
