package virtpos_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// lotShop is a shop whose items 1 and 2 have 50 pieces without a lot and 50 of the lot B.
func lotShop(t *testing.T) *virtpostest.Server {
	srv := newShop(t, 2)
	for id := range int64(2) {
		for _, lot := range []string{"", "B"} {
			srv.SetStock(virtpostest.Row{WarehouseID: shopID, ItemID: id + 1, LotNumber: lot, OnHand: shelfwire.NewDecimal(50)})
		}
	}
	return srv
}

// A zeroing that was not carried out is not taken for applied by stock that looks like the feed's.
func TestStoreService_ReplaceOnHand_UnknownZeroingLeavesStock(t *testing.T) {
	t.Parallel()
	lotB := func(quantity string) virtpos.OnHandUpdate {
		return virtpos.OnHandUpdate{Item: virtpos.ItemID(1), OnHand: setDecimal(quantity), LotNumber: shelfwire.Set("B")}
	}
	for name, tc := range map[string]struct {
		rows   []virtpos.OnHandUpdate
		faults []faults.Fault
		left   string // item and lot
	}{
		"a lot outside the feed": {[]virtpos.OnHandUpdate{itemUpdate(1, "7"), itemUpdate(2, "7")}, nil, "1B 2B"},
		"beside a row at zero":   {[]virtpos.OnHandUpdate{itemUpdate(1, "7"), lotB("7"), itemUpdate(2, "0")}, nil, "2B"},
		"a row that is tolerated": {
			[]virtpos.OnHandUpdate{itemUpdate(1, "7"), lotB("7"), itemUpdate(2, "7")},
			[]faults.Fault{faults.ErrorBody(200, "no").On("Store.UpdateOnHand").Skip(2)}, "2 2B",
		},
		"an empty response": {
			[]virtpos.OnHandUpdate{itemUpdate(1, "7"), itemUpdate(2, "7")},
			[]faults.Fault{faults.Body(200, "text/xml", "<root><success>1</success><warehouses/></root>").On("Store.List")}, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := lotShop(t)
			srv.Fail(append(tc.faults, faults.DropRequest().On("Store.ZeroOutdated"))...)
			report, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{
				Workers: 1, MaxMissing: 99, Tolerate: func(virtpos.RowResult) bool { return true },
			}, tc.rows...)
			require.ErrorContains(t, err, "zeroing the others failed")
			assert.Equal(t, shelfwire.OutcomeUnknown, report.ZeroOutcome)
			assert.Equal(t, tc.left, formatLeft(&report))
			assert.Zero(t, srv.Zeroings(shopID))
		})
	}
}

func formatLeft(report *virtpos.ReplaceReport) (text string) {
	for i, row := range report.Left {
		if i > 0 {
			text += " "
		}
		text += fmt.Sprint(row.ItemID, row.LotNumber)
	}
	return text
}

