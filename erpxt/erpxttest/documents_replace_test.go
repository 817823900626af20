package erpxttest_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

// newDraft returns a server with the invoice 1: a draft with the lines 2 and 3.
func newDraft(t *testing.T) *erpxttest.Server {
	t.Helper()
	srv := newShop(t)
	mustCreate(t, srv, invoices, `{"PurchasingPartyId": 1, "PaymentTypeId": 2, "Description": "d", "PaymentStatus": 1,
		"IssueDate": "2026-01-05", "BankAccountId": 1, "Items": [`+cup+`,
		{"ProductId": 2, "Quantity": 2, "ProductCurrencyPrice": 5, "ProductDescription": "x"}]}`)
	return srv
}

// lines are the lines of an invoice, each with its id and quantity.
func lines(t *testing.T, srv *erpxttest.Server) map[int64]string {
	t.Helper()
	quantities := map[int64]string{}
	for _, item := range srv.Invoices()[0].Items {
		quantities[item.ID] = item.Quantity.String()
	}
	return quantities
}

// What is left out is overwritten, lines included; what the server sets is worked out anew.
func TestServer_ReplaceInvoice(t *testing.T) {
	t.Parallel()
	srv := newDraft(t)
	mustSend(t, srv, http.MethodPut, invoices, `{"Id": 1, "PurchasingPartyId": 2, "PaymentTypeId": 1, "InvoiceType": 1,
		"Items": [{"Id": 3, "ProductId": 2, "Quantity": 4, "ProductCurrencyPrice": 1.08}, `+cup+`]}`)
	got := encodedRecord(t, srv, invoices+"/1")
	assert.Equal(t, map[string]string{
		"PaymentStatus": "0", "IssueDate": `"2026-04-01T00:00:00+02:00"`, "PaymentDeadline": `"2026-04-01T00:00:00+02:00"`,
		"BankAccountId": "null", "BankAccountNumber": `""`, "Description": "null", "PaymentType": "0", "GrossTotal": "14.32",
		"Number": `"FS/26/1/1"`, "Status": "0",
	}, members(t, got, "PaymentStatus", "IssueDate", "PaymentDeadline", "BankAccountId", "BankAccountNumber", "Description",
		"PaymentType", "GrossTotal", "Number", "Status"))
	assert.Equal(t, map[int64]string{3: "4", 4: "1"}, lines(t, srv), "line 2 is gone, and the new one has a new id")
	assert.Empty(t, srv.Invoices()[0].Items[0].ProductDescription)
	assert.Equal(t, "Jan Nowak", srv.Invoices()[0].PurchasingParty.Name)

	mustSend(t, srv, http.MethodPut, invoices, `{"Id": 1, "PurchasingPartyId": 2, "PaymentTypeId": 2,
		"PaymentDeadline": "2026-05-05T00:00:00+02:00", "IssueDate": "2026-02-01"}`)
	invoice := srv.Invoices()[0]
	assert.Equal(t, date("2026-05-05"), invoice.PaymentDeadline, "a deadline of the request counts")
	assert.Empty(t, invoice.Items)
	assert.Equal(t, "FS/26/1/1", invoice.Number, "the number stays")
}

// What comes back as it was read stays: the currency, unknown members at every level. What is left out does not.
func TestServer_ReplaceInvoice_SentBack(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	var draft erpxt.Invoice
	require.NoError(t, json.Unmarshal([]byte(`{"Id": 1, "PurchasingPartyId": 1, "PaymentTypeId": 1, "X": {"Y": [1.50, null]},
		"CurrencyCode": "EUR", "CurrencyRate": 4.2512, "CurrencyConverter": 1, "CurrencyRateType": 1,
		"CurrencyRateDate": "2026-03-30T00:00:00+02:00", "IsFinal": true, "PurchasingParty": {"Name": "Z", "P": "p"},
		"Items": [{"Id": 7, "ProductId": null, "Quantity": 1.0000, "ProductCurrencyPrice": 10.00, "L": 0.10}]}`), &draft))
	srv.AddInvoices(draft)
	got := encodedRecord(t, srv, invoices+"/1")
	assert.Contains(t, got, `"X":{"Y":[1.50,null]}}`)
	assert.Contains(t, got, `"L":0.10}]`)
	assert.Contains(t, got, `"PurchasingParty":{"Name":"Z",`)
	assert.Contains(t, got, `"P":"p"}`)

	const head = `{"Id": 1, "PurchasingPartyId": 1, "PaymentTypeId": 1, "$id": "1", `
	mustSend(t, srv, http.MethodPut, invoices, head+`"X": {"Y": [1.50, null]}, "CurrencyCode": "EUR", "CurrencyRate": 4.2512,
		"CurrencyConverter": 1, "CurrencyRateType": 1, "CurrencyRateDate": "2026-03-30T00:00:00+02:00", "IsFinal": true,
		"Items": [{"Id": 7, "Quantity": 1.0000, "ProductCurrencyPrice": 10.00, "L": 0.10, "$id": "2"}]}`)
	after := encodedRecord(t, srv, invoices+"/1")
	for _, name := range append([]string{"X", "IsFinal", "Items", "NetTotal"}, "CurrencyCode", "CurrencyRate",
		"CurrencyConverter", "CurrencyRateType", "CurrencyRateDate") {
		assert.Equal(t, members(t, got, name), members(t, after, name))
	}
	assert.NotContains(t, after, "$id")
	assert.Equal(t, `"42.51"`, `"`+members(t, after, "NetTotal")["NetTotal"]+`"`)

	mustSend(t, srv, http.MethodPut, invoices, head+`"Items": [{"Id": 7, "Quantity": 1, "ProductCurrencyPrice": 10}]}`)
	after = encodedRecord(t, srv, invoices+"/1")
	assert.Equal(t, map[string]string{"X": "", "IsFinal": "false", "CurrencyCode": `"PLN"`, "CurrencyRate": "1"},
		members(t, after, "X", "IsFinal", "CurrencyCode", "CurrencyRate"))
	assert.NotContains(t, after, `"L"`)

	r := mustReject(t, srv, http.MethodPut, invoices, head+`"Items": [`+cup+`, {"Quantity": 1, "ProductCurrencyPrice": 1}]}`)
	assert.Contains(t, r.ModelState, "Items[1].ProductId", "only a line that had no product may have none")
}

