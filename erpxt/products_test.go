package erpxt_test

import (
	"net/http"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

func goodProduct() erpxt.NewProduct {
	return erpxt.NewProduct{
		Name: "Mouse", UnitOfMeasurement: "szt.", Rate: erpxt.VAT23, SaleGrossPrice: num("24.99"),
	}
}

func fullProduct() erpxt.Product {
	return erpxt.Product{ID: 7, Name: "Mouse", UnitOfMeasurement: "szt.", Rate: erpxt.VAT23}
}

func TestProductsService_Writes_Rejected(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		spoil  func(*erpxt.NewProduct)
		fields []string
	}{
		"no name":             {func(p *erpxt.NewProduct) { p.Name = " " }, []string{"Name"}},
		"no unit":             {func(p *erpxt.NewProduct) { p.UnitOfMeasurement = "" }, []string{"UnitOfMeasurement"}},
		"no rate":             {func(p *erpxt.NewProduct) { p.Rate = "" }, []string{"Rate"}},
		"an unknown rate":     {func(p *erpxt.NewProduct) { p.Rate = erpxt.VATRateOfCode(4) }, []string{"Rate"}},
		"a rate in percent":   {func(p *erpxt.NewProduct) { p.Rate = "23" }, []string{"Rate"}},
		"a rate as its code":  {func(p *erpxt.NewProduct) { p.Rate = "9" }, []string{"Rate"}},
		"a rate and a space":  {func(p *erpxt.NewProduct) { p.Rate = "23 %" }, []string{"Rate"}},
		"a rate in capitals":  {func(p *erpxt.NewProduct) { p.Rate = "ZW" }, []string{"Rate"}},
		"a code twice named":  {func(p *erpxt.NewProduct) { p.Rate = "code 9" }, []string{"Rate"}},
		"a code below zero":   {func(p *erpxt.NewProduct) { p.Rate = erpxt.VATRateOfCode(-1) }, []string{"Rate"}},
		"a negative net":      {func(p *erpxt.NewProduct) { p.SaleNetPrice = num("-0.01") }, []string{"SaleNetPrice"}},
		"a negative gross":    {func(p *erpxt.NewProduct) { p.SaleGrossPrice = num("-1") }, []string{"SaleGrossPrice"}},
		"a price without one": {func(p *erpxt.NewProduct) { p.SaleNetPrice = shelfwire.Set(shelfwire.Decimal{}) }, []string{"SaleNetPrice"}},
		"a price beyond bound": {func(p *erpxt.NewProduct) {
			p.SaleNetPrice = shelfwire.Set(shelfwire.Decimal{Decimal: decimal.New(1, 99)})
		}, []string{"SaleNetPrice"}},
		"nothing at all": {func(p *erpxt.NewProduct) { *p = erpxt.NewProduct{} }, []string{"Name", "UnitOfMeasurement", "Rate"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := goodProduct()
			tc.spoil(&n)
			client := silentClient(t)
			_, err := client.Products.Create(t.Context(), n)
			clienttest.AssertRejected(t, err, tc.fields...)
			err = client.Products.Replace(t.Context(), erpxt.Product{
				Name: n.Name, UnitOfMeasurement: n.UnitOfMeasurement, Rate: n.Rate,
				SaleNetPrice: n.SaleNetPrice, SaleGrossPrice: n.SaleGrossPrice,
			})
			clienttest.AssertRejected(t, err, append([]string{"ID"}, tc.fields...)...)
		})
	}
}

func TestProductsService_IDs_Rejected(t *testing.T) {
	t.Parallel()
	client := silentClient(t)
	for _, id := range []int64{0, -1, -1 << 63} {
		_, err := client.Products.Get(t.Context(), id)
		clienttest.AssertRejected(t, err, "id")
		clienttest.AssertRejected(t, client.Products.Delete(t.Context(), id), "id")
		_, err = client.Products.Edit(t.Context(), id, func(*erpxt.Product) error { return nil })
		clienttest.AssertRejected(t, err, "id")
		p := fullProduct()
		p.ID = id
		clienttest.AssertRejected(t, client.Products.Replace(t.Context(), p), "ID")
	}
}

