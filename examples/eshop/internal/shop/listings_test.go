package shop

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestShop_SaveListing(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	listings, err := s.Listings(t.Context())
	require.NoError(t, err)
	assert.Empty(t, listings)

	l := Listing{State: ListingSent, Stock: amount("5"), Price: amount("12.50"), OldPrice: amount("15.00")}
	require.NoError(t, s.SaveListing(t.Context(), "A", l))
	require.NoError(t, s.SaveListing(t.Context(), "B", l))
	require.NoError(t, s.SaveListing(t.Context(), "B", Listing{State: ListingConfirmed, Price: amount("79.900")}))
	require.NoError(t, s.SaveListing(t.Context(), "C", Listing{State: ListingMissing, Stock: amount("0")}))
	require.Error(t, s.SaveListing(t.Context(), "nobody", l), "a listing of no product")
	require.Error(t, s.SaveListing(t.Context(), "A", Listing{}), "a listing in no state")
	listings, err = s.Listings(t.Context())
	require.NoError(t, err)
	require.Len(t, listings, 3)
	for sku, want := range map[string]string{
		"A": "sent 5 12.50 15.00", "B": "confirmed absent 79.900 absent", "C": "missing 0 absent absent",
	} {
		l := listings[sku]
		assert.Equal(t, want, fmt.Sprint(l.State, " ", l.Stock, " ", l.Price, " ", l.OldPrice))
	}
}

func TestProduct_OldPrice(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		product Product
		want    string // empty for none
	}{
		"no price":              {Product{}, ""},
		"a price":               {Product{Price: amount("12.50")}, ""},
		"a reduced price":       {Product{Price: amount("12.50"), SalePrice: amount("9.90")}, "12.50"},
		"reduced to nothing":    {Product{Price: amount("12.50"), SalePrice: amount("0")}, ""},
		"reduced to the same":   {Product{Price: amount("12.50"), SalePrice: amount("12.5")}, ""},
		"reduced to more":       {Product{Price: amount("12.50"), SalePrice: amount("13")}, ""},
		"a reduced price only":  {Product{SalePrice: amount("9.90")}, ""},
		"reduced from nothing":  {Product{Price: amount("0"), SalePrice: amount("9.90")}, ""},
		"reduced below nothing": {Product{Price: amount("12.50"), SalePrice: amount("-1")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			old, ok := test.product.OldPrice()
			assert.Equal(t, test.want != "", ok)
			if ok {
				assert.Equal(t, test.want, old.String())
			}
		})
	}
}
