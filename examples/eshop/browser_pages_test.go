package main

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
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
// nothing that runs out of the middle of the page.
func TestBrowser_pages(t *testing.T) {
	t.Parallel()
	axe, ctx := axeScript(t), browser(t)
	b := &tab{served: needy(t), ctx: ctx}
	own := b.buy("SW-0001")
	billing := &tab{served: billed(t).serve(), ctx: ctx}
	billing.says("/products/SW-0001", `name="form"`)
	invoiced := billing.buy("SW-0001")
	billing.says(invoiced, "(PDF)")
	for _, width := range []int64{1280, 360} {
		b.do(chromedp.EmulateViewport(width, 800))
		b.checkPages(axe, width, "/", "/?q=shelf", "/?q=nothing+like+it", "/products/SW-0001", "/office", "/office/orders/1",
			"/office/orders/2", "/office/orders/3", "/office/orders/4", "/office/sync", own, "/nowhere")
		billing.checkPages(axe, width, "/products/SW-0001", invoiced, "/office", "/office/orders/1")
		b.checkRejected(axe, width)
		b.checkSentAgain(axe, width, strings.TrimPrefix(own, "/orders/"))
	}
	billing.checkPaper(invoiced)
}

// needy is a shop with everything that can need somebody, as it is served: an order that was cut off, one that waits for it and
// one that failed; products that a channel does not list; an order of a channel that is parked, and one that a person has
// dealt with. Order 4 is one that is not.
func needy(t *testing.T) *served {
	t.Helper()
	w := offered(t)
	w.shop.DeleteItems(shopinventory.BySKU("SW-0002"), shopinventory.BySKU("SW-0003"))
	w.needed()
	leu := func(o *shopinventory.Order) { o.Currency = "RON" }
	w.shop.AddOrders(soldThere("95750870.1"), soldThere("95750872.1", leu), soldThere("95750873.1", leu))
	s := w.serve(sinceYesterday, euros)
	s.says("/office", "waits for order 1")
	s.says("/office", "Take it again: MerchantPro 95750872.1")
	s.says("/office", "Take it again: MerchantPro 95750873.1")
	about := regexp.MustCompile(`name="id" value="95750873\.1"><input type="hidden" name="about" value="(\w+)"`)
	asked := about.FindStringSubmatch(s.page("/office"))
	require.Len(t, asked, 2)
	s.post("/office/remote", url.Values{
		"channel": {"MerchantPro"}, "id": {"95750873.1"}, "about": {asked[1]}, "found": {"done"},
	})
	s.says("/office", "Take it up again: MerchantPro 95750873.1")
	s.says("/office/orders/4", "where its number is 95750870.1")
	s.says("/office/sync", "Not there: Listings in MerchantPro")
	return s
}

// checkPages looks at pages by their paths.
func (b *tab) checkPages(axe string, width int64, paths ...string) {
	b.t.Helper()
	for _, path := range paths {
		b.do(chromedp.Navigate(b.address+path), chromedp.WaitVisible(chromedp.CSS("footer")))
		b.checkPage(axe, path, width)
	}
}

// checkRejected looks at forms that were not filled in, and at the runs that a page shows when it is asked to.
func (b *tab) checkRejected(axe string, width int64) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.address+"/office/sync"), chromedp.Click(chromedp.CSS("summary")))
	b.checkPage(axe, "the runs of a flow", width)
	for _, path := range []string{"/products/SW-0001", "/office/orders/1"} {
		b.do(chromedp.Navigate(b.address+path), chromedp.Click(chromedp.CSS(".panel button")),
			chromedp.WaitVisible(chromedp.CSS(".summary")))
		b.checkPage(axe, "the rejected form of "+path, width)
	}
}

// checkSentAgain looks at what a form says that was an order before, and whose price is not that of the product any more.
func (b *tab) checkSentAgain(axe string, width int64, name string) {
	b.t.Helper()
	for said, change := range map[string]func(){
		"You have placed an order with this form before": func() {
			b.fillIn(name)
			b.do(chromedp.Focus(chromedp.ID("quantity")), chromedp.KeyEvent("2"))
		},
		"The price has changed since this page was shown": func() {
			b.fillIn("")
			b.do(chromedp.Evaluate[chromedp.Void](`void (document.querySelector("input[name=price]").value = "0.01")`))
		},
	} {
		change()
		b.do(chromedp.Click(chromedp.CSS(".panel button")), chromedp.WaitVisible(chromedp.CSS(".summary")))
		assert.Contains(b.t, b.text(".summary"), said)
		b.checkPage(axe, said, width)
	}
}

// checkPaper checks that an order on paper has its tables, and nothing to click.
func (b *tab) checkPaper(path string) {
	b.t.Helper()
	const width = 718 // of A4 between the margins that Chromium leaves
	b.do(chromedp.EmulateViewport(width, 800), chromedp.Navigate(b.address+path))
	b.do(chromedp.WaitVisible(chromedp.CSS(".button")))
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	require.NoError(b.t, err)
	left, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](`[...document.querySelectorAll("header, .button, footer")]
		.filter(part => part.checkVisibility()).map(part => part.outerHTML.slice(0, 80))`))
	require.NoError(b.t, err)
	assert.Empty(b.t, left)
	head, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`getComputedStyle(document.querySelector("thead")).display`))
	require.NoError(b.t, err)
	assert.Equal(b.t, "table-header-group", head)
	b.checkFitting("an order on paper", width)
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
	b.checkFitting(what, width)
	findings, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]finding](axe+`;
		axe.run(document).then(r => r.violations.map(v => ({id: v.id, impact: v.impact, help: v.help,
			nodes: v.nodes.map(n => n.html)})))`, chromedp.EvalAwaitPromise))
	require.NoError(b.t, err)
	for _, f := range findings {
		assert.NotContains(b.t, []string{"serious", "critical"}, f.Impact, "%s at %d px: %s: %s: %v", what, width, f.ID, f.Help, f.Nodes)
		b.t.Logf("%s at %d px: %s: %s: %s", what, width, f.Impact, f.ID, f.Help)
	}
}

// outsideMain are the parts of a page that run out of its middle, where the eye looks for them.
const outsideMain = `(main => {
	const edge = main.getBoundingClientRect().right - parseFloat(getComputedStyle(main).paddingRight);
	return [...main.querySelectorAll("h1, p, div, section, form, table")]
		.filter(part => part.getBoundingClientRect().right > edge + 1).map(part => part.outerHTML.slice(0, 80));
})(document.querySelector("main"))`

// checkFitting checks that nothing is wider than it should be.
func (b *tab) checkFitting(what string, width int64) {
	b.t.Helper()
	wide, err := chromedp.Run(b.ctx, chromedp.Evaluate[int64](`document.documentElement.scrollWidth`))
	require.NoError(b.t, err)
	assert.LessOrEqual(b.t, wide, width, what)
	parts, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](outsideMain))
	require.NoError(b.t, err)
	assert.Empty(b.t, parts, "%s at %d px", what, width)
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
