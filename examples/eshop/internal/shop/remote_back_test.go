package shop

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a person has dealt with by mistake is taken up again by the next run, and still held against everything else.
func TestShop_TakeBackRemote(t *testing.T) {
	t.Parallel()
	s, now, ctx := remoteShop(t), time.Now(), t.Context()
	wrong, twin := remoteOrder("1", now), remoteOrder("2.1", now)
	wrong.IsDue, wrong.Problem, twin.IsDue = true, "it has no lines", true
	another := wrong
	another.Channel = "another"
	for _, r := range []RemoteOrder{remoteOrder("2", now), wrong, twin, another} {
		_, err := s.TakeRemote(ctx, r, now, nothing)
		require.NoError(t, err)
	}
	for _, r := range []RemoteOrder{another, wrong, twin} {
		require.NoError(t, settleRemote(t, s, r.Remote, Dealt))
		time.Sleep(time.Millisecond) // one after the other
	}
	elsewhere := dealtElsewhere(t, s, wrong)
	list, err := s.RemoteByHand(ctx, 10)
	require.NoError(t, err)
	require.Len(t, list, 4)
	assert.Equal(t, elsewhere, list[0], "the latest one first")
	assert.Equal(t, "2.1", list[1].ID)
	assert.Equal(t, "a person has dealt with it: it has no lines", list[2].Reason)
	assert.Equal(t, RemoteClosed, list[2].State)
	assert.WithinDuration(t, now, list[2].Created, time.Microsecond)
	others := []RemoteSummary{list[0], list[3]}
	list, err = s.RemoteByHand(ctx, 1)
	require.NoError(t, err)
	assert.Len(t, list, 1)
	require.ErrorIs(t, settleRemote(t, s, wrong.Remote, Dealt), ErrNothingToSettle)

	for _, r := range []RemoteOrder{wrong, twin} {
		require.ErrorIs(t, settleRemote(t, s, r.Remote, NotThere), ErrNothingToSettle, "an answer from before")
		require.NoError(t, s.TakeBackRemote(ctx, r.Remote, AskedClosed))
		require.ErrorIs(t, s.TakeBackRemote(ctx, r.Remote, AskedClosed), ErrNothingToSettle)
	}
	list, err = s.RemoteByHand(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, others, list)
	list, err = s.remoteSummaries(ctx, RemoteWaiting, 10)
	require.NoError(t, err)
	require.NotEmpty(t, list)
	for _, r := range list {
		assert.Empty(t, r.Reason)
	}
	ids, err := s.RemoteToRead(ctx, "there", now)
	require.NoError(t, err)
	assert.Equal(t, []string{"1", "2.1"}, ids)
	wrong.Problem = ""
	taken, err := s.TakeRemote(ctx, wrong, now, nothing)
	require.NoError(t, err)
	assert.Equal(t, RemotePlaced, taken.State)
	taken, err = s.TakeRemote(ctx, twin, now, nothing)
	require.NoError(t, err)
	assert.Equal(t, RemoteParked, taken.State, "nobody has said that it is no order once more")
	assert.Equal(t, "it looks like the order 2 once more", taken.Reason)
}

// dealtElsewhere lets a person have dealt with an order of another channel, which has become an order here, and with its status
// there. It has the number of one here.
func dealtElsewhere(t *testing.T, s *Shop, r RemoteOrder) RemoteSummary {
	t.Helper()
	r.Channel, r.IsDue, r.Problem = "elsewhere", true, ""
	_, err := s.TakeRemote(t.Context(), r, time.Time{}, nothing)
	require.NoError(t, err)
	remoteGone(t, s, r.Remote)
	list, err := s.RemoteToSettle(t.Context(), 10)
	require.NoError(t, err)
	i := slices.IndexFunc(list, func(other RemoteSummary) bool { return other.Channel == r.Channel })
	require.NoError(t, s.EndStatus(t.Context(), list[i].Order, StatusParked, "its status could not be set"))
	require.NoError(t, settleRemote(t, s, r.Remote, Dealt))
	list, err = s.RemoteByHand(t.Context(), 1)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, r.ID, list[0].ID)
	require.NotZero(t, list[0].Order)
	return list[0]
}

// What was dealt with once more is not taken back by a page of before that.
func TestShop_TakeBackRemote_again(t *testing.T) {
	t.Parallel()
	s, now, ctx := remoteShop(t), time.Now(), t.Context()
	r := remoteOrder("1", now)
	r.IsDue, r.Problem = true, "it has no lines"
	var shown []Question
	for range 2 {
		_, err := s.TakeRemote(ctx, r, now, nothing)
		require.NoError(t, err)
		require.NoError(t, settleRemote(t, s, r.Remote, Dealt))
		list, err := s.RemoteByHand(ctx, 1)
		require.NoError(t, err)
		shown = append(shown, list[0].AskedBack())
		if len(shown) == 1 {
			require.NoError(t, s.TakeBackRemote(ctx, r.Remote, shown[0]))
		}
	}
	require.ErrorIs(t, s.TakeBackRemote(ctx, r.Remote, shown[0]), ErrAsksElse)
	require.ErrorIs(t, s.TakeBackRemote(ctx, r.Remote, ""), ErrAsksElse)
	require.NoError(t, s.TakeBackRemote(ctx, r.Remote, shown[1]))
}

