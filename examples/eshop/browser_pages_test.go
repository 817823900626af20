package main

import (
	"context"
	"database/sql"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// axePath is where npm puts axe-core, which looks at pages as a person does who cannot see them well:
//
//	npm ci --prefix eshop/browser
const axePath = "browser/node_modules/axe-core/axe.min.js"

// axeScript reads axe-core, or skips the test where there is none. Where CI is set there must be one.
func axeScript(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile(axePath)
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal("needs axe-core, which CI has to install by npm ci --prefix examples/eshop/browser: ", err)
	}
	if err != nil {
		t.Skip("needs axe-core: npm ci --prefix eshop/browser: ", err)
	}
	return string(script)
}

// Each page, in each of its states, on a desk and on a phone: nothing serious for axe, nothing wider than the screen, and
// nothing for the browser to complain of.
func TestBrowser_pages(t *testing.T) {
	t.Parallel()
	axe, ctx := axeScript(t), browser(t)
	w := stocked(t)
	w.withListings()
	w.shop.DeleteItems(shopinventory.BySKU("SW-0002"), shopinventory.BySKU("SW-0003"))
	w.needed()
	s := w.serve()
	b := &tab{served: s, ctx: ctx}
	s.says("/office", "waits for order 1")
	s.says("/office/sync", "Not there: Listings in MerchantPro")
	own := s.buy("SW-0001")
	for _, width := range []int64{1280, 360} {
		b.do(chromedp.EmulateViewport(width, 800))
		for _, path := range []string{
			"/", "/?q=shelf", "/?q=nothing+like+it", "/products/SW-0001", "/office", "/office/orders/1", "/office/orders/2",
			"/office/orders/3", "/office/sync", own, "/nowhere",
		} {
			b.do(chromedp.Navigate(b.address+path), chromedp.WaitVisible(chromedp.CSS("footer")))
			b.checkPage(axe, path, width)
		}
		b.do(chromedp.Navigate(b.address+"/office/sync"), chromedp.Click(chromedp.CSS("summary")))
		b.checkPage(axe, "the runs of a flow", width)
		b.do(chromedp.Navigate(b.address+"/products/SW-0001"), chromedp.Click(chromedp.CSS(".panel button")),
			chromedp.WaitVisible(chromedp.CSS(".summary")))
		b.checkPage(axe, "a form with errors", width)
		b.do(chromedp.Navigate(b.address+"/office/orders/1"), chromedp.Click(chromedp.CSS(".panel button")),
			chromedp.WaitVisible(chromedp.CSS(".summary")))
		b.checkPage(axe, "an order that was not settled", width)
	}
}

// needed places orders that need somebody: one that was cut off with its customer, one that waits for it, and one that failed.
func (w *world) needed() {
	w.t.Helper()
	first, second := w.order(), w.order()
	w.inShop(func(s *shop.Shop) {
		ctx := w.t.Context()
		o, err := s.Order(ctx, first)
		require.NoError(w.t, err)
		_, _, err = s.Begin(ctx, shop.CustomerStep(o), []byte("{}"))
		require.NoError(w.t, err)
		_, _, err = s.Begin(ctx, shop.CustomerStep(o), []byte("{}"))
		require.Error(w.t, err)
		require.NoError(w.t, s.CloseOrder(ctx, first, shop.OrderParked, err.Error()))
		failed, err := s.PlaceOrder(ctx, shop.NewOrder{
			Customer: shop.Customer{Email: "other@shop.example", Name: strings.Repeat("Averylongname", 6)},
			PlacedAt: o.PlacedAt, Items: []shop.Item{{SKU: o.Lines[0].SKU, Quantity: shelfwire.NewDecimal(1)}},
		}, nothingAlongside)
		require.NoError(w.t, err)
		require.NoError(w.t, s.CloseOrder(ctx, failed, shop.OrderFailed, "resico: Invoices.Create: 422: "+strings.Repeat("x", 120)))
		require.NoError(w.t, s.SaveRun(ctx, "import_products", shop.Run{
			Began: o.PlacedAt, Ended: o.PlacedAt, Calls: 9, FailedCalls: 4, Error: "resico: Products.List: 503",
		}))
	})
	require.Equal(w.t, int64(2), second)
}

// finding is what axe has found.
type finding struct {
	ID     string   `json:"id"`
	Impact string   `json:"impact"`
	Help   string   `json:"help"`
	Nodes  []string `json:"nodes"`
}

// checkPage looks at the page as it stands.
func (b *tab) checkPage(axe, what string, width int64) {
	b.t.Helper()
	wide, err := chromedp.Run(b.ctx, chromedp.Evaluate[int64](`document.documentElement.scrollWidth`))
	require.NoError(b.t, err)
	assert.LessOrEqual(b.t, wide, width, what)
	findings, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]finding](axe+`;
		axe.run(document).then(r => r.violations.map(v => ({id: v.id, impact: v.impact, help: v.help,
			nodes: v.nodes.map(n => n.html)})))`, chromedp.EvalAwaitPromise))
	require.NoError(b.t, err)
	for _, f := range findings {
		assert.NotContains(b.t, []string{"serious", "critical"}, f.Impact, "%s at %d px: %s: %s: %v", what, width, f.ID, f.Help, f.Nodes)
		b.t.Logf("%s at %d px: %s: %s: %s", what, width, f.Impact, f.ID, f.Help)
	}
}

// The form that a browser brings back, whose name was used: what was ordered is said, and what was typed is kept. Whether the
// back button brings back its name is up to the browser, so the test does it.
func TestBrowser_back(t *testing.T) {
	t.Parallel()
	axe, ctx := axeScript(t), browser(t)
	b := &tab{served: stocked(t).serve(), ctx: ctx}
	name := b.fillIn("")
	b.do(chromedp.Click(chromedp.CSS(".panel button")), chromedp.WaitVisible(chromedp.CSS(".stack")))
	b.fillIn(name)
	b.do(chromedp.Focus(chromedp.ID("quantity")), chromedp.KeyEvent("2"))
	b.do(chromedp.Click(chromedp.CSS(".panel button")), chromedp.WaitVisible(chromedp.CSS(".summary")))
	assert.Contains(t, b.focused(), "You have placed an order with this form before")
	assert.Contains(t, b.text(".summary"), "It is your order 1: 1 × Oak shelf, size 1.")
	typed, err := chromedp.Run(ctx, chromedp.Value(chromedp.ID("quantity")))
	require.NoError(t, err)
	assert.Contains(t, typed, "2")
	assert.NotEqual(t, "1", typed)
	b.checkPage(axe, "a form that was sent before", 1024)
	b.do(chromedp.Click(chromedp.CSS(".panel button")), chromedp.WaitVisible(chromedp.CSS(".stack")))
	assert.Contains(t, b.text("main h1"), "Your order 2")
}

// fillIn fills in the form of a product, which can be one of a certain name, and returns its name.
func (b *tab) fillIn(name string) string {
	b.t.Helper()
	b.do(chromedp.Navigate(b.address+"/products/SW-0001"), chromedp.WaitVisible(chromedp.ID("quantity")))
	for id, text := range map[string]string{
		"name": "Example Buyer", "email": "buyer@shop.example", "address": "Example Street 1, Riga", "postcode": "LV-0000",
	} {
		b.do(chromedp.Focus(chromedp.ID(id)), chromedp.KeyEvent(text))
	}
	name, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](
		`(f => { if ("`+name+`") f.value = "`+name+`"; return f.value })(document.querySelector("input[name=form]"))`))
	require.NoError(b.t, err)
	return name
}

func nothingAlongside(context.Context, *sql.Tx, int64) error { return nil }
