package erpxt_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// editScript responds to the read of an Edit, to its write, and to the read after it.
func editScript(before, after string) *provider {
	return scriptedProvider(cannedResponse{200, before}, cannedResponse{204, ""}, cannedResponse{200, after})
}

// Under every fault and both readings of lines, an Edit that adds a line adds it once, or its outcome says doubt.
func TestInvoicesService_Edit_AddsLineOnce(t *testing.T) {
	t.Parallel()
	addLine := func(i *erpxt.Invoice) error {
		i.Items = append(i.Items, erpxt.Item{ProductID: 2, Quantity: num("3"), ProductCurrencyPrice: num("9.99")})
		return nil
	}
	for _, merges := range []bool{false, true} {
		for name, fault := range writeFaults() {
			for _, op := range []string{"Invoices.Get", "Invoices.Replace"} {
				t.Run(fmt.Sprintf("merges %t/%s/%s", merges, name, op), func(t *testing.T) {
					t.Parallel()
					srv, client := newShop(t)
					srv.SetMergeLines(merges)
					id := addDraft(t, srv)
					f := fault()
					if name != "no fault" {
						f = f.On(op)
					}
					srv.Fail(f)
					got, err := client.Invoices.Edit(t.Context(), id, addLine)
					lines := len(srv.Invoices()[0].Items)
					assert.LessOrEqual(t, lines, 3, "never doubled")
					switch {
					case err == nil:
						assert.Equal(t, 3, lines)
						assert.Len(t, got.Items, 3)
						assert.True(t, got.GrossTotal.Or(dec("0")).Equal(dec("90.45")), got.GrossTotal)
					case shelfwire.OutcomeOf(err) == shelfwire.OutcomeNotSent:
						assert.Equal(t, 2, lines)
					case shelfwire.OutcomeOf(err) == shelfwire.OutcomeApplied:
						assert.Equal(t, 3, lines)
					}
				})
			}
		}
	}
}

// A server that keeps the lines that a request leaves out is found out.
func TestInvoicesService_Edit_MergedLines(t *testing.T) {
	t.Parallel()
	srv, client := newShop(t)
	srv.SetMergeLines(true)
	id := addDraft(t, srv)
	got, err := client.Invoices.Edit(t.Context(), id, func(i *erpxt.Invoice) error {
		i.Items = i.Items[:1]
		return nil
	})
	require.ErrorIs(t, err, shelfwire.ErrConflict)
	assert.ErrorContains(t, err, "has 2 lines where 1 were sent")
	assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
	assert.Len(t, got.Items, 2, "the invoice as the server has it")

	srv.SetMergeLines(false)
	got, err = client.Invoices.Edit(t.Context(), id, func(i *erpxt.Invoice) error {
		i.Items = i.Items[:1]
		return nil
	})
	require.NoError(t, err)
	assert.Len(t, got.Items, 1)
}

const editable = `{"PurchasingPartyId":1,"PaymentTypeId":2,"InvoiceType":1,"PaymentStatus":0,"GrossTotal":10.00,` +
	`"Items":[{"ProductId":5,"Quantity":1.0,"ProductCurrencyPrice":10.00,"Id":31,"X":1},` +
	`{"ProductId":6,"Quantity":2.0,"ProductCurrencyPrice":0.00,"VatRateId":0,"Id":32,"X":2}],"Number":"n","Status":0,"Id":7}`

