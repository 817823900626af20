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
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/faults"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// paidThere is an order of a channel that is due.
func paidThere() shop.RemoteOrder {
	now := time.Now()
	return shop.RemoteOrder{
		Remote: shop.Remote{Channel: flows.MerchantPro, ID: "7.1"}, Created: now, Body: "{}", Content: "one bowl", IsDue: true,
		Order: shop.NewOrder{Customer: buyer(), PlacedAt: now, Items: []shop.Item{
			{SKU: "A", Quantity: shelfwire.NewDecimal(1), Price: amount("12.50")},
		}},
	}
}

// takeThere stores what was read of an order of a channel.
func takeThere(t *testing.T, s *shop.Shop, r shop.RemoteOrder) {
	t.Helper()
	_, err := s.TakeRemote(t.Context(), r, time.Time{}, func(context.Context, *sql.Tx, int64) error { return nil })
	require.NoError(t, err)
}

// refund is what the channel says of the order a moment later.
func refund(t *testing.T, s *shop.Shop) {
	t.Helper()
	r := paidThere()
	r.Reversed = "its payment is refunded"
	takeThere(t, s, r)
}

// An order is refunded while its job is at it. Until it has an invoice, it gets none.
func TestSubmitOrder_heldBack(t *testing.T) {
	t.Parallel()
	e := &erp{}
	f, s := submission(t, e)
	takeThere(t, s, paidThere())
	e.hook = func() { refund(t, s) }
	require.NoError(t, f.Run(t.Context(), 2))
	assert.Len(t, e.sent, 1, "%v", e.sent)
	o, err := s.Order(t.Context(), 2)
	require.NoError(t, err)
	assert.Equal(t, shop.OrderFailed, o.State)
	assert.Contains(t, o.Reason, "its payment is refunded")

	require.NoError(t, settle(t, s, 2, shop.NotThere))
	require.NoError(t, f.Run(t.Context(), 2))
	o, err = s.Order(t.Context(), 2)
	require.NoError(t, err)
	assert.Equal(t, shop.OrderSent, o.State, "a person lets it go on")
	assert.Len(t, e.sent, 3)
}

// What was refunded while its invoice was on its way has its invoice: it is like any other that is refunded later. A person is
// not asked about it as if it had none.
func TestSubmitOrder_heldBack_tooLate(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"invoice", "line"} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			e := &erp{}
			f, s := submission(t, e)
			takeThere(t, s, paidThere())
			e.hook = func() {
				if e.sent[len(e.sent)-1][:len(step)] == step {
					for _, change := range []string{"one bowl", "two bowls"} {
						r := paidThere()
						r.Content, r.Reversed = change, "its payment is refunded"
						takeThere(t, s, r)
					}
				}
			}
			require.NoError(t, f.Run(t.Context(), 2))
			assert.Len(t, e.sent, 3)
			o, err := s.Order(t.Context(), 2)
			require.NoError(t, err)
			assert.Equal(t, shop.OrderSent, o.State)
			assert.False(t, o.IsByHand())
			var held string
			require.NoError(t, s.DB().QueryRowContext(t.Context(), `SELECT held FROM orders WHERE id = 2`).Scan(&held))
			assert.Empty(t, held, "nothing is left to be asked")
			list, err := s.RemoteToSettle(t.Context(), 10)
			require.NoError(t, err)
			require.Len(t, list, 1)
			assert.Contains(t, list[0].Reason, "its payment is refunded")
		})
	}
}

// In ERP XT nothing is confirmed then.
func TestSubmitToERPXT_heldBack(t *testing.T) {
	t.Parallel()
	for op, drafts := range map[string]int{"Customers.List": 0, "Invoices.Create": 1} {
		t.Run(op, func(t *testing.T) {
			t.Parallel()
			b := newBilling(t)
			takeThere(t, b.shop, paidThere())
			b.server.Fail(faults.Between(func() { refund(t, b.shop) }).On(op))
			require.NoError(t, b.flow.Run(t.Context(), 2))
			assert.Equal(t, shop.OrderFailed, b.order(2).State)
			assert.Len(t, b.server.Invoices(), drafts)
			assert.Zero(t, b.server.Calls("Invoices.Confirm"))
			require.NoError(t, settle(t, b.shop, 2, shop.NotThere))
			require.NoError(t, b.flow.Run(t.Context(), 2))
			assert.Equal(t, shop.OrderSent, b.order(2).State)
			assert.Len(t, b.server.Invoices(), 1)
		})
	}
}

// A write whose response is lost while its order is refunded is asked about first, and then the refund.
func TestSubmitOrder_heldBack_unclear(t *testing.T) {
	t.Parallel()
	for step, test := range map[string]struct {
		question shop.Question
		key      string
	}{
		"customer": {"customer/1", "C-1"}, "invoice": {"invoice/1", "365"},
	} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			e := &erp{keyless: true}
			f, s := submission(t, e)
			takeThere(t, s, paidThere())
			e.hook = func() {
				e.answers = nil
				if e.sent[len(e.sent)-1][:len(step)] == step {
					refund(t, s)
					e.answers = []error{failed(shelfwire.OutcomeUnknown)}
				}
			}
			_, isClosed := errors.AsType[*flows.ClosedError](f.Run(t.Context(), 2))
			assert.True(t, isClosed)
			o, err := s.Order(t.Context(), 2)
			require.NoError(t, err)
			assert.Equal(t, shop.OrderParked, o.State)
			assert.Contains(t, o.Reason, "silence")
			assert.Contains(t, o.Reason, "its payment is refunded")
			asked, err := s.Asked(t.Context(), 2)
			require.NoError(t, err)
			assert.Equal(t, test.question, asked.Question)

			require.NoError(t, s.Settle(t.Context(), 2, test.question, test.key))
			o, err = s.Order(t.Context(), 2)
			require.NoError(t, err)
			assert.Equal(t, shop.OrderFailed, o.State)
			assert.Contains(t, o.Reason, "its payment is refunded")
			assert.NotContains(t, o.Reason, "silence")
			require.NoError(t, settle(t, s, 2, shop.Dealt))
			e.hook = nil
			require.NoError(t, f.Run(t.Context(), 1), "the other order of the customer goes on")
		})
	}
}

