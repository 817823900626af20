package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/faults"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// inStock is how many products a stocked world has. All of them are for the price list.
const inStock = 12

// checkCards compares ERP XT's cards with the shop's products: each once, with the shop's price to the last digit.
func (w *world) checkCards(want int) {
	w.t.Helper()
	cards := map[string]erpxt.Product{}
	for _, card := range w.cards.Products() {
		assert.NotContains(w.t, cards, card.ProductCode, "two cards with one code")
		cards[card.ProductCode] = card
	}
	require.Len(w.t, cards, want)
	w.inShop(func(s *shop.Shop) {
		known, err := s.Cards(w.t.Context())
		require.NoError(w.t, err)
		assert.Len(w.t, known, want)
		products, err := s.ForSale(w.t.Context())
		require.NoError(w.t, err)
		for _, p := range products {
			price, _ := p.SellingPrice()
			card := cards[p.SKU]
			assert.Equal(w.t, p.Name, card.Name)
			assert.Equal(w.t, price.StringFixed(2), card.SaleGrossPrice.String(), p.SKU)
			assert.Equal(w.t, known[p.SKU].ID, card.ID, p.SKU)
		}
	})
}

// A write whose outcome is unclear is not repeated at once, and after the next run each card is there exactly once,
// whether or not the first write got through. Package flows has the other failures.
func TestPriceList_faults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault faults.Fault
		kind  string // of the problem in the first run
		there int    // cards after the first run
		calls int    // to Products.Create, in both runs
	}{
		"answer lost":  {faults.DropResponse(), "unclear", inStock, inStock},
		"request lost": {faults.DropRequest(), "unclear", inStock - 1, inStock + 1},
		"rejected":     {faults.ErrorBody(400, "the field is wrong"), "rejected", inStock - 1, inStock + 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := listed(t)
			w.cards.Fail(test.fault.On("Products.Create").Skip(3))
			require.False(t, w.run())
			assert.Len(t, w.cards.Products(), test.there)
			assert.Contains(t, w.said(), "1 product card needs attention: SW-0004, "+test.kind+": erpxt: Products.Create: ")
			assert.Contains(t, w.said(), "cards 11 created in ERP XT")
			require.True(t, w.run(), &w.out)
			w.checkCards(inStock)
			assert.Equal(t, test.calls, w.cards.Calls("Products.Create"))
		})
	}
}

// A provider that is out of order is not asked for card after card.
func TestPriceList_outOfOrder(t *testing.T) {
	t.Parallel()
	w := listed(t)
	id := w.order()
	w.cards.Fail(faults.DropResponse().On("Products.Create").Always())
	require.False(t, w.run())
	assert.Contains(t, w.said(), "Not done: push_price_list: 3 writes in a row are unclear, the last one of SW-0003: ")
	assert.Equal(t, 3, w.cards.Calls("Products.Create"))
	state, _ := w.state(id)
	assert.Equal(t, shop.OrderSent, state, "orders do not wait for the price list")
	w.cards.ClearFaults()
	require.True(t, w.run(), &w.out)
	w.checkCards(inStock)
	assert.Contains(t, w.said(), "cards 9 created in ERP XT edited 0 brought up to date there unchanged 3 ")
	assert.Equal(t, inStock, w.cards.Calls("Products.Create"))
}

func TestPriceList_tokens(t *testing.T) {
	t.Parallel()
	t.Run("credentials not accepted", func(t *testing.T) {
		t.Parallel()
		w := listed(t)
		id := w.order()
		w.cards.Fail(faults.Status(401).On("Token").Always())
		require.False(t, w.run())
		assert.Contains(t, w.said(), "Not done: push_price_list: erpxt: Products.List: ")
		assert.Equal(t, 1, w.cards.Calls("Token"), "credentials are not tried again and again")
		state, _ := w.state(id)
		assert.Equal(t, shop.OrderSent, state)
		w.cards.ClearFaults()
		require.True(t, w.run(), &w.out)
		w.checkCards(inStock)
	})
	t.Run("token revoked in between", func(t *testing.T) {
		t.Parallel()
		w := listed(t)
		w.cards.Fail(faults.Between(w.cards.ClearTokens).On("Products.Create").Skip(5))
		require.True(t, w.run(), &w.out)
		w.checkCards(inStock)
		assert.Equal(t, 2, w.cards.Calls("Token"))
		assert.Equal(t, inStock+1, w.cards.Calls("Products.Create"), "the refused one goes out once more")
	})
}