// Lines are matched by their ids, in any order and in new structures; what belongs to a line stays with it.
func TestInvoicesService_Edit_MatchesLines(t *testing.T) {
	t.Parallel()
	old := func(i *erpxt.Invoice, at int) erpxt.Item { return i.Items[at] }
	for _, tc := range []struct {
		name  string
		edit  func(i *erpxt.Invoice)
		items string
	}{
		{"untouched", func(*erpxt.Invoice) {}, `[{"ProductId":5,"Quantity":1.0,"ProductCurrencyPrice":10.00,"Id":31,"X":1},` +
			`{"ProductId":6,"Quantity":2.0,"ProductCurrencyPrice":0.00,"VatRateId":0,"Id":32,"X":2}]`},
		{"reversed", func(i *erpxt.Invoice) { i.Items = []erpxt.Item{old(i, 1), old(i, 0)} },
			`[{"ProductId":6,"Quantity":2.0,"ProductCurrencyPrice":0.00,"VatRateId":0,"Id":32,"X":2},` +
				`{"ProductId":5,"Quantity":1.0,"ProductCurrencyPrice":10.00,"Id":31,"X":1}]`},
		{"replaced", func(i *erpxt.Invoice) {
			i.Items = []erpxt.Item{{ID: 32, ProductID: 9, Quantity: num("4"), ProductCurrencyPrice: num("1")}}
		}, `[{"ProductId":9,"Quantity":4,"ProductCurrencyPrice":1,"Id":32,"X":2}]`},
		{"copied as a new line", func(i *erpxt.Invoice) {
			line := old(i, 0)
			line.ID = 0
			i.Items = append(i.Items[:1], line)
		}, `[{"ProductId":5,"Quantity":1.0,"ProductCurrencyPrice":10.00,"Id":31,"X":1},` +
			`{"ProductId":5,"Quantity":1.0,"ProductCurrencyPrice":10.00}]`},
		{"all taken out", func(i *erpxt.Invoice) { i.Items = nil }, `[]`},
		{"a quantity changed", func(i *erpxt.Invoice) { i.Items[1].Quantity = num("5") },
			`[{"ProductId":5,"Quantity":1.0,"ProductCurrencyPrice":10.00,"Id":31,"X":1},` +
				`{"ProductId":6,"Quantity":5,"ProductCurrencyPrice":0.00,"VatRateId":0,"Id":32,"X":2}]`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := editScript(editable, editable)
			p.api = func(n int, r *http.Request) (*http.Response, error) {
				if n == 2 {
					return newResponse(r, 204, "")
				}
				body := editable
				if n == 3 {
					body = `{"Id":7,"Number":"n","Items":` + tc.items + `}`
				}
				return newResponse(r, 200, body)
			}
			_, err := p.client(t).Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error { tc.edit(i); return nil })
			require.NoError(t, err)
			assert.Equal(t, tc.items, sentMembers(t, p.calls[1].body)["Items"])
		})
	}
}

// Only an edit that adds a line is a write, and only that is not repeated.
func TestInvoicesService_Edit_Effect(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		edit    func(i *erpxt.Invoice)
		calls   int
		outcome shelfwire.Outcome
	}{
		"adds a line": {func(i *erpxt.Invoice) {
			i.Items = append(i.Items, erpxt.Item{ProductID: 1, Quantity: num("1"), ProductCurrencyPrice: num("1")})
		}, 2, shelfwire.OutcomeUnknown},
		"takes a line out": {func(i *erpxt.Invoice) { i.Items = i.Items[1:] }, 5, shelfwire.OutcomeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := scriptedProvider(cannedResponse{200, editable}, cannedResponse{500, ""})
			_, err := p.client(t).Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error { tc.edit(i); return nil })
			require.Error(t, err)
			_, calls := p.counts()
			assert.Equal(t, tc.calls, calls)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err))
		})
	}
}

