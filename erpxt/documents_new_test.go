package erpxt_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// Input that cannot be right is named by its field, and nothing is sent.
func TestInvoicesService_Create_Invalid(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(n *erpxt.NewInvoice)
		fields []string
	}{
		"nothing":             {func(n *erpxt.NewInvoice) { *n = erpxt.NewInvoice{} }, []string{"PurchasingPartyID", "PaymentTypeID", "InvoiceType"}},
		"a customer below 0":  {func(n *erpxt.NewInvoice) { n.PurchasingPartyID = -1 }, []string{"PurchasingPartyID"}},
		"unknown type":        {func(n *erpxt.NewInvoice) { n.InvoiceType = "2" }, []string{"InvoiceType"}},
		"undocumented type":   {func(n *erpxt.NewInvoice) { n.InvoiceType = erpxt.InvoiceTypeOfCode(2) }, []string{"InvoiceType"}},
		"partly paid":         {func(n *erpxt.NewInvoice) { n.PaymentStatus = erpxt.PaymentStatusPartly }, []string{"PaymentStatus"}},
		"undocumented status": {func(n *erpxt.NewInvoice) { n.PaymentStatus = erpxt.PaymentStatusOfCode(3) }, []string{"PaymentStatus"}},
		"quantity 0":          {func(n *erpxt.NewInvoice) { n.Items[1].Quantity = dec("0") }, []string{"Items[1].Quantity"}},
		"quantity below 0":    {func(n *erpxt.NewInvoice) { n.Items[1].Quantity = dec("-1") }, []string{"Items[1].Quantity"}},
		"no quantity":         {func(n *erpxt.NewInvoice) { n.Items[0].Quantity = shelfwire.Decimal{} }, []string{"Items[0].Quantity"}},
		"no price":            {func(n *erpxt.NewInvoice) { n.Items[0].ProductCurrencyPrice = shelfwire.Decimal{} }, []string{"Items[0].ProductCurrencyPrice"}},
		"price below 0":       {func(n *erpxt.NewInvoice) { n.Items[0].ProductCurrencyPrice = dec("-0.01") }, []string{"Items[0].ProductCurrencyPrice"}},
		"no product":          {func(n *erpxt.NewInvoice) { n.Items[0].ProductID = 0 }, []string{"Items[0].ProductID"}},
		"OSS without rates":   {func(n *erpxt.NewInvoice) { n.OSSCountryCode = "DE" }, []string{"Items[0].VATRateID", "Items[1].VATRateID"}},
		"a rate without OSS":  {func(n *erpxt.NewInvoice) { n.Items[1].VATRateID = shelfwire.Set(int64(7)) }, []string{"Items[1].VATRateID"}},
		"a rate of 0": {func(n *erpxt.NewInvoice) {
			*n = newOSSInvoice()
			n.Items[0].VATRateID = shelfwire.Set(int64(0))
		}, []string{"Items[0].VATRateID"}},
		"country": {func(n *erpxt.NewInvoice) {
			*n = newOSSInvoice()
			n.OSSCountryCode = "de"
		}, []string{"OSSCountryCode"}},
		"no day: issue": {func(n *erpxt.NewInvoice) { n.IssueDate = shelfwire.Date{Year: 2026, Month: 2, Day: 30} }, []string{"IssueDate"}},
		"no day: sales": {func(n *erpxt.NewInvoice) { n.SalesDate = shelfwire.Date{Year: 2026, Month: 2, Day: 30} }, []string{"SalesDate"}},
		"receiver":      {func(n *erpxt.NewInvoice) { n.ReceivingPartyID = -1 }, []string{"ReceivingPartyID"}},
		"bank account":  {func(n *erpxt.NewInvoice) { n.BankAccountID = -1 }, []string{"BankAccountID"}},
		"text":          {func(n *erpxt.NewInvoice) { n.Items[0].ProductDescription = "\xff" }, []string{"Items[0].ProductDescription"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newInvoice()
			tc.change(&n)
			_, err := silentClient(t).Invoices.Create(t.Context(), n)
			clienttest.AssertRejected(t, err, tc.fields...)
			if name == "nothing" {
				tc.fields = append(tc.fields, "Description")
			}
			_, err = silentClient(t).Invoices.CreateOnce(t.Context(), n)
			clienttest.AssertRejected(t, err, tc.fields...)
			if n.PaymentStatus != "" || !n.SalesDate.IsZero() {
				return
			}
			_, err = silentClient(t).Proformas.CreateOnce(t.Context(), erpxt.NewProforma{
				PurchasingPartyID: n.PurchasingPartyID, PaymentTypeID: n.PaymentTypeID, InvoiceType: n.InvoiceType, Items: n.Items,
				Description: n.Description, ReceivingPartyID: n.ReceivingPartyID, BankAccountID: n.BankAccountID,
				IssueDate: n.IssueDate, OSSCountryCode: n.OSSCountryCode,
			})
			clienttest.AssertRejected(t, err, tc.fields...)
		})
	}
}

