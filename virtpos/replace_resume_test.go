package virtpos_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// A chain of runs keeps everything: the third run knows the confirmed rows of the first, although the second
// ended before them.
func TestStoreService_ReplaceOnHand_ResumeChain(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 4)
	store := srv.Client(nil).Store
	first := runInterrupted(t, srv, store, itemUpdate(1, "7"), itemUpdate(2, "7"), itemUpdate(3, "7"))

	errBroken := errors.New("the export broke")
	second, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), func(yield func(virtpos.OnHandUpdate, error) bool) {
		_ = yield(itemUpdate(1, "7"), nil) && yield(virtpos.OnHandUpdate{}, errBroken)
	}, virtpos.ReplaceOptions{Resume: &first})
	require.ErrorIs(t, err, errBroken)
	assert.Len(t, second.Rows, 1)
	require.Len(t, second.Earlier, 2)
	assert.Equal(t, "item 2, item 3", fmt.Sprintf("%s, %s", second.Earlier[0].Update.Item, second.Earlier[1].Update.Item))

	for name, resume := range map[string]virtpos.ReplaceOptions{
		"in the same client": {Resume: &second}, "kept": {Resume: storedAsJSON(t, second), TrustConfirmed: true},
	} {
		third, err := runReplace(t, store, resume, itemUpdate(1, "7"), itemUpdate(2, "7"))
		require.ErrorContains(t, err, "item 3, which an earlier run has updated, is not in the feed any more", name)
		assert.Zero(t, srv.Zeroings(shopID))
		assert.Equal(t, 3, srv.Calls("Store.UpdateOnHand"), "nothing was sent again")
		second = third
	}
	last, err := runReplace(t, store, virtpos.ReplaceOptions{Resume: &second}, itemUpdate(1, "7"), itemUpdate(2, "7"), itemUpdate(3, "7"))
	require.NoError(t, err)
	assert.Empty(t, last.Earlier)
	assert.Equal(t, first.Began, last.Began)
	assert.Equal(t, "1: 7, 2: 7, 3: 7, 4: 0", formatStock(srv, shopID))
}

// A confirmed row stays known when a later run sends it with another value and the provider rejects that.
func TestStoreService_ReplaceOnHand_ResumeRejected(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 3)
	store := srv.Client(nil).Store
	first := runInterrupted(t, srv, store, itemUpdate(1, "7"), itemUpdate(2, "7"))
	srv.Fail(faults.ErrorBody(200, "no").On("Store.UpdateOnHand"))
	tolerant := virtpos.ReplaceOptions{Resume: &first, Tolerate: func(virtpos.RowResult) bool { return true }, Workers: 1}
	second, err := runReplace(t, store, tolerant, itemUpdate(2, "9"), itemUpdate(1, "7"))
	require.ErrorContains(t, err, "item 2, which an earlier run has updated, is not in the feed any more")
	require.Len(t, second.Earlier, 1)
	_, err = runReplace(t, store, virtpos.ReplaceOptions{Resume: &second}, itemUpdate(1, "7"))
	require.ErrorContains(t, err, "item 2, which an earlier run has updated")
	assert.Zero(t, srv.Zeroings(shopID))
}

// Monday's run fails, on Tuesday another process replaces the stock, on Wednesday Monday's report is resumed:
// every row is sent, by a new version, so Tuesday's stock is replaced.
func TestStoreService_ReplaceOnHand_ResumeAfterAnotherProcess(t *testing.T) {
	t.Parallel()
	for name, tuesday := range map[string]func(*testing.T, *virtpostest.Server, *virtpos.StoreService){
		"another process": func(t *testing.T, srv *virtpostest.Server, _ *virtpos.StoreService) {
			_, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, itemUpdate(1, "3"), itemUpdate(3, "3"))
			require.NoError(t, err)
		},
		"the same client": func(t *testing.T, _ *virtpostest.Server, store *virtpos.StoreService) {
			_, err := runReplace(t, store, virtpos.ReplaceOptions{}, itemUpdate(1, "3"), itemUpdate(3, "3"))
			require.NoError(t, err)
		},
		"by its other name": func(t *testing.T, _ *virtpostest.Server, store *virtpos.StoreService) {
			_, err := store.ReplaceOnHand(t.Context(), virtpos.ExternalWarehouseID("1C-1"), feedOf(itemUpdate(1, "3"), itemUpdate(3, "3")),
				virtpos.ReplaceOptions{})
			require.NoError(t, err)
		},
		"row by row": func(t *testing.T, _ *virtpostest.Server, store *virtpos.StoreService) {
			for _, u := range []virtpos.OnHandUpdate{itemUpdate(1, "3"), itemUpdate(3, "3")} {
				u.Warehouse = virtpos.WarehouseID(shopID)
				_, err := store.UpdateOnHand(t.Context(), u)
				require.NoError(t, err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 3)
			store := srv.Client(nil).Store
			monday := runInterrupted(t, srv, store, itemUpdate(1, "7"), itemUpdate(2, "7"))
			tuesday(t, srv, store)
			resume := &monday
			if name == "another process" {
				resume = storedAsJSON(t, monday)
			}
			wednesday, err := runReplace(t, store, virtpos.ReplaceOptions{Resume: resume}, itemUpdate(1, "7"), itemUpdate(2, "7"))
			require.NoError(t, err)
			assert.Equal(t, "1: 7, 2: 7, 3: 0", formatStock(srv, shopID))
			assert.NotEqual(t, monday.Version, wednesday.Version)
			assert.False(t, wednesday.Rows[0].Resumed)
			assert.Greater(t, wednesday.Began, monday.Began)
		})
	}
}