// What edit must not touch, and what it may not leave.
func TestInvoicesService_Edit_Rejected(t *testing.T) {
	t.Parallel()
	party := `"PurchasingParty":{"Name":"x"},`
	for name, tc := range map[string]struct {
		edit   func(i *erpxt.Invoice)
		fields []string
	}{
		"id":                 {func(i *erpxt.Invoice) { i.ID = 8 }, []string{"ID"}},
		"number":             {func(i *erpxt.Invoice) { i.Number = "m" }, []string{"Number"}},
		"status":             {func(i *erpxt.Invoice) { i.Status = erpxt.DocumentStatusConfirmed }, []string{"Status"}},
		"a total":            {func(i *erpxt.Invoice) { i.GrossTotal = num("11") }, []string{"GrossTotal"}},
		"the currency":       {func(i *erpxt.Invoice) { i.CurrencyCode = "EUR" }, []string{"CurrencyCode"}},
		"the rate's day":     {func(i *erpxt.Invoice) { i.CurrencyRateDate = day("2024-01-01") }, []string{"CurrencyRateDate"}},
		"final":              {func(i *erpxt.Invoice) { i.IsFinal = shelfwire.Set(true) }, []string{"IsFinal"}},
		"the party's name":   {func(i *erpxt.Invoice) { i.PurchasingParty.Name = "y" }, []string{"PurchasingParty"}},
		"no party":           {func(i *erpxt.Invoice) { i.PurchasingParty = nil }, []string{"PurchasingParty"}},
		"no customer":        {func(i *erpxt.Invoice) { i.PurchasingPartyID = 0 }, []string{"PurchasingPartyID"}},
		"no payment type":    {func(i *erpxt.Invoice) { i.PaymentTypeID = -1 }, []string{"PaymentTypeID"}},
		"no type":            {func(i *erpxt.Invoice) { i.InvoiceType = "" }, []string{"InvoiceType"}},
		"unknown type":       {func(i *erpxt.Invoice) { i.InvoiceType = erpxt.InvoiceTypeOfCode(3) }, []string{"InvoiceType"}},
		"partly paid":        {func(i *erpxt.Invoice) { i.PaymentStatus = erpxt.PaymentStatusPartly }, []string{"PaymentStatus"}},
		"another line's id":  {func(i *erpxt.Invoice) { i.Items[0].ID = 99 }, []string{"Items[0].ID"}},
		"an id twice":        {func(i *erpxt.Invoice) { i.Items[0].ID = 32 }, []string{"Items[1].ID"}},
		"a quantity of zero": {func(i *erpxt.Invoice) { i.Items[1].Quantity = num("0") }, []string{"Items[1].Quantity"}},
		"no price":           {func(i *erpxt.Invoice) { i.Items[1].ProductCurrencyPrice = shelfwire.Opt[shelfwire.Decimal]{} }, []string{"Items[1].ProductCurrencyPrice"}},
		"no product":         {func(i *erpxt.Invoice) { i.Items[1].ProductID = 0 }, []string{"Items[1].ProductID"}},
		"a product's name":   {func(i *erpxt.Invoice) { i.Items[1].ProductName = "n" }, []string{"Items[1].ProductName"}},
		"a line's advance":   {func(i *erpxt.Invoice) { i.Items[0].CurrencyAdvance = num("1") }, []string{"Items[0].CurrencyAdvance"}},
		"a rate of zero":     {func(i *erpxt.Invoice) { i.Items[0].VATRateID = shelfwire.Set(int64(0)) }, []string{"Items[0].VATRateID"}},
		"a new line's name": {func(i *erpxt.Invoice) {
			i.Items = append(i.Items, erpxt.Item{ProductID: 1, Quantity: num("1"), ProductCurrencyPrice: num("1"), ProductName: "n"})
		}, []string{"Items[2].ProductName"}},
		"an empty new line":  {func(i *erpxt.Invoice) { i.Items = append(i.Items, erpxt.Item{}) }, []string{"Items[2].ProductID", "Items[2].Quantity", "Items[2].ProductCurrencyPrice"}},
		"a receiver below 0": {func(i *erpxt.Invoice) { i.ReceivingPartyID = -1 }, []string{"ReceivingPartyID"}},
		"an account below 0": {func(i *erpxt.Invoice) { i.BankAccountID = -1 }, []string{"BankAccountID"}},
		"no day: sales":      {func(i *erpxt.Invoice) { i.SalesDate = shelfwire.Date{Year: 2024, Month: 2, Day: 30} }, []string{"SalesDate"}},
		"no day: issue":      {func(i *erpxt.Invoice) { i.IssueDate = shelfwire.Date{Year: 2024, Month: 2, Day: 30} }, []string{"IssueDate"}},
		"no day: deadline":   {func(i *erpxt.Invoice) { i.PaymentDeadline = shelfwire.Date{Year: 2024, Month: 2, Day: 30} }, []string{"PaymentDeadline"}},
		"a country":          {func(i *erpxt.Invoice) { i.OSSProcedureCountryCode = "de" }, []string{"OSSProcedureCountryCode"}},
		"a text":             {func(i *erpxt.Invoice) { i.Description = "\xff" }, []string{"Description"}},
		"a text of a line":   {func(i *erpxt.Invoice) { i.Items[0].ProductDescription = "\xff" }, []string{"Items[0].ProductDescription"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := respondWith(200, "{"+party+editable[1:])
			_, err := p.client(t).Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error { tc.edit(i); return nil })
			clienttest.AssertRejected(t, err, tc.fields...)
			_, calls := p.counts()
			assert.Equal(t, 1, calls)
		})
	}
}

