package virtpos_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

const shopID = 1 // the warehouse of the tests

// feedOf yields updates without an error.
func feedOf(updates ...virtpos.OnHandUpdate) iter.Seq2[virtpos.OnHandUpdate, error] {
	return func(yield func(virtpos.OnHandUpdate, error) bool) {
		for _, u := range updates {
			if !yield(u, nil) {
				return
			}
		}
	}
}

func itemUpdate(id int64, quantity string) virtpos.OnHandUpdate {
	return virtpos.OnHandUpdate{Item: virtpos.ItemID(id), OnHand: setDecimal(quantity)}
}

// newShop has the items 1 to n, each with a stock of 5, and the stock of another shop, which must stay.
func newShop(t *testing.T, n int64) *virtpostest.Server {
	srv := virtpostest.NewServer(t)
	srv.AddWarehouses(virtpostest.Warehouse{ID: shopID, ExternalID: "1C-1"}, virtpostest.Warehouse{ID: 2})
	for id := range n {
		srv.AddItems(virtpostest.Item{ID: id + 1, ExternalID: fmt.Sprintf("X-%d", id+1)})
		for warehouse := range int64(2) {
			srv.SetStock(virtpostest.Row{WarehouseID: warehouse + 1, ItemID: id + 1, OnHand: shelfwire.NewDecimal(5)})
		}
	}
	return srv
}

// formatStock formats the stock of a shop: "1: 5, 2: 0".
func formatStock(srv *virtpostest.Server, warehouse int64) string {
	var rows []string
	for _, row := range srv.Stock(warehouse) {
		rows = append(rows, strings.TrimSpace(fmt.Sprintf("%d%s: %s", row.ItemID, row.LotNumber, row.OnHand.Truncate(0))))
	}
	return strings.Join(rows, ", ")
}

func formatOutcomes(report *virtpos.ReplaceReport) string {
	var texts []string
	for i := range report.Rows {
		texts = append(texts, report.Rows[i].Outcome().String())
	}
	return strings.Join(texts, ", ")
}

// respondByAction returns a transport that responds to every call; rowID gives the row id for an update.
func respondByAction(rowID func(r *sentRequest) string) *fakeTransport {
	return &fakeTransport{respond: func(_ int, r *sentRequest) fakeResponse {
		switch r.action {
		case "/getOnhandVersion":
			return successResponse("<version>5</version>")
		case "/updateOnhand":
			return successResponse("<id>" + rowID(r) + "</id><itemid>" + r.query.Get("itemid") + "</itemid><warehouseid>1</warehouseid>")
		default:
			return successResponse("")
		}
	}}
}

func lotUpdate(id int64, number string) virtpos.OnHandUpdate {
	return virtpos.OnHandUpdate{Item: virtpos.ItemID(id), OnHand: setDecimal("7"), LotNumber: shelfwire.Set(number)}
}

// storedAsJSON returns a report after a round trip through JSON.
func storedAsJSON(t require.TestingT, report virtpos.ReplaceReport) *virtpos.ReplaceReport {
	data, err := json.Marshal(report)
	require.NoError(t, err)
	var read virtpos.ReplaceReport
	require.NoError(t, json.Unmarshal(data, &read))
	return &read
}

func runReplace(t *testing.T, store *virtpos.StoreService, opts virtpos.ReplaceOptions, rows ...virtpos.OnHandUpdate) (
	virtpos.ReplaceReport, error,
) {
	t.Helper()
	return store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), feedOf(rows...), opts)
}

// runInterrupted returns the report of a run that confirmed its rows and failed to zero.
func runInterrupted(t *testing.T, srv *virtpostest.Server, store *virtpos.StoreService, rows ...virtpos.OnHandUpdate) virtpos.ReplaceReport {
	t.Helper()
	srv.Fail(faults.ErrorBody(200, "no").On("Store.ZeroOutdated"))
	report, err := runReplace(t, store, virtpos.ReplaceOptions{}, rows...)
	require.Error(t, err)
	return report
}

// itemRows returns the rows 1 to n of a feed.
func itemRows(n int64, quantity string) (rows []virtpos.OnHandUpdate) {
	for id := range n {
		rows = append(rows, itemUpdate(id+1, quantity))
	}
	return rows
}
