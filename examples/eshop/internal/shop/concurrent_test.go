package shop

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// Many want the last pieces at the same time. Orders for the same products in another order do not block each other.
func TestShop_PlaceOrder_lastPieces(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	inStock(t, s, time.Now(), "A", "3")
	inStock(t, s, time.Now(), "B", "3")
	skus := [][]string{{"A", "B"}, {"B", "A"}}
	var mu sync.Mutex
	var placed, refused int
	var buyers sync.WaitGroup
	for i := range 12 {
		buyers.Go(func() {
			o := NewOrder{Customer: Customer{Email: "buyer@shop.example"}, PlacedAt: monday}
			for _, sku := range skus[i%2] {
				o.Items = append(o.Items, Item{SKU: sku, Quantity: shelfwire.NewDecimal(1)})
			}
			_, err := s.PlaceOrder(t.Context(), o, nothingAlongside)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				placed++
			} else if assert.ErrorIs(t, err, ErrOutOfStock) {
				refused++
			}
		})
	}
	buyers.Wait()
	assert.Equal(t, 3, placed)
	assert.Equal(t, 9, refused)
	assert.Equal(t, "0 0", left(t, s, "A")+" "+left(t, s, "B"))
}

// Of all who try at the same time, one begins a step, and one settles an order.
func TestShop_atTheSameTime(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	var orders []Order
	for range 8 {
		orders = append(orders, place(t, s))
	}
	var begun, settled int
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, o := range orders {
		all.Go(func() {
			step := CustomerStep(o) // all are of one customer
			_, _, err := s.Begin(t.Context(), step, []byte(`{}`))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				begun++
			} else {
				assert.ErrorIs(t, err, ErrBusy)
			}
		})
	}
	all.Wait()
	assert.Equal(t, 1, begun)
	require.NoError(t, s.CloseOrder(t.Context(), orders[0].ID, OrderFailed, "refused"))
	for range 8 {
		all.Go(func() {
			err := s.Settle(t.Context(), orders[0].ID, AskedOrder, NotThere)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				settled++
			}
		})
	}
	all.Wait()
	assert.Equal(t, 1, settled)
}

// What PostgreSQL does not take for text comes from elsewhere now and then.
func TestShop_unreadable(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	o := place(t, s)
	require.NoError(t, s.Note(t.Context(), o.ID, "a page in windows-1251: \xcd\xe5\xf2\x00"))
	assert.Equal(t, "a page in windows-1251: \uFFFD\uFFFD", order(t, s, o.ID).Reason)
	isSending(t, s, InvoiceStep(o))
	require.NoError(t, s.Park(t.Context(), InvoiceStep(o), "unknown", "\xcd\x00"))
	require.NoError(t, s.CloseOrder(t.Context(), o.ID, OrderParked, "\xcd\x00"))
	require.NoError(t, s.SaveProducts(t.Context(), monday, []Product{{SKU: "A", Name: "Bowl\x00"}}))
}