// A draft that cannot go back whole is left as it is.
func TestInvoicesService_Edit_UnfitDraft(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		draft  string
		edit   func(i *erpxt.Invoice)
		fields []string
	}{
		"partly paid":          {`{"PaymentStatus":2,` + editable[1:len(editable)-1] + `}`, nil, nil},
		"a line without an id": {`{"Id":7,"PurchasingPartyId":1,"PaymentTypeId":1,"InvoiceType":1,"Number":"n","Items":[{"ProductId":1,"Quantity":1,"ProductCurrencyPrice":1}]}`, nil, []string{"Items[0].ID"}},
		"lines that are set":   {`{"Id":7,"PurchasingPartyId":1,"PaymentTypeId":1,"InvoiceType":1,"Number":"n","Items":"x"}`, func(i *erpxt.Invoice) { i.Items = []erpxt.Item{{}} }, []string{"Items", "Items[0].ProductID", "Items[0].Quantity", "Items[0].ProductCurrencyPrice"}},
		"an unknown text":      {`{"Id":7,"PurchasingPartyId":1,"PaymentTypeId":1,"InvoiceType":1,"Number":"n","X":"\ud800"}`, nil, []string{"X"}},
		"an unknown line text": {`{"Id":7,"PurchasingPartyId":1,"PaymentTypeId":1,"InvoiceType":1,"Number":"n","Items":[{"Id":1,"X":"\ud800"}]}`, nil, []string{"Items[0].X"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tc.fields == nil { // the later one of two members counts
				tc.draft = `{"PurchasingPartyId":1,"PaymentTypeId":2,"InvoiceType":1,"PaymentStatus":2,"Number":"n","Id":7}`
				tc.fields = []string{"PaymentStatus"}
			}
			p := respondWith(200, tc.draft)
			_, err := p.client(t).Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error {
				if tc.edit != nil {
					tc.edit(i)
				}
				return nil
			})
			clienttest.AssertRejected(t, err, tc.fields...)
		})
	}
}

