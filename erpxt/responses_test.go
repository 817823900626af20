package erpxt_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

const (
	fatalError = "<br />\n<b>Fatal error</b>:  Uncaught Error in /var/www/api.php:31<br />\n"
	anothers   = `{"status":"ok","type":"Products","Products":{"data":[]},"id":"a-17"}`
)

// strangers are responses under a status of success in which nobody can recognize the provider.
func strangers() map[string]string {
	return map[string]string{
		"a page": loginPage, "PHP's words": fatalError, "a line of text": "OK", "null": "null", "false": "false", "true": "true",
		"an empty list": "[]", "an empty object": "{}", "a text": `"x"`, "an empty text": `""`, "zero": "0", "below zero": "-1",
		"a list": `["unexpected","list"]`, "another product's": anothers, "a fraction": "7.5", "half a text": `"107`,
		"two values": "7 7", "a warning before it": fatalError + "10906567", "a bracket": "{", "an id that is a list": `{"Id":[7]}`,
		"an id of no number": `{"Id":"seven"}`, "an id of zero": `{"Id":0}`, "an id that is null": `{"Id":null}`,
		"an id that is empty": `{"Id":""}`, "an id too large": `{"Id":9223372036854775808}`, "a list of products": "[" + oneProduct + "]",
		"what the framework did not catch": uncaught, "a router's words": routerNotFound, "a gateway's code": `{"code":"busy","message":"m"}`,
		"OAuth's words": `{"error":"invalid_token"}`, "an id elsewhere": `{"Data":{"Id":7}}`,
	}
}

// answeredBy calls do with a client whose calls are all answered so, and returns how many there were.
func answeredBy(t *testing.T, status int, body string, do func(*erpxt.Client) error) (calls int, err error) {
	t.Helper()
	p := scripted(reply{status, body})
	err = do(p.client(t))
	return len(p.calls), err
}

type operation struct {
	do    func(context.Context, *erpxt.Client) error
	write bool // not to be repeated
	empty bool // an empty response is its mark of success
}

func operations() map[string]operation {
	return map[string]operation{
		"Get": {do: get},
		"List": {do: func(ctx context.Context, c *erpxt.Client) error {
			_, err := c.Products.List(ctx, erpxt.ProductQuery{})
			return err
		}},
		"Create": {write: true, do: func(ctx context.Context, c *erpxt.Client) error {
			_, err := c.Products.Create(ctx, goodProduct())
			return err
		}},
		"Replace": {empty: true, do: func(ctx context.Context, c *erpxt.Client) error {
			return c.Products.Replace(ctx, fullProduct())
		}},
		"Delete": {empty: true, do: func(ctx context.Context, c *erpxt.Client) error { return c.Products.Delete(ctx, 7) }},
	}
}

// A status of success proves nothing: what is not the provider's leaves a write unknown, and all but a create is tried
// once more.
func TestStrangersUnderASuccess(t *testing.T) {
	t.Parallel()
	own := map[string][]string{ // what is the provider's own for one operation
		"List": {"an empty list", "a list of products"},
	}
	for op, o := range operations() {
		for name, body := range strangers() {
			t.Run(op+"/"+name, func(t *testing.T) {
				t.Parallel()
				calls, err := answeredBy(t, 200, body, func(c *erpxt.Client) error { return o.do(t.Context(), c) })
				for _, exception := range own[op] {
					if name == exception {
						require.NoError(t, err)
						return
					}
				}
				require.ErrorIs(t, err, shelfwire.ErrMalformed)
				assert.NotErrorIs(t, err, shelfwire.ErrNotFound)
				assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err), err)
				want := 2
				switch {
				case o.write:
					want = 1
				case name == "a bracket":
					want = 4 // as when the connection breaks
				}
				assert.Equal(t, want, calls)
			})
		}
		t.Run(op+"/nothing", func(t *testing.T) {
			t.Parallel()
			for _, body := range []string{"", " \r\n"} {
				_, err := answeredBy(t, 200, body, func(c *erpxt.Client) error { return o.do(t.Context(), c) })
				assert.Equal(t, o.empty, err == nil, err)
			}
		})
	}
}

