package shop

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// An order of a channel takes its goods as long as it may become one here, and once.
func TestShop_Sellable_remote(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for name, c := range map[string]struct {
		change func(*testing.T, *Shop, *RemoteOrder)
		taken  int64
	}{
		"waits for its payment": {func(*testing.T, *Shop, *RemoteOrder) {}, 2},
		"is placed":             {func(_ *testing.T, _ *Shop, r *RemoteOrder) { r.IsDue = true }, 2},
		"is paid, and parked":   {func(_ *testing.T, _ *Shop, r *RemoteOrder) { r.IsDue, r.Problem = true, "in dollars" }, 2},
		"is from before":        {func(_ *testing.T, _ *Shop, r *RemoteOrder) { r.Created = now.Add(-time.Hour) }, 0},
		"has other lines now":   {func(_ *testing.T, _ *Shop, r *RemoteOrder) { r.Takes[0].Quantity = shelfwire.NewDecimal(3) }, 3},
		"is cancelled":          {func(_ *testing.T, _ *Shop, r *RemoteOrder) { r.Takes = nil }, 0},
		"is read without lines": {func(_ *testing.T, _ *Shop, r *RemoteOrder) { r.Takes, r.Content = nil, "" }, 2},
		"is gone": {func(t *testing.T, s *Shop, r *RemoteOrder) {
			remoteGone(t, s, r.Remote)
			r.ID = "" // it is not read again
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withProducts(t)
			read(t, s)
			r := remoteOrder("1", now)
			r.Takes = []Quantity{{SKU: "A", Quantity: shelfwire.NewDecimal(2)}}
			if name != "is from before" {
				_, err := s.TakeRemote(t.Context(), r, now.Add(-time.Minute), nothing)
				require.NoError(t, err)
			}
			r.Takes = []Quantity{r.Takes[0]}
			if c.change(t, s, &r); r.ID != "" {
				_, err := s.TakeRemote(t.Context(), r, now.Add(-time.Minute), nothing)
				require.NoError(t, err)
			}
			all, err := s.Sellable(t.Context())
			require.NoError(t, err)
			assert.Equal(t, shelfwire.NewDecimal(9-c.taken).String(), all["A"].String())
			left, _, err := s.Available(t.Context(), "A")
			require.NoError(t, err)
			assert.True(t, left.Equal(all["A"]), "the same as a customer can order")
			assert.Equal(t, []string{"A " + shelfwire.NewDecimal(5-c.taken).String()}, at(t, s, "NOL"), "the best location")
			assert.Equal(t, []string{"A 4", "B 1"}, at(t, s, "Shop 1"))
		})
	}
}

// The goods of an order of a channel that a person has dealt with count as sold until the stock is read the next time, as those of
// an order that was placed here do.
func TestShop_SettleRemote_takesStock(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	read(t, s)
	now := time.Now()
	r := remoteOrder("1", now)
	r.Takes, r.IsDue, r.Problem = []Quantity{{SKU: "A", Quantity: shelfwire.NewDecimal(2)}}, true, "in dollars"
	_, err := s.TakeRemote(t.Context(), r, now.Add(-time.Minute), nothing)
	require.NoError(t, err)
	taken := func(pieces int64, why string) {
		t.Helper()
		left, _, err := s.Available(t.Context(), "A")
		require.NoError(t, err)
		assert.Equal(t, shelfwire.NewDecimal(9-pieces).String(), left.String(), why)
	}
	taken(2, "parked")
	before, err := s.Moment(t.Context())
	require.NoError(t, err)
	require.NoError(t, settleRemote(t, s, r.Remote, Dealt))
	taken(2, "dealt with")
	readAt(t, s, before)
	taken(2, "the stock of before that is brought in")
	now, err = s.Moment(t.Context())
	require.NoError(t, err)
	readAt(t, s, now)
	taken(0, "read after that")
	require.NoError(t, s.TakeBackRemote(t.Context(), r.Remote, AskedClosed))
	taken(2, "that was a mistake")
	remoteGone(t, s, r.Remote)
	taken(0, "and the channel has it no longer")
}

// An order of a channel that has become one here takes its goods as that, and not once more while a person has to look at it.
func TestShop_Sellable_changed(t *testing.T) {
	t.Parallel()
	s, now := withProducts(t), time.Now()
	read(t, s)
	r := remoteOrder("1", now)
	r.IsDue, r.Takes = true, []Quantity{{SKU: "A", Quantity: shelfwire.NewDecimal(2)}}
	for _, content := range []string{"two bowls", "two bowls, in red"} {
		r.Content = content
		_, err := s.TakeRemote(t.Context(), r, now, nothing)
		require.NoError(t, err)
	}
	list, err := s.RemoteToSettle(t.Context(), 10)
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.Equal(t, "7", left(t, s, "A"))
	require.NoError(t, settleRemote(t, s, r.Remote, Dealt))
	assert.Equal(t, "7", left(t, s, "A"))
}

// What a person dealt with by mistake, and the channel has no longer, takes nothing, although it was dealt with since the stock
// was read.
func TestShop_Sellable_takenBackAndGone(t *testing.T) {
	t.Parallel()
	s, now := withProducts(t), time.Now()
	read(t, s)
	r := remoteOrder("1", now)
	r.Problem, r.Takes = "in dollars", []Quantity{{SKU: "A", Quantity: shelfwire.NewDecimal(2)}}
	_, err := s.TakeRemote(t.Context(), r, now.Add(-time.Minute), nothing)
	require.NoError(t, err)
	require.NoError(t, settleRemote(t, s, r.Remote, Dealt))
	assert.Equal(t, "7", left(t, s, "A"))
	require.NoError(t, s.TakeBackRemote(t.Context(), r.Remote, AskedClosed))
	assert.Equal(t, "7", left(t, s, "A"))
	remoteGone(t, s, r.Remote)
	assert.Equal(t, "9", left(t, s, "A"))
}
