package shop

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

func TestShop_StepsOf(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	first, second := place(t, s), place(t, s)
	for _, o := range []Order{first, second} {
		_, _, err := s.Begin(t.Context(), CustomerStep(o), []byte(`{}`))
		if o.ID == first.ID {
			require.NoError(t, err)
			require.NoError(t, s.Done(t.Context(), CustomerStep(o), "C-1"))
		}
		_, _, err = s.Begin(t.Context(), InvoiceStep(o), []byte(`{}`))
		require.NoError(t, err)
	}
	require.NoError(t, s.Park(t.Context(), InvoiceStep(second), "unknown", "the answer was lost"))

	steps, err := s.StepsOf(t.Context(), order(t, s, second.ID))
	require.NoError(t, err)
	require.Len(t, steps, 2+3, "the customer, the invoice and its lines")
	customer, invoice, line := steps[0], steps[1], steps[2]
	assert.Equal(t, "done C-1", customer.State+" "+customer.Result)
	assert.Equal(t, first.ID, customer.Owner, "it is one customer, whom the other order has made")
	assert.False(t, customer.Answered.IsZero())
	assert.Equal(t, "parked unknown the answer was lost", invoice.State+" "+invoice.Outcome+" "+invoice.Error)
	assert.Equal(t, 1, invoice.Tries)
	assert.WithinDuration(t, time.Now(), invoice.Sent, time.Minute)
	assert.Equal(t, StepStatus{Step: LineStep(second, second.Lines[0])}, line, "not begun")

	steps, err = s.StepsOf(t.Context(), first)
	require.NoError(t, err)
	assert.Equal(t, "sending", steps[1].State)
	assert.True(t, steps[1].Answered.IsZero())
}

func TestShop_summaries(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	sent, parked, open, failed := place(t, s), place(t, s), place(t, s), place(t, s)
	require.NoError(t, s.CloseOrder(t.Context(), sent.ID, OrderSent, ""))
	require.NoError(t, s.CloseOrder(t.Context(), parked.ID, OrderParked, "who knows"))
	require.NoError(t, s.CloseOrder(t.Context(), failed.ID, OrderFailed, "refused"))
	numbers := func(list []OrderSummary, err error) (ids []int64) {
		require.NoError(t, err)
		for _, o := range list {
			ids = append(ids, o.ID)
		}
		return ids
	}
	last := place(t, s)
	assert.Equal(t, []int64{last.ID, open.ID, sent.ID}, numbers(s.LatestOrders(t.Context(), 3)), "what needs somebody stands once")
	assert.Equal(t, []int64{last.ID}, numbers(s.LatestOrders(t.Context(), 1)))
	assert.Equal(t, []int64{parked.ID, failed.ID}, numbers(s.OrdersToSettle(t.Context(), 3)))
	assert.Equal(t, []int64{parked.ID}, numbers(s.OrdersToSettle(t.Context(), 1)))
	assert.Empty(t, numbers(s.OrdersByHand(t.Context(), 3)), "nobody has dealt with those yet")
	list, err := s.OrdersToSettle(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, "143.55", list[0].Sum.StringFixed(2))
	list[0].Sum = shelfwire.Decimal{}
	assert.Equal(t, OrderSummary{
		ID: parked.ID, Customer: "Example Buyer", PlacedAt: parked.PlacedAt, State: OrderParked, Reason: "who knows",
	}, list[0])
}

// An order of a customer whose making is unclear goes on when somebody has settled the order that began it.
func TestShop_summaries_waiting(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	first, second, failed := place(t, s), place(t, s), place(t, s)
	require.NoError(t, s.CloseOrder(t.Context(), failed.ID, OrderFailed, "refused"))
	isParked(t, s, CustomerStep(first))
	own, err := s.LatestOrders(t.Context(), 3)
	require.NoError(t, err)
	require.Len(t, own, 2)
	assert.Equal(t, []int64{first.ID, 0}, []int64{own[0].WaitsFor, own[1].WaitsFor}, "it does not wait for itself")
	require.NoError(t, s.CloseOrder(t.Context(), first.ID, OrderParked, "who knows"))
	list, err := s.LatestOrders(t.Context(), 3)
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.Equal(t, first.ID, list[0].WaitsFor)
	settled, err := s.OrdersToSettle(t.Context(), 3)
	require.NoError(t, err)
	require.Len(t, settled, 2)
	assert.Equal(t, []int64{0, 0}, []int64{settled[0].WaitsFor, settled[1].WaitsFor}, "these wait for a person")
	require.NoError(t, settle(t, s, first.ID, "R-1"))
	list, err = s.LatestOrders(t.Context(), 3)
	require.NoError(t, err)
	require.Len(t, list, 2)
	assert.Equal(t, second.ID, list[0].ID)
	assert.Zero(t, list[0].WaitsFor)
}

func TestShop_Ping(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	require.NoError(t, s.Ping(t.Context()))
	require.NoError(t, s.db.Close())
	require.Error(t, s.Ping(t.Context()))
	for name, call := range map[string]func() error{
		"Browse":       func() error { _, err := s.Browse(t.Context(), "", 0, 1); return err },
		"CountMatches": func() error { _, err := s.CountMatches(t.Context(), ""); return err },
		"Offer":        func() error { _, err := s.Offer(t.Context(), "A"); return err },
		"Channels":     func() error { _, err := s.Channels(t.Context(), "A"); return err },
		"PlaceOnce":    func() error { _, err := s.PlaceOnce(t.Context(), "X", oneBowl(), nothingAlongside); return err },
		"StepsOf":      func() error { _, err := s.StepsOf(t.Context(), Order{}); return err },
		"LatestOrders": func() error { _, err := s.LatestOrders(t.Context(), 1); return err },
	} {
		require.Error(t, call(), name)
	}
}

// A database that can be read, and not written to, is down.
func TestShop_Ping_full(t *testing.T) {
	t.Parallel()
	file := shoptest.MadeFile(t, Open)
	s, err := Open(t.Context(), file)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	require.NoError(t, s.Ping(t.Context()))
	require.NoError(t, s.Ping(t.Context()), "whatever an earlier one has left")
	_, err = s.db.ExecContext(t.Context(), `PRAGMA query_only = 1`)
	require.NoError(t, err)
	_, err = s.Mark(t.Context(), "products")
	require.NoError(t, err)
	require.Error(t, s.Ping(t.Context()))
}
