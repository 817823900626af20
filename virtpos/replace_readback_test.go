package virtpos_test

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// A server that keeps the version of a row whose quantity stays the same zeroes it. The check finds that.
func TestStoreService_ReplaceOnHand_VersionsByChange(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 6)
	srv.SetVersioning(virtpostest.VersionsByChange)
	report, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, append(itemRows(4, "5"), itemUpdate(5, "7"))...)
	failed, ok := errors.AsType[*virtpos.CheckError](err)
	require.True(t, ok, err)
	assert.Equal(t, virtpos.CheckError{Missing: 4, Max: 3, Rows: 5}, *failed)
	require.ErrorIs(t, err, shelfwire.ErrConflict)
	require.EqualError(t, err, "virtpos: Store.ReplaceOnHand: the stock was replaced, but 4 of 5 rows have no stock any more, and at most 3 were expected to")
	assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
	assert.Equal(t, shelfwire.OutcomeApplied, report.ZeroOutcome)
	assert.Equal(t, "1: 0, 2: 0, 3: 0, 4: 0, 5: 7, 6: 0", formatStock(srv, shopID))

	// As the error says: the rows that are missing are set again by the caller.
	for _, row := range report.Missing {
		_, err := srv.Client(nil).Store.UpdateOnHand(t.Context(), row.Update)
		require.NoError(t, err)
	}
	assert.Equal(t, "1: 5, 2: 5, 3: 5, 4: 5, 5: 7, 6: 0", formatStock(srv, shopID))
}

// On a server that counts in seconds, stock of the same second outside the feed stays, and is in Left.
func TestStoreService_ReplaceOnHand_VersionsInSeconds(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 3)
	srv.SetVersioning(virtpostest.VersionsInSeconds)
	later := time.Now().Add(time.Hour).Unix()
	srv.SetStock(virtpostest.Row{WarehouseID: shopID, ItemID: 3, OnHand: shelfwire.NewDecimal(5), Version: later})
	report, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, itemUpdate(1, "5"))
	require.NoError(t, err)
	assert.Equal(t, "1: 5, 2: 0, 3: 5", formatStock(srv, shopID))
	require.Len(t, report.Left, 1)
	assert.Equal(t, int64(3), report.Left[0].ItemID)
	assert.Empty(t, report.Missing)
}

func TestStoreService_ReplaceOnHand_NoVersions(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 2)
	srv.SetVersioning(virtpostest.NoVersions)
	_, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, itemUpdate(1, "7"))
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	require.ErrorContains(t, err, "the version is 0")
	assert.Equal(t, "1: 5, 2: 5", formatStock(srv, shopID))
	assert.Equal(t, 1, srv.Calls())
}

// Tills sell last pieces while the stock is replaced: MaxMissing rows may be out of stock.
func TestStoreService_ReplaceOnHand_MaxMissing(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		rows, sold int64
		max        int
		fails      bool
	}{
		"three of few": {4, 3, 0, false}, "four of few": {4, 4, 0, true}, "one in a hundred": {500, 5, 0, false}, "more": {500, 6, 0, true},
		"none allowed": {4, 1, -1, true}, "none missing": {4, 0, -1, false}, "as many as said": {9, 5, 5, false}, "one more": {9, 6, 5, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, tc.rows+1)
			srv.Fail(faults.Between(func() {
				for id := range tc.sold {
					srv.Sell(shopID, id+1, "", shelfwire.NewDecimal(7))
				}
			}).On("Store.ZeroOutdated"))
			report, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{MaxMissing: tc.max}, itemRows(tc.rows, "7")...)
			_, failed := errors.AsType[*virtpos.CheckError](err)
			assert.Equal(t, tc.fails, failed)
			assert.Equal(t, tc.fails, err != nil)
			assert.Len(t, report.Missing, int(tc.sold))
			assert.Equal(t, shelfwire.OutcomeApplied, report.ZeroOutcome)
		})
	}
}

// The check finds rows by the id of their item and by lot, ignores rows at zero, and counts those without an id.
func TestStoreService_ReplaceOnHand_ReadBack(t *testing.T) {
	t.Parallel()
	external := func(id int64, quantity string) virtpos.OnHandUpdate {
		return virtpos.OnHandUpdate{Item: virtpos.ExternalItemID(fmt.Sprint("X-", id)), OnHand: setDecimal(quantity)}
	}
	for name, tc := range map[string]struct {
		rows  []virtpos.OnHandUpdate
		fault func(*virtpostest.Server) faults.Fault // nil for none
		says  string                                 // missing, left, unchecked
	}{
		"all there":            {itemRows(3, "7"), nil, "[] [] 0"},
		"at zero":              {[]virtpos.OnHandUpdate{itemUpdate(1, "7"), itemUpdate(2, "0")}, nil, "[] [] 0"},
		"lots of one item":     {[]virtpos.OnHandUpdate{lotUpdate(1, "L1"), lotUpdate(1, "L2")}, sellQuantity(1, "L1", "7"), "[0] [] 0"},
		"all lots of an item":  {[]virtpos.OnHandUpdate{lotUpdate(1, "L1"), itemUpdate(1, "1"), lotUpdate(2, "L1")}, sellOut(1), "[0 1] [] 0"},
		"received meanwhile":   {itemRows(2, "7"), receiveItem(3), "[] [3] 0"},
		"by external id":       {[]virtpos.OnHandUpdate{external(1, "7"), external(2, "7")}, sellQuantity(2, "", "7"), "[1] [] 0"},
		"without an id":        {[]virtpos.OnHandUpdate{external(1, "7"), itemUpdate(2, "7")}, withoutItemIDs, "[] [1] 1"},
		"nothing but zeros":    {[]virtpos.OnHandUpdate{itemUpdate(1, "0")}, nil, "[] [] 0"},
		"below zero meanwhile": {itemRows(1, "7"), sellQuantity(1, "", "9"), "[0] [] 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 3)
			if tc.fault != nil {
				srv.Fail(tc.fault(srv))
			}
			report, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, tc.rows...)
			require.NoError(t, err)
			var missing []int
			for _, row := range report.Missing {
				missing = append(missing, row.Index)
			}
			var left []int64
			for _, row := range report.Left {
				left = append(left, row.ItemID)
			}
			assert.Equal(t, tc.says, fmt.Sprint(missing, left, report.Unchecked))
			assert.NoError(t, report.CheckErr)
		})
	}
}