// After a zeroing that took place, the report names what differs from the feed: a lot that was zeroed, a lot that was
// not, and a row at zero that the server has left as it was.
func TestStoreService_ReplaceOnHand_ReadBackLots(t *testing.T) {
	t.Parallel()
	lot := func(id int64, number, quantity string) virtpos.OnHandUpdate {
		return virtpos.OnHandUpdate{Item: virtpos.ItemID(id), OnHand: setDecimal(quantity), LotNumber: shelfwire.Set(number)}
	}
	t.Run("a lot that was zeroed", func(t *testing.T) {
		t.Parallel()
		srv := lotShop(t)
		srv.SetVersioning(virtpostest.VersionsByChange)
		report, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{MaxMissing: -1}, itemUpdate(1, "7"), lot(1, "B", "50"))
		require.ErrorContains(t, err, "1 of 2 rows have no stock any more")
		require.Len(t, report.Missing, 1)
		assert.Equal(t, 1, report.Missing[0].Index)
	})
	t.Run("a lot that was not", func(t *testing.T) {
		t.Parallel()
		srv := lotShop(t)
		srv.Fail(faults.Between(func() {
			srv.SetStock(virtpostest.Row{WarehouseID: shopID, ItemID: 1, LotNumber: "B", OnHand: shelfwire.NewDecimal(50), Version: 99})
		}).On("Store.ZeroOutdated"))
		report, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, itemUpdate(1, "7"), itemUpdate(2, "7"))
		require.NoError(t, err)
		assert.Equal(t, "1B", formatLeft(&report))
		assert.Empty(t, report.Missing)
	})
	t.Run("a row at zero", func(t *testing.T) {
		t.Parallel()
		srv := lotShop(t)
		srv.Fail(faults.Between(func() {
			srv.SetStock(virtpostest.Row{WarehouseID: shopID, ItemID: 2, OnHand: shelfwire.NewDecimal(50), Version: 99})
		}).On("Store.ZeroOutdated"))
		report, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, itemUpdate(1, "7"), itemUpdate(2, "0"))
		require.NoError(t, err)
		assert.Equal(t, "2", formatLeft(&report))
	})
}

// On a server that names lots otherwise, or ignores them, an item's stock stands for its rows, up to their sum.
func TestStoreService_ReplaceOnHand_ReadBackOtherLots(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		rows, missing, left string // of the stock; "lot quantity"
	}{
		"one row for all": {`<item><id>8</id><lot_number/><quantity>14</quantity></item>`, "[]", ""},
		"fewer, sold":     {`<item><id>8</id><lot_number>X</lot_number><quantity>3</quantity></item>`, "[]", ""},
		"more than fed":   {`<item><id>8</id><lot_number>X</lot_number><quantity>15</quantity></item>`, "[]", "8X"},
		"two of them": {
			`<item><id>8</id><lot_number>X</lot_number><quantity>7</quantity></item><item><id>8</id><quantity>8</quantity></item>`, "[]", "8X 8",
		},
		"one that is fed": {
			`<item><id>8</id><lot_number>X</lot_number><quantity>7</quantity></item><item><id>8</id><lot_number>L1</lot_number><quantity>7</quantity></item>`,
			"[1]", "8X",
		},
		"no quantity": {`<item><id>8</id><lot_number>L1</lot_number></item>`, "[1]", ""},
		"below zero":  {`<item><id>8</id><lot_number>L1</lot_number><quantity>-1</quantity></item>`, "[0 1]", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondByAction(func(r *sentRequest) string { return r.form.Get("lot_number")[1:] })
			inner := s.respond
			s.respond = func(n int, r *sentRequest) fakeResponse {
				if r.action == "" || r.action == "/" {
					return successResponse(`<warehouses><warehouse><id>1</id><items>` + tc.rows + `</items></warehouse></warehouses>`)
				}
				return inner(n, r)
			}
			report, err := s.newClient(t).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1),
				feedOf(lotUpdate(8, "L1"), lotUpdate(8, "L2")), virtpos.ReplaceOptions{MaxMissing: 9})
			require.NoError(t, err)
			require.NoError(t, report.CheckErr)
			var missing []int
			for _, row := range report.Missing {
				missing = append(missing, row.Index)
			}
			assert.Equal(t, tc.missing, fmt.Sprint(missing))
			assert.Equal(t, tc.left, formatLeft(&report))
		})
	}
}

// All rows of several are too many to be sold meanwhile.
func TestStoreService_ReplaceOnHand_AllMissing(t *testing.T) {
	t.Parallel()
	for rows, fails := range map[int64]bool{1: false, 2: true, 3: true} {
		srv := newShop(t, 4)
		srv.SetVersioning(virtpostest.VersionsByChange)
		report, err := runReplace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, itemRows(rows, "5")...)
		assert.Len(t, report.Missing, int(rows))
		assert.Equal(t, fails, err != nil, "%d rows: %v", rows, err)
	}
}
