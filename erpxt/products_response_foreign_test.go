package erpxt_test

import (
	"context"
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

// foreignBodies are responses under a status of success that do not come from the provider.
func foreignBodies() map[string]string {
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

type operation struct {
	do    func(context.Context, *erpxt.Client) error
	write bool // not to be repeated
	empty bool // an empty response is its mark of success
}

func operations() map[string]operation {
	return map[string]operation{
		"Get": {do: getProduct},
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

// A foreign response under a status of success leaves a write unknown, and every call but a create is tried
// once more.
func TestProductsService_ForeignResponses(t *testing.T) {
	t.Parallel()
	own := map[string][]string{ // what is the provider's own for one operation
		"List": {"an empty list", "a list of products"},
	}
	for op, o := range operations() {
		for name, body := range foreignBodies() {
			t.Run(op+"/"+name, func(t *testing.T) {
				t.Parallel()
				calls, err := callWithResponse(t, 200, body, func(c *erpxt.Client) error { return o.do(t.Context(), c) })
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
				_, err := callWithResponse(t, 200, body, func(c *erpxt.Client) error { return o.do(t.Context(), c) })
				assert.Equal(t, o.empty, err == nil, err)
			}
		})
	}
}

// After a foreign response the second one counts.
func TestProductsService_ForeignResponses_Once(t *testing.T) {
	t.Parallel()
	for op, o := range operations() {
		for _, body := range []string{loginPage, fatalError, "null", uncaught} {
			right := map[string]cannedResponse{
				"Get": {200, oneProduct}, "List": {200, "[]"}, "Replace": {204, ""}, "Delete": {204, ""}, "Create": {200, "9"},
			}
			p := scriptedProvider(cannedResponse{200, body}, right[op])
			err := o.do(t.Context(), p.client(t))
			assert.Equal(t, !o.write, err == nil, "%s after %s: %v", op, body, err)
		}
	}
}

// Errors show a page's title, and the messages of PHP and of the framework.
func TestProductsService_ForeignResponses_InErrors(t *testing.T) {
	t.Parallel()
	for body, words := range map[string]string{
		loginPage:                 "an HTML page titled Log in",
		fatalError:                "Uncaught Error in /var/www/api.php:31",
		uncaught:                  "An error has occurred.",
		`["unexpected"]`:          "",
		`{"Id":8,"Name":"Chair"}`: "product 7 was asked for, and 8 came",
	} {
		_, err := callWithResponse(t, 200, body, func(c *erpxt.Client) error { return c.Products.Delete(t.Context(), 7) })
		require.ErrorContains(t, err, words)
	}
	for n, shown := range map[int]bool{4096: true, 4097: false} {
		body := `{"Message":"` + strings.Repeat("x", n) + `"}`
		_, err := callWithResponse(t, 200, body, func(c *erpxt.Client) error { return c.Products.Delete(t.Context(), 7) })
		assert.Equal(t, shown, strings.Contains(err.Error(), "xxx"))
	}
}

// The provider's own error, with its code, counts under every status.
func TestProductsService_RejectionsUnderASuccess(t *testing.T) {
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
				calls, err := callWithResponse(t, 200, body, func(c *erpxt.Client) error { return o.do(t.Context(), c) })
				e := clienttest.RequireError(t, err)
				assert.Equal(t, 1, calls)
				assert.NotEmpty(t, e.Code+e.Message)
				assert.NotErrorIs(t, err, shelfwire.ErrMalformed)
				if op == "Create" && body == notFound {
					assert.Equal(t, shelfwire.OutcomeUnknown, e.Outcome, "it may be the new one")
					return
				}
				assert.Equal(t, shelfwire.OutcomeRejected, e.Outcome)
				if is != nil {
					require.ErrorIs(t, err, is)
				}
			})
		}
	}
}
