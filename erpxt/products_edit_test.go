package erpxt_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

const card = `{"$id":"1","Name":"Mouse","Description":"old","ItemCode":"555","ProductCode":"P/1","UnitOfMeasurment":"szt.",` +
	`"Rate":9,"SaleNetPrice":50.0,"SaleGrossPrice":61.5,"Quantity":6.0000,"ProductType":2,"Id":7,` +
	`"Barcode":"590","Supplier":{"Id":3,"Terms":[1.50,null]}}`

// editProvider returns a provider that has one card and takes every write.
func editProvider(card string) *provider {
	return scriptedProvider(cannedResponse{200, card}, cannedResponse{204, ""})
}

// Everything that was read goes back, also what this module does not know; stock does not.
func TestProductsService_Edit_KeepsEverything(t *testing.T) {
	t.Parallel()
	p := editProvider(card)
	after, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error {
		p.Description = "new"
		return nil
	})
	require.NoError(t, err)
	require.Len(t, p.calls, 2)
	assert.Equal(t, "GET /api2/public/products/7", p.calls[0].method+" "+p.calls[0].path)
	assert.Equal(t, "PUT /api2/public/products", p.calls[1].method+" "+p.calls[1].path)
	assert.Equal(t, `{"Name":"Mouse","Description":"new","ItemCode":"555","ProductCode":"P/1","UnitOfMeasurment":"szt.",`+
		`"Rate":9,"SaleGrossPrice":61.5,"ProductType":2,"Id":7,"Barcode":"590","Supplier":{"Id":3,"Terms":[1.50,null]}}`,
		p.calls[1].body)
	assert.Equal(t, "new", after.Description)
	assert.Equal(t, "50.0", after.SaleNetPrice.String())
	assert.Equal(t, "61.5", after.SaleGrossPrice.String())
	assert.Equal(t, "6.0000", after.OnHand.String())
	text, err := json.Marshal(after)
	require.NoError(t, err)
	assert.Contains(t, string(text), `"Barcode":"590"`)
}

// The unknown members are those of the card, also when edit puts a product of its own in its place.
func TestProductsService_Edit_AnotherProduct(t *testing.T) {
	t.Parallel()
	p := editProvider(card)
	_, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error {
		*p = erpxt.Product{
			ID: 7, Name: "Mouse 2", UnitOfMeasurement: "szt.", Rate: erpxt.VAT8, SaleNetPrice: num("1"),
			OnHand: p.OnHand, ProductType: p.ProductType,
		}
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, `{"Name":"Mouse 2","Description":"","ItemCode":"","UnitOfMeasurment":"szt.","Rate":8,"SaleNetPrice":1,`+
		`"ProductType":2,"Id":7,"Barcode":"590","Supplier":{"Id":3,"Terms":[1.50,null]}}`, p.calls[1].body)
}

func TestProductsService_Edit_Rejected(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		edit   func(*erpxt.Product)
		fields []string
	}{
		"another id":      {func(p *erpxt.Product) { p.ID = 8 }, []string{"ID"}},
		"no name":         {func(p *erpxt.Product) { p.Name = "" }, []string{"Name"}},
		"no unit":         {func(p *erpxt.Product) { p.UnitOfMeasurement = " " }, []string{"UnitOfMeasurement"}},
		"no rate":         {func(p *erpxt.Product) { p.Rate = "" }, []string{"Rate"}},
		"an unknown rate": {func(p *erpxt.Product) { p.Rate = "code 5" }, []string{"Rate"}},
		"a rate in words": {func(p *erpxt.Product) { p.Rate = "23" }, []string{"Rate"}},
		"a type in words": {func(p *erpxt.Product) { p.ProductType = "towar" }, []string{"ProductType"}},
		"no type":         {func(p *erpxt.Product) { p.ProductType = "" }, []string{"ProductType"}},
		"both prices":     {func(p *erpxt.Product) { p.SaleNetPrice, p.SaleGrossPrice = num("1"), num("1.23") }, []string{"SaleGrossPrice"}},
		"a negative net":  {func(p *erpxt.Product) { p.SaleNetPrice = num("-1") }, []string{"SaleNetPrice"}},
		"a negative gross, and the net gone": {func(p *erpxt.Product) {
			p.SaleNetPrice, p.SaleGrossPrice = shelfwire.Opt[shelfwire.Decimal]{}, num("-1")
		}, []string{"SaleGrossPrice"}},
		"a price that is none": {func(p *erpxt.Product) { p.SaleNetPrice = shelfwire.Set(shelfwire.Decimal{}) }, []string{"SaleNetPrice"}},
		"the stock":            {func(p *erpxt.Product) { p.OnHand = num("9") }, []string{"OnHand"}},
		"the stock, gone":      {func(p *erpxt.Product) { p.OnHand = shelfwire.Opt[shelfwire.Decimal]{} }, []string{"OnHand"}},
		"the type":             {func(p *erpxt.Product) { p.ProductType = erpxt.ProductTypeGoods }, []string{"ProductType"}},
		"all of it":            {func(p *erpxt.Product) { *p = erpxt.Product{} }, []string{"ID", "Name", "UnitOfMeasurement", "Rate", "OnHand", "ProductType"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := editProvider(card)
			after, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error { tc.edit(p); return nil })
			clienttest.AssertRejected(t, err, tc.fields...)
			assert.Equal(t, erpxt.Product{}, after)
			assert.Len(t, p.calls, 1, "read, and nothing written")
		})
	}
	_, err := silentClient(t).Products.Edit(t.Context(), 7, nil)
	clienttest.AssertRejected(t, err, "edit")
}

