package shop

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// Also over several processes, no two moments are the same, and each is later than the ones before.
func TestShop_Moment(t *testing.T) {
	t.Parallel()
	database := shoptest.Database(t)
	processes := make([]*Shop, 1, 2)
	if shoptest.IsPostgres() {
		processes = processes[:2]
	}
	for i := range processes {
		s, err := Open(t.Context(), database)
		require.NoError(t, err)
		defer func() { assert.NoError(t, s.Close()) }()
		processes[i] = s
	}
	var mu sync.Mutex
	seen := map[time.Time]bool{}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			var last time.Time
			for range 20 {
				now, err := processes[i%len(processes)].Moment(t.Context())
				if !assert.NoError(t, err) {
					return
				}
				assert.True(t, now.After(last), "%s after %s", now, last)
				last = now
				mu.Lock()
				assert.False(t, seen[now], "%s twice", now)
				seen[now] = true
				mu.Unlock()
			}
		})
	}
	all.Wait()
	now, err := processes[0].Moment(t.Context())
	require.NoError(t, err)
	assert.WithinDuration(t, time.Now(), now, time.Minute, "it is the time as well")
}

// clockWasAhead is a shop whose clock was two hours ahead when the stock was read, and has been put back since.
func clockWasAhead(t *testing.T) *Shop {
	t.Helper()
	s := withProducts(t)
	ahead := time.Now().Add(2 * time.Hour)
	_, err := s.db.ExecContext(t.Context(), `INSERT INTO settings (key, value) VALUES ('latest moment', $1)`, stamp(ahead))
	require.NoError(t, err)
	readNow(t, s)
	return s
}

// readNow reads the stock: there are nine of A.
func readNow(t *testing.T, s *Shop) {
	t.Helper()
	now, err := s.Moment(t.Context())
	require.NoError(t, err)
	inStock(t, s, now, "A", "9")
}

// sellOne brings an order for one of A into the accounts.
func sellOne(t *testing.T, s *Shop) {
	t.Helper()
	id, err := s.PlaceOrder(t.Context(), oneBowl(), nothingAlongside)
	require.NoError(t, err)
	require.NoError(t, s.CloseOrder(t.Context(), id, OrderSent, ""))
}

// What is sold after the stock was read is not in it, whatever the clock says; and is, when that is read again.
func TestShop_Available_clockPutBack(t *testing.T) {
	t.Parallel()
	for name, makeShop := range map[string]func(t *testing.T) *Shop{
		"since it is kept": clockWasAhead,
		"before it was kept": func(t *testing.T) *Shop {
			t.Helper()
			s := clockWasAhead(t)
			_, err := s.db.ExecContext(t.Context(), `DELETE FROM settings WHERE key = 'latest moment'`)
			require.NoError(t, err)
			return s
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := makeShop(t)
			left := func(want int64) {
				t.Helper()
				n, known, err := s.Available(t.Context(), "A")
				require.NoError(t, err)
				require.True(t, known)
				assert.Equal(t, shelfwire.NewDecimal(want).String(), n.String())
				all, err := s.Sellable(t.Context())
				require.NoError(t, err)
				assert.True(t, n.Equal(all["A"]))
			}
			sellOne(t, s)
			left(8)
			readNow(t, s)
			left(9)
			sellOne(t, s)
			left(8)
			readNow(t, s)
			dealWithOne(t, s)
			left(8)
		})
	}
}

// A database that only knows of orders from before.
func TestShop_Moment_first(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	sellOne(t, s)
	ahead := time.Now().Add(2 * time.Hour)
	_, err := s.db.ExecContext(t.Context(), `UPDATE orders SET closed_at = $1`, stamp(ahead))
	require.NoError(t, err)
	_, err = s.db.ExecContext(t.Context(), `DELETE FROM settings WHERE key = 'latest moment'`)
	require.NoError(t, err)
	now, err := s.Moment(t.Context())
	require.NoError(t, err)
	assert.True(t, now.After(ahead))
}

// A moment of which nobody can say whether it is the latest one is none: what was sold would count as being in the stock.
func TestShop_Moment_fails(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	_, err := s.db.ExecContext(t.Context(), `ALTER TABLE products RENAME COLUMN balance_at TO gone`)
	require.NoError(t, err)
	_, err = s.Moment(t.Context())
	require.ErrorContains(t, err, "balance_at")
}

// dealWithOne lets a person deal with an order for one of A that has failed.
func dealWithOne(t *testing.T, s *Shop) {
	t.Helper()
	id, err := s.PlaceOrder(t.Context(), oneBowl(), nothingAlongside)
	require.NoError(t, err)
	require.NoError(t, s.CloseOrder(t.Context(), id, OrderFailed, "no such product"))
	require.NoError(t, s.Settle(t.Context(), id, AskedOrder, Dealt))
}
