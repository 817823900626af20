package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// inFake are the rows that a fake leaves open.
var inFake = []string{
	"resico/http2",
	"erpxt/http2", "erpxt/resource-customers", "erpxt/resource-payment-types", "erpxt/resource-bank-accounts",
	"erpxt/resource-invoices", "erpxt/resource-proformas", "erpxt/resource-payment-details", "erpxt/resource-vat-rates",
	"shopinventory/http2", "shopinventory/redirect", "shopinventory/too-many", "shopinventory/products-page",
	"virtpos/http2", "virtpos/plain-http", "virtpos/turnover-form",
}

// runAlone runs the program without any variable set: with the fakes inside.
func runAlone(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	c := config{getenv: func(string) string { return "" }, stdout: &out, stderr: &errs}
	status = c.run(t.Context(), append([]string{"-shape", t.TempDir() + "/shape.txt"}, args...))
	return status, out.String(), errs.String()
}

// The fakes do what is assumed.
func TestRun_Fakes(t *testing.T) {
	t.Parallel()
	status, stdout, stderr := runAlone(t, "-json")
	assert.Zero(t, status)
	assert.Empty(t, stderr)
	var open []string
	for _, p := range decodeReports(t, stdout) {
		assert.True(t, p.Fake)
		assert.LessOrEqual(t, p.Calls, maxCalls)
		assert.Positive(t, p.Calls)
		for _, r := range p.Rows {
			assert.NotEqual(t, string(differs), r.Verdict, "%s: %s", r.ID, r.Seen)
			if r.Verdict == string(unclear) {
				open = append(open, r.ID)
			}
		}
	}
	assert.ElementsMatch(t, inFake, open)
}

func decodeReports(t *testing.T, text string) []jsonReport {
	t.Helper()
	var read struct {
		Shelfwire string       `json:"shelfwire"`
		Providers []jsonReport `json:"providers"`
	}
	require.NoError(t, json.Unmarshal([]byte(text), &read))
	assert.Equal(t, shelfwire.Version, read.Shelfwire)
	return read.Providers
}

// What is seen in the fakes, row by row, is in a file: go test ./probe -update writes it anew.
func TestRun_Golden(t *testing.T) {
	t.Parallel()
	var seen strings.Builder
	_, stdout, _ := runAlone(t, "-json")
	for _, p := range decodeReports(t, stdout) {
		fmt.Fprintf(&seen, "%s, %d calls\n", p.Provider, p.Calls)
		for _, r := range p.Rows {
			if r.ID != "resico/clock" && r.ID != "resico/server-zone" { // they depend on the day
				fmt.Fprintf(&seen, "%s\t%s\t%s\n", r.ID, r.Verdict, r.Seen)
			}
		}
	}
	const file = "testdata/fakes.txt"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(seen.String()), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), seen.String())
}

var update = flag.Bool("update", false, "write golden files anew")

// Each row says what is assumed, and where that stands.
func TestRun_RowsAreComplete(t *testing.T) {
	t.Parallel()
	_, stdout, _ := runAlone(t, "-json")
	seen := map[string]bool{}
	for _, p := range decodeReports(t, stdout) {
		for _, r := range p.Rows {
			assert.False(t, seen[r.ID], "%s twice", r.ID)
			seen[r.ID] = true
			assert.True(t, strings.HasPrefix(r.ID, p.Provider+"/"), r.ID)
			assert.NotEmpty(t, r.Assumption, r.ID)
			assert.NotEmpty(t, r.Source, r.ID)
			assert.NotEmpty(t, r.Seen, r.ID)
		}
	}
	assert.Greater(t, len(seen), 80)
}

// With a key, and no flag but -item, nothing is written, and nothing is asked that has a flag of its own.
func TestRun_ReadsOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, p := range providers {
		w.run(t.Context(), p.name)
	}
	assert.Zero(t, w.erpxt.Calls("Products.Create", "Products.Replace", "Products.Delete"))
	assert.Equal(t, 1, w.erpxt.Calls("Token"))
	assert.Zero(t, w.shop.Calls("Inventory.Update"))
	assert.Zero(t, w.resico.Calls("Customers.Create", "Customers.Update", "Invoices.Create", "Invoices.AddLine"))
	assert.Zero(t, w.till.Calls("Store.UpdateOnHand", "Store.ZeroOutdated"))
	for _, r := range w.till.Requests() {
		assert.NotContains(t, r.Body, "wrong-key")
		if r.Op == "Store.List" {
			assert.NotEmpty(t, r.Query.Get("itemid"), "a read of everything")
		}
	}
}

