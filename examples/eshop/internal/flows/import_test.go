package flows_test

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

func openShop(t *testing.T) *shop.Shop {
	t.Helper()
	s, err := shop.Open(t.Context(), shoptest.Made(t, shop.Open))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func amount(s string) shelfwire.Opt[shelfwire.Decimal] {
	return shelfwire.Set(shelfwire.MustDecimal(s))
}

func balance(quantity string) resico.Balance {
	return resico.Balance{
		Locations: map[string]shelfwire.Decimal{"NOL": shelfwire.MustDecimal(quantity)}, Totals: amount(quantity),
	}
}

// resicoWith has n products for sale, changed last year.
func resicoWith(t *testing.T, n int) *resicotest.Server {
	t.Helper()
	server := resicotest.NewServer(t)
	for i := range n {
		server.AddProducts(resicotest.Product{
			Product: resico.Product{
				SKU: fmt.Sprintf("P-%03d", i), Name: "Bowl", VAT: "A", Price: amount("12.50"),
				Active: shelfwire.Set(true), Balance: balance("24"),
			},
			Updated: time.Now().AddDate(-1, 0, 0),
		})
	}
	return server
}

func none(int, int) {}

func TestImportProducts(t *testing.T) {
	t.Parallel()
	s, server := openShop(t), resicoWith(t, 120)
	var seen []string
	f := &flows.ImportProducts{
		Shop: s, Products: server.Client(nil).Products,
		Progress: func(done, total int) { seen = append(seen, fmt.Sprint(done, "/", total)) },
	}

	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Import{Read: 120}, done, "the first run reads everything")
	assert.Equal(t, []string{"100/120", "120/120"}, seen)
	products, err := s.ForSale(t.Context())
	require.NoError(t, err)
	require.Len(t, products, 120)
	assert.Equal(t, "12.50", products[0].Price.String())

	mark, err := s.Mark(t.Context(), "products")
	require.NoError(t, err)
	server.SetProduct(resico.Product{SKU: "P-007", Name: "Bowl, blue", VAT: "A"}) // no price, nothing about Active
	server.DeleteProducts("P-008")
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Import{Since: mark, Read: 1, Without: 1}, done, "the second run is incremental")
	products, err = s.ForSale(t.Context())
	require.NoError(t, err)
	require.Len(t, products, 120, "an incremental run cannot see what is gone")
	assert.Equal(t, "Bowl, blue 12.50", products[7].Name+" "+products[7].Price.String(), "an absent price is kept")

	done, err = f.Run(t.Context(), true)
	require.NoError(t, err)
	assert.Equal(t, flows.Import{Read: 119, Without: 1, Gone: 1}, done)
	products, err = s.ForSale(t.Context())
	require.NoError(t, err)
	assert.Len(t, products, 119)
}

func TestImportProducts_emptyCatalogue(t *testing.T) {
	t.Parallel()
	s, server := openShop(t), resicoWith(t, 1)
	f := &flows.ImportProducts{Shop: s, Products: server.Client(nil).Products, Progress: none}
	_, err := f.Run(t.Context(), true)
	require.NoError(t, err)
	server.DeleteProducts("P-000")
	done, err := f.Run(t.Context(), true)
	require.NoError(t, err)
	assert.Equal(t, flows.Import{}, done, "nothing at all is not believed")
}

func TestImportBalances(t *testing.T) {
	t.Parallel()
	s, server := openShop(t), resicoWith(t, 3)
	client := server.Client(nil)
	products := &flows.ImportProducts{Shop: s, Products: client.Products, Progress: none}
	_, err := products.Run(t.Context(), false)
	require.NoError(t, err)
	server.AddProducts(resicotest.Product{Product: resico.Product{SKU: "new", Balance: balance("1")}})

	f := &flows.ImportBalances{Shop: s, Products: client.Products, Progress: none}
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.Import{Read: 4, Unknown: 1}, done)
	assert.Equal(t, "24", stockAt(t, s, "P-000", "NOL"))

	server.SetBalance("P-000", "Shop 1", shelfwire.MustDecimal("2.5"))
	server.SetProduct(resico.Product{SKU: "P-001"}) // no balance
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.False(t, done.Since.IsZero())
	assert.Equal(t, 1, done.Without)
	assert.Equal(t, "2.5", stockAt(t, s, "P-000", "Shop 1"))
	assert.Equal(t, "24", stockAt(t, s, "P-001", "NOL"), "an absent balance is not zero")
}

func stockAt(t *testing.T, s *shop.Shop, sku, location string) string {
	t.Helper()
	stock, err := s.Stock(t.Context(), sku)
	require.NoError(t, err)
	require.Contains(t, stock, location)
	return stock[location].String()
}

