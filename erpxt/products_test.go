package erpxt_test

import (
	"errors"
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

func TestWritesRefused(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		spoil  func(*erpxt.NewProduct)
		fields []string
	}{
		"no name":             {func(p *erpxt.NewProduct) { p.Name = " " }, []string{"Name"}},
		"no unit":             {func(p *erpxt.NewProduct) { p.UnitOfMeasurement = "" }, []string{"UnitOfMeasurement"}},
		"no rate":             {func(p *erpxt.NewProduct) { p.Rate = 0 }, []string{"Rate"}},
		"an unknown rate":     {func(p *erpxt.NewProduct) { p.Rate = 4 }, []string{"Rate"}},
		"a rate in percent":   {func(p *erpxt.NewProduct) { p.Rate = 23 }, []string{"Rate"}},
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
			client := silent(t)
			_, err := client.Products.Create(t.Context(), n)
			clienttest.AssertRefused(t, err, tc.fields...)
			err = client.Products.Replace(t.Context(), erpxt.Product{
				Name: n.Name, UnitOfMeasurement: n.UnitOfMeasurement, Rate: n.Rate,
				SaleNetPrice: n.SaleNetPrice, SaleGrossPrice: n.SaleGrossPrice,
			})
			clienttest.AssertRefused(t, err, append([]string{"ID"}, tc.fields...)...)
		})
	}
}

func TestIDsRefused(t *testing.T) {
	t.Parallel()
	client := silent(t)
	for _, id := range []int64{0, -1, -1 << 63} {
		_, err := client.Products.Get(t.Context(), id)
		clienttest.AssertRefused(t, err, "id")
		clienttest.AssertRefused(t, client.Products.Delete(t.Context(), id), "id")
		_, err = client.Products.Edit(t.Context(), id, func(*erpxt.Product) error { return nil })
		clienttest.AssertRefused(t, err, "id")
		p := fullProduct()
		p.ID = id
		clienttest.AssertRefused(t, client.Products.Replace(t.Context(), p), "ID")
	}
}

// What a create learns from the number that comes back.
func TestCreateReplies(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int64{
		"12156943": 12156943, ` "12156943" ` + "\n": 12156943, "9223372036854775807": 1<<63 - 1, "1": 1,
	} {
		p := answering(200, body)
		id, err := p.client(t).Products.Create(t.Context(), goodProduct())
		require.NoError(t, err, body)
		assert.Equal(t, want, id)
	}
	for _, body := range []string{
		"", "0", "-5", `""`, "null", "[]", "[5]", `{"Id":5}`, "5.5", "1e3", "true", "9223372036854775808", `"five"`, `"`,
		"5 6", "<html><title>Login</title></html>",
	} {
		p := answering(200, body)
		id, err := p.client(t).Products.Create(t.Context(), goodProduct())
		require.ErrorIs(t, err, shelfwire.ErrMalformed, body)
		assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err), body)
		assert.Zero(t, id)
		assert.Len(t, p.calls, 1, "a create is not repeated")
	}
}

func TestCreateBody(t *testing.T) {
	t.Parallel()
	p := answering(200, "1")
	n := goodProduct()
	n.Description, n.ProductCode, n.Rate = `5" <b> & co`, "P/1", erpxt.VATNotTaxable
	n.SaleNetPrice, n.SaleGrossPrice = num("2.500"), shelfwire.Null[shelfwire.Decimal]()
	_, err := p.client(t).Products.Create(t.Context(), n)
	require.NoError(t, err)
	assert.Equal(t, `{"Name":"Mouse","Description":"5\" <b> & co","ItemCode":"","ProductCode":"P/1",`+
		`"UnitOfMeasurment":"szt.","Rate":0,"SaleNetPrice":2.500}`, p.calls[0].body)
}