// No list is longer than ten products.
func TestRun_ListsAreSmall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(t.Context(), "resico")
	w.run(t.Context(), "erpxt")
	for _, r := range w.resico.Requests() {
		if r.Op == "Products.List" && !strings.Contains(r.Body, "SKU") {
			assert.Equal(t, "10", r.Query.Get("limit"), r.Body)
		}
	}
	for _, r := range w.erpxt.Requests() {
		if r.Op == "Products.List" && r.Query.Get("$top") == "1000" {
			assert.Contains(t, r.Query.Get("$filter"), "Id le ")
		}
	}
}

// -write leaves everything as it was.
func TestRun_WriteRestores(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	items, cards, stock := w.shop.Items(), w.erpxt.Products(), w.till.Stock(1)
	for _, p := range providers {
		w.run(t.Context(), p.name, "-write")
	}
	assert.Equal(t, 1, w.shop.Calls("Inventory.Update"))
	assert.Equal(t, 1, w.erpxt.Calls("Products.Create"))
	assert.Equal(t, 1, w.erpxt.Calls("Products.Delete"))
	assert.Equal(t, 1, w.till.Calls("Store.UpdateOnHand"))
	assert.Zero(t, w.till.Calls("Store.ZeroOutdated"))
	assert.Zero(t, w.resico.Calls("Customers.Create", "Customers.Update", "Invoices.Create", "Invoices.AddLine"))
	assert.Equal(t, len(items), len(w.shop.Items()))
	for i, item := range w.shop.Items() {
		assert.Equal(t, items[i].OnHand.String(), item.OnHand.String())
	}
	assert.Len(t, w.erpxt.Products(), len(cards))
	for i, row := range w.till.Stock(1) {
		assert.Equal(t, stock[i].OnHand.String(), row.OnHand.String())
		assert.Equal(t, stock[i].LotNumber, row.LotNumber)
	}
	assert.Equal(t, 4, strings.Count(w.stderr.String(), "a sale in between is undone"))
	for _, r := range w.till.Requests() {
		if r.Op == "Store.UpdateOnHand" { // the warehouse with one row
			assert.Equal(t, "2", r.Query.Get("warehouseid"))
			assert.NotContains(t, r.Body, "lot_number")
		}
	}
}

// In a shop with warehouses -write sets each warehouse.
func TestRun_WriteRestoresWarehouses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.shop.AddWarehouses("Main", "Other")
	findings := w.ask(t, "shopinventory")
	assert.Equal(t, holds, findings["shopinventory/set-on-hand"].verdict, findings["shopinventory/set-on-hand"].seen)
	assert.Equal(t, holds, findings["shopinventory/warehouses"].verdict, findings["shopinventory/warehouses"].seen)
	assert.Equal(t, "5", w.shop.Items()[0].OnHand.String())
}

// What needs a flag says which one.
func TestRun_FlagsThatAreMissing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(t.Context(), "virtpos", "-json")
	for _, r := range decodeReports(t, w.stdout.String())[0].Rows {
		switch r.ID {
		case "virtpos/whole-warehouse":
			assert.Equal(t, "asked only with -stock", r.Seen)
		case "virtpos/update":
			assert.Equal(t, "asked only with -write", r.Seen)
		case "virtpos/wrong-key":
			assert.Equal(t, "asked only with -wrong-key", r.Seen)
		}
	}
}

// No output has a key, a token, a name, an address or a number of the company in it.
func TestRun_OutputsTellNothing(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"", "-json", "-issue"} {
		w := newWorld(t)
		for _, p := range providers {
			args := everything[p.name]
			if form != "" {
				args = append([]string{form}, args...)
			}
			w.run(t.Context(), p.name, args...)
			shape, err := os.ReadFile(w.shape)
			require.NoError(t, err)
			assert.NotEmpty(t, shape)
			w.checkPrivate(t, w.stdout.String())
			w.checkPrivate(t, string(shape))
		}
		assert.Contains(t, w.stdout.String(), "resico/envelope")
	}
}

