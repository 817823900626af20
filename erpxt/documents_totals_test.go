package erpxt_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

// shopRates are the rates of the products 1 to 7 of the test of totals.
var shopRates = []erpxt.VATRate{
	erpxt.VAT23, erpxt.VAT8, erpxt.VAT5, erpxt.VAT4, erpxt.VAT0, erpxt.VATExempt, erpxt.VATNotTaxable,
}

// shopTotals sums lines up as a shop does: each line rounded half up, the VAT of a line from its net or its gross value.
func shopTotals(n *erpxt.NewInvoice) (gross, vat shelfwire.Decimal) {
	hundred := dec("100")
	gross, vat = dec("0"), dec("0")
	for i := range n.Items {
		item := &n.Items[i]
		value := item.Quantity.Mul(item.ProductCurrencyPrice).Round(2)
		percent, _ := shopRates[item.ProductID-1].Percent()
		if !percent.IsSet() {
			percent = dec("0")
		}
		var lineVAT shelfwire.Decimal
		if n.InvoiceType == erpxt.InvoiceTypeNet {
			lineVAT = value.Mul(percent).DivRound(hundred, 2)
			value = value.Add(lineVAT)
		} else {
			lineVAT = value.Mul(percent).DivRound(hundred.Add(percent), 2)
		}
		gross, vat = gross.Add(value), vat.Add(lineVAT)
	}
	return gross, vat
}

// The sums of any order are those of its invoice, to the grosz; a draft with other ones is not confirmed.
func TestInvoicesService_Confirm_Totals(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddCustomers(erpxt.Customer{Name: "Zielony Kubek", CustomerType: erpxt.CustomerTypeBusiness})
	for i, rate := range shopRates {
		srv.AddProducts(erpxt.Product{ID: int64(i + 1), Name: "p", Rate: rate})
	}
	client := srv.Client(&shelfwire.Options{Limiter: shelfwire.Unlimited})
	errOther := errors.New("other sums")
	order := 0
	rapid.Check(t, func(t *rapid.T) {
		order++
		n := erpxt.NewInvoice{
			PurchasingPartyID: 1, PaymentTypeID: srv.PaymentTypes()[0].ID, Description: fmt.Sprintf("order %d", order),
			InvoiceType: rapid.SampledFrom([]erpxt.InvoiceType{erpxt.InvoiceTypeNet, erpxt.InvoiceTypeGross}).Draw(t, "type"),
		}
		for range rapid.IntRange(1, 50).Draw(t, "lines") {
			n.Items = append(n.Items, erpxt.NewItem{
				ProductID:            rapid.Int64Range(1, int64(len(shopRates))).Draw(t, "product"),
				Quantity:             dec(fmt.Sprintf("%d.%03d", rapid.IntRange(0, 40).Draw(t, "whole"), rapid.IntRange(1, 999).Draw(t, "part"))),
				ProductCurrencyPrice: dec(fmt.Sprintf("%d.%02d", rapid.IntRange(0, 999).Draw(t, "zloty"), rapid.IntRange(0, 99).Draw(t, "grosz"))),
			})
		}
		gross, vat := shopTotals(&n)
		if rapid.IntRange(0, 4).Draw(t, "differs") == 0 {
			vat = vat.Add(dec("0.01"))
		}
		id, err := client.Invoices.CreateOnce(context.Background(), n)
		if err != nil {
			t.Fatal(err)
		}
		_, want := shopTotals(&n)
		got, err := client.Invoices.Confirm(context.Background(), id, func(i *erpxt.Invoice) error {
			g, _ := i.GrossTotal.Get()
			v, _ := i.VATTotal.Get()
			if !g.Equal(gross) || !v.Equal(vat) {
				return errOther
			}
			return nil
		})
		switch {
		case vat.Equal(want) && (err != nil || got.Status != erpxt.DocumentStatusConfirmed):
			t.Fatal(err, gross, vat)
		case !vat.Equal(want) && !errors.Is(err, errOther):
			t.Fatal(err)
		}
	})
}

// A canceled call ends with what is known of the write, and leaves nothing running.
func TestDocuments_Canceled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	p := &provider{}
	p.api = func(n int, r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodGet {
			return newResponse(r, 200, "[]")
		}
		cancel()
		return nil, r.Context().Err()
	}
	_, err := p.client(t).Invoices.CreateOnce(ctx, newInvoice())
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))

	ctx, cancel = context.WithCancel(t.Context())
	p.api = func(n int, r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodGet {
			return newResponse(r, 200, editable)
		}
		cancel()
		return nil, r.Context().Err()
	}
	_, err = p.client(t).Invoices.Confirm(ctx, 7, nil)
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
	_, err = p.client(t).Invoices.Edit(ctx, 7, func(*erpxt.Invoice) error { return nil })
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
}

