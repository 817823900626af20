package resico_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/resico"
)

func validLine() resico.NewLine {
	return resico.NewLine{
		SKU: "A-1", Quantity: shelfwire.MustDecimal("2.500"), Price: shelfwire.MustDecimal("19.90"), VAT: "A",
	}
}

func TestInvoicesService_AddLine_Invalid(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		spoil  func(*resico.NewLine)
		fields []string
	}{
		"no SKU":               {func(l *resico.NewLine) { l.SKU = " " }, []string{"SKU"}},
		"no quantity":          {func(l *resico.NewLine) { l.Quantity = shelfwire.Decimal{} }, []string{"Quantity"}},
		"a quantity of zero":   {func(l *resico.NewLine) { l.Quantity = shelfwire.MustDecimal("0.000") }, []string{"Quantity"}},
		"a negative quantity":  {func(l *resico.NewLine) { l.Quantity = shelfwire.MustDecimal("-1") }, []string{"Quantity"}},
		"no price":             {func(l *resico.NewLine) { l.Price = shelfwire.Decimal{} }, []string{"Price"}},
		"a negative price":     {func(l *resico.NewLine) { l.Price = shelfwire.MustDecimal("-0.01") }, []string{"Price"}},
		"a discount above 100": {func(l *resico.NewLine) { l.DiscountPercent = shelfwire.MustDecimal("100.01") }, []string{"DiscountPercent"}},
		"a negative discount":  {func(l *resico.NewLine) { l.DiscountPercent = shelfwire.MustDecimal("-1") }, []string{"DiscountPercent"}},
		"a rate for a code":    {func(l *resico.NewLine) { l.VAT = "21" }, []string{"VAT"}},
		"a small letter":       {func(l *resico.NewLine) { l.VAT = "a" }, []string{"VAT"}},
		"a digit for a code":   {func(l *resico.NewLine) { l.VAT = "1" }, []string{"VAT"}},
		"all of it":            {func(l *resico.NewLine) { *l = resico.NewLine{VAT: "??"} }, []string{"SKU", "Quantity", "Price", "VAT"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			line := validLine()
			tc.spoil(&line)
			invoices := silentClient(t).Invoices
			_, err := invoices.AddLine(t.Context(), 1, line)
			clienttest.AssertRejected(t, err, tc.fields...)

			var indexed []string
			for _, field := range tc.fields {
				indexed = append(indexed, "lines[1]."+field)
			}
			_, err = invoices.AddLines(t.Context(), 1, []resico.NewLine{validLine(), line})
			clienttest.AssertRejected(t, err, indexed...)
			head := resico.NewInvoice{CustomerCode: "1"}
			_, err = invoices.CreateWithLines(t.Context(), head, []resico.NewLine{validLine(), line})
			clienttest.AssertRejected(t, err, indexed...)
		})
	}
}

func TestInvoicesService_Create_Invalid(t *testing.T) {
	t.Parallel()
	ctx, invoices := t.Context(), silentClient(t).Invoices
	_, err := invoices.Create(ctx, resico.NewInvoice{})
	clienttest.AssertRejected(t, err, "CustomerCode")
	noDay := shelfwire.Date{Year: 2026, Month: time.February, Day: 30}
	_, err = invoices.Create(ctx, resico.NewInvoice{
		CustomerCode: "1", ApproveDate: noDay, ShipmentStartDate: noDay, ShipmentEndDate: noDay, PaymentDueDate: noDay,
		PrintoutHeader: -1,
	})
	clienttest.AssertRejected(t, err, "ApproveDate", "ShipmentStartDate", "ShipmentEndDate", "PaymentDueDate", "PrintoutHeader")
	_, err = invoices.AddLine(ctx, 0, validLine())
	clienttest.AssertRejected(t, err, "invoiceID")
	_, err = invoices.AddLines(ctx, 1, nil)
	clienttest.AssertRejected(t, err, "lines")
	_, err = invoices.CreateWithLines(ctx, resico.NewInvoice{}, nil)
	clienttest.AssertRejected(t, err, "CustomerCode", "lines")
}

func TestInvoicesService_AddLine_KeepsDigits(t *testing.T) {
	t.Parallel()
	var sent *clienttest.Request
	client := newHandlerClient(t, func(w http.ResponseWriter, r *http.Request) {
		sent = clienttest.RecordRequest(t, r)
		writeLineAdded(w, 1)
	})
	_, err := client.Invoices.AddLine(t.Context(), 363, validLine())
	require.NoError(t, err)
	assert.Equal(t, `{"SKU":"A-1","Qty":2.500,"Price":19.90,"DiscountPercent":0,"VAT":"A"}`, string(sent.Body))
}

