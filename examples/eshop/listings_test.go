package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

const update = "Inventory.Update"

// withListings gives the world a MerchantPro shop that lists all products, with nothing in stock.
func (w *world) withListings() {
	w.shop = shopinventorytest.NewServer(w.t)
	for i := range w.size {
		item := shopinventory.Item{SKU: sku(i), OnHand: shelfwire.Set(shelfwire.NewDecimal(0))}
		w.shop.AddItems(shopinventorytest.Item{Item: item})
	}
}

func sku(i int) string { return fmt.Sprintf("SW-%04d", i+1) }

// offered is a stocked world with such a shop.
func offered(t *testing.T) *world {
	t.Helper()
	w := stocked(t)
	w.withListings()
	return w
}

// checkListings compares MerchantPro's items with the shop's products, to the last digit.
func (w *world) checkListings() {
	w.t.Helper()
	w.inShop(func(s *shop.Shop) {
		products, err := s.ForSale(w.t.Context())
		require.NoError(w.t, err)
		stock, err := s.Sellable(w.t.Context())
		require.NoError(w.t, err)
		for _, p := range products {
			item, found := w.shop.Item(shopinventory.BySKU(p.SKU))
			require.True(w.t, found, p.SKU)
			price, _ := p.SellingPrice()
			assert.Equal(w.t, price.StringFixed(2), item.PriceGross.String(), p.SKU)
			if quantity, known := stock[p.SKU]; known {
				assert.Equal(w.t, quantity.String(), item.OnHand.String(), p.SKU)
			}
			old, reduced := p.OldPrice()
			assert.Equal(w.t, reduced, !item.OldPriceGross.IsZero(), p.SKU)
			if reduced {
				assert.Equal(w.t, old.StringFixed(2), item.OldPriceGross.String(), p.SKU)
			}
		}
	})
}

// What goes wrong with one listing needs attention or another run, and nothing else waits for it. Package flows has the
// other failures.
func TestListings_faults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault faults.Fault
		says  string // a pattern: which product is met is a matter of chance
	}{
		"refused": {
			faults.ErrorBody(400, "the field is wrong").Skip(3),
			`1 listing needs attention: SW-\d{4}, rejected: shopinventory: Inventory.Update: 400`,
		},
		"unclear": {
			faults.Redirect("https://elsewhere.example/").Skip(3),
			`1 listing needs attention: SW-\d{4}, unclear: shopinventory: Inventory.Update: `,
		},
		"silence":          {faults.DropResponse().Always(), `Not done: push_listings: 3 updates in a row are unclear`},
		"key not accepted": {faults.Status(401), `Not done: push_listings: shopinventory: Inventory.Update: 401`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := offered(t)
			id := w.order()
			w.shop.Fail(test.fault.On(update))
			require.False(t, w.run())
			assert.Regexp(t, test.says, w.said())
			state, _ := w.state(id)
			assert.Equal(t, shop.OrderSent, state, "orders do not wait for the listings")
			w.shop.ClearFaults()
			require.True(t, w.run(), &w.out)
			w.checkListings()
		})
	}
}

// A product that MerchantPro does not have is said to be missing, and is no trouble.
func TestListings_missing(t *testing.T) {
	t.Parallel()
	w := offered(t)
	w.shop.DeleteItems(shopinventory.BySKU(sku(4)))
	for _, calls := range []int{inStock, inStock} {
		require.True(t, w.run(), &w.out)
		assert.Contains(t, w.said(), "not listed 1 not in MerchantPro: SW-0005")
		assert.Equal(t, calls, w.shop.Calls(update))
	}
	w.shop.AddItems(shopinventorytest.Item{Item: shopinventory.Item{SKU: sku(4), OnHand: shelfwire.Set(shelfwire.NewDecimal(0))}})
	require.True(t, w.run(func(c *config) { c.everything = true }), &w.out)
	assert.Contains(t, w.said(), "not listed 0 MerchantPro has all of them")
	w.checkListings()
}

// The process is killed while listings are on their way: a second one starts with the database as it was at that moment.
func TestListings_killed(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]faults.Fault{
		"updates were made": faults.DropResponse(), "updates were not made": faults.DropRequest(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := stockedFile(t)
			w.withListings()
			killed := filepath.Join(t.TempDir(), "eshop.db")
			w.shop.Fail(
				faults.Between(func() { copyDatabase(t, w.cfg.database, killed) }).On(update).Skip(5),
				end.On(update).Skip(5).Always(),
			)
			require.False(t, w.run())
			assert.Contains(t, w.said(), "Not done: push_listings: ")
			w.shop.ClearFaults()

			w.cfg.database = killed
			require.True(t, w.run(), &w.out)
			w.checkListings()
			calls := w.shop.Calls(update)
			require.True(t, w.run(), &w.out)
			assert.Equal(t, calls, w.shop.Calls(update))
		})
	}
}

// The program is told to stop while MerchantPro takes its time, and does not wait for it.
func TestListings_interrupted(t *testing.T) {
	t.Parallel()
	w := offered(t)
	w.cfg.stopPatience = time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	w.shop.Fail(
		faults.Between(cancel).On(update).Skip(2), faults.Delay(time.Hour).AfterApplying().On(update).Skip(2).Times(4),
	)
	require.False(t, w.runUntil(ctx))
	assert.Contains(t, w.out.String(), "interrupted; whatever is open goes on with the next run")
	w.shop.ClearFaults()
	require.True(t, w.run(), &w.out)
	w.checkListings()
}

// A database that pushes belongs to one MerchantPro shop.
func TestListings_otherShop(t *testing.T) {
	t.Parallel()
	w := offered(t)
	require.True(t, w.run(), &w.out)
	w.withListings()
	_, err := cycle(t.Context(), w.cfg, w.connectors(w.cfg), io.Discard, slog.New(slog.DiscardHandler))
	other, ok := errors.AsType[*shop.OtherAccountError](err)
	require.True(t, ok, "got %v", err)
	assert.Equal(t, "MerchantPro at "+w.shop.URL(), other.Account)
	assert.Zero(t, w.shop.Calls())
}