// A description that a server may change is no reference.
func TestInvoicesService_CreateOnce_Description(t *testing.T) {
	t.Parallel()
	for _, description := range []string{"", " ", " a", "a ", "a\n", "a\nb", "a\u0085b", "a\x7fb", strings.Repeat("ł", 101), "a\xffb"} {
		n := newInvoice()
		n.Description = description
		_, err := silentClient(t).Invoices.CreateOnce(t.Context(), n)
		require.ErrorIs(t, err, shelfwire.ErrInvalid, "%q", description)
		if len(description) < 101 {
			_, err = silentClient(t).Invoices.FindByDescription(t.Context(), description)
			require.ErrorIs(t, err, shelfwire.ErrInvalid, "%q", description)
		}
	}
	n := newInvoice()
	n.Description = strings.Repeat("ł", 100)
	p := scriptedProvider(cannedResponse{200, "[]"}, cannedResponse{200, "7"})
	id, err := p.client(t).Invoices.CreateOnce(t.Context(), n)
	require.NoError(t, err)
	assert.Equal(t, int64(7), id)
}

// What is found decides: one of the same customer is the invoice, anything else is a conflict and nothing is sent.
func TestInvoicesService_CreateOnce_Found(t *testing.T) {
	t.Parallel()
	row := func(id, party int64, description string) string {
		return fmt.Sprintf(`{"Id":%d,"PurchasingPartyId":%d,"Number":"n","Description":%q}`, id, party, description)
	}
	for name, tc := range map[string]struct {
		rows string
		want error
	}{
		"one":              {row(8, 12641710, "order 117"), nil},
		"another customer": {row(8, 5, "order 117"), shelfwire.ErrConflict},
		"several":          {row(8, 12641710, "order 117") + "," + row(9, 12641710, "order 117"), shelfwire.ErrConflict},
		"other capitals":   {row(8, 12641710, "Order 117"), shelfwire.ErrConflict},
		"more spaces":      {row(8, 12641710, "order  117 "), shelfwire.ErrConflict},
		"another one":      {row(8, 12641710, "order 118"), shelfwire.ErrIncomplete},
		"unread":           {`{"Id":8,"PurchasingPartyId":12641710,"Description":["order 117"]}`, shelfwire.ErrIncomplete},
		"a row without id": {`{"Description":"order 117"}`, shelfwire.ErrIncomplete},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := scriptedProvider(cannedResponse{200, "[" + tc.rows + "]"}, cannedResponse{200, "[]"})
			id, err := p.client(t).Invoices.CreateOnce(t.Context(), newInvoice())
			if tc.want == nil {
				require.NoError(t, err)
				assert.Equal(t, int64(8), id)
				return
			}
			require.ErrorIs(t, err, tc.want)
			assert.Zero(t, id)
			assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
			for _, call := range p.calls {
				assert.Equal(t, "GET", call.method)
			}
		})
	}
}

// After a lost response the invoice is looked for; when it is not there, the error of the write is returned.
func TestInvoicesService_CreateOnce_LooksAgain(t *testing.T) {
	t.Parallel()
	const found = `[{"Id":8,"PurchasingPartyId":12641710,"Number":"n","Description":"order 117"}]`
	for name, tc := range map[string]struct {
		post    cannedResponse
		look    cannedResponse
		id      int64
		outcome shelfwire.Outcome
		calls   int
	}{
		"lost and found":       {cannedResponse{0, ""}, cannedResponse{200, found}, 8, 0, 4},
		"lost and not there":   {cannedResponse{0, ""}, cannedResponse{200, "[]"}, 0, shelfwire.OutcomeUnknown, 3},
		"lost and no look":     {cannedResponse{0, ""}, cannedResponse{403, ""}, 0, shelfwire.OutcomeUnknown, 3},
		"rejected":             {cannedResponse{400, `{"Code":"E","Message":"no"}`}, cannedResponse{200, found}, 0, shelfwire.OutcomeRejected, 2},
		"the id alone arrived": {cannedResponse{200, `{"Id":9,"Num`}, cannedResponse{200, found}, 9, 0, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := scriptedProvider(cannedResponse{200, "[]"}, tc.post, tc.look, cannedResponse{200, "[]"})
			id, err := p.client(t).Invoices.CreateOnce(t.Context(), newInvoice())
			assert.Equal(t, tc.id, id)
			_, calls := p.counts()
			assert.Equal(t, tc.calls, calls)
			if tc.id > 0 {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err))
			assert.Equal(t, "Invoices.CreateOnce", clienttest.RequireError(t, err).Op)
		})
	}
}

