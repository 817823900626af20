package erpxttest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

const corrections = "/v1.5/correctiveinvoices"

// A correction begins as a draft of the invoice's lines, and takes back everything that was read.
func TestServer_DraftCorrection(t *testing.T) {
	t.Parallel()
	srv := newDraft(t)
	r := mustReject(t, srv, http.MethodPost, corrections+"?documentId=1", "")
	assert.Equal(t, "a draft cannot be corrected: Invoice#1", r.Message)
	srv.ConfirmInvoice(1)
	assert.EqualValues(t, 1, mustCreate(t, srv, corrections+"?documentId=1", ""))
	got := encodedRecord(t, srv, corrections+"/1")
	assert.Equal(t, got, encodedRecord(t, srv, "/v1.4/correctiveinvoices/1"))
	assert.Equal(t, map[string]string{
		"CorrectedId": "1", "CorrectionReasonText": `""`, "Status": "0", "Number": `"FK/26/4/1"`, "Description": "null",
		"SalesDate": `"2026-04-01T00:00:00+02:00"`, "BankAccountId": "1", "BankAccountNumber": `"PL61109010140000071219812874"`,
	}, members(t, got, "CorrectedId", "CorrectionReasonText", "Status", "Number", "Description", "SalesDate",
		"BankAccountId", "BankAccountNumber"))
	assert.Equal(t, []int64{1}, idsOf(t, srv, corrections+"?$filter=CorrectedId%20eq%201", "Id"))

	mustSend(t, srv, http.MethodPut, corrections, got)
	assert.Equal(t, got, encodedRecord(t, srv, corrections+"/1"), "sent back as it was read")
	mustSend(t, srv, http.MethodPut, corrections, `{"Id": 1, "PurchasingPartyId": 1, "PaymentTypeId": 1, "CorrectedId": 7,
		"Number": "X", "Status": 1, "CorrectionReasonText": "returned", "Items": [
		{"Id": 4, "ProductId": 1, "Quantity": 0, "ProductCurrencyPrice": 10, "ProductName": "X"}]}`)
	correction := srv.Corrections()[0]
	assert.Equal(t, "returned", correction.CorrectionReasonText)
	assert.EqualValues(t, 1, correction.CorrectedID)
	assert.Equal(t, "FK/26/4/1", correction.Number)
	assert.Equal(t, erpxt.DocumentStatusDraft, correction.Status)
	assert.Equal(t, shelfwire.Set(shelfwire.NewDecimal(0)), correction.Items[0].Quantity)
	assert.Equal(t, "Kubek", correction.Items[0].ProductName)

	mustSend(t, srv, http.MethodPut, corrections+"/confirm", `{"Id": 1}`)
	assert.Equal(t, erpxt.DocumentStatusConfirmed, srv.Corrections()[0].Status)
	assert.Equal(t, "InvalidOperationException", mustReject(t, srv, http.MethodDelete, corrections+"/1", "").Code)
	mustCreate(t, srv, corrections+"/?documentId=1", "ignored")
	mustSend(t, srv, http.MethodDelete, corrections+"/2", "")
	srv.DeleteCorrections(1)
	assert.Empty(t, srv.Corrections())
}

// An advance on a line is the server's own: it stays, whatever comes back.
func TestServer_ReplaceInvoice_Advance(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	srv.AddInvoices(erpxt.Invoice{Items: []erpxt.Item{{ID: 4, ProductID: 1, CurrencyAdvance: price("7.00")}}})
	mustSend(t, srv, http.MethodPut, invoices, `{"Id": 1, "PurchasingPartyId": 1, "PaymentTypeId": 1, "Items": [
		{"Id": 4, "ProductId": 1, "Quantity": 1, "ProductCurrencyPrice": 10, "CurrencyAdvance": 9},
		{"ProductId": 1, "Quantity": 1, "ProductCurrencyPrice": 10, "CurrencyAdvance": 9}]}`)
	assert.Equal(t, "7.00", srv.Invoices()[0].Items[0].CurrencyAdvance.String())
	assert.True(t, srv.Invoices()[0].Items[1].CurrencyAdvance.IsZero())
}

func TestServer_DraftCorrection_Rejected(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	assert.Equal(t, map[string]string{"EntityId": "1", "EntityName": "Invoice"},
		mustReject(t, srv, http.MethodPost, corrections+"?documentId=1", "").Data)
	for _, id := range []string{"", "x", "1.0"} {
		assert.Equal(t, map[string][]string{"documentId": {"is not a whole number"}},
			mustReject(t, srv, http.MethodPost, corrections+"?documentId="+id, "").ModelState)
	}
	status, _ := sendRequest(t, srv, http.MethodPut, "/v1.4/correctiveinvoices", `{"Id": 1}`)
	assert.Equal(t, http.StatusMethodNotAllowed, status, "writes are at v1.5 only")
}
