package virtpos_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
)

// When the context ends while rows are still to come, the feed is read no further.
func TestStoreService_ReplaceOnHand_ContextEnds(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 3)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	read := 0
	endless := func(yield func(virtpos.OnHandUpdate, error) bool) {
		for {
			read++
			if !yield(itemUpdate(int64(1000+read), "1"), nil) {
				return
			}
			if read == 20 {
				cancel()
			}
		}
	}
	report, err := srv.Client(nil).Store.ReplaceOnHand(ctx, virtpos.WarehouseID(shopID), endless, virtpos.ReplaceOptions{})
	require.ErrorContains(t, err, "the context has ended")
	assert.Len(t, report.Rows, read)
	assert.Less(t, read, 40)
	assert.ErrorIs(t, report.Rows[read-1].Err, shelfwire.ErrIncomplete)
}

// A server that is down ends the run early.
func TestStoreService_ReplaceOnHand_GivesUp(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"down": faults.Status(503), "cut": faults.DropRequest(), "busy": faults.RateLimited("0"),
		"a page": faults.HTML(200), "a router": faults.JSON(400, `{"message":"no Route matched"}`), "PHP": faults.PHPError(200),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 100)
			srv.Fail(fault.Always().On("Store.UpdateOnHand"))
			var rows []virtpos.OnHandUpdate
			for id := range int64(100) {
				rows = append(rows, itemUpdate(id+1, "7"))
			}
			impatient := &shelfwire.Options{Retry: shelfwire.RetryPolicy{BaseDelay: 1, MaxDelay: 1, MaxRetryAfter: time.Millisecond}}
			report, err := srv.Client(impatient).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), feedOf(rows...), virtpos.ReplaceOptions{})
			require.ErrorContains(t, err, "the run ended before the feed did")
			assert.Less(t, len(report.Rows), 20)
			assert.Zero(t, srv.Zeroings(shopID))
		})
	}
}

// Updates run concurrently, those of one item in turn, and the zeroing comes last.
func TestStoreService_ReplaceOnHand_Workers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var order []string
		s := respondByAction(func(r *sentRequest) string { return r.query.Get("itemid") + r.form.Get("lot_number")[1:] })
		inner := s.respond
		s.respond = func(n int, r *sentRequest) fakeResponse {
			time.Sleep(time.Second)
			s.mu.Lock()
			order = append(order, r.action)
			s.mu.Unlock()
			return inner(n, r)
		}
		var rows []virtpos.OnHandUpdate
		for i := range int64(20) {
			rows = append(rows, lotUpdate(1+i/2, fmt.Sprintf("L%d", 1+i)))
		}
		_, err := s.newClient(t).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), feedOf(rows...), virtpos.ReplaceOptions{Workers: 4})
		require.NoError(t, err)
		assert.Equal(t, "/getOnhandVersion", order[0])
		assert.Equal(t, "/setZeroOnhand", order[21])
		assert.Equal(t, 20, len(slices.DeleteFunc(order, func(a string) bool { return a != "/updateOnhand" })))
		assert.Less(t, time.Since(began), 22*time.Second)
		assert.Greater(t, time.Since(began), 10*time.Second)
	})
}

// Rows that are rejected before they are sent prove nothing about the server.
func TestStoreService_ReplaceOnHand_InvalidRowsDoNotEndRun(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 3)
	rows := []virtpos.OnHandUpdate{itemUpdate(1, "7")}
	for id := range int64(12) {
		rows = append(rows, itemUpdate(100+id, "-1"))
	}
	rows = append(rows, itemUpdate(2, "7"), itemUpdate(3, "7"))
	report, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), feedOf(rows...), virtpos.ReplaceOptions{Workers: 1})
	require.ErrorContains(t, err, "row 1 was not confirmed")
	assert.Len(t, report.Rows, 15)
	assert.Equal(t, [3]int{3, 12, 0}, [3]int{report.Updated(), report.Failed(), report.Unknown()})
	assert.Equal(t, "1: 7, 2: 7, 3: 7", formatStock(srv, shopID))
}