func TestInvoicesService_FindByNumber(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		body string
		want error
	}{
		"one":             {`[{"Id":8,"Number":"FS/20/6/1"}]`, nil},
		"a bare object":   {`{"Id":8,"Number":"FS/20/6/1"}`, nil},
		"none":            {`[]`, shelfwire.ErrNotFound},
		"several":         {`[{"Id":8,"Number":"FS/20/6/1"},{"Id":9,"Number":"FS/20/6/1"}]`, shelfwire.ErrConflict},
		"another one":     {`[{"Id":8,"Number":"FS/20/6/2"}]`, shelfwire.ErrIncomplete},
		"null":            {`null`, shelfwire.ErrMalformed},
		"an empty object": {`{}`, shelfwire.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			second := "[]"
			if strings.HasPrefix(tc.body, "{}") || tc.body == "null" {
				second = tc.body
			}
			p := respondWith(200, tc.body, second)
			got, err := p.client(t).Invoices.FindByNumber(t.Context(), "FS/20/6/1")
			if tc.want == nil {
				require.NoError(t, err)
				assert.Equal(t, int64(8), got.ID)
				return
			}
			require.ErrorIs(t, err, tc.want)
		})
	}
	_, err := silentClient(t).Invoices.FindByNumber(t.Context(), "")
	clienttest.AssertRejected(t, err, "number")
	missing := scriptedProvider(cannedResponse{400, `{"Message":"No row","Data":{"EntityId":"1"},"Code":"EntityNotFoundException"}`})
	found, err := missing.client(t).Proformas.FindByDescription(t.Context(), "order 7")
	require.NoError(t, err)
	assert.Empty(t, found)
	_, err = missing.client(t).Proformas.FindByNumber(t.Context(), "7")
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	same := respondWith(200, `[{"Id":8,"Description":"Order 7"},{"Id":9,"Description":"order 7"}]`, "[]")
	found, err = same.client(t).Proformas.FindByDescription(t.Context(), "order 7")
	require.NoError(t, err)
	require.Len(t, found, 1)
	assert.Equal(t, int64(9), found[0].ID)
}

// All forms of one PDF read the same; anything else is malformed.
func TestInvoicesService_Print(t *testing.T) {
	t.Parallel()
	pdf := "%PDF-1.4\n" + strings.Repeat("\x00\xff", 70) + "%%EOF" + strings.Repeat(" ", 1019)
	broken := base64.StdEncoding.EncodeToString([]byte(pdf[:len(pdf)-1024]))
	code := base64.StdEncoding.EncodeToString([]byte(pdf))
	lines := code[:76] + `\r\n` + code[76:]
	for name, body := range map[string]string{
		"data URI":              `"data:application/pdf;base64,` + code + `"`,
		"data URI, capitals":    `"DATA:application/PDF;BASE64,` + code + `"`,
		"data URI, no quotes":   `data:application/pdf;base64,` + code,
		"base64":                `"` + code + `"`,
		"base64, no quotes":     code + "\n",
		"base64, lines":         `"` + lines + `"`,
		"base64, real lines":    strings.ReplaceAll(lines, `\r\n`, "\r\n"),
		"base64, white space":   `"` + code[:4] + ` \t` + code[4:76] + `\r\n ` + code[76:] + `"`,
		"base64, no padding":    `"` + strings.TrimRight(code, "=") + `"`,
		"the bytes themselves":  pdf,
		"base64, escaped slash": `"` + strings.ReplaceAll(code, "/", `\/`) + `"`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := respondWith(200, body).client(t).Invoices.Print(t.Context(), 7, erpxt.PrintOptions{})
			require.NoError(t, err)
			assert.Equal(t, pdf, string(got))
		})
	}
	for name, body := range map[string]string{
		"a page": loginPage, "nothing": "", "an empty text": `""`, "null": "null", "an object": `{"Id":7}`, "a list": `["` + code + `"]`,
		"cut behind a group": `"` + broken + `"`, "cut bytes": pdf[:100], "an end too far away": pdf + " ",
		"cut base64": `"` + code[:41] + `"`, "a PNG": `"iVBORw0KGgo="`, "a number": "7", "true": "true",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := respondWith(200, body).client(t).Invoices.Print(t.Context(), 7, erpxt.PrintOptions{})
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			assert.Empty(t, got)
		})
	}
	missing := respondWith(200, `{"Code":"EntityNotFoundException","Data":{"EntityId":"7"},"Message":"No row"}`)
	_, err := missing.client(t).Invoices.Print(t.Context(), 7, erpxt.PrintOptions{})
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	_, err = silentClient(t).Invoices.Print(t.Context(), 0, erpxt.PrintOptions{TemplateID: -1})
	clienttest.AssertRejected(t, err, "id", "TemplateID")
}

