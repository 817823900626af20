package shop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// When its invoice is not the one that its lines went onto, an order adds them anew: the lines, and nothing else, of this order,
// and of no other one.
func TestShop_Settle_anotherInvoice(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ found, line string }{
		"not there":      {NotThere, "refused"},
		"another one":    {"366", "refused"},
		"the one it was": {"365", "done"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, ctx := withProducts(t), t.Context()
			o, other := place(t, s), place(t, s)
			isDone(t, s, CustomerStep(o))
			for _, step := range []Step{LineStep(o, o.Lines[0]), LineStep(other, other.Lines[0])} {
				isSending(t, s, step)
				require.NoError(t, s.Done(ctx, step, step.Target))
			}
			isRefused(t, s, secondLine(o))
			isSending(t, s, InvoiceStep(o))
			require.NoError(t, s.Done(ctx, InvoiceStep(o), "365"))
			require.NoError(t, s.AskAgain(ctx, InvoiceStep(o), "it is not there"))
			require.NoError(t, s.CloseOrder(ctx, o.ID, OrderParked, "it is not there"))

			require.NoError(t, settle(t, s, o.ID, test.found))
			assert.Equal(t, test.line, stateOf(t, s, LineStep(o, o.Lines[0])))
			assert.Equal(t, "done", stateOf(t, s, CustomerStep(o)))
			assert.Equal(t, "done", stateOf(t, s, LineStep(other, other.Lines[0])))
			steps, err := s.StepsOf(ctx, o)
			require.NoError(t, err)
			assert.Equal(t, "refused 422", steps[3].State+" "+steps[3].Error, "that one went onto none")
		})
	}
}

// A key that a step of another kind has, or that turned out to be wrong, can be given.
func TestShop_Settle_keyOfNone(t *testing.T) {
	t.Parallel()
	s, ctx := withProducts(t), t.Context()
	o, other := place(t, s), placeBy(t, s, "another@shop.example")
	isSending(t, s, secondLine(other))
	require.NoError(t, s.Done(ctx, secondLine(other), "365"))
	isSending(t, s, InvoiceStep(other))
	require.NoError(t, s.Done(ctx, InvoiceStep(other), "365"))
	require.NoError(t, s.AskAgain(ctx, InvoiceStep(other), "365 is of another order"))
	parked(t, s, o, InvoiceStep(o))
	require.NoError(t, settle(t, s, o.ID, "365"))
	assert.EqualValues(t, 365, order(t, s, o.ID).InvoiceID)
}

// Two customers of one business have one card in ERP XT: whose key was given may be given once more.
func TestShop_Settle_sameCard(t *testing.T) {
	t.Parallel()
	s, ctx := withProducts(t), t.Context()
	require.NoError(t, s.KeepAccounts(ctx, InERPXT))
	first := placeFor(t, s, Customer{Email: "one@shop.example", TaxNumber: "5260001246"})
	second := placeFor(t, s, Customer{Email: "two@shop.example", TaxNumber: "5260001246"})
	isSending(t, s, BuyerStep(first))
	require.NoError(t, s.Done(ctx, BuyerStep(first), "17"))
	rejected(t, s, second, DraftStep(second))
	require.NoError(t, s.Settle(ctx, second.ID, "customer=17", "17"))
	assert.Equal(t, OrderOpen, order(t, s, second.ID).State)
}

// A change of the customer's details that is on its way goes on, whatever key a person gives.
func TestShop_Settle_whileDetailsAreSent(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	o := place(t, s)
	require.NoError(t, s.Done(t.Context(), CustomerStep(o), "C-1"))
	rejected(t, s, o, CustomerStep(o))
	other := place(t, s)
	isSending(t, s, DetailsStep(other))
	require.NoError(t, settle(t, s, o.ID, "C-7"))
	assert.Equal(t, "sending", stateOf(t, s, DetailsStep(other)))
}

// The answer about a customer is one for the orders that wait for it: of this customer, and open.
func TestShop_Settle_whoWaits(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	o, failed, waits := place(t, s), place(t, s), place(t, s)
	other := placeBy(t, s, "another@shop.example")
	require.NoError(t, s.CloseOrder(t.Context(), failed.ID, OrderFailed, "422"))
	for _, open := range []Order{waits, other} {
		require.NoError(t, s.Note(t.Context(), open.ID, "503"))
	}
	parked(t, s, o, CustomerStep(o))
	require.NoError(t, settle(t, s, o.ID, "C-1"))
	assert.Equal(t, "422", order(t, s, failed.ID).Reason)
	assert.Equal(t, OrderFailed, order(t, s, failed.ID).State)
	assert.Equal(t, "503", order(t, s, other.ID).Reason)
	assert.Empty(t, order(t, s, waits.ID).Reason)
}

// What a person closes by mistake has left no stock: until it is invoiced after all, its goods count as taken. Other orders stay
// as they are.
func TestShop_Settle_takenUpAgain(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	readNow(t, s)
	id, err := buy(t.Context(), s, "A", "1")
	require.NoError(t, err)
	other := placeFor(t, s, Customer{Email: "another@shop.example"})
	for _, failed := range []int64{id, other.ID} {
		require.NoError(t, s.CloseOrder(t.Context(), failed, OrderFailed, "422"))
	}
	require.NoError(t, settle(t, s, id, Dealt))
	assert.Equal(t, "422", order(t, s, other.ID).Reason)
	assert.Equal(t, OrderFailed, order(t, s, other.ID).State)
	readNow(t, s)
	assert.Equal(t, "8", left(t, s, "A"), "the other one is taken")
	require.NoError(t, settle(t, s, id, NotThere))
	readNow(t, s)
	assert.Equal(t, "7", left(t, s, "A"))
	assert.Equal(t, OrderFailed, order(t, s, other.ID).State)
	var closed int
	require.NoError(t, s.db.QueryRowContext(t.Context(), `SELECT COUNT(closed_at) FROM orders WHERE id = $1`, id).Scan(&closed))
	assert.Zero(t, closed, "it is open")
}
