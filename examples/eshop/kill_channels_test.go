package main

import (
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// checkChannels compares what the channels have with the shop.
func (b *battle) checkChannels() {
	b.t.Helper()
	state := b.fakes.state()
	b.inside(func(s *shop.Shop) {
		products, err := s.ForSale(b.ctx)
		require.NoError(b.t, err)
		require.NotEmpty(b.t, products)
		b.checkCards(s, products, state.ERPXT.Cards)
		b.checkListings(s, products, state.MerchantPro.Listings)
		b.checkTill(s, state.VirtPOS.Till)
	})
}

// checkCards: each product has one card, with its price.
func (b *battle) checkCards(s *shop.Shop, products []shop.Product, cards []demo.CardState) {
	b.t.Helper()
	known, err := s.Cards(b.ctx)
	require.NoError(b.t, err)
	there := map[string]demo.CardState{}
	for _, card := range cards {
		assert.NotContains(b.t, there, card.Code, "two cards with one code")
		there[card.Code] = card
	}
	for _, p := range products {
		price, _ := p.SellingPrice()
		assert.Equal(b.t, price.StringFixed(2), there[p.SKU].Price.StringFixed(2), "the card of %s", p.SKU)
		assert.Equal(b.t, known[p.SKU].ID, there[p.SKU].ID, "the card of %s", p.SKU)
	}
}

// sold is what a channel has of what can be sold.
func sold(quantity shelfwire.Decimal) string {
	return shelfwire.Max(quantity, shelfwire.NewDecimal(0)).StringFixed(3)
}

// checkListings: each product that MerchantPro has, has its price there, and what can still be sold of it.
func (b *battle) checkListings(s *shop.Shop, products []shop.Product, listings []demo.ListingState) {
	b.t.Helper()
	stock, err := s.Sellable(b.ctx)
	require.NoError(b.t, err)
	there := map[string]demo.ListingState{}
	for _, l := range listings {
		there[l.SKU] = l
	}
	for _, p := range products {
		l, listed := there[p.SKU]
		if !listed {
			continue
		}
		price, _ := p.SellingPrice()
		have, _ := l.Price.Get()
		assert.Equal(b.t, price.StringFixed(2), have.StringFixed(2), "the price of %s", p.SKU)
		if quantity, known := stock[p.SKU]; known {
			have, _ := l.Stock.Get()
			assert.Equal(b.t, sold(quantity), have.StringFixed(3), "the stock of %s", p.SKU)
		}
	}
}

// checkTill: the till has what can still be sold at its location, and nothing of anything else.
func (b *battle) checkTill(s *shop.Shop, rows []demo.TillState) {
	b.t.Helper()
	stock, err := s.SellableAt(b.ctx, demo.Till, "", 1000)
	require.NoError(b.t, err)
	require.NotEmpty(b.t, stock)
	want, have := map[string]string{}, map[string]string{}
	for _, row := range rows {
		want[row.SKU], have[row.SKU] = "0.000", row.Quantity.StringFixed(3)
	}
	for _, q := range stock {
		want[q.SKU] = sold(q.Quantity)
	}
	assert.Equal(b.t, want, have)
}
