package resicotest_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

// newTill is a server with a customer, a location and two products.
func newTill(t *testing.T) *resicotest.Server {
	t.Helper()
	srv := newServerAt(t, "2026-03-20 10:30:26")
	srv.AddCustomers(resico.NewCustomer{
		Code: "1", Name: "SIA Piemērs", Address: "Iela 1", Phone: "+37120000001", Email: "a@example.com",
	})
	srv.AddLocations("Shop")
	srv.AddVATRate("B", shelfwire.NewDecimal(12))
	srv.AddVATRate("Z", shelfwire.NewDecimal(0))
	bowl, fork := newProduct("BOWL"), newProduct("FORK")
	bowl.Name, fork.Name, fork.VAT = "Bowl", "Fork", "B"
	srv.AddProducts(resicotest.Product{Product: bowl}, resicotest.Product{Product: fork})
	return srv
}

func newLine(sku, quantity, price string) resico.NewLine {
	return resico.NewLine{SKU: sku, Quantity: shelfwire.MustDecimal(quantity), Price: shelfwire.MustDecimal(price)}
}

func TestServer_Invoices(t *testing.T) {
	t.Parallel()
	srv := newTill(t)
	client := srv.Client(nil)
	head, err := client.Invoices.Create(t.Context(), resico.NewInvoice{
		CustomerCode: "1", LocationCode: "Shop", Notes: "order 7",
	})
	require.NoError(t, err)
	assert.EqualValues(t, int64(1), head.ID)
	assert.Equal(t, "RT-000001", head.Number)
	assert.Equal(t, 1, head.Status)
	assert.Equal(t, resico.InvoiceLocal, head.Type)
	assert.Equal(t, "order 7", head.Notes)
	assert.Equal(t, "SIA Piemērs", head.Customer.Name)
	assert.Equal(t, 0, head.Total.RowCount)
	assert.True(t, head.ApprovedDate.IsZero())
	assert.True(t, head.PaymentDueDate.IsZero())

	setClock(t, srv, "2026-03-20 10:32:33")
	lines, err := client.Invoices.AddLines(t.Context(), head.ID, []resico.NewLine{
		newLine("BOWL", "4", "10"), newLine("FORK", "0.5", "3.00"),
	})
	require.NoError(t, err)
	assert.Equal(t, "Bowl", lines[0].Name)
	assert.Equal(t, "Fork", lines[1].Name)
	assert.Equal(t, []int{1, 2}, []int{lines[0].LineNo, lines[1].LineNo})
	assert.Equal(t, resico.VATCode("B"), lines[1].VAT, "the product's own")

	other, err := client.Invoices.Create(t.Context(), resico.NewInvoice{CustomerCode: "1"})
	require.NoError(t, err)
	last, err := client.Invoices.AddLine(t.Context(), other.ID, newLine("FORK", "1", "1"))
	require.NoError(t, err)
	assert.Equal(t, 1, last.LineNo)
	assert.EqualValues(t, int64(3), last.ID)

	all := srv.Invoices()
	require.Len(t, all, 2)
	require.Len(t, all[0].Lines, 2)
	for i := range lines {
		lines[i].Meta = resico.Meta{}
		assert.Equal(t, encodeText(t, lines[i]), encodeText(t, all[0].Lines[i]), "as a client reads it")
	}
	total := all[0].Total
	assert.Equal(t, "34.4", total.ExclVAT.String())
	assert.Equal(t, "41.5", total.InclVAT.String())
	assert.Equal(t, "41.5", total.InclVAT2.String())
	assert.Equal(t, 2, total.RowCount)
	assert.Equal(t, 127*time.Second, all[0].Updated.Sub(all[0].Created))
}

func encodeText(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	return string(raw)
}

