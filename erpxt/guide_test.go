package erpxt_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// guideCall is a call that asks for exactly what an example of the vendor's guide asks for.
type guideCall struct {
	name     string
	response string // the fixture to respond with
	status   int
	call     func(t *testing.T, client *erpxt.Client)
	added    map[string]string // what the client sends beyond the example: parameters, members
}

func guideCalls() []guideCall {
	paging := map[string]string{"$orderby": "Id", "$top": "100"}
	return []guideCall{
		{"list", "list", 200, guideList, paging},
		{"filter_or", "list", 200, guideFilter(erpxt.ProductName.Eq("Produkt").Or(erpxt.ProductCode.Eq("P/000001"))), paging},
		{"filter_and", "list", 200, guideFilter(
			erpxt.ProductSaleGrossPrice.Ge(shelfwire.MustDecimal("199.99")).
				And(erpxt.ProductSaleGrossPrice.Le(shelfwire.MustDecimal("300")))), paging},
		{"get", "get", 200, guideGet, nil},
		{"create", "create", 200, guideCreate, nil},
		{"replace", "replace", 204, guideReplace, map[string]string{"Description": "", "ItemCode": ""}},
		{"delete", "delete", 204, guideDelete, nil},
	}
}

// Every example of the guide: the request goes out as the guide shows it, and the response is read in full.
func TestGuide(t *testing.T) {
	t.Parallel()
	for _, tc := range guideCalls() {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			mock := httpmock.NewMockTransport()
			mock.RegisterResponder(http.MethodPost, erpxt.BaseURLPoland+"/token",
				httpmock.NewStringResponder(http.StatusOK, `{"access_token":"ACCESS_TOKEN","token_type":"bearer","expires":600}`))
			mock.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
				body, err := io.ReadAll(r.Body)
				sent := &clienttest.Request{Method: r.Method, URI: r.URL.String(), Body: body}
				assertLikeGuide(t, sent, clienttest.ReadFixture(t, tc.name+".request"), tc.added)
				return httpmock.NewStringResponse(tc.status, clienttest.ReadFixture(t, tc.response+".response")), err
			})
			var log bytes.Buffer
			client, err := erpxt.New(testCred, &shelfwire.Options{
				HTTPClient: &http.Client{Transport: mock}, Limiter: shelfwire.Unlimited,
				Logger: slog.New(slog.NewTextHandler(&log, nil)),
			})
			require.NoError(t, err)
			tc.call(t, client)
			assert.Equal(t, 2, mock.GetTotalCallCount())
			assert.Empty(t, log.String(), "nothing is left unread")
		})
	}
}

// The same requests to the byte, as they go over the wire. So does the request for a token, of which the guide has no
// example.
func TestGuide_OnTheWire(t *testing.T) {
	t.Parallel()
	for _, tc := range guideCalls() {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var token, sent *clienttest.Request
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/token" {
					token = clienttest.RecordRequest(t, r)
					_, _ = io.WriteString(w, `{"access_token":"ACCESS_TOKEN","token_type":"bearer","expires":600}`)
					return
				}
				sent = clienttest.RecordRequest(t, r)
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(tc.status)
				_, _ = io.WriteString(w, strings.TrimSpace(clienttest.ReadFixture(t, tc.response+".response")))
			}))
			defer server.Close()
			client, err := erpxt.New(erpxt.Credentials{ClientID: shelfwire.NewSecret("CLIENT_ID"), ClientSecret: shelfwire.NewSecret("CLIENT_SECRET")},
				&shelfwire.Options{BaseURL: server.URL, Limiter: shelfwire.Unlimited})
			require.NoError(t, err)
			tc.call(t, client)
			sent.AssertGolden(t, tc.name)
			token.AssertGolden(t, "token")
		})
	}
}

func guideList(t *testing.T, client *erpxt.Client) {
	products, err := client.Products.List(t.Context(), erpxt.ProductQuery{})
	require.NoError(t, err)
	require.Len(t, products, 3)
	keyboard := products[0]
	assert.Equal(t, int64(10906567), keyboard.ID)
	assert.Equal(t, "Klawiatura ergonomiczna", keyboard.Name)
	assert.Equal(t, "555", keyboard.ItemCode)
	assert.Equal(t, "81.30", keyboard.SaleNetPrice.String())
	assert.Equal(t, "100.00", keyboard.SaleGrossPrice.String())
	assert.Equal(t, "Wymiana dysku", products[2].Name)
}

