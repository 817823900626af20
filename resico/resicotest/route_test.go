package resicotest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

func TestServer_RejectsRequests(t *testing.T) {
	t.Parallel()
	drop := func(name string) func(*http.Request) { return func(r *http.Request) { r.Header.Del(name) } }
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for name, tc := range map[string]struct {
		method, path, body string
		change             func(*http.Request)
		status             int
		op                 string
	}{
		"no client code":      {"PUT", "/customers", `{}`, drop("X-Client-Code"), 401, "Customers.Create"},
		"no client key":       {"PUT", "/customers", `{}`, drop("X-Client-Key"), 401, "Customers.Create"},
		"wrong client code":   {"PUT", "/customers", `{}`, set("X-Client-Code", "other"), 401, "Customers.Create"},
		"wrong client key":    {"GET", "/products/A/balance", ``, set("X-Client-Key", "other"), 401, "Products.Balance"},
		"products by GET":     {"GET", "/products", ``, nil, 405, ""},
		"customers by POST":   {"POST", "/customers", `{}`, nil, 405, ""},
		"line by POST":        {"POST", "/salesinvoice/1/line", `{}`, nil, 405, ""},
		"unknown path":        {"GET", "/orders", ``, nil, 404, ""},
		"longer path":         {"PUT", "/salesinvoice/1/line/2", `{}`, nil, 404, ""},
		"shorter path":        {"GET", "/products/A", ``, nil, 404, ""},
		"empty segment":       {"GET", "/products//balance", ``, nil, 404, ""},
		"slash at the end":    {"PUT", "/customers/", `{}`, nil, 404, ""},
		"path to be cleaned":  {"PUT", "/customers/../customers", `{}`, nil, 404, ""},
		"no content type":     {"POST", "/products", `{}`, drop("Content-Type"), 415, "Products.List"},
		"a text":              {"PUT", "/customers", `{}`, set("Content-Type", "text/plain"), 415, "Customers.Create"},
		"broken content type": {"PUT", "/customers", `{}`, set("Content-Type", "application/json; ="), 415, "Customers.Create"},
		"no JSON":             {"POST", "/products", `{"SKU": `, nil, 400, "Products.List"},
		"a list":              {"PUT", "/customers", `[]`, nil, 400, "Customers.Create"},
		"two values":          {"PUT", "/customers", `{} {}`, nil, 400, "Customers.Create"},
		"unknown product":     {"GET", "/products/A/balance", ``, nil, 404, "Products.Balance"},
		"unknown customer":    {"PUT", "/customers/A", `{"Name": "A"}`, nil, 404, "Customers.Update"},
		"unknown invoice":     {"PUT", "/salesinvoice/1/line", `{}`, nil, 404, "Invoices.AddLine"},
		"invoice 0":           {"PUT", "/salesinvoice/0/line", `{}`, nil, 404, "Invoices.AddLine"},
		"invoice by number":   {"PUT", "/salesinvoice/RT-000001/line", `{}`, nil, 404, "Invoices.AddLine"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := resicotest.NewServer(t)
			r := newRequest(t, srv, tc.method, tc.path, tc.body)
			if tc.change != nil {
				tc.change(r)
			}
			resp, body := roundTrip(t, r)
			assert.Equal(t, tc.status, resp.StatusCode, body)
			assert.Empty(t, decodeProblems(t, body))
			assert.Equal(t, tc.op != "" && tc.status != 401, strings.HasPrefix(body, `{"status":"error","message":"`), body)
			assert.Equal(t, tc.status == 405, resp.Header.Get("Allow") != "")
			got := srv.Requests()[0]
			assert.Equal(t, tc.op, got.Op)
			assert.Equal(t, tc.status, got.Status)
		})
	}
}

func TestServer_AcceptsRequests(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	srv.AddProducts(resicotest.Product{Product: newProduct("A")})
	for _, media := range []string{"application/json; charset=utf-8", "Application/JSON"} {
		r := newRequest(t, srv, http.MethodPost, "/products", "")
		r.Header.Set("Content-Type", media)
		resp, _ := roundTrip(t, r)
		assert.Equal(t, http.StatusOK, resp.StatusCode, media)
	}
	r := newRequest(t, srv, http.MethodGet, "/products/A/balance", "")
	r.Header.Del("Content-Type")
	resp, _ := roundTrip(t, r)
	assert.Equal(t, http.StatusOK, resp.StatusCode, "a GET has no body to be of a type")
}

func TestServer_UnknownMembers(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	srv.AddCustomers(resico.NewCustomer{Code: "1", Email: "a@example.com"})
	srv.AddProducts(resicotest.Product{Product: newProduct("A")})
	srv.AddLocations("Shop")
	sendRequest(t, srv, http.MethodPut, "/salesinvoice", `{"CustomerCode": "1"}`)
	for name, tc := range map[string]struct{ path, body string }{
		"customer": {"/customers", `{"zeta": 1, "Email": "b@example.com", "alpha": {"Email": 2}, "zeta": 3}`},
		"update":   {"/customers/1", `{"zeta": 1, "Name": "B", "alpha": null}`},
		"invoice":  {"/salesinvoice", `{"zeta": [], "CustomerCode": "1", "alpha": true}`},
		"line":     {"/salesinvoice/1/line", `{"zeta": "", "SKU": "A", "Qty": 1, "Price": 1, "alpha": 0.1}`},
	} {
		status, body := sendRequest(t, srv, http.MethodPut, tc.path, tc.body)
		assert.Equal(t, http.StatusOK, status, body)
		assert.Contains(t, body, `},"warning":{"unknown":["zeta","alpha"]},"`, name)
	}
	_, body := sendRequest(t, srv, http.MethodPut, "/salesinvoice", invoiceBody)
	assert.NotContains(t, body, "warning", "everything that the guide shows is known")
}

const invoiceBody = `{"Type": "local", "Description": "d", "PaymentMethod": "BANK", "LocationCode": "Shop",
	"PaymentTerms": "14", "ApproveDate": "2026-01-01", "ShipmentStartDate": "2026-01-02",
	"ShipmentEndDate": "2026-01-03", "ShipmentAsPeriod": true, "PaymentDueDate": "2026-01-04",
	"Transporter": "t", "TransporterNotes": "tn", "Notes": "n", "Paid": true,
	"PrintoutHeader": 2, "ElectronicPrintout": true, "CustomerCode": "1", "CustomerDeliveryAddress": "Iela 2"}`

func TestServer_ErrorMessages(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	srv.AddCustomers(resico.NewCustomer{Phone: "+37120000001", Email: "x@example.com"})
	_, err := srv.Client(nil).Customers.Create(t.Context(), resico.NewCustomer{
		Phone: "+371 2000 0001", Email: "X@example.com",
	})
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
	assert.ErrorContains(t, err, "Email belongs to customer 1 (and 1 more)")
}