// With a lock over all runs, a stored report can be trusted.
func TestStoreService_ReplaceOnHand_TrustConfirmed(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 3)
	first := storedAsJSON(t, runInterrupted(t, srv, srv.Client(nil).Store, itemUpdate(1, "7"), itemUpdate(2, "7")))
	again, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{Resume: first, TrustConfirmed: true}, itemUpdate(1, "7"), itemUpdate(2, "8"))
	require.NoError(t, err)
	assert.Equal(t, []bool{true, false}, []bool{again.Rows[0].Resumed, again.Rows[1].Resumed})
	assert.Equal(t, first.Version, again.Version)
	assert.True(t, first.Began.Equal(again.Began))
	assert.Equal(t, "1: 7, 2: 8, 3: 0", formatStock(srv, shopID))
}

// A change of another warehouse leaves a report trusted.
func TestStoreService_ReplaceOnHand_ResumeBesideAnotherWarehouse(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 2)
	store := srv.Client(nil).Store
	first := runInterrupted(t, srv, store, itemUpdate(1, "7"))
	_, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(2), feedOf(itemUpdate(1, "3")), virtpos.ReplaceOptions{})
	require.NoError(t, err)
	again, err := runReplace(t, store, virtpos.ReplaceOptions{Resume: &first}, itemUpdate(1, "7"))
	require.NoError(t, err)
	assert.True(t, again.Rows[0].Resumed)
}

func TestStoreService_ReplaceOnHand_ResumeInvalid(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		report := func(began time.Time) *virtpos.ReplaceReport {
			return &virtpos.ReplaceReport{
				Warehouse: virtpos.WarehouseID(1), Began: began, ZeroOutcome: shelfwire.OutcomeNotSent, Version: mustVersion("4"),
			}
		}
		finished := report(now)
		finished.ZeroOutcome = shelfwire.OutcomeApplied
		for name, tc := range map[string]struct {
			opts virtpos.ReplaceOptions
			says string // "" for nothing
		}{
			"an hour ago":      {virtpos.ReplaceOptions{Resume: report(now.Add(-time.Hour))}, ""},
			"longer ago":       {virtpos.ReplaceOptions{Resume: report(now.Add(-time.Hour - 1))}, "is of a run that began 1h0m0s ago; ResumeWithin is 1h0m0s"},
			"two days":         {virtpos.ReplaceOptions{Resume: report(now.Add(-48 * time.Hour)), ResumeWithin: 48 * time.Hour}, ""},
			"three days":       {virtpos.ReplaceOptions{Resume: report(now.Add(-72 * time.Hour)), ResumeWithin: 48 * time.Hour}, "72h0m0s ago"},
			"trusted, too":     {virtpos.ReplaceOptions{Resume: report(now.Add(-72 * time.Hour)), TrustConfirmed: true}, "72h0m0s ago"},
			"clocks that vary": {virtpos.ReplaceOptions{Resume: report(now.Add(time.Minute))}, ""},
			"the future":       {virtpos.ReplaceOptions{Resume: report(now.Add(time.Minute + 1))}, "in the future"},
			"no beginning":     {virtpos.ReplaceOptions{Resume: report(time.Time{})}, "does not say when"},
			"finished":         {virtpos.ReplaceOptions{Resume: finished}, "finished run"},
		} {
			s := respondByAction(func(r *sentRequest) string { return r.query.Get("itemid") })
			_, err := s.newClient(t).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), feedOf(itemUpdate(1, "1")), tc.opts)
			if tc.says == "" {
				require.NoError(t, err, name)
				continue
			}
			clienttest.AssertRejected(t, err, "Resume")
			require.ErrorContains(t, err, tc.says, name)
			assert.Empty(t, s.sentRequests())
		}
	})
}

