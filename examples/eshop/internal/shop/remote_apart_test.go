package shop

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// An order that was paid before it was placed is not to be paid at the door.
func TestShop_Order_isUnpaid(t *testing.T) {
	t.Parallel()
	s, now := remoteShop(t), time.Now()
	for id, isUnpaid := range map[string]bool{"1": false, "2": true} {
		r := remoteOrder(id, now)
		r.IsDue, r.IsUnpaid = true, isUnpaid
		_, err := s.TakeRemote(t.Context(), r, now, nothing)
		require.NoError(t, err)
	}
	list, err := s.LatestOrders(t.Context(), 5)
	require.NoError(t, err)
	require.Len(t, list, 2)
	for _, o := range list {
		want := o.Remote.ID == "2"
		assert.Equal(t, want, o.Remote.IsUnpaid)
		assert.Equal(t, want, order(t, s, o.ID).Remote.IsUnpaid)
	}
}

// Orders of two channels can have the same number, and the same numbers of the channel's own: they have nothing to do with each
// other. Nor have two orders of one channel.
func TestShop_TakeRemote_apart(t *testing.T) {
	t.Parallel()
	s, now, ctx := withProducts(t), time.Now(), t.Context()
	read(t, s)
	take := func(r RemoteOrder) Taken {
		taken, err := s.TakeRemote(ctx, r, now.Add(-time.Minute), nothing)
		require.NoError(t, err)
		return taken
	}
	r := remoteOrder("1", now)
	r.SysID, r.PublicCode, r.Takes = 77, "AB-1", []Quantity{{SKU: "A", Quantity: shelfwire.NewDecimal(2)}}
	elsewhere, other := r, r
	elsewhere.Channel = "elsewhere"
	other.ID, other.SysID, other.PublicCode = "2", 78, "AB-2"
	for _, o := range []RemoteOrder{r, elsewhere, other} {
		assert.Equal(t, RemoteWaiting, take(o).State)
	}
	assert.Equal(t, "3", left(t, s, "A"))
	r.Takes = nil
	take(r)
	assert.Equal(t, "5", left(t, s, "A"), "one of them takes nothing any more")

	for _, o := range []*RemoteOrder{&r, &elsewhere, &other} {
		o.IsDue = true
		assert.Equal(t, RemotePlaced, take(*o).State)
	}
	r.Content = "three"
	assert.Equal(t, sincePlaced+"its lines or its total have changed", take(r).Reason)
	assert.Equal(t, Taken{State: RemotePlaced}, take(elsewhere), "it is for what it was for")
	assert.Equal(t, Taken{State: RemotePlaced}, take(other))
}

// What an order has in common with another one of its channel, so that a person has to look. None is no number.
func TestShop_TakeRemote_twins(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(first, second *RemoteOrder)
		isTwin bool
	}{
		"nothing":             {func(_, _ *RemoteOrder) {}, false},
		"its number":          {func(first, second *RemoteOrder) { first.ID, second.ID = "7.1", "7.2" }, true},
		"the channel's own":   {func(first, second *RemoteOrder) { first.SysID, second.SysID = 77, 77 }, true},
		"another of these":    {func(first, second *RemoteOrder) { first.SysID, second.SysID = 77, 78 }, false},
		"the buyer's number":  {func(first, second *RemoteOrder) { first.PublicCode, second.PublicCode = "AB-1", "AB-1" }, true},
		"another one of them": {func(first, second *RemoteOrder) { first.PublicCode, second.PublicCode = "AB-1", "AB-2" }, false},
		"all, elsewhere": {func(first, second *RemoteOrder) {
			first.Channel, first.ID, second.ID = "elsewhere", "7.1", "7.2"
			first.SysID, second.SysID, first.PublicCode, second.PublicCode = 77, 77, "AB-1", "AB-1"
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, now := remoteShop(t), time.Now()
			first, second := remoteOrder("1", now), remoteOrder("2", now)
			test.change(&first, &second)
			first.IsDue, second.IsDue = true, true
			for _, r := range []RemoteOrder{first, second} {
				taken, err := s.TakeRemote(t.Context(), r, now, nothing)
				require.NoError(t, err)
				assert.Equal(t, r.ID == second.ID && test.isTwin, taken.State == RemoteParked, taken.Reason)
			}
		})
	}
}