func TestProductsService_Create_Body(t *testing.T) {
	t.Parallel()
	p := respondWith(200, "1")
	n := goodProduct()
	n.Description, n.ProductCode, n.Rate = `5" <b> & co`, "P/1", erpxt.VATNotTaxable
	n.SaleNetPrice, n.SaleGrossPrice = num("2.500"), shelfwire.Null[shelfwire.Decimal]()
	_, err := p.client(t).Products.Create(t.Context(), n)
	require.NoError(t, err)
	assert.Equal(t, `{"Name":"Mouse","Description":"5\" <b> & co","ItemCode":"","ProductCode":"P/1",`+
		`"UnitOfMeasurment":"szt.","Rate":0,"SaleNetPrice":2.500}`, p.calls[0].body)
}

func TestProductsService_Replace_Body(t *testing.T) {
	t.Parallel()
	p := respondWith(204, "")
	client := p.client(t)
	product := fullProduct()
	product.SaleNetPrice, product.SaleGrossPrice, product.OnHand = num("1"), num("1.23"), num("5")
	product.ProductType = erpxt.ProductTypeStocked
	require.NoError(t, client.Products.Replace(t.Context(), product))
	assert.Equal(t, "PUT /api2/public/products", p.calls[0].method+" "+p.calls[0].path)
	assert.Equal(t, `{"Name":"Mouse","Description":"","ItemCode":"","UnitOfMeasurment":"szt.","Rate":9,`+
		`"SaleNetPrice":1,"SaleGrossPrice":1.23,"ProductType":2,"Id":7}`, p.calls[0].body)
}

// What was read and is not known goes back; stock and the response's own numbering do not.
func TestProductsService_Replace_SendsUnknownMembers(t *testing.T) {
	t.Parallel()
	p := scriptedProvider(cannedResponse{200, `{"$id":"1","Id":7,"Name":"Mouse","UnitOfMeasurment":"szt.","Rate":9,"SaleNetPrice":null,` +
		`"Quantity":5,"ProductType":0,"Barcode":"590","Nested":{"a":[1.50]}}`}, cannedResponse{204, ""})
	client := p.client(t)
	product, err := client.Products.Get(t.Context(), 7)
	require.NoError(t, err)
	require.NoError(t, client.Products.Replace(t.Context(), product))
	assert.Equal(t, `{"Name":"Mouse","Description":"","ItemCode":"","UnitOfMeasurment":"szt.","Rate":9,`+
		`"ProductType":0,"Id":7,"Barcode":"590","Nested":{"a":[1.50]}}`, p.calls[1].body)
}

const notReady = `{"Message":"not now","Code":"StateException"}`

const notFound = `{"Message":"No row with the given identifier exists[Product#7]",` +
	`"Data":{"EntityId":"7","EntityName":"Product"},"Code":"EntityNotFoundException"}`

// Retries follow the effect: reads and absolute sets are repeated, a create only when nothing can have happened.
func TestProductsService_RetriesByEffect(t *testing.T) {
	t.Parallel()
	ops := map[string]struct {
		do     func(*testing.T, *erpxt.Client) error
		repeat bool
	}{
		"Get": {func(t *testing.T, c *erpxt.Client) error { return getProduct(t.Context(), c) }, true},
		"List": {func(t *testing.T, c *erpxt.Client) error {
			_, err := c.Products.List(t.Context(), erpxt.ProductQuery{})
			return err
		}, true},
		"Create": {func(t *testing.T, c *erpxt.Client) error {
			_, err := c.Products.Create(t.Context(), goodProduct())
			return err
		}, false},
		"Replace": {func(t *testing.T, c *erpxt.Client) error { return c.Products.Replace(t.Context(), fullProduct()) }, true},
		"Delete":  {func(t *testing.T, c *erpxt.Client) error { return c.Products.Delete(t.Context(), 7) }, true},
	}
	for name, op := range ops {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, status := range []int{0, 500, 502, 503, 504} {
				p := scriptedProvider(cannedResponse{status: status})
				err := op.do(t, p.client(t))
				want := 1
				if op.repeat {
					want = 4
				}
				assert.Len(t, p.calls, want, "status %d", status)
				assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err), "status %d", status)
			}
			for _, status := range []int{400, 409, 422} {
				p := scriptedProvider(cannedResponse{status, notReady})
				require.Error(t, op.do(t, p.client(t)))
				assert.Len(t, p.calls, 1, "the provider's own words are final, status %d", status)
				p = scriptedProvider(cannedResponse{status: status})
				require.Error(t, op.do(t, p.client(t)))
				want := 1
				if op.repeat {
					want = 2
				}
				assert.Len(t, p.calls, want, "foreign responses are asked for once more, status %d", status)
			}
			for _, status := range []int{403, 404, 405} {
				p := scriptedProvider(cannedResponse{status: status})
				require.Error(t, op.do(t, p.client(t)))
				assert.Len(t, p.calls, 1, "status %d", status)
			}
			p := scriptedProvider(cannedResponse{status: 429})
			require.ErrorIs(t, op.do(t, p.client(t)), shelfwire.ErrRateLimited)
			assert.Len(t, p.calls, 4, "429 says that nothing was done")
		})
	}
}

