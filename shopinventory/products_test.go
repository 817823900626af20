package shopinventory_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// liveShape returns a response in a form that other clients have seen, with invented data.
func liveShape(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "live", name+".json"))
	require.NoError(t, err)
	return string(text)
}

func TestProductsService_List_LiveShape(t *testing.T) {
	t.Parallel()
	s := newShop(response{status: 200, body: liveShape(t, "products")})
	page, err := s.client(t).Products.List(t.Context(), shopinventory.ProductQuery{}, 0)
	require.NoError(t, err)
	assert.Equal(t, []int{0, 3, 3, 0}, []int{page.Start, page.Total, page.Delivered, len(page.Gaps)})
	require.Len(t, page.Products, 3)

	bowl, tee, pdf := page.Products[0], page.Products[1], page.Products[2]
	assert.Equal(t, "501 basic BOWL-1  Bol de lut active 12 Boluri", fmt.Sprint(
		bowl.ID, " ", bowl.Type, " ", bowl.SKU, " ", bowl.EAN, bowl.ExtRef, " ", bowl.Name, " ", bowl.Status, " ",
		bowl.CategoryID, " ", bowl.CategoryName))
	assert.Equal(t, "true -1.000 33.6134 40 absent absent 1", fmt.Sprint(bowl.InventoryEnabled, bowl.OnHand, bowl.PriceNet,
		bowl.PriceGross, bowl.OldPriceNet, bowl.OldPriceGross, bowl.QuantityMultiplier))
	assert.Equal(t, "https://www.example.com/bol-de-lut", bowl.URL)
	assert.True(t, bowl.Modified.Equal(time.Date(2025, 12, 18, 8, 40, 46, 0, time.UTC)))
	assert.False(t, bowl.HasVariants)

	assert.Equal(t, shopinventory.ProductMultiVariant, tee.Type)
	assert.Equal(t, shopinventory.ProductInactive, tee.Status)
	assert.Equal(t, "F-77", tee.ExtRef)
	require.True(t, tee.HasVariants)
	require.Len(t, tee.Variants, 2)
	small, medium := tee.Variants[0], tee.Variants[1]
	assert.Equal(t, "601 TEE-S true 4 50.4202 60 58.8235 70", fmt.Sprint(small.ID, " ", small.SKU, " ", small.InventoryEnabled,
		small.OnHand, small.PriceNet, small.PriceGross, small.OldPriceNet, small.OldPriceGross))
	assert.Equal(t, []shopinventory.VariantOption{{Name: "Marime", Value: "S"}}, small.Options)
	assert.Equal(t, "602 TEE-M F-77-M false absent", fmt.Sprint(medium.ID, " ", medium.SKU, " ", medium.ExtRef, " ",
		medium.InventoryEnabled, medium.OnHand))
	assert.Equal(t, []shopinventory.VariantOption{{Name: "Marime", Value: "M"}, {Name: "Culoare", Value: "alb"}}, medium.Options)

	assert.Equal(t, `503 digital Carte "electronica" hidden <p>PDF</p>`, fmt.Sprint(pdf.ID, " ", pdf.Type, " ", pdf.Name, " ",
		pdf.Visibility, " ", pdf.Description))
	assert.Equal(t, "3 TVA 19% 19 8 Editura", fmt.Sprint(pdf.TaxID, " ", pdf.TaxName, " ", pdf.TaxValue, " ",
		pdf.ManufacturerID, " ", pdf.ManufacturerName))
	for _, p := range page.Products {
		assert.Nil(t, p.Unread)
	}
}

