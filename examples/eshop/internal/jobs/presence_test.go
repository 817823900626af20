package jobs

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// two are two processes, as far as the database can see. The first one has begun an order, which it never finishes.
func two(t *testing.T) (busy, other *fixture, order int64) {
	t.Helper()
	database := shoptest.Postgres(t)
	busy, other = newFixtureIn(t, database), newFixtureIn(t, database)
	begun := make(chan struct{})
	busy.submit = func(ctx context.Context, _ int64) error {
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	}
	order, err := busy.place(t.Context(), busy.AddOrder)
	require.NoError(t, err)
	require.NoError(t, busy.Start(t.Context()))
	t.Cleanup(func() { _ = busy.Stop(time.Millisecond) })
	<-begun
	return busy, other, order
}

// die is what the database sees of a process that is killed.
func (f *fixture) die(t *testing.T) {
	t.Helper()
	over, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, f.worker.Stop(over), context.Canceled) // it begins nothing more, and never comes to an end
	f.presence.end()                                          // a dead one does not connect again
	require.NoError(t, f.presence.conn.Close(t.Context()))
}

func TestPresence_dead(t *testing.T) {
	t.Parallel()
	busy, other, order := two(t)
	require.NoError(t, other.presence.takeUp(t.Context()))
	assert.Equal(t, "running", other.stateOfJob(t), "a living process keeps its job")

	busy.die(t)
	require.NoError(t, other.Start(t.Context()))
	other.settled(t)
	assert.Equal(t, []int64{order}, other.ran)
}

// A fresh process need not wait until it looks the next time.
func TestPresence_fresh(t *testing.T) {
	t.Parallel()
	busy, other, order := two(t)
	busy.die(t)
	other.close(t)
	other.open(t)
	assert.Equal(t, "available", other.stateOfJob(t))
	require.NoError(t, other.Start(t.Context()))
	other.settled(t)
	assert.Equal(t, []int64{order}, other.ran)
}

// One look is enough for all that have died.
func TestPresence_several(t *testing.T) {
	t.Parallel()
	f := newFixtureIn(t, shoptest.Postgres(t))
	for range 3 {
		_, err := f.place(t.Context(), f.AddOrder)
		require.NoError(t, err)
	}
	_, err := f.shop.DB().ExecContext(t.Context(), `
		UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now(), attempted_by = ARRAY['eshop-dead-' || id]`)
	require.NoError(t, err)
	require.NoError(t, f.presence.takeUp(t.Context()))
	var available int
	require.NoError(t, f.shop.DB().QueryRowContext(t.Context(),
		`SELECT count(*) FROM river_job WHERE state = 'available'`).Scan(&available))
	assert.Equal(t, 3, available)
}

// A process that has lost its connection connects again, and is alive.
func TestPresence_connectsAgain(t *testing.T) {
	t.Parallel()
	busy, other, _ := two(t)
	busy.presence.end() // the test looks instead
	pid := busy.presence.conn.PgConn().PID()
	_, err := other.shop.DB().ExecContext(t.Context(), `SELECT pg_terminate_backend($1)`, int32(pid))
	require.NoError(t, err)
	lost := func() bool {
		var free bool
		require.NoError(t, other.shop.DB().QueryRowContext(t.Context(), `
			SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE pid = $1)`, int32(pid)).Scan(&free))
		return free
	}
	require.Eventually(t, lost, 30*time.Second, 10*time.Millisecond)
	busy.presence.look(t.Context())
	require.NoError(t, other.presence.takeUp(t.Context()))
	assert.Equal(t, "running", other.stateOfJob(t))
}

func (f *fixture) stateOfJob(t *testing.T) (state string) {
	t.Helper()
	require.NoError(t, f.shop.DB().QueryRowContext(t.Context(), `SELECT state FROM river_job`).Scan(&state))
	return state
}

// Without a server there is no presence, and no queue.
func TestNew_fails(t *testing.T) {
	t.Parallel()
	s, err := shop.Open(t.Context(), shoptest.Made(t, shop.Open))
	require.NoError(t, err)
	require.NoError(t, s.Close())
	j, err := New(t.Context(), s, Flows{}, quiet)
	require.Error(t, err)
	assert.Nil(t, j)
}
