package flows_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// books are the invoices of an ERP, with the SKUs of their lines.
type books map[resico.InvoiceID][]string

// Create makes an invoice, whose response is lost.
func (b books) Create(context.Context, resico.NewInvoice) (resico.Invoice, error) {
	b[resico.InvoiceID(364+len(b))] = nil
	return resico.Invoice{}, failed(shelfwire.OutcomeUnknown)
}

// AddLine adds a line to one that is there.
func (b books) AddLine(_ context.Context, id resico.InvoiceID, n resico.NewLine) (resico.InvoiceLine, error) {
	if _, ok := b[id]; !ok {
		return resico.InvoiceLine{}, refused(shelfwire.ErrNotFound)
	}
	b[id] = append(b[id], n.SKU)
	return resico.InvoiceLine{ID: resico.LineID(10*int(id) + len(b[id])), LineNo: len(b[id])}, nil
}

// The ID of an invoice that a person gives can be a wrong one. The first line shows it, and the order asks again.
func TestSubmitOrder_whose(t *testing.T) {
	t.Parallel()
	own := []string{"A", "B"}
	for name, test := range map[string]struct {
		wrong  string
		reason string
		right  string // the answer when it is asked again
		want   books
	}{
		"unknown, then right":   {"999", "invoice 999 is not in Resico", "365", books{364: {"X"}, 365: own}},
		"unknown, then again":   {"999", "invoice 999 is not in Resico", "999", nil},
		"another's, then right": {"364", "invoice 364 had lines before: the first line of this order is line 2", "365", books{364: {"X", "A"}, 365: own}},
		"another's, then it is": {"364", "invoice 364 had lines before", "364", books{364: {"X", "A", "B"}, 365: nil}},
		"another's, then no one": {"364", "invoice 364 had lines before", shop.NotThere,
			books{364: {"X", "A"}, 365: nil, 366: nil}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := &erp{}
			f, s := submission(t, e)
			b := books{364: {"X"}}
			f.Invoices = b
			answer := func(about shop.Question, key string) (shop.Order, error) {
				require.NoError(t, s.Settle(t.Context(), 1, about, key))
				err := f.Run(t.Context(), 1)
				o, readErr := s.Order(t.Context(), 1)
				require.NoError(t, readErr)
				return o, err
			}
			require.Error(t, f.Run(t.Context(), 1))
			o, err := answer("invoice/1", test.wrong)
			require.ErrorContains(t, err, test.reason)
			assert.Equal(t, shop.OrderParked, o.State)
			assert.Contains(t, o.Reason, test.reason)
			assert.Zero(t, o.InvoiceID)
			o, err = answer("invoice/1", test.right)
			switch test.right {
			case test.wrong:
				if test.want == nil {
					require.ErrorContains(t, err, test.reason)
					return
				}
				fallthrough
			case "365":
				require.NoError(t, err)
				assert.Equal(t, shop.OrderSent, o.State)
				assert.Equal(t, test.right, strconv.FormatInt(o.InvoiceID, 10))
			case shop.NotThere:
				require.Error(t, err)
				o, err = answer("invoice/2", "366")
				require.NoError(t, err)
				assert.Equal(t, shop.OrderSent, o.State)
				test.want[366] = own
			}
			assert.Equal(t, fmt.Sprint(test.want), fmt.Sprint(b))
		})
	}
}

// An invoice that the program has made itself is the order's, whatever number its first line gets.
func TestSubmitOrder_whoseOwn(t *testing.T) {
	t.Parallel()
	e := &erp{answers: []error{nil, nil, refused(shelfwire.ErrNotFound)}}
	f, s := submission(t, e)
	require.Error(t, f.Run(t.Context(), 1))
	o, err := s.Order(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, shop.OrderFailed, o.State)
	assert.EqualValues(t, 365, o.InvoiceID)
}

// otherPrices are books that keep another price than was sent.
type otherPrices struct{ books }

func (o otherPrices) AddLine(ctx context.Context, id resico.InvoiceID, n resico.NewLine) (resico.InvoiceLine, error) {
	line, err := o.books.AddLine(ctx, id, n)
	line.Price = n.Price.Round(0)
	return line, err
}

// Whose invoice it is comes before what the line comes to.
func TestSubmitOrder_whose_otherPrice(t *testing.T) {
	t.Parallel()
	f, s := submission(t, &erp{})
	f.Invoices = otherPrices{books{364: {"X"}}}
	require.Error(t, f.Run(t.Context(), 1))
	require.NoError(t, s.Settle(t.Context(), 1, "invoice/1", "364"))
	require.ErrorContains(t, f.Run(t.Context(), 1), "invoice 364 had lines before")
	require.NoError(t, s.Settle(t.Context(), 1, "invoice/1", "365"))
	require.ErrorContains(t, f.Run(t.Context(), 1), "line 1 of invoice 365 has the price 13 in Resico, and was sold at 12.50")
}
