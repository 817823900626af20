package resico_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/resico"
)

// Responses other than a plain success, with the error and outcome of a write.
func TestCustomersService_Create_Responses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status  int
		body    string
		is      error
		outcome shelfwire.Outcome
		text    string
	}{
		"an HTML page under 200": {200, "<!DOCTYPE html><html><head><title>Login</title></head></html>",
			shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "an HTML page titled Login"},
		"PHP's words": {200, "<br />\n<b>Fatal error</b>:  Uncaught PDOException in x.php:31", shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "Fatal error"},
		"PHP's words before a success": {200, "<b>Warning</b>: Undefined index\n" + `{"status":"ok","type":"Customers","Customers":{"data":[{"ID":1}]}}`,
			shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "Undefined index"},
		"half a document":   {200, `{"status":"ok","type":"Custo`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "breaks off"},
		"an empty body":     {200, "", shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "empty"},
		"an empty list":     {200, "[]", shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "not an object"},
		"null":              {200, "null", shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, ""},
		"false":             {200, "false", shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, ""},
		"a text":            {200, `"ok"`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, ""},
		"an empty object":   {200, "{}", shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "no status"},
		"no status":         {200, `{"type":"Customers","Customers":{"data":[{}]}}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "no status"},
		"a status of true":  {200, `{"status":true,"type":"Customers","Customers":{"data":[{"ID":1}]}}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "no status"},
		"another type":      {200, `{"status":"ok","type":"Products"}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, `"Products"`},
		"no type":           {200, `{"status":"ok","Customers":{"data":[{"ID":1}]}}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, `""`},
		"no payload":        {200, `{"status":"ok","type":"Customers"}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "no Customers"},
		"a payload of null": {200, `{"status":"ok","type":"Customers","Customers":null}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "no Customers"},
		"no row":            {200, `{"status":"ok","type":"Customers","Customers":{"data":[]}}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "no row of Customers"},
		"a row of null":     {200, `{"status":"ok","type":"Customers","Customers":{"data":[null]}}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "no row of Customers"},
		"rows of null": {200, `{"status":"ok","type":"Customers","Customers":{"data":null}}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown,
			"no row of Customers"},
		"a payload as an empty list": {200, `{"status":"ok","type":"Customers","Customers":[]}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "no Customers"},
		"a payload without data":     {200, `{"status":"ok","type":"Customers","Customers":{"error":"?"}}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "no row"},
		"a row without a key":        {200, `{"status":"ok","type":"Customers","Customers":{"data":[{"Name":"SIA"}]}}`, shelfwire.ErrMalformed, shelfwire.OutcomeApplied, "no readable Code"},
		"a row that is empty":        {200, `{"status":"ok","type":"Customers","Customers":{"data":[[]]}}`, shelfwire.ErrMalformed, shelfwire.OutcomeApplied, "no readable Code"},
		"status error":               {200, `{"status":"error","message":"no such customer group"}`, nil, shelfwire.OutcomeRejected, "no such customer group"},
		"status Failed":              {200, `{"status":" Failed ","message":"no such customer group"}`, nil, shelfwire.OutcomeRejected, "Failed: no such"},
		"status fail":                {200, `{"status":"fail"}`, nil, shelfwire.OutcomeRejected, `status "fail"`},
		"status failure":             {200, `{"status":"FAILURE","errors":{"message":"no"}}`, nil, shelfwire.OutcomeRejected, "no"},
		"status error, no row":       {200, `{"status":"error","type":"Customers","Customers":{"data":[]}}`, nil, shelfwire.OutcomeRejected, ""},
		"status error, oddly":        {200, `{"status":"error","type":"Customers","Customers":[],"error":{"message":"no"}}`, nil, shelfwire.OutcomeRejected, "no"},
		"status error, and yet a row": {200, `{"status":"error","type":"Customers","Customers":{"data":[{"ID":1}]}}`,
			nil, shelfwire.OutcomeUnknown, `status "error"`},
		"a status never seen": {200, `{"status":"partial","type":"Customers","message":"so so"}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown,
			`the status is "partial", not "ok": so so`},
		"an envelope's rejection": {422, `{"status":"error","message":"The given data was invalid."}`,
			shelfwire.ErrInvalid, shelfwire.OutcomeRejected, "The given data was invalid."},
		"an envelope's 404":             {404, `{"status":"fail","error":"no such customer"}`, shelfwire.ErrNotFound, shelfwire.OutcomeRejected, "no such customer"},
		"an envelope of another word":   {404, `{"status":"not found","type":"Customers"}`, shelfwire.ErrNotFound, shelfwire.OutcomeRejected, ""},
		"an envelope's 409":             {409, `{"status":"error"}`, shelfwire.ErrConflict, shelfwire.OutcomeRejected, ""},
		"another word without a type":   {404, `{"status":"not found"}`, shelfwire.ErrMalformed, shelfwire.OutcomeRejected, ""},
		"another word, another type":    {404, `{"status":"not found","type":"about:blank"}`, shelfwire.ErrMalformed, shelfwire.OutcomeRejected, ""},
		"ok under 404":                  {404, `{"status":"ok","type":"Customers"}`, shelfwire.ErrMalformed, shelfwire.OutcomeRejected, ""},
		"a framework's 404":             {404, `{"type":"https://tools.ietf.org/html/rfc9110","title":"Not Found","status":404}`, shelfwire.ErrMalformed, shelfwire.OutcomeRejected, ""},
		"Laravel's router":              {404, `{"message":"No query results"}`, shelfwire.ErrMalformed, shelfwire.OutcomeRejected, "No query results"},
		"Laravel's router on the verb":  {405, `{"message":"The PUT method is not supported."}`, shelfwire.ErrMalformed, shelfwire.OutcomeRejected, "The PUT method"},
		"a 404 with errors":             {404, `{"message":"x","errors":{"a":["b"]}}`, shelfwire.ErrMalformed, shelfwire.OutcomeRejected, "x"},
		"Laravel's rejection under 400": {400, `{"message":"x","errors":{"a":["b"]}}`, shelfwire.ErrInvalid, shelfwire.OutcomeRejected, "x"},
		"a message alone under 422":     {422, `{"message":"x"}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "x"},
		"no errors under 422":           {422, `{"message":"x","errors":{}}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "x"},
		"errors as a text under 422":    {422, `{"message":"x","errors":"y"}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "x"},
		"errors alone under 422":        {422, `{"errors":{"a":["b"]}}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, ""},
		"a page under 422":              {422, "<html><title>Blocked</title></html>", shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "Blocked"},
		"Laravel's rejection": {422, `{"message":"The given data was invalid.","errors":{"Email":["taken"]}}`,
			shelfwire.ErrInvalid, shelfwire.OutcomeRejected, "The given data was invalid."},
		"an error as text":      {400, `{"error":"bad request"}`, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, "bad request"},
		"a crash":               {500, `{"message":"Server Error"}`, nil, shelfwire.OutcomeUnknown, "Server Error"},
		"a proxy's page":        {502, "<html><title>502 Bad Gateway</title></html>", nil, shelfwire.OutcomeUnknown, "502 Bad Gateway"},
		"an unknown key":        {401, `{"message":"Unauthenticated."}`, shelfwire.ErrUnauthorized, shelfwire.OutcomeRejected, "Unauthenticated."},
		"a redirect to a login": {302, "", nil, shelfwire.OutcomeUnknown, "redirects are not followed"},
		"a key that was locked": {403, "", shelfwire.ErrForbidden, shelfwire.OutcomeRejected, ""},
		"an empty 409":          {409, "", shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requests := 0
			client := newHandlerClient(t, func(w http.ResponseWriter, _ *http.Request) {
				requests++
				w.WriteHeader(tc.status)
				writeBody(w, tc.body)
			})
			_, err := client.Customers.Create(t.Context(), resico.NewCustomer{Email: "orders@example.com"})
			require.Error(t, err)
			if tc.is != nil {
				require.ErrorIs(t, err, tc.is)
			}
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
			assert.Contains(t, err.Error(), tc.text)
			assert.Equal(t, 1, requests, "a write is not repeated")
			assert.Equal(t, tc.status, clienttest.RequireError(t, err).StatusCode)
			assert.Equal(t, tc.is == shelfwire.ErrNotFound, errors.Is(err, shelfwire.ErrNotFound))
		})
	}
}