func TestReplaceBody(t *testing.T) {
	t.Parallel()
	p := answering(204, "")
	client := p.client(t)
	product := fullProduct()
	product.SaleNetPrice, product.SaleGrossPrice, product.Quantity = num("1"), num("1.23"), num("5")
	product.ProductType = erpxt.ProductTypeStocked
	require.NoError(t, client.Products.Replace(t.Context(), product))
	assert.Equal(t, "PUT /api2/public/products", p.calls[0].method+" "+p.calls[0].path)
	assert.Equal(t, `{"Name":"Mouse","Description":"","ItemCode":"","UnitOfMeasurment":"szt.","Rate":9,`+
		`"SaleNetPrice":1,"SaleGrossPrice":1.23,"ProductType":2,"Id":7}`, p.calls[0].body)
}

// What was read and is not known goes back; stock and the reply's own numbering do not.
func TestReplaceSendsWhatWasRead(t *testing.T) {
	t.Parallel()
	p := scripted(reply{200, `{"$id":"1","Id":7,"Name":"Mouse","UnitOfMeasurment":"szt.","Rate":9,"SaleNetPrice":null,` +
		`"Quantity":5,"ProductType":0,"Barcode":"590","Nested":{"a":[1.50]}}`}, reply{204, ""})
	client := p.client(t)
	product, err := client.Products.Get(t.Context(), 7)
	require.NoError(t, err)
	require.NoError(t, client.Products.Replace(t.Context(), product))
	assert.Equal(t, `{"Name":"Mouse","Description":"","ItemCode":"","UnitOfMeasurment":"szt.","Rate":9,`+
		`"ProductType":0,"Id":7,"Barcode":"590","Nested":{"a":[1.50]}}`, p.calls[1].body)
}

// What PUT and DELETE learn from their replies.
func TestWriteReplies(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		reply   reply
		is      error
		outcome shelfwire.Outcome
	}{
		"204":                   {reply{204, ""}, nil, shelfwire.OutcomeApplied},
		"200 without a body":    {reply{200, " "}, nil, shelfwire.OutcomeApplied},
		"200 with the product":  {reply{200, oneProduct}, nil, shelfwire.OutcomeApplied},
		"200 with a number":     {reply{200, "7"}, nil, shelfwire.OutcomeApplied},
		"an HTML page":          {reply{200, "<html><title>Login</title></html>"}, shelfwire.ErrMalformed, shelfwire.OutcomeApplied},
		"a line of text":        {reply{200, "OK"}, shelfwire.ErrMalformed, shelfwire.OutcomeApplied},
		"an error under 200":    {reply{200, `{"Code":"E","Message":"no"}`}, nil, shelfwire.OutcomeUnknown},
		"not found, in its way": {reply{400, notFound}, shelfwire.ErrNotFound, shelfwire.OutcomeRefused},
		"not found, by status":  {reply{404, ""}, shelfwire.ErrNotFound, shelfwire.OutcomeRefused},
		"refused":               {reply{400, `{"Message":"stock control"}`}, shelfwire.ErrInvalid, shelfwire.OutcomeRefused},
		"a redirect":            {reply{302, ""}, nil, shelfwire.OutcomeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for op, do := range map[string]func(*erpxt.Client) error{
				"replace": func(c *erpxt.Client) error { return c.Products.Replace(t.Context(), fullProduct()) },
				"delete":  func(c *erpxt.Client) error { return c.Products.Delete(t.Context(), 7) },
			} {
				p := scripted(tc.reply)
				err := do(p.client(t))
				assert.Equal(t, tc.is != nil || tc.outcome != shelfwire.OutcomeApplied, err != nil, op)
				if tc.is != nil {
					require.ErrorIs(t, err, tc.is, op)
				}
				assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), op)
				assert.Len(t, p.calls, 1, op)
			}
		})
	}
}

const notFound = `{"Message":"No row with the given identifier exists[Product#7]",` +
	`"Data":{"EntityId":"7","EntityName":"Product"},"Code":"EntityNotFoundException"}`