// beforeReadBack returns a fault that runs do between the zeroing and the check.
func beforeReadBack(do func(*virtpostest.Server)) func(*virtpostest.Server) faults.Fault {
	return func(srv *virtpostest.Server) faults.Fault {
		return faults.Between(func() { do(srv) }).On("Store.List")
	}
}

func sellQuantity(id int64, lot, quantity string) func(*virtpostest.Server) faults.Fault {
	return beforeReadBack(func(srv *virtpostest.Server) { srv.Sell(shopID, id, lot, shelfwire.MustDecimal(quantity)) })
}

func sellOut(id int64) func(*virtpostest.Server) faults.Fault {
	return beforeReadBack(func(srv *virtpostest.Server) {
		for _, row := range srv.Stock(shopID) {
			if row.ItemID == id {
				srv.Sell(shopID, id, row.LotNumber, row.OnHand)
			}
		}
	})
}

func receiveItem(id int64) func(*virtpostest.Server) faults.Fault {
	return beforeReadBack(func(srv *virtpostest.Server) {
		srv.SetStock(virtpostest.Row{WarehouseID: shopID, ItemID: id, OnHand: shelfwire.NewDecimal(1)})
	})
}

func withoutItemIDs(*virtpostest.Server) faults.Fault {
	return faults.Edit(func(body []byte) []byte {
		return regexp.MustCompile(`<itemid>\d+</itemid>`).ReplaceAll(body, nil)
	}).On("Store.UpdateOnHand").Always()
}

// A run whose check fails is finished all the same.
func TestStoreService_ReplaceOnHand_CheckFails(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault faults.Fault
		is    error
	}{
		"no stock":       {faults.WrongType().Always(), shelfwire.ErrMalformed},
		"down":           {faults.Status(503).Always(), nil},
		"another shop":   {faults.Edit(withAnotherShop).Always(), shelfwire.ErrMalformed},
		"cut":            {faults.CutBody().Always(), shelfwire.ErrMalformed},
		"an odd row":     {faults.Edit(withOddItemID).Always(), shelfwire.ErrIncomplete},
		"a rejected key": {faults.Status(401), shelfwire.ErrUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 2)
			srv.Fail(tc.fault.On("Store.List"))
			report, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{MaxMissing: -1}, itemUpdate(1, "7"))
			require.NoError(t, err)
			require.Error(t, report.CheckErr)
			if tc.is != nil {
				require.ErrorIs(t, report.CheckErr, tc.is)
			}
			assert.Equal(t, shelfwire.OutcomeApplied, report.ZeroOutcome)
			assert.Empty(t, report.Missing)
			assert.Empty(t, report.Left)
			assert.Equal(t, "1: 7, 2: 0", formatStock(srv, shopID))
		})
	}
}

func withAnotherShop(body []byte) []byte {
	return bytes.Replace(body, []byte("<warehouse><id>"), []byte("<warehouse><id>9"), 1)
}

func withOddItemID(body []byte) []byte {
	return regexp.MustCompile(`(<item>\s*<id>)1(</id>)`).ReplaceAll(body, []byte("${1}one$2"))
}

// An unknown zeroing stays unknown when the warehouse cannot be read back.
func TestStoreService_ReplaceOnHand_UnknownAndUnchecked(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 2)
	srv.Fail(faults.DropResponse().On("Store.ZeroOutdated"), faults.Status(503).Always().On("Store.List"))
	report, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, itemUpdate(1, "7"))
	require.ErrorContains(t, err, "zeroing the others failed")
	assert.Equal(t, shelfwire.OutcomeUnknown, report.ZeroOutcome)
	assert.Error(t, report.CheckErr)
}

// A warehouse with an external id is read by the id in a confirmation; without one it cannot be read.
func TestStoreService_ReplaceOnHand_WarehouseWithoutID(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 2)
	external := virtpos.ExternalWarehouseID("1C-1")
	report, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), external, feedOf(), virtpos.ReplaceOptions{AllowEmpty: true})
	require.NoError(t, err)
	require.ErrorContains(t, report.CheckErr, "no response has named the id of the warehouse")
	assert.Equal(t, "1: 0, 2: 0", formatStock(srv, shopID))

	report, err = srv.Client(nil).Store.ReplaceOnHand(t.Context(), external, feedOf(itemUpdate(1, "7")), virtpos.ReplaceOptions{})
	require.NoError(t, err)
	require.NoError(t, report.CheckErr)
	requests := srv.Requests()
	assert.Equal(t, "1", requests[len(requests)-1].Query.Get("warehouseid"))
	assert.Equal(t, "1", requests[len(requests)-1].Query.Get("stockonly"))
}

func TestStoreService_ReplaceOnHand_SkipCheck(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 6)
	srv.SetVersioning(virtpostest.VersionsByChange)
	report, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{SkipCheck: true}, itemRows(5, "5")...)
	require.NoError(t, err)
	assert.Empty(t, report.Missing)
	assert.Zero(t, srv.Calls("Store.List"))
}
