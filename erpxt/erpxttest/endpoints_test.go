package erpxttest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// validCall is what a call of an operation needs beside its path, with the records of newFullShop.
type validCall struct {
	query, body string
	changes     bool // the state of the server
}

const newDocument = `"PurchasingPartyId": 1, "PaymentTypeId": 1`

// validCalls has every operation but Token.
func validCalls() map[string]validCall {
	calls := map[string]validCall{
		"Products.Create":          {body: `{` + required + `}`, changes: true},
		"Products.Replace":         {body: `{` + required + `, "Id": 1}`, changes: true},
		"Products.Delete":          {changes: true},
		"Customers.Create":         {body: `{"Name": "New"}`, changes: true},
		"Customers.Replace":        {body: `{"Name": "New", "Id": 1}`, changes: true},
		"Customers.Delete":         {changes: true},
		"Invoices.Create":          {body: `{` + newDocument + `}`, changes: true},
		"Invoices.Replace":         {body: `{` + newDocument + `, "Id": 1}`, changes: true},
		"Invoices.Confirm":         {body: `{"Id": 1}`, changes: true},
		"Invoices.Delete":          {changes: true},
		"Proformas.Create":         {body: `{` + newDocument + `}`, changes: true},
		"Proformas.Replace":        {body: `{` + newDocument + `, "Id": 1}`, changes: true},
		"Proformas.Delete":         {changes: true},
		"AdvanceInvoices.Finalize": {query: "convertAll=false", changes: true},
		"Corrections.Draft":        {query: "documentId=2", changes: true},
		"Corrections.Replace":      {body: `{` + newDocument + `, "Id": 1}`, changes: true},
		"Corrections.Confirm":      {body: `{"Id": 1}`, changes: true},
		"Corrections.Delete":       {changes: true},
		"VATRates.Countries":       {}, "PrintTemplates.List": {}, "VATRates.List": {}, "Payments.List": {},
	}
	for _, resource := range []string{
		"Products", "Customers", "PaymentTypes", "BankAccounts", "Invoices", "Proformas", "AdvanceInvoices", "Corrections",
		"PurchaseInvoices", "VATPurchases",
	} {
		calls[resource+".List"], calls[resource+".Get"] = validCall{}, validCall{}
	}
	for _, resource := range []string{"Invoices", "Proformas", "AdvanceInvoices", "Corrections"} {
		calls[resource+".Print"] = validCall{}
	}
	return calls
}

// newFullShop returns a server with at least two records of each resource, so that every call has something to do; the
// product 1 and the customer 1 are on no document.
func newFullShop(t *testing.T) *erpxttest.Server {
	t.Helper()
	srv := newShop(t)
	srv.AddBankAccounts(erpxt.BankAccount{Symbol: "B2"})
	srv.AddVATRates(erpxt.CountryVATRate{Rate: "7", CountryCode: "DE"})
	srv.AddPrintTemplates(erpxt.PrintTemplate{Name: "A"}, erpxt.PrintTemplate{Name: "B"})
	srv.AddInvoices(erpxt.Invoice{}, erpxt.Invoice{Status: erpxt.DocumentStatusConfirmed})
	srv.AddProformas(erpxt.Proforma{}, erpxt.Proforma{})
	srv.AddAdvanceInvoices(erpxt.AdvanceInvoice{Status: erpxt.DocumentStatusConfirmed}, erpxt.AdvanceInvoice{})
	srv.AddCorrections(erpxt.Correction{CorrectedID: 2}, erpxt.Correction{})
	srv.AddPurchaseInvoices(erpxt.PurchaseInvoice{}, erpxt.PurchaseInvoice{})
	srv.AddVATPurchases(erpxt.VATPurchase{}, erpxt.VATPurchase{})
	srv.AddPayments(erpxt.Payment{}, erpxt.Payment{})
	return srv
}

