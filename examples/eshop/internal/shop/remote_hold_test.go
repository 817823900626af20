package shop

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What has changed in its channel keeps an order that is on its way from getting an invoice, until a person has decided. One
// that has its invoice keeps it.
func TestShop_TakeRemote_holdsBack(t *testing.T) {
	t.Parallel()
	again := func(change func(r *RemoteOrder)) func(context.Context, *Shop, RemoteOrder) error {
		return func(ctx context.Context, s *Shop, r RemoteOrder) error {
			change(&r)
			_, err := s.TakeRemote(ctx, r, time.Time{}, nothing)
			return err
		}
	}
	for name, test := range map[string]struct {
		change func(ctx context.Context, s *Shop, r RemoteOrder) error
		reason string // behind sincePlaced; empty when it is not held back
	}{
		"refunded":    {again(func(r *RemoteOrder) { r.Reversed = "its payment is refunded" }), "its payment is refunded"},
		"other lines": {again(func(r *RemoteOrder) { r.Content = "three bowls" }), "its lines or its total have changed"},
		"both": {again(func(r *RemoteOrder) { r.Reversed, r.Content = "its payment is refunded", "three bowls" }),
			"its payment is refunded; its lines or its total have changed"},
		"another name": {again(func(r *RemoteOrder) { r.Buyer.Name = "Example Bank" }), "the name of its buyer has changed"},
		"another address": {again(func(r *RemoteOrder) { r.Buyer.Address = "Oak Street 2\x00" }),
			"the address of its buyer has changed"},
		"no address":                     {again(func(r *RemoteOrder) { r.Buyer.Address = "" }), "the address of its buyer has changed"},
		"another e-mail":                 {again(func(r *RemoteOrder) { r.Buyer.Email = "x@shop.example" }), "the e-mail address of its buyer has changed"},
		"another spelling of the e-mail": {again(func(r *RemoteOrder) { r.Buyer.Email = "Shopper@SHOP.example" }), ""},
		"another buyer": {again(func(r *RemoteOrder) { r.Buyer = Buyer{Name: "B", Email: "b@shop.example", Address: "C"} }),
			"the name of its buyer has changed; the e-mail address of its buyer has changed; the address of its buyer has changed"},
		"everything": {again(func(r *RemoteOrder) {
			r.Reversed, r.Content, r.Buyer.Name = "its payment is refunded", "three bowls", "B"
		}),
			"its payment is refunded; its lines or its total have changed; the name of its buyer has changed"},
		"without its buyer":             {again(func(r *RemoteOrder) { r.Buyer = Buyer{} }), ""},
		"what PostgreSQL does not take": {again(func(r *RemoteOrder) { r.Reversed = "its payment is \x00" }), "its payment is \uFFFD"},
		"deleted": {func(ctx context.Context, s *Shop, r RemoteOrder) error {
			_, err := s.RemoteGone(ctx, r.Remote)
			return err
		},
			"the channel has it no longer"},
		"nothing":       {again(func(*RemoteOrder) {}), ""},
		"without lines": {again(func(r *RemoteOrder) { r.Content = "" }), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, now, ctx := remoteShop(t), time.Now(), t.Context()
			sent, open, elsewhere := remoteOrder("1", now), remoteOrder("2", now), remoteOrder("2", now)
			elsewhere.Channel = "elsewhere"
			for _, r := range []*RemoteOrder{&elsewhere, &sent, &open} {
				r.IsDue, r.Content = true, "two bowls"
				_, err := s.TakeRemote(ctx, *r, now, nothing)
				require.NoError(t, err)
			}
			require.NoError(t, s.CloseOrder(ctx, 2, OrderSent, ""))
			for _, r := range []RemoteOrder{sent, open} {
				require.NoError(t, test.change(ctx, s, r))
			}
			checkOrder(t, s, 1, OrderOpen, "")
			checkOrder(t, s, 2, OrderSent, "")
			list, err := s.RemoteToSettle(ctx, 10)
			require.NoError(t, err)
			if test.reason == "" {
				assert.Empty(t, list)
				checkOrder(t, s, 3, OrderOpen, "")
				return
			}
			require.Len(t, list, 2)
			for _, r := range list {
				assert.Equal(t, sincePlaced+test.reason, r.Reason)
			}
			checkOrder(t, s, 3, OrderFailed, "there 2: "+sincePlaced+test.reason)
			var closed int
			require.NoError(t, s.db.QueryRowContext(ctx, `SELECT COUNT(closed_at) FROM orders WHERE id = 3`).Scan(&closed))
			assert.Equal(t, 1, closed)

			require.NoError(t, settle(t, s, 3, NotThere))
			checkOrder(t, s, 3, OrderOpen, "") // a person lets it go on
			require.NoError(t, test.change(ctx, s, open))
			checkOrder(t, s, 3, OrderOpen, "") // and is not asked twice
			after, err := s.RemoteToSettle(ctx, 10)
			require.NoError(t, err)
			assert.Equal(t, list, after)
			require.NoError(t, settleRemote(t, s, open.Remote, Dealt))
			require.NoError(t, test.change(ctx, s, open))
			checkOrder(t, s, 3, OrderOpen, "")
		})
	}
}

