package main

import (
	"context"
	"iter"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// browser starts Chromium, or skips the test where there is none. Where CI is set there must be one.
func browser(t *testing.T) context.Context {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal("needs chromium, which CI has to install: ", err)
	}
	if err != nil {
		t.Skip("needs chromium, such as Debian's, in the PATH: ", err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1024, 1400),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := context.WithTimeout(t.Context(), 6*time.Minute)
	t.Cleanup(cancel)
	ctx, end := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(end)
	ctx, closeTab := chromedp.NewContext(ctx)
	t.Cleanup(closeTab)
	return ctx
}

// tab is a tab of a browser, at a shop.
type tab struct {
	*served

	ctx context.Context
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	require.NoError(b.t, chromedp.Do(b.ctx, steps...))
}

func (b *tab) text(selector chromedp.CSS) string {
	b.t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Text(selector))
	require.NoError(b.t, err)
	return text
}

// focused says what has the keyboard: its ID, or else its text.
func (b *tab) focused() string {
	b.t.Helper()
	name, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](
		`document.activeElement.id || document.activeElement.textContent.trim()`))
	require.NoError(b.t, err)
	return name
}

// tabThrough presses the key Tab and checks where each press leads.
func (b *tab) tabThrough(want ...string) {
	b.t.Helper()
	for _, name := range want {
		b.do(chromedp.KeyEvent(kb.Tab))
		require.Equal(b.t, name, b.focused())
	}
}

// An order that somebody places with the keyboard alone arrives as an invoice, and its page says so.
func TestBrowser(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	b := &tab{served: stocked(t).serve(), ctx: ctx}
	console := chromedp.Console(ctx)
	b.do(chromedp.Navigate(b.address+"/"), chromedp.WaitVisible(chromedp.CSS("main h1")))
	b.tabThrough("Skip to the content", "Example Shop", "Products", "Orders", "Sync", "q", "Search", "Oak shelf, size 1")
	b.do(chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.ID("quantity")))
	assert.Equal(t, "Oak shelf, size 1", b.text("main h1"))

	// The first try lacks an address: the summary has the keyboard, and leads to the field.
	b.do(chromedp.Focus(chromedp.ID("quantity")))
	assert.Equal(t, "quantity", b.focused())
	b.tabThrough("name")
	b.do(chromedp.KeyEvent("Ķirsis <b>Buyer</b>"))
	b.tabThrough("email")
	b.do(chromedp.KeyEvent("buyer@shop.example"))
	b.tabThrough("phone", "address", "postcode")
	b.do(chromedp.KeyEvent("LV-0000"))
	b.tabThrough("Place the order")
	b.do(chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(".summary")))
	title, err := chromedp.Run(ctx, chromedp.Title())
	require.NoError(t, err)
	assert.Equal(t, "Error: Oak shelf, size 1 – Example Shop", title)
	assert.Contains(t, b.focused(), "The order was not placed")
	b.tabThrough("Enter an address")
	b.do(chromedp.Click(chromedp.CSS(".summary a"))) // the key Enter would be felt by the field, too, as it comes piece by piece
	assert.Equal(t, "address", b.focused())
	kept, err := chromedp.Run(ctx, chromedp.Value(chromedp.ID("name")))
	require.NoError(t, err)
	assert.Equal(t, "Ķirsis <b>Buyer</b>", kept)
	b.do(chromedp.KeyEvent("Example Street 1, Riga"), chromedp.KeyEvent(kb.Enter))
	b.do(chromedp.WaitVisible(chromedp.CSS(".stack")))
	assert.Contains(t, b.text("main h1"), "Your order 1")

	b.eventually(func() bool { return len(b.server.Invoices()) == 1 && len(b.server.Invoices()[0].Lines) == 1 })
	b.eventually(func() bool {
		b.do(chromedp.Reload(), chromedp.WaitVisible(chromedp.CSS(".stack")))
		return b.text("main h1 .badge") == "in the accounts"
	})
	assert.NotContains(t, b.text("main"), "not begun")
	b.checkFits("/", "/products/SW-0001", "/office", "/office/orders/1", "/office/sync", "/nowhere")
	b.checkConsole(console)

	b.stop()
	b.checkInvoices(1)
	b.inShop(func(s *shop.Shop) {
		o, err := s.Order(t.Context(), 1)
		require.NoError(t, err)
		assert.Equal(t, "Ķirsis <b>Buyer</b>", o.Customer.Name)
	})
}

// checkFits checks that nothing is wider than a small phone.
func (b *tab) checkFits(paths ...string) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(360, 740))
	for _, path := range paths {
		b.do(chromedp.Navigate(b.address+path), chromedp.WaitVisible(chromedp.CSS("footer")))
		width, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
		require.NoError(b.t, err)
		assert.LessOrEqual(b.t, width, 360, path)
	}
}

// checkConsole checks that the browser had nothing to complain of, above all not of the policy for contents. The status of
// a page is what the test asked for: a form that is rejected, and a page that is not there.
func (b *tab) checkConsole(console iter.Seq2[chromedp.ConsoleMessage, error]) {
	b.t.Helper()
	const mark = "that is all"
	b.do(chromedp.Evaluate[chromedp.Void](`void console.log("` + mark + `")`))
	statuses := 0
	for message, err := range console {
		require.NoError(b.t, err)
		switch {
		case message.Text == mark:
			assert.Equal(b.t, 2, statuses)
			return
		case message.Source == "network" && strings.Contains(message.Text, "the server responded with a status of 4"):
			statuses++
		default:
			assert.Fail(b.t, "the browser complains", "%s: %s", message.Source, message)
		}
	}
}