func guideFilter(f erpxt.Filter) func(*testing.T, *erpxt.Client) {
	return func(t *testing.T, client *erpxt.Client) {
		_, err := client.Products.List(t.Context(), erpxt.ProductQuery{Filter: f})
		require.NoError(t, err)
	}
}

func guideGet(t *testing.T, client *erpxt.Client) {
	p, err := client.Products.Get(t.Context(), 10951199)
	require.NoError(t, err)
	assert.Equal(t, int64(10951199), p.ID)
	assert.Equal(t, "Mysz komputerowa", p.Name)
	assert.Empty(t, p.Description)
	assert.Empty(t, p.ItemCode)
	assert.Equal(t, "P/000002", p.ProductCode)
	assert.Equal(t, "szt.", p.UnitOfMeasurement)
	assert.Equal(t, erpxt.VAT23, p.Rate)
	assert.Equal(t, "50.0", p.SaleNetPrice.String())
	assert.Equal(t, "61.5", p.SaleGrossPrice.String())
	assert.Equal(t, "0.0", p.OnHand.String())
	assert.Equal(t, erpxt.ProductTypeService, p.ProductType)
}

func guideCreate(t *testing.T, client *erpxt.Client) {
	id, err := client.Products.Create(t.Context(), erpxt.NewProduct{
		Name: "Mysz komputerowa bezprzewodowa", UnitOfMeasurement: "szt.", Rate: erpxt.VAT23, SaleGrossPrice: num("24.99"),
	})
	require.NoError(t, err)
	assert.Equal(t, int64(12156943), id)
}

func guideReplace(t *testing.T, client *erpxt.Client) {
	require.NoError(t, client.Products.Replace(t.Context(), erpxt.Product{
		ID: 12156943, Name: "Klawiatura ergonomiczna", UnitOfMeasurement: "szt.", Rate: erpxt.VAT23,
		SaleGrossPrice: num("139.00"),
	}))
}

func guideDelete(t *testing.T, client *erpxt.Client) {
	require.NoError(t, client.Products.Delete(t.Context(), 4))
}

// assertLikeGuide compares with a request of the guide: verb, path, parameters and the members of the body. The slash
// that the guide puts behind the path of some lists makes no difference.
func assertLikeGuide(t *testing.T, r *clienttest.Request, text string, added map[string]string) {
	t.Helper()
	head, body, _ := strings.Cut(text, "\n\n")
	method, address, _ := strings.Cut(strings.TrimSpace(head), " ")
	path, rawQuery, _ := strings.Cut(address, "?")
	got, err := url.Parse(r.URI)
	require.NoError(t, err)
	assert.Equal(t, method, r.Method)
	assert.Equal(t, strings.TrimSuffix(path, "/"), got.Scheme+"://"+got.Host+got.EscapedPath())
	assert.Equal(t, decodeMembers(t, body), withoutMembers(decodeMembers(t, string(r.Body)), added))

	parameters := withoutMembers(parametersOf(got.Query()), added)
	name, value, hasQuery := strings.Cut(rawQuery, "=")
	if hasQuery {
		assert.Equal(t, map[string]any{name: value}, parameters)
		assert.Contains(t, r.URI, name+"="+strings.ReplaceAll(url.PathEscape(value), "'", "%27"), "$ and %20 as they are")
	} else {
		assert.Empty(t, parameters)
	}
}

func parametersOf(query url.Values) map[string]any {
	m := map[string]any{}
	for name := range query {
		m[name] = query.Get(name)
	}
	return m
}

// withoutMembers takes out what was added on purpose, and only with the value that was meant.
func withoutMembers(m map[string]any, added map[string]string) map[string]any {
	maps.DeleteFunc(m, func(name string, value any) bool {
		expected, ok := added[name]
		return ok && value == expected
	})
	return m
}

func decodeMembers(t *testing.T, body string) map[string]any {
	t.Helper()
	if strings.TrimSpace(body) == "" {
		return nil
	}
	var m map[string]any
	dec := json.NewDecoder(strings.NewReader(body))
	dec.UseNumber()
	require.NoError(t, dec.Decode(&m))
	return m
}
