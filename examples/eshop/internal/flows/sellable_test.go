package flows_test

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// sold is an order for pieces of a product that leave from a location.
func sold(t *testing.T, s *shop.Shop, sku, location string, pieces int64) {
	t.Helper()
	_, err := s.PlaceOrder(t.Context(), shop.NewOrder{
		Customer: shop.Customer{Email: "buyer@shop.example"}, PlacedAt: time.Now(), Location: location,
		Items: []shop.Item{{SKU: sku, Quantity: shelfwire.NewDecimal(pieces)}},
	}, func(context.Context, *sql.Tx, int64) error { return nil })
	require.NoError(t, err)
}

// What the shop has sold is not offered in MerchantPro, whenever Resico gets to know of it.
func TestPushListings_sold(t *testing.T) {
	t.Parallel()
	f, s, server := listings(t, bowl("A"))
	stocked(t, s, "A", "24")
	sold(t, s, "A", "", 4)
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Listings{Pushed: 1}, done)
	assert.Equal(t, []string{"A: 20 at 12.50"}, listed(server))
	sold(t, s, "A", "", 20)
	_, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, []string{"A: 0 at 12.50"}, listed(server))
}

// What leaves from the till's location is not sold at the till as well.
func TestReplaceTill_sold(t *testing.T) {
	t.Parallel()
	f, s, server := tillOf(t, map[string]string{"A": "24", "B": "2"})
	sold(t, s, "A", "Shop 1", 4)
	sold(t, s, "B", "NOL", 1)
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Till{Products: 2, Updated: 2, Zeroed: true}, done)
	assert.Equal(t, map[string]string{"A": "20.000", "B": "2.000", "elsewhere": "0.000"}, onShelf(t, server))
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.True(t, done.Unchanged)
	sold(t, s, "B", "Shop 1", 3)
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Till{Products: 2, Negative: 1, Updated: 2, Zeroed: true}, done)
	assert.Equal(t, "0.000", onShelf(t, server)["B"])
}
