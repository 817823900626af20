package resico_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/resico"
)

func TestProductQuery_Validate(t *testing.T) {
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
			s := &shelf{rows: numberedSKUs(3)}
			_, err := collectSKUs(t.Context(), s.newClient(t), tc.q)
			clienttest.AssertRejected(t, err, tc.field)
			_, err = s.newClient(t).Products.List(t.Context(), tc.q, 1)
			clienttest.AssertRejected(t, err, tc.field)
			assert.Empty(t, s.requests, "nothing was sent")
		})
	}
}

func TestProductOrder_String(t *testing.T) {
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

func TestProductsService_All_AddsSKUField(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: numberedSKUs(1)}
	_, err := collectSKUs(t.Context(), s.newClient(t), resico.ProductQuery{Fields: []resico.ProductField{resico.ProductPrice}})
	require.NoError(t, err)
	assert.Contains(t, s.requests[0], "return=SKU%2CPrice")
}
