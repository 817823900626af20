package erpxt_test

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// FuzzReplies gives any text at all to every call as its reply.
func FuzzReplies(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "guide", "*.reply.txt"))
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, file := range files {
		f.Add(strings.TrimSpace(clienttest.Fixture(f, strings.TrimSuffix(filepath.Base(file), ".txt"))))
	}
	for _, text := range []string{card, "[" + card + "]", notFound, oddProduct, `[{"Id":1},{"Id":1}]`, `{"Code":"E","Message":"m"}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, body string) {
		products := answering(200, body, "[]").client(t).Products
		for p, err := range products.All(t.Context(), erpxt.ProductQuery{}) {
			if err == nil && p.ID <= 0 {
				t.Fatal("a product without an id")
			}
		}
		client := answering(200, body).client(t)
		if p, err := client.Products.Get(t.Context(), 7); err == nil && p.ID != 7 {
			t.Fatal("another product")
		}
		if id, err := client.Products.Create(t.Context(), goodProduct()); err == nil && id <= 0 {
			t.Fatal("a new product without an id")
		} else if err != nil && shelfwire.OutcomeOf(err) != shelfwire.OutcomeApplied {
			t.Fatal("a success that was not read is a success")
		}
		if err := client.Products.Delete(t.Context(), 7); err != nil && shelfwire.OutcomeOf(err) == shelfwire.OutcomeRefused {
			t.Fatal("a success status is no refusal")
		}
	})
}

// FuzzProduct: what was read is written so that it reads the same, and no text can bring the reader down.
func FuzzProduct(f *testing.F) {
	for _, text := range []string{card, oddProduct, oneProduct, `{"Id":1,"a":{"b":"}"},"a":2}`, `{"":1}`, `{"\ud800":1,"ID":2}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var direct, p, back erpxt.Product
		_ = direct.UnmarshalJSON([]byte(text))
		if json.Unmarshal([]byte(text), &p) != nil {
			return
		}
		written, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(written, &back); err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		again, err := json.Marshal(back)
		if err != nil || string(again) != string(written) {
			t.Fatalf("%s became %s (%v)", written, again, err)
		}
	})
}

// FuzzErrors gives any text at all as the body of an error, from the API and from the token endpoint.
func FuzzErrors(f *testing.F) {
	f.Add(400, notFound)
	f.Add(401, `{"error":"invalid_client","error_description":"no"}`)
	f.Add(400, `{"Message":"m","ModelState":{"a":["b"],"c":1}}`)
	f.Add(500, "<html><title>x</title></html>")
	f.Fuzz(func(t *testing.T, status int, body string) {
		status = 400 + (status&0xff)%112
		p := scripted(reply{status, body})
		o := p.options()
		o.Retry.MaxAttempts = 1
		err := clientWith(t, o).Products.Replace(t.Context(), fullProduct())
		e, ok := errors.AsType[*shelfwire.Error](err)
		if !ok || e.StatusCode != status {
			t.Fatal(err)
		}
		p = tokenReply(status, body)
		o = p.options()
		o.Retry.MaxAttempts = 1
		err = clientWith(t, o).Products.Replace(t.Context(), fullProduct())
		if shelfwire.OutcomeOf(err) != shelfwire.OutcomeNotSent || errors.Is(err, shelfwire.ErrNotFound) {
			t.Fatal(err)
		}
	})
}

// FuzzToken gives any text at all as the reply of the token endpoint.
func FuzzToken(f *testing.F) {
	for _, text := range []string{
		`{"access_token":"abc","token_type":"bearer","expires":600}`, `{"access_token":"abc","expires_in":"1"}`,
		`{"access_token":"a\nb"}`, `{"error":"invalid_client"}`, `{"access_token":"abc","expires":1e64}`, `[]`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, body string) {
		p := tokenReply(200, body)
		err := get(t.Context(), p.client(t))
		if err == nil && len(p.calls) != 1 || err != nil && len(p.calls) != 0 {
			t.Fatal(err, len(p.calls))
		}
		for _, call := range p.calls {
			token, ok := strings.CutPrefix(call.header.Get("Authorization"), "Bearer ")
			if !ok || token == "" || strings.ContainsAny(token, "\r\n\x00") {
				t.Fatalf("%q", token)
			}
		}
		if err != nil && !errors.Is(err, shelfwire.ErrMalformed) && !errors.Is(err, shelfwire.ErrUnauthorized) &&
			!errors.Is(err, shelfwire.ErrForbidden) {
			t.Fatal(err)
		}
	})
}
