package shopinventorytest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// catalogue is a shop with two plain products, one of them hidden, and one with two variants.
func catalogue(t *testing.T) *shopinventorytest.Server {
	t.Helper()
	srv := shopinventorytest.NewServer(t)
	srv.AddItems(
		shopinventorytest.Item{
			Item: shopinventory.Item{ID: 1, SKU: "MUG", EAN: "0590123", OnHand: optDecimal("3"), PriceNet: optDecimal("10")},
			Name: "Mug", ExtRef: "F-1",
		},
		shopinventorytest.Item{
			Item: shopinventory.Item{ID: 2}, Type: shopinventory.ProductDigital, Status: shopinventory.ProductInactive,
		},
		shopinventorytest.Item{Item: shopinventory.Item{ID: 3, SKU: "TEE"}},
		shopinventorytest.Item{
			Item:   shopinventory.Item{ID: 4, SKU: "TEE-S", OnHand: optDecimal("7"), OldPriceGross: optDecimal("20")},
			Parent: 3, Options: []shopinventory.VariantOption{{Name: "Size", Value: "S"}, {Name: "Color", Value: `"red"`}},
		},
		shopinventorytest.Item{Item: shopinventory.Item{ID: 5}, Parent: 3},
	)
	return srv
}

func readList(t *testing.T, srv *shopinventorytest.Server, query string) string {
	t.Helper()
	status, body := send(t, srv, http.MethodGet, "/api/v2/"+query, "")
	require.Equal(t, http.StatusOK, status, body)
	return body
}

func TestServer_Products_Wire(t *testing.T) {
	t.Parallel()
	const (
		mug = `{"id":1,"type":"basic","sku":"MUG","ean":"0590123","ext_ref":"F-1","name":"Mug","status":"active",` +
			`"inventory_enabled":"on","stock":3,"price_net":10.00,"price_gross":11.90,"tax_value":19}`
		file = `{"id":2,"type":"digital","sku":null,"ean":null,"ext_ref":null,"name":null,"status":"inactive",` +
			`"inventory_enabled":"off","price_net":0.00,"price_gross":0.00,"tax_value":19}`
		tee = `{"id":3,"type":"multi_variant","sku":"TEE","ean":null,"ext_ref":null,"name":null,"status":"active",` +
			`"inventory_enabled":"off","tax_value":19`
		variants = `,"variants":[{"id":4,"sku":"TEE-S","ext_ref":null,"inventory_enabled":"on","stock":7,"price_net":0.00,` +
			`"price_gross":0.00,"old_price_net":16.81,"old_price_gross":20.00,"variant_options":[{"name":"Size","value":"S"},` +
			`{"name":"Color","value":"\"red\""}]},{"id":5,"sku":null,"ext_ref":null,"inventory_enabled":"off",` +
			`"price_net":0.00,"price_gross":0.00,"variant_options":[]}]`
	)
	list := func(meta, links string, rows ...string) string {
		return `{"data":[` + strings.Join(rows, ",") + `],"meta":{"count":{` + meta + `},"links":{` + links + `}}}`
	}
	for name, tc := range map[string]struct{ query, want string }{
		"all": {"products", list(`"total":3,"current":3,"start":0,"limit":20`,
			`"current":"/api/v2/products?limit=20&start=0","next":null`, mug, file, tee+"}")},
		"variants": {"products?include=variants,images&start=2", list(`"total":3,"current":1,"start":2,"limit":20`,
			`"current":"/api/v2/products?include=variants%2Cimages&limit=20&start=2","next":null`, tee+variants+"}")},
		"a page": {"products?limit=1&start=1&fields=sku", list(`"total":3,"current":1,"start":1,"limit":1`,
			`"current":"/api/v2/products?fields=sku&limit=1&start=1","next":"/api/v2/products?fields=sku&limit=1&start=2"`,
			`{"id":2,"sku":null}`)},
		"the last page": {"products?limit=1&start=2&fields=id", list(`"total":3,"current":1,"start":2,"limit":1`,
			`"current":"/api/v2/products?fields=id&limit=1&start=2","next":null`, `{"id":3}`)},
		"behind the end": {"products?start=4", list(`"total":3,"current":0,"start":4,"limit":20`,
			`"current":"/api/v2/products?limit=20&start=4","next":null`)},
		"a greater limit": {"products?limit=101&status=inactive&fields=type,id", list(`"total":1,"current":1,"start":0,"limit":100`,
			`"current":"/api/v2/products?fields=type%2Cid&limit=100&start=0&status=inactive","next":null`, `{"id":2,"type":"digital"}`)},
		"another status": {"products?status=x", list(`"total":0,"current":0,"start":0,"limit":20`,
			`"current":"/api/v2/products?limit=20&start=0&status=x","next":null`)},
		"one":               {"products/1", mug},
		"one with variants": {"products/3?include=variants&fields=id", `{"id":3` + variants + "}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, readList(t, catalogue(t), tc.query))
		})
	}
}

