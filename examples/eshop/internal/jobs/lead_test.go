package jobs

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// lead gives the lead to a process for longer than any test takes.
func (f *fixture) lead(t *testing.T, process string) {
	t.Helper()
	_, err := f.shop.DB().ExecContext(t.Context(), `DELETE FROM river_leader`)
	require.NoError(t, err)
	now := time.Now().UTC()
	_, err = f.shop.DB().ExecContext(t.Context(),
		`INSERT INTO river_leader (elected_at, expires_at, leader_id, name) VALUES ($1, $2, $3, 'default')`,
		now.Format(time.DateTime), now.Add(time.Hour).Format(time.DateTime), process)
	require.NoError(t, err)
}

func (f *fixture) leader(t *testing.T) (process string) {
	t.Helper()
	require.NoError(t, f.shop.DB().QueryRowContext(t.Context(),
		`SELECT COALESCE((SELECT leader_id FROM river_leader), '')`).Scan(&process))
	return process
}

// The process that had the lead was killed. The next one does not wait until the lead runs out.
func TestStart_afterKill(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var done record
	f.noteIn(&done)
	f.lead(t, "eshop-dead")
	f.close(t)
	f.open(t)
	require.NoError(t, f.Every(time.Hour, false))
	require.NoError(t, f.Start(t.Context()))
	assert.Equal(t, 1, f.finishedRounds(t))
	require.Eventually(t, func() bool { return f.leader(t) == f.id }, 30*time.Second, 20*time.Millisecond)
}

// The process that has the lead is killed while this one stands by.
func TestPresence_deadLeader(t *testing.T) {
	t.Parallel()
	f := newFixtureIn(t, shoptest.Postgres(t))
	var done record
	f.noteIn(&done)
	f.lead(t, "eshop-dead")
	require.NoError(t, f.Every(time.Hour, false))
	require.NoError(t, f.Start(t.Context()))
	assert.Equal(t, 1, f.finishedRounds(t))
	require.Eventually(t, func() bool { return f.leader(t) == f.id }, 30*time.Second, 20*time.Millisecond)
}

// Beside a process that lives and leads, none begins a round of its own, and none takes the lead.
func TestStart_led(t *testing.T) {
	t.Parallel()
	database := shoptest.Postgres(t)
	leader, other := newFixtureIn(t, database), newFixtureIn(t, database)
	other.lead(t, leader.id)
	require.NoError(t, other.Every(time.Hour, false))
	require.NoError(t, other.Start(t.Context()))
	require.NoError(t, other.presence.takeUp(t.Context()))
	assert.Equal(t, leader.id, other.leader(t))
	var begun int
	require.NoError(t, other.shop.DB().QueryRowContext(t.Context(),
		`SELECT count(*) FROM river_job WHERE kind = 'round'`).Scan(&begun))
	assert.Zero(t, begun)
}

func TestJobs_Rounds(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var done record
	f.noteIn(&done)
	rounds, err := f.Rounds(t.Context())
	require.NoError(t, err)
	assert.Equal(t, Rounds{}, rounds)
	require.NoError(t, f.Every(time.Hour, false))
	began := time.Now()
	require.NoError(t, f.Start(t.Context()))
	f.finishedRounds(t)
	rounds, err = f.Rounds(t.Context())
	require.NoError(t, err)
	assert.WithinRange(t, rounds.Last, began.Add(-time.Second), time.Now().Add(time.Second))
	assert.False(t, rounds.Elsewhere)
	assert.False(t, rounds.UnderWay)

	// One that runs, in this process or in another.
	for process, elsewhere := range map[string]bool{f.id: false, "eshop-other": true} {
		f.runRound(t, process)
		rounds, err = f.Rounds(t.Context())
		require.NoError(t, err)
		assert.Equal(t, elsewhere, rounds.Elsewhere, process)
		assert.True(t, rounds.UnderWay)
	}
}

// runRound lets the round seem to run in a process.
func (f *fixture) runRound(t *testing.T, process string) {
	t.Helper()
	by := `ARRAY['eshop-before', $1]`
	if !f.shop.IsShared() {
		by = `json_array('eshop-before', $1)`
	}
	_, err := f.shop.DB().ExecContext(t.Context(),
		`UPDATE river_job SET state = 'running', finalized_at = NULL, attempted_by = `+by+` WHERE kind = 'round'`, process)
	require.NoError(t, err)
}