// Only what waits is closed because it was never due: not what has become an order, needs a person, or is of another channel.
func TestShop_CloseUnpaid_apart(t *testing.T) {
	t.Parallel()
	s, ctx := remoteShop(t), t.Context()
	now := time.Now()
	old := now.Add(-2 * RemoteUnpaid)
	placed, parked, elsewhere, waits := remoteOrder("1", old), remoteOrder("2", old), remoteOrder("3", old), remoteOrder("4", old)
	placed.IsDue, parked.Problem, elsewhere.Channel = true, "it has no lines", "elsewhere"
	for _, r := range []RemoteOrder{placed, parked, elsewhere, waits} {
		_, err := s.TakeRemote(ctx, r, time.Time{}, nothing)
		require.NoError(t, err)
	}
	setRemote(t, s, "met_at", old)
	closed, err := s.CloseUnpaid(ctx, "there", now.Add(-time.Minute))
	require.NoError(t, err)
	assert.Equal(t, 1, closed)
	list, err := s.RemoteOrders(ctx, 10)
	require.NoError(t, err)
	states := map[string]RemoteState{}
	for _, r := range list {
		states[r.ID] = r.State
	}
	assert.Equal(t, map[string]RemoteState{"1": RemotePlaced, "2": RemoteParked, "3": RemoteWaiting, "4": RemoteClosed}, states)
}

// What a person has dealt with is not read again for half a year, as what was not due is.
func TestShop_RemoteToRead_dealt(t *testing.T) {
	t.Parallel()
	s, now, ctx := remoteShop(t), time.Now(), t.Context()
	r := remoteOrder("1", now)
	r.Problem = "it has no lines"
	_, err := s.TakeRemote(ctx, r, now, nothing)
	require.NoError(t, err)
	require.NoError(t, settleRemote(t, s, r.Remote, Dealt))
	ids, err := s.RemoteToRead(ctx, "there", now.Add(2*RemoteRarely))
	require.NoError(t, err)
	assert.Empty(t, ids)
}

// Each order counts as what it is: one of which both the change and the status need a person is one.
func TestShop_CountRemote(t *testing.T) {
	t.Parallel()
	s, now, ctx := remoteShop(t), time.Now(), t.Context()
	ids := []string{"open", "invoiced", "failed", "status", "both"}
	remotes := map[string]RemoteOrder{}
	orders := map[string]int64{}
	for _, id := range append(ids, "waits", "parked") {
		r := remoteOrder(id, now)
		r.IsDue = id != "waits"
		if id == "parked" {
			r.Problem = "it has no lines"
		}
		_, err := s.TakeRemote(ctx, r, now, func(_ context.Context, _ *sql.Tx, order int64) error {
			orders[id] = order
			return nil
		})
		require.NoError(t, err)
		remotes[id] = r
	}
	require.Len(t, orders, len(ids))
	for _, id := range []string{"invoiced", "status", "both"} {
		require.NoError(t, s.CloseOrder(ctx, orders[id], OrderSent, ""))
	}
	require.NoError(t, s.CloseOrder(ctx, orders["failed"], OrderFailed, ""))
	remoteGone(t, s, remotes["both"].Remote)
	for _, id := range []string{"status", "both"} {
		require.NoError(t, s.EndStatus(ctx, orders[id], StatusParked, "409"))
	}
	counts, err := s.CountRemote(ctx, now.Add(-time.Minute))
	require.NoError(t, err)
	assert.Equal(t, RemoteCounts{Invoiced: 3, Waiting: 1, Parked: 3}, counts)
	counts, err = s.CountRemote(ctx, time.Now().Add(time.Minute))
	require.NoError(t, err)
	assert.Equal(t, RemoteCounts{Waiting: 1, Parked: 3}, counts)
}

