package erpxt_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

func TestProductsService_Pages(t *testing.T) {
	t.Parallel()
	server := erpxttest.NewServer(t)
	for range 5 {
		server.AddProducts(erpxt.Product{Name: "Mug", UnitOfMeasurement: "szt.", Rate: erpxt.VAT23})
	}
	type place struct{ page, products, delivered int }
	var places []place
	for page, err := range server.Client(nil).Products.Pages(t.Context(), erpxt.ProductQuery{PageSize: 2}) {
		require.NoError(t, err)
		assert.Empty(t, page.Gaps)
		places = append(places, place{page.Page, len(page.Records), page.Delivered})
	}
	assert.Equal(t, []place{{1, 2, 2}, {2, 2, 4}, {3, 1, 5}}, places)
	for range server.Client(nil).Products.Pages(t.Context(), erpxt.ProductQuery{Filter: erpxt.ProductName.Eq("Cup")}) {
		t.Error("an empty catalogue has no page")
	}
	for _, err := range server.Client(nil).Products.Pages(t.Context(), erpxt.ProductQuery{Prefetch: 101}) {
		clienttest.AssertRejected(t, err, "Prefetch")
	}
	for _, err := range server.Client(nil).Products.Pages(t.Context(), erpxt.ProductQuery{Prefetch: 100}) {
		require.NoError(t, err)
	}
}
