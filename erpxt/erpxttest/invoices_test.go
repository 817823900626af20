package erpxttest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
)

// An invoice is a draft with everything that the server sets, with dates by Polish time.
func TestServer_CreateInvoice(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	id := mustCreate(t, srv, "/v1.4/invoices", `{"PurchasingPartyId": 1, "PaymentTypeId": 2, "InvoiceType": 1,
		"BankAccountId": 1, "Description": "order 7", "Items": [
		{"ProductId": 1, "Quantity": 3, "ProductCurrencyPrice": 12.30, "ProductDescription": "red"},
		{"ProductId": 2, "Quantity": 0.5, "ProductCurrencyPrice": 9.99, "Unknown": 2}], "Unknown": 1}`)
	assert.EqualValues(t, 1, id)
	assert.Equal(t, `{"PaymentStatus":0,"PurchasingPartyId":1,"ReceivingPartyId":null,"PaymentTypeId":2,"PaymentType":1,`+
		`"PaymentDeadline":"2026-04-15T00:00:00+02:00","BankAccountId":1,"SalesDate":"2026-04-01T00:00:00+02:00",`+
		`"InvoiceType":1,"OSSProcedureCountryCode":"","IsOSSProcedure":false,`+
		`"PurchasingParty":{"Name":"Zażółć Sp. z o.o.","NipPrefix":"PL","Nip":"6770065406","Country":"PL","City":"Kraków",`+
		`"Street":"Kwiatowa","BuildingNumber":"7","FlatNumber":"2","BankName":"","BankAccountNumber":"","CustomerType":1},`+
		`"ReceivingParty":null,"BankAccountNumber":"PL61109010140000071219812874",`+
		`"NetTotal":34.63,"VatTotal":7.27,"GrossTotal":41.90,`+
		`"CurrencyNetTotal":34.63,"CurrencyVatTotal":7.27,"CurrencyGrossTotal":41.90,`+
		`"CurrencyCode":"PLN","CurrencyRateType":0,"CurrencyRateDate":null,"CurrencyConverter":1,"CurrencyRate":1,"IsFinal":false,`+
		`"Items":[{"ProductId":1,"Quantity":3,"ProductCurrencyPrice":12.30,"ProductPrice":12.30,"ProductName":"Kubek",`+
		`"ProductDescription":"red","UnitOfMeasurement":"szt.","VatRateId":null,"Id":2},`+
		`{"ProductId":2,"Quantity":0.5,"ProductCurrencyPrice":9.99,"ProductPrice":9.99,"ProductName":"Książka",`+
		`"ProductDescription":"","UnitOfMeasurement":"egz.","VatRateId":null,"Id":3}],`+
		`"Description":"order 7","IssueDate":"2026-04-01T00:00:00+02:00","Number":"FS/26/4/1","Status":0,"Id":1}`,
		encodedRecord(t, srv, "/v1.4/invoices/1"), "what is no parameter is ignored")
	assert.Equal(t, "["+encodedRecord(t, srv, "/v1.4/invoices/1")+"]", encodedRecord(t, srv, "/v1.4/invoices/"))
}

// The smallest invoice: dates of today, the type of payment of the request, net prices, nothing to pay.
func TestServer_CreateInvoice_Defaults(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	mustCreate(t, srv, "/v1.4/invoices/", `{"PurchasingPartyId": 2, "PaymentTypeId": 1}`)
	assert.Equal(t, map[string]string{
		"PaymentStatus": "0", "InvoiceType": "0", "Description": "null", "Items": "[]", "GrossTotal": "0.00",
		"BankAccountId": "null", "BankAccountNumber": `""`, "PaymentDeadline": `"2026-04-01T00:00:00+02:00"`,
	}, members(t, encodedRecord(t, srv, "/v1.4/invoices/1"), "PaymentStatus", "InvoiceType", "Description", "Items",
		"GrossTotal", "BankAccountId", "BankAccountNumber", "PaymentDeadline"))

	mustCreate(t, srv, "/v1.4/invoices", `{"PurchasingPartyId": 2, "ReceivingPartyId": 1, "PaymentTypeId": 2, "PaymentStatus": 1,
		"IssueDate": "2025-12-24", "SalesDate": "2026-07-01T00:00:00Z", "Description": "", "BankAccountId": null, "Items": null}`)
	got := encodedRecord(t, srv, "/v1.4/invoices/2")
	assert.Equal(t, map[string]string{
		"PaymentStatus": "1", "IssueDate": `"2025-12-24T00:00:00+01:00"`, "SalesDate": `"2026-07-01T00:00:00+02:00"`,
		"PaymentDeadline": `"2026-01-07T00:00:00+01:00"`, "Number": `"FS/25/12/1"`, "Description": `""`,
	}, members(t, got, "PaymentStatus", "IssueDate", "SalesDate", "PaymentDeadline", "Number", "Description"))
	assert.Equal(t, `"Zażółć Sp. z o.o."`, members(t, members(t, got, "ReceivingParty")["ReceivingParty"], "Name")["Name"])
}