// So it is when the program is killed at the write: the next one finds it out, and the other orders of the customer do not wait
// for ever.
func TestSubmitOrder_heldBack_killed(t *testing.T) {
	t.Parallel()
	e := &erp{}
	f, s := submission(t, e)
	takeThere(t, s, paidThere())
	o, err := s.Order(t.Context(), 2)
	require.NoError(t, err)
	_, _, err = s.Begin(t.Context(), shop.CustomerStep(o), []byte("{}"))
	require.NoError(t, err)
	refund(t, s)
	require.ErrorIs(t, f.Run(t.Context(), 1), shop.ErrBusy)
	require.ErrorContains(t, settle(t, s, 2, shop.Dealt), "customer/1 is being sent")

	closed, ok := errors.AsType[*flows.ClosedError](f.Run(t.Context(), 2))
	require.True(t, ok)
	assert.Equal(t, shop.OrderParked, closed.State)
	assert.Equal(t, shop.Question("customer/1"), closed.Asked.Question)
	require.ErrorIs(t, f.Run(t.Context(), 1), shop.ErrBlocked)
	require.NoError(t, f.Run(t.Context(), 2), "it is for a person now")
	assert.Empty(t, e.sent)
	require.NoError(t, s.Settle(t.Context(), 2, "customer/1", shop.NotThere))
	require.NoError(t, f.Run(t.Context(), 1))
	require.NoError(t, settle(t, s, 2, shop.Dealt))
	assert.Equal(t, all[:], e.sent)
}

// A confirmation whose response is lost while its order is refunded is looked for: an invoice that is confirmed is one, whatever
// a person has been told.
func TestSubmitToERPXT_heldBack_unclear(t *testing.T) {
	t.Parallel()
	for name, isConfirmed := range map[string]bool{"confirmed": true, "not confirmed": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBilling(t)
			takeThere(t, b.shop, paidThere())
			end := faults.DropRequest()
			if isConfirmed {
				end = faults.DropResponse()
			}
			b.server.Fail(faults.Between(func() {
				refund(t, b.shop)
				b.server.Fail(faults.Status(503).On("Invoices.Get").Always(), faults.Status(503).On("Invoices.List").Always())
			}).On("Invoices.Confirm"), end.On("Invoices.Confirm").Always())
			for range 2 {
				require.Error(t, b.flow.Run(t.Context(), 2), "ERP XT is away")
				assert.Equal(t, shop.OrderFailed, b.order(2).State)
			}
			b.server.ClearFaults()
			if !isConfirmed {
				_, isLanding := errors.AsType[*shop.LandingError](b.flow.Run(t.Context(), 2))
				require.True(t, isLanding, "it may still arrive")
				shoptest.Age(t, b.shop.DB(), shop.LandingTime)
				require.NoError(t, b.flow.Run(t.Context(), 2))
				assert.Equal(t, shop.OrderFailed, b.order(2).State)
				assert.Equal(t, erpxt.DocumentStatusDraft, b.server.Invoices()[0].Status)
				return
			}
			require.NoError(t, b.flow.Run(t.Context(), 2))
			o := b.order(2)
			assert.Equal(t, shop.OrderSent, o.State)
			assert.Equal(t, b.server.Invoices()[0].Number, o.InvoiceNumber)
			assert.NotEmpty(t, o.InvoiceNumber)
		})
	}
}

// A program that was killed at the confirmation leaves no answer: from when it was sent on it may still arrive.
func TestSubmitToERPXT_heldBack_killed(t *testing.T) {
	t.Parallel()
	b := newBilling(t)
	takeThere(t, b.shop, paidThere())
	b.server.Fail(faults.Between(func() {
		refund(t, b.shop)
		b.server.Fail(faults.Status(503).On("Invoices.Get").Always(), faults.Status(503).On("Invoices.List").Always())
	}).On("Invoices.Confirm"), faults.DropRequest().On("Invoices.Confirm").Always())
	require.Error(t, b.flow.Run(t.Context(), 2))
	_, err := b.shop.DB().ExecContext(t.Context(),
		`UPDATE remote_steps SET state = 'sending', outcome = '', error = '', answered_at = NULL WHERE outcome = 'unknown'`)
	require.NoError(t, err)
	b.server.ClearFaults()
	landing, isLanding := errors.AsType[*shop.LandingError](b.flow.Run(t.Context(), 2))
	require.True(t, isLanding)
	assert.Equal(t, "the program was killed", landing.Reason)
	assert.WithinDuration(t, time.Now().Add(shop.LandingTime), landing.Until, time.Minute)
	assert.Equal(t, shop.OrderFailed, b.order(2).State)
}

// settle answers what an order asks now.
func settle(t *testing.T, s *shop.Shop, order int64, found string) error {
	t.Helper()
	asked, err := s.Asked(t.Context(), order)
	if err != nil {
		return err
	}
	return s.Settle(t.Context(), order, asked.Question, found)
}
