package jobs

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
)

// startLedElsewhere starts a process that does not get the lead, as one that could not write for a while. The test looks
// itself.
func (f *fixture) startLedElsewhere(t *testing.T) {
	t.Helper()
	f.lead(t, f.id) // by name only: River finds that there is a leader
	require.NoError(t, f.Start(t.Context()))
	f.overdue.end()
}

func (f *fixture) countRounds(t *testing.T) (begun int) {
	t.Helper()
	require.NoError(t, f.shop.DB().QueryRowContext(t.Context(),
		`SELECT count(*) FROM river_job WHERE kind = 'round'`).Scan(&begun))
	return begun
}

// Without a leader a round begins all the same, once it is late.
func TestOverdue_round(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var done record
	f.noteIn(&done)
	require.NoError(t, f.Every(time.Hour, false))
	require.NoError(t, f.Every(24*time.Hour, true))
	f.startLedElsewhere(t)
	f.overdue.look(t.Context())
	assert.Zero(t, f.countRounds(t), "the program has just begun")

	f.overdue.latest = time.Now().Add(-time.Hour)
	f.overdue.look(t.Context())
	assert.Zero(t, f.countRounds(t), "River may still begin it")

	long := time.Now().Add(-time.Hour - 10*time.Second)
	f.overdue.latest = long
	f.overdue.look(t.Context())
	assert.Equal(t, 1, f.finishedRounds(t))
	assert.Equal(t, []string{"import", "import", "cards", "listings", "till"}, done.done)
	f.overdue.latest = long
	f.overdue.look(t.Context())
	assert.Equal(t, 1, f.countRounds(t), "that one is known now")

	f.runRound(t, "eshop-other")
	_, err := f.shop.DB().ExecContext(t.Context(), `UPDATE river_job SET attempted_at = '2026-03-16 09:00:00' WHERE kind = 'round'`)
	require.NoError(t, err)
	f.overdue.latest = long
	f.overdue.look(t.Context())
	assert.Equal(t, 1, f.countRounds(t), "one that takes long is under way")
}

// A program without rounds begins none.
func TestOverdue_noRounds(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.startLedElsewhere(t)
	f.overdue.latest = time.Time{}
	f.overdue.look(t.Context())
	assert.Zero(t, f.countRounds(t))
}

// Without a leader a job that waits for another try gets it all the same, and no sooner than it is due.
func TestOverdue_retry(t *testing.T) {
	t.Parallel()
	for state, due := range map[string]time.Duration{"retryable": -time.Minute, "scheduled": -time.Minute, "not yet": time.Hour} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			order, err := f.place(t.Context(), f.AddOrder)
			require.NoError(t, err)
			waits := state
			if due > 0 {
				waits = "retryable"
			}
			_, err = f.shop.DB().ExecContext(t.Context(), `UPDATE river_job SET state = $1, scheduled_at = $2`,
				waits, time.Now().UTC().Add(due).Format(time.DateTime))
			require.NoError(t, err)
			f.startLedElsewhere(t)
			f.overdue.look(t.Context())
			if due > 0 {
				assert.Equal(t, "retryable", f.stateOfJob(t))
				return
			}
			f.settled(t)
			assert.Equal(t, []int64{order}, f.ran)
		})
	}
}