func TestServer_InvoicesCreate(t *testing.T) {
	t.Parallel()
	srv := newTill(t)
	_, body := sendRequest(t, srv, http.MethodPut, "/salesinvoice", invoiceBody)
	for _, part := range []string{
		`"Type":"local"`, `"Description":"d"`, `"PaymentMethod":"BANK"`, `"LocationCode":"Shop"`,
		`"PaymentTerms":"14"`, `"ApproveDate":"2026-01-01"`, `"ShipmentStartDate":"2026-01-02"`,
		`"ShipmentEndDate":"2026-01-03"`, `"ShipmentAsPeriod":true`, `"PaymentDueDate":"2026-01-04"`,
		`"Transporter":"t"`, `"TransporterNotes":"tn"`, `"Notes":"n"`, `"Paid":true`,
		`"PrintoutHeader":2`, `"ElectronicPrintout":true`, `"DeliveryAddress":"Iela 2"`,
	} {
		assert.Contains(t, body, part)
	}
	_, body = sendRequest(t, srv, http.MethodPut, "/salesinvoice",
		`{"CustomerCode": "1", "ShipmentEndDate": "2026-01-03", "Paid": null}`)
	for _, part := range []string{
		`"ShipmentStartDate":"0000-00-00","ShipmentEndDate":"0000-00-00"`, `"PaymentDueDate":"0000-00-00"`,
		`"ExchangeRateDate":null`, `"CreationDate":null`, `"ApproveDate":"","ApprovedDate":""`, `"Paid":false`,
		`"Created":"2026-03-20T10:30:26+02:00"`,
	} {
		assert.Contains(t, body, part)
	}
}

func TestServer_InvoicesCreate_Rejected(t *testing.T) {
	t.Parallel()
	srv := newTill(t)
	for name, tc := range map[string]struct{ body, field string }{
		"no customer":        {`{}`, "CustomerCode"},
		"unknown customer":   {`{"CustomerCode": "2"}`, "CustomerCode"},
		"unknown location":   {`{"CustomerCode": "1", "LocationCode": "shop"}`, "LocationCode"},
		"no date":            {`{"CustomerCode": "1", "PaymentDueDate": "28.01.2026"}`, "PaymentDueDate"},
		"no day":             {`{"CustomerCode": "1", "ApproveDate": "2026-02-30"}`, "ApproveDate"},
		"paid as a text":     {`{"CustomerCode": "1", "Paid": "yes"}`, "Paid"},
		"a header of a text": {`{"CustomerCode": "1", "PrintoutHeader": "two"}`, "PrintoutHeader"},
		"a number for text":  {`{"CustomerCode": 1}`, "CustomerCode"},
	} {
		status, body := sendRequest(t, srv, http.MethodPut, "/salesinvoice", tc.body)
		assert.Equal(t, http.StatusUnprocessableEntity, status, name)
		assert.Contains(t, decodeProblems(t, body), tc.field, name)
	}
	assert.Empty(t, srv.Invoices())
}

