package sharedlimit

import (
	"context"
	"database/sql"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

var _ shelfwire.Limiter = (*Limiter)(nil)

// processes returns limiters of one name, each with connections of its own.
func processes(t *testing.T, n int, rates ...shelfwire.Rate) []*Limiter {
	t.Helper()
	database := shoptest.Postgres(t)
	var limiters []*Limiter
	for range n {
		db, err := sql.Open("pgx", shoptest.WithoutPool(database))
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		l, err := New(t.Context(), db, "an account", rates...)
		require.NoError(t, err)
		limiters = append(limiters, l)
	}
	return limiters
}

// starts returns all starts that are remembered, by the clock of the database.
func starts(t *testing.T, l *Limiter) (list []time.Time) {
	t.Helper()
	rows, err := l.db.QueryContext(t.Context(), `SELECT start FROM limiter_starts WHERE name = $1 ORDER BY n`, l.name)
	require.NoError(t, err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var at time.Time
		require.NoError(t, rows.Scan(&at))
		list = append(list, at)
	}
	require.NoError(t, rows.Err())
	return list
}

// checkRate checks that each start is at least a span behind the one that many calls before it.
func checkRate(t *testing.T, list []time.Time, rate shelfwire.Rate) {
	t.Helper()
	for i := rate.Calls; i < len(list); i++ {
		assert.GreaterOrEqual(t, list[i].Sub(list[i-rate.Calls]), rate.Per, "start %d, %d calls per %s", i, rate.Calls, rate.Per)
	}
}

func TestLimiter_together(t *testing.T) {
	t.Parallel()
	short, long := shelfwire.Rate{Calls: 3, Per: 100 * time.Millisecond}, shelfwire.Rate{Calls: 20, Per: 900 * time.Millisecond}
	limiters := processes(t, 3, short, long)
	var callers sync.WaitGroup
	for _, l := range limiters {
		for range 3 {
			callers.Go(func() {
				for range 4 {
					assert.NoError(t, l.Wait(t.Context()))
				}
			})
		}
	}
	callers.Wait()
	list := starts(t, limiters[0])
	assert.Less(t, len(list), 36, "what no start to come reckons from is forgotten")
	require.GreaterOrEqual(t, len(list), 20)
	checkRate(t, list, short)
	checkRate(t, list, long)
}

// Reserved in advance and never waited for: nothing here depends on how fast the machine is.
func TestLimiter_reserve(t *testing.T) {
	t.Parallel()
	rates := []shelfwire.Rate{{Calls: 2, Per: time.Second}, {Calls: 5, Per: time.Minute}, {Calls: 300, Per: time.Hour}}
	limiters := processes(t, 2, rates...)
	waits := map[int64]time.Duration{}
	for i := range 40 {
		s, err := limiters[i%2].reserve(t.Context())
		require.NoError(t, err)
		waits[s.n] = s.wait
	}
	list := starts(t, limiters[1])
	require.Len(t, list, 40)
	for _, rate := range rates {
		checkRate(t, list, rate)
	}
	assert.Zero(t, waits[1])
	assert.Equal(t, 7*time.Minute, list[35].Sub(list[0]), "not later than the rates ask for")
	assert.Greater(t, waits[40], 6*time.Minute)
}

func TestLimiter_cancelled(t *testing.T) {
	t.Parallel()
	limiters := processes(t, 2, shelfwire.Rate{Calls: 1, Per: time.Hour})
	require.NoError(t, limiters[0].Wait(t.Context()))

	ctx, cancel := context.WithCancel(t.Context())
	waiting := make(chan error)
	go func() { waiting <- limiters[0].Wait(ctx) }()
	require.Eventually(t, func() bool { return reserved(t, limiters[1]) == 2 },
		30*time.Second, 5*time.Millisecond)
	cancel()
	require.ErrorIs(t, <-waiting, context.Canceled)
	assert.EqualValues(t, 1, reserved(t, limiters[1]), "the start is given back")
	require.ErrorIs(t, limiters[0].Wait(ctx), context.Canceled)

	hurried, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	began := time.Now()
	require.ErrorIs(t, limiters[1].Wait(hurried), context.DeadlineExceeded)
	assert.Less(t, time.Since(began), 30*time.Second, "it leaves at once")
	assert.EqualValues(t, 1, reserved(t, limiters[1]))
}

// reserved is the number of the last start.
func reserved(t *testing.T, l *Limiter) (n int64) {
	t.Helper()
	require.NoError(t, l.db.QueryRowContext(t.Context(), `SELECT max(n) FROM limiter_starts`).Scan(&n))
	return n
}

// A start that another process has reckoned from stays.
func TestLimiter_giveBack(t *testing.T) {
	t.Parallel()
	rate := shelfwire.Rate{Calls: 2, Per: time.Hour}
	limiters := processes(t, 2, rate)
	var mine []start
	for i := range 4 {
		s, err := limiters[i%2].reserve(t.Context())
		require.NoError(t, err)
		mine = append(mine, s)
	}
	require.NoError(t, limiters[0].giveBack(t.Context(), mine[2]))
	assert.EqualValues(t, 4, reserved(t, limiters[0]))
	require.NoError(t, limiters[1].giveBack(t.Context(), mine[3]))
	require.NoError(t, limiters[0].giveBack(t.Context(), mine[2]))
	assert.EqualValues(t, 2, reserved(t, limiters[0]))
}

// A wait in the queue of its own process ends with its context, too.
func TestLimiter_queue(t *testing.T) {
	t.Parallel()
	l := &Limiter{turn: make(chan struct{}, 1)}
	l.turn <- struct{}{}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	require.ErrorIs(t, l.Wait(ctx), context.DeadlineExceeded)
}

func TestLimiter_noDatabase(t *testing.T) {
	t.Parallel()
	l := processes(t, 1, shelfwire.Rate{Calls: 1, Per: time.Second})[0]
	require.NoError(t, l.db.Close())
	require.Error(t, l.Wait(t.Context()), "nothing may start")
}

func TestNew_noRate(t *testing.T) {
	t.Parallel()
	_, err := New(t.Context(), nil, "an account")
	require.ErrorContains(t, err, `the limit "an account" needs at least one rate`)
	_, err = New(t.Context(), nil, "an account", shelfwire.Rate{Calls: 1})
	require.ErrorContains(t, err, "1 calls per 0s is no rate")
}
