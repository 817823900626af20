package resicotest_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

// newShelf holds four products that differ in every field, changed a second apart.
func newShelf(t *testing.T) *resicotest.Server {
	t.Helper()
	srv := newServerAt(t, "2026-03-20 09:00:00")
	for i, p := range []resico.Product{
		{
			SKU: "A", Name: "Spoon", Unit: "kg", VAT: "B", Category: "x",
			Price: setPrice("10"), SalePrice: setPrice("9.5"), Active: shelfwire.Set(true),
		},
		{
			SKU: "B", ParentSKU: "A", Name: "Bowl", Unit: "GB", VAT: "A", Category: "y",
			Price: setPrice("9"), SalePrice: setPrice("0"), Active: shelfwire.Set(false),
		},
		{SKU: "C", ParentSKU: "B", Name: "Fork", Unit: "m", VAT: "C", Category: "w", Price: setPrice("9.00")},
		{
			SKU: "a", ParentSKU: "C", Name: "Knife", Unit: "l", VAT: "D", Category: "v",
			SalePrice: setPrice("-1"), Active: shelfwire.Null[bool](),
		},
	} {
		p.Balance.Locations = map[string]shelfwire.Decimal{"Shop": shelfwire.NewDecimal(int64(3-2*i) * 5)}
		changed := time.Date(2026, 3, 1, 12, 0, 3-i, 999, loadRiga(t))
		srv.AddProducts(resicotest.Product{Product: p, Updated: changed})
	}
	return srv
}

func TestServer_ProductsList_Order(t *testing.T) {
	t.Parallel()
	srv := newShelf(t)
	for order, want := range map[string]string{
		"":               "A B C a",
		"SKU":            "A B C a",
		"SKU asc":        "A B C a",
		"SKU desc":       "a C B A",
		"SKU DESC":       "a C B A",
		"Name asc":       "B C a A",
		"ParentSKU desc": "a C B A",
		"Unit asc":       "B A a C",
		"VAT asc":        "B A C a",
		"Price asc":      "a B C A",
		"Price desc":     "A B C a",
		"SalePrice asc":  "C a B A",
		"Category desc":  "B A C a",
		"Active asc":     "B C a A",
		"Balance asc":    "a C B A",
		"Updated asc":    "a C B A",
		"Updated desc":   "A B C a",
	} {
		assert.Equal(t, want, listProducts(t, srv, "?order="+url.QueryEscape(order), "").joinSKUs(t), order)
	}
}

func TestServer_ProductsList_OrderAmongEquals(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	addNumbered(srv, 50)
	want := listProducts(t, srv, "?order=SKU", "")
	assert.Equal(t, want, listProducts(t, srv, "?order=Price%20asc", ""))
	assert.Equal(t, want, listProducts(t, srv, "?order=VAT%20desc", ""))
}

func TestServer_ProductsList_Filter(t *testing.T) {
	t.Parallel()
	srv := newShelf(t)
	for name, tc := range map[string]struct{ filter, want string }{
		"no body":                 {``, "A B C a"},
		"empty":                   {`{}`, "A B C a"},
		"one SKU":                 {`{"SKU": "B"}`, "B"},
		"SKUs in any order":       {`{"SKU": "a;A;C"}`, "A C a"},
		"a SKU twice":             {`{"SKU": "A;A"}`, "A"},
		"unknown SKUs":            {`{"SKU": "D;A;"}`, "A"},
		"only unknown SKUs":       {`{"SKU": "D"}`, ""},
		"changed after":           {`{"Updated": ">2026-03-01 12:00:01"}`, "A B"},
		"strictly after":          {`{"Updated": ">2026-03-01 12:00:03"}`, ""},
		"fractions do not count":  {`{"Updated": ">2026-03-01 12:00:02"}`, "A"},
		"both":                    {`{"SKU": "B;C;a", "Updated": ">2026-03-01 12:00:00"}`, "B C"},
		"before all":              {`{"Updated": ">1970-01-01 00:00:00"}`, "A B C a"},
		"null is no filter":       {`{"SKU": null, "Updated": null}`, "A B C a"},
		"the empty text neither":  {`{"SKU": "", "Updated": ""}`, "A B C a"},
		"others are left aside":   {`{"Category": "x"}`, "A B C a"},
		"SKUs differ by the case": {`{"SKU": "a"}`, "a"},
	} {
		assert.Equal(t, tc.want, listProducts(t, srv, "", tc.filter).joinSKUs(t), name)
	}
}

