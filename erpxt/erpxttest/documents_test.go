package erpxttest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

const (
	invoices = "/v1.4/invoices"
	cup      = `{"ProductId": 1, "Quantity": 1, "ProductCurrencyPrice": 10}`
)

func TestServer_RejectedDocuments(t *testing.T) {
	t.Parallel()
	const head = `"PurchasingPartyId": 1, "PaymentTypeId": 1`
	const oss = `"PurchasingPartyId": 3, "PaymentTypeId": 1, "IsOSSProcedure": true, `
	item := func(members string) string { return head + `, "Items": [` + cup + `, {` + members + `}]` }
	for name, tc := range map[string]struct{ members, field, problem string }{
		"no customer":             {`"PaymentTypeId": 1`, "PurchasingPartyId", "is missing"},
		"customer null":           {`"PurchasingPartyId": null, "PaymentTypeId": 1`, "PurchasingPartyId", "is missing"},
		"customer is a text":      {`"PurchasingPartyId": "x", "PaymentTypeId": 1`, "PurchasingPartyId", "is not a whole number"},
		"no payment type":         {`"PurchasingPartyId": 1`, "PaymentTypeId", "is missing"},
		"receiver is a text":      {head + `, "ReceivingPartyId": "x"`, "ReceivingPartyId", "is not a whole number"},
		"account is a fraction":   {head + `, "BankAccountId": 1.5`, "BankAccountId", "is not a whole number"},
		"unknown kind":            {head + `, "InvoiceType": 2`, "InvoiceType", "is not a known code"},
		"date is no day":          {head + `, "IssueDate": "2026-02-30"`, "IssueDate", "is not a date"},
		"description is a number": {head + `, "Description": 7`, "Description", "is not a text"},
		"a flag is a number":      {head + `, "IsOSSProcedure": 1`, "IsOSSProcedure", "is not a flag"},
		"items is an object":      {head + `, "Items": {}`, "Items", "is not a list"},
		"an item is a number":     {head + `, "Items": [` + cup + `, 1]`, "Items[1]", "is not an object"},
		"no product":              {item(`"Quantity": 1, "ProductCurrencyPrice": 1`), "Items[1].ProductId", "is missing"},
		"no quantity":             {item(`"ProductId": 1, "ProductCurrencyPrice": 1`), "Items[1].Quantity", "is missing"},
		"quantity 0":              {item(`"ProductId": 1, "Quantity": 0.0, "ProductCurrencyPrice": 1`), "Items[1].Quantity", "must be above zero"},
		"quantity below 0":        {item(`"ProductId": 1, "Quantity": -1, "ProductCurrencyPrice": 1`), "Items[1].Quantity", "must not be negative"},
		"no price":                {item(`"ProductId": 1, "Quantity": 1`), "Items[1].ProductCurrencyPrice", "is missing"},
		"price below 0":           {item(`"ProductId": 1, "Quantity": 1, "ProductCurrencyPrice": -0.01`), "Items[1].ProductCurrencyPrice", "must not be negative"},
		"text is a number":        {item(`"ProductId": 1, "Quantity": 1, "ProductCurrencyPrice": 1, "ProductDescription": 1`), "Items[1].ProductDescription", "is not a text"},
		"name of the product":     {item(`"ProductId": 1, "Quantity": 1, "ProductCurrencyPrice": 1, "ProductName": "A"`), "Items[1].ProductName", "is set by the server"},
		"price in PLN":            {item(`"ProductId": 1, "Quantity": 1, "ProductCurrencyPrice": 1, "ProductPrice": 1`), "Items[1].ProductPrice", "is set by the server"},
		"unit":                    {item(`"ProductId": 1, "Quantity": 1, "ProductCurrencyPrice": 1, "UnitOfMeasurement": ""`), "Items[1].UnitOfMeasurement", "is set by the server"},
		"number":                  {head + `, "Number": "FS/1"`, "Number", "is set by the server"},
		"status":                  {head + `, "Status": 0`, "Status", "is set by the server"},
		"OSS without country":     {oss + `"Items": []`, "OSSProcedureCountryCode", "is not a country of the EU"},
		"OSS in Greece by ISO":    {oss + `"OSSProcedureCountryCode": "GR"`, "OSSProcedureCountryCode", "is not a country of the EU"},
		"OSS without rate":        {oss + `"OSSProcedureCountryCode": "DE", "Items": [` + cup + `]`, "Items[0].VatRateId", "is missing"},
		"OSS for a Polish customer": {
			head + `, "IsOSSProcedure": true, "OSSProcedureCountryCode": "DE"`, "PurchasingPartyId", "is not a customer under the OSS procedure",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t)
			srv.AddInvoices(erpxt.Invoice{PurchasingPartyID: 1, PaymentTypeID: 1})
			srv.AddProformas(erpxt.Proforma{PurchasingPartyID: 1, PaymentTypeID: 1})
			before := srv.Snapshot()
			for _, path := range []string{invoices, "/v1.4/proformas"} {
				r := mustReject(t, srv, http.MethodPost, path, `{`+tc.members+`}`)
				assert.Equal(t, map[string][]string{tc.field: {tc.problem}}, r.ModelState)
				assert.Equal(t, tc.field+" "+tc.problem, r.Message)
				r = mustReject(t, srv, http.MethodPut, path, `{"Id": 1, `+tc.members+`}`)
				assert.Equal(t, map[string][]string{tc.field: {tc.problem}}, r.ModelState)
			}
			assert.Equal(t, before, srv.Snapshot())
		})
	}
}