// A rate that the provider did not document when this was written goes back as it came.
func TestProductsService_Edit_UndocumentedRate(t *testing.T) {
	t.Parallel()
	p := editProvider(`{"Id":7,"Name":"M","UnitOfMeasurment":"szt.","Rate":12}`)
	_, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error { p.Name = "N"; return nil })
	require.NoError(t, err)
	assert.Equal(t, `{"Name":"N","Description":"","ItemCode":"","UnitOfMeasurment":"szt.","Rate":12,"Id":7}`, p.calls[1].body)
}

func TestProductsService_Edit_Fails(t *testing.T) {
	t.Parallel()
	errMine := errors.New("the shelf is empty")
	p := editProvider(card)
	_, err := p.client(t).Products.Edit(t.Context(), 7, func(*erpxt.Product) error { return errMine })
	require.ErrorIs(t, err, errMine)
	assert.NotErrorIs(t, err, shelfwire.ErrInvalid)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	assert.EqualError(t, err, "erpxt: Products.Edit: nothing was changed: the shelf is empty")
	assert.Len(t, p.calls, 1)

	for name, tc := range map[string]struct {
		responses []cannedResponse
		is        error
		outcome   shelfwire.Outcome
		calls     int
	}{
		"not there":                {[]cannedResponse{{400, notFound}}, shelfwire.ErrNotFound, shelfwire.OutcomeNotSent, 1},
		"unreadable":               {[]cannedResponse{{200, "[]"}}, shelfwire.ErrMalformed, shelfwire.OutcomeNotSent, 2},
		"the read crashes":         {[]cannedResponse{{503, ""}}, nil, shelfwire.OutcomeNotSent, 4},
		"the write is rejected":    {[]cannedResponse{{200, card}, {400, notReady}}, shelfwire.ErrInvalid, shelfwire.OutcomeRejected, 2},
		"not there, an empty 404":  {[]cannedResponse{{404, ""}}, shelfwire.ErrNotFound, shelfwire.OutcomeNotSent, 1},
		"the write meets a router": {[]cannedResponse{{200, card}, {404, routerNotFound}}, shelfwire.ErrMalformed, shelfwire.OutcomeRejected, 2},
		"the write gets a page":    {[]cannedResponse{{200, card}, {200, loginPage}}, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, 3},
		"gone before the write": {[]cannedResponse{{200, card}, {400, notFound}}, shelfwire.ErrNotFound,
			shelfwire.OutcomeRejected, 2},
		"the write is cut": {[]cannedResponse{{200, card}, {0, ""}}, errCut, shelfwire.OutcomeUnknown, 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := scriptedProvider(tc.responses...)
			after, err := p.client(t).Products.Edit(t.Context(), 7, func(*erpxt.Product) error { return nil })
			require.Error(t, err)
			if tc.is != nil {
				require.ErrorIs(t, err, tc.is)
			}
			assert.Equal(t, "Products.Edit", clienttest.RequireError(t, err).Op)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err))
			assert.Len(t, p.calls, tc.calls)
			assert.Equal(t, erpxt.Product{}, after)
		})
	}
}

func TestProductsService_Edit_LostResponse(t *testing.T) {
	t.Parallel()
	p := scriptedProvider(cannedResponse{200, card}, cannedResponse{0, ""}, cannedResponse{204, ""})
	_, err := p.client(t).Products.Edit(t.Context(), 7, func(*erpxt.Product) error { return nil })
	require.NoError(t, err)
	assert.Equal(t, p.calls[1].body, p.calls[2].body)
}

// A write whose response breaks off behind its id was made: the product comes beside the error.
func TestProductsService_Edit_BrokenOff(t *testing.T) {
	t.Parallel()
	after, err := scriptedProvider(cannedResponse{200, card}, cannedResponse{200, `{"Id":7,"Na`}).client(t).Products.Edit(t.Context(), 7,
		func(p *erpxt.Product) error { p.Name = "N"; return nil })
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
	assert.Equal(t, "N", after.Name)
	e, ok := errors.AsType[*shelfwire.Error](err)
	require.True(t, ok)
	assert.Equal(t, "PUT", e.Method)
}