// What each product of the live shape has for sale.
func TestProduct_Items(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		json string
		want string // id and stock of each item; "-" when the stock cannot be known
	}{
		"basic":                          {`{"id":1,"type":"basic","sku":"A","stock":"2.5"}`, "1 A 2.5"},
		"digital":                        {`{"id":1,"type":"digital","sku":"A"}`, "1 A absent"},
		"bundle":                         {`{"id":1,"type":"bundle","sku":"A","stock":null}`, "1 A null"},
		"a type of tomorrow":             {`{"id":1,"type":"rental","sku":"A","stock":3}`, "1 A 3"},
		"no type":                        {`{"id":1,"sku":"A","stock":3}`, "-"},
		"no id":                          {`{"type":"basic","stock":3}`, "-"},
		"variants":                       {`{"id":1,"type":"multi_variant","variants":[{"id":2,"sku":"B","stock":4},{"id":3,"sku":"C"}]}`, "2 B 4, 3 C absent"},
		"no list of variants":            {`{"id":1,"type":"multi_variant","sku":"A","stock":3}`, "-"},
		"null for the variants":          {`{"id":1,"type":"multi_variant","stock":3,"variants":null}`, "-"},
		"a text for the variants":        {`{"id":1,"type":"multi_variant","stock":3,"variants":"x"}`, "-"},
		"an empty list of variants":      {`{"id":1,"type":"multi_variant","stock":3,"variants":[]}`, ""},
		"a variant without an id":        {`{"id":1,"type":"multi_variant","variants":[{"id":2,"sku":"B","stock":4},{"sku":"C"}]}`, "-"},
		"a variant with an odd id":       {`{"id":1,"type":"multi_variant","variants":[{"id":-2,"sku":"B","stock":4}]}`, "-"},
		"a variant that is no object":    {`{"id":1,"type":"multi_variant","variants":[7,{"id":2,"sku":"B","stock":4}]}`, "-"},
		"variants of a basic product":    {`{"id":1,"type":"basic","variants":[{"id":2,"sku":"B","stock":4}]}`, "2 B 4"},
		"an empty list beside the stock": {`{"id":1,"type":"basic","sku":"A","stock":3,"variants":[]}`, "1 A 3"},
		"variants, and no type":          {`{"id":1,"variants":{"5":{"id":2,"sku":"B","stock":4}}}`, "2 B 4"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var p shopinventory.Product
			require.NoError(t, json.Unmarshal([]byte(tc.json), &p))
			items, ok := p.Items()
			if assert.Equal(t, tc.want != "-", ok); !ok {
				assert.Empty(t, items)
				return
			}
			var got []string
			for _, item := range items {
				got = append(got, fmt.Sprint(item.ID, " ", item.SKU, " ", item.OnHand))
			}
			assert.Equal(t, tc.want, strings.Join(got, ", "))
		})
	}
}

// An item of a product has all that the product or its variant says.
func TestProduct_Items_Complete(t *testing.T) {
	t.Parallel()
	const members = `"id":7,"sku":"A","ean":5901234123457,"inventory_enabled":1,"stock":3,"warehouses":[{"id":1,"name":"W","stock":3}],` +
		`"price_net":1,"price_gross":2,"old_price_net":3,"old_price_gross":"4,0"`
	var want shopinventory.Item
	require.NoError(t, json.Unmarshal([]byte("{"+members+"}"), &want))
	require.Len(t, want.Unread, 1)
	for name, text := range map[string]string{
		"product": `{"type":"basic",` + members + `}`,
		"variant": `{"id":1,"type":"multi_variant","variants":[{` + members + `}]}`,
	} {
		var p shopinventory.Product
		require.NoError(t, json.Unmarshal([]byte(text), &p), name)
		items, ok := p.Items()
		require.True(t, ok, name)
		assert.Equal(t, []shopinventory.Item{want}, items, name)
	}
}

func TestProduct_UnmarshalJSON_Unread(t *testing.T) {
	t.Parallel()
	var p shopinventory.Product
	require.NoError(t, json.Unmarshal([]byte(`{"id":1,"type":["x"],"category_id":-4,"date_modified":"yesterday","variants":[`+
		`{"id":2,"stock":"1,5","variant_options":[{"name":"a","value":"b"},7],"warehouses":[{"id":1,"stock":"x"}]},{"id":3}]}`), &p))
	assert.Equal(t, []shelfwire.Unread{
		{Field: "type", Raw: `["x"]`}, {Field: "category_id", Raw: "-4"}, {Field: "date_modified", Raw: `"yesterday"`},
		{Field: "variants[0].stock", Raw: `"1,5"`}, {Field: "variants[0].variant_options[1]", Raw: "7"},
		{Field: "variants[0].warehouses[0].stock", Raw: `"x"`},
	}, p.Unread)
	assert.Equal(t, []shelfwire.Unread{
		{Field: "stock", Raw: `"1,5"`}, {Field: "variant_options[1]", Raw: "7"}, {Field: "warehouses[0].stock", Raw: `"x"`},
	}, p.Variants[0].Unread)
	assert.Nil(t, p.Variants[1].Unread)
	assert.Equal(t, []shopinventory.VariantOption{{Name: "a", Value: "b"}}, p.Variants[0].Options)
	assert.Zero(t, p.CategoryID)

	var other shopinventory.Product
	require.NoError(t, json.Unmarshal([]byte(`{"Variants":[{"stock":"1,5"}],"x[0].y":1}`), &other))
	assert.Equal(t, []shelfwire.Unread{{Field: "stock", Raw: `"1,5"`}}, other.Variants[0].Unread, "in another case")

	require.NoError(t, json.Unmarshal([]byte("null"), &p))
	assert.Equal(t, int64(1), p.ID, "null changes nothing")
	for _, text := range []string{"[]", `"x"`, "7"} {
		assert.Error(t, json.Unmarshal([]byte(text), &p), text)
	}
	require.Error(t, p.UnmarshalJSON([]byte(`{"id":`)))
}