// What invoices alone have, and what is rejected in a new document only, or in a change only.
func TestServer_RejectedInvoices(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	srv.AddInvoices(erpxt.Invoice{PurchasingPartyID: 1, PaymentTypeID: 1, Items: []erpxt.Item{{ID: 5, ProductID: 1}}})
	before := srv.Snapshot()
	line := func(id string) string { return strings.Replace(cup, "{", `{"Id": `+id+`, `, 1) }
	for name, tc := range map[string]struct{ method, members, field, problem string }{
		"partly paid":        {http.MethodPost, `"PaymentStatus": 2`, "PaymentStatus", "must be 0 or 1"},
		"negative payment":   {http.MethodPut, `"PaymentStatus": -1`, "PaymentStatus", "must be 0 or 1"},
		"sale is no day":     {http.MethodPost, `"SalesDate": "yesterday"`, "SalesDate", "is not a date"},
		"deadline is no day": {http.MethodPut, `"PaymentDeadline": "2026-13-01"`, "PaymentDeadline", "is not a date"},
		"party":              {http.MethodPut, `"PurchasingParty": {}`, "PurchasingParty", "is set by the server"},
		"receiver":           {http.MethodPut, `"ReceivingParty": null`, "ReceivingParty", "is set by the server"},
		"how it is paid":     {http.MethodPut, `"PaymentType": 1`, "PaymentType", "is set by the server"},
		"account number":     {http.MethodPut, `"BankAccountNumber": ""`, "BankAccountNumber", "is set by the server"},
		"net":                {http.MethodPut, `"NetTotal": 1`, "NetTotal", "is set by the server"},
		"VAT":                {http.MethodPut, `"VatTotal": 1`, "VatTotal", "is set by the server"},
		"gross":              {http.MethodPost, `"GrossTotal": 1`, "GrossTotal", "is set by the server"},
		"net in currency":    {http.MethodPut, `"CurrencyNetTotal": 1`, "CurrencyNetTotal", "is set by the server"},
		"VAT in currency":    {http.MethodPut, `"CurrencyVatTotal": 1`, "CurrencyVatTotal", "is set by the server"},
		"gross in currency":  {http.MethodPut, `"CurrencyGrossTotal": 1`, "CurrencyGrossTotal", "is set by the server"},
		"id of a new one":    {http.MethodPost, `"Id": 1`, "Id", "is assigned by the server"},
		"id of a new line":   {http.MethodPost, `"Items": [` + line("5") + `]`, "Items[0].Id", "is assigned by the server"},
		"foreign line":       {http.MethodPut, `"Items": [` + line("6") + `]`, "Items[0].Id", "is not that of a line of this document"},
		"a line twice":       {http.MethodPut, `"Items": [` + line("5") + `,` + cup + `,` + line("5") + `]`, "Items[2].Id", "is given twice"},
	} {
		body := `{"PurchasingPartyId": 1, "PaymentTypeId": 1, ` + tc.members + `}`
		if tc.method == http.MethodPut {
			body = `{"Id": 1, ` + body[1:]
		}
		r := mustReject(t, srv, tc.method, invoices, body)
		assert.Equal(t, map[string][]string{tc.field: {tc.problem}}, r.ModelState, name)
	}
	r := mustReject(t, srv, http.MethodPut, invoices, `{"PurchasingPartyId": 1, "PaymentTypeId": 1}`)
	assert.Equal(t, map[string][]string{"Id": {"is missing"}}, r.ModelState)
	r = mustReject(t, srv, http.MethodPut, "/v1.4/proformas", `{"Id": 1, "InvoiceDocIdNum": 3}`)
	assert.Equal(t, "there is no row with this identifier: Proforma#1", r.Message)
	assert.Equal(t, before, srv.Snapshot())
}