func TestInvoicesService_Print_Forms(t *testing.T) {
	t.Parallel()
	for _, form := range []erpxttest.PrintForm{erpxttest.PrintDataURI, erpxttest.PrintBase64, erpxttest.PrintBare, erpxttest.PrintRaw} {
		srv, client := newShop(t)
		srv.SetPrintForm(form)
		id := addDraft(t, srv)
		pdf, err := client.Invoices.Print(t.Context(), id, erpxt.PrintOptions{})
		require.NoError(t, err, form)
		assert.True(t, strings.HasPrefix(string(pdf), "%PDF-"))
	}
}

// At moves every call but Print; a version that cannot be used is rejected by each call.
func TestInvoicesService_At(t *testing.T) {
	t.Parallel()
	for version, ok := range map[string]bool{
		"v1.4": true, "v1.5": true, "v1.10": true, "v2.0": true,
		"v1.3": false, "v0.9": false, "1.4": false, "v1.4/x": false, "": false, "v1": false, "v1.": false, "v.4": false, "v1.4.1": false,
		"v1.-4": false, "v1.12345": false, "V1.4": false, "v1.4 ": false,
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			if !ok {
				invoices := silentClient(t).Invoices.At(version)
				_, err := invoices.Get(t.Context(), 7)
				clienttest.AssertRejected(t, err, "version")
				_, err = invoices.List(t.Context(), erpxt.Query{})
				clienttest.AssertRejected(t, err, "version")
				for _, err := range invoices.All(t.Context(), erpxt.Query{}) {
					clienttest.AssertRejected(t, err, "version")
				}
				_, err = invoices.Create(t.Context(), newInvoice())
				clienttest.AssertRejected(t, err, "version")
				_, err = invoices.CreateOnce(t.Context(), newInvoice())
				clienttest.AssertRejected(t, err, "version")
				_, err = invoices.FindByNumber(t.Context(), "n")
				clienttest.AssertRejected(t, err, "version")
				_, err = invoices.FindByDescription(t.Context(), "d")
				clienttest.AssertRejected(t, err, "version")
				_, err = invoices.Edit(t.Context(), 7, func(*erpxt.Invoice) error { return nil })
				clienttest.AssertRejected(t, err, "version")
				_, err = invoices.Confirm(t.Context(), 7, nil)
				clienttest.AssertRejected(t, err, "version")
				clienttest.AssertRejected(t, invoices.Delete(t.Context(), 7), "version")
				_, err = silentClient(t).Corrections.At(version).Draft(t.Context(), 7)
				clienttest.AssertRejected(t, err, "version")
				return
			}
			p := respondWith(200, `{"Id":7,"Number":"n","Status":1}`)
			client := p.client(t)
			invoices := client.Invoices.At(version)
			_, err := invoices.Get(t.Context(), 7)
			require.NoError(t, err)
			_, err = invoices.Confirm(t.Context(), 7, nil)
			require.NoError(t, err)
			require.NoError(t, invoices.Delete(t.Context(), 7))
			for _, call := range p.calls {
				assert.Contains(t, call.path, "/"+version+"/invoices/7")
			}
			_, _ = invoices.Print(t.Context(), 7, erpxt.PrintOptions{})
			assert.Contains(t, p.calls[len(p.calls)-1].path, "/v1.4/invoices/7/print")
			_, err = client.Invoices.Get(t.Context(), 7)
			require.NoError(t, err)
			assert.Contains(t, p.calls[len(p.calls)-1].path, "/v1.4/invoices/7")
		})
	}
	_, err := silentClient(t).Corrections.At("v1.4").Get(t.Context(), 7)
	clienttest.AssertRejected(t, err, "version")
}