// Retries follow the effect: reads and absolute sets are repeated, a create only when nothing can have happened.
func TestRetriesByEffect(t *testing.T) {
	t.Parallel()
	ops := map[string]struct {
		do     func(*testing.T, *erpxt.Client) error
		repeat bool
	}{
		"Get": {func(t *testing.T, c *erpxt.Client) error { return get(t.Context(), c) }, true},
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
				p := scripted(reply{status: status})
				err := op.do(t, p.client(t))
				want := 1
				if op.repeat {
					want = 4
				}
				assert.Len(t, p.calls, want, "status %d", status)
				assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err), "status %d", status)
			}
			for _, status := range []int{400, 403, 404, 405, 409} {
				p := scripted(reply{status: status})
				require.Error(t, op.do(t, p.client(t)))
				assert.Len(t, p.calls, 1, "status %d", status)
			}
			p := scripted(reply{status: 429})
			require.ErrorIs(t, op.do(t, p.client(t)), shelfwire.ErrRateLimited)
			assert.Len(t, p.calls, 4, "429 says that nothing was done")
		})
	}
}

// A product that is gone after an attempt that may have deleted it was deleted.
func TestDeleteRepeated(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		replies []reply
		deleted bool
	}{
		"cut, then not found":           {[]reply{{0, ""}, {400, notFound}}, true},
		"cut, then 404":                 {[]reply{{0, ""}, {404, ""}}, true},
		"503, cut, then not found":      {[]reply{{503, ""}, {0, ""}, {400, notFound}}, true},
		"not found at once":             {[]reply{{400, notFound}}, false},
		"an old token, then not found":  {[]reply{{401, ""}, {400, notFound}}, false},
		"a full hour, then not found":   {[]reply{{429, ""}, {404, ""}}, false},
		"cut, then refused":             {[]reply{{0, ""}, {400, `{"Message":"stock control"}`}}, false},
		"cut, then an old token, gone":  {[]reply{{0, ""}, {401, ""}, {404, ""}}, true},
		"cut, then a lasting crash":     {[]reply{{0, ""}, {503, `{"Code":"EntityNotFoundException"}`}}, false},
		"cut, then deleted":             {[]reply{{0, ""}, {204, ""}}, true},
		"garbage under 200, then gone?": {[]reply{{200, "<html>"}, {404, ""}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := scripted(tc.replies...).client(t).Products.Delete(t.Context(), 7)
			assert.Equal(t, tc.deleted, err == nil, err)
		})
	}
}

// A token endpoint that says 404 between two attempts says nothing about the product.
func TestDeleteIsNotFooledByTheTokenEndpoint(t *testing.T) {
	t.Parallel()
	p := scripted(reply{0, ""})
	p.onToken = func(n int, r *http.Request) (*http.Response, error) {
		if n == 1 {
			return response(r, 200, `{"access_token":"abcd"}`)
		}
		return response(r, 404, notFound)
	}
	api := p.api
	p.api = func(n int, r *http.Request) (*http.Response, error) {
		if n == 2 {
			return response(r, 401, "")
		}
		return api(n, r)
	}
	err := p.client(t).Products.Delete(t.Context(), 7)
	require.Error(t, err)
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
}

func TestGetReplies(t *testing.T) {
	t.Parallel()
	p := answering(200, oneProduct)
	product, err := p.client(t).Products.Get(t.Context(), 7)
	require.NoError(t, err)
	assert.Equal(t, "GET /api2/public/products/7", p.calls[0].method+" "+p.calls[0].path)
	assert.Equal(t, "Mouse", product.Name)
	for _, body := range []string{
		"", "null", "[]", "[" + oneProduct + "]", "{}", `{"Id":8}`, `{"Id":0}`, `{"Id":"seven"}`, `{"Id":7,"Name":{}}`,
		`{"Id":7,"Rate":-1}`, `{"Id":7,"Rate":255}`, `{"Id":7,"SaleNetPrice":"cheap"}`, `{"Id":7,"Name":"M`, `7`, `"7"`,
		`{"Id":7,"ProductType":1.5}`, "<html><title>Login</title></html>",
	} {
		_, err := answering(200, body).client(t).Products.Get(t.Context(), 7)
		require.ErrorIs(t, err, shelfwire.ErrMalformed, body)
	}
	_, err = scripted(reply{400, notFound}).client(t).Products.Get(t.Context(), 7)
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	_, isField := errors.AsType[*shelfwire.FieldError](err)
	assert.False(t, isField)
}
