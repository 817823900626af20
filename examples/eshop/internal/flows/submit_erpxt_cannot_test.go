package flows_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/faults"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// What cannot become an invoice does not begin, or waits; the order says why.
func TestSubmitToERPXT_cannot(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, test := range map[string]struct {
		prepare func(b *billing)
		state   shop.State
		reason  string
		drafts  int
	}{
		"no card yet": {func(b *billing) {
			_, err := b.shop.DB().ExecContext(ctx, `DELETE FROM cards WHERE sku = 'B'`)
			require.NoError(b.t, err)
		}, shop.OrderOpen, "B has no product card in ERP XT yet", 0},
		"no rate": {func(b *billing) {
			_, err := b.shop.DB().ExecContext(ctx, `UPDATE order_lines SET vat = 'Z' WHERE sku = 'B'`)
			require.NoError(b.t, err)
		}, shop.OrderFailed, `B cannot be on an invoice in ERP XT: no rate of Poland stands for its VAT code, "Z"`, 0},
		"no usual payment": {func(b *billing) {
			types := b.server.PaymentTypes()
			types[1].Primary = shelfwire.Set(false)
			b.server.AddPaymentTypes(types[1])
		}, shop.OrderOpen, "no type of payment is the primary one in ERP XT", 0},
		"payment cannot be read": {func(b *billing) {
			b.server.Fail(faults.Status(503).On("PaymentTypes.List").Always())
		}, shop.OrderOpen, "503", 0},
		"card with another rate": {func(b *billing) {
			cards := b.server.Products()
			cards[0].Rate = erpxt.VAT8
			b.server.AddProducts(cards[0])
		}, shop.OrderFailed, "the invoice has other sums than the order: 176.75 with VAT of 13.09, and the order 176.75 with 15.21", 1},
		"card deleted": {func(b *billing) {
			b.server.DeleteProducts(b.server.Products()[0].ID)
		}, shop.OrderFailed, "EntityNotFoundException", 0},
		"invoice of another customer": {func(b *billing) {
			b.server.AddInvoices(erpxt.Invoice{Description: "Order 1", PurchasingPartyID: 99})
		}, shop.OrderFailed, "has the description", 1},
		"two cards of the buyer": {func(b *billing) {
			card := erpxt.Customer{
				Mail: "buyer@shop.example", Name: "Example Buyer",
				Address: erpxt.Address{Street: "Example Street 1", PostalCode: "00-001"},
			}
			b.server.AddCustomers(card, card)
		}, shop.OrderFailed, "conflict", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBilling(t)
			test.prepare(b)
			err := b.flow.Run(t.Context(), 1)
			require.ErrorContains(t, err, test.reason)
			o := b.order(1)
			assert.Equal(t, test.state, o.State)
			assert.Contains(t, o.Reason, test.reason)
			assert.Len(t, b.closed, map[bool]int{true: 1}[test.state != shop.OrderOpen])
			require.Len(t, b.server.Invoices(), test.drafts)
			for _, i := range b.server.Invoices() {
				assert.NotEqual(t, erpxt.DocumentStatusConfirmed, i.Status)
			}
		})
	}
}

// A failed order goes on when its invoice was put right.
func TestSubmitToERPXT_putRight(t *testing.T) {
	t.Parallel()
	b := newBilling(t)
	cards := b.server.Products()
	right := cards[0].Rate
	cards[0].Rate = erpxt.VAT8
	b.server.AddProducts(cards[0])
	require.Error(t, b.flow.Run(t.Context(), 1))
	cards[0].Rate = right
	b.server.AddProducts(cards[0])
	i := b.server.Invoices()[0]
	i.Totals = erpxt.Totals{} // to be worked out anew
	b.server.AddInvoices(i)
	require.NoError(t, b.shop.Settle(t.Context(), 1, "confirmation/1", shop.NotThere))
	require.NoError(t, b.flow.Run(t.Context(), 1))
	b.checkBilled()
}

// An invoice that somebody has confirmed with other sums is never taken for the order's.
func TestSubmitToERPXT_confirmedOtherwise(t *testing.T) {
	t.Parallel()
	b := newBilling(t)
	b.server.Fail(faults.Status(503).On("Invoices.Confirm").Always())
	require.Error(t, b.flow.Run(t.Context(), 1))
	i := b.server.Invoices()[0]
	i.Items, i.Totals = i.Items[:1], erpxt.Totals{}
	b.server.AddInvoices(i)
	b.server.ConfirmInvoice(i.ID)
	require.ErrorContains(t, b.flow.Run(t.Context(), 1), "the invoice has other sums than the order")
	assert.Equal(t, shop.OrderFailed, b.order(1).State)
}

// An order that is given up has failed.
func TestSubmitToERPXT_GiveUp(t *testing.T) {
	t.Parallel()
	b := newBilling(t)
	require.Error(t, b.flow.GiveUp(t.Context(), 1, errors.New("tried often enough")))
	assert.Equal(t, "given up: tried often enough", b.order(1).Reason)
	assert.Equal(t, shop.OrderFailed, b.order(1).State)
	require.Len(t, b.closed, 1)
}
