package shop

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// buy orders a quantity of one product.
func buy(ctx context.Context, s *Shop, sku, quantity string) (int64, error) {
	return s.PlaceOrder(ctx, NewOrder{
		Customer: Customer{Email: "buyer@shop.example"}, PlacedAt: monday,
		Items: []Item{{SKU: sku, Quantity: shelfwire.MustDecimal(quantity)}},
	}, nothingAlongside)
}

// inStock gives a product a stock that was read at a time.
func inStock(t *testing.T, s *Shop, read time.Time, sku, quantity string) {
	t.Helper()
	_, err := s.SaveBalances(t.Context(), read, []Balance{{SKU: sku, Total: amount(quantity)}})
	require.NoError(t, err)
}

func left(t *testing.T, s *Shop, sku string) string {
	t.Helper()
	quantity, known, err := s.Available(t.Context(), sku)
	require.NoError(t, err)
	if !known {
		return "unknown"
	}
	return quantity.String()
}

func TestShop_PlaceOrder_stock(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	assert.Equal(t, "unknown", left(t, s, "A"))
	assert.Equal(t, "unknown", left(t, s, "nobody"))
	_, err := buy(t.Context(), s, "A", "1000")
	require.NoError(t, err, "a stock that nobody knows is not empty")

	inStock(t, s, time.Now(), "B", "2.500")
	_, err = buy(t.Context(), s, "B", "1.5")
	require.NoError(t, err)
	assert.Equal(t, "1.000", left(t, s, "B"))
	_, err = buy(t.Context(), s, "B", "1.001")
	refused, ok := errors.AsType[*OutOfStockError](err)
	require.True(t, ok, "got %v", err)
	require.ErrorIs(t, err, ErrOutOfStock)
	assert.Equal(t, "B 1.001 1.000", refused.SKU+" "+refused.Wanted.String()+" "+refused.Available.String())
	require.EqualError(t, err, "B: not enough in stock: 1.001 ordered, 1.000 available")
	_, err = buy(t.Context(), s, "B", "1.0")
	require.NoError(t, err, "the last piece")
	inStock(t, s, time.Now(), "B", "-3")
	assert.Equal(t, "0", left(t, s, "B"), "never below zero")
}

// Everything that is wrong with an order is said at once, and nothing of it is stored.
func TestShop_PlaceOrder_refused(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	inStock(t, s, monday, "A", "3")
	inStock(t, s, monday, "B", "0")
	one, two := shelfwire.NewDecimal(1), shelfwire.NewDecimal(2)
	for name, test := range map[string]struct {
		items []Item
		want  []error
		text  string
	}{
		"several": {
			[]Item{{SKU: "Z", Quantity: one}, {SKU: "B", Quantity: one}, {SKU: "A", Quantity: two}}, []error{ErrNotForSale, ErrOutOfStock},
			"B: not enough in stock: 1 ordered, 0 available\nZ is not for sale",
		},
		"twice the same": {
			[]Item{{SKU: "A", Quantity: two}, {SKU: "A", Quantity: two}}, []error{ErrOutOfStock}, "A: not enough in stock: 4 ordered, 3 available",
		},
		"nothing":       {nil, []error{ErrNoOrder}, "nothing is ordered"},
		"none of it":    {[]Item{{SKU: "A", Quantity: shelfwire.NewDecimal(0)}}, []error{ErrNoOrder}, "A: nothing is ordered"},
		"less than one": {[]Item{{SKU: "A", Quantity: shelfwire.NewDecimal(-1)}}, []error{ErrNoOrder}, "A: nothing is ordered"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.PlaceOrder(t.Context(), NewOrder{Items: test.items}, func(context.Context, *sql.Tx, int64) error {
				assert.Fail(t, "there is nothing alongside of no order")
				return nil
			})
			for _, want := range test.want {
				require.ErrorIs(t, err, want)
			}
			require.EqualError(t, err, test.text)
			counts, err := s.CountOrders(t.Context())
			require.NoError(t, err)
			assert.Empty(t, counts)
		})
	}
}

// An order takes from the stock until the stock was read without it.
func TestShop_Available(t *testing.T) {
	t.Parallel()
	earlier, later := time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	for name, test := range map[string]struct {
		state State
		read  time.Time // when the stock was read again, after the order was closed; zero for not
		left  string
	}{
		"open":                    {OrderOpen, time.Time{}, "6"},
		"open, and read since":    {OrderOpen, later, "6"},
		"parked, and read since":  {OrderParked, later, "6"},
		"sent":                    {OrderSent, time.Time{}, "6"},
		"sent, and read since":    {OrderSent, later, "10"},
		"sent, while it was read": {OrderSent, earlier, "6"},
		"failed":                  {OrderFailed, time.Time{}, "6"},
		"failed, and read since":  {OrderFailed, later, "6"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withProducts(t)
			inStock(t, s, earlier, "A", "10")
			id, err := buy(t.Context(), s, "A", "4")
			require.NoError(t, err)
			if test.state != OrderOpen {
				require.NoError(t, s.CloseOrder(t.Context(), id, test.state, ""))
			}
			if !test.read.IsZero() {
				inStock(t, s, test.read, "A", "10")
			}
			assert.Equal(t, test.left, left(t, s, "A"))
		})
	}
}

// A balance without a total says nothing about the stock, nor when it was read.
func TestShop_Available_noTotal(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	inStock(t, s, monday, "A", "10")
	id, err := buy(t.Context(), s, "A", "4")
	require.NoError(t, err)
	require.NoError(t, s.CloseOrder(t.Context(), id, OrderSent, ""))
	_, err = s.SaveBalances(t.Context(), time.Now().Add(time.Hour), []Balance{{SKU: "A"}})
	require.NoError(t, err)
	assert.Equal(t, "6", left(t, s, "A"))
	// A database from before this was written down.
	_, err = s.db.ExecContext(t.Context(), `UPDATE products SET balance_at = NULL`)
	require.NoError(t, err)
	assert.Equal(t, "10", left(t, s, "A"))
}

func TestShop_PlaceOrder_otherPrice(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	order := func(items ...Item) error {
		_, err := s.PlaceOrder(t.Context(), NewOrder{
			Customer: Customer{Email: "buyer@shop.example"}, PlacedAt: monday, Items: items,
		}, nothingAlongside)
		return err
	}
	one := shelfwire.NewDecimal(1)
	err := order(Item{SKU: "A", Quantity: one, Price: amount("12.49")}, Item{SKU: "B", Quantity: one, Price: amount("79")})
	require.ErrorIs(t, err, ErrPriceChanged)
	require.ErrorContains(t, err, "A: the price has changed from 12.49 to 12.50")
	require.ErrorContains(t, err, "B: the price has changed from 79 to 59.90", "the reduced one counts, and both are named")
	counts, err := s.CountOrders(t.Context())
	require.NoError(t, err)
	assert.Empty(t, counts)
	require.NoError(t, order(Item{SKU: "A", Quantity: one, Price: amount("12.5")}, Item{SKU: "B", Quantity: one}))
}