// An early break leaves no request and no goroutine.
func TestInvoicesService_All_Break(t *testing.T) {
	t.Parallel()
	p := &provider{}
	p.api = func(n int, r *http.Request) (*http.Response, error) {
		return newResponse(r, 200, fmt.Sprintf(`[{"Id":%d}]`, n))
	}
	client := p.client(t)
	for range client.Invoices.All(t.Context(), erpxt.Query{Prefetch: 3}) {
		break
	}
	seen := 0
	for _, err := range client.Invoices.All(t.Context(), erpxt.Query{PageSize: 1}) {
		require.NoError(t, err)
		if seen++; seen == 3 {
			break
		}
	}
	assert.Equal(t, 3, seen)
}

// A confirmation counts when the server shows it, whatever it said.
func TestInvoicesService_Confirm_Reads(t *testing.T) {
	t.Parallel()
	draft := cannedResponse{200, editable}
	confirmed := cannedResponse{200, confirmedEditable(nil)}
	other := func(old, with string) cannedResponse {
		return cannedResponse{200, confirmedEditable([]string{old, with})}
	}
	rejected := cannedResponse{400, `{"Code":"InvalidOperationException","Message":"no"}`}
	for name, tc := range map[string]struct {
		responses []cannedResponse
		ok        bool
		outcome   shelfwire.Outcome
		text      string
	}{
		"confirmed":                 {[]cannedResponse{draft, {204, ""}, confirmed}, true, 0, ""},
		"rejected, confirmed":       {[]cannedResponse{draft, rejected, confirmed}, true, 0, ""},
		"success, still a draft":    {[]cannedResponse{draft, {204, ""}, draft}, false, shelfwire.OutcomeUnknown, "still a draft"},
		"rejected, a draft":         {[]cannedResponse{draft, rejected, draft}, false, shelfwire.OutcomeRejected, "InvalidOperationException"},
		"success, cannot be read":   {[]cannedResponse{draft, {204, ""}, {403, ""}}, false, shelfwire.OutcomeApplied, "could not be read again"},
		"rejected, cannot be read":  {[]cannedResponse{draft, rejected, {403, ""}}, false, shelfwire.OutcomeRejected, "InvalidOperationException"},
		"cannot be read before":     {[]cannedResponse{{403, ""}}, false, shelfwire.OutcomeNotSent, ""},
		"lost, confirmed":           {[]cannedResponse{draft, {0, ""}, confirmed}, true, 0, ""},
		"lost, a draft, confirmed":  {[]cannedResponse{draft, {0, ""}, draft, {204, ""}, confirmed}, true, 0, ""},
		"lost, confirmed before it": {[]cannedResponse{draft, {0, ""}, draft, rejected, confirmed}, true, 0, ""},
		"lost twice": {[]cannedResponse{draft, {500, ""}, draft, {500, ""}, draft}, false, shelfwire.OutcomeUnknown,
			"500"},
		"lost, then rejected": {[]cannedResponse{draft, {0, ""}, draft, rejected, draft}, false, shelfwire.OutcomeUnknown,
			"sent once more, it was rejected: erpxt: Invoices.Confirm: 400 Bad Request: InvalidOperationException"},
		"lost, then rejected, cannot be read": {[]cannedResponse{draft, {0, ""}, draft, rejected, {403, ""}}, false,
			shelfwire.OutcomeUnknown, errCut.Error()},
		"lost, then unauthorized": {[]cannedResponse{draft, {500, ""}, draft, {401, ""}, {401, ""}, draft}, false, shelfwire.OutcomeUnknown, "500"},
		"half a success, a draft": {[]cannedResponse{draft, {200, `{"Id":7,"Nu`}, draft}, false, shelfwire.OutcomeUnknown,
			"still a draft"},
		"lost, cannot be read": {[]cannedResponse{draft, {500, ""}, {403, ""}}, false, shelfwire.OutcomeUnknown, "500"},
		"confirmed already":    {[]cannedResponse{confirmed}, true, 0, ""},
		"without totals":       {[]cannedResponse{draft, {204, ""}, other(`"GrossTotal":10.00,`, "")}, true, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := scriptedProvider(tc.responses...)
			got, err := p.client(t).Invoices.Confirm(t.Context(), 7, nil)
			_, calls := p.counts()
			assert.Equal(t, len(tc.responses), calls)
			if tc.ok {
				require.NoError(t, err)
				assert.Equal(t, int64(7), got.ID)
				return
			}
			require.ErrorContains(t, err, tc.text)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err))
			assert.Zero(t, got.ID)
		})
	}
}

