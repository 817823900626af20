package shop

import (
	"database/sql"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestShop_Browse(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	require.NoError(t, s.SaveProducts(t.Context(), monday, []Product{
		{SKU: "D_1", Name: "100% wool", Category: "Throw", VAT: "A", Price: amount("9"), Active: shelfwire.Set(true)},
		{SKU: "D-1", Name: `Back\slash`, Active: shelfwire.Set(true)},
		{SKU: "E", Name: "Bowl that is off sale", Active: shelfwire.Set(false)},
		{SKU: "F", Name: "Bowl of which nobody has said"},
	}))
	for text, want := range map[string][]string{
		"":      {"A", "B", "C", "D-1", "D_1"},
		"bOwL":  {"A"},
		"thr":   {"D_1"},
		"%":     {"D_1"},
		"_":     {"D_1"},
		`\`:     {"D-1"},
		"d-":    {"D-1"},
		"'":     nil,
		"Bowl%": nil,
	} {
		offers, err := s.Browse(t.Context(), text, 0, 10)
		require.NoError(t, err)
		var found []string
		for _, o := range offers {
			found = append(found, o.SKU)
		}
		assert.Equal(t, want, found, "%q", text)
		n, err := s.CountMatches(t.Context(), text)
		require.NoError(t, err)
		assert.Equal(t, len(want), n, "%q", text)
	}
	page, err := s.Browse(t.Context(), "", 1, 2)
	require.NoError(t, err)
	require.Len(t, page, 2)
	assert.Equal(t, "B C", page[0].SKU+" "+page[1].SKU)
}

func TestShop_Offer(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	_, err := s.SaveBalances(t.Context(), monday, []Balance{{SKU: "A", Total: amount("-1.5")}})
	require.NoError(t, err)
	o, err := s.Offer(t.Context(), "A")
	require.NoError(t, err)
	onHand, known := o.OnHand.Get()
	assert.True(t, known)
	assert.Equal(t, "Bowl -1.5", o.Name+" "+onHand.String())
	o, err = s.Offer(t.Context(), "B")
	require.NoError(t, err)
	assert.True(t, o.OnHand.IsZero(), "a stock that nobody knows is not zero")
	_, err = s.Offer(t.Context(), "nobody")
	require.ErrorIs(t, err, sql.ErrNoRows)
}

func TestShop_BestLocation(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	_, err := s.SaveBalances(t.Context(), monday, []Balance{{SKU: "A", Locations: map[string]shelfwire.Decimal{
		"NOL": shelfwire.NewDecimal(9), "Shop 2": shelfwire.NewDecimal(10), "Shop 1": shelfwire.NewDecimal(10),
		"Shop 3": shelfwire.NewDecimal(8),
	}}})
	require.NoError(t, err)
	for sku, want := range map[string]string{"A": "Shop 1", "B": ""} {
		best, err := s.BestLocation(t.Context(), sku)
		require.NoError(t, err)
		assert.Equal(t, want, best)
	}
}

func TestShop_Channels(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	none, err := s.Channels(t.Context(), "A")
	require.NoError(t, err)
	assert.Equal(t, Channels{}, none)

	require.NoError(t, s.SaveCard(t.Context(), "A", Card{ID: 7, Price: shelfwire.MustDecimal("12.50")}))
	require.NoError(t, s.SaveListing(t.Context(), "A", Listing{State: ListingSent, Stock: amount("3")}))
	for _, warehouse := range []string{"1C-8", "1C-7"} {
		require.NoError(t, s.SaveTillStock(t.Context(), warehouse, []Quantity{quantity("A", "2.500")}))
	}
	for _, sku := range []string{"B", "C"} {
		other, err := s.Channels(t.Context(), sku)
		require.NoError(t, err)
		assert.Equal(t, Channels{}, other, "that is of another product")
	}
	c, err := s.Channels(t.Context(), "A")
	require.NoError(t, err)
	card, _ := c.Card.Get()
	assert.EqualValues(t, 7, card.ID)
	listing, _ := c.Listing.Get()
	assert.Equal(t, ListingSent, listing.State)
	assert.True(t, listing.Price.IsZero(), "what was never sent is absent")
	require.Len(t, c.Till, 2)
	assert.Equal(t, "1C-7 2.500", c.Till[0].Warehouse+" "+c.Till[0].Quantity.String())
}