// A stored product reads as it was.
func TestProduct_RoundTrip(t *testing.T) {
	t.Parallel()
	s := newShop(response{status: 200, body: liveShape(t, "products")})
	page, err := s.client(t).Products.List(t.Context(), shopinventory.ProductQuery{}, 0)
	require.NoError(t, err)
	for _, p := range page.Products {
		text, err := json.Marshal(p)
		require.NoError(t, err)
		var back shopinventory.Product
		require.NoError(t, json.Unmarshal(text, &back))
		assert.Equal(t, p, back)
	}
}

func TestProductsService_Get(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		response response
		kind     error
		calls    int
	}{
		"found":             {response{status: 200, body: `{"id":"501","type":"basic","stock":3}`}, nil, 1},
		"another product":   {response{status: 200, body: `{"id":502}`}, shelfwire.ErrMalformed, 2},
		"no id":             {response{status: 200, body: `{"sku":"A"}`}, shelfwire.ErrMalformed, 2},
		"a list":            {response{status: 200, body: `[]`}, shelfwire.ErrMalformed, 2},
		"null":              {response{status: 200, body: `null`}, shelfwire.ErrMalformed, 2},
		"no JSON":           {response{status: 200, body: `{"id":501`}, shelfwire.ErrMalformed, 4},
		"an error":          {response{status: 200, body: `{"id":501,"error":{"message":"no"}}`}, shelfwire.ErrMalformed, 2},
		"gone":              {response{status: 404, body: `{"error":{"name":"not_found","message":"no"}}`}, shelfwire.ErrNotFound, 1},
		"a router's 404":    {response{status: 404, body: `{"message":"no"}`}, shelfwire.ErrMalformed, 1},
		"a rejected filter": {response{status: 400, body: `{"error":{"name":"undefined_filter","message":"no"}}`}, shelfwire.ErrInvalid, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(tc.response)
			p, err := s.client(t).Products.Get(t.Context(), 501)
			assert.Len(t, s.calls(), tc.calls)
			if tc.kind != nil {
				require.ErrorIs(t, err, tc.kind)
				assert.Equal(t, shopinventory.Product{}, p)
				assert.Equal(t, "Products.Get", clienttest.RequireError(t, err).Op)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "3", p.OnHand.String())
			assert.Equal(t, "/api/v2/products/501?include=variants", s.calls()[0].path+"?"+s.calls()[0].query.Encode())
		})
	}
}

func TestProductsService_List(t *testing.T) {
	t.Parallel()
	s := newShelf(150)
	s.row = func(id int) object {
		if id == 142 {
			return object{"id": "x", "stock": "1"}
		}
		return object{"id": id}
	}
	products := s.shop.client(t).Products
	page, err := products.List(t.Context(), shopinventory.ProductQuery{PageSize: 7, Prefetch: 5}, 140)
	require.NoError(t, err)
	assert.Equal(t, []int{140, 150, 6}, []int{page.Start, page.Total, page.Delivered})
	assert.Equal(t, []shopinventory.Gap{{Offset: 141, Unread: []shelfwire.Unread{{Field: "id", Raw: `"x"`}}}}, page.Gaps)
	assert.Equal(t, int64(141), page.Products[0].ID)
	page, err = products.List(t.Context(), shopinventory.ProductQuery{}, 150)
	require.NoError(t, err)
	assert.Equal(t, shopinventory.ProductPage{Start: 150, Total: 150}, page)
	assert.Equal(t, "140+7 150+100", strings.Join(s.windows(), " "))

	_, err = newShop(response{status: 403}).client(t).Products.List(t.Context(), shopinventory.ProductQuery{}, 0)
	require.ErrorIs(t, err, shelfwire.ErrForbidden)
}

// An empty catalogue is one page, and each page has its numbers.
func TestProductsService_Pages(t *testing.T) {
	t.Parallel()
	pages, err := collect(newShelf(0).shop.client(t).Products.Pages(t.Context(), shopinventory.ProductQuery{}))
	require.NoError(t, err)
	require.Len(t, pages, 1)
	assert.Empty(t, pages[0].Products)

	for _, prefetch := range []int{0, 1, 100} {
		s := newShelf(25)
		s.row = func(id int) object { return object{"id": map[bool]any{true: nil, false: id}[id == 13]} }
		var numbers []string
		products := s.shop.client(t).Products
		for page, err := range products.Pages(t.Context(), shopinventory.ProductQuery{PageSize: 11, Prefetch: prefetch}) {
			if err != nil {
				require.ErrorIs(t, err, shelfwire.ErrIncomplete)
				continue
			}
			numbers = append(numbers, fmt.Sprint(page.Start, page.Total, page.Delivered, len(page.Products), len(page.Gaps)))
		}
		assert.Equal(t, []string{"0 25 11 11 0", "10 25 20 9 1", "20 25 24 4 0"}, numbers)
	}
}