func checkOrder(t *testing.T, s *Shop, id int64, state State, reason string) {
	t.Helper()
	o, err := s.Order(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, state, o.State)
	assert.Equal(t, reason, o.Reason)
}

// What changes while an order waits for a person, because of something else, is told with that, and holds the order back when
// that is settled.
func TestShop_TakeRemote_holdsBack_parked(t *testing.T) {
	t.Parallel()
	const held = "there 2: " + sincePlaced + "its payment is refunded"
	for name, test := range map[string]struct {
		state  State
		reason string // of what the order waits for
	}{
		"parked": {OrderParked, "customer 1: unclear"},
		"failed": {OrderFailed, "422"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, now, ctx := remoteShop(t), time.Now(), t.Context()
			r := remoteOrder("2", now)
			r.IsDue = true
			_, err := s.TakeRemote(ctx, r, now, nothing)
			require.NoError(t, err)
			o, err := s.Order(ctx, 1)
			require.NoError(t, err)
			if test.state == OrderParked {
				_, _, err := s.Begin(ctx, CustomerStep(o), []byte("{}"))
				require.NoError(t, err)
				require.NoError(t, s.Park(ctx, CustomerStep(o), "unknown", "EOF"))
			}
			require.NoError(t, s.CloseOrder(ctx, 1, test.state, test.reason))
			r.Reversed = "its payment is refunded"
			for range 2 {
				_, err := s.TakeRemote(ctx, r, now, nothing)
				require.NoError(t, err)
				checkOrder(t, s, 1, test.state, test.reason+"; "+held)
			}
			if test.state == OrderParked {
				require.NoError(t, s.Settle(ctx, 1, "customer/1", "C-1"))
				checkOrder(t, s, 1, OrderFailed, held)
			}
			require.NoError(t, settle(t, s, 1, NotThere))
			checkOrder(t, s, 1, OrderOpen, "") // now that a person knows of it
		})
	}
}

// What changes one after the other while an order waits for a person is all told when that is settled.
func TestShop_TakeRemote_holdsBack_parkedTwice(t *testing.T) {
	t.Parallel()
	s, now, ctx := remoteShop(t), time.Now(), t.Context()
	r := remoteOrder("2", now)
	r.IsDue = true
	_, err := s.TakeRemote(ctx, r, now, nothing)
	require.NoError(t, err)
	parked(t, s, order(t, s, 1), InvoiceStep(order(t, s, 1)))
	r.Reversed = "its payment is refunded"
	for _, r.Content = range []string{"two", "three"} {
		_, err := s.TakeRemote(ctx, r, now, nothing)
		require.NoError(t, err)
	}
	require.NoError(t, settle(t, s, 1, "365"))
	checkOrder(t, s, 1, OrderFailed, "there 2: "+sincePlaced+"its payment is refunded; "+
		"there 2: "+sincePlaced+"its lines or its total have changed")
	require.NoError(t, settle(t, s, 1, NotThere))
	checkOrder(t, s, 1, OrderOpen, "")
}