// The orders of a channel that a report is about are those of its time, and those that are not in the accounts yet.
func TestShop_RemotePlacedSince(t *testing.T) {
	t.Parallel()
	s, now, ctx := remoteShop(t), time.Now(), t.Context()
	for _, id := range []string{"1", "2"} {
		r := remoteOrder(id, now)
		r.IsDue = true
		_, err := s.TakeRemote(ctx, r, now, nothing)
		require.NoError(t, err)
	}
	require.NoError(t, s.CloseOrder(ctx, 1, OrderSent, ""))
	for since, want := range map[time.Time][]int64{now.Add(-time.Minute): {1, 2}, now.Add(time.Minute): {2}} {
		ids, err := s.RemotePlacedSince(ctx, since)
		require.NoError(t, err)
		assert.Equal(t, want, ids)
	}
}

// A status that cannot be set is put before a person also when one has dealt with a change of the order meanwhile.
func TestShop_SettleRemote_whileStatusIsSent(t *testing.T) {
	t.Parallel()
	s, now, ctx := remoteShop(t), time.Now(), t.Context()
	r := remoteOrder("1", now)
	r.IsDue = true
	_, err := s.TakeRemote(ctx, r, now, nothing)
	require.NoError(t, err)
	require.NoError(t, s.CloseOrder(ctx, 1, OrderSent, ""))
	remoteGone(t, s, r.Remote)
	require.ErrorIs(t, settleRemote(t, s, r.Remote, NotThere), ErrNothingToSettle, "it has its invoice")
	require.NoError(t, settleRemote(t, s, r.Remote, Dealt))
	require.NoError(t, s.EndStatus(ctx, 1, StatusParked, "409"))
	list, err := s.RemoteToSettle(ctx, 10)
	require.NoError(t, err)
	assert.Len(t, list, 1)
}

// From when on orders count is said once.
func TestShop_Start(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, later := range []time.Duration{0, time.Hour} {
		start, err := s.Start(t.Context(), "flow", monday.Add(later))
		require.NoError(t, err)
		assert.True(t, monday.Equal(start), "got %s", start)
	}
}

// An order of a channel has the names and VAT codes of its own products.
func TestShop_TakeRemote_products(t *testing.T) {
	t.Parallel()
	s, now := remoteShop(t), time.Now()
	require.NoError(t, s.SaveProducts(t.Context(), now, []Product{{SKU: "B", Name: "Book", VAT: "B"}}))
	r := remoteOrder("1", now)
	r.IsDue = true
	r.Order.Items = append(r.Order.Items, Item{SKU: "B", Quantity: shelfwire.NewDecimal(1), Price: amount("7")})
	_, err := s.TakeRemote(t.Context(), r, now, nothing)
	require.NoError(t, err)
	assert.Equal(t, []Line{
		{No: 1, SKU: "A", Name: "Bowl", VAT: "A", Quantity: shelfwire.NewDecimal(2), Price: shelfwire.MustDecimal("11.00")},
		{No: 2, SKU: "B", Name: "Book", VAT: "B", Quantity: shelfwire.NewDecimal(1), Price: shelfwire.MustDecimal("7")},
	}, order(t, s, 1).Lines)
}

// What a person says is no order once more is placed, and no other order is: not one of another channel, nor another one of this.
func TestShop_SettleRemote_apart(t *testing.T) {
	t.Parallel()
	s, now, ctx := remoteShop(t), time.Now(), t.Context()
	first, twin, other := remoteOrder("7.1", now), remoteOrder("7.2", now), remoteOrder("7.3", now)
	first.IsDue, twin.IsDue, other.IsDue = true, true, true
	elsewhere, parked := twin, first
	elsewhere.Channel, parked.Channel = "elsewhere", "elsewhere"
	take := func(r RemoteOrder) RemoteState {
		taken, err := s.TakeRemote(ctx, r, now, nothing)
		require.NoError(t, err)
		return taken.State
	}
	assert.Equal(t, []RemoteState{RemotePlaced, RemotePlaced}, []RemoteState{take(first), take(parked)})
	for _, r := range []RemoteOrder{twin, other, elsewhere} {
		assert.Equal(t, RemoteParked, take(r))
	}
	require.NoError(t, settleRemote(t, s, twin.Remote, NotThere))
	assert.Equal(t, RemotePlaced, take(twin))
	assert.Equal(t, RemoteParked, take(other))
	assert.Equal(t, RemoteParked, take(elsewhere))
	list, err := s.RemoteToSettle(ctx, 10)
	require.NoError(t, err)
	assert.Len(t, list, 2)
}