func TestImport_keepsTheMarkWhenTheWalkFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		flow string
		run  func(t *testing.T, s *shop.Shop, server *resicotest.Server) error
	}{
		"products": {"products", func(t *testing.T, s *shop.Shop, server *resicotest.Server) error {
			f := &flows.ImportProducts{Shop: s, Products: server.Client(nil).Products, Progress: none}
			_, err := f.Run(t.Context(), false)
			return err
		}},
		"balances": {"balances", func(t *testing.T, s *shop.Shop, server *resicotest.Server) error {
			f := &flows.ImportBalances{Shop: s, Products: server.Client(nil).Products, Progress: none}
			_, err := f.Run(t.Context(), false)
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, server := openShop(t), resicoWith(t, 250)
			server.Fail(faults.Status(503).On("Products.List").Skip(1).Always())
			require.Error(t, test.run(t, s, server))
			mark, err := s.Mark(t.Context(), test.flow)
			require.NoError(t, err)
			assert.True(t, mark.IsZero(), "what was not read to its end is read again")
			server.ClearFaults()
			require.NoError(t, test.run(t, s, server))
			mark, err = s.Mark(t.Context(), test.flow)
			require.NoError(t, err)
			assert.False(t, mark.IsZero())
		})
	}
}

// A clock was ahead and was put back: nobody knows what has changed since the mark was set.
func TestImports_markInTheFuture(t *testing.T) {
	t.Parallel()
	s, server := openShop(t), resicoWith(t, 3)
	products := &flows.ImportProducts{Shop: s, Products: server.Client(nil).Products, Progress: none}
	balances := &flows.ImportBalances{Shop: s, Products: server.Client(nil).Products, Progress: none}
	for flow, run := range map[string]func() (flows.Import, error){
		"products": func() (flows.Import, error) { return products.Run(t.Context(), false) },
		"balances": func() (flows.Import, error) { return balances.Run(t.Context(), false) },
	} {
		_, err := products.Run(t.Context(), true) // balances are of products
		require.NoError(t, err)
		ahead := time.Now().Add(2 * time.Hour).UTC().Truncate(time.Microsecond)
		require.NoError(t, s.SetMark(t.Context(), flow, ahead))
		done, err := run()
		require.NoError(t, err)
		assert.Equal(t, flows.Import{Read: 3, Ahead: ahead}, done)
		assert.Equal(t, "the last run ended at "+ahead.Format(time.RFC3339)+", which is in the future, so everything was read: "+
			"is this machine's clock right?", done.ClockTrouble())
		mark, err := s.Mark(t.Context(), flow)
		require.NoError(t, err)
		assert.WithinDuration(t, time.Now(), mark, 5*time.Minute)

		slightly := time.Now().Add(5 * time.Minute).UTC().Truncate(time.Microsecond)
		require.NoError(t, s.SetMark(t.Context(), flow, slightly))
		done, err = run()
		require.NoError(t, err)
		assert.Equal(t, flows.Import{Since: slightly}, done, "the provider's clock may differ a little")
	}
}

// What was ordered before the balances were asked for is in them, though the clock was put back in between.
func TestImportBalances_clockPutBack(t *testing.T) {
	t.Parallel()
	s, server := openShop(t), resicoWith(t, 1)
	products := &flows.ImportProducts{Shop: s, Products: server.Client(nil).Products, Progress: none}
	balances := &flows.ImportBalances{Shop: s, Products: server.Client(nil).Products, Progress: none}
	_, err := products.Run(t.Context(), true)
	require.NoError(t, err)
	_, err = s.DB().ExecContext(t.Context(), `INSERT INTO settings (key, value) VALUES ('latest moment', $1)`,
		time.Now().Add(2*time.Hour).UTC().Format("2006-01-02T15:04:05.000000Z"))
	require.NoError(t, err)
	id, err := s.PlaceOrder(t.Context(), shop.NewOrder{
		Customer: shop.Customer{Email: "buyer@shop.example"},
		Items:    []shop.Item{{SKU: "P-000", Quantity: shelfwire.NewDecimal(1)}},
	}, func(context.Context, *sql.Tx, int64) error { return nil })
	require.NoError(t, err)
	require.NoError(t, s.CloseOrder(t.Context(), id, shop.OrderSent, ""))
	_, err = balances.Run(t.Context(), true)
	require.NoError(t, err)
	left, _, err := s.Available(t.Context(), "P-000")
	require.NoError(t, err)
	assert.Equal(t, "24", left.String())
}
