package shop

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func nothing(context.Context, *sql.Tx, int64) error { return nil }

// remoteOrder is an order of a channel for two of the product A.
func remoteOrder(id string, created time.Time) RemoteOrder {
	return RemoteOrder{
		Remote: Remote{Channel: "there", ID: id}, Created: created, Body: "{}", Content: "two",
		Buyer: Buyer{Name: "Example Shopper", Email: "shopper@shop.example", Address: "Oak Street 1"},
		Order: NewOrder{
			Customer: Customer{Email: "shopper@shop.example", Name: "Example Shopper"}, PlacedAt: created,
			Items: []Item{{SKU: "A", Quantity: shelfwire.NewDecimal(2), Price: amount("11.00")}},
		},
	}
}

func remoteGone(t *testing.T, s *Shop, r Remote) {
	t.Helper()
	_, err := s.RemoteGone(t.Context(), r)
	require.NoError(t, err)
}

// settleRemote answers what an order asks now.
func settleRemote(t *testing.T, s *Shop, r Remote, found string) error {
	t.Helper()
	asked, err := s.RemoteAsked(t.Context(), r)
	if err != nil {
		return err
	}
	return s.SettleRemote(t.Context(), r, asked, found)
}

func remoteShop(t *testing.T) *Shop {
	t.Helper()
	s := open(t)
	require.NoError(t, s.SaveProducts(t.Context(), time.Now(), []Product{{SKU: "A", Name: "Bowl", VAT: "A"}}))
	return s
}

// The order, its job and its row are stored together, or none of them is.
func TestShop_TakeRemote_together(t *testing.T) {
	t.Parallel()
	s, now := remoteShop(t), time.Now()
	r := remoteOrder("1", now)
	r.IsDue = true
	broken := errors.New("no job")
	_, err := s.TakeRemote(t.Context(), r, now, func(context.Context, *sql.Tx, int64) error { return broken })
	require.ErrorIs(t, err, broken)
	counts, err := s.CountOrders(t.Context())
	require.NoError(t, err)
	assert.Empty(t, counts)
	list, err := s.RemoteOrders(t.Context(), 10)
	require.NoError(t, err)
	assert.Empty(t, list)

	taken, err := s.TakeRemote(t.Context(), r, now, nothing)
	require.NoError(t, err)
	assert.Equal(t, Taken{IsNew: true, State: RemotePlaced, Now: RemotePlaced}, taken)
	open, err := s.RemotePlacedSince(t.Context(), now.Add(time.Hour))
	require.NoError(t, err)
	assert.Len(t, open, 1) // its number is the database's affair: PostgreSQL skips one that was rolled back
}

// Two processes that read the same order at the same time place it once.
func TestShop_TakeRemote_atOnce(t *testing.T) {
	t.Parallel()
	s, now := remoteShop(t), time.Now()
	r := remoteOrder("1", now)
	r.IsDue = true
	var all sync.WaitGroup
	var mu sync.Mutex
	placed := 0
	for range 8 {
		all.Go(func() {
			_, err := s.TakeRemote(t.Context(), r, now, func(context.Context, *sql.Tx, int64) error {
				mu.Lock()
				defer mu.Unlock()
				placed++
				return nil
			})
			assert.NoError(t, err)
		})
	}
	all.Wait()
	assert.Equal(t, 1, placed)
}

// Which orders a run reads again: young ones each time, older ones once a day, and none for ever.
func TestShop_RemoteToRead(t *testing.T) {
	t.Parallel()
	const day, never = 24 * time.Hour, -1
	for name, test := range map[string]struct {
		created, seen, placed time.Duration // ago; placed 0 for an order that waits, never for one that was closed
		isRead                bool
	}{
		"young, seen in this run":    {day, -time.Second, 0, false},
		"young, seen before":         {day, time.Minute, 0, true},
		"dated ahead":                {-9 * day, time.Minute, 0, true},
		"nearly seven days":          {7*day - time.Minute, time.Minute, 0, true},
		"seven days, seen lately":    {7*day + time.Minute, day - time.Minute, 0, false},
		"seven days, seen a day ago": {7*day + time.Minute, day + time.Minute, 0, true},
		"sixty days":                 {70 * day, day + time.Minute, 0, true}, // once more, before it is closed
		"placed lately":              {20 * day, time.Minute, day, true},
		"placed a while ago":         {20 * day, time.Minute, 8 * day, false},
		"placed a while ago, daily":  {20 * day, day + time.Minute, 8 * day, true},
		"placed thirty days ago":     {31 * day, day + time.Minute, 30*day + time.Minute, false},
		"placed nearly as long":      {31 * day, day + time.Minute, 30*day - time.Minute, true},
		"read by a clock ahead":      {2 * day, -300 * day, 0, true},
		"old, by a clock ahead":      {20 * day, -300 * day, 0, true},
		"placed, by a clock ahead":   {20 * day, -300 * day, 8 * day, true},
		"read by a clock near ours":  {2 * day, -time.Minute, 0, false},
		"closed, seen lately":        {179 * day, 7*day - time.Minute, never, false},
		"closed, seen a week ago":    {179 * day, 7*day + time.Minute, never, true},
		"closed for too long":        {181 * day, 7*day + time.Minute, never, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, began := remoteShop(t), time.Now()
			r := remoteOrder("1", began.Add(-test.created))
			r.IsDue = test.placed > 0
			_, err := s.TakeRemote(t.Context(), r, time.Time{}, nothing)
			require.NoError(t, err)
			if test.placed == never {
				setRemote(t, s, "met_at", began.Add(-test.created))
				_, err := s.CloseUnpaid(t.Context(), "there", began)
				require.NoError(t, err)
			}
			setRemote(t, s, "seen_at", began.Add(-test.seen))
			if test.placed > 0 {
				setRemote(t, s, "placed_at", began.Add(-test.placed))
				require.NoError(t, s.CloseOrder(t.Context(), 1, OrderSent, ""))
			}
			ids, err := s.RemoteToRead(t.Context(), "there", began)
			require.NoError(t, err)
			assert.Equal(t, test.isRead, slices.Contains(ids, "1"))
			ids, err = s.RemoteToRead(t.Context(), "elsewhere", began)
			require.NoError(t, err)
			assert.Empty(t, ids)
		})
	}
}

