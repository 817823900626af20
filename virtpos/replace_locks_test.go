package virtpos_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// Runs of warehouses that may be the same wait for each other, and a wait ends with its context.
func TestStoreService_ReplaceOnHand_RunsWait(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		a, b  virtpos.WarehouseRef
		waits bool
	}{
		"the same":        {virtpos.WarehouseID(1), virtpos.WarehouseID(1), true},
		"perhaps":         {virtpos.WarehouseID(1), virtpos.ExternalWarehouseID("1C-7"), true},
		"the same name":   {virtpos.ExternalWarehouseID("1C-7"), virtpos.ExternalWarehouseID("1C-7"), true},
		"others":          {virtpos.WarehouseID(1), virtpos.WarehouseID(2), false},
		"others by names": {virtpos.ExternalWarehouseID("1C-7"), virtpos.ExternalWarehouseID("1C-8"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := respondByAction(func(r *sentRequest) string { return r.query.Get("itemid") })
				inner := s.respond
				s.respond = func(n int, r *sentRequest) fakeResponse {
					time.Sleep(time.Second)
					return inner(n, r)
				}
				store := s.newClient(t).Store
				began := time.Now()
				var ends []time.Duration
				ended := make(chan time.Duration)
				for _, w := range []virtpos.WarehouseRef{tc.a, tc.b} {
					go func() {
						_, _ = store.ReplaceOnHand(t.Context(), w, feedOf(itemUpdate(1, "1")), virtpos.ReplaceOptions{SkipCheck: true})
						ended <- time.Since(began)
					}()
				}
				synctest.Wait()
				if tc.waits {
					ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
					defer cancel()
					report, err := store.ReplaceOnHand(ctx, tc.b, feedOf(itemUpdate(1, "1")), virtpos.ReplaceOptions{})
					require.ErrorIs(t, err, context.DeadlineExceeded)
					require.ErrorContains(t, err, "another run was replacing the stock of the warehouse, so nothing was sent")
					assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
					assert.True(t, report.Version.IsZero())
				}
				ends = append(ends, <-ended, <-ended)
				if tc.waits {
					assert.Equal(t, []time.Duration{3 * time.Second, 6 * time.Second}, ends)
				} else {
					assert.Equal(t, []time.Duration{3 * time.Second, 3 * time.Second}, ends)
				}
			})
		})
	}
}