// confirmedEditable is the confirmed form of the draft, with some texts replaced.
func confirmedEditable(replaced []string) string {
	return strings.NewReplacer(append([]string{`"Status":0`, `"Status":1`}, replaced...)...).Replace(editable)
}

// A confirmed invoice that is another one than the draft is a conflict, with and without an inspection.
func TestInvoicesService_Confirm_AnotherInvoice(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ old, with, text string }{
		"party":    {`"PurchasingPartyId":1`, `"PurchasingPartyId":9`, "PurchasingPartyID"},
		"type":     {`"InvoiceType":1`, `"InvoiceType":0`, "InvoiceType"},
		"total":    {`"GrossTotal":10.00`, `"GrossTotal":10.01`, "GrossTotal"},
		"quantity": {`"Quantity":2.0`, `"Quantity":3.0`, "line 2"},
		"rate":     {`"VatRateId":0`, `"VatRateId":8`, "rate 8"},
		"no lines": {`"Items":[`, `"Lines":[`, "has 0 lines where 2 were sent"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := editScript(editable, confirmedEditable([]string{tc.old, tc.with}))
			got, err := p.client(t).Invoices.Confirm(t.Context(), 7, nil)
			require.ErrorIs(t, err, shelfwire.ErrConflict)
			require.ErrorContains(t, err, tc.text)
			assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
			assert.Equal(t, int64(7), got.ID)
		})
	}
}

// A draft whose amounts, days, ids or codes could not be read is not confirmed, and neither is a partly paid one.
func TestInvoicesService_Confirm_UnfitDraft(t *testing.T) {
	t.Parallel()
	const head = `{"Id":7,"Number":"n","PurchasingPartyId":1,`
	for member, field := range map[string]string{
		`"Status":0,"GrossTotal":"1 000,00"`:                               "GrossTotal",
		`"Status":0,"IssueDate":"5.06.2024"`:                               "IssueDate",
		`"Status":0,"PaymentTypeId":"x"`:                                   "PaymentTypeID",
		`"Status":0,"InvoiceType":"gross"`:                                 "InvoiceType",
		`"Status":0,"IsFinal":"maybe"`:                                     "IsFinal",
		`"Status":0,"CurrencyRate":"4,32"`:                                 "CurrencyRate",
		`"Status":0,"Items":[{"Id":1,"Quantity":"1,5"}]`:                   "Items[0].Quantity",
		`"Status":0,"Items":[{"Id":1},{"Id":2,"ProductCurrencyPrice":[]}]`: "Items[1].ProductCurrencyPrice",
		`"Status":0,"Items":"none"`:                                        "Items",
		`"Status":0,"Items":[{"ProductId":1}]`:                             "Items[0].ID",
		`"Status":0,"PaymentStatus":2`:                                     "PaymentStatus",
		`"Status":0,"PaymentStatus":7`:                                     "PaymentStatus",
		`"Status":"draft"`:                                                 "Status",
		`"Status":7`:                                                       "Status",
		`"Items":[]`:                                                       "Status",
		`"Status":0,"Description":"\ud800"`:                                "Description",
	} {
		p := respondWith(200, head+member+"}")
		_, err := p.client(t).Invoices.Confirm(t.Context(), 7, func(*erpxt.Invoice) error {
			t.Error("it is not shown")
			return nil
		})
		require.ErrorIs(t, err, shelfwire.ErrInvalid, member)
		require.ErrorContains(t, err, field+" ", member)
		_, calls := p.counts()
		assert.Equal(t, 1, calls, member)
	}
	for _, member := range []string{`"Status":0,"Description":[]`, `"Status":0,"PurchasingParty":{"Name":[]}`, `"Status":0,"PaymentStatus":1`} {
		p := editScript(head+member+`,"Items":[]}`, head+`"Status":1,"Items":[]}`)
		_, err := p.client(t).Invoices.Confirm(t.Context(), 7, nil)
		require.NoError(t, err, member)
	}
}