// After a stranger's response the second one counts.
func TestStrangersOnce(t *testing.T) {
	t.Parallel()
	for op, o := range operations() {
		for _, body := range []string{loginPage, fatalError, "null", uncaught} {
			right := map[string]reply{
				"Get": {200, oneProduct}, "List": {200, "[]"}, "Replace": {204, ""}, "Delete": {204, ""}, "Create": {200, "9"},
			}
			p := scripted(reply{200, body}, right[op])
			err := o.do(t.Context(), p.client(t))
			assert.Equal(t, !o.write, err == nil, "%s after %s: %v", op, body, err)
		}
	}
}

// What is wrong is shown: a page's title, the words of PHP and of the framework.
func TestStrangersAreShown(t *testing.T) {
	t.Parallel()
	for body, words := range map[string]string{
		loginPage:                 "an HTML page titled Log in",
		fatalError:                "Uncaught Error in /var/www/api.php:31",
		uncaught:                  "An error has occurred.",
		`["unexpected"]`:          "",
		`{"Id":8,"Name":"Chair"}`: "product 7 was asked for, and 8 came",
	} {
		_, err := answeredBy(t, 200, body, func(c *erpxt.Client) error { return c.Products.Delete(t.Context(), 7) })
		require.ErrorContains(t, err, words)
	}
	for n, shown := range map[int]bool{4096: true, 4097: false} {
		body := `{"Message":"` + strings.Repeat("x", n) + `"}`
		_, err := answeredBy(t, 200, body, func(c *erpxt.Client) error { return c.Products.Delete(t.Context(), 7) })
		assert.Equal(t, shown, strings.Contains(err.Error(), "xxx"))
	}
}

// The provider's words of failure count whatever the status, when they have its code.
func TestRefusedUnderASuccess(t *testing.T) {
	t.Parallel()
	for op, o := range operations() {
		for body, is := range map[string]error{
			notFound: shelfwire.ErrNotFound,
			notReady: nil,
			`{"Id":7,"Code":"StateException","Message":"locked"}`: nil,
			`{"Code":"StateException"}`:                           nil,
			`{"ModelState":{"Rate":["is not known"]}}`:            shelfwire.ErrInvalid,
		} {
			t.Run(op+"/"+body, func(t *testing.T) {
				t.Parallel()
				calls, err := answeredBy(t, 200, body, func(c *erpxt.Client) error { return o.do(t.Context(), c) })
				e := clienttest.Error(t, err)
				assert.Equal(t, shelfwire.OutcomeRefused, e.Outcome)
				assert.Equal(t, 1, calls)
				assert.NotEmpty(t, e.Code+e.Message)
				assert.NotErrorIs(t, err, shelfwire.ErrMalformed)
				if is != nil {
					require.ErrorIs(t, err, is)
				}
			})
		}
	}
}