// The row at which a run ended counts as not resumed, and the next run can still resume it.
func TestStoreService_ReplaceOnHand_ResumeEndsAtOnce(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 3)
	store := srv.Client(nil).Store
	first := runInterrupted(t, srv, store, itemUpdate(1, "7"), itemUpdate(2, "7"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	second, err := store.ReplaceOnHand(ctx, virtpos.WarehouseID(shopID), feedOf(itemUpdate(1, "7"), itemUpdate(2, "7")), virtpos.ReplaceOptions{Resume: &first})
	require.ErrorIs(t, err, context.Canceled)
	for _, row := range second.Rows {
		assert.False(t, row.Resumed)
		assert.Equal(t, shelfwire.OutcomeNotSent, row.Outcome())
	}
	assert.Len(t, second.Earlier, 2)
	third, err := runReplace(t, store, virtpos.ReplaceOptions{Resume: &second}, itemUpdate(1, "7"), itemUpdate(2, "7"))
	require.NoError(t, err)
	assert.True(t, third.Rows[0].Resumed && third.Rows[1].Resumed)
	assert.Equal(t, 2, srv.Calls("Store.UpdateOnHand"))
}

// A second run continues the first: it skips confirmed rows, so sales since then stay.
func TestStoreService_ReplaceOnHand_Resume(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 5)
	store := srv.Client(nil).Store
	srv.Fail(faults.DropResponse().Times(4).On("Store.UpdateOnHand").Skip(1), faults.ErrorBody(200, "busy").On("Store.UpdateOnHand").Skip(6))
	rows := []virtpos.OnHandUpdate{itemUpdate(1, "7"), itemUpdate(2, "7"), itemUpdate(3, "7"), itemUpdate(4, "7")}
	report, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), feedOf(rows...), virtpos.ReplaceOptions{Workers: 1})
	require.Error(t, err)
	assert.Equal(t, "applied, unknown, applied, rejected", formatOutcomes(&report))
	srv.Sell(shopID, 1, "", shelfwire.NewDecimal(1))

	rows[2].OnHand = setDecimal("9") // counted again
	again, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), feedOf(rows...), virtpos.ReplaceOptions{Resume: &report})
	require.NoError(t, err)
	assert.Equal(t, "1: 6, 2: 7, 3: 9, 4: 7, 5: 0", formatStock(srv, shopID))
	assert.True(t, again.Rows[0].Resumed)
	assert.False(t, again.Rows[1].Resumed)
	assert.False(t, again.Rows[2].Resumed)
	assert.Equal(t, 1, srv.Calls("Store.OnHandVersion"))
}

// The zeroing would spare a row that an earlier run has, or may have, updated, and that the feed lacks now.
func TestStoreService_ReplaceOnHand_ResumeWithoutRow(t *testing.T) {
	t.Parallel()
	for name, skip := range map[string]int{"confirmed": 5, "doubtful": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 3)
			store := srv.Client(nil).Store
			srv.Fail(faults.DropResponse().Times(4).On("Store.UpdateOnHand").Skip(skip), faults.DropRequest().On("Store.ZeroOutdated"))
			report, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), feedOf(itemUpdate(1, "7"), itemUpdate(2, "7")), virtpos.ReplaceOptions{Workers: 1})
			require.Error(t, err)
			srv.ClearFaults()
			_, err = store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), feedOf(itemUpdate(1, "7")), virtpos.ReplaceOptions{Resume: &report})
			require.ErrorContains(t, err, "item 2, which an earlier run has updated, is not in the feed any more")
			assert.Zero(t, srv.Zeroings(shopID))
			_, err = store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), feedOf(itemUpdate(1, "7")), virtpos.ReplaceOptions{})
			require.NoError(t, err, "a new run sees to it")
			assert.Equal(t, "1: 7, 2: 0, 3: 0", formatStock(srv, shopID))
		})
	}
}
