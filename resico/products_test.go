package resico_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/resico"
)

func TestProductQueryRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		q     resico.ProductQuery
		field string
	}{
		"a negative page size":        {resico.ProductQuery{PageSize: -1}, "PageSize"},
		"a negative prefetch":         {resico.ProductQuery{Prefetch: -1}, "Prefetch"},
		"too large a prefetch":        {resico.ProductQuery{Prefetch: 101}, "Prefetch"},
		"an overlap":                  {resico.ProductQuery{Overlap: time.Minute}, "Overlap"},
		"an operator behind a space":  {resico.ProductQuery{SKUs: []string{" =A"}}, "SKUs[0]"},
		"a semicolon in a SKU":        {resico.ProductQuery{SKUs: []string{"A", "B;C"}}, "SKUs[1]"},
		"an empty SKU":                {resico.ProductQuery{SKUs: []string{" "}}, "SKUs[0]"},
		"a SKU like an operator":      {resico.ProductQuery{SKUs: []string{">A"}}, "SKUs[0]"},
		"an empty field":              {resico.ProductQuery{Fields: []resico.ProductField{""}}, "Fields[0]"},
		"two fields in one":           {resico.ProductQuery{Fields: []resico.ProductField{"SKU,Name"}}, "Fields[0]"},
		"an order by more than one":   {resico.ProductQuery{OrderBy: resico.ProductOrder{Field: "SKU,Name"}}, "OrderBy.Field"},
		"an order with its direction": {resico.ProductQuery{OrderBy: resico.ProductOrder{Field: "SKU desc"}}, "OrderBy.Field"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &shelf{rows: skus(3)}
			_, err := collect(t.Context(), s.client(t), tc.q)
			clienttest.AssertRejected(t, err, tc.field)
			_, err = s.client(t).Products.List(t.Context(), tc.q, 1)
			clienttest.AssertRejected(t, err, tc.field)
			assert.Empty(t, s.requests, "nothing was sent")
		})
	}
}

func TestProductOrder(t *testing.T) {
	t.Parallel()
	for want, order := range map[string]resico.ProductOrder{
		"SKU desc":  {},
		"SKU asc":   {Field: resico.ProductSKU},
		"Name asc":  {Field: resico.ProductName},
		"Name desc": {Field: resico.ProductName, Descending: true},
	} {
		assert.Equal(t, want, order.String())
	}
	assert.Equal(t, "SKU desc", resico.ProductOrder{Field: resico.ProductSKU, Descending: true}.String())
}

func TestProductFieldsAlwaysHoldTheSKU(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: skus(1)}
	_, err := collect(t.Context(), s.client(t), resico.ProductQuery{Fields: []resico.ProductField{resico.ProductPrice}})
	require.NoError(t, err)
	assert.Contains(t, s.requests[0], "return=SKU%2CPrice")
}

// list is a response of the product list with the given rows.
func list(rows string) string {
	return `{"status":"ok","time":"2026-03-20T09:31:42+02:00","type":"Products",
		"Products":{"current_page":1,"last_page":1,"per_page":100,"total":1,"data":` + rows + `}}`
}

func TestProductForms(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		row   string
		check func(t *testing.T, p resico.Product)
	}{
		"nothing but a SKU": {`{"SKU":"A"}`, func(t *testing.T, p resico.Product) {
			assert.True(t, p.Price.IsZero(), "absent, not zero")
			assert.True(t, p.Active.IsZero())
			assert.True(t, p.Balance.IsZero())
			assert.True(t, p.Balance.Totals.IsZero())
		}},
		"an empty balance as PHP writes it": {`{"SKU":"A","Balance":[]}`, func(t *testing.T, p resico.Product) {
			assert.False(t, p.Balance.IsZero(), "there is a balance, and it has no locations")
			assert.Empty(t, p.Balance.Locations)
			assert.True(t, p.Balance.Totals.IsZero(), "no total is not a total of zero")
		}},
		"quantities in quotes": {`{"SKU":"A","Balance":{"L1":"2.000","Totals":"2.000"}}`, func(t *testing.T, p resico.Product) {
			assert.Equal(t, "2.000", p.Balance.Locations["L1"].String())
			assert.Equal(t, "2.000", p.Balance.Totals.String())
		}},
		"a quantity that is null": {`{"SKU":"A","Balance":{"L1":null,"L2":1,"Totals":null}}`, func(t *testing.T, p resico.Product) {
			assert.Len(t, p.Balance.Locations, 1, "null is not zero")
			assert.True(t, p.Balance.Totals.IsZero())
		}},
		"a balance that is null": {`{"SKU":"A","Balance":null}`, func(t *testing.T, p resico.Product) {
			assert.True(t, p.Balance.IsZero())
		}},
		"a price in quotes, with its scale": {`{"SKU":"A","Price":"12.5000"}`, func(t *testing.T, p resico.Product) {
			assert.Equal(t, "12.5000", p.Price.String())
		}},
		"a price that is null": {`{"SKU":"A","Price":null}`, func(t *testing.T, p resico.Product) {
			assert.True(t, p.Price.IsNull())
			_, ok := p.Price.Get()
			assert.False(t, ok)
		}},
		"a SKU that is a number": {`{"SKU":1000010,"Active":1}`, func(t *testing.T, p resico.Product) {
			assert.Equal(t, "1000010", p.SKU)
			assert.True(t, p.Active.Or(false))
		}},
		"a long number": {`{"SKU":"A","Price":12345678901234567890.123456789}`, func(t *testing.T, p resico.Product) {
			assert.Equal(t, "12345678901234567890.123456789", p.Price.String())
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, rows := range []string{"[" + tc.row + "]", `{"0":` + tc.row + `}`} {
				client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) { reply(w, list(rows)) })
				pages := collectPages(t, client, resico.ProductQuery{})
				require.Len(t, pages[0].Products, 1)
				tc.check(t, pages[0].Products[0])
			}
		})
	}
}