func TestServer_ProductsList_Fields(t *testing.T) {
	t.Parallel()
	srv := newShelf(t)
	for name, tc := range map[string]struct{ sku, fields, want string }{
		"all": {
			"A", "", `{"SKU":"A","Name":"Spoon","Unit":"kg","VAT":"B","Price":10,"SalePrice":9.5,"Category":"x",` +
				`"Active":true,"Balance":{"Shop":15,"Totals":15}}`,
		},
		"absent and null": {
			"a", "", `{"SKU":"a","ParentSKU":"C","Name":"Knife","Unit":"l","VAT":"D","SalePrice":-1,"Category":"v",` +
				`"Active":null,"Balance":{"Shop":-15,"Totals":-15}}`,
		},
		"two":            {"A", "SKU,Balance", `{"SKU":"A","Balance":{"Shop":15,"Totals":15}}`},
		"as ordered":     {"A", "Price,SKU", `{"Price":10,"SKU":"A"}`},
		"once":           {"A", "SKU,SKU", `{"SKU":"A"}`},
		"without SKU":    {"C", "Price", `{"Price":9.00}`},
		"not there":      {"A", "ParentSKU,SKU", `{"SKU":"A"}`},
		"nothing at all": {"A", "ParentSKU", `{}`},
	} {
		p := listProducts(t, srv, "?return="+url.QueryEscape(tc.fields), `{"SKU": "`+tc.sku+`"}`)
		require.Len(t, p.Data, 1, name)
		assert.Equal(t, tc.want, string(p.Data[0]), name)
	}
}

func TestServer_ProductsList_EscapesTexts(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	want := resico.Product{
		SKU: `a"b/c`, ParentSKU: "\t\x00", Name: "Šķīvis <1> & \u2028", Unit: `\`, VAT: "A", Category: "日本 😀\x7f",
		Balance: resico.Balance{Locations: map[string]shelfwire.Decimal{`"`: shelfwire.NewDecimal(1)}},
	}
	srv.AddProducts(resicotest.Product{Product: want})
	for got, err := range srv.Client(nil).Products.All(t.Context(), resico.ProductQuery{}) {
		require.NoError(t, err)
		assert.Equal(t, want.SKU, got.SKU)
		assert.Equal(t, want.ParentSKU, got.ParentSKU)
		assert.Equal(t, want.Name, got.Name)
		assert.Equal(t, want.Unit, got.Unit)
		assert.Equal(t, want.Category, got.Category)
		assert.Contains(t, got.Balance.Locations, `"`)
	}
	_, body := sendRequest(t, srv, http.MethodPost, "/products", "{}")
	assert.Contains(t, body, "<1> & ", "as a program reads it, not a browser")
}

func TestServer_ProductsList_Rejected(t *testing.T) {
	t.Parallel()
	srv := newShelf(t)
	for name, tc := range map[string]struct{ query, filter, field string }{
		"another operator":   {"", `{"Updated": "<2026-03-01 12:00:00"}`, "Updated"},
		"no operator":        {"", `{"Updated": "2026-03-01 12:00:00"}`, "Updated"},
		"a time with a zone": {"", `{"Updated": ">2026-03-01T12:00:00+02:00"}`, "Updated"},
		"no such day":        {"", `{"Updated": ">2026-02-30 12:00:00"}`, "Updated"},
		"nothing behind":     {"", `{"Updated": ">"}`, "Updated"},
		"a number":           {"", `{"SKU": 1}`, "SKU"},
		"unknown field":      {"?return=SKU,Sku", `{}`, "return"},
		"unknown order":      {"?order=sku", `{}`, "order"},
		"unknown direction":  {"?order=SKU%20down", `{}`, "order"},
		"two orders":         {"?order=Name%20asc,SKU%20asc", `{}`, "order"},
	} {
		status, body := sendRequest(t, srv, http.MethodPost, "/products"+tc.query, tc.filter)
		assert.Equal(t, http.StatusUnprocessableEntity, status, name)
		assert.Contains(t, decodeProblems(t, body), tc.field, name)
	}
}

