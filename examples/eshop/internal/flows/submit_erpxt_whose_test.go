package flows_test

import (
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/faults"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// parkedAtInvoice is an order that asks a person which of its invoices it is to take: there are two with its description.
func parkedAtInvoice(t *testing.T) (b *billing, draft erpxt.Invoice) {
	t.Helper()
	b = newBilling(t)
	b.server.Fail(faults.DropResponse().On("Invoices.Create"), faults.Status(400).On("Invoices.List").Skip(1).Always())
	require.Error(t, b.flow.Run(t.Context(), 1))
	require.Len(t, b.server.Invoices(), 1)
	b.server.ClearFaults()
	draft = b.server.Invoices()[0]
	twin := draft
	twin.ID = 0
	b.server.AddInvoices(twin)
	require.ErrorContains(t, b.flow.Run(t.Context(), 1), "there are 2 invoices with this description")
	require.Equal(t, shop.OrderParked, b.order(1).State)
	return b, draft
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }

// An ID that a person gives is held against the order before anything is confirmed, and asked for again when it is wrong.
func TestSubmitToERPXT_whose(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change    func(i *erpxt.Invoice)
		confirmed bool // in ERP XT, by somebody else
		reason    string
	}{
		"another order": {func(i *erpxt.Invoice) { i.Description = "Order 2" }, false, `its description is "Order 2"`},
		"another buyer": {func(i *erpxt.Invoice) { i.PurchasingPartyID = 99 }, false,
			"its buyer is customer 99, and that of the order is customer"},
		"another buyer, by hand": {func(i *erpxt.Invoice) { i.PurchasingPartyID, i.Description = 99, "Vases" }, false,
			"its buyer is customer 99"},
		"another buyer, confirmed": {func(i *erpxt.Invoice) { i.PurchasingPartyID = 99 }, true, "its buyer is customer 99"},
		"another currency":         {func(i *erpxt.Invoice) { i.CurrencyCode = "EUR" }, false, "it is in EUR, and the order in PLN"},
		"another sum, by hand": {func(i *erpxt.Invoice) {
			i.Description, i.Items, i.Totals = "Vases", i.Items[:1], erpxt.Totals{}
		}, false, "the invoice has other sums than the order"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, draft := parkedAtInvoice(t)
			wrong := draft
			wrong.ID = 0
			test.change(&wrong)
			id := b.server.AddInvoices(wrong)[0]
			if test.confirmed {
				b.server.ConfirmInvoice(id)
			}
			require.NoError(t, b.shop.Settle(t.Context(), 1, "invoice/1", idText(id)))
			require.ErrorContains(t, b.flow.Run(t.Context(), 1), "is not that of this order: "+test.reason)

			o := b.order(1)
			assert.Equal(t, shop.OrderParked, o.State)
			assert.Contains(t, o.Reason, test.reason)
			assert.Zero(t, o.InvoiceID)
			asked, err := b.shop.Asked(t.Context(), 1)
			require.NoError(t, err)
			assert.EqualValues(t, "invoice/1", asked.Question)
			for _, r := range b.server.Requests() {
				assert.NotEqual(t, http.MethodPut, r.Method, "nothing was confirmed")
			}

			require.NoError(t, b.shop.Settle(t.Context(), 1, "invoice/1", idText(draft.ID)))
			require.NoError(t, b.flow.Run(t.Context(), 1))
			o = b.order(1)
			assert.Equal(t, shop.OrderSent, o.State)
			assert.Equal(t, draft.ID, o.InvoiceID)
		})
	}
}

// An invoice that a person has made by hand is taken when its sums and its buyer are those of the order.
func TestSubmitToERPXT_byHand(t *testing.T) {
	t.Parallel()
	b, draft := parkedAtInvoice(t)
	draft.ID, draft.Description, draft.CurrencyCode = 0, "Shelves and vases", "PLN"
	id := b.server.AddInvoices(draft)[0]
	require.NoError(t, b.shop.Settle(t.Context(), 1, "invoice/1", idText(id)))
	require.NoError(t, b.flow.Run(t.Context(), 1))
	assert.Equal(t, id, b.order(1).InvoiceID)
	assert.Equal(t, erpxt.DocumentStatusConfirmed, b.server.Invoices()[2].Status)
}