// The shape has the URLs that were asked.
func TestRun_ShapeOfResources(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	assert.Equal(t, exitDiffers, w.run(t.Context(), "erpxt"))
	shape, err := os.ReadFile(w.shape)
	require.NoError(t, err)
	for _, r := range erpxtResources {
		assert.Contains(t, string(shape), "erpxt "+r.path+": GET ")
	}
	assert.Contains(t, string(shape), "GET /api2/public/v1.2/customers")
	assert.Contains(t, string(shape), "erpxt Token: POST /api2/public/token")
}

// checkPrivate looks for what the fakes hold and for the keys.
func (w *world) checkPrivate(t *testing.T, text string) {
	t.Helper()
	private := []string{
		"BOWL", "CUP/11", "Clay bowl", "Shop\"", "Keyboard", "TEAPOT", "VOUCHER", "4750000000017", "17007", "0000-17",
		"Чай", "TEA-3", "2026-01", "Магазин", "112.6", "59.5", "127.0.0.1",
	}
	for name, value := range w.variables {
		private = append(private, value)
		assert.NotContains(t, text, value, name)
	}
	for _, value := range private {
		assert.NotContains(t, text, value)
	}
}

// The issue's text shows what does not hold first.
func TestRun_Issue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.resico.SetMaxPageSize(100)
	assert.Equal(t, exitDiffers, w.run(t.Context(), "resico", "-issue"))
	text := w.stdout.String()
	assert.Contains(t, text, "### resico: 22 hold, 1 do not hold")
	assert.Contains(t, text, "| `resico/large-limit` | does not hold | A limit of 500 is not capped")
	assert.Less(t, strings.Index(text, "resico/large-limit"), strings.Index(text, "resico/envelope"))
}

// The table explains what does not hold.
func TestRun_Table(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.resico.SetMaxPageSize(100)
	assert.Equal(t, exitDiffers, w.run(t.Context(), "resico"))
	assert.Contains(t, w.stdout.String(), "resico/large-limit does not hold.\n  assumed: A limit of 500 is not capped")
	assert.Contains(t, w.stdout.String(), "resico: the real service, ")
}

// Calls keep to a quarter of the pace of the clients.
func TestPaces(t *testing.T) {
	t.Parallel()
	for _, p := range providers {
		synctest.Test(t, func(t *testing.T) {
			limiter := shelfwire.Limit(p.pace...)
			begin := time.Now()
			for range 30 {
				require.NoError(t, limiter.Wait(context.Background()))
			}
			seconds := map[string]float64{"resico": 58, "erpxt": 29, "virtpos": 29, "shopinventory": 69}
			assert.Equal(t, seconds[p.name], time.Since(begin).Seconds(), p.name)
		})
	}
}

// A real service is asked at its pace unless a test says otherwise.
func TestProvider_ConnectPaces(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := config{getenv: func(string) string { return "set" }}
		target, err := providers[0].connect(&c)
		require.NoError(t, err)
		begin := time.Now()
		for range 3 {
			require.NoError(t, target.limiter.Wait(context.Background()))
		}
		assert.Equal(t, 4*time.Second, time.Since(begin))
	})
}

// The sixty-first call is not made.
func TestWire_Budget(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	wire := &wire{base: &w.tamper}
	for range maxCalls + 3 {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.resico.URL(), http.NoBody)
		require.NoError(t, err)
		r.Header.Set("X-Client-Code", w.variables["RESICO_CLIENT_CODE"])
		r.Header.Set("X-Client-Key", w.variables["RESICO_CLIENT_KEY"])
		response, err := wire.RoundTrip(r)
		if err == nil {
			require.NoError(t, response.Body.Close())
		}
	}
	assert.Equal(t, maxCalls, w.tamper.calls)
	assert.ErrorIs(t, wire.stopped(), errBudget)
}
