package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

func TestProducts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.get("/")
	text := words(page)
	for _, want := range []string{
		"4 products", "Oak bowl A · bowl 12.50\u00a0€ 9 in stock", "Lamp B 59.90\u00a0€ instead of 79.00\u00a0€ out of stock",
		"5.125\u00a0€ stock not known", "Vase without a price D no price yet",
	} {
		assert.Contains(t, text, strings.Join(strings.Fields(want), " "))
	}
	assert.NotContains(t, text, "off sale")
	assert.Contains(t, page, `href="/products/C%2F1%20%25"`)
	assert.NotContains(t, page, "<script")
	assert.NotContains(t, page, "rel=\"next\"", "one page")
}

func TestProducts_search(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text := words(w.get("/?q=+BOWL%00+"))
	assert.Contains(t, text, "1 product with “BOWL”")
	assert.Contains(t, text, "Oak bowl")
	assert.NotContains(t, text, "Lamp")
	page := w.get("/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
	assert.NotContains(t, page, "<script>alert(1)</script>\"")
	assert.Contains(t, page, `value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"`)
	assert.Contains(t, words(w.get("/?q="+strings.Repeat("x", 3000))), "No products with “"+strings.Repeat("x", maxSearch)+"”")
}

func TestProducts_pages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	many := make([]shop.Product, 2*pageSize+1)
	for i := range many {
		many[i] = shop.Product{SKU: fmt.Sprintf("T-%03d", i), Name: "Tray & more", Active: shelfwire.Set(true)}
	}
	require.NoError(t, w.shop.SaveProducts(t.Context(), monday, many))
	for query, want := range map[string]string{
		"":                             "Page 1 of 3 Next page",
		"&page=2":                      "Previous page Page 2 of 3 Next page",
		"&page=3":                      "Previous page Page 3 of 3",
		"&page=-1":                     "Page 1 of 3",
		"&page=x":                      "Page 1 of 3",
		"&page=1e9":                    "Page 1 of 3",
		"&page=9999":                   "Previous page Page 3 of 3",
		"&page=9999999999999999999999": "Page 1 of 3",
	} {
		assert.Contains(t, words(w.get("/?q=tray+%26"+query)), want, query)
	}
	page := w.get("/?q=tray+%26&page=2")
	assert.Contains(t, page, `href="/?page=3&amp;q=tray&#43;%26"`)
	assert.Equal(t, pageSize, strings.Count(page, `class="card"`))
	assert.Equal(t, 1, strings.Count(w.get("/?q=tray&page=3"), `class="card"`))
}

func TestProduct(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	none := words(w.get("/products/A"))
	for _, want := range []string{
		"Oak bowl 12.50\u00a0€ per piece, VAT included", "Can be ordered 9", "NOL 5 Shop 1 4", "All locations 9",
		"ERP XT no card yet – –", "MerchantPro nothing sent yet – –", "Till nothing sent yet – –",
	} {
		assert.Contains(t, none, strings.Join(strings.Fields(want), " "))
	}
	require.NoError(t, w.shop.SaveCard(t.Context(), "A", shop.Card{ID: 14, Price: shelfwire.MustDecimal("12.50")}))
	require.NoError(t, w.shop.SaveTillStock(t.Context(), "1C-7", []shop.Quantity{{SKU: "A", Quantity: shelfwire.MustDecimal("4.00")}}))
	for state, want := range map[shop.ListingState]string{
		shop.ListingSent:      "MerchantPro being sent 11.00\u00a0€ 8",
		shop.ListingConfirmed: "MerchantPro up to date 11.00\u00a0€ 8",
		shop.ListingMissing:   "MerchantPro not listed there 11.00\u00a0€ 8",
	} {
		require.NoError(t, w.shop.SaveListing(t.Context(), "A", shop.Listing{State: state, Price: amount("11"), Stock: amount("8")}))
		text := words(w.get("/products/A"))
		for _, want := range []string{want, "ERP XT card 14 12.50\u00a0€ –", "Till warehouse 1C-7 – 4"} {
			assert.Contains(t, text, strings.Join(strings.Fields(want), " "))
		}
	}
}

func TestProduct_cannotBeOrdered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for sku, why := range map[string]string{"B": "sold out", "D": "without a price", "E": "off sale"} {
		page := w.get("/products/" + sku)
		assert.Contains(t, words(page), "This product cannot be ordered at the moment", why)
		assert.NotContains(t, page, "<form", why)
	}
	assert.Contains(t, words(w.get("/products/C%2F1%20%25")), "yes, but the stock is not known")
	assert.Contains(t, words(w.get("/products/B")), "Nobody knows: Resico has given no balance", "by location")
}

func TestProduct_escapes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.get("/products/C%2F1%20%25")
	assert.NotContains(t, page, "<script")
	assert.Contains(t, page, `<h1>&#34;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{.}}</h1>`)
	assert.Contains(t, page, `action="/products/C%2F1%20%25/orders"`)
	reply := w.do(http.MethodPost, "/products/C%2F1%20%25/orders", w.filled("C/1 %", "name", evil, "address", evil))
	require.Equal(t, http.StatusSeeOther, reply.Code, reply.Body)
	for _, path := range []string{reply.Header().Get("Location"), "/office/orders/1", "/office"} {
		assert.NotContains(t, w.get(path), "<script", path)
	}
}