// An order that has no invoice yet is read once a day, however long that takes: it is held back when it is refunded meanwhile.
func TestShop_RemoteToRead_notInvoiced(t *testing.T) {
	t.Parallel()
	for state, isRead := range map[State]bool{OrderOpen: true, OrderParked: true, OrderFailed: true, OrderSent: false} {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			s, began := remoteShop(t), time.Now()
			r := remoteOrder("1", began.Add(-41*24*time.Hour))
			r.IsDue = true
			_, err := s.TakeRemote(t.Context(), r, time.Time{}, nothing)
			require.NoError(t, err)
			setRemote(t, s, "placed_at", began.Add(-40*24*time.Hour))
			if state != OrderOpen {
				require.NoError(t, s.CloseOrder(t.Context(), 1, state, ""))
			}
			for ago, isDue := range map[time.Duration]bool{RemotePause - time.Minute: false, RemotePause + time.Minute: isRead} {
				setRemote(t, s, "seen_at", began.Add(-ago))
				ids, err := s.RemoteToRead(t.Context(), "there", began)
				require.NoError(t, err)
				assert.Equal(t, isDue, slices.Contains(ids, "1"), ago)
			}
		})
	}
}

// What the channel does not have is asked for now and then: it can come back, with its payment.
func TestShop_RemoteToRead_gone(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for name, test := range map[string]struct {
		created, pause time.Duration
	}{
		"gone":               {day, day},
		"closed before that": {70 * day, 7 * day},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, began := remoteShop(t), time.Now()
			r := remoteOrder("1", began.Add(-test.created))
			_, err := s.TakeRemote(t.Context(), r, time.Time{}, nothing)
			require.NoError(t, err)
			if test.pause > day {
				setRemote(t, s, "met_at", r.Created)
				_, err := s.CloseUnpaid(t.Context(), "there", began)
				require.NoError(t, err)
			}
			setRemote(t, s, "seen_at", began.Add(-test.pause-time.Minute))
			isRead := func(at time.Time) bool {
				ids, err := s.RemoteToRead(t.Context(), "there", at)
				require.NoError(t, err)
				return slices.Contains(ids, "1")
			}
			assert.True(t, isRead(began))
			for range 2 {
				remoteGone(t, s, r.Remote)
				assert.False(t, isRead(began.Add(test.pause-time.Minute)), "it has just been asked for")
				assert.True(t, isRead(began.Add(test.pause+time.Minute)))
				setRemote(t, s, "seen_at", began.Add(-test.pause-time.Minute))
			}
			list, err := s.RemoteOrders(t.Context(), 10)
			require.NoError(t, err)
			assert.Equal(t, test.pause > day, list[0].State == RemoteClosed)
			r.IsDue = true
			taken, err := s.TakeRemote(t.Context(), r, time.Time{}, nothing)
			require.NoError(t, err)
			assert.Equal(t, test.pause == day, taken.State == RemotePlaced)
		})
	}
}

func setRemote(t *testing.T, s *Shop, column string, at time.Time) {
	t.Helper()
	_, err := s.DB().ExecContext(t.Context(), `UPDATE remote_orders SET `+column+` = $1`,
		at.UTC().Format("2006-01-02T15:04:05.000000Z"))
	require.NoError(t, err)
}