func TestBalanceOfOneProduct(t *testing.T) {
	t.Parallel()
	const outer = `{"status":"ok","time":"2026-03-20T10:39:31+02:00","type":"ProductsBalance","ProductsBalance":{"data":`
	t.Run("a SKU with a slash stays in its place", func(t *testing.T) {
		t.Parallel()
		for sku, path := range map[string]string{
			"A/B": "/products/A%2FB/balance", "..": "/products/%2E%2E/balance", "50% off?": "/products/50%25%20off%3F/balance",
			"%2e": "/products/%252e/balance", "šņ#1": "/products/%C5%A1%C5%86%231/balance",
		} {
			client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
				assert.Equal(t, path, r.URL.EscapedPath())
				reply(w, outer+`[{"SKU":"other"},{"SKU":`+quoted(sku)+`,"Balance":{"L1":1}}]}}`)
			})
			b, err := client.Products.Balance(t.Context(), sku)
			require.NoError(t, err)
			assert.Equal(t, sku, b.SKU)
		}
	})
	t.Run("no SKU", func(t *testing.T) {
		t.Parallel()
		client := clientOf(t, func(http.ResponseWriter, *http.Request) { t.Error("nothing may be sent") })
		_, err := client.Products.Balance(t.Context(), "")
		clienttest.AssertRejected(t, err, "SKU")
	})
	t.Run("an empty list is not found", func(t *testing.T) {
		t.Parallel()
		client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) { reply(w, outer+`[]}}`) })
		_, err := client.Products.Balance(t.Context(), "A")
		require.ErrorIs(t, err, shelfwire.ErrNotFound)
	})
	t.Run("details without entries, as PHP writes them", func(t *testing.T) {
		t.Parallel()
		client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
			reply(w, outer+`[{"SKU":"A","Balance":[],"BalanceDetailed":[]}]}}`)
		})
		b, err := client.Products.Balance(t.Context(), "A")
		require.NoError(t, err)
		assert.Empty(t, b.Locations)
	})
	t.Run("times that are none", func(t *testing.T) {
		t.Parallel()
		for _, none := range []string{`""`, `null`, `"0000-00-00"`, `"0000-00-00 00:00:00"`} {
			client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
				reply(w, outer+`[{"SKU":"A","BalanceDetailed":{"L1":{"balance":"1.5","balance_updated":`+none+`}}}]}}`)
			})
			b, err := client.Products.Balance(t.Context(), "A")
			require.NoError(t, err, none)
			assert.True(t, b.Locations["L1"].Updated.IsZero(), none)
			assert.Equal(t, "1.5", b.Locations["L1"].Balance.String())
		}
	})
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func TestProductsService_All_LargestPrefetch(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: skus(300)}
	seen, err := collect(t.Context(), s.client(t), resico.ProductQuery{Prefetch: 100})
	require.NoError(t, err)
	assert.Equal(t, s.rows, seen)
}