// An early break leaves nothing running; goleak looks after the tests.
func TestProductsService_All_Break(t *testing.T) {
	t.Parallel()
	for _, prefetch := range []int{0, 3} {
		s := newShelf(500)
		for p, err := range s.shop.client(t).Products.All(t.Context(), shopinventory.ProductQuery{Prefetch: prefetch}) {
			require.NoError(t, err)
			if p.ID == 150 {
				break
			}
		}
		assert.LessOrEqual(t, len(s.windows()), 2+prefetch+1)
	}
}

func TestProductsService_All_Canceled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := newShelf(500)
	s.beforePage(2, cancel)
	ids, err := s.walk(ctx, t, shopinventory.ProductQuery{})
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, span(1, 199), append(ids, span(len(ids)+1, 199)...))
	assert.LessOrEqual(t, len(s.windows()), 2)
}

func TestProductQuery_Invalid(t *testing.T) {
	t.Parallel()
	type query = shopinventory.ProductQuery
	for name, tc := range map[string]struct {
		query  query
		start  int
		fields []string
	}{
		"page size":           {query{PageSize: 101}, 0, []string{"PageSize"}},
		"negative page size":  {query{PageSize: -1}, 0, []string{"PageSize"}},
		"prefetch":            {query{Prefetch: 101}, 0, []string{"Prefetch"}},
		"negative prefetch":   {query{Prefetch: -1}, 0, []string{"Prefetch"}},
		"empty field":         {query{Fields: []shopinventory.ProductField{"id", " "}}, 0, []string{"Fields[1]"}},
		"two in one":          {query{Fields: []shopinventory.ProductField{"sku,ean"}}, 0, []string{"Fields[0]"}},
		"a field twice":       {query{Fields: []shopinventory.ProductField{"sku", "ean", "sku"}}, 0, []string{"Fields[2]"}},
		"not UTF-8":           {query{Status: "\xff", Fields: []shopinventory.ProductField{"\xff"}}, 0, []string{"Status", "Fields[0]"}},
		"filter without name": {query{Filters: map[string]string{" ": "1"}}, 0, []string{`Filters[" "]`}},
		"filter not UTF-8":    {query{Filters: map[string]string{"a": "\xff"}}, 0, []string{`Filters["a"]`}},
		"reserved filters": {query{Filters: map[string]string{
			"start": "1", "limit": "1", "fields": "id", "include": "x", "sort": "x", "status": "x", "ok": "1",
		}}, 0, []string{
			`Filters["fields"]`, `Filters["include"]`, `Filters["limit"]`, `Filters["sort"]`, `Filters["start"]`, `Filters["status"]`,
		}},
		"start": {query{}, -1, []string{"start"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			products := newUnusedClient(t).Products
			_, err := products.List(t.Context(), tc.query, tc.start)
			clienttest.AssertRejected(t, err, tc.fields...)
			if tc.start < 0 {
				return
			}
			_, err = collect(products.All(t.Context(), tc.query))
			clienttest.AssertRejected(t, err, tc.fields...)
		})
	}
	for _, id := range []int64{0, -1} {
		_, err := newUnusedClient(t).Products.Get(t.Context(), id)
		clienttest.AssertRejected(t, err, "id")
	}
	p, err := newShop(response{status: 200, body: `{"id":1}`}).client(t).Products.Get(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, int64(1), p.ID)
}

// goldenServer responds with one body after the other, and holds each request against a golden file: name, or name-1 and
// so on when there are several.
func goldenServer(t *testing.T, name string, bodies ...string) *shopinventory.Client {
	t.Helper()
	n := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		file := name
		if n++; len(bodies) > 1 {
			file = fmt.Sprint(name, "-", n)
		}
		clienttest.RecordRequest(t, r).AssertGolden(t, file)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, bodies[min(n, len(bodies))-1])
	}))
	t.Cleanup(func() {
		server.Close()
		assert.Equal(t, len(bodies), n, "requests")
	})
	client, err := shopinventory.New(server.URL, shopinventory.Credentials{
		APIKey: shelfwire.NewSecret("KEY"), APISecret: shelfwire.NewSecret("SECRET"),
	}, &shelfwire.Options{Limiter: shelfwire.Unlimited})
	require.NoError(t, err)
	t.Cleanup(client.CloseIdleConnections)
	return client
}

