package shop

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// What is written down of one step leaves all others as they are.
func TestShop_steps_apart(t *testing.T) {
	t.Parallel()
	s, ctx := withProducts(t), t.Context()
	o, other := place(t, s), placeBy(t, s, "another@shop.example")
	isDone(t, s, CustomerStep(other))
	isParked(t, s, LineStep(other, other.Lines[0]))
	before, err := s.StepsOf(ctx, other)
	require.NoError(t, err)
	draft := DraftStep(o)
	for name, write := range map[string]func(){
		"done":     func() { require.NoError(t, s.Done(ctx, draft, "365")) },
		"asked":    func() { require.NoError(t, s.AskAgain(ctx, draft, "it is not there")) },
		"rejected": func() { require.NoError(t, s.Rejected(ctx, draft, "rejected", "422")) },
		"by hand": func() {
			require.NoError(t, s.Park(ctx, draft, "unknown", "silence"))
			require.NoError(t, s.CloseOrder(ctx, o.ID, OrderParked, "silence"))
			require.NoError(t, settle(t, s, o.ID, "365"))
			require.Equal(t, OutcomeByHand, stepOf(t, s, o, StepInvoice).Outcome)
		},
		"ahead": func() {
			require.NoError(t, s.Park(ctx, draft, "unknown", "silence"))
			_, err := s.db.ExecContext(ctx, `UPDATE remote_steps SET answered_at = $1 WHERE target = $2`,
				stamp(time.Now().Add(time.Hour)), draft.Target)
			require.NoError(t, err)
			_, _, err = s.Look(ctx, draft)
			require.Error(t, err)
		},
	} {
		_, err := s.db.ExecContext(ctx, `DELETE FROM remote_steps WHERE target = $1`, draft.Target)
		require.NoError(t, err)
		isRefused(t, s, draft)
		isSending(t, s, draft) // again
		write()
		after, err := s.StepsOf(ctx, other)
		require.NoError(t, err)
		assert.Equal(t, before, after, name)
	}
}

// The key of one customer is nobody else's, whether it was answered or a person has given it.
func TestShop_customers_apart(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	at := Customer{Email: "other@shop.example", Name: "Other", Phone: "+37111000002", Address: "Other Street 2", PostCode: "LV-0002"}
	other := placeFor(t, s, at)
	require.NoError(t, s.Done(t.Context(), CustomerStep(other), "R-2"))
	nobody := placeBy(t, s, "nobody@shop.example") // is not in Resico
	want := Filed{Contact: at.Contact(), Order: other.ID}
	check := func(why string) {
		t.Helper()
		now := order(t, s, other.ID)
		assert.Equal(t, "R-2", now.Customer.ResicoCode, why)
		assert.Equal(t, want, now.Filed, why)
		assert.Empty(t, order(t, s, nobody.ID).Customer.ResicoCode, why)
	}
	o := placeBy(t, s, "buyer@shop.example")
	require.NoError(t, s.Done(t.Context(), CustomerStep(o), "R-1"))
	check("created")
	isSending(t, s, DetailsStep(order(t, s, o.ID)))
	require.NoError(t, s.Done(t.Context(), DetailsStep(o), "R-1"))
	check("changed")
	rejected(t, s, o, CustomerStep(placeBy(t, s, "buyer@shop.example")))
	require.NoError(t, settle(t, s, o.ID, "R-3"))
	check("given by hand")

	customers, err := s.CustomersInResico(t.Context())
	require.NoError(t, err)
	codes := map[string]string{}
	for _, c := range customers {
		codes[c.Email] = c.ResicoCode
	}
	assert.Equal(t, map[string]string{"other@shop.example": "R-2", "buyer@shop.example": "R-3"}, codes)
}

// An order that was read before its customer was created knows nothing of what Resico has, like customers who are not there.
func TestShop_Begin_detailsUnknown(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	placeBy(t, s, "nobody@shop.example")
	first, second := place(t, s), place(t, s)
	require.Zero(t, second.Filed.Order)
	require.NoError(t, s.Done(t.Context(), CustomerStep(first), "R-1"))
	_, _, err := s.Begin(t.Context(), DetailsStep(second), []byte("{}"))
	require.ErrorIs(t, err, ErrBusy)
	assert.Equal(t, first.ID, order(t, s, second.ID).Filed.Order)
}

// Why an order has not got on is said of that one, and of none that was closed meanwhile: the reason of one that is in the
// accounts would say that a person has dealt with it.
func TestShop_Note(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	sent, failed, open, other := place(t, s), place(t, s), place(t, s), place(t, s)
	require.NoError(t, s.CloseOrder(t.Context(), sent.ID, OrderSent, ""))
	require.NoError(t, s.CloseOrder(t.Context(), failed.ID, OrderFailed, "422"))
	for _, o := range []Order{sent, failed, open} {
		require.NoError(t, s.Note(t.Context(), o.ID, "503"))
	}
	assert.False(t, order(t, s, sent.ID).IsByHand())
	assert.Empty(t, order(t, s, sent.ID).Reason)
	assert.Equal(t, "422", order(t, s, failed.ID).Reason)
	assert.Equal(t, "503", order(t, s, open.ID).Reason)
	assert.Empty(t, order(t, s, other.ID).Reason)
}

// Only what is on sale can be ordered, whatever an old page shows.
func TestShop_PlaceOrder_offSale(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	require.NoError(t, s.SaveProducts(t.Context(), monday, []Product{{SKU: "A", Active: shelfwire.Set(false)}}))
	_, err := buy(t.Context(), s, "A", "1")
	require.ErrorIs(t, err, ErrNotForSale)
	_, err = buy(t.Context(), s, "B", "1")
	require.NoError(t, err)
}
