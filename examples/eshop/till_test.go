package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

const onHand = "Store.UpdateOnHand"

// withTill gives the world a till whose warehouse has seven of each product.
func (w *world) withTill() {
	w.till = virtpostest.NewServer(w.t)
	w.till.AddWarehouses(virtpostest.Warehouse{ExternalID: "1C-7"})
	for i := range w.size {
		id := w.till.AddItems(virtpostest.Item{ExternalID: sku(i), Article: sku(i)})[0]
		w.till.SetStock(virtpostest.Row{WarehouseID: 1, ItemID: id, OnHand: shelfwire.NewDecimal(7)})
	}
}

// tilled is a stocked world with such a till.
func tilled(t *testing.T) *world {
	t.Helper()
	w := stocked(t)
	w.withTill()
	return w
}

// checkTill compares the till's stock with the shop's at its location: whatever is not there is at zero.
func (w *world) checkTill() {
	w.t.Helper()
	w.inShop(func(s *shop.Shop) {
		stock, err := s.SellableAt(w.t.Context(), demo.Till, "", 1000)
		require.NoError(w.t, err)
		want := map[int64]string{}
		for i := range w.size {
			want[int64(i+1)] = "0.000"
			for _, q := range stock {
				if q.SKU == sku(i) {
					want[int64(i+1)] = sold(q.Quantity)
				}
			}
		}
		got := map[int64]string{}
		for _, row := range w.till.Stock(1) {
			got[row.ItemID] = row.OnHand.String()
		}
		assert.Equal(w.t, want, got)
	})
}

// A replacement that is not complete sets nothing to zero, says why, and is made up for by the next run.
func TestTill_faults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault faults.Fault
		says  string
	}{
		"a row is refused": {faults.ErrorBody(200, "no such item").On(onHand).Skip(2), "1 till row needs attention: "},
		"a row is unclear": {
			faults.Redirect("https://elsewhere.example/").On(onHand).Skip(2),
			"goes on by itself: the next run sends all rows again",
		},
		"no version": {
			faults.Status(503).On("Store.OnHandVersion").Always(), "the version of the stock could not be read",
		},
		"zeroing is lost": {faults.DropRequest().On("Store.ZeroOutdated"), "every row was updated, but zeroing the others failed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := tilled(t)
			id := w.order()
			w.till.Fail(test.fault)
			require.False(t, w.run())
			assert.Contains(t, w.said(), test.says)
			assert.Contains(t, w.said(), "Not done: replace_till: virtpos: Store.ReplaceOnHand: ")
			assert.Contains(t, w.said(), "updated in VirtualPOS; the others were left alone, see below")
			state, _ := w.state(id)
			assert.Equal(t, shop.OrderSent, state, "orders do not wait for the till")
			w.till.ClearFaults()
			require.True(t, w.run(), &w.out)
			w.checkTill()
			calls := w.till.Calls()
			require.True(t, w.run(), &w.out)
			assert.Equal(t, calls, w.till.Calls(), "nothing has changed since")
		})
	}
}

// The process is killed in the middle: a second one starts with the database as it was at that moment.
func TestTill_killed(t *testing.T) {
	t.Parallel()
	for name, at := range map[string]faults.Fault{
		"at a row":       faults.DropRequest().On(onHand).Skip(3).Always(),
		"at the zeroing": faults.DropRequest().On("Store.ZeroOutdated"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := stockedFile(t)
			w.withTill()
			killed := filepath.Join(t.TempDir(), "eshop.db")
			copied := faults.Between(func() { copyDatabase(t, w.cfg.database, killed) })
			if name == "at a row" {
				copied = copied.On(onHand).Skip(3)
			} else {
				copied = copied.On("Store.ZeroOutdated")
			}
			w.till.Fail(copied, at)
			require.False(t, w.run())
			w.till.ClearFaults()
			w.cfg.database = killed
			require.True(t, w.run(), &w.out)
			assert.Contains(t, w.said(), "rows replaced, the others set to zero")
			w.checkTill()
		})
	}
}

// The program is told to stop while VirtualPOS takes its time: nothing is set to zero.
func TestTill_interrupted(t *testing.T) {
	t.Parallel()
	w := tilled(t)
	w.cfg.stopPatience = time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	w.till.Fail(
		faults.Between(cancel).On(onHand).Skip(2), faults.Delay(time.Hour).AfterApplying().On(onHand).Skip(2).Times(4),
	)
	require.False(t, w.runUntil(ctx))
	assert.Zero(t, w.till.Calls("Store.ZeroOutdated"))
	w.till.ClearFaults()
	require.True(t, w.run(), &w.out)
	w.checkTill()
}

// An incomplete import of balances leaves the till alone: what it would get is not what is there.
func TestTill_noBalances(t *testing.T) {
	t.Parallel()
	w := tilled(t)
	w.server.Fail(faults.Status(401).On("Products.List").Skip(1))
	require.False(t, w.run())
	assert.Contains(t, w.said(), "Not done: import_balances: ")
	assert.Zero(t, w.till.Calls())
	require.True(t, w.run(), &w.out)
	w.checkTill()
}
