package erpxt_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// callWithResponse calls do with a client that gets this response to all its calls, and returns their number.
func callWithResponse(t *testing.T, status int, body string, do func(*erpxt.Client) error) (calls int, err error) {
	t.Helper()
	p := scriptedProvider(cannedResponse{status, body})
	err = do(p.client(t))
	return len(p.calls), err
}

// The new id is read in every form, and no other member can prevent it.
func TestProductsService_Create_Responses(t *testing.T) {
	t.Parallel()
	const id = 10906567
	for name, body := range map[string]string{
		"a number": "10906567", "spaces around": " 10906567\r\n", "a fraction of zeros": "10906567.0", "more zeros": "10906567.0000",
		"quoted": `"10906567"`, "quoted with spaces": `" 10906567 "`, "quoted, a fraction": `"10906567.0"`, "an exponent": "1.0906567e7",
		"an object": `{"Id":10906567}`, "small letters": `{"id":10906567}`, "capital letters": `{"ID":10906567}`,
		"quoted in an object": `{"Id":"10906567"}`, "a fraction in an object": `{"Id":10906567.0}`,
		"spelt twice": `{"id":1,"Id":10906567,"ID":2}`, "named twice": `{"Id":1,"Id":10906567}`,
		"the product":            `{"Name":"Mouse","Rate":9,"Id":10906567}`,
		"the product odd":        `{"$id":"1","Name":false,"Rate":"23%","SaleNetPrice":"12,50","Quantity":{},"Id":"10906567"}`,
		"with a code of its own": `{"Name":"Mouse","Code":"K-1","Message":"","Id":10906567}`,
		"with a message":         `{"Id":10906567,"Message":"saved"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := respondWith(200, body)
			got, err := p.client(t).Products.Create(t.Context(), goodProduct())
			require.NoError(t, err)
			assert.Equal(t, int64(id), got)
		})
	}
	for body, want := range map[string]int64{"9223372036854775807": 1<<63 - 1, "1": 1} {
		got, err := respondWith(200, body).client(t).Products.Create(t.Context(), goodProduct())
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for name, body := range foreignBodies() {
		got, err := respondWith(200, body).client(t).Products.Create(t.Context(), goodProduct())
		require.Error(t, err, name)
		assert.Zero(t, got, name)
	}
}

// A response that breaks off behind the id gives the id, beside an error of outcome applied.
func TestProductsService_Create_BrokenOff(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int64{
		`{"Id":10906567,"Name":"Mo`:   10906567,
		`{"Id":"10906567"`:            10906567,
		`{"Name":"Mouse","Id":7,"Ra`:  7,
		`{"Id":1090`:                  0, // the rest of the number may be missing
		`{"Name":"Mouse","Id"`:        0,
		`{"Code":"E","Message":"no",`: 0,
		`"1090`:                       0,
		``:                            0,
	} {
		for _, announced := range []bool{true, false} {
			p := &provider{api: func(_ int, r *http.Request) (*http.Response, error) {
				resp, err := newResponse(r, 200, body)
				if announced {
					resp.ContentLength++
					resp.Body = breakingBody{strings.NewReader(body)}
				}
				return resp, err
			}}
			id, err := p.client(t).Products.Create(t.Context(), goodProduct())
			require.ErrorIs(t, err, shelfwire.ErrMalformed, body)
			assert.Equal(t, want, id, body)
			assert.Equal(t, want > 0, shelfwire.OutcomeOf(err) == shelfwire.OutcomeApplied, body)
			assert.Equal(t, want == 0, shelfwire.OutcomeOf(err) == shelfwire.OutcomeUnknown, body)
			assert.Len(t, p.calls, 1)
		}
	}
}

// What PUT and DELETE learn from their responses.
func TestProductsService_WriteResponses(t *testing.T) {
	t.Parallel()
	const applied, rejected, unknown = shelfwire.OutcomeApplied, shelfwire.OutcomeRejected, shelfwire.OutcomeUnknown
	writes := map[string]func(*erpxt.Client) error{
		"Replace": func(c *erpxt.Client) error { return c.Products.Replace(t.Context(), fullProduct()) },
		"Delete":  func(c *erpxt.Client) error { return c.Products.Delete(t.Context(), 7) },
	}
	for name, tc := range map[string]struct {
		response cannedResponse
		is       error
		outcome  shelfwire.Outcome
		calls    int
	}{
		"204":                    {cannedResponse{204, ""}, nil, applied, 1},
		"200 without a body":     {cannedResponse{200, " "}, nil, applied, 1},
		"202 without a body":     {cannedResponse{202, ""}, shelfwire.ErrMalformed, unknown, 2},
		"202 with the product":   {cannedResponse{202, oneProduct}, nil, applied, 1},
		"205":                    {cannedResponse{205, ""}, shelfwire.ErrMalformed, unknown, 2},
		"206 without a body":     {cannedResponse{206, " "}, shelfwire.ErrMalformed, unknown, 2},
		"the product":            {cannedResponse{200, oneProduct}, nil, applied, 1},
		"the product, oddly":     {cannedResponse{200, `{"id":"7.0","Name":[],"Rate":"23%"}`}, nil, applied, 1},
		"the id in an object":    {cannedResponse{200, `{"Id":7}`}, nil, applied, 1},
		"an id and a message":    {cannedResponse{200, `{"Id":7,"Message":"saved"}`}, nil, applied, 1},
		"an id and an error":     {cannedResponse{200, `{"Id":7,"Message":"An error has occurred."}`}, shelfwire.ErrMalformed, unknown, 2},
		"an id and an exception": {cannedResponse{200, `{"Id":7,"ExceptionMessage":"no"}`}, shelfwire.ErrMalformed, unknown, 2},
		"an id and a code":       {cannedResponse{200, `{"Id":7,"Code":"K-1"}`}, nil, applied, 1},
		"another product":        {cannedResponse{200, `{"Id":8,"Name":"Chair"}`}, shelfwire.ErrMalformed, unknown, 2},
		"the bare id":            {cannedResponse{200, "7"}, shelfwire.ErrMalformed, unknown, 2},
		"half of the product":    {cannedResponse{200, `{"Id":7,"Na`}, shelfwire.ErrMalformed, applied, 4},
		"half of another":        {cannedResponse{200, `{"Id":8,"Na`}, shelfwire.ErrMalformed, unknown, 4},
		"not found, in its way":  {cannedResponse{400, notFound}, shelfwire.ErrNotFound, rejected, 1},
		"not found, 404":         {cannedResponse{404, notFound}, shelfwire.ErrNotFound, rejected, 1},
		"an empty 404":           {cannedResponse{404, ""}, shelfwire.ErrMalformed, rejected, 1},
		"a router's 404":         {cannedResponse{404, routerNotFound}, shelfwire.ErrMalformed, rejected, 1},
		"a page's 404":           {cannedResponse{404, loginPage}, shelfwire.ErrMalformed, rejected, 1},
		"rejected":               {cannedResponse{400, notReady}, shelfwire.ErrInvalid, rejected, 1},
		"a foreign 400":          {cannedResponse{400, `{"Message":"Bad Request"}`}, shelfwire.ErrMalformed, unknown, 2},
		"a redirect":             {cannedResponse{302, ""}, nil, unknown, 1},
		"the gateway's time-out": {cannedResponse{524, loginPage}, nil, unknown, 4},
	} {
		for op, do := range writes {
			t.Run(op+"/"+name, func(t *testing.T) {
				t.Parallel()
				calls, err := callWithResponse(t, tc.response.status, tc.response.body, do)
				assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
				assert.Equal(t, tc.calls, calls)
				assert.Equal(t, tc.outcome == applied && tc.is == nil, err == nil)
				if tc.is != nil {
					require.ErrorIs(t, err, tc.is)
				}
			})
		}
	}
}

// A read owes the product asked for.
func TestProductsService_Get_Responses(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"plain": oneProduct, "with a mark": "\ufeff" + oneProduct, "two marks, spaces": " \n\ufeff\ufeff" + oneProduct,
		"the id quoted": `{"Id":"7","Name":"Mouse"}`, "a fraction": `{"Id":7.0,"Name":"Mouse"}`, "small letters": `{"id":7,"name":"Mouse"}`,
		"all spellings": `{"id":1,"Id":7,"ID":2,"name":"x","Name":"Mouse"}`, "a code of its own": `{"Id":7,"Name":"Mouse","Code":"E","Message":"m"}`,
		"everything odd beside it": `{"Id":7,"Name":"Mouse","Rate":"23%","SaleNetPrice":"12,50","Quantity":[],"ProductType":1.5}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := respondWith(200, body)
			product, err := p.client(t).Products.Get(t.Context(), 7)
			require.NoError(t, err)
			assert.Equal(t, int64(7), product.ID)
			assert.Equal(t, "Mouse", product.Name)
			assert.Equal(t, "GET /api2/public/products/7", p.calls[0].method+" "+p.calls[0].path)
		})
	}
	product, err := respondWith(200, `{"Id":8,"Name":"Chair"}`).client(t).Products.Get(t.Context(), 7)
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	assert.Equal(t, erpxt.Product{}, product, "another product does not come beside the error")
	_, err = respondWith(200, `{"Id":7}`).client(t).Products.Get(t.Context(), 7)
	require.NoError(t, err, "a product without a name")
}

// Another charset than UTF-8 is followed where the header names it.
func TestProductsService_Get_Charset(t *testing.T) {
	t.Parallel()
	p := &provider{api: func(_ int, r *http.Request) (*http.Response, error) {
		return newResponse(r, 200, "{\"Id\":7,\"Name\":\"\xbf\xf3\xb3w\"}", "Content-Type", "application/json; charset=windows-1250")
	}}
	product, err := p.client(t).Products.Get(t.Context(), 7)
	require.NoError(t, err)
	assert.Equal(t, "żółw", product.Name)
}

// breakingBody is a body whose connection is cut at its end.
type breakingBody struct{ *strings.Reader }

func (b breakingBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil {
		err = fmt.Errorf("cut: %w", errCut)
	}
	return n, err
}

func (breakingBody) Close() error { return nil }