// Days are the first ten characters of a midnight, whatever its offset, on a machine in any zone. Another clock beside an
// offset is the midnight of another place, on a day that nobody knows.
func TestInvoice_Days(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`"2024-06-05T00:00:00+02:00"`: "2024-06-05", `"2024-06-05T00:00:00+01:00"`: "2024-06-05", `"2024-06-05T00:00:00Z"`: "2024-06-05",
		`"2024-06-05"`: "2024-06-05", `"2024-06-05 00:00"`: "2024-06-05", `"2024-06-05T14:30:00"`: "2024-06-05",
		`"2024-06-05T00:00:00.0000000-12:00"`: "2024-06-05", `"2024-06-05T00:00Z"`: "2024-06-05", `"2024-06-05T"`: "2024-06-05",
		`"2026-03-31T22:00:00Z"`: "unread", `"2024-06-05T23:59:59.999-12:00"`: "unread", `"2024-06-05T14:30:00+02:00"`: "unread",
		`"2024-06-05 22:00z"`: "unread", `"2024-06-05T00:00:00.1Z"`: "unread", `"2024-06-05T00:09:00+02:00"`: "unread",
		`null`: "", `""`: "", `"0001-01-01T00:00:00"`: "", `"0000-00-00"`: "",
		`"5.06.2024"`: "unread", `"2024-06-05x"`: "unread", `"2024-13-05"`: "unread", `20240605`: "unread", `true`: "unread", `{}`: "unread", `"2024-06"`: "unread",
	} {
		var i erpxt.Invoice
		require.NoError(t, i.UnmarshalJSON([]byte(`{"IssueDate":`+text+`}`)), text)
		if want == "unread" {
			require.Len(t, i.Unread, 1, text)
			assert.Equal(t, "IssueDate", i.Unread[0].Field)
			want = ""
		} else {
			assert.Empty(t, i.Unread, text)
		}
		assert.Equal(t, want, i.IssueDate.String(), text)
	}
}

// A day that an edit leaves as it is goes back as it came, also when it could not be read; a draft with such a day is not
// confirmed.
func TestInvoicesService_DaysGoBackAsTheyCame(t *testing.T) {
	t.Parallel()
	const days = `"SalesDate":"2024-06-05T00:00:00+02:00","IssueDate":"2026-03-31T22:00:00Z","PaymentDeadline":"0001-01-01T00:00:00",`
	draft := `{` + days + editable[1:]
	p := editScript(draft, strings.ReplaceAll(draft, `"Number"`, `"Description":"order 8","Number"`))
	_, err := p.client(t).Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error {
		assert.Zero(t, i.IssueDate)
		i.Description = "order 8"
		return nil
	})
	require.NoError(t, err)
	put := p.calls[1].body
	assert.Contains(t, put, `"SalesDate":"2024-06-05T00:00:00+02:00"`)
	assert.Contains(t, put, `"IssueDate":"2026-03-31T22:00:00Z"`)
	assert.NotContains(t, put, "PaymentDeadline")

	p = editScript(draft, strings.ReplaceAll(draft, "2024-06-05T00", "2024-06-06T00"))
	_, err = p.client(t).Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error {
		i.SalesDate.Day++
		return nil
	})
	require.NoError(t, err)
	assert.Contains(t, p.calls[1].body, `"SalesDate":"2024-06-06"`)

	p = respondWith(200, draft)
	_, err = p.client(t).Invoices.Confirm(t.Context(), 7, nil)
	clienttest.AssertRejected(t, err, "IssueDate")
	assert.Len(t, p.calls, 1)
}