// A document refers to records that exist.
func TestServer_UnknownReferences(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	for members, entity := range map[string]string{
		`"PurchasingPartyId": 12, "PaymentTypeId": 1`:                                                                       "Customer",
		`"PurchasingPartyId": 1, "PaymentTypeId": 12`:                                                                       "PaymentType",
		`"PurchasingPartyId": 1, "PaymentTypeId": 1, "ReceivingPartyId": 12`:                                                "Customer",
		`"PurchasingPartyId": 1, "PaymentTypeId": 1, "BankAccountId": 12`:                                                   "BankAccount",
		`"PurchasingPartyId": 1, "PaymentTypeId": 1, "Items": [` + strings.Replace(cup, "1", "12", 1) + `]`:                 "Product",
		`"PurchasingPartyId": 1, "PaymentTypeId": 1, "Items": [` + strings.Replace(cup, "{", `{"VatRateId": 12, `, 1) + `]`: "VatRate",
	} {
		for _, path := range []string{invoices, "/v1.4/proformas"} {
			r := mustReject(t, srv, http.MethodPost, path, `{`+members+`}`)
			assert.Equal(t, "EntityNotFoundException", r.Code)
			assert.Equal(t, map[string]string{"EntityId": "12", "EntityName": entity}, r.Data, members)
		}
	}
	assert.Empty(t, srv.Invoices())
}

