package main

import (
	"bytes"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

func TestMain(m *testing.M) {
	flag.Parse()
	_ = flag.Set("test.parallel", "16") // the tests mostly wait: for the queue's polls and for the disk
	goleak.VerifyTestMain(m, goleak.Cleanup(func(status int) {
		if database, err := template(); err == nil {
			_ = os.RemoveAll(filepath.Dir(database))
		}
		os.Exit(status)
	}))
}

func TestCycle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 120)
	w.cards = erpxttest.NewServer(t)
	require.True(t, w.run(orders(30)), &w.out)
	w.checkInvoices(30)
	emails := map[string]bool{}
	for _, c := range w.server.Customers() {
		emails[c.Email] = true
	}
	assert.Len(t, w.server.Customers(), len(emails), "each customer once")
	for _, want := range []string{
		"products the whole catalogue; 120 products",
		"without price 2 the shop keeps the price it had",
		"without balance 2 the shop keeps the stock it had",
		"price list 117 product cards created, 0 edited",
		"cards 117 created in ERP XT edited 0 brought up to date there unchanged 0 are as the shop has them",
		"without price 1 not pushed: no price is not a price of 0",
		"orders 30 of 30 settled", "calls 124 to ERP XT retries 0", "invoices 30 created", "retries 0", "Everything is where it belongs.",
	} {
		assert.Contains(t, w.said(), want)
	}

	w.checkCards(117)

	// The second run is incremental.
	before, looked := w.server.Calls("Products.List"), w.cards.Calls("Products.List")
	w.server.SetBalance("SW-0001", "NOL", shelfwire.NewDecimal(99))
	w.server.SetProduct(resico.Product{SKU: "SW-0002", Name: "Renamed", VAT: "A"})
	require.True(t, w.run(orders(3)), &w.out)
	w.checkInvoices(33)
	assert.Equal(t, before+2, w.server.Calls("Products.List"), "a page of products, a page of balances")
	assert.Regexp(t, `products   incremental since 20\d\d-.*; 2 products changed`, w.out.String())
	assert.Regexp(t, `balances   incremental since 20\d\d-.*; 2 products changed`, w.out.String())
	assert.Contains(t, w.said(), "cards 0 created in ERP XT edited 1 brought up to date there unchanged 116 ")
	assert.Equal(t, looked+2, w.cards.Calls("Products.List"), "a page with one card, and the end")
	w.checkCards(117)
	w.inShop(func(s *shop.Shop) {
		stock, err := s.Stock(t.Context(), "SW-0001")
		require.NoError(t, err)
		assert.Equal(t, "99", stock["NOL"].String())
	})

	// A run with nothing to do writes nothing.
	writes, calls := w.writes(), w.cards.Calls()
	require.True(t, w.run(), &w.out)
	assert.Equal(t, writes, w.writes())
	assert.Equal(t, calls, w.cards.Calls(), "nothing to push, nothing to ask")
	w.server.DeleteProducts("SW-0009")
	require.True(t, w.run(func(c *config) { c.everything = true }), &w.out)
	assert.Contains(t, w.said(), "gone 1 no longer listed")
	assert.Contains(t, w.said(), "price list 0 product cards created, 0 edited")
	assert.Equal(t, calls+1+6*2, w.cards.Calls(), "a token, and each card is looked at")
	assert.Len(t, w.cards.Products(), 117, "what is off sale keeps its card")
}

func TestCycle_importFails(t *testing.T) {
	t.Parallel()
	w := stocked(t)
	id := w.order()
	w.server.Close()
	require.False(t, w.run(orders(5), func(c *config) { c.patience = 0 }))
	assert.Contains(t, w.out.String(), "Not done: import_products: resico: Products.List: ")
	state, _ := w.state(id)
	assert.Equal(t, shop.OrderOpen, state, "nothing was sent, so it is tried again")
	w.inShop(func(s *shop.Shop) {
		counts, err := s.CountOrders(t.Context())
		require.NoError(t, err)
		assert.Equal(t, map[shop.State]int{shop.OrderOpen: 1}, counts, "no demo orders without a catalogue")
	})
}

func TestRun_demo(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "eshop.db")
	var out, errs bytes.Buffer
	args := []string{"-database", database, "-products", "30", "-orders", "4"}
	require.Equal(t, statusOK, run(t.Context(), args, environment(), &out, &errs), "%s%s", &out, &errs)
	assert.Contains(t, out.String(), "the whole catalogue; 30 products")
	assert.Contains(t, out.String(), "price list 29 product cards created, 0 edited")

	// The fake has forgotten everything; the demo puts back what the shop knows.
	out.Reset()
	require.Equal(t, statusOK, run(t.Context(), args, environment(), &out, &errs), "%s%s", &out, &errs)
	assert.Regexp(t, `products   incremental since .*; 7 products changed`, out.String())
	assert.Contains(t, out.String(), "orders     4 of 4 settled")
	assert.Contains(t, out.String(), "price list 0 product cards created, ")
	assert.NotContains(t, errs.String(), "eshop:") // what River says about a slow machine is no failure

	// What belongs to the demo is not for the real Resico.
	out.Reset()
	require.Equal(t, statusUsage, run(t.Context(), []string{"-database", database}, bothKeys(), &out, &errs))
	assert.Contains(t, errs.String(), "the database belongs to the demo and cannot be used with Resico account ")
	assert.NotContains(t, out.String()+errs.String(), "key-0123456789")
}

func TestRun_problems(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "eshop.db")
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"no such folder":   {[]string{"-database", filepath.Join(database, "x.db")}, "x.db"},
		"settle a missing": {[]string{"-database", database, "-products", "3", "-settle", "17=none"}, "order 17"},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			assert.Equal(t, statusWork, run(t.Context(), test.args, environment(), &out, &errs))
			assert.Contains(t, errs.String(), test.want)
		})
	}
}

func TestApp_introduce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change []func(*config)
		want   string
		orders int
	}{
		"first run of the demo":     {nil, "a fake inside this program", 40},
		"as many as are asked for":  {[]func(*config){orders(3)}, "database", 3},
		"the real Resico":           {[]func(*config){realOne}, "no demo orders are placed in a real Resico", 0},
		"no fake for real products": {[]func(*config){realOne}, "ERP XT left out: there is no fake one", 0},
		"the real Resico, on order": {[]func(*config){realOne, orders(2)}, "places 2 demo orders, and their", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, 3)
			w.cfg.orders = -1
			for _, change := range test.change {
				change(&w.cfg)
			}
			a, err := open(t.Context(), w.cfg, progress.New(&w.out), w.connectors(), slog.New(slog.DiscardHandler))
			require.NoError(t, err)
			defer func() { require.NoError(t, a.close()) }()
			require.NoError(t, a.introduce(t.Context()))
			assert.Contains(t, w.said(), test.want)
			assert.Equal(t, test.orders, a.cfg.orders)
		})
	}
}

func realOne(c *config) {
	c.resico = resico.Credentials{ClientCode: "code-1", ClientKey: "key-0123456789"}
}