// Unread members go back as they came, in lines as well, and what edit sets takes their place.
func TestInvoicesService_Edit_Unread(t *testing.T) {
	t.Parallel()
	const draft = `{"PurchasingPartyId":1,"PaymentTypeId":2,"InvoiceType":1,"SalesDate":"5.06.2024","Description":false,` +
		`"GrossTotal":"1 000,00","Items":[{"ProductId":5,"Quantity":"1,5","ProductCurrencyPrice":"10,00","Id":31}],"Number":"n","Id":7}`
	p := scriptedProvider(cannedResponse{200, draft}, cannedResponse{204, ""}, cannedResponse{500, ""})
	got, err := p.client(t).Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error {
		var fields []string
		for _, u := range i.Unread {
			fields = append(fields, u.Field)
		}
		assert.ElementsMatch(t, []string{"SalesDate", "Description", "GrossTotal", "Items[0].Quantity", "Items[0].ProductCurrencyPrice"}, fields)
		assert.Len(t, i.Items[0].Unread, 2)
		i.Items[0].ProductCurrencyPrice = num("10.00")
		return nil
	})
	require.Error(t, err, "the invoice could not be read again")
	assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
	assert.Equal(t, `{"PurchasingPartyId":1,"PaymentTypeId":2,"SalesDate":"5.06.2024","InvoiceType":1,"Items":[{"ProductId":5,"Quantity":"1,5",`+
		`"ProductCurrencyPrice":10.00,"Id":31}],"Description":false,"Id":7}`, p.calls[1].body)
	assert.Equal(t, int64(7), got.ID)
	assert.True(t, got.GrossTotal.IsZero())
	assert.Equal(t, []shelfwire.Unread{{Field: "Quantity", Raw: `"1,5"`}}, got.Items[0].Unread)
}

// Totals that were read before the change are not shown as those after it.
func TestInvoicesService_Edit_WithoutTotals(t *testing.T) {
	t.Parallel()
	p := scriptedProvider(cannedResponse{200, editable}, cannedResponse{204, ""}, cannedResponse{500, ""})
	got, err := p.client(t).Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error { i.Description = "d"; return nil })
	require.Error(t, err)
	assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
	assert.Equal(t, "d", got.Description)
	assert.Equal(t, erpxt.Totals{}, got.Totals)
}

func TestInvoicesService_Edit_Stopped(t *testing.T) {
	t.Parallel()
	errStop := errors.New("stop")
	p := respondWith(200, editable)
	_, err := p.client(t).Invoices.Edit(t.Context(), 7, func(*erpxt.Invoice) error { return errStop })
	require.ErrorIs(t, err, errStop)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	_, err = silentClient(t).Invoices.Edit(t.Context(), 7, nil)
	clienttest.AssertRejected(t, err, "edit")
	_, err = silentClient(t).Invoices.Edit(t.Context(), 0, func(*erpxt.Invoice) error { return nil })
	clienttest.AssertRejected(t, err, "id")
}

// What the server shows afterwards is compared line by line: products, quantities and prices, in any order.
func TestInvoicesService_Edit_ComparesLines(t *testing.T) {
	t.Parallel()
	line := func(product, quantity, price string) string {
		return `{"Id":1,"ProductId":` + product + `,"Quantity":` + quantity + `,"ProductCurrencyPrice":` + price + `}`
	}
	for name, tc := range map[string]struct {
		items string
		ok    bool
	}{
		"the same":          {line("5", "1", "10") + "," + line("6", "2", "0"), true},
		"other scales":      {line("6", "2.000", "0.00") + "," + line("5", "1.0", "10.0"), true},
		"another product":   {line("7", "1", "10") + "," + line("6", "2", "0"), false},
		"another quantity":  {line("5", "10", "10") + "," + line("6", "2", "0"), false},
		"another price":     {line("5", "1", "1") + "," + line("6", "2", "0"), false},
		"one of them twice": {line("5", "1", "10") + "," + line("5", "1", "10"), false},
		"no quantity":       {line("5", "null", "10") + "," + line("6", "2", "0"), false},
		"one too many":      {line("5", "1", "10") + "," + line("6", "2", "0") + "," + line("6", "2", "0"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := editScript(editable, `{"Id":7,"Number":"n","Description":"d","Items":[`+tc.items+`]}`)
			_, err := p.client(t).Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error { i.Description = "d"; return nil })
			if tc.ok {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, shelfwire.ErrConflict)
			assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
		})
	}
}

