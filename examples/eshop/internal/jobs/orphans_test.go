package jobs

import (
	"bytes"
	"context"
	"database/sql"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// forgotten is a process with an order whose job counts as running in it, and that no worker is at: River could not write
// down that it has ended. The test looks itself.
func forgotten(t *testing.T, database string) (f *fixture, log *bytes.Buffer, order int64) {
	t.Helper()
	log = &bytes.Buffer{}
	f = newFixtureIn(t, database)
	f.orphans.logger = slog.New(slog.NewTextHandler(log, nil))
	order, err := f.place(t.Context(), f.AddOrder)
	require.NoError(t, err)
	f.forget(t)
	return f, log, order
}

// forget lets all jobs seem to run in this process.
func (f *fixture) forget(t *testing.T) {
	t.Helper()
	by := `json_array('eshop-before', $1)`
	if f.shop.IsShared() {
		by = `ARRAY['eshop-before', $1]`
	}
	_, err := f.shop.DB().ExecContext(t.Context(),
		`UPDATE river_job SET state = 'running', attempt = 1, attempted_at = scheduled_at, attempted_by = `+by, f.id)
	require.NoError(t, err)
}

func (f *fixture) lookOften(t *testing.T, times int) {
	t.Helper()
	for range times {
		f.orphans.look(t.Context())
	}
}

// It is taken back when River has had the time to write down what became of it, and not before.
func TestOrphans_forgotten(t *testing.T) {
	t.Parallel()
	f, log, order := forgotten(t, shoptest.Made(t, shop.Open))
	f.lookOften(t, enoughLooks-1)
	assert.Equal(t, "running", f.stateOfJob(t))
	assert.Empty(t, log.String())
	f.lookOften(t, 1)
	assert.Equal(t, "available", f.stateOfJob(t))
	assert.Contains(t, log.String(), `msg="a job that nobody worked on begins again" job=1`)
	require.NoError(t, f.Start(t.Context()))
	f.settled(t)
	assert.Equal(t, []int64{order}, f.ran)
}

// A process that does nothing else finds it, too.
func TestStart_watchesForOrphans(t *testing.T) {
	t.Parallel()
	f, _, order := forgotten(t, shoptest.Made(t, shop.Open))
	f.lookOften(t, enoughLooks-2)
	require.NoError(t, f.Start(t.Context()))
	f.settled(t)
	assert.Equal(t, []int64{order}, f.ran)
}

// However long a worker is at it.
func TestOrphans_atWork(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	begun, end := make(chan struct{}), make(chan struct{})
	f.submit = func(ctx context.Context, order int64) error {
		close(begun)
		<-end
		return f.sent(ctx, order)
	}
	order, err := f.place(t.Context(), f.AddOrder)
	require.NoError(t, err)
	require.NoError(t, f.Start(t.Context()))
	<-begun
	f.orphans.end() // the test looks instead
	f.lookOften(t, 2*enoughLooks)
	assert.Equal(t, "running", f.stateOfJob(t))
	assert.Empty(t, f.orphans.seen)
	close(end)
	f.settled(t)
	assert.Equal(t, []int64{order}, f.ran)
	require.NoError(t, f.Stop(time.Minute))
	assert.Empty(t, f.orphans.atWork.tries)
}

// What another process is at is no concern of this one.
func TestOrphans_ofOthers(t *testing.T) {
	t.Parallel()
	f, _, _ := forgotten(t, shoptest.Made(t, shop.Open))
	f.orphans.id = "eshop-other"
	f.lookOften(t, 2*enoughLooks)
	assert.Equal(t, "running", f.stateOfJob(t))
}

// Each try is counted by itself: the next one may just have been fetched.
func TestOrphans_nextTry(t *testing.T) {
	t.Parallel()
	f, _, _ := forgotten(t, shoptest.Made(t, shop.Open))
	f.lookOften(t, enoughLooks-1)
	_, err := f.shop.DB().ExecContext(t.Context(), `UPDATE river_job SET attempted_at = '2999-12-31 00:00:00'`)
	require.NoError(t, err)
	f.lookOften(t, enoughLooks-1)
	assert.Equal(t, "running", f.stateOfJob(t))
	for job := range f.orphans.seen {
		f.orphans.seen[orphan{job.job, "earlier"}] = enoughLooks
	}
	require.NoError(t, f.orphans.takeBack(t.Context()))
	assert.Equal(t, "running", f.stateOfJob(t), "that try is over")
}

// While the database is away, River cannot write down that a job has ended, and gets as long again when it is back.
func TestOrphans_away(t *testing.T) {
	t.Parallel()
	f, _, _ := forgotten(t, shoptest.Made(t, shop.Open))
	var log bytes.Buffer
	f.orphans.calm = slog.New(slog.NewTextHandler(&log, nil))
	f.lookOften(t, enoughLooks-1)
	away, cancel := context.WithCancel(t.Context())
	cancel()
	f.orphans.look(away)
	assert.Empty(t, log.String(), "the program ends")
	f.lookOften(t, enoughLooks-1)
	assert.Equal(t, "running", f.stateOfJob(t))

	mine := f.orphans.mine
	f.orphans.mine = "no condition"
	f.lookOften(t, 1)
	assert.Contains(t, log.String(), "cannot look for jobs that nobody works on")
	f.orphans.mine = mine
	f.lookOften(t, enoughLooks-1)
	assert.Equal(t, "running", f.stateOfJob(t))
}

// A file that another program has locked can be read, but River could not write to it.
func TestOrphans_locked(t *testing.T) {
	t.Parallel()
	f, _, _ := forgotten(t, shoptest.File(t))
	_, err := f.shop.DB().ExecContext(t.Context(), `PRAGMA busy_timeout = 0`)
	require.NoError(t, err)
	f.lookOften(t, enoughLooks/2)
	other := lockFile(t, f.database)
	f.lookOften(t, 1)
	assert.Empty(t, f.orphans.seen)
	require.NoError(t, other.Close())
	f.lookOften(t, enoughLooks-1)
	assert.Equal(t, "running", f.stateOfJob(t))
	f.lookOften(t, 1)
	assert.Equal(t, "available", f.stateOfJob(t))
}

// The first look only reads: most of what it finds has ended a moment ago, and needs nothing to be written.
func TestOrphans_firstLook(t *testing.T) {
	t.Parallel()
	f, _, _ := forgotten(t, shoptest.File(t))
	_, err := f.shop.DB().ExecContext(t.Context(), `PRAGMA busy_timeout = 0`)
	require.NoError(t, err)
	other := lockFile(t, f.database)
	f.lookOften(t, 1)
	assert.Len(t, f.orphans.seen, 1)
	f.lookOften(t, 1)
	assert.Empty(t, f.orphans.seen, "the second one shows that nothing can be written")
	require.NoError(t, other.Close())
}

// A round whose import was forgotten goes on, and the next ones begin.
func TestOrphans_round(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var done record
	f.noteIn(&done)
	_, err := f.client.Insert(t.Context(), ImportProducts{}, nil)
	require.NoError(t, err)
	f.forget(t)
	require.NoError(t, f.Every(time.Hour, false))
	require.NoError(t, f.Start(t.Context()))
	waiting := func() bool {
		counts, err := f.Counts(t.Context())
		return err == nil && len(counts) == 2 && counts[1].Kind == "round" && counts[1].State == "running"
	}
	require.Eventually(t, waiting, 20*time.Second, 20*time.Millisecond)
	f.orphans.end() // the test looks instead
	f.lookOften(t, enoughLooks)
	assert.Equal(t, 1, f.finishedRounds(t))
	assert.Equal(t, []string{"import", "import", "cards", "listings", "till"}, done.done)
}

// lockFile is another program that has begun to write.
func lockFile(t *testing.T, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	require.NoError(t, err)
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(t.Context(), `BEGIN IMMEDIATE`)
	require.NoError(t, err)
	return db
}