func TestServer_InvoicesAddLine_Amounts(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		line             string
		net, gross, less string // less: the discount in the invoice's total
	}{
		"the guide's":        {`"Qty": 4, "Price": 10, "VAT": "A"`, "33.06", "40", "0"},
		"the product's rate": {`"Qty": 1, "Price": 121`, "100", "121", "0"},
		"no VAT":             {`"Qty": 3, "Price": 0.333, "VAT": "Z"`, "1", "1", "-0.001"},
		"another rate":       {`"Qty": 1, "Price": 112, "VAT": "B"`, "100", "112", "0"},
		"a discount":         {`"Qty": 2, "Price": 50, "DiscountPercent": 15, "VAT": "Z"`, "85", "85", "15"},
		"a fraction of it":   {`"Qty": 1, "Price": 200, "DiscountPercent": 0.125, "VAT": "Z"`, "199.75", "199.75", "0.25"},
		"all of it":          {`"Qty": 1, "Price": 50, "DiscountPercent": 100`, "0", "0", "50"},
		"for nothing":        {`"Qty": 1, "Price": 0`, "0", "0", "0"},
		"gross half up":      {`"Qty": 1, "Price": 0.125, "VAT": "Z"`, "0.13", "0.13", "-0.005"},
		"net half up":        {`"Qty": 1, "Price": 1.4, "VAT": "B"`, "1.25", "1.4", "0"},
		"net just half":      {`"Qty": 1, "Price": 0.05, "VAT": "C"`, "0.03", "0.05", "0"},
		"quoted numbers":     {`"Qty": "4", "Price": "10.00"`, "33.06", "40", "0"},
		"beyond float64": {
			`"Qty": 1, "Price": 90071992547409.93, "VAT": "Z"`, "90071992547409.93", "90071992547409.93", "0",
		},
		"a small quantity": {`"Qty": 0.001, "Price": 1000, "VAT": "Z"`, "1", "1", "0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newTill(t)
			srv.AddVATRate("C", shelfwire.NewDecimal(100))
			sendRequest(t, srv, http.MethodPut, "/salesinvoice", `{"CustomerCode": "1"}`)
			status, body := sendRequest(t, srv, http.MethodPut, "/salesinvoice/1/line", `{"SKU": "BOWL", `+tc.line+`}`)
			require.Equal(t, http.StatusOK, status, body)
			assert.Contains(t, body, `"Amount":`+tc.net+`,`)
			assert.Contains(t, body, `"ActualAmount":`+tc.gross+`,`)
			total := srv.Invoices()[0].Total
			assert.Equal(t, tc.net, total.ExclVAT.String())
			assert.Equal(t, tc.gross, total.InclVAT.String())
			assert.Equal(t, tc.less, total.Discount.String())
		})
	}
}

func TestServer_InvoicesAddLine_Rejected(t *testing.T) {
	t.Parallel()
	srv := newTill(t)
	srv.AddProducts(resicotest.Product{Product: resico.Product{SKU: "NOVAT"}})
	sendRequest(t, srv, http.MethodPut, "/salesinvoice", `{"CustomerCode": "1"}`)
	for name, tc := range map[string]struct{ body, field string }{
		"no SKU":            {`{"Qty": 1, "Price": 1, "VAT": "A"}`, "SKU"},
		"unknown SKU":       {`{"SKU": "bowl", "Qty": 1, "Price": 1, "VAT": "A"}`, "SKU"},
		"no quantity":       {`{"SKU": "BOWL", "Price": 1}`, "Qty"},
		"quantity 0":        {`{"SKU": "BOWL", "Qty": 0, "Price": 1}`, "Qty"},
		"quantity below 0":  {`{"SKU": "BOWL", "Qty": -1, "Price": 1}`, "Qty"},
		"quantity in words": {`{"SKU": "BOWL", "Qty": "one", "Price": 1}`, "Qty"},
		"no price":          {`{"SKU": "BOWL", "Qty": 1}`, "Price"},
		"price null":        {`{"SKU": "BOWL", "Qty": 1, "Price": null}`, "Price"},
		"price below 0":     {`{"SKU": "BOWL", "Qty": 1, "Price": -0.01}`, "Price"},
		"discount below 0":  {`{"SKU": "BOWL", "Qty": 1, "Price": 1, "DiscountPercent": -1}`, "DiscountPercent"},
		"discount over 100": {`{"SKU": "BOWL", "Qty": 1, "Price": 1, "DiscountPercent": 100.1}`, "DiscountPercent"},
		"unknown VAT code":  {`{"SKU": "BOWL", "Qty": 1, "Price": 1, "VAT": "X"}`, "VAT"},
		"no VAT code":       {`{"SKU": "NOVAT", "Qty": 1, "Price": 1}`, "VAT"},
	} {
		status, body := sendRequest(t, srv, http.MethodPut, "/salesinvoice/1/line", tc.body)
		assert.Equal(t, http.StatusUnprocessableEntity, status, name)
		got := decodeProblems(t, body)
		assert.Len(t, got, 1, name)
		assert.Contains(t, got, tc.field, name)
	}
	assert.Empty(t, srv.Invoices()[0].Lines)
}