func TestProductsService_Get(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		body     string
		want     string // "" for none
		kind     error
		text     string
		requests int
	}{
		"the product":       {list(`[{"SKU":"A-1","Name":"Mug"}]`), "Mug", nil, "", 1},
		"among others":      {list(`[{"SKU":"a-1","Name":"Cup"},{"SKU":"A-1","Name":"Mug"}]`), "Mug", nil, "", 1},
		"in other letters":  {list(`[{"SKU":"a-1 ","Name":"Cup"},{"SKU":"a-1","Name":"Mug"}]`), "Cup", nil, "", 1},
		"none":              {ok("Products", `{"data":[],"total":0}`), "", shelfwire.ErrNotFound, `no product with SKU "A-1"`, 1},
		"another one":       {list(`[{"SKU":"A-2"}]`), "", shelfwire.ErrMalformed, `"A-2"`, 2},
		"none, but counted": {ok("Products", `{"data":[],"total":1}`), "", shelfwire.ErrIncomplete, `the server counts 1 products with SKU "A-1", and none came with it`, 2},
		"none with its SKU": {ok("Products", `{"data":[{"Name":"Mug"}],"total":0}`), "", shelfwire.ErrIncomplete, "the server counts 1 products", 1},
		"another page":      {ok("Products", `{"data":[],"current_page":2}`), "", shelfwire.ErrMalformed, "page 1 was asked for, and page 2 came", 1},
		"a failure":         {`{"status":"error","message":"no"}`, "", nil, "no", 1},
		"no list":           {ok("Products", `{"data":null}`), "", shelfwire.ErrMalformed, "", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			provider := &answers{bodies: []string{tc.body}}
			product, err := provider.client(t, nil).Products.Get(t.Context(), "A-1")
			assert.Equal(t, tc.want, product.Name)
			assert.Equal(t, tc.requests, provider.requests)
			if tc.want != "" {
				require.NoError(t, err)
				return
			}
			failed, ok := errors.AsType[*shelfwire.Error](err)
			require.True(t, ok)
			assert.Equal(t, "Products.Get", failed.Op)
			assert.Equal(t, shelfwire.EffectRead, failed.Effect)
			assert.Contains(t, err.Error(), tc.text)
			if tc.kind != nil {
				require.ErrorIs(t, err, tc.kind)
			}
			assert.Equal(t, tc.kind == shelfwire.ErrNotFound || name == "a failure", failed.Outcome == shelfwire.OutcomeRefused)
		})
	}
}

func TestProductsService_Get_AsksForTheSKU(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: skus(300)}
	product, err := s.client(t).Products.Get(t.Context(), s.rows[250])
	require.NoError(t, err)
	assert.Equal(t, s.rows[250], product.SKU)
	assert.Equal(t, []string{"limit=100&order=SKU%20desc&page=1"}, s.requests)
	for _, sku := range []string{"", " ", "A;B", ">A", "=A", "!A", "<A"} {
		_, err := s.client(t).Products.Get(t.Context(), sku)
		clienttest.AssertRejected(t, err, "SKU")
		if strings.TrimSpace(sku) != "" {
			require.ErrorContains(t, err, "Products.Balance", "it names the way")
		}
	}
	assert.Len(t, s.requests, 1)
}

func TestProductsService_List(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: skus(250)}
	client := s.client(t)
	page, err := client.Products.List(t.Context(), resico.ProductQuery{PageSize: 30, Fields: []resico.ProductField{resico.ProductName}}, 9)
	require.NoError(t, err)
	assert.Equal(t, []string{"limit=30&order=SKU%20desc&page=9&return=SKU%2CName"}, s.requests)
	require.Len(t, page.Products, 10)
	assert.Equal(t, s.rows[240], page.Products[0].SKU)
	assert.Equal(t, []int{250, 9, 9, 10}, []int{page.Total, page.Page, page.LastPage, page.Delivered})
	assert.False(t, page.Unproven)

	page, err = client.Products.List(t.Context(), resico.ProductQuery{}, 4)
	require.NoError(t, err)
	assert.Empty(t, page.Products, "behind the last")
	assert.Len(t, s.requests, 2)

	page, err = client.Products.List(t.Context(), resico.ProductQuery{SKUs: []string{s.rows[7], s.rows[8], s.rows[7]}}, 1)
	require.NoError(t, err)
	assert.Equal(t, 2, page.Total)
	assert.Len(t, page.Products, 2)

	for _, number := range []int{0, -1} {
		_, err := client.Products.List(t.Context(), resico.ProductQuery{}, number)
		clienttest.AssertRejected(t, err, "page")
	}
	assert.Len(t, s.requests, 3)
}

func TestProductsService_List_Responses(t *testing.T) {
	t.Parallel()
	client, log := captured(t,
		ok("Products", `{"data":[],"total":3}`),
		ok("Products", `{"data":[{"SKU":"C","Category":false},{"Name":"service"}],"total":3}`),
		ok("Products", `{"data":[{"SKU":"C"}],"current_page":7}`))
	page, err := client.Products.List(t.Context(), resico.ProductQuery{}, 1)
	require.NoError(t, err, "an empty page is asked for once more")
	require.Len(t, page.Products, 1)
	assert.Len(t, page.Gaps, 2)
	assert.Contains(t, log.String(), "Category 1")

	_, err = client.Products.List(t.Context(), resico.ProductQuery{}, 1)
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	require.ErrorContains(t, err, "page 1 was asked for, and page 7 came")
}
