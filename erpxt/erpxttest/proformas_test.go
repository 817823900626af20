package erpxttest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/erpxt"
)

const proformas = "/v1.4/proformas"

func TestServer_CreateProforma(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	mustCreate(t, srv, proformas, `{"PurchasingPartyId": 2, "PaymentTypeId": 1, "InvoiceType": 1, "IssueDate": "2026-01-31",
		"Description": "order 8", "Items": [`+cup+`], "SalesDate": "2026-01-01", "PaymentStatus": 1}`)
	assert.Equal(t, `{"PurchasingPartyId":2,"ReceivingPartyId":null,"PaymentTypeId":1,"BankAccountId":null,"InvoiceType":1,`+
		`"OSSProcedureCountryCode":"","IsOSSProcedure":false,"InvoiceDocIdNum":null,"CurrencyCode":"PLN","CurrencyRateType":0,`+
		`"CurrencyRateDate":null,"CurrencyConverter":1,"CurrencyRate":1,"Items":[{"ProductId":1,"Quantity":1,`+
		`"ProductCurrencyPrice":10,"ProductPrice":10,"ProductDescription":"","VatRateId":null,"Id":2}],`+
		`"Description":"order 8","IssueDate":"2026-01-31T00:00:00+01:00","Number":"PF/26/1/1","Status":0,"Id":1}`,
		encodedRecord(t, srv, proformas+"/1"))
	mustSend(t, srv, http.MethodPut, proformas, `{"Id": 1, "PurchasingPartyId": 2, "PaymentTypeId": 1, "Description": "new"}`)
	assert.Equal(t, "new", srv.Proformas()[0].Description)
	mustSend(t, srv, http.MethodDelete, "/proformas/1", "")
	assert.Empty(t, srv.Proformas())
	status, _ := sendRequest(t, srv, http.MethodDelete, proformas+"/1", "")
	assert.Equal(t, http.StatusMethodNotAllowed, status)
}

// The invoice has what the two have in common; a converted pro forma invoice stays as it is.
func TestServer_ConvertProforma(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	mustCreate(t, srv, proformas, `{"PurchasingPartyId": 1, "ReceivingPartyId": 2, "PaymentTypeId": 2, "InvoiceType": 1,
		"BankAccountId": 1, "Description": "order 8", "Items": [{"ProductId": 2, "Quantity": 2, "ProductCurrencyPrice": 10.80,
		"ProductDescription": "x"}]}`)
	srv.AddProformas(erpxt.Proforma{})
	assert.Equal(t, []int64{1, 2}, idsOf(t, srv, proformas+"?$filter=InvoiceDocIdNum%20eq%20null", "Id"))
	id := srv.ConvertProforma(1)
	assert.Equal(t, []int64{2}, idsOf(t, srv, proformas+"?$filter=InvoiceDocIdNum%20eq%20null", "Id"))
	converted, invoice := srv.Proformas()[0], srv.Invoices()[0]
	assert.Equal(t, erpxt.ProformaStatusConverted, converted.Status)
	assert.Equal(t, id, converted.InvoiceDocIDNum)
	assert.Equal(t, id, invoice.ID)
	assert.Equal(t, erpxt.DocumentStatusDraft, invoice.Status)
	assert.Equal(t, erpxt.InvoiceTypeGross, invoice.InvoiceType)
	assert.Equal(t, [4]int64{1, 2, 2, 1}, [4]int64{
		invoice.PurchasingPartyID, invoice.ReceivingPartyID, invoice.PaymentTypeID, invoice.BankAccountID,
	})
	assert.Equal(t, "order 8", invoice.Description)
	assert.Equal(t, "FS/26/4/1", invoice.Number)
	assert.Equal(t, "21.60", invoice.GrossTotal.String())
	assert.Equal(t, "x", invoice.Items[0].ProductDescription)
	assert.NotEqual(t, converted.Items[0].ID, invoice.Items[0].ID)

	for _, call := range []struct{ method, path, body string }{
		{http.MethodPut, proformas, `{"Id": 1, "PurchasingPartyId": 2, "PaymentTypeId": 1}`},
		{http.MethodDelete, "/proformas/1", ``},
	} {
		assert.Equal(t, "InvalidOperationException", mustReject(t, srv, call.method, call.path, call.body).Code)
	}
	assert.Panics(t, func() { srv.ConvertProforma(1) })
	assert.Panics(t, func() { srv.ConvertProforma(9) })
	assert.Len(t, srv.Invoices(), 1)
}

func TestServer_SetSingleList(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	srv.AddProformas(erpxt.Proforma{}, erpxt.Proforma{})
	srv.SetSingleList(true)
	one := encodedRecord(t, srv, proformas+"/1")
	assert.Equal(t, one, encodedRecord(t, srv, proformas+"?$top=1"))
	assert.Equal(t, "["+one+","+encodedRecord(t, srv, proformas+"/2")+"]", encodedRecord(t, srv, proformas))
	assert.Equal(t, "[]", encodedRecord(t, srv, proformas+"?$top=0"))
	assert.Equal(t, "ODataException", mustReject(t, srv, http.MethodGet, proformas+"?$top=x", "").Code)
	srv.SetSingleList(false)
	assert.Equal(t, "["+one+"]", encodedRecord(t, srv, proformas+"?$top=1"))
}