// Everything is looked at once a day, however often the program is started.
func TestOverdue_everything(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var done record
	f.noteIn(&done)
	var fails error
	f.read = func(everything bool) (flows.Import, error) {
		done.note(fmt.Sprintf("everything %t", everything))
		return flows.Import{}, fails
	}
	require.NoError(t, f.Every(time.Hour, false))
	require.NoError(t, f.Every(24*time.Hour, true))
	f.startLedElsewhere(t)
	ctx := t.Context()
	look := func() int {
		f.overdue.nextLook = time.Time{}
		f.overdue.look(ctx)
		return f.countRounds(t)
	}
	mark := func() time.Time {
		last, err := f.shop.Mark(ctx, wholeMark)
		require.NoError(t, err)
		return last
	}
	assert.Zero(t, look(), "the first import reads everything")
	require.WithinDuration(t, time.Now(), mark(), time.Minute)
	require.NoError(t, f.shop.SetMark(ctx, wholeMark, time.Now().Add(-23*time.Hour)))
	assert.Zero(t, look())
	require.NoError(t, f.shop.SetMark(ctx, wholeMark, time.Now().Add(time.Hour)))
	assert.Zero(t, look())
	require.WithinDuration(t, time.Now(), mark(), time.Minute, "of a clock that was ahead")

	yesterday := time.Now().Add(-25 * time.Hour)
	require.NoError(t, f.shop.SetMark(ctx, wholeMark, yesterday))
	fails = refusedKey
	look()
	assert.Equal(t, 1, f.finishedRounds(t))
	assert.Equal(t, []string{"everything true"}, done.done)
	assert.WithinDuration(t, yesterday, mark(), time.Second, "it has failed")
	f.overdue.look(ctx)
	assert.Equal(t, 1, f.countRounds(t), "it is not tried again at once")

	fails = nil
	assert.Equal(t, 2, look())
	require.Eventually(t, func() bool { return time.Since(mark()) < time.Hour }, 30*time.Second, 20*time.Millisecond)
	assert.Equal(t, 2, look())
}

// While the database is away that is said, unless the program ends.
func TestOverdue_away(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.startLedElsewhere(t)
	var log bytes.Buffer
	f.overdue.calm = slog.New(slog.NewTextHandler(&log, nil))
	away, cancel := context.WithCancel(t.Context())
	cancel()
	f.overdue.look(away)
	assert.Empty(t, log.String())
	require.NoError(t, f.Stop(time.Minute))
	require.NoError(t, f.shop.DB().Close())
	f.overdue.look(t.Context())
	assert.Contains(t, log.String(), "cannot begin what is overdue")
	f.overdue.latest = time.Time{}
	require.NoError(t, f.overdue.round(t.Context()), "a program without rounds does not look for them")
	f.overdue.interval = time.Hour
	for name, begin := range map[string]func(context.Context) error{
		"jobs": f.overdue.retry, "a round": f.overdue.round, "one of everything": f.overdue.wholeRound,
	} {
		require.Error(t, begin(t.Context()), name)
	}
}

// What cannot be begun is said, and tried again with the next look.
func TestOverdue_everythingFails(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.startLedElsewhere(t)
	f.overdue.whole = time.Nanosecond
	var log bytes.Buffer
	f.overdue.calm = slog.New(slog.NewTextHandler(&log, nil))
	_, err := f.shop.DB().ExecContext(t.Context(), `ALTER TABLE marks RENAME TO hidden_marks`)
	require.NoError(t, err)
	f.overdue.look(t.Context())
	assert.Contains(t, log.String(), "cannot begin what is overdue")
	assert.Zero(t, f.overdue.nextLook)
	_, err = f.shop.DB().ExecContext(t.Context(), `ALTER TABLE hidden_marks RENAME TO marks`)
	require.NoError(t, err)
	if !f.shop.IsShared() {
		log.Reset()
		f.overdue.calm = slog.New(slog.NewTextHandler(&log, nil))
		_, err = f.shop.DB().ExecContext(t.Context(),
			`CREATE TRIGGER no_marks BEFORE INSERT ON marks BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`)
		require.NoError(t, err)
		f.overdue.look(t.Context())
		assert.Contains(t, log.String(), "the disk is full")
		assert.Zero(t, f.overdue.nextLook)
		_, err = f.shop.DB().ExecContext(t.Context(), `DROP TRIGGER no_marks`)
		require.NoError(t, err)
	}
	f.overdue.look(t.Context())
	assert.WithinDuration(t, time.Now().Add(15*time.Minute), f.overdue.nextLook, 30*time.Second)
}