// Each month has its own numbers; none is given twice.
func TestServer_InvoiceNumbers(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	create := func(day string) string {
		id := mustCreate(t, srv, "/v1.4/invoices", `{"PurchasingPartyId": 2, "PaymentTypeId": 1, "IssueDate": "`+day+`"}`)
		for _, invoice := range srv.Invoices() {
			if invoice.ID == id {
				return invoice.Number
			}
		}
		return ""
	}
	srv.AddInvoices(erpxt.Invoice{Number: "FS/20/6/2"})
	assert.Equal(t, "FS/20/6/1", create("2020-06-01"))
	assert.Equal(t, "FS/20/6/3", create("2020-06-30"), "a number that is taken is left out")
	assert.Equal(t, "FS/20/7/1", create("2020-07-01"))
	srv.DeleteInvoices(3)
	assert.Equal(t, "FS/20/6/4", create("2020-06-01"), "the number of a deleted invoice is not used again")
	assert.Equal(t, "FS/05/12/1", create("2005-12-01"))
	assert.Equal(t, "FS/99/12/1", create("1999-12-31"))
	srv.AddInvoices(erpxt.Invoice{})
	all := srv.Invoices()
	assert.Equal(t, "FS/26/4/1", all[len(all)-1].Number, "issued today")
}

// A draft can be changed and deleted, a confirmed invoice cannot.
func TestServer_ConfirmInvoice(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	mustCreate(t, srv, "/v1.4/invoices", `{"PurchasingPartyId": 2, "PaymentTypeId": 1}`)
	mustCreate(t, srv, "/v1.4/invoices", `{"PurchasingPartyId": 2, "PaymentTypeId": 1}`)
	mustSend(t, srv, http.MethodPut, "/v1.4/invoices/confirm", `{"Id": 1, "Description": "lost", "Items": "not read"}`)
	confirmed := encodedRecord(t, srv, "/v1.4/invoices/1")
	assert.Equal(t, map[string]string{"Status": "1", "Description": "null", "Number": `"FS/26/4/1"`},
		members(t, confirmed, "Status", "Description", "Number"))
	for _, call := range []struct{ method, path, body string }{
		{http.MethodPut, "/v1.4/invoices/confirm", `{"Id": 1}`},
		{http.MethodPut, "/v1.4/invoices", `{"Id": 1, "PurchasingPartyId": 2, "PaymentTypeId": 1}`},
		{http.MethodDelete, "/v1.4/invoices/1", ``},
	} {
		r := mustReject(t, srv, call.method, call.path, call.body)
		assert.Equal(t, "InvalidOperationException", r.Code, call)
		assert.Contains(t, r.Message, "Invoice#1")
	}
	assert.Equal(t, confirmed, encodedRecord(t, srv, "/v1.4/invoices/1"))
	mustSend(t, srv, http.MethodDelete, "/v1.4/invoices/2", "")
	assert.Len(t, srv.Invoices(), 1)

	assert.Equal(t, "EntityNotFoundException", mustReject(t, srv, http.MethodPut, "/v1.4/invoices/confirm", `{"Id": 9}`).Code)
	assert.Equal(t, map[string][]string{"Id": {"is missing"}},
		mustReject(t, srv, http.MethodPut, "/v1.4/invoices/confirm", `{}`).ModelState)
	srv.AddInvoices(erpxt.Invoice{ID: 5})
	srv.ConfirmInvoice(5)
	require.Equal(t, erpxt.DocumentStatusConfirmed, srv.Invoices()[1].Status)
	assert.Panics(t, func() { srv.ConfirmInvoice(9) })
}

func TestServer_SetPaymentStatus(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	srv.AddInvoices(erpxt.Invoice{Status: erpxt.DocumentStatusConfirmed})
	srv.SetPaymentStatus(1, erpxt.PaymentStatusPartly)
	assert.Equal(t, erpxt.PaymentStatusPartly, srv.Invoices()[0].PaymentStatus)
	assert.Equal(t, []int64{1}, idsOf(t, srv, "/v1.4/invoices?$filter=PaymentStatus%20eq%202", "Id"))
	assert.Panics(t, func() { srv.SetPaymentStatus(2, erpxt.PaymentStatusPaid) })
	assert.Panics(t, func() { srv.SetPaymentStatus(1, "2") })
}