// Finalize and Draft are writes whose responses owe an id.
func TestAdvanceInvoicesService_Finalize(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	_, err := silentClient(t).AdvanceInvoices.Finalize(ctx, 0, "")
	clienttest.AssertRejected(t, err, "id", "scope")
	_, err = silentClient(t).AdvanceInvoices.Finalize(ctx, 1, "both")
	clienttest.AssertRejected(t, err, "scope")
	for body, want := range map[string]int64{
		`{"Id":9,"IsFinal":true,"Number":"n","IssueDate":"x"}`: 9, `{"id":"9"}`: 9, `{"Id":9,"IsFinal":null}`: 9,
		`{"Id":7,"Number":"n"}`: 0, `{"Id":9,"IsFinal":false}`: 0, `{"Id":7,"IsFinal":true}`: 0, `9`: 0, `null`: 0, `[]`: 0, `{"Id":0,"Number":"n"}`: 0,
		`{"Number":"n"}`: 0, ``: 0, loginPage: 0,
	} {
		p := respondWith(200, body)
		final, err := p.client(t).AdvanceInvoices.Finalize(ctx, 7, erpxt.FinalizeOne)
		_, calls := p.counts()
		assert.Equal(t, 1, calls, "it is never repeated: %s", body)
		assert.Equal(t, want, final.ID, body)
		if want == 0 {
			require.ErrorIs(t, err, shelfwire.ErrMalformed, body)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
		} else {
			require.NoError(t, err, body)
		}
	}
	final, err := respondWith(200, `{"Id":9,"Number":"FS/24`).client(t).AdvanceInvoices.Finalize(ctx, 7, erpxt.FinalizeAll)
	assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
	assert.Equal(t, int64(9), final.ID)

	final, err = respondWith(200, `{"Id":9,"Items":[{"Id":1}],"Items":[{"Id":2}]}`).client(t).AdvanceInvoices.Finalize(ctx, 7, erpxt.FinalizeAll)
	require.ErrorIs(t, err, shelfwire.ErrMalformed, "one of two lists is lost")
	require.ErrorContains(t, err, `"Items" twice`)
	assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
	assert.Equal(t, int64(9), final.ID)
}

func TestCorrectionsService_Draft(t *testing.T) {
	t.Parallel()
	_, err := silentClient(t).Corrections.Draft(t.Context(), 0)
	clienttest.AssertRejected(t, err, "invoiceID")
	for body, want := range map[string]int64{`9`: 9, `{"Id":9}`: 9, `"9"`: 9, `null`: 0, `{}`: 0, `[9]`: 0} {
		p := respondWith(200, body)
		id, err := p.client(t).Corrections.Draft(t.Context(), 7)
		_, calls := p.counts()
		assert.Equal(t, 1, calls)
		assert.Equal(t, want, id, body)
		assert.Equal(t, want == 0, err != nil, body)
	}
}

// An edit of a correction changes amounts and the reason, and nothing else.
func TestCorrectionsService_Edit_Rejected(t *testing.T) {
	t.Parallel()
	draft := clienttest.ReadFixture(t, "correction.response")
	for name, tc := range map[string]struct {
		edit   func(c *erpxt.Correction)
		fields []string
	}{
		"a line taken out": {func(c *erpxt.Correction) { c.Items = nil }, []string{"Items"}},
		"a new line": {func(c *erpxt.Correction) {
			c.Items = []erpxt.Item{{Quantity: num("1"), ProductCurrencyPrice: num("1")}}
		}, []string{"Items"}},
		"a product":       {func(c *erpxt.Correction) { c.Items[0].ProductID = 1 }, []string{"Items[0].ProductID"}},
		"below zero":      {func(c *erpxt.Correction) { c.Items[0].Quantity = num("-1") }, []string{"Items[0].Quantity"}},
		"no price":        {func(c *erpxt.Correction) { c.Items[0].ProductCurrencyPrice = shelfwire.Opt[shelfwire.Decimal]{} }, []string{"Items[0].ProductCurrencyPrice"}},
		"a customer":      {func(c *erpxt.Correction) { c.PurchasingPartyID = 1 }, []string{"PurchasingPartyID"}},
		"another invoice": {func(c *erpxt.Correction) { c.CorrectedID = 1 }, []string{"CorrectedID"}},
		"a day":           {func(c *erpxt.Correction) { c.IssueDate = day("2024-01-01") }, []string{"IssueDate"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := respondWith(200, draft).client(t).Corrections.Edit(t.Context(), 91, func(c *erpxt.Correction) error {
				tc.edit(c)
				return nil
			})
			clienttest.AssertRejected(t, err, tc.fields...)
		})
	}
}