// newCall returns a request that an endpoint carries out.
func newCall(t *testing.T, srv *erpxttest.Server, e *fake.Endpoint, valid validCall) *http.Request {
	t.Helper()
	if e.Op == "Token" {
		return tokenRequest(t, srv)
	}
	path := "/" + strings.ReplaceAll(e.Path, "{id}", "1")
	if valid.query != "" {
		path += "?" + valid.query
	}
	return newRequest(t, srv, newToken(t, srv), e.Method, path, valid.body)
}

// Every operation has a call in validCalls, so that no test over all operations can miss a new one.
func TestServer_AllEndpoints(t *testing.T) {
	t.Parallel()
	calls, seen := validCalls(), map[string]bool{"Token": true}
	for _, e := range erpxttest.NewServer(t).Endpoints() {
		t.Run(e.Method+" "+e.Path, func(t *testing.T) {
			valid, known := calls[e.Op]
			require.Equal(t, known, e.Op != "Token", e.Op)
			seen[e.Op] = true
			srv := newFullShop(t)
			r := newCall(t, srv, &e, valid)
			before := srv.Snapshot()
			resp, body := roundTrip(t, r)
			assert.Contains(t, []int{http.StatusOK, http.StatusNoContent}, resp.StatusCode, body)
			assert.Equal(t, resp.StatusCode == http.StatusNoContent, body == "")
			assert.Equal(t, valid.changes, srv.Snapshot() != before)
			assert.Equal(t, e.List, strings.HasSuffix(e.Op, ".List"))

			r.Header.Set("Authorization", "Bearer other")
			r.Body = http.NoBody
			r.ContentLength = 0
			resp, _ = roundTrip(t, r)
			assert.Equal(t, http.StatusUnauthorized, resp.StatusCode)
		})
	}
	assert.Len(t, seen, len(calls)+1)
}

// Bodies that are no objects, and methods and paths without an endpoint, are rejected by every resource.
func TestServer_AllEndpoints_Rejected(t *testing.T) {
	t.Parallel()
	srv := newFullShop(t)
	calls, before := validCalls(), srv.Snapshot()
	token := newToken(t, srv)
	for _, e := range srv.Endpoints() {
		if e.Op == "Token" {
			continue
		}
		path := "/" + strings.ReplaceAll(e.Path, "{id}", "1")
		resp, body := roundTrip(t, newRequest(t, srv, token, http.MethodPatch, path, ""))
		assert.Equal(t, http.StatusMethodNotAllowed, resp.StatusCode, body)
		resp, _ = roundTrip(t, newRequest(t, srv, token, e.Method, "/v0"+path, ""))
		assert.Equal(t, http.StatusNotFound, resp.StatusCode, path)
		if valid := calls[e.Op]; valid.body != "" {
			resp, body = roundTrip(t, newRequest(t, srv, token, e.Method, path, "[1]"))
			assert.Equal(t, http.StatusBadRequest, resp.StatusCode, e.Op)
			assert.Contains(t, body, `"Code":"JsonReaderException"`)
			r := newRequest(t, srv, token, e.Method, path, valid.body)
			r.Header.Set("Content-Type", "text/plain")
			resp, _ = roundTrip(t, r)
			assert.Equal(t, http.StatusUnsupportedMediaType, resp.StatusCode)
		}
		if strings.Contains(e.Path, "{id}") {
			unknown := strings.ReplaceAll("/"+e.Path, "{id}", "99") + "?" + calls[e.Op].query
			r := mustReject(t, srv, e.Method, unknown, "")
			assert.Equal(t, "EntityNotFoundException", r.Code)
			assert.Equal(t, "99", r.Data["EntityId"])
			assert.Contains(t, r.Message, r.Data["EntityName"]+"#99")
			r = mustReject(t, srv, e.Method, strings.ReplaceAll("/"+e.Path, "{id}", "x"), "")
			assert.Equal(t, map[string][]string{"id": {"is not a whole number"}}, r.ModelState)
		}
	}
	assert.Equal(t, before, srv.Snapshot())
}
