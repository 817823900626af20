package resico_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/resico"
)

func TestProductsService_List(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: numberedSKUs(250)}
	client := s.newClient(t)
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
	client, log := newLoggedClient(t,
		successBody("Products", `{"data":[],"total":3}`),
		successBody("Products", `{"data":[{"SKU":"C","Category":false},{"Name":"service"}],"total":3}`),
		successBody("Products", `{"data":[{"SKU":"C"}],"current_page":7}`))
	page, err := client.Products.List(t.Context(), resico.ProductQuery{}, 1)
	require.NoError(t, err, "an empty page is asked for once more")
	require.Len(t, page.Products, 1)
	assert.Len(t, page.Gaps, 2)
	assert.Contains(t, log.String(), "Category 1")

	_, err = client.Products.List(t.Context(), resico.ProductQuery{}, 1)
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	require.ErrorContains(t, err, "page 1 was asked for, and page 7 came")
}

// A server that makes numbers of texts loses the zeros of a SKU. The SKU is the one that was asked for, unless several
// are the same number.
func TestProductsService_List_SKUAsNumber(t *testing.T) {
	t.Parallel()
	for rows, tc := range map[string]struct{ asked, want []string }{
		`[{"SKU":7}]`:             {[]string{"007"}, []string{"007"}},
		`[{"SKU":7},{"SKU":"B"}]`: {[]string{"B", "007"}, []string{"007", "B"}},
		`[{"SKU":7.0}]`:           {[]string{"7"}, []string{"7"}},
		`[{"SKU":"7"}]`:           {[]string{"007"}, nil},
		`[{"SKU":8}]`:             {[]string{"007"}, nil},
		`[{"SKU":7},{"SKU":7}]`:   {[]string{"007", "07"}, nil},
	} {
		page, err := newCannedClient(t, productsBody(rows)).Products.List(t.Context(), resico.ProductQuery{SKUs: tc.asked}, 1)
		if tc.want == nil {
			require.ErrorIs(t, err, shelfwire.ErrMalformed, rows)
			continue
		}
		require.NoError(t, err, rows)
		var got []string
		for _, p := range page.Products {
			got = append(got, p.SKU)
		}
		assert.Equal(t, tc.want, got, rows)
	}
	product, err := newCannedClient(t, productsBody(`[{"SKU":7}]`)).Products.Get(t.Context(), "007")
	require.NoError(t, err)
	assert.Equal(t, "007", product.SKU)
}
