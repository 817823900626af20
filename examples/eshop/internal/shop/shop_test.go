package shop

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

func TestOpen(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a shop?#%.db")
	s, err := Open(t.Context(), file)
	require.NoError(t, err)
	require.NoError(t, s.SetMark(t.Context(), "products", time.Unix(1_800_000_000, 0)))

	_, err = Open(t.Context(), file)
	require.ErrorIs(t, err, ErrInUse, "a second process")
	require.ErrorContains(t, err, "a shop?#%.db")
	require.NoError(t, s.Close())

	s, err = Open(t.Context(), file)
	require.NoError(t, err, "migrations are applied once")
	defer func() { require.NoError(t, s.Close()) }()
	mark, err := s.Mark(t.Context(), "products")
	require.NoError(t, err)
	assert.True(t, mark.Equal(time.Unix(1_800_000_000, 0)), "got %s", mark)
	assert.FileExists(t, file)
}

// A file is a file whatever its name: what SQLite takes for its memory would be gone with the program.
func TestOpen_memory(t *testing.T) {
	t.Chdir(t.TempDir())
	for range 2 {
		s, err := Open(t.Context(), ":memory:")
		require.NoError(t, err)
		require.NoError(t, s.SetMark(t.Context(), "products", monday))
		require.NoError(t, s.Close())
		s, err = OpenToRead(t.Context(), ":memory:")
		require.NoError(t, err)
		mark, err := s.Mark(t.Context(), "products")
		require.NoError(t, err)
		require.NoError(t, s.Close())
		assert.True(t, mark.Equal(monday))
	}
}

func TestOpen_fails(t *testing.T) {
	t.Parallel()
	_, err := Open(t.Context(), filepath.Join(t.TempDir(), "no", "such", "folder", "shop.db"))
	require.Error(t, err)
	require.NotErrorIs(t, err, ErrInUse)
}

func TestShop_BelongTo(t *testing.T) {
	t.Parallel()
	s := open(t)
	require.NoError(t, s.BelongTo(t.Context(), "Resico", "the demo"))
	require.NoError(t, s.BelongTo(t.Context(), "Resico", "the demo"))
	err := s.BelongTo(t.Context(), "Resico", "account 2")
	other, ok := errors.AsType[*OtherAccountError](err)
	require.True(t, ok, "got %v", err)
	assert.Equal(t, &OtherAccountError{Owner: "the demo", Account: "account 2"}, other)
	require.NoError(t, s.BelongTo(t.Context(), "ERP XT", "account 2"), "each provider has accounts of its own")
}

func TestShop_Mark_unknown(t *testing.T) {
	t.Parallel()
	s := open(t)
	mark, err := s.Mark(t.Context(), "products")
	require.NoError(t, err)
	assert.True(t, mark.IsZero())
	require.NoError(t, s.SetMark(t.Context(), "products", time.Unix(10, 0)))
	require.NoError(t, s.SetMark(t.Context(), "products", time.Unix(20, 0)))
	mark, err = s.Mark(t.Context(), "products")
	require.NoError(t, err)
	assert.EqualValues(t, 20, mark.Unix())
}

// open opens a database of the test's own.
func open(t *testing.T) *Shop {
	t.Helper()
	s, err := Open(t.Context(), shoptest.Made(t, Open))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

var monday = time.Date(2026, 3, 16, 9, 0, 0, 0, time.UTC)

func amount(s string) shelfwire.Opt[shelfwire.Decimal] {
	return shelfwire.Set(shelfwire.MustDecimal(s))
}

func nothingAlongside(context.Context, *sql.Tx, int64) error { return nil }

// withProducts has the products A, B and C for sale.
func withProducts(t *testing.T) *Shop {
	t.Helper()
	s := open(t)
	require.NoError(t, s.SaveProducts(t.Context(), monday, []Product{
		{SKU: "A", Name: "Bowl", VAT: "A", Price: amount("12.50"), Active: shelfwire.Set(true)},
		{
			SKU: "B", Name: "Lamp", VAT: "A", Price: amount("79.00"), SalePrice: amount("59.90"),
			Active: shelfwire.Set(true),
		},
		{SKU: "C", Name: "Vase", VAT: "A", Price: amount("5"), SalePrice: amount("0"), Active: shelfwire.Set(true)},
	}))
	return s
}

// place places an order for all three of them.
func place(t *testing.T, s *Shop) Order {
	t.Helper()
	return placeBy(t, s, "Buyer@shop.example")
}

func placeBy(t *testing.T, s *Shop, email string) Order {
	t.Helper()
	id, err := s.PlaceOrder(t.Context(), NewOrder{
		Customer: Customer{Email: email, Name: "Example Buyer"},
		PlacedAt: time.Date(2026, 3, 20, 21, 30, 0, 0, time.UTC),
		Location: "NOL",
		Items: []Item{
			{SKU: "A", Quantity: shelfwire.MustDecimal("1.500")},
			{SKU: "B", Quantity: shelfwire.MustDecimal("2")},
			{SKU: "C", Quantity: shelfwire.MustDecimal("1")},
		},
	}, nothingAlongside)
	require.NoError(t, err)
	return order(t, s, id)
}

func order(t *testing.T, s *Shop, id int64) Order {
	t.Helper()
	o, err := s.Order(t.Context(), id)
	require.NoError(t, err)
	return o
}
