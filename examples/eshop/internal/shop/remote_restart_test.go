package shop

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What was taken to be from before the start waits when the start is put back behind it: of this channel, and of what was not
// looked at before.
func TestShop_Restart(t *testing.T) {
	t.Parallel()
	s, ctx := remoteShop(t), t.Context()
	start := time.Now().Truncate(time.Second)
	_, err := s.Start(ctx, "start", start)
	require.NoError(t, err)
	for _, flow := range []string{"mark", "another mark"} {
		require.NoError(t, s.SetMark(ctx, flow, start))
	}
	early, earlier, elsewhere := remoteOrder("1", start.Add(-time.Hour)), remoteOrder("2", start.Add(-3*time.Hour)), remoteOrder("3", start.Add(-time.Hour))
	placed, parked := remoteOrder("4", start), remoteOrder("5", start)
	elsewhere.Channel, placed.IsDue, parked.Problem = "elsewhere", true, "it has no lines"
	for _, r := range []RemoteOrder{early, earlier, elsewhere, placed, parked} {
		_, err := s.TakeRemote(ctx, r, start, nothing)
		require.NoError(t, err)
	}
	back := start.Add(-2 * time.Hour)
	require.NoError(t, s.Restart(ctx, "there", Restart{Start: "start", Mark: "mark", At: back}))
	list, err := s.RemoteOrders(ctx, 10)
	require.NoError(t, err)
	states := map[string]RemoteState{}
	for _, r := range list {
		states[r.ID] = r.State
	}
	assert.Equal(t, map[string]RemoteState{
		"1": RemoteWaiting, "2": RemoteEarly, "3": RemoteEarly, "4": RemotePlaced, "5": RemoteParked,
	}, states)
	for flow, want := range map[string]time.Time{"start": back, "mark": {}, "another mark": start} {
		mark, err := s.Mark(ctx, flow)
		require.NoError(t, err)
		assert.True(t, want.Equal(mark), "%s: %s", flow, mark)
	}
	ids, err := s.RemoteToRead(ctx, "there", time.Now().Add(time.Minute))
	require.NoError(t, err)
	assert.Contains(t, ids, "1")
}

// All of it is stored, or nothing.
func TestShop_Restart_fails(t *testing.T) {
	t.Parallel()
	s, ctx := remoteShop(t), t.Context()
	start := time.Now().Truncate(time.Second)
	_, err := s.Start(ctx, "start", start)
	require.NoError(t, err)
	_, err = s.db.ExecContext(ctx, `ALTER TABLE remote_orders RENAME COLUMN state TO gone`)
	require.NoError(t, err)
	require.ErrorContains(t, s.Restart(ctx, "there", Restart{Start: "start", Mark: "mark", At: start.Add(-time.Hour)}), "state")
	mark, err := s.Mark(ctx, "start")
	require.NoError(t, err)
	assert.True(t, start.Equal(mark))
}
