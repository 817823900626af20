package shop

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Only orders of the channel are returned, each until its status has come to an end.
func TestShop_RemoteInvoiced(t *testing.T) {
	t.Parallel()
	s, now := remoteShop(t), time.Now()
	for _, r := range []RemoteOrder{remoteOrder("1", now), remoteOrder("2", now)} {
		r.IsDue = true
		if r.ID == "2" {
			r.Channel = "elsewhere"
		}
		_, err := s.TakeRemote(t.Context(), r, now, nothing)
		require.NoError(t, err)
	}
	for _, id := range []int64{1, 2} {
		require.NoError(t, s.CloseOrder(t.Context(), id, OrderSent, ""))
	}
	due := func() []RemoteInvoiced {
		list, err := s.RemoteInvoiced(t.Context(), "there", now)
		require.NoError(t, err)
		return list
	}
	later, err := s.RemoteInvoiced(t.Context(), "there", time.Now().Add(time.Minute))
	require.NoError(t, err)
	assert.Empty(t, later, "the buyers of earlier ones get no mail")
	first := due()
	require.Len(t, first, 1)
	assert.WithinDuration(t, now, first[0].Invoiced, time.Minute)
	first[0].Invoiced = time.Time{}
	assert.Equal(t, RemoteInvoiced{Remote: Remote{Channel: "there", ID: "1"}, Order: 1}, first[0])

	step, next := StatusStep(1), now.Add(time.Hour).UTC().Truncate(time.Microsecond)
	isSending(t, s, step)
	require.NoError(t, s.StatusFailed(t.Context(), 1, "silence\x00", next))
	again := due()[0]
	assert.True(t, again.IsUnclear)
	assert.Equal(t, 1, again.Tries)
	assert.Equal(t, "silence\uFFFD", again.Reason)
	assert.Equal(t, next, again.NextTry.UTC())
	require.NoError(t, s.Park(t.Context(), step, "unknown", "silence"))
	assert.True(t, due()[0].IsUnclear)
	isSending(t, s, StatusStep(2))
	require.NoError(t, s.Rejected(t.Context(), step, "rejected", "422"))
	assert.False(t, due()[0].IsUnclear)

	isSending(t, s, step)
	require.NoError(t, s.Done(t.Context(), step, "shipped"))
	assert.Empty(t, due())
	require.NoError(t, s.EndStatus(t.Context(), 1, StatusParked, "too late"))
	require.NoError(t, s.StatusFailed(t.Context(), 1, "too late", next))
	assert.Equal(t, "shipped", order(t, s, 1).StatusThere, "what is set stays so")
	assert.Empty(t, order(t, s, 2).StatusThere)
}

// What became of an order here or there after it was placed is a person's affair, and so is its status.
func TestShop_RemoteInvoiced_not(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*testing.T, *Shop, RemoteOrder){
		"it is open": func(*testing.T, *Shop, RemoteOrder) {},
		"it has failed": func(t *testing.T, s *Shop, _ RemoteOrder) {
			t.Helper()
			require.NoError(t, s.CloseOrder(t.Context(), 1, OrderFailed, ""))
		},
		"it is deleted there": func(t *testing.T, s *Shop, r RemoteOrder) {
			t.Helper()
			require.NoError(t, s.CloseOrder(t.Context(), 1, OrderSent, ""))
			remoteGone(t, s, r.Remote)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, now := remoteShop(t), time.Now()
			r := remoteOrder("1", now)
			r.IsDue = true
			_, err := s.TakeRemote(t.Context(), r, now, nothing)
			require.NoError(t, err)
			change(t, s, r)
			list, err := s.RemoteInvoiced(t.Context(), "there", time.Time{})
			require.NoError(t, err)
			assert.Empty(t, list)
		})
	}
}
