package shop

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"testing"
	"time"

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

// An e-mail address is the same in all letters that it can be written in, also in those whose small one is two characters.
func TestShop_PlaceOnce_letters(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	o := oneBowl()
	o.Customer.Email = "İnci@Shop.example"
	first, err := s.PlaceOnce(t.Context(), "X", o, nothingAlongside)
	require.NoError(t, err)
	again, err := s.PlaceOnce(t.Context(), "X", o, nothingAlongside)
	require.NoError(t, err)
	assert.Equal(t, first, again)
}

// The same form with something else in it is no second click, and nobody is told that it was ordered.
func TestShop_PlaceOnce_otherContent(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	first, err := s.PlaceOnce(t.Context(), "X", oneBowl(), nothingAlongside)
	require.NoError(t, err)
	for name, change := range map[string]func(*NewOrder){
		"quantity":        func(o *NewOrder) { o.Items[0].Quantity = shelfwire.NewDecimal(2) },
		"product":         func(o *NewOrder) { o.Items[0].SKU = "B" },
		"another product": func(o *NewOrder) { o.Items = append(o.Items, Item{SKU: "B", Quantity: o.Items[0].Quantity}) },
		"e-mail":          func(o *NewOrder) { o.Customer.Email = "other@shop.example" },
		"name":            func(o *NewOrder) { o.Customer.Name = "Other" },
		"phone":           func(o *NewOrder) { o.Customer.Phone = "+37111000001" },
		"address":         func(o *NewOrder) { o.Customer.Address = "Other Street 1" },
		"post code":       func(o *NewOrder) { o.Customer.PostCode = "LV-0001" },
	} {
		o := oneBowl()
		change(&o)
		_, err := s.PlaceOnce(t.Context(), "X", o, nothingAlongside)
		placed, ok := errors.AsType[*PlacedError](err)
		require.True(t, ok, "%s: %v", name, err)
		assert.Equal(t, first, placed.Order, name)
	}
	for name, change := range map[string]func(*NewOrder){
		"capitals":      func(o *NewOrder) { o.Customer.Email = "Buyer@SHOP.example" },
		"same quantity": func(o *NewOrder) { o.Items[0].Quantity = shelfwire.MustDecimal("1.000") },
		"later":         func(o *NewOrder) { o.PlacedAt, o.Location = monday.Add(time.Hour), "Shop 1" },
	} {
		o := oneBowl()
		change(&o)
		again, err := s.PlaceOnce(t.Context(), "X", o, nothingAlongside)
		require.NoError(t, err, name)
		assert.Equal(t, first, again, name)
	}
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

// Of two clicks that both find no order of their form, one gets no further.
func TestShop_PlaceOnce_second(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	first, second := place(t, s), place(t, s)
	require.NoError(t, s.inTx(t.Context(), func(tx *sql.Tx) error {
		require.NoError(t, saveForm(t.Context(), tx, "X", first.ID))
		require.ErrorIs(t, saveForm(t.Context(), tx, "X", second.ID), errPlaced)
		return nil
	}))
	id, err := s.OrderOfForm(t.Context(), "X")
	require.NoError(t, err)
	assert.Equal(t, first.ID, id)
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
