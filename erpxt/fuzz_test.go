package erpxt

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// The targets call the decoders themselves: a client for each input would cost more than a hundred inputs. Long inputs
// find nothing that short ones do not, and make the search slow.

const longestInput = 4 << 10

func addResponses(f *testing.F) {
	f.Helper()
	for _, text := range []string{
		"7", `"7"`, "7.0", `{"Id":7}`, `{"id":"7","Name":"M"}`, `[{"Id":7,"Rate":"23%"},{"Name":"no id"}]`, "[]", "null", " ",
		`{"Id":7,"Code":"E","Message":"m"}`, `{"Message":"m","Data":{"EntityId":"7"},"Code":"EntityNotFoundException"}`,
		`{"Message":"m","ModelState":{"a":["b"],"c":1}}`, `{"error":"invalid_client","error_description":"no"}`,
		`{"access_token":"abc","token_type":"bearer","expires":600}`, `{"access_token":"abc","expires":1e64,"expires_in":"1"}`,
		"<html><title>x</title></html>", `{"Id":7,"Na`, "access_token=abc",
	} {
		f.Add([]byte(text))
	}
}

// FuzzResponses gives any text at all to every call as its response. Only what has the mark of success passes.
func FuzzResponses(f *testing.F) {
	addResponses(f)
	client, err := New(Credentials{ClientID: shelfwire.NewSecret("id"), ClientSecret: shelfwire.NewSecret("secret")}, nil)
	require.NoError(f, err)
	products := client.Products
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) > longestInput {
			return
		}
		value, _ := lenientjson.Parse(body)
		if p, err := products.decodeRecord(body, 7); err == nil && (p.ID != 7 || !value.IsObject()) {
			t.Fatal("another product")
		}
		if id, err := products.decodeNewID(body); err == nil && id <= 0 || err != nil && id != 0 {
			t.Fatal("a new product without an id", id, err)
		}
		if err := products.decodeConfirmation(body, 7); err == nil && !value.IsObject() && len(bytes.TrimSpace(body)) > 0 {
			t.Fatal("a change that was not made")
		} else if apiErr, ok := errors.AsType[*call.APIError](err); ok {
			text := apiErr.Code + apiErr.Message + string(apiErr.Details)
			if apiErr.Outcome != shelfwire.OutcomeRejected || text == "" {
				t.Fatalf("%+v", apiErr)
			}
		}
		got, err := products.decodePage(body)
		if err == nil && !value.IsList() {
			t.Fatal("a list that is none")
		}
		for i := range got.rows {
			if got.rows[i].ID <= 0 {
				t.Fatal("a product without an id")
			}
		}
	})
}

// FuzzProduct: what was read is stored so that it reads the same, and goes into a body as it came, or not at all.
func FuzzProduct(f *testing.F) {
	for _, text := range []string{
		`{"$id":"3","id":"7","NAME":"5\u0142","ItemCode":555,"Rate":"9","SaleNetPrice":"81.30","Tags":[{"a":"]"},[]],"W":2.50,"E":{ }}`,
		`{"Id":1,"a":{"b":"}"},"a":2}`, `{"":1}`, `{"\ud800":1,"ID":2}`, `{"Name":[],"Rate":"23%","Quantity":"1,7","ProductType":1.5}`,
		"{\"Name\":\"\xb3\",\"x\":\"\xb3\"}", `{"NAME":{},"name":"y","Id":5}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > longestInput {
			return
		}
		var p, back Product
		if p.UnmarshalJSON(text) != nil {
			return
		}
		written, err := p.MarshalJSON()
		require.NoError(t, err)
		require.NoError(t, back.UnmarshalJSON(written), "%s", written)
		require.Equal(t, p.Unread, back.Unread, "%s", written)
		again, err := back.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, string(written), string(again))

		var problems check.Problems
		if productSchema.validateTexts(&problems, "", &p); problems.Err() != nil {
			return
		}
		sent, err := json.Marshal(productBody{&p})
		require.NoError(t, err)
		require.True(t, utf8.Valid(sent), "%s", sent)
		var read Product
		require.NoError(t, read.UnmarshalJSON(sent))
		require.Len(t, read.unknown, len(productSchema.otherUnknown(&p)))
	})
}

// FuzzWords gives any text at all as the body of an error, from the API and from the token endpoint.
func FuzzWords(f *testing.F) {
	addResponses(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) > longestInput {
			return
		}
		for _, status := range []int{400, 401, 403, 404, 409, 410, 422, 429, 500, 503} {
			r := call.Response{Status: status, Body: body}
			parseError(&r)
			missing := r.Code == codeNotFound && status < 500
			if missing != errors.Is(r.Kind, shelfwire.ErrNotFound) || status == http.StatusNotFound && r.FromProvider != missing {
				t.Fatalf("%d: %+v", status, r)
			}
			r = call.Response{Status: status, Body: body}
			parseTokenError(&r)
			if errors.Is(r.Kind, shelfwire.ErrNotFound) || errors.Is(r.Kind, shelfwire.ErrInvalid) {
				t.Fatalf("%d: %+v", status, r)
			}
		}
	})
}

// FuzzToken gives any text at all as the response of the token endpoint. A text that is accepted as a token can stand in a header,
// and no error repeats what may be one.
func FuzzToken(f *testing.F) {
	addResponses(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) > longestInput {
			return
		}
		r := tokenResponse{addSecret: func(text string) {
			if !bytes.Contains(body, []byte(text)) {
				t.Fatalf("%q", text)
			}
		}}
		err := r.decode(body)
		if err == nil && (r.accessToken == "" || strings.ContainsAny(r.accessToken, "\r\n\x00") || r.lifetime <= 0 || r.lifetime > maxLifetime) {
			t.Fatalf("%+v", r)
		}
		var problems check.Problems
		if r.accessToken != "" {
			problems.HeaderText("token", r.accessToken)
			if (problems.Err() == nil) != (err == nil) {
				t.Fatalf("%q: %v", r.accessToken, err)
			}
		}
	})
}
