package main

import (
	"bytes"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

func TestMain(m *testing.M) {
	flag.Parse()
	if !shoptest.IsPostgres() { // whose connections are few
		_ = flag.Set("test.parallel", sideBySide)
	}
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
	w.withChannels()
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
		"listings 118 brought up to date",
		"listings 118 brought up to date in MerchantPro unchanged 0 are as the shop has them",
		"without stock 2 a stock that nobody knows is left alone without price 1 the price there is left alone not listed 0",
		"rows replaced, the others set to zero", "calls 119 to MerchantPro retries 0",
	} {
		assert.Contains(t, w.said(), want)
	}

	w.checkCards(117)
	w.checkListings()
	w.checkTill()

	// The second run is incremental.
	before, looked := w.server.Calls("Products.List"), w.cards.Calls("Products.List")
	listed, replaced := w.shop.Calls(update), w.till.Calls()
	w.server.SetBalance("SW-0001", "NOL", shelfwire.NewDecimal(99))
	w.server.SetProduct(resico.Product{SKU: "SW-0002", Name: "Renamed", VAT: "A"})
	require.True(t, w.run(), &w.out)
	w.checkInvoices(30)
	assert.Equal(t, before+2, w.server.Calls("Products.List"), "a page of products, a page of balances")
	assert.Regexp(t, `products    incremental since 20\d\d-.*; 2 products changed`, w.out.String())
	assert.Regexp(t, `balances    incremental since 20\d\d-.*; 2 products changed`, w.out.String())
	assert.Contains(t, w.said(), "cards 0 created in ERP XT edited 1 brought up to date there unchanged 116 ")
	assert.Equal(t, looked+2, w.cards.Calls("Products.List"), "a page with one card, and the end")
	w.checkCards(117)
	assert.Equal(t, listed+1, w.shop.Calls(update), "one stock has changed")
	assert.Contains(t, w.said(), "listings 1 brought up to date in MerchantPro unchanged 117 are as the shop has them")
	w.checkListings()
	assert.Equal(t, replaced, w.till.Calls(), "nothing has changed at the till's location")
	assert.Contains(t, w.said(), "till nothing has changed there since the last replacement")
	w.inShop(func(s *shop.Shop) {
		stock, err := s.Stock(t.Context(), "SW-0001")
		require.NoError(t, err)
		assert.Equal(t, "99", stock["NOL"].String())
	})

	// What is ordered is no longer offered elsewhere.
	listed = w.shop.Calls(update)
	require.True(t, w.run(orders(3)), &w.out)
	w.checkInvoices(33)
	w.checkListings()
	w.checkTill()
	assert.InDelta(t, listed+6, w.shop.Calls(update), 5, "some of three orders' products, and no others")

	// A run with nothing to do writes nothing.
	writes, calls := w.writes(), w.cards.Calls()
	listed, replaced = w.shop.Calls(update), w.till.Calls()
	require.True(t, w.run(), &w.out)
	assert.Equal(t, writes, w.writes())
	assert.Equal(t, calls, w.cards.Calls(), "nothing to push, nothing to ask")
	assert.Equal(t, listed, w.shop.Calls(update))
	assert.Equal(t, replaced, w.till.Calls())
	w.server.DeleteProducts("SW-0009")
	require.True(t, w.run(func(c *config) { c.everything = true }), &w.out)
	assert.Contains(t, w.said(), "gone 1 no longer listed")
	assert.Contains(t, w.said(), "price list 0 product cards created, 0 edited")
	assert.Equal(t, calls+1+6*2, w.cards.Calls(), "a token, and each card is looked at")
	assert.Len(t, w.cards.Products(), 117, "what is off sale keeps its card")
	assert.Equal(t, listed+117, w.shop.Calls(update), "what is off sale is left as it is")
	assert.Greater(t, w.till.Calls(), replaced+70, "asked for everything")
	w.checkTill()
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

// What could not be read is in the table, and is asked for again by the next run.
func TestCycle_unread(t *testing.T) {
	t.Parallel()
	w := stocked(t)
	const list = "Products.List"
	w.server.SetProduct(resico.Product{SKU: "SW-0002", Name: "Renamed", VAT: "A", Price: shelfwire.Set(shelfwire.MustDecimal("8.75"))})
	w.server.Fail(faults.Edit(func(body []byte) []byte {
		return bytes.ReplaceAll(body, []byte(`"Price":8.75`), []byte(`"Price":"8,75"`))
	}).On(list).Always())
	require.True(t, w.run(), &w.out)
	assert.Contains(t, w.said(), "unread 1 in part: the shop keeps what it had, and asks for them again")

	w.inShop(func(s *shop.Shop) { // nine minutes later the walk through the changes does not bring it any more
		require.NoError(t, s.SetMark(t.Context(), "products", time.Now().Add(9*time.Minute)))
	})
	w.server.ClearFaults()
	w.server.Fail(faults.HTML(200).On(list).Skip(1).Times(2))
	require.False(t, w.run(), "the question about it is not answered")
	assert.Contains(t, w.said(), "Not done: import_products: what could not be read before could not be read again: resico: ")
	assert.Contains(t, w.said(), "balances", "the rest is done")

	w.server.ClearFaults()
	require.True(t, w.run(), &w.out)
	assert.NotContains(t, w.said(), "unread 1 in part")
	w.inShop(func(s *shop.Shop) {
		products, err := s.Active(t.Context())
		require.NoError(t, err)
		at := slices.IndexFunc(products, func(p shop.Product) bool { return p.SKU == "SW-0002" })
		require.GreaterOrEqual(t, at, 0)
		assert.Equal(t, "Renamed 8.75", products[at].Name+" "+products[at].Price.String())
	})
}

func TestRun_demo(t *testing.T) {
	t.Parallel()
	database := shoptest.Database(t)
	var out, errs bytes.Buffer
	args := []string{"-database", database, "-products", "30", "-orders", "4"}
	require.Equal(t, statusOK, run(t.Context(), args, environment(), &out, &errs), "%s%s", &out, &errs)
	assert.Contains(t, out.String(), "the whole catalogue; 30 products")
	assert.Contains(t, out.String(), "price list  29 product cards created, 0 edited")
	assert.Contains(t, out.String(), "not in MerchantPro: SW-0021")
	assert.Contains(t, out.String(), "updated in VirtualPOS, and the others set to zero")

	assert.Contains(t, out.String(), "orders      6 of 6 settled")
	assert.Regexp(t, `picked up +5  orders from MerchantPro\n    invoiced +2  in Resico\n    unpaid +3  wait`, out.String())

	// The fake has forgotten everything; the demo puts back what the shop knows.
	out.Reset()
	require.Equal(t, statusOK, run(t.Context(), args, environment(), &out, &errs), "%s%s", &out, &errs)
	assert.Regexp(t, `products    incremental since .*; 7 products changed`, out.String())
	assert.Contains(t, out.String(), "orders      6 of 6 settled")
	assert.Regexp(t, `picked up +2  orders from MerchantPro\n    invoiced +2  in Resico\n    unpaid +3  wait`, out.String())
	assert.Contains(t, out.String(), "price list  0 product cards created, ")
	assert.Regexp(t, `listings    \d+ brought up to date`, out.String())
	assert.Contains(t, out.String(), "not in MerchantPro: SW-0021")
	assert.NotContains(t, errs.String(), "eshop:") // what River says about a slow machine is no failure

	// What belongs to the demo is not for the real Resico.
	out.Reset()
	require.Equal(t, statusUsage, run(t.Context(), []string{"-database", database}, bothKeys(), &out, &errs))
	assert.Contains(t, errs.String(), "the database belongs to the demo and cannot be used with Resico account ")
	assert.NotContains(t, out.String()+errs.String(), "key-0123456789")
}

func TestRun_problems(t *testing.T) {
	t.Parallel()
	database, newer, text := shoptest.File(t), shoptest.Database(t), filepath.Join(t.TempDir(), "notes.txt")
	for _, name := range []string{database, newer} {
		s, err := shop.Open(t.Context(), name)
		require.NoError(t, err)
		if name == newer {
			_, err = s.DB().ExecContext(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, '1')`)
			require.NoError(t, err)
		}
		require.NoError(t, s.Close())
	}
	require.NoError(t, os.WriteFile(text, []byte(strings.Repeat("dear diary\n", 100)), 0o600))
	for name, test := range map[string]struct {
		args   []string
		status int
		want   string
	}{
		"no such folder":  {[]string{"-database", filepath.Join(database, "x.db")}, statusUsage, "cannot open the database " + database},
		"no such server":  {[]string{"-database", "postgres://eshop:secret@127.0.0.1:1/shop"}, statusUsage, "eshop:xxxxx@127.0.0.1:1/shop"},
		"no such address": {[]string{"-database", "postgres://eshop:secret@127.0.0.1:port/"}, statusUsage, "it is not clear what is what"},
		"no database":     {[]string{"-database", text}, statusUsage, "file is not a database"},
		"newer":           {[]string{"-database", newer}, statusUsage, "belongs to a newer version of this program"},
		"settle a missing order": {
			[]string{"orders", "settle", "-database", database, "17", "none"}, statusWork, "eshop orders: there is no order 17\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			assert.Equal(t, test.status, run(t.Context(), test.args, environment(), &out, &errs))
			assert.Contains(t, errs.String(), test.want)
			assert.NotContains(t, errs.String()+out.String(), "secret")
		})
	}
}

func TestOrders_list(t *testing.T) {
	t.Parallel()
	w := stocked(t)
	list := func() string {
		var out, errs bytes.Buffer
		require.Equal(t, statusOK, run(t.Context(), []string{"orders", "list", "-database", w.cfg.database}, environment(), &out, &errs))
		return out.String()
	}
	assert.Equal(t, "No order is open, parked or failed.\n", list())
	id := w.order()
	w.inShop(func(s *shop.Shop) {
		o, err := s.Order(t.Context(), id)
		require.NoError(t, err)
		_, _, err = s.Begin(t.Context(), shop.CustomerStep(o), nil)
		require.NoError(t, err)
		require.NoError(t, s.Park(t.Context(), shop.CustomerStep(o), "unknown", "silence"))
		require.NoError(t, s.CloseOrder(t.Context(), id, shop.OrderParked, "silence"))
	})
	assert.Equal(t, "1 order needs attention:\n  order 1, parked: silence\n"+
		"      look in Resico, then: eshop orders settle -database "+w.argument()+" 1 customer/1 KEY, "+
		"or none for the key if it is not there\n", list())

	var out, errs bytes.Buffer
	assert.Equal(t, statusOK, run(t.Context(), []string{"orders", "-help"}, environment(), &out, &errs))
	assert.Contains(t, errs.String(), "Usage: eshop orders list")
}

func TestApp_introduce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change []func(*config)
		want   string
		orders int
	}{
		"first run of the demo":     {nil, "a fake inside this program", 40},
		"where the till's stock is": {nil, `VirtualPOS a fake inside this program, http`, 40},
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
			c := connectors{resico: connectTo(demoAccount, w.server.Client), channels: connect(w.cfg).channels}
			a, err := open(t.Context(), w.cfg, progress.New(&w.out), c, slog.New(slog.DiscardHandler))
			require.NoError(t, err)
			defer func() { require.NoError(t, a.close()) }()
			require.NoError(t, a.introduce(t.Context()))
			assert.Contains(t, w.said(), test.want)
			assert.Equal(t, test.orders, a.cfg.orders)
		})
	}
}

func realOne(c *config) {
	c.resico = resico.Credentials{ClientCode: shelfwire.NewSecret("code-1"), ClientKey: shelfwire.NewSecret("key-0123456789")}
}