// What was taken back, and dealt with as such, is put before a person when it is paid again, each time: it has no invoice.
// Nothing is held back for that.
func TestShop_TakeRemote_paidAgain(t *testing.T) {
	t.Parallel()
	s, now, ctx := remoteShop(t), time.Now(), t.Context()
	r := remoteOrder("2", now)
	r.IsDue, r.PaymentStatus = true, "paid"
	read := func(payment, reversed string) Taken {
		r.PaymentStatus, r.IsUnpaid, r.Reversed = payment, payment != "paid", reversed
		taken, err := s.TakeRemote(ctx, r, now, nothing)
		require.NoError(t, err)
		return taken
	}
	assert.Equal(t, RemotePlaced, read("paid", "").Now)
	const refunded, again = "its payment is refunded", "it is paid again"
	before := ""
	for range 2 {
		for _, change := range []struct{ payment, reversed, reason string }{
			{"refunded", refunded, refunded}, {"paid", "", again},
		} {
			taken := read(change.payment, change.reversed)
			assert.Equal(t, RemoteParked, taken.Now)
			assert.Equal(t, sincePlaced+change.reason+before, taken.Reason)
			assert.Empty(t, read(change.payment, change.reversed).Now, "once")
			if o := order(t, s, 1); o.State == OrderFailed {
				require.NoError(t, settle(t, s, 1, Dealt))
			}
			require.NoError(t, settleRemote(t, s, r.Remote, Dealt))
			before = "; before that, " + dealtWith + taken.Reason
		}
	}
	require.NoError(t, s.Settle(ctx, 1, AskedClosed, NotThere))
	assert.NotEmpty(t, read("refunded", refunded).Now)
	require.NoError(t, settle(t, s, 1, NotThere))
	assert.NotEmpty(t, read("paid", "").Now)
	checkOrder(t, s, 1, OrderOpen, "")
}

// The same lines in another order are no change: nobody documents in which one a channel lists them.
func TestShop_TakeRemote_sameLines(t *testing.T) {
	t.Parallel()
	for content, isSame := range map[string]bool{
		"total 3\ntwo A\none B": true, "total 3\none B\ntwo A": true, "one B\ntwo A\ntotal 3": true,
		"total 3\ntwo A\ntwo A": false, "total 3\ntwo A": false, "total 3\ntwo A\none B\none B": false, "total 3\ntwo B\none A": false,
	} {
		t.Run(content, func(t *testing.T) {
			t.Parallel()
			s, now, ctx := remoteShop(t), time.Now(), t.Context()
			r := remoteOrder("2", now)
			r.IsDue, r.Content = true, "total 3\ntwo A\none B"
			_, err := s.TakeRemote(ctx, r, now, nothing)
			require.NoError(t, err)
			r.Content = content
			taken, err := s.TakeRemote(ctx, r, now, nothing)
			require.NoError(t, err)
			assert.Equal(t, isSame, taken.State == RemotePlaced)
		})
	}
}

// A change that comes without the rest of the order does not make the rest a change when it comes again.
func TestShop_TakeRemote_holdsBack_inPart(t *testing.T) {
	t.Parallel()
	s, now, ctx := remoteShop(t), time.Now(), t.Context()
	r := remoteOrder("2", now)
	r.IsDue = true
	_, err := s.TakeRemote(ctx, r, now, nothing)
	require.NoError(t, err)
	r.Reversed = "its payment is refunded"
	part := r
	part.Content, part.Buyer = "", Buyer{}
	for _, read := range []RemoteOrder{part, r} {
		taken, err := s.TakeRemote(ctx, read, now, nothing)
		require.NoError(t, err)
		assert.Equal(t, sincePlaced+"its payment is refunded", taken.Reason)
	}
}