// A server that merges keeps the lines that a request leaves out, so that a repeated request doubles a new line.
func TestServer_SetMergeLines(t *testing.T) {
	t.Parallel()
	srv := newDraft(t)
	const head = `{"Id": 1, "PurchasingPartyId": 1, "PaymentTypeId": 1, "Items": [`
	const second = `{"Id": 3, "ProductId": 2, "Quantity": 9, "ProductCurrencyPrice": 5}`
	srv.SetMergeLines(true)
	for range 2 {
		mustSend(t, srv, http.MethodPut, invoices, head+second+`,`+cup+`]}`)
	}
	assert.Equal(t, map[int64]string{2: "1", 3: "9", 4: "1", 5: "1"}, lines(t, srv))
	assert.Equal(t, int64(3), srv.Invoices()[0].Items[1].ID, "lines stay in their places")
	srv.SetMergeLines(false)
	mustSend(t, srv, http.MethodPut, invoices, head+second+`]}`)
	assert.Equal(t, map[int64]string{3: "9"}, lines(t, srv))
}

// A server that stores what a confirmation brings loses everything else for good.
func TestServer_SetConfirmBody(t *testing.T) {
	t.Parallel()
	srv := newDraft(t)
	srv.SetConfirmBody(erpxttest.ConfirmStores)
	r := mustReject(t, srv, http.MethodPut, invoices+"/confirm", `{"Id": 1, "GrossTotal": 1}`)
	assert.Contains(t, r.ModelState, "GrossTotal")
	mustSend(t, srv, http.MethodPut, invoices+"/confirm", `{"Id": 1}`)
	invoice := srv.Invoices()[0]
	assert.Equal(t, erpxt.DocumentStatusConfirmed, invoice.Status)
	assert.Empty(t, invoice.Items)
	assert.Zero(t, invoice.PurchasingPartyID)
	assert.Equal(t, "0.00", invoice.GrossTotal.String())
	assert.Equal(t, "FS/26/1/1", invoice.Number)
	assert.Equal(t, "InvalidOperationException", mustReject(t, srv, http.MethodPut, invoices+"/confirm", `{"Id": 1}`).Code)

	srv = newDraft(t)
	srv.SetConfirmBody(erpxttest.ConfirmStores)
	mustSend(t, srv, http.MethodPut, invoices+"/confirm", `{"Id": 1, "PurchasingPartyId": 1, "PaymentTypeId": 2, "Items":
		[{"Id": 2, "ProductId": 1, "Quantity": 3, "ProductCurrencyPrice": 10}]}`)
	assert.Equal(t, map[int64]string{2: "3"}, lines(t, srv))
	srv.SetConfirmBody(erpxttest.ConfirmByID)
	srv.AddInvoices(erpxt.Invoice{Description: "kept"})
	mustSend(t, srv, http.MethodPut, invoices+"/confirm", `{"Id": 2}`)
	assert.Equal(t, "kept", srv.Invoices()[1].Description)
}

// The versions differ in nothing but the path.
func TestServer_InvoiceVersions(t *testing.T) {
	t.Parallel()
	srv := newDraft(t)
	assert.Equal(t, encodedRecord(t, srv, invoices+"/1"), encodedRecord(t, srv, "/v1.5/invoices/1"))
	assert.Equal(t, encodedRecord(t, srv, invoices), encodedRecord(t, srv, "/v1.7/invoices/"))
	for _, path := range []string{"/v1.3/invoices/1", "/v1.6/invoices", "/invoices", "/v1.5/invoices/1/print"} {
		status, body := sendRequest(t, srv, http.MethodGet, path, "")
		assert.Equal(t, http.StatusNotFound, status, path)
		assert.Equal(t, erpxttest.RouterNotFound, body)
	}
}