// invoiceServer creates invoice 365; onLine responds to its lines.
func invoiceServer(t *testing.T, onLine func(w http.ResponseWriter, n int)) (*resico.Client, func() []string) {
	t.Helper()
	var mu sync.Mutex
	var requests []string
	client := newHandlerClient(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		requests = append(requests, r.URL.Path)
		lines := len(requests) - 1
		mu.Unlock()
		if !strings.HasSuffix(r.URL.Path, "/line") {
			writeBody(w, clienttest.ReadFixture(t, "invoice_create.response"))
			return
		}
		onLine(w, lines)
	})
	return client, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(requests)
	}
}

// writeRejection responds with a failure in the provider's own form.
func writeRejection(w http.ResponseWriter, status int) {
	w.WriteHeader(status)
	writeBody(w, `{"status":"error","message":"no"}`)
}

func writeLineAdded(w http.ResponseWriter, n int) {
	writeBody(w, fmt.Sprintf(`{"status":"ok","type":"SalesinvoiceLine","SalesinvoiceLine":{"data":[{"ID":%d,"LineNo":%d}]}}`, 1000+n, n))
}

func TestInvoicesService_CreateWithLines(t *testing.T) {
	t.Parallel()
	client, requests := invoiceServer(t, writeLineAdded)
	full, err := client.Invoices.CreateWithLines(t.Context(), resico.NewInvoice{CustomerCode: "1"},
		[]resico.NewLine{validLine(), validLine(), validLine()})
	require.NoError(t, err)
	assert.EqualValues(t, 365, full.ID)
	require.Len(t, full.Lines, 3)
	assert.Equal(t, 3, full.Lines[2].LineNo)
	assert.Equal(t, []string{"/salesinvoice", "/salesinvoice/365/line", "/salesinvoice/365/line", "/salesinvoice/365/line"}, requests())
}

// An invoice whose third line fails, in every way in which it can.
func TestInvoicesService_CreateWithLines_ThirdLineFails(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fail    func(w http.ResponseWriter)
		outcome shelfwire.Outcome
		safe    bool
		text    string
	}{
		"rejected": {func(w http.ResponseWriter) { writeRejection(w, http.StatusUnprocessableEntity) },
			shelfwire.OutcomeRejected, true, "line 3 of 4 of invoice 365 was not added; 2 before it are in"},
		"a crash": {func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) },
			shelfwire.OutcomeUnknown, false, "line 3 of 4 of invoice 365 may or may not have been added"},
		"a cut connection": {func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
			shelfwire.OutcomeUnknown, false, "may or may not have been added"},
		"a page in place of the response": {func(w http.ResponseWriter) { writeBody(w, "<html>") },
			shelfwire.OutcomeUnknown, false, "may or may not have been added"},
		"a foreign 422": {func(w http.ResponseWriter) { w.WriteHeader(http.StatusUnprocessableEntity) },
			shelfwire.OutcomeUnknown, false, "may or may not have been added"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, requests := invoiceServer(t, func(w http.ResponseWriter, n int) {
				if n == 3 {
					tc.fail(w)
					return
				}
				writeLineAdded(w, n)
			})
			lines := []resico.NewLine{validLine(), validLine(), validLine(), validLine()}
			full, err := client.Invoices.CreateWithLines(t.Context(), resico.NewInvoice{CustomerCode: "1"}, lines)
			partial, ok := errors.AsType[*resico.PartialInvoiceError](err)
			require.True(t, ok, err)
			assert.Contains(t, err.Error(), tc.text)
			assert.Equal(t, tc.outcome, partial.LineOutcome)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err), "the whole call must not be repeated")
			assert.EqualValues(t, 365, partial.Invoice.ID)
			assert.EqualValues(t, 365, full.ID)
			assert.Len(t, partial.Lines, 2)
			assert.Len(t, requests(), 4, "the head, two lines, and the third once")
			rest, safe := partial.Resume()
			assert.Len(t, rest, 2)
			assert.Equal(t, tc.safe, safe)
			if safe {
				added, err := client.Invoices.AddLines(t.Context(), partial.Invoice.ID, rest)
				require.NoError(t, err)
				assert.Len(t, added, 2)
			}
		})
	}
}

func TestInvoicesService_CreateWithLines_FirstLineFails(t *testing.T) {
	t.Parallel()
	client, _ := invoiceServer(t, func(w http.ResponseWriter, _ int) { writeRejection(w, http.StatusNotFound) })
	_, err := client.Invoices.AddLines(t.Context(), 365, []resico.NewLine{validLine()})
	assert.Equal(t, shelfwire.OutcomeRejected, shelfwire.OutcomeOf(err), "nothing is in, so the call may be repeated")
	require.ErrorIs(t, err, shelfwire.ErrNotFound)

	_, err = client.Invoices.CreateWithLines(t.Context(), resico.NewInvoice{CustomerCode: "1"}, []resico.NewLine{validLine()})
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err), "the head is in, so it may not")
}

