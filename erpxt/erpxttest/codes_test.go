package erpxttest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

// A text that is no rate or no type has no form on the wire.
func TestServer_AddProducts_InvalidCodes(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	for problem, p := range map[string]erpxt.Product{
		`"9" is not a rate of VAT: use VAT23`:                    {Name: "A", Rate: "9"},
		`"2" is not a type of product: use ProductTypeService (`: {Name: "A", ProductType: "2"},
	} {
		func() {
			defer func() { assert.Contains(t, recover(), problem) }()
			srv.AddProducts(p)
		}()
	}
	assert.Empty(t, srv.Products())
	srv.AddProducts(erpxt.Product{Name: "A"})
	added := srv.Products()[0]
	assert.Equal(t, erpxt.VAT23, added.Rate)
	assert.Equal(t, erpxt.ProductTypeService, added.ProductType)
}

// A code that the documentation does not know is found by its number, and only the product that has it keeps it.
func TestServer_UndocumentedCodes(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddProducts(
		erpxt.Product{Name: "A", Rate: erpxt.VATRateOfCode(11), ProductType: erpxt.ProductTypeOfCode(7)},
		erpxt.Product{Name: "B"},
	)
	assert.Equal(t, "1", listIDs(t, srv, "$filter", "Rate eq 11 and ProductType eq 7"))
	found, err := srv.Client(nil).Products.List(t.Context(), erpxt.ProductQuery{
		Filter: erpxt.ProductRate.Eq("code 11").And(erpxt.ProductTypeField.Eq("type 7")),
	})
	require.NoError(t, err)
	assert.Len(t, found, 1)

	status, _ := sendRequest(t, srv, http.MethodPut, "/products",
		`{"Id": 1, "Name": "A", "UnitOfMeasurment": "x", "Rate": 11, "ProductType": 7}`)
	assert.Equal(t, http.StatusNoContent, status)
	r := mustReject(t, srv, http.MethodPut, "/products",
		`{"Id": 2, "Name": "B", "UnitOfMeasurment": "x", "Rate": 11, "ProductType": 7}`)
	assert.Equal(t, map[string][]string{"Rate": {"is not a known rate"}, "ProductType": {"is not a known type"}}, r.ModelState)
	r = mustReject(t, srv, http.MethodPut, "/products",
		`{"Id": 2, "Name": "B", "UnitOfMeasurment": "x", "Rate": 4294967305, "ProductType": 4294967296}`)
	assert.Len(t, r.ModelState, 2, "no part of a great number is a code")
}