func TestServer_Products_Rejections(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"products?modified=1": "undefined_filter", "products?sort=id.asc": "undefined_filter", "products?sku=MUG": "undefined_filter",
		"products/1?status=active": "undefined_filter", "products?fields=id,weight": "undefined_field",
		"products?fields=": "undefined_field", "products/1?fields=x": "undefined_field", "products?include=x": "invalid_value",
		"products?limit=0": "invalid_value", "products?limit=-1": "invalid_value", "products?limit=x": "invalid_value",
		"products?start=-1": "invalid_value", "products/9": "not_found", "products/4": "not_found", "products/x": "not_found",
	} {
		srv := catalogue(t)
		status, body := send(t, srv, http.MethodGet, "/api/v2/"+query, "")
		assert.Equal(t, map[bool]int{true: 404, false: 400}[want == "not_found"], status, query)
		assert.Equal(t, want, decodeRejection(t, body).Name, query)
	}
	status, _ := send(t, catalogue(t), http.MethodPost, "/api/v2/products", "{}")
	assert.Equal(t, http.StatusMethodNotAllowed, status)
}

// idsOf returns the ids of a list in their order.
func idsOf(t *testing.T, srv *shopinventorytest.Server, query string) string {
	t.Helper()
	body := readList(t, srv, query)
	var ids []string
	for _, row := range strings.Split(body, `{"id":`)[1:] {
		id, _, _ := strings.Cut(row, "}")
		ids = append(ids, id)
	}
	return strings.Join(ids, " ")
}

// A change moves a product to the front of the list: by a call, by an order in the shop, of a variant.
func TestServer_SetProductOrder(t *testing.T) {
	t.Parallel()
	srv := catalogue(t)
	ids := func() string { return idsOf(t, srv, "products?fields=id") }
	assert.Equal(t, "1 2 3", ids())
	srv.SetProductOrder(shopinventorytest.ProductsByModified)
	assert.Equal(t, "3 2 1", ids())
	patch(t, srv, "id/1", `{"stock":9}`)
	assert.Equal(t, "1 3 2", ids())
	srv.SetOnHand(shopinventory.ByID(4), shelfwire.NewDecimal(1))
	assert.Equal(t, "3 1 2", ids())
	srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{ID: 2}})
	assert.Equal(t, "2 3 1", ids())
	srv.AddWarehouses("Central")
	srv.SetWarehouseOnHand(shopinventory.ByID(1), "Central", shelfwire.NewDecimal(1))
	assert.Equal(t, "1 2 3", ids())
	srv.SetProductOrder(shopinventorytest.ProductsByID)
	assert.Equal(t, "1 2 3", ids())
	assert.Contains(t, readList(t, srv, "products"), `"warehouses":[{"id":1,"name":"Central","stock":1}]`)
}

func TestServer_SetMaxPageSize(t *testing.T) {
	t.Parallel()
	srv := catalogue(t)
	srv.SetMaxPageSize(2)
	assert.Contains(t, readList(t, srv, "products?fields=id"), `{"total":3,"current":2,"start":0,"limit":2}`)
	srv.SetNumbers(shopinventorytest.NumbersQuoted)
	assert.Contains(t, readList(t, srv, "products?fields=id&limit=1"), `[{"id":"1"}],"meta":{"count":{"total":"3","current":"1","start":"0","limit":"1"}`)
	srv.SetMaxPageSize(0)
	assert.Contains(t, readList(t, srv, "products?fields=id"), `"limit":"20"`)
	assert.Panics(t, func() { srv.SetMaxPageSize(-1) })
}
