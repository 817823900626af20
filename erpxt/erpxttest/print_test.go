package erpxttest_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

const dataURI = "data:application/pdf;base64,"

// printed returns the PDF of a document, in the form of a new server.
func printed(t *testing.T, srv *erpxttest.Server, path string) string {
	t.Helper()
	var text string
	require.NoError(t, json.Unmarshal([]byte(encodedRecord(t, srv, path)), &text))
	encoded, found := strings.CutPrefix(text, dataURI)
	require.True(t, found)
	pdf, err := base64.StdEncoding.DecodeString(encoded)
	require.NoError(t, err)
	return string(pdf)
}

// checkPDF wants the table of a PDF to name the places of its objects.
func checkPDF(t *testing.T, pdf string) {
	t.Helper()
	require.True(t, strings.HasPrefix(pdf, "%PDF-1.4\n"))
	rest, found := strings.CutSuffix(pdf, "\n%%EOF\n")
	require.True(t, found)
	start, err := strconv.Atoi(rest[strings.LastIndex(rest, "\n")+1:])
	require.NoError(t, err)
	table := strings.Split(pdf[start:], "\n")
	require.Equal(t, []string{"xref", "0 6", "0000000000 65535 f "}, table[:3])
	for i := 1; i <= 5; i++ {
		require.Len(t, table[2+i], 19)
		at, err := strconv.Atoi(table[2+i][:10])
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(pdf[at:], fmt.Sprintf("%d 0 obj\n", i)))
	}
	assert.Equal(t, []string{"trailer", "<< /Size 6 /Root 1 0 R >>"}, table[8:10])
	var length int
	_, err = fmt.Sscanf(pdf[strings.Index(pdf, "4 0 obj\n"):], "4 0 obj\n<< /Length %d >>", &length)
	require.NoError(t, err)
	stream := pdf[strings.Index(pdf, "stream\n")+len("stream\n"):]
	assert.True(t, strings.HasPrefix(stream[length:], "\nendstream"))
}

// A print is a PDF with number, parties and total of any kind of document.
func TestServer_Print(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	srv.AddCustomers(erpxt.Customer{ID: 8, Name: `A (B) \ Ż`})
	srv.AddPrintTemplates(erpxt.PrintTemplate{ID: 12, Name: "Own"})
	item := []erpxt.Item{{ProductID: 1, Quantity: price("1"), ProductCurrencyPrice: price("10.00")}}
	srv.AddInvoices(erpxt.Invoice{PurchasingPartyID: 8, ReceivingPartyID: 2, Items: item})
	srv.AddProformas(erpxt.Proforma{PurchasingPartyID: 2, Items: item})
	srv.AddAdvanceInvoices(erpxt.AdvanceInvoice{})
	srv.AddCorrections(erpxt.Correction{})
	for path, want := range map[string]string{
		"/v1.4/invoices/1/print":                  `(Number: FS/26/4/1) Tj T*|(Party: A \(B\) \\ ?) Tj T*|(Party: Jan Nowak) Tj T*|(Total: 12.30 PLN) Tj T*`,
		"/v1.4/invoices/1/print?customPrintId=12": `(Number: FS/26/4/1) Tj T*|(Party: A \(B\) \\ ?) Tj T*|(Party: Jan Nowak) Tj T*|(Total: 12.30 PLN) Tj T*|(Template: 12) Tj T*`,
		"/v1.4/proformas/1/print":                 `(Number: PF/26/4/1) Tj T*|(Party: Jan Nowak) Tj T*|(Total: 12.30 PLN) Tj T*`,
		"/v1.4/advanceInvoices/1/print":           `(Number: FZ/26/4/1) Tj T*|(Total: 0.00 PLN) Tj T*`,
		"/v1.4/correctiveinvoices/1/print":        `(Number: FK/26/4/1) Tj T*|(Total: 0.00 PLN) Tj T*`,
	} {
		pdf := printed(t, srv, path)
		checkPDF(t, pdf)
		assert.Contains(t, pdf, strings.ReplaceAll(want, "|", "\n")+"\nET", path)
	}
	r := mustReject(t, srv, http.MethodGet, "/v1.4/invoices/1/print?customPrintId=9", "")
	assert.Equal(t, map[string]string{"EntityId": "9", "EntityName": "CustomPrint"}, r.Data)
	r = mustReject(t, srv, http.MethodGet, "/v1.4/invoices/1/print?customPrintId=", "")
	assert.Equal(t, map[string][]string{"customPrintId": {"is not a whole number"}}, r.ModelState)
}

// The same bytes in all forms, and a client reads each of them.
func TestServer_SetPrintForm(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	srv.AddInvoices(erpxt.Invoice{})
	pdf := printed(t, srv, "/v1.4/invoices/1/print")
	encoded := base64.StdEncoding.EncodeToString([]byte(pdf))
	for form, want := range map[erpxttest.PrintForm][2]string{
		erpxttest.PrintDataURI: {"application/json", `"` + dataURI + encoded + `"`},
		erpxttest.PrintBase64:  {"application/json", `"` + encoded + `"`},
		erpxttest.PrintBare:    {"text/plain", dataURI + encoded},
		erpxttest.PrintRaw:     {"application/pdf", pdf},
	} {
		srv.SetPrintForm(form)
		r := newRequest(t, srv, newToken(t, srv), http.MethodGet, "/v1.4/invoices/1/print", "")
		resp, err := http.DefaultTransport.RoundTrip(r)
		require.NoError(t, err)
		var body bytes.Buffer
		_, err = body.ReadFrom(resp.Body)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		assert.Equal(t, want, [2]string{resp.Header.Get("Content-Type"), body.String()}, form)
		got, err := srv.Client(nil).Invoices.Print(t.Context(), 1, erpxt.PrintOptions{})
		require.NoError(t, err)
		assert.Equal(t, pdf, string(got))
	}
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
}