// A product that is gone after an attempt that may have deleted it was deleted, but only the provider's code says gone.
func TestProductsService_Delete_Repeated(t *testing.T) {
	t.Parallel()
	const applied, rejected, unknown = shelfwire.OutcomeApplied, shelfwire.OutcomeRejected, shelfwire.OutcomeUnknown
	for name, tc := range map[string]struct {
		responses []cannedResponse
		outcome   shelfwire.Outcome
	}{
		"cut, then not found":          {[]cannedResponse{{0, ""}, {400, notFound}}, applied},
		"cut, then not found by 404":   {[]cannedResponse{{0, ""}, {404, notFound}}, applied},
		"cut, then not found by 410":   {[]cannedResponse{{0, ""}, {410, notFound}}, applied},
		"503, cut, then not found":     {[]cannedResponse{{503, ""}, {0, ""}, {400, notFound}}, applied},
		"503 with HTML, not found":     {[]cannedResponse{{503, loginPage}, {400, notFound}}, applied},
		"a page under 200, not found":  {[]cannedResponse{{200, loginPage}, {400, notFound}}, applied},
		"not found under 200":          {[]cannedResponse{{0, ""}, {200, notFound}}, applied},
		"cut, then an old token, gone": {[]cannedResponse{{0, ""}, {401, ""}, {400, notFound}}, applied},
		"cut, then deleted":            {[]cannedResponse{{0, ""}, {204, ""}}, applied},
		"half of the product, gone":    {[]cannedResponse{{200, `{"Id":7,"Na`}, {400, notFound}}, applied},
		"not found at once":            {[]cannedResponse{{400, notFound}}, rejected},
		"an old token, then not found": {[]cannedResponse{{401, ""}, {400, notFound}}, rejected},
		"a full hour, then not found":  {[]cannedResponse{{429, ""}, {404, notFound}}, rejected},
		"cut, then rejected":           {[]cannedResponse{{0, ""}, {400, notReady}}, unknown},
		"cut, then an empty 404":       {[]cannedResponse{{0, ""}, {404, ""}}, unknown},
		"cut, then a router's 404":     {[]cannedResponse{{0, ""}, {404, routerNotFound}}, unknown},
		"503 with HTML, HTML 404":      {[]cannedResponse{{503, loginPage}, {404, loginPage}}, unknown},
		"503 with HTML, router's 404":  {[]cannedResponse{{503, loginPage}, {404, routerNotFound}}, unknown},
		"cut, then another code's 404": {[]cannedResponse{{0, ""}, {404, notReady}}, unknown},
		"cut, then a lasting crash":    {[]cannedResponse{{0, ""}, {503, notFound}}, unknown},
		"a page, then an empty 404":    {[]cannedResponse{{200, loginPage}, {404, ""}}, unknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := scriptedProvider(tc.responses...).client(t).Products.Delete(t.Context(), 7)
			assert.Equal(t, tc.outcome == applied, err == nil, err)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
			if tc.outcome == unknown {
				assert.NotErrorIs(t, err, shelfwire.ErrNotFound)
			}
		})
	}
}

// A token endpoint that says 404 between two attempts says nothing about the product.
func TestProductsService_Delete_TokenEndpointNotFound(t *testing.T) {
	t.Parallel()
	p := scriptedProvider(cannedResponse{0, ""})
	p.onToken = func(n int, r *http.Request) (*http.Response, error) {
		if n == 1 {
			return newResponse(r, 200, `{"access_token":"abcd"}`)
		}
		return newResponse(r, 404, notFound)
	}
	api := p.api
	p.api = func(n int, r *http.Request) (*http.Response, error) {
		if n == 2 {
			return newResponse(r, 401, "")
		}
		return api(n, r)
	}
	err := p.client(t).Products.Delete(t.Context(), 7)
	require.Error(t, err)
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
}
