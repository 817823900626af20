package shop

import (
	"context"
	"database/sql"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func oneBowl() NewOrder {
	return NewOrder{
		Customer: Customer{Email: "buyer@shop.example"}, PlacedAt: monday,
		Items: []Item{{SKU: "A", Quantity: shelfwire.NewDecimal(1)}},
	}
}

func TestShop_PlaceOnce(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	_, err := s.OrderOfForm(t.Context(), "X")
	require.ErrorIs(t, err, sql.ErrNoRows)
	first, err := s.PlaceOnce(t.Context(), "X", oneBowl(), nothingAlongside)
	require.NoError(t, err)
	again, err := s.PlaceOnce(t.Context(), "X", oneBowl(), nothingAlongside)
	require.NoError(t, err)
	assert.Equal(t, first, again)
	other, err := s.PlaceOnce(t.Context(), "Y", oneBowl(), nothingAlongside)
	require.NoError(t, err)
	assert.NotEqual(t, first, other)
	placed, err := s.OrderOfForm(t.Context(), "Y")
	require.NoError(t, err)
	assert.Equal(t, other, placed)
}

// The last piece goes to one of several clicks, and all of them are told of the order.
func TestShop_PlaceOnce_atTheSameTime(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	_, err := s.SaveBalances(t.Context(), monday, []Balance{{SKU: "A", Total: amount("1")}})
	require.NoError(t, err)
	var ids sync.Map
	var clicks sync.WaitGroup
	for range 4 {
		clicks.Go(func() {
			id, err := s.PlaceOnce(t.Context(), "X", oneBowl(), nothingAlongside)
			assert.NoError(t, err)
			ids.Store(id, true)
		})
	}
	clicks.Wait()
	orders, err := s.CountOrders(t.Context())
	require.NoError(t, err)
	assert.Equal(t, map[State]int{OrderOpen: 1}, orders)
	var different int
	ids.Range(func(any, any) bool { different++; return true })
	assert.Equal(t, 1, different)
	_, err = s.PlaceOnce(t.Context(), "Y", oneBowl(), nothingAlongside)
	require.ErrorIs(t, err, ErrOutOfStock)
}

func TestShop_PlaceOnce_fails(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	_, err := s.PlaceOnce(t.Context(), "X", oneBowl(),
		func(context.Context, *sql.Tx, int64) error { return sql.ErrConnDone })
	require.ErrorIs(t, err, sql.ErrConnDone)
	_, err = s.OrderOfForm(t.Context(), "X")
	require.ErrorIs(t, err, sql.ErrNoRows, "the form can be sent again")
	_, err = s.PlaceOnce(t.Context(), "X", oneBowl(), nothingAlongside)
	require.NoError(t, err)
}