func TestProductsService_OnTheWire(t *testing.T) {
	t.Parallel()
	pages := func(n int, query shopinventory.ProductQuery) func(t *testing.T, name string) {
		return func(t *testing.T, name string) {
			s := newShelf(n)
			var bodies []string
			for start := 0; start == 0 || start+1 < n; start += 99 {
				r := httptest.NewRequest(http.MethodGet, fmt.Sprint("/?start=", max(0, start), "&limit=100"), nil)
				bodies = append(bodies, s.servePage(1, r))
			}
			products, err := collect(goldenServer(t, name, bodies...).Products.All(t.Context(), query))
			require.NoError(t, err)
			assert.Len(t, products, n)
		}
	}
	for name, run := range map[string]func(t *testing.T, name string){
		"products":       pages(0, shopinventory.ProductQuery{}),
		"products_pages": pages(250, shopinventory.ProductQuery{}),
		"products_query": pages(0, shopinventory.ProductQuery{
			Status: shopinventory.ProductActive, WithoutVariants: true,
			Fields:  []shopinventory.ProductField{shopinventory.ProductSKU, shopinventory.ProductID, shopinventory.ProductWarehouses},
			Filters: map[string]string{"modified[gte]": "2026-01-31", "a b": "c&d=é"},
		}),
		"product": func(t *testing.T, name string) {
			_, err := goldenServer(t, name, `{"id":501}`).Products.Get(t.Context(), 501)
			require.NoError(t, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, name)
		})
	}
}

// A product of another status shows that the shop ignored the filter.
func TestProductQuery_FilterIgnored(t *testing.T) {
	t.Parallel()
	const body = `{"data":[{"id":1,"status":"active"},{"id":2},{"id":3,"status":"inactive"}]}`
	s := newShop(response{status: 200, body: body})
	_, err := collect(s.client(t).Products.All(t.Context(), shopinventory.ProductQuery{Status: shopinventory.ProductActive}))
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	require.ErrorContains(t, err, `Status "active" was asked for, and a row with "inactive" came`)
	assert.Len(t, s.calls(), 2)
	s = newShop(response{status: 200, body: body}, response{status: 200, body: `{"data":[{"id":1,"status":"ACTIVE"},{"id":2}]}`})
	page, err := s.client(t).Products.List(t.Context(), shopinventory.ProductQuery{Status: shopinventory.ProductActive}, 0)
	require.NoError(t, err, "the second time")
	assert.Len(t, page.Products, 2)
}

// Two lists of one name in a response are none: the rows of one of them would be lost.
func TestListTwice(t *testing.T) {
	t.Parallel()
	const variants = `{"id":7,"variants":[{"id":71}],"variants":[{"id":72}]}`
	const lines = `{"id":"7","line_items":[{"id":71}],"line_items":[{"id":72}]}`
	client := func(body string) *shopinventory.Client { return newShop(response{status: 200, body: body}).client(t) }
	errs := map[string]error{}
	_, errs["variants"] = client(variants).Products.Get(t.Context(), 7)
	_, errs["line_items"] = client(lines).Orders.Get(t.Context(), "7")
	_, errs["warehouses"] = client(`{"id":7,"warehouses":[{"id":1}],"warehouses":[{"id":2}]}`).Inventory.
		Get(t.Context(), shopinventory.ByID(7))
	for _, err := range client(`{"data":[{"id":7}],"data":[{"id":8}]}`).Products.All(t.Context(), shopinventory.ProductQuery{}) {
		errs["data"] = err
	}
	for name, err := range errs {
		require.ErrorIs(t, err, shelfwire.ErrMalformed, name)
		require.ErrorContains(t, err, `the response has "`+name+`" twice, and not alike`)
	}
	page, err := client(`{"data":[`+variants+`,{"id":8}]}`).Products.List(t.Context(), shopinventory.ProductQuery{}, 1)
	require.NoError(t, err, "one row does not end a list")
	require.Len(t, page.Products, 2)
	assert.Equal(t, []shelfwire.Unread{{Field: "variants", Raw: `[{"id":71}]`}}, page.Products[0].Unread)
	assert.Empty(t, page.Products[1].Unread)
	require.ErrorContains(t, new(shopinventory.Order).UnmarshalJSON([]byte(lines)), "twice, and not alike")
	require.ErrorContains(t, new(shopinventory.Product).UnmarshalJSON([]byte(variants)), "twice, and not alike")
}