func TestCustomersService_Create_LaravelDetails(t *testing.T) {
	t.Parallel()
	client := newHandlerClient(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnprocessableEntity)
		writeBody(w, `{"message":"invalid","errors":{"Phone":["not a phone"],"n":12345678901234567890}}`)
	})
	_, err := client.Customers.Create(t.Context(), resico.NewCustomer{Email: "orders@example.com"})
	assert.JSONEq(t, `{"Phone":["not a phone"],"n":12345678901234567890}`, string(clienttest.RequireError(t, err).Details))
}

func TestWarning(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		warning string
		zero    bool
		text    string
	}{
		"none":            {`null`, true, ""},
		"empty text":      {`""`, true, ""},
		"numbered":        {`{"unknown":{"1":"Fax"}}`, false, "unknown fields: Fax"},
		"unreadable":      {`{"unknown":{"a":{"b":1}}}`, false, `{"unknown":{"a":{"b":1}}}`},
		"empty list":      {`[]`, true, ""},
		"empty object":    {`{}`, true, ""},
		"unknown fields":  {`{"unknown":["Fax","Colour"]}`, false, "unknown fields: Fax, Colour"},
		"another form":    {`"price list is outdated"`, false, `"price list is outdated"`},
		"another kind":    {`{"price":"rounded"}`, false, `{"price":"rounded"}`},
		"unknown as text": {`{"unknown":"Fax"}`, false, "unknown fields: Fax"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := `{"status":"ok","type":"Customers","warning":` + tc.warning + `,"Customers":{"data":[{"ID":1,"Code":"C1"}]}}`
			var log bytes.Buffer
			client := newLoggingClient(t, &log, func(w http.ResponseWriter, _ *http.Request) { writeBody(w, body) })
			c, err := client.Customers.Create(t.Context(), resico.NewCustomer{Email: "orders@example.com"})
			require.NoError(t, err)
			assert.Equal(t, tc.zero, c.Warning.IsZero())
			assert.Equal(t, tc.text, c.Warning.String())
			assert.Equal(t, !tc.zero, bytes.Contains(log.Bytes(), []byte("provider warning")), log.String())
		})
	}
}