// What was put before a person before, and is deleted now, is put there again, once, and gets no invoice meanwhile.
func TestShop_RemoteGone_changedBefore(t *testing.T) {
	t.Parallel()
	const changed, gone = sincePlaced + "its lines or its total have changed", sincePlaced + "the channel has it no longer"
	for name, test := range map[string]struct {
		isDealt bool
		before  string
	}{
		"not dealt with": {false, changed}, "dealt with": {true, dealtWith + changed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, now, ctx := remoteShop(t), time.Now(), t.Context()
			r := remoteOrder("2", now)
			r.IsDue = true
			for _, r.Content = range []string{"two", "three"} {
				_, err := s.TakeRemote(ctx, r, now, nothing)
				require.NoError(t, err)
			}
			require.NoError(t, settle(t, s, 1, NotThere))
			if test.isDealt {
				require.NoError(t, settleRemote(t, s, r.Remote, Dealt))
			}
			remoteGone(t, s, r.Remote)
			checkOrder(t, s, 1, OrderFailed, "there 2: "+gone)
			list, err := s.RemoteToSettle(ctx, 10)
			require.NoError(t, err)
			require.Len(t, list, 1)
			assert.Equal(t, gone+"; before that, "+test.before, list[0].Reason)
			require.NoError(t, settle(t, s, 1, NotThere))
			require.NoError(t, settleRemote(t, s, r.Remote, Dealt))
			remoteGone(t, s, r.Remote)
			checkOrder(t, s, 1, OrderOpen, "")
		})
	}
}

// What was asked before an order changed in its channel is not what it asks now: neither a page of before nor a second click
// lets it go on.
func TestShop_Settle_changedSince(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lose func(*testing.T, *Shop, Order, Step)
		step func(Order) Step
		key  string // an answer to the question about the customer; empty for none
	}{
		"parked":          {parked, InvoiceStep, ""},
		"failed":          {rejected, InvoiceStep, ""},
		"failed customer": {rejected, CustomerStep, "C-7"},
		"failed without step": {func(t *testing.T, s *Shop, o Order, _ Step) {
			t.Helper()
			require.NoError(t, s.CloseOrder(t.Context(), o.ID, OrderFailed, "given up"))
		}, InvoiceStep, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, now, ctx := remoteShop(t), time.Now(), t.Context()
			r := remoteOrder("2", now)
			r.IsDue = true
			_, err := s.TakeRemote(ctx, r, now, nothing)
			require.NoError(t, err)
			o := order(t, s, 1)
			test.lose(t, s, o, test.step(o))
			shown, err := s.Asked(ctx, 1)
			require.NoError(t, err)
			stale := func(what string) {
				t.Helper()
				for about, found := range map[Question]string{shown.Question: NotThere, shown.Customer: test.key} {
					_, ok := errors.AsType[*GoneOnError](s.Settle(ctx, 1, about, found))
					assert.True(t, ok, "%s: %s %s", what, about, found)
				}
				assert.Equal(t, OrderFailed, order(t, s, 1).State, what)
			}
			change := func(reversed string) {
				t.Helper()
				r.Reversed = reversed
				_, err := s.TakeRemote(ctx, r, now, nothing)
				require.NoError(t, err)
			}
			change("its payment is refunded")
			if order(t, s, 1).State == OrderParked {
				require.NoError(t, s.Settle(ctx, 1, shown.Question, NotThere), "it asks about the change now")
			}
			stale("a page of before the change")
			shown, err = s.Asked(ctx, 1)
			require.NoError(t, err)
			change("it is returned")
			stale("a page of before another change")
			require.NoError(t, settle(t, s, 1, NotThere))
			assert.Equal(t, OrderOpen, order(t, s, 1).State)
		})
	}
}