// The new id is owed in whatever form it comes, and nothing beside it can cost it.
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
			p := answering(200, body)
			got, err := p.client(t).Products.Create(t.Context(), goodProduct())
			require.NoError(t, err)
			assert.Equal(t, int64(id), got)
		})
	}
	for body, want := range map[string]int64{"9223372036854775807": 1<<63 - 1, "1": 1} {
		got, err := answering(200, body).client(t).Products.Create(t.Context(), goodProduct())
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for name, body := range strangers() {
		got, err := answering(200, body).client(t).Products.Create(t.Context(), goodProduct())
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
				resp, err := response(r, 200, body)
				if announced {
					resp.ContentLength++
					resp.Body = breaking{strings.NewReader(body)}
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
	const applied, refused, unknown = shelfwire.OutcomeApplied, shelfwire.OutcomeRefused, shelfwire.OutcomeUnknown
	writes := map[string]func(*erpxt.Client) error{
		"Replace": func(c *erpxt.Client) error { return c.Products.Replace(t.Context(), fullProduct()) },
		"Delete":  func(c *erpxt.Client) error { return c.Products.Delete(t.Context(), 7) },
	}
	for name, tc := range map[string]struct {
		reply   reply
		is      error
		outcome shelfwire.Outcome
		calls   int
	}{
		"204":                    {reply{204, ""}, nil, applied, 1},
		"200 without a body":     {reply{200, " "}, nil, applied, 1},
		"the product":            {reply{200, oneProduct}, nil, applied, 1},
		"the product, oddly":     {reply{200, `{"id":"7.0","Name":[],"Rate":"23%"}`}, nil, applied, 1},
		"the id in an object":    {reply{200, `{"Id":7}`}, nil, applied, 1},
		"an id and a message":    {reply{200, `{"Id":7,"Message":"saved"}`}, nil, applied, 1},
		"an id and an error":     {reply{200, `{"Id":7,"Message":"An error has occurred."}`}, shelfwire.ErrMalformed, unknown, 2},
		"an id and an exception": {reply{200, `{"Id":7,"ExceptionMessage":"no"}`}, shelfwire.ErrMalformed, unknown, 2},
		"an id and a code":       {reply{200, `{"Id":7,"Code":"K-1"}`}, nil, applied, 1},
		"another product":        {reply{200, `{"Id":8,"Name":"Chair"}`}, shelfwire.ErrMalformed, unknown, 2},
		"the bare id":            {reply{200, "7"}, shelfwire.ErrMalformed, unknown, 2},
		"half of the product":    {reply{200, `{"Id":7,"Na`}, shelfwire.ErrMalformed, applied, 4},
		"half of another":        {reply{200, `{"Id":8,"Na`}, shelfwire.ErrMalformed, unknown, 4},
		"not found, in its way":  {reply{400, notFound}, shelfwire.ErrNotFound, refused, 1},
		"not found, 404":         {reply{404, notFound}, shelfwire.ErrNotFound, refused, 1},
		"an empty 404":           {reply{404, ""}, shelfwire.ErrMalformed, refused, 1},
		"a router's 404":         {reply{404, routerNotFound}, shelfwire.ErrMalformed, refused, 1},
		"a page's 404":           {reply{404, loginPage}, shelfwire.ErrMalformed, refused, 1},
		"refused":                {reply{400, notReady}, shelfwire.ErrInvalid, refused, 1},
		"a stranger's 400":       {reply{400, `{"Message":"Bad Request"}`}, shelfwire.ErrMalformed, unknown, 2},
		"a redirect":             {reply{302, ""}, nil, unknown, 1},
		"the gateway's time-out": {reply{524, loginPage}, nil, unknown, 4},
	} {
		for op, do := range writes {
			t.Run(op+"/"+name, func(t *testing.T) {
				t.Parallel()
				calls, err := answeredBy(t, tc.reply.status, tc.reply.body, do)
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
			p := answering(200, body)
			product, err := p.client(t).Products.Get(t.Context(), 7)
			require.NoError(t, err)
			assert.Equal(t, int64(7), product.ID)
			assert.Equal(t, "Mouse", product.Name)
			assert.Equal(t, "GET /api2/public/products/7", p.calls[0].method+" "+p.calls[0].path)
		})
	}
	product, err := answering(200, `{"Id":8,"Name":"Chair"}`).client(t).Products.Get(t.Context(), 7)
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	assert.Equal(t, erpxt.Product{}, product, "another product does not come beside the error")
	_, err = answering(200, `{"Id":7}`).client(t).Products.Get(t.Context(), 7)
	require.NoError(t, err, "a product without a name")
}

// Another charset than UTF-8 is followed where the header names it.
func TestProductsService_Get_Charset(t *testing.T) {
	t.Parallel()
	p := &provider{api: func(_ int, r *http.Request) (*http.Response, error) {
		return response(r, 200, "{\"Id\":7,\"Name\":\"\xbf\xf3\xb3w\"}", "Content-Type", "application/json; charset=windows-1250")
	}}
	product, err := p.client(t).Products.Get(t.Context(), 7)
	require.NoError(t, err)
	assert.Equal(t, "żółw", product.Name)
}

// breaking is a body whose connection is cut at its end.
type breaking struct{ *strings.Reader }

func (b breaking) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil {
		err = fmt.Errorf("cut: %w", errCut)
	}
	return n, err
}

func (breaking) Close() error { return nil }