// Lines that a document does not show are left out of an edit, and such a draft is not confirmed: an empty list could
// clear lines that have another name.
func TestDocuments_WithoutLines(t *testing.T) {
	t.Parallel()
	const head = `{"PurchasingPartyId":1,"PaymentTypeId":2,"InvoiceType":1,"Number":"n","Status":0,"Id":7`
	describe := func(c *erpxt.Client) error {
		_, err := c.Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error {
			i.BankAccountID = 4
			return nil
		})
		return err
	}
	for name, tc := range map[string]struct {
		items string
		sent  bool
	}{
		"absent": {``, false}, "null": {`,"Items":null`, false}, "renamed": {`,"Lines":[{"Id":1}]`, false}, "empty": {`,"Items":[]`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := editScript(head+tc.items+`}`, head+`,"BankAccountId":4`+tc.items+`}`)
			require.NoError(t, describe(p.client(t)))
			assert.Equal(t, tc.sent, strings.Contains(p.calls[1].body, `"Items":[]`), p.calls[1].body)

			const line = `,"Items":[{"ProductId":5,"Quantity":1,"ProductCurrencyPrice":2,"Id":1}]`
			p = editScript(head+tc.items+`}`, head+`,"BankAccountId":4`+line+`}`)
			if err := describe(p.client(t)); tc.sent {
				require.ErrorIs(t, err, shelfwire.ErrConflict, "none was sent")
			} else {
				require.NoError(t, err)
			}

			addLine := func(i *erpxt.Invoice) error {
				i.Items = []erpxt.Item{{ProductID: 5, Quantity: num("1"), ProductCurrencyPrice: num("2")}}
				return nil
			}
			p = editScript(head+tc.items+`}`, head+line+`}`)
			_, err := p.client(t).Invoices.Edit(t.Context(), 7, addLine)
			require.NoError(t, err)
			assert.Contains(t, p.calls[1].body, `"Items":[{"ProductId":5,"Quantity":1,"ProductCurrencyPrice":2}]`)
			p = editScript(head+tc.items+`}`, head+tc.items+`}`)
			_, err = p.client(t).Invoices.Edit(t.Context(), 7, addLine)
			require.ErrorIs(t, err, shelfwire.ErrConflict, "the line was sent")

			if tc.sent {
				return
			}
			p = respondWith(200, head+tc.items+`}`)
			_, err = p.client(t).Invoices.Confirm(t.Context(), 7, nil)
			clienttest.AssertRejected(t, err, "Items")
			_, err = p.client(t).Corrections.Confirm(t.Context(), 7, nil)
			clienttest.AssertRejected(t, err, "Items")
			assert.Len(t, p.calls, 2)
		})
	}
}

// A change that the server does not have after a success is a conflict that names it; texts may differ in spaces around
// them, and numbers in their scale.
func TestInvoicesService_Edit_LostChanges(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		edit func(i *erpxt.Invoice)
		got  []string // what is replaced in the invoice that is read again
		lost string
	}{
		"party":   {func(i *erpxt.Invoice) { i.PurchasingPartyID = 77 }, nil, "PurchasingPartyID"},
		"day":     {func(i *erpxt.Invoice) { i.IssueDate = day("2024-06-06") }, nil, "IssueDate"},
		"text":    {func(i *erpxt.Invoice) { i.Description = "order 8" }, []string{`"Number"`, `"Description":"order 9","Number"`}, "Description"},
		"status":  {func(i *erpxt.Invoice) { i.PaymentStatus = erpxt.PaymentStatusPaid }, nil, "PaymentStatus"},
		"rate":    {func(i *erpxt.Invoice) { i.Items[0].VATRateID = shelfwire.Set(int64(8)) }, nil, "Items[0].VATRateID"},
		"note":    {func(i *erpxt.Invoice) { i.Items[1].ProductDescription = "blue" }, nil, "Items[1].ProductDescription"},
		"two":     {func(i *erpxt.Invoice) { i.PaymentTypeID, i.BankAccountID = 3, 4 }, nil, "PaymentTypeID, BankAccountID"},
		"nothing": {func(*erpxt.Invoice) {}, []string{`"PaymentTypeId":2`, `"PaymentTypeId":3`}, ""},
		"spaces":  {func(i *erpxt.Invoice) { i.Description = "order 8 " }, []string{`"Number"`, `"Description":"order 8","Number"`}, ""},
		"scale": {func(i *erpxt.Invoice) { i.Items[0].Quantity = num("3.00") },
			[]string{`"Quantity":1.0`, `"Quantity":3`}, ""},
		"day in another form": {func(i *erpxt.Invoice) { i.IssueDate = day("2024-06-06") },
			[]string{`"Number"`, `"IssueDate":"2024-06-06T00:00:00+02:00","Number"`}, ""},
		"unread": {func(i *erpxt.Invoice) { i.IssueDate = day("2024-06-06") }, []string{`"Number"`, `"IssueDate":"6 VI","Number"`}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := editScript(editable, strings.NewReplacer(tc.got...).Replace(editable))
			got, err := p.client(t).Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error {
				tc.edit(i)
				return nil
			})
			assert.Equal(t, int64(7), got.ID)
			if tc.lost == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, shelfwire.ErrConflict)
			require.ErrorContains(t, err, "the change of "+tc.lost)
			assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
		})
	}
}