// What is never paid is closed, when it has been read once more; what is deleted there is gone.
func TestShop_CloseUnpaid(t *testing.T) {
	t.Parallel()
	const days = 24 * time.Hour
	for name, test := range map[string]struct {
		age, met, seen time.Duration // ago
		isGone         bool
		want           RemoteState
	}{
		"old, read in this run": {61 * days, 61 * days, -time.Second, false, RemoteClosed},
		"old, not read":         {61 * days, 61 * days, time.Second, false, RemoteWaiting},
		"old, and new to us":    {61 * days, 59 * days, -time.Second, false, RemoteWaiting},
		"not old":               {59 * days, 61 * days, -time.Second, false, RemoteWaiting},
		"gone":                  {59 * days, 59 * days, time.Second, true, RemoteGone},
		"gone and old":          {61 * days, 61 * days, time.Second, true, RemoteClosed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, began := remoteShop(t), time.Now()
			r := remoteOrder("1", began.Add(-test.age))
			_, err := s.TakeRemote(t.Context(), r, time.Time{}, nothing)
			require.NoError(t, err)
			if test.isGone {
				remoteGone(t, s, r.Remote)
			}
			setRemote(t, s, "seen_at", began.Add(-test.seen))
			setRemote(t, s, "met_at", began.Add(-test.met))
			closed, err := s.CloseUnpaid(t.Context(), "there", began)
			require.NoError(t, err)
			assert.Equal(t, test.want == RemoteClosed, closed == 1)
			list, err := s.RemoteOrders(t.Context(), 10)
			require.NoError(t, err)
			require.Len(t, list, 1)
			assert.Equal(t, test.want, list[0].State)
			r.IsDue = true
			taken, err := s.TakeRemote(t.Context(), r, time.Time{}, nothing)
			require.NoError(t, err)
			if test.want != RemoteClosed {
				assert.Equal(t, RemotePlaced, taken.State, "what comes again and is paid is placed")
				return
			}
			assert.Equal(t, Taken{State: RemoteParked, Now: RemoteParked, Reason: "it was not due within 60 days, and is now"}, taken)
			require.NoError(t, settleRemote(t, s, r.Remote, Dealt))
			taken, err = s.TakeRemote(t.Context(), r, time.Time{}, nothing)
			require.NoError(t, err)
			assert.Equal(t, Taken{State: RemoteClosed, Reason: "a person has dealt with it: it was not due within 60 days, and is now"}, taken)
		})
	}
}

// An order that was placed and is deleted there is for a person.
func TestShop_RemoteGone(t *testing.T) {
	t.Parallel()
	s, now := remoteShop(t), time.Now()
	r := remoteOrder("1", now)
	r.IsDue = true
	_, err := s.TakeRemote(t.Context(), r, now, nothing)
	require.NoError(t, err)
	require.NoError(t, s.CloseOrder(t.Context(), 1, OrderSent, ""))
	remoteGone(t, s, r.Remote)
	list, err := s.RemoteToSettle(t.Context(), 10)
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.Equal(t, "after it was placed here: the channel has it no longer", list[0].Reason)
	assert.EqualValues(t, 1, list[0].Order)
	require.Error(t, settleRemote(t, s, r.Remote, "365"))
	require.NoError(t, settleRemote(t, s, r.Remote, Dealt))
	counts, err := s.CountRemote(t.Context(), now)
	require.NoError(t, err)
	assert.Equal(t, RemoteCounts{Invoiced: 1}, counts)

	early := remoteOrder("2", now.Add(-time.Hour))
	for range 2 {
		taken, err := s.TakeRemote(t.Context(), early, now, nothing)
		require.NoError(t, err)
		assert.Equal(t, RemoteEarly, taken.State)
		remoteGone(t, s, early.Remote)
	}
}

// That an order is no other one once more is said by a person who was asked that, and by no other answer.
func TestShop_SettleRemote_notCleared(t *testing.T) {
	t.Parallel()
	s, now, ctx := remoteShop(t), time.Now(), t.Context()
	first, again := remoteOrder("7", now), remoteOrder("7.1", now)
	first.IsDue, again.IsDue = true, true
	_, err := s.TakeRemote(ctx, first, now, nothing)
	require.NoError(t, err)
	again.Problem = "it is charged for its shipment, and no product is named that stands for that"
	_, err = s.TakeRemote(ctx, again, now, nothing)
	require.NoError(t, err)
	require.NoError(t, settleRemote(t, s, again.Remote, NotThere))
	again.Problem = ""
	taken, err := s.TakeRemote(ctx, again, now, nothing)
	require.NoError(t, err)
	assert.Equal(t, Taken{State: RemoteParked, Reason: "it looks like the order 7 once more", Now: RemoteParked}, taken)
	require.NoError(t, settleRemote(t, s, again.Remote, NotThere))
	again.Problem = "its currency is \"USD\", and invoices are in EUR"
	_, err = s.TakeRemote(ctx, again, now, nothing)
	require.NoError(t, err)
	require.NoError(t, settleRemote(t, s, again.Remote, NotThere))
	again.Problem = ""
	taken, err = s.TakeRemote(ctx, again, now, nothing)
	require.NoError(t, err)
	assert.Equal(t, RemotePlaced, taken.State, "a person is not asked twice")
}