// The process is killed while a card is being made: a second one starts with the database as it was at that moment.
func TestPriceList_killed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		end   faults.Fault
		calls int
	}{
		"the card was made":     {faults.DropResponse(), inStock},
		"the card was not made": {faults.DropRequest(), inStock + 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := stockedFile(t)
			w.cards = erpxttest.NewServer(t)
			killed := filepath.Join(t.TempDir(), "eshop.db")
			last := inStock - 1 // so that the first process does nothing more
			w.cards.Fail(
				faults.Between(func() { copyDatabase(t, w.cfg.database, killed) }).On("Products.Create").Skip(last),
				test.end.On("Products.Create").Skip(last),
			)
			require.False(t, w.run())

			w.cfg.database = killed
			require.True(t, w.run(), &w.out)
			w.checkCards(inStock)
			assert.Equal(t, test.calls, w.cards.Calls("Products.Create"))
		})
	}
}

// The program is told to stop while ERP XT takes its time, and does not wait for it.
func TestPriceList_interrupted(t *testing.T) {
	t.Parallel()
	w := listed(t)
	w.cfg.stopPatience = time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	w.cards.Fail(
		faults.Between(cancel).On("Products.Create").Skip(2),
		faults.Delay(time.Hour).AfterApplying().On("Products.Create").Skip(2),
	)
	require.False(t, w.runUntil(ctx))
	assert.Contains(t, w.out.String(), "interrupted; whatever is open goes on with the next run")
	assert.Len(t, w.cards.Products(), 3)
	require.True(t, w.run(), &w.out)
	w.checkCards(inStock)
	assert.Equal(t, inStock, w.cards.Calls("Products.Create"))
}

// Two cards with one code: nobody but a person can know which one is meant.
func TestPriceList_twice(t *testing.T) {
	t.Parallel()
	w := listed(t)
	cents := shelfwire.Set(shelfwire.MustDecimal("0.99"))
	w.cards.AddProducts(
		erpxt.Product{ID: 7, Name: "One", ProductCode: "SW-0005", SaleGrossPrice: cents},
		erpxt.Product{ID: 9, Name: "Other", ProductCode: "SW-0005", SaleGrossPrice: cents},
	)
	for range 2 {
		require.False(t, w.run(), "it is not forgotten")
		assert.Contains(t, w.said(), "1 product card needs attention: "+
			"SW-0005, twice: 2 cards have this code, the first two with the IDs 7 and 9 look in ERP XT")
		cards := w.cards.Products()
		require.Len(t, cards, inStock+1)
		assert.Equal(t, "One 0.99, Other 0.99", strings.Join([]string{
			cards[0].Name + " " + cards[0].SaleGrossPrice.String(), cards[1].Name + " " + cards[1].SaleGrossPrice.String(),
		}, ", "), "left alone")
	}
	w.cards.DeleteProducts(9)
	require.True(t, w.run(), &w.out)
	w.checkCards(inStock)
}

// The products are the demo's and ERP XT is real: it is only read, and the database does not become its own.
func TestPriceList_onlyLooks(t *testing.T) {
	t.Parallel()
	w := listed(t)
	w.cards.AddProducts(erpxt.Product{ProductCode: "SW-0001", Name: "Somebody's own"})
	require.True(t, w.run(func(c *config) { c.erpxt = w.cards.Credentials() }), &w.out)
	assert.Contains(t, w.said(), "only read: the products are the demo's, and nothing of it gets into a real ERP XT")
	assert.Contains(t, w.said(), "price list nothing written; 11 product cards to create, 1 to edit")
	assert.Contains(t, w.said(), "cards 11 to create in ERP XT; none was edited 1 to bring up to date there; none was")
	assert.Equal(t, w.cards.Calls("Token", "Products.List"), w.cards.Calls())
	require.Len(t, w.cards.Products(), 1)
	assert.Equal(t, "Somebody's own", w.cards.Products()[0].Name)

	w.cards = erpxttest.NewServer(t)
	require.True(t, w.run(), &w.out)
	w.checkCards(inStock)
	w.cards = erpxttest.NewServer(t)
	_, err := cycle(t.Context(), w.cfg, w.connectors(w.cfg), io.Discard, slog.New(slog.DiscardHandler))
	other, ok := errors.AsType[*shop.OtherAccountError](err)
	require.True(t, ok, "a database that pushes belongs to one ERP XT; got %v", err)
	assert.Equal(t, "ERP XT at "+w.cards.URL(), other.Account)
	assert.Zero(t, w.cards.Calls())
}
