package resico_test

import (
	"encoding/json"
	"net/http"
	"testing"

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
			clienttest.AssertRefused(t, err, tc.field)
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

// list is a reply of the product list with the given rows.
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
		clienttest.AssertRefused(t, err, "SKU")
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
