package main

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// With a key, and no flag but -item, nothing is written, and nothing is asked that has a flag of its own.
func TestRun_ReadsOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, p := range providers {
		w.run(t.Context(), p.name)
	}
	assert.Zero(t, w.erpxt.Calls("Products.Create", "Products.Replace", "Products.Delete", "Customers.Create",
		"Customers.Replace", "Customers.Delete"))
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

// No list of another resource is longer than ten rows either, but for the countries of the EU and the rates of tax.
func TestRun_OtherListsAreSmall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(t.Context(), "erpxt")
	w.run(t.Context(), "shopinventory")
	for _, r := range w.erpxt.Requests() {
		if strings.HasSuffix(r.Op, ".List") && r.Op != "Products.List" {
			assert.Regexp(t, `^(1|10)$`, r.Query.Get("$top"), r.Op)
		}
	}
	for _, r := range w.shop.Requests() {
		switch limit := r.Query.Get("limit"); {
		case r.Op == "Taxonomy.Taxes", !strings.HasSuffix(r.Op, ".List"):
		case limit == "100":
			assert.Equal(t, "1", r.Query.Get("start"), "two of three products")
		default:
			assert.Regexp(t, `^(1|10)$`, limit, r.Op)
		}
	}
}

// A till is asked for one item, warehouse and group, for two customers at most, and for the documents of one day.
func TestRun_SectionsAreSmall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(t.Context(), "virtpos")
	asked := map[string]int{}
	for _, r := range w.till.Requests() {
		asked[r.Op]++
		switch r.Op {
		case "Warehouses.List", "Items.All", "ItemGroups.List":
			assert.NotEmpty(t, r.Query.Get("id")+r.Query.Get("external_id"), r.Op)
		case "Documents.Inflows", "Documents.WriteOffs", "Documents.Transfers", "Documents.Returns":
			assert.Regexp(t, `^(days=1|date=\d{8}|datefrom=\d{8}&dateto=\d{8})$`, r.Body)
		case "Customers.All":
			assert.Regexp(t, "page_size=[12]$", r.Body)
		}
	}
	assert.Equal(t, 3, asked["Customers.All"], asked)
	assert.Equal(t, 1, asked["Documents.Transfers"], asked)
	assert.Equal(t, 4, asked["Documents.Inflows"], asked)
	assert.Equal(t, 6, asked["Items.All"], asked)
}

// -write leaves everything as it was.
func TestRun_WriteRestores(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	items, cards, stock := w.shop.Items(), w.erpxt.Products(), w.till.Stock(1)
	customers := w.erpxt.Customers()
	for _, p := range providers {
		w.run(t.Context(), p.name, "-write")
	}
	assert.Equal(t, 1, w.shop.Calls("Inventory.Update"))
	assert.Equal(t, 1, w.erpxt.Calls("Products.Create"))
	assert.Equal(t, 1, w.erpxt.Calls("Products.Delete"))
	assert.Equal(t, 1, w.erpxt.Calls("Customers.Create"))
	assert.Equal(t, customers, w.erpxt.Customers())
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

// What -write has made and cannot delete, since the service asks to slow down, is told.
func TestRun_WriteWarns(t *testing.T) {
	t.Parallel()
	for path, says := range map[string]string{"/products": "product 5, ", "/v1.2/customers": "customer 2, "} {
		w := newWorld(t)
		created := false
		w.tamper.response = func(s *sent, r *received) {
			if created {
				r.StatusCode = http.StatusTooManyRequests
			}
			created = created || s.Method == http.MethodPost && strings.HasSuffix(s.URL.Path, path)
		}
		w.run(t.Context(), "erpxt", "-write")
		assert.Equal(t, 1, strings.Count(w.stderr.String(), "may still be there; look for it and delete it"))
		assert.Contains(t, w.stderr.String(), "erpxt: "+says)
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

// The call behind the last one of the budget is not made.
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
