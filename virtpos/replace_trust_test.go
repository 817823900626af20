package virtpos_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
)

// A call that was under way during a run may have changed a row after the run did.
func TestStoreService_ReplaceOnHand_ResumeAfterCallInFlight(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 2)
	store := srv.Client(nil).Store
	began, release := make(chan struct{}), make(chan struct{})
	srv.Fail(faults.Between(func() { close(began); <-release }).On("Store.UpdateOnHand"))
	var group sync.WaitGroup
	group.Go(func() {
		update := itemUpdate(1, "99")
		update.Warehouse = virtpos.WarehouseID(shopID)
		_, err := store.UpdateOnHand(t.Context(), update)
		assert.NoError(t, err)
	})
	<-began
	report := runInterrupted(t, srv, store, itemUpdate(1, "7"))
	close(release)
	group.Wait()
	assert.Equal(t, "1: 99, 2: 5", formatStock(srv, shopID))
	again, err := runReplace(t, store, virtpos.ReplaceOptions{Resume: &report}, itemUpdate(1, "7"))
	require.NoError(t, err)
	assert.False(t, again.Rows[0].Resumed)
	assert.Equal(t, "1: 7, 2: 0", formatStock(srv, shopID))
}

// A client trusts its own report by what it has done since, whatever the caller says.
func TestStoreService_ReplaceOnHand_StaleReport(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 2)
	store := srv.Client(nil).Store
	first := runInterrupted(t, srv, store, itemUpdate(1, "7"))
	runInterrupted(t, srv, store, itemUpdate(1, "99"))
	again, err := runReplace(t, store, virtpos.ReplaceOptions{Resume: &first, TrustConfirmed: true}, itemUpdate(1, "7"))
	require.NoError(t, err)
	assert.False(t, again.Rows[0].Resumed)
	assert.Equal(t, "1: 7, 2: 0", formatStock(srv, shopID))
}

// By the version of another run, the rows that were confirmed would be zeroed.
func TestStoreService_ReplaceOnHand_ReportWithoutVersion(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 2)
	report := storedAsJSON(t, runInterrupted(t, srv, srv.Client(nil).Store, itemUpdate(1, "7")))
	report.Version = virtpos.Version{}
	_, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{Resume: report, TrustConfirmed: true}, itemUpdate(1, "7"))
	clienttest.AssertRejected(t, err, "Resume")
	report.Earlier, report.Rows = report.Rows, nil
	_, err = runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{Resume: report, TrustConfirmed: true}, itemUpdate(1, "7"))
	clienttest.AssertRejected(t, err, "Resume")
	assert.Equal(t, 1, srv.Calls("Store.UpdateOnHand"))
}

// A report that becomes too old while another run is waited for is rejected as well.
func TestStoreService_ReplaceOnHand_ReportGrowsOld(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := respondByAction(func(r *sentRequest) string { return r.query.Get("itemid") })
		inner := s.respond
		s.respond = func(n int, r *sentRequest) fakeResponse {
			time.Sleep(time.Second)
			return inner(n, r)
		}
		store := s.newClient(t).Store
		old := &virtpos.ReplaceReport{Warehouse: virtpos.WarehouseID(1), Began: time.Now(), Version: mustVersion("4"), ZeroOutcome: shelfwire.OutcomeNotSent}
		done := make(chan error)
		go func() {
			_, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), feedOf(itemUpdate(1, "1")), virtpos.ReplaceOptions{SkipCheck: true})
			done <- err
		}()
		synctest.Wait()
		_, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), feedOf(itemUpdate(1, "1")), virtpos.ReplaceOptions{
			Resume: old, ResumeWithin: 2 * time.Second,
		})
		clienttest.AssertRejected(t, err, "Resume")
		require.NoError(t, <-done)
		assert.Len(t, s.sentRequests(), 3)
	})
}

// Rows that the server confirms for different warehouses are not one stock.
func TestStoreService_ReplaceOnHand_SeveralWarehouses(t *testing.T) {
	t.Parallel()
	s := &fakeTransport{respond: func(_ int, r *sentRequest) fakeResponse {
		if r.action == "/updateOnhand" {
			item := r.query.Get("itemid")
			return successResponse("<itemid>" + item + "</itemid><warehouseid>" + item + "</warehouseid>")
		}
		return successResponse("<version>5</version>")
	}}
	report, err := s.newClient(t).Store.ReplaceOnHand(t.Context(), virtpos.ExternalWarehouseID("1C-7"),
		feedOf(itemUpdate(1, "1"), itemUpdate(2, "1")), virtpos.ReplaceOptions{})
	require.ErrorIs(t, err, shelfwire.ErrConflict)
	require.ErrorContains(t, err, "row 1 was confirmed for warehouse 2, and row 0 for warehouse 1")
	assert.Equal(t, shelfwire.OutcomeNotSent, report.ZeroOutcome)
}

// The id of a stock row tells that a row was overwritten also where the response names no item.
func TestStoreService_ReplaceOnHand_OverwrittenWithoutItemID(t *testing.T) {
	t.Parallel()
	s := &fakeTransport{respond: func(_ int, r *sentRequest) fakeResponse {
		if r.action == "/updateOnhand" {
			return successResponse("<id>1</id>")
		}
		return successResponse("<version>5</version>")
	}}
	_, err := s.newClient(t).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), feedOf(lotUpdate(8, "L1"), lotUpdate(8, "L2")),
		virtpos.ReplaceOptions{})
	require.ErrorIs(t, err, shelfwire.ErrConflict)
	require.ErrorContains(t, err, "row 1 has overwritten row 0: the server takes both for item 8, stock row 1")
}

// What panics on the way of a call panics on the goroutine of the caller, who can recover.
func TestStoreService_ReplaceOnHand_PanicOfHook(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 3)
	client := srv.Client(&shelfwire.Options{Observe: func(_ context.Context, a shelfwire.Attempt) {
		if a.Op == "Store.UpdateOnHand" {
			panic("observed")
		}
	}})
	assert.PanicsWithValue(t, "observed", func() {
		_, _ = runReplace(t, client.Store, virtpos.ReplaceOptions{}, itemRows(3, "7")...)
	})
	assert.Zero(t, srv.Zeroings(shopID))
	_, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, itemRows(3, "7")...)
	require.NoError(t, err, "nothing is held")
}
