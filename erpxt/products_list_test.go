package erpxt_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// Only an empty list is an end.
func TestProductsService_List_Responses(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		"", "null", "{}", `{"value":[]}`, oneProduct, "[null]", "[{}]", "[7]", "[[]]", "[" + oneProduct,
		"[] []", "false", "0", `""`, `[{"error":"query timeout"}]`, `{"Products":[]}`, `{"0":` + oneProduct + `}`,
		`["unexpected","list"]`, `{"Message":"An error has occurred."}`, "{}{}", "OK", "<html><title>Login</title></html>", `"[]"`,
	} {
		client := respondWith(200, body).client(t)
		_, err := client.Products.List(t.Context(), erpxt.ProductQuery{})
		require.ErrorIs(t, err, shelfwire.ErrMalformed, body)
		_, err = collectIDs(t.Context(), client, erpxt.ProductQuery{})
		require.ErrorIs(t, err, shelfwire.ErrMalformed, body)
	}
	for _, body := range []string{"[]", " [ ] \n", "\xef\xbb\xbf[]"} {
		products, err := respondWith(200, body).client(t).Products.List(t.Context(), erpxt.ProductQuery{})
		require.NoError(t, err)
		assert.Empty(t, products)
	}
}

func TestProductsService_List_Requests(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		q    erpxt.ProductQuery
		want string
	}{
		"nothing": {erpxt.ProductQuery{}, "$orderby=Id&$top=100"},
		"a page":  {erpxt.ProductQuery{Skip: 20, Top: 10}, "$orderby=Id&$skip=20&$top=10"},
		"two fields": {erpxt.ProductQuery{OrderBy: []erpxt.ProductOrder{
			{Field: erpxt.ProductRate, Descending: true}, {Field: erpxt.ProductName},
		}}, "$orderby=Rate%20desc%2C%20Name%2C%20Id&$top=100"},
		"the id in it": {erpxt.ProductQuery{OrderBy: []erpxt.ProductOrder{
			{Field: erpxt.ProductID, Descending: true}, {Field: erpxt.TextField("Name")},
		}}, "$orderby=Id%20desc%2C%20Name&$top=100"},
		"quotes and signs": {erpxt.ProductQuery{Filter: erpxt.ProductName.Eq(`5" O'Neil & $+ż`)},
			"$filter=Name%20eq%20%275%22%20O%27%27Neil%20%26%20$%2B%C5%BC%27&$orderby=Id&$top=100"},
		"a filter of one's own": {erpxt.ProductQuery{Filter: erpxt.RawFilter("Id ge 5")}, "$filter=Id%20ge%205&$orderby=Id&$top=100"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := respondWith(200, "[]")
			_, err := p.client(t).Products.List(t.Context(), tc.q)
			require.NoError(t, err)
			assert.Equal(t, tc.want, p.calls[0].query)
		})
	}
}