func TestInvoicesService_CreateWithLines_HeadFails(t *testing.T) {
	t.Parallel()
	requests := 0
	client := newHandlerClient(t, func(w http.ResponseWriter, _ *http.Request) {
		requests++
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	_, err := client.Invoices.CreateWithLines(t.Context(), resico.NewInvoice{CustomerCode: "1"}, []resico.NewLine{validLine()})
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
	assert.Equal(t, 1, requests)
	_, partial := errors.AsType[*resico.PartialInvoiceError](err)
	assert.False(t, partial)
}

// Another line than the one that was sent is no success: it may be one that somebody else has added.
func TestInvoicesService_AddLine_OtherLine(t *testing.T) {
	t.Parallel()
	for row, want := range map[string]string{
		`"SKU":"A-1","Qty":2.5,"Price":19.9`:             "",
		`"SKU":" a-1 ","Qty":"2.500","Price":"19.90"`:    "",
		`"Qty":2.4999999999999996,"Price":19.904`:        "",
		`"Qty":2.5004,"Price":19.895`:                    "",
		`"SKU":"","Qty":null,"Price":"19,90"`:            "",
		`"SKU":"A-2"`:                                    `SKU "A-2" in place of "A-1"`,
		`"SKU":1`:                                        `SKU "1" in place of "A-1"`,
		`"Qty":2.501`:                                    "quantity 2.501 in place of 2.500",
		`"Qty":0`:                                        "quantity 0 in place of 2.500",
		`"SKU":"A-1","Qty":2.5,"Price":19.91`:            "price 19.91 in place of 19.90",
		`"SKU":"B-1","Qty":4,"Price":9`:                  `SKU "B-1" in place of "A-1", quantity 4 in place of 2.500, price 9 in place of`,
		`"SKU":"A-1","Price":10,"DiscountPercent":"n/a"`: "price 10 in place of 19.90",
	} {
		client := newCannedClient(t, successBody("SalesinvoiceLine", `{"data":[{"ID":7,`+row+`}]}`))
		added, err := client.Invoices.AddLine(t.Context(), 363, validLine())
		assert.EqualValues(t, 7, added.ID, row)
		if want == "" {
			require.NoError(t, err, row)
			continue
		}
		require.ErrorIs(t, err, shelfwire.ErrMalformed, row)
		require.ErrorContains(t, err, "another line came than was to be added: "+want)
		assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err), row)
	}
}

// Whether the price in the response is that before or after the discount is not documented.
func TestInvoicesService_AddLine_Discount(t *testing.T) {
	t.Parallel()
	line := validLine()
	line.DiscountPercent = shelfwire.MustDecimal("10")
	for row, isOther := range map[string]bool{`"Price":17.91`: false, `"Price":19.9`: false, `"Price":17.91,"Qty":1`: true} {
		client := newCannedClient(t, successBody("SalesinvoiceLine", `{"data":[{"ID":7,`+row+`}]}`))
		_, err := client.Invoices.AddLine(t.Context(), 363, line)
		assert.Equal(t, isOther, err != nil, row)
	}
}

// A line of another SKU is not in, also when its ID is missing.
func TestInvoicesService_AddLines_OtherLine(t *testing.T) {
	t.Parallel()
	for _, row := range []string{`{"ID":7,"SKU":"A-2"}`, `{"SKU":"A-2"}`, `{"ID":7,"SKU":"A-2","Qty":2.5,"Pr`} {
		client := newCannedClient(t, successBody("SalesinvoiceLine", `{"data":[`+row+`]}`))
		_, err := client.Invoices.AddLines(t.Context(), 363, []resico.NewLine{validLine()})
		partial, ok := errors.AsType[*resico.PartialInvoiceError](err)
		require.True(t, ok, row)
		assert.Equal(t, shelfwire.OutcomeUnknown, partial.LineOutcome, row)
		_, isSafe := partial.Resume()
		assert.False(t, isSafe, row)
	}
}

func TestInvoicesService_Create_OtherCustomer(t *testing.T) {
	t.Parallel()
	for customer, isOther := range map[string]bool{
		`{"Code":"0017"}`: false, `{"Code":" 0017 "}`: false, `{"Code":17}`: false, `{"Code":""}`: false, `[]`: false,
		`{"Code":"17"}`: true, `{"Code":18}`: true, `{"Code":"C1"}`: true,
	} {
		client := newCannedClient(t, successBody("Salesinvoice", `{"data":[{"ID":365,"Customer":`+customer+`}]}`))
		created, err := client.Invoices.Create(t.Context(), resico.NewInvoice{CustomerCode: "0017"})
		assert.EqualValues(t, 365, created.ID)
		if !isOther {
			require.NoError(t, err, customer)
			continue
		}
		require.ErrorIs(t, err, shelfwire.ErrMalformed, customer)
		require.ErrorContains(t, err, `an invoice for customer "0017" was to be created, and invoice 365 for "`)
		assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
	}
}
