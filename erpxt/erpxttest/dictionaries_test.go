package erpxttest_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

// A new server has two payment types and the countries of the OSS procedure.
func TestServer_Dictionaries(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	assert.Equal(t, `[{"Name":"gotówka","Primary":false,"Deadline":0,"Type":0,"Id":1},`+
		`{"Name":"przelew","Primary":true,"Deadline":14,"Type":1,"Id":2}]`, encodedRecord(t, srv, "/paymenttypes"))
	var countries []string
	require.NoError(t, json.Unmarshal([]byte(encodedRecord(t, srv, "/v1.2/vatrates/countries")), &countries))
	assert.Len(t, countries, 28)
	assert.Equal(t, "PL", countries[0])
	assert.Equal(t, []string{"IT", "XI"}, countries[26:])
	assert.Contains(t, countries, "EL")
	r := mustReject(t, srv, http.MethodGet, "/v1.2/vatrates/countries?$top=1", "")
	assert.Equal(t, map[string]string{"Option": "$top"}, r.Data)
	for _, path := range []string{"/v1.2/vatrates", "/customprints", "/bankaccounts", "/v1.4/paymentdetails"} {
		assert.Equal(t, "[]", encodedRecord(t, srv, path))
	}
}

func TestServer_AddDictionaries(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	assert.Equal(t, []int64{3}, srv.AddPaymentTypes(erpxt.PaymentType{Name: "karta", Type: erpxt.PaymentMethodCard}))
	assert.Equal(t, `{"Name":"karta","Primary":false,"Deadline":0,"Type":2,"Id":3}`, encodedRecord(t, srv, "/paymenttypes/3"))
	assert.Equal(t, erpxt.PaymentMethodCard, srv.PaymentTypes()[2].Type)
	srv.DeletePaymentTypes(1, 2)
	assert.Len(t, srv.PaymentTypes(), 1)

	assert.Equal(t, []int64{1}, srv.AddBankAccounts(erpxt.BankAccount{AccountNumber: "1", BankName: "B", Symbol: "S"}))
	assert.Equal(t, `{"AccountNumber":"1","BankName":"B","Symbol":"S","ReportingPeriod":3,"Primary":false,"Id":1}`,
		encodedRecord(t, srv, "/bankaccounts/1"))
	assert.Equal(t, "B", srv.BankAccounts()[0].BankName)
	srv.DeleteBankAccounts(1)
	assert.Empty(t, srv.BankAccounts())

	srv.AddPrintTemplates(erpxt.PrintTemplate{Name: "Own"}, erpxt.PrintTemplate{Language: "EN", Type: shelfwire.Set(int64(7))})
	assert.Equal(t, `[{"Id":1,"Name":"Own","Language":"PL","Type":0},{"Id":2,"Name":"","Language":"EN","Type":7}]`,
		encodedRecord(t, srv, "/customprints"))
	assert.Equal(t, "EN", srv.PrintTemplates()[1].Language)
	srv.DeletePrintTemplates(1)
	assert.Equal(t, []int64{2}, idsOf(t, srv, "/customprints/", "Id"))

	srv.AddVATRates(erpxt.CountryVATRate{Rate: "19", CountryCode: "DE"}, erpxt.CountryVATRate{RateID: 7, Rate: "5.5%", CountryCode: "FR"})
	assert.Equal(t, `[{"RateId":1,"Rate":"19","Symbol":"19%","CountryCode":"DE"},`+
		`{"RateId":7,"Rate":"5.5%","Symbol":"5.5%","CountryCode":"FR"}]`, encodedRecord(t, srv, "/v1.2/vatrates"))
	assert.Equal(t, []int64{7}, idsOf(t, srv, "/v1.2/vatrates?$filter=CountryCode%20eq%20'FR'%20and%20RateId%20gt%201", "RateId"))
	assert.Equal(t, "FR", srv.VATRates()[1].CountryCode)
	srv.DeleteVATRates(7)
	assert.Len(t, srv.VATRates(), 1)
}

// What is only read is sent as it was added, unknown members included.
func TestServer_AddReadOnlyRecords(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddPurchaseInvoices(erpxt.PurchaseInvoice{
		SellingPartyID: 4, PurchaseDate: date("2026-07-01"), InvoiceType: erpxt.InvoiceTypeGross,
		Items: []erpxt.Item{{ID: 1, ProductName: "Paper", Quantity: price("2.0")}},
	})
	got := encodedRecord(t, srv, "/v1.4/purchaseinvoices/1")
	assert.Equal(t, map[string]string{
		"SellingPartyId": "4", "PurchaseDate": `"2026-07-01T00:00:00+02:00"`, "InvoiceType": "1", "PaymentStatus": "0", "NetTotal": "null",
	}, members(t, got, "SellingPartyId", "PurchaseDate", "InvoiceType", "PaymentStatus", "NetTotal"))
	assert.Contains(t, got, `"Quantity":2.0,`)
	assert.Equal(t, "Paper", srv.PurchaseInvoices()[0].Items[0].ProductName)
	srv.DeletePurchaseInvoices(1)
	assert.Empty(t, srv.PurchaseInvoices())

	srv.AddVATPurchases(erpxt.VATPurchase{Number: "7/2026", Correction: shelfwire.Set(true), VATDeclarationDate: "2026-07"})
	got = encodedRecord(t, srv, "/v1.4/vatpurchasebooks/1")
	assert.Equal(t, map[string]string{"Number": `"7/2026"`, "Correction": "true", "VATDeclatationDate": `"2026-07"`, "Items": "[]"},
		members(t, got, "Number", "Correction", "VATDeclatationDate", "Items"))
	assert.Equal(t, "7/2026", srv.VATPurchases()[0].Number)
	srv.DeleteVATPurchases(1)
	assert.Empty(t, srv.VATPurchases())

	srv.AddPayments(erpxt.Payment{
		PaymentID: 70, Kind: erpxt.PaymentKindIncome, DocumentNumber: "FS/26/4/1", Amount: price("12.30"), Currency: "PLN",
		SenderAddress: &erpxt.PaymentAddress{City: "Kraków"},
	}, erpxt.Payment{})
	assert.Equal(t, []int64{70}, idsOf(t, srv, "/v1.4/paymentdetails?$filter=DocumentNumber%20eq%20'FS/26/4/1'", "PaymentId"))
	assert.Equal(t, []int64{71, 70}, idsOf(t, srv, "/v1.4/paymentdetails?$orderby=PaymentId%20desc", "PaymentId"))
	assert.Contains(t, encodedRecord(t, srv, "/v1.4/paymentdetails"), `"SenderAddress":{"Street":"","HouseNumber":"",`+
		`"ApartmentNumbe":"","ZipCode":"","City":"Kraków","Region":""}`)
	assert.Equal(t, "Kraków", srv.Payments()[0].SenderAddress.City)
	srv.DeletePayments(70, 71)
	assert.Empty(t, srv.Payments())
}