// Sums are exact: each line is rounded half up to two places, and so is its VAT.
func TestServer_Totals(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	for name, tc := range map[string]struct{ kind, items, net, vat, gross string }{
		"none":                  {"0", ``, "0.00", "0.00", "0.00"},
		"net at 23 %":           {"0", cup, "10.00", "2.30", "12.30"},
		"gross at 23 %":         {"1", cup, "8.13", "1.87", "10.00"},
		"net at 8 %":            {"0", `{"ProductId": 2, "Quantity": 3, "ProductCurrencyPrice": 0.333}`, "1.00", "0.08", "1.08"},
		"gross at 8 %":          {"1", `{"ProductId": 2, "Quantity": 1, "ProductCurrencyPrice": 1.08}`, "1.00", "0.08", "1.08"},
		"exempt":                {"1", `{"ProductId": 3, "Quantity": 2, "ProductCurrencyPrice": 5}`, "10.00", "0.00", "10.00"},
		"half a cent goes up":   {"0", `{"ProductId": 3, "Quantity": 0.5, "ProductCurrencyPrice": 0.01}`, "0.01", "0.00", "0.01"},
		"VAT of half a cent":    {"0", `{"ProductId": 1, "Quantity": 1, "ProductCurrencyPrice": 0.50}`, "0.50", "0.12", "0.62"},
		"VAT out of the gross":  {"1", `{"ProductId": 2, "Quantity": 1, "ProductCurrencyPrice": 0.27}`, "0.25", "0.02", "0.27"},
		"line by line":          {"0", strings.Repeat(`{"ProductId": 1, "Quantity": 1, "ProductCurrencyPrice": 0.02},`, 2) + cup, "10.04", "2.30", "12.34"},
		"no binary fractions":   {"0", `{"ProductId": 3, "Quantity": 1, "ProductCurrencyPrice": 12345678901234.56}`, "12345678901234.56", "0.00", "12345678901234.56"},
		"a domestic rate stays": {"0", strings.Replace(cup, "{", `{"VatRateId": 1, `, 1), "10.00", "2.30", "12.30"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id := mustCreate(t, srv, invoices, `{"PurchasingPartyId": 1, "PaymentTypeId": 1, "InvoiceType": `+tc.kind+`, "Items": [`+tc.items+`]}`)
			for _, invoice := range srv.Invoices() {
				if invoice.ID != id {
					continue
				}
				assert.Equal(t, [3]string{tc.net, tc.vat, tc.gross},
					[3]string{invoice.NetTotal.String(), invoice.VATTotal.String(), invoice.GrossTotal.String()})
				assert.Equal(t, [3]string{tc.net, tc.vat, tc.gross}, [3]string{
					invoice.CurrencyNetTotal.String(), invoice.CurrencyVATTotal.String(), invoice.CurrencyGrossTotal.String(),
				})
			}
		})
	}
}

// Under the OSS procedure the rate of the line counts.
func TestServer_Totals_OSS(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	srv.AddVATRates(erpxt.CountryVATRate{Rate: "5.5%", CountryCode: "FR", Symbol: "F"})
	mustCreate(t, srv, invoices, `{"PurchasingPartyId": 3, "PaymentTypeId": 1, "InvoiceType": 1, "IsOSSProcedure": true,
		"OSSProcedureCountryCode": "EL", "Items": [{"ProductId": 1, "Quantity": 1, "ProductCurrencyPrice": 119, "VatRateId": 1},
		{"ProductId": 1, "Quantity": 2, "ProductCurrencyPrice": 105.50, "VatRateId": 2}]}`)
	invoice := srv.Invoices()[0]
	assert.Equal(t, "300.00", invoice.NetTotal.String())
	assert.Equal(t, "30.00", invoice.VATTotal.String())
	assert.Equal(t, shelfwire.Set(true), invoice.IsOSSProcedure)
	assert.Equal(t, "EL", invoice.OSSProcedureCountryCode)
	assert.Equal(t, shelfwire.Set(int64(2)), invoice.Items[1].VATRateID)
}

// A document in another currency has its sums in PLN at its rate.
func TestServer_Totals_Currency(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	one := shelfwire.Set(shelfwire.NewDecimal(1))
	srv.AddInvoices(erpxt.Invoice{
		Currency: erpxt.Currency{CurrencyCode: "HUF", CurrencyRate: price("1.0850"), CurrencyConverter: price("100")},
		Items:    []erpxt.Item{{ProductID: 1, Quantity: one, ProductCurrencyPrice: price("1000")}},
	})
	invoice := srv.Invoices()[0]
	assert.Equal(t, "1230.00", invoice.CurrencyGrossTotal.String())
	assert.Equal(t, "13.35", invoice.GrossTotal.String())
	assert.Equal(t, "10.85", invoice.Items[0].ProductPrice.String())
	require.Equal(t, "HUF", invoice.CurrencyCode)

	srv.AddInvoices(erpxt.Invoice{
		Currency: erpxt.Currency{CurrencyRate: price("2"), CurrencyConverter: price("0")},
		Items:    []erpxt.Item{{ProductID: 1, Quantity: one, ProductCurrencyPrice: price("0.333")}},
	})
	invoice = srv.Invoices()[1]
	assert.Equal(t, "0.33", invoice.NetTotal.String(), "there is no rate without a denominator")
	assert.Equal(t, "0.333", invoice.Items[0].ProductPrice.String())
}