// Of a member in two spellings an edit sends the one that was read, in documents, in lines, and in product cards.
func TestEdit_SpellingsOfAMember(t *testing.T) {
	t.Parallel()
	twice := strings.NewReplacer(`"X":1`, `"X":1,"quantity":9`, `"Number"`, `"Description":"a","description":"b","ID":8,"Number"`).Replace(editable)
	p := editScript(twice, strings.ReplaceAll(twice, `"Description":"a"`, `"Description":"c"`))
	_, err := p.client(t).Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error {
		assert.Equal(t, "a", i.Description)
		i.Description = "c"
		return nil
	})
	require.NoError(t, err)
	put := p.calls[1].body
	assert.Contains(t, put, `"X":1`)
	for _, lost := range []string{`"description"`, `"ID"`, `"quantity"`} {
		assert.NotContains(t, put, lost)
	}

	p = scriptedProvider(cannedResponse{200, `{"name":"Chair","X":1,` + oneProduct[1:]}, cannedResponse{204, ""})
	_, err = p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error {
		p.Name = "Mice"
		return nil
	})
	require.NoError(t, err)
	assert.Contains(t, p.calls[1].body, `"X":1`)
	assert.NotContains(t, p.calls[1].body, `"name"`)
}

// A document with two lists of lines has lost one of them, which an Edit would delete.
func TestInvoicesService_ItemsTwice(t *testing.T) {
	t.Parallel()
	twice := strings.Replace(editable, `"Number"`, `"Items":[{"ProductId":7,"Id":33}],"Number"`, 1)
	const says = `the response has "Items" twice, and not alike`
	client := respondWith(200, twice).client(t)
	_, err := client.Invoices.Get(t.Context(), 7)
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	require.ErrorContains(t, err, says)
	_, err = client.Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error { i.Description = "x"; return nil })
	require.ErrorContains(t, err, says)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	list, err := respondWith(200, "["+twice+"]").client(t).Invoices.List(t.Context(), erpxt.Query{})
	require.NoError(t, err, "one row does not end a list")
	require.Len(t, list, 1)
	require.Len(t, list[0].Unread, 1)
	assert.Equal(t, "Items", list[0].Unread[0].Field)
	assert.Contains(t, list[0].Unread[0].Raw, `[{"ProductId":5,`, "the list that was replaced")
	var invoice erpxt.Invoice
	require.ErrorContains(t, invoice.UnmarshalJSON([]byte(twice)), says)

	for _, second := range []string{"[]", "null"} {
		emptied := strings.Replace(editable, `"Number"`, `"Items":`+second+`,"Number"`, 1)
		_, err = respondWith(200, emptied).client(t).Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error { i.Description = "x"; return nil })
		require.ErrorContains(t, err, says, "all lines would be deleted")
		assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	}
}
