package shop

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// A person deals with an order of a channel while a pick-up has just read it. Neither waits for the other for ever.
func TestShop_SettleRemote_whileTaken(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), shoptest.Postgres(t))
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	r := remoteOrder("1", time.Now())
	r.Problem = "it has no lines"
	_, err = s.TakeRemote(t.Context(), r, time.Time{}, nothing)
	require.NoError(t, err)

	tx, err := s.db.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	defer func() { _ = tx.Rollback() }()
	_, err = s.remoteRow(t.Context(), tx, r.Remote)
	require.NoError(t, err)
	settled := make(chan error, 1)
	go func() { settled <- settleRemote(t, s, r.Remote, Dealt) }()
	waits := func() bool {
		var n int
		require.NoError(t, s.db.QueryRowContext(t.Context(), `
			SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%remote_orders%'
			    AND pg_blocking_pids(pid) <> '{}' AND datname = current_database()`).Scan(&n))
		return n > 0
	}
	require.Eventually(t, waits, 30*time.Second, 10*time.Millisecond)
	_, err = moment(t.Context(), tx)
	require.NoError(t, err)
	require.NoError(t, tx.Commit())
	assert.NoError(t, <-settled)
}
