package virtpos_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// A feed that ends in its middle without an error costs no more stock than MaxZeroed.
func TestStoreService_ReplaceOnHand_MaxZeroed(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		rows []virtpos.OnHandUpdate
		max  int
		says string // "" for a finished run
	}{
		"no bound":            {itemRows(1, "7"), 0, ""},
		"as many":             {itemRows(3, "7"), 3, ""},
		"one more":            {itemRows(2, "7"), 3, "4 rows of stock that the feed lacks would be, and MaxZeroed allows 3"},
		"none may be":         {itemRows(5, "7"), -1, "1 rows of stock that the feed lacks would be, and MaxZeroed allows 0"},
		"none would be":       {itemRows(6, "7"), -1, ""},
		"rows at zero":        {append(itemRows(4, "7"), itemUpdate(5, "0"), itemUpdate(6, "0")), -1, ""},
		"lots of other names": {append(itemRows(5, "7"), lotUpdate(6, "L1")), -1, "1 rows of stock that the feed lacks"},
		"an empty feed":       {nil, 5, "6 rows of stock that the feed lacks would be, and MaxZeroed allows 5"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 6)
			report, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{MaxZeroed: tc.max, AllowEmpty: true}, tc.rows...)
			if tc.says == "" {
				require.NoError(t, err)
				assert.Equal(t, shelfwire.OutcomeApplied, report.ZeroOutcome)
				assert.Empty(t, report.Left)
				return
			}
			failed, ok := errors.AsType[*virtpos.ReplaceError](err)
			require.True(t, ok, err)
			assert.Contains(t, failed.Reason, "nothing was zeroed, since "+tc.says)
			assert.Equal(t, len(tc.rows), failed.Updated)
			assert.Equal(t, shelfwire.OutcomeNotSent, report.ZeroOutcome)
			assert.Len(t, report.Left, 6-strings.Count(formatStock(srv, shopID), "7")+strings.Count(formatStock(srv, shopID), "L1"))
			assert.Zero(t, srv.Calls("Store.ZeroOutdated"))
		})
	}
}

// Without a bound the warehouse is not read before the zeroing.
func TestStoreService_ReplaceOnHand_MaxZeroed_Calls(t *testing.T) {
	t.Parallel()
	for most, calls := range map[int]int{0: 0, 5: 1} {
		srv := newShop(t, 3)
		_, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{MaxZeroed: most, SkipCheck: true}, itemRows(2, "7")...)
		require.NoError(t, err)
		assert.Equal(t, calls, srv.Calls("Store.List"))
	}
}

// The run goes on with the whole feed, and sends the rows that are missing.
func TestStoreService_ReplaceOnHand_MaxZeroed_Resume(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 6)
	store := srv.Client(nil).Store
	report, err := runReplace(t, store, virtpos.ReplaceOptions{MaxZeroed: 1}, itemRows(2, "7")...)
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	assert.Equal(t, "1: 7, 2: 7, 3: 5, 4: 5, 5: 5, 6: 5", formatStock(srv, shopID))
	updated := srv.Calls("Store.UpdateOnHand")
	_, err = runReplace(t, store, virtpos.ReplaceOptions{MaxZeroed: 1, Resume: &report}, itemRows(5, "7")...)
	require.NoError(t, err)
	assert.Equal(t, 3, srv.Calls("Store.UpdateOnHand")-updated)
	assert.Equal(t, "1: 7, 2: 7, 3: 7, 4: 7, 5: 7, 6: 0", formatStock(srv, shopID))
}

// What cannot be counted is not zeroed.
func TestStoreService_ReplaceOnHand_MaxZeroed_Uncounted(t *testing.T) {
	t.Parallel()
	external := virtpos.ExternalWarehouseID("1C-1")
	for name, tc := range map[string]struct {
		warehouse virtpos.WarehouseRef
		rows      []virtpos.OnHandUpdate
		fail      func(*virtpostest.Server) faults.Fault
		says      string
	}{
		"stock that cannot be read": {virtpos.WarehouseID(shopID), itemRows(2, "7"), func(*virtpostest.Server) faults.Fault {
			return faults.ErrorBody(200, "busy").On("Store.List")
		}, "busy"},
		"an id that cannot be read": {external, nil, func(*virtpostest.Server) faults.Fault {
			return faults.ErrorBody(200, "busy").On("Warehouses.List")
		}, "busy"},
		"a warehouse without the rows": {external, itemRows(1, "7"), sellQuantity(1, "", "7"), "none of the rows that were updated"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 3)
			srv.Fail(tc.fail(srv))
			opts := virtpos.ReplaceOptions{MaxZeroed: 9, AllowEmpty: true}
			report, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), tc.warehouse, feedOf(tc.rows...), opts)
			require.ErrorContains(t, err, tc.says)
			assert.Equal(t, shelfwire.OutcomeNotSent, report.ZeroOutcome)
			assert.Zero(t, srv.Calls("Store.ZeroOutdated"))
		})
	}
}

// An empty feed names no id of a warehouse, which is then looked up.
func TestStoreService_ReplaceOnHand_MaxZeroed_ExternalID(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 3)
	opts := virtpos.ReplaceOptions{MaxZeroed: 2, AllowEmpty: true}
	_, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), virtpos.ExternalWarehouseID("1C-1"), feedOf(), opts)
	require.ErrorContains(t, err, "since 3 rows of stock that the feed lacks would be, and MaxZeroed allows 2")
	assert.Equal(t, "1: 5, 2: 5, 3: 5", formatStock(srv, shopID))
}