func TestServer_ProductsList_EchoesFilter(t *testing.T) {
	t.Parallel()
	srv := newShelf(t)
	_, body := sendRequest(t, srv, http.MethodPost, "/products?limit=1",
		`{"SKU": "D", "Colour": "red", "Updated": ">2026-03-01 12:00:00"}`)
	assert.Contains(t, body,
		`"fields":{"SKU":"D","Updated":">2026-03-01 12:00:00"},"warning":{"unknown":["Colour"]},"Products":{`)
	_, body = sendRequest(t, srv, http.MethodPost, "/products?limit=1", "")
	assert.Contains(t, body, `"fields":{},"Products":{`)
}

func TestServer_ProductsList_SeesChanges(t *testing.T) {
	t.Parallel()
	srv := newShelf(t)
	changed := func(since string) string { return listProducts(t, srv, "", `{"Updated": ">`+since+`"}`).joinSKUs(t) }
	require.Equal(t, "A B C a", listProducts(t, srv, "", "").joinSKUs(t))
	require.Empty(t, changed("2026-03-19 00:00:00"))

	srv.SetProduct(resico.Product{SKU: "B", Name: "Bowl, large"})
	assert.Equal(t, "B", changed("2026-03-20 08:59:59"))
	assert.Empty(t, changed("2026-03-20 09:00:00"))

	setClock(t, srv, "2026-03-20 10:00:00")
	srv.SetBalance("C", "Shop 2", shelfwire.MustDecimal("1.250"))
	assert.Equal(t, "C", changed("2026-03-20 09:00:00"))
	p := listProducts(t, srv, "?return=Balance", `{"SKU":"C"}`)
	assert.Equal(t, `{"Balance":{"Shop":-5,"Shop 2":1.250,"Totals":-3.750}}`, string(p.Data[0]))

	require.Equal(t, "A B C a", listProducts(t, srv, "", "").joinSKUs(t))
	srv.DeleteProducts("A", "unknown")
	assert.Equal(t, "B C a", listProducts(t, srv, "", "").joinSKUs(t))
	srv.SetProduct(resico.Product{SKU: "0"})
	assert.Equal(t, "0 B C a", listProducts(t, srv, "", "").joinSKUs(t))
	assert.Panics(t, func() { srv.SetBalance("A", "Shop", shelfwire.NewDecimal(1)) })
}

func TestServer_SetZone(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	noon := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	srv.AddProducts(resicotest.Product{Product: newProduct("A"), Updated: noon})
	const filter = `{"Updated": ">2026-07-01 13:00:00"}`
	assert.Equal(t, "A", listProducts(t, srv, "", filter).joinSKUs(t), "15:00 in Riga")
	srv.SetZone(time.UTC)
	assert.Empty(t, listProducts(t, srv, "", filter).joinSKUs(t), "12:00 in UTC")
	srv.AddProducts(resicotest.Product{Product: newProduct("B"), Updated: noon.Add(2 * time.Hour)})
	assert.Equal(t, "B", listProducts(t, srv, "", filter).joinSKUs(t))
}

func TestServer_AddProducts_Copies(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	p := newStockedProduct("A", map[string]shelfwire.Decimal{"Shop": shelfwire.NewDecimal(1)})
	p.Detailed = map[string]resico.LocationBalance{"Shop": {LocationID: 7}}
	srv.AddProducts(p)
	p.Balance.Locations["Shop"] = shelfwire.NewDecimal(2)
	p.Detailed["Shop"] = resico.LocationBalance{LocationID: 8}
	b, err := srv.Client(nil).Products.Balance(t.Context(), "A")
	require.NoError(t, err)
	assert.Equal(t, "1", b.Balance.Locations["Shop"].String())
	assert.Equal(t, int64(7), b.Locations["Shop"].LocationID)
}