// One that has become an order here is not placed again: it needs a person as before.
func TestShop_TakeBackRemote_placed(t *testing.T) {
	t.Parallel()
	s, now, ctx := remoteShop(t), time.Now(), t.Context()
	r := remoteOrder("1", now)
	r.IsDue = true
	_, err := s.TakeRemote(ctx, r, now, nothing)
	require.NoError(t, err)
	remoteGone(t, s, r.Remote)
	before, err := s.RemoteToSettle(ctx, 10)
	require.NoError(t, err)
	require.Len(t, before, 1)
	require.NoError(t, settleRemote(t, s, r.Remote, Dealt))
	elsewhere := dealtElsewhere(t, s, r)
	require.NoError(t, s.TakeBackRemote(ctx, r.Remote, AskedClosed))
	list, err := s.RemoteByHand(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, []RemoteSummary{elsewhere}, list)
	after, err := s.RemoteToSettle(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, before, after)
}

// What was closed because it was never paid is nobody's mistake.
func TestShop_TakeBackRemote_closed(t *testing.T) {
	t.Parallel()
	s, now, ctx := remoteShop(t), time.Now(), t.Context()
	r := remoteOrder("1", now.Add(-2*RemoteUnpaid))
	_, err := s.TakeRemote(ctx, r, time.Time{}, nothing)
	require.NoError(t, err)
	setRemote(t, s, "seen_at", now)
	setRemote(t, s, "met_at", r.Created)
	closed, err := s.CloseUnpaid(ctx, "there", now.Add(-time.Second))
	require.NoError(t, err)
	require.Equal(t, 1, closed)
	list, err := s.RemoteByHand(ctx, 10)
	require.NoError(t, err)
	assert.Empty(t, list)
	require.ErrorIs(t, s.TakeBackRemote(ctx, r.Remote, AskedClosed), ErrNothingToSettle)
}

// A status that a person has set by hand needs one again when that was a mistake.
func TestShop_TakeBackRemote_status(t *testing.T) {
	t.Parallel()
	s, now, ctx := remoteShop(t), time.Now(), t.Context()
	r, another, elsewhere := remoteOrder("1", now), remoteOrder("2", now), remoteOrder("1", now)
	elsewhere.Channel = "elsewhere"
	all := []RemoteOrder{r, another, elsewhere}
	for i, r := range all {
		r.IsDue = true
		_, err := s.TakeRemote(ctx, r, now, nothing)
		require.NoError(t, err)
		require.NoError(t, s.EndStatus(ctx, int64(i)+1, StatusLeft, "it was shipped before"))
	}
	require.ErrorIs(t, s.TakeBackRemote(ctx, r.Remote, AskedClosed), ErrNothingToSettle, "no person has dealt with it")
	_, err := s.db.ExecContext(ctx, `UPDATE remote_orders SET status_state = ''`)
	require.NoError(t, err)
	for i := range all {
		require.NoError(t, s.EndStatus(ctx, int64(i)+1, StatusParked, "its status could not be set"))
	}
	before, err := s.RemoteToSettle(ctx, 10)
	require.NoError(t, err)
	require.Len(t, before, 3)
	for _, r := range all {
		require.NoError(t, settleRemote(t, s, r.Remote, Dealt))
	}
	setRemote(t, s, "seen_at", now)
	list, err := s.RemoteByHand(ctx, 10)
	require.NoError(t, err)
	require.Len(t, list, 3)
	for i, want := range []RemoteOrder{elsewhere, r, another} {
		assert.Equal(t, want.Remote, list[i].Remote)
		assert.Equal(t, "a person has dealt with it: its status could not be set", list[i].Reason)
	}
	require.NoError(t, s.TakeBackRemote(ctx, r.Remote, AskedClosed))
	after, err := s.RemoteToSettle(ctx, 10)
	require.NoError(t, err)
	require.Len(t, after, 1)
	assert.Contains(t, before, after[0])
	assert.Equal(t, r.Remote, after[0].Remote)
}

// What cannot be taken back whole is not taken back at all, and nobody is told that there was nothing.
func TestShop_TakeBackRemote_fails(t *testing.T) {
	t.Parallel()
	for _, column := range []string{"reason", "status_reason"} {
		t.Run(column, func(t *testing.T) {
			t.Parallel()
			s, ctx := remoteShop(t), t.Context()
			r := dealtElsewhere(t, s, remoteOrder("1", time.Now()))
			_, err := s.db.ExecContext(ctx, `ALTER TABLE remote_orders RENAME COLUMN `+column+` TO gone`)
			require.NoError(t, err)
			err = s.TakeBackRemote(ctx, r.Remote, AskedClosed)
			require.ErrorContains(t, err, column)
			require.NotErrorIs(t, err, ErrNothingToSettle)
			_, err = s.db.ExecContext(ctx, `ALTER TABLE remote_orders RENAME COLUMN gone TO `+column)
			require.NoError(t, err)
			list, err := s.RemoteByHand(ctx, 10)
			require.NoError(t, err)
			assert.Equal(t, []RemoteSummary{r}, list)
		})
	}
}

// The status there is not set for an order that a person has dealt with, and it is not counted as invoiced here.
func TestShop_RemoteInvoiced_byHand(t *testing.T) {
	t.Parallel()
	s, now, ctx := remoteShop(t), time.Now(), t.Context()
	r := remoteOrder("1", now)
	r.IsDue = true
	_, err := s.TakeRemote(ctx, r, now, nothing)
	require.NoError(t, err)
	require.NoError(t, s.CloseOrder(ctx, 1, OrderFailed, "422"))
	require.NoError(t, settle(t, s, 1, Dealt))
	list, err := s.RemoteInvoiced(ctx, "there", now)
	require.NoError(t, err)
	assert.Empty(t, list)
	counts, err := s.CountRemote(ctx, now)
	require.NoError(t, err)
	assert.Equal(t, RemoteCounts{}, counts)
}