// A key that the server repeats in a warning is redacted, in its words and in its JSON, which stays JSON.
func TestWarning_RedactsKeys(t *testing.T) {
	t.Parallel()
	for warning, want := range map[string]struct{ text, raw string }{
		`{"unknown":["Fax","k3y-of-the-shop"]}`: {"unknown fields: Fax, [redacted]", `{"unknown":["Fax","[redacted]"]}`},
		`{"locked":"k3y-of-the-shop"}`:          {`{"locked":"[redacted]"}`, `{"locked":"[redacted]"}`},
		`{"locked":4711990}`:                    {`"{\"locked\":[redacted]}"`, `"{\"locked\":[redacted]}"`},
	} {
		server := startServer(t, func(w http.ResponseWriter, _ *http.Request) {
			writeBody(w, `{"status":"ok","type":"Customers","warning":`+warning+`,"Customers":{"data":[{"ID":1,"Code":"C1"}]}}`)
		})
		client, err := resico.New(resico.Credentials{
			ClientCode: shelfwire.NewSecret("4711990"), ClientKey: shelfwire.NewSecret("k3y-of-the-shop"),
		}, &shelfwire.Options{BaseURL: server})
		require.NoError(t, err)
		c, err := client.Customers.Create(t.Context(), resico.NewCustomer{Email: "orders@example.com"})
		require.NoError(t, err)
		assert.Equal(t, want.text, c.Warning.String())
		assert.Equal(t, want.raw, string(c.Warning.Raw))
	}
}

func FuzzReplies(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "guide", "*.response.txt"))
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(text)
	}
	f.Add([]byte(productsBody(`{"1":{"SKU":1,"Balance":[]},"0":{"SKU":"A","Active":"1"}}`)))
	for _, body := range oddBodies() {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		client := newCannedClient(t, string(data)) // a new one each time: foreign responses in a row hold a client
		ctx := t.Context()
		bounded := 0
		for p, err := range client.Products.All(ctx, resico.ProductQuery{}) {
			if err == nil && p.SKU == "" {
				t.Fatal("a product without SKU")
			}
			if bounded++; bounded > 1000 {
				break
			}
		}
		if b, err := client.Products.Balance(ctx, "A"); err == nil {
			_, _ = b.Balance.MarshalJSON()
		}
		_, err := client.Customers.Create(ctx, resico.NewCustomer{Email: "orders@example.com"})
		if err != nil && shelfwire.OutcomeOf(err) == shelfwire.OutcomeNotSent {
			t.Fatal("it was sent")
		}
		if inv, err := client.Invoices.Create(ctx, resico.NewInvoice{CustomerCode: "1"}); err == nil && inv.ID <= 0 {
			t.Fatal("an invoice without ID")
		}
		line := resico.NewLine{SKU: "A", Quantity: shelfwire.NewDecimal(1), Price: shelfwire.NewDecimal(1)}
		_, _ = client.Invoices.AddLine(ctx, 1, line)
	})
}

func newLoggingClient(t *testing.T, log *bytes.Buffer, handler http.HandlerFunc) *resico.Client {
	t.Helper()
	client, err := resico.New(resico.Credentials{ClientCode: shelfwire.NewSecret("code"), ClientKey: shelfwire.NewSecret("key")}, &shelfwire.Options{
		BaseURL: startServer(t, handler), Limiter: shelfwire.Unlimited, Logger: slog.New(slog.NewTextHandler(log, nil)),
	})
	require.NoError(t, err)
	return client
}
