package flows_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// rounding is an ERP that keeps prices to two places.
type rounding struct{ invoices }

func (r rounding) AddLine(ctx context.Context, id resico.InvoiceID, n resico.NewLine) (resico.InvoiceLine, error) {
	line, err := r.invoices.AddLine(ctx, id, n)
	line.Price = n.Price.Round(2)
	return line, err
}

// What Resico makes of a price is for a person as soon as the line comes to more than a cent more or less: the invoice would be
// over another sum than was paid. It is asked once.
func TestSubmitOrder_roundedPrice(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		price, quantity, reason string
	}{
		"as it is":           {"12.50", "1000", ""},
		"written otherwise":  {"12.5000", "1000", ""},
		"one piece":          {"12.3456", "1", ""},
		"by a cent":          {"0.005", "2", ""},
		"by more than that":  {"0.0149", "1000", "line 1 of invoice 365 has the price 0.01 in Resico, and was sold at 0.0149"},
		"more than was paid": {"1.2350", "3", "line 1 of invoice 365 has the price 1.24 in Resico, and was sold at 1.2350"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, s := &erp{}, openShop(t)
			require.NoError(t, s.SaveProducts(t.Context(), time.Now(), []shop.Product{
				{SKU: "A", VAT: "A", Price: amount(test.price), Active: shelfwire.Set(true)},
				{SKU: "B", VAT: "A", Price: amount("1"), Active: shelfwire.Set(true)},
			}))
			_, err := s.PlaceOrder(t.Context(), shop.NewOrder{Customer: buyer(), PlacedAt: time.Now(), Items: []shop.Item{
				{SKU: "A", Quantity: shelfwire.MustDecimal(test.quantity)}, {SKU: "B", Quantity: shelfwire.NewDecimal(1)},
			}}, func(context.Context, *sql.Tx, int64) error { return nil })
			require.NoError(t, err)
			f := &flows.SubmitOrder{Shop: s, Customers: customers{e}, Invoices: rounding{invoices{e}}, Zone: time.UTC}
			err = f.Run(t.Context(), 1)
			if test.reason != "" {
				closed, ok := errors.AsType[*flows.ClosedError](err)
				require.True(t, ok, "got %v", err)
				assert.Equal(t, shop.OrderFailed, closed.State)
				assert.ErrorContains(t, closed, test.reason)
				assert.Len(t, e.sent, 3)
				require.NoError(t, settle(t, s, 1, shop.NotThere))
				err = f.Run(t.Context(), 1)
			}
			require.NoError(t, err)
			assert.Len(t, e.sent, 4)
			o, err := s.Order(t.Context(), 1)
			require.NoError(t, err)
			assert.Equal(t, shop.OrderSent, o.State)
		})
	}
}
