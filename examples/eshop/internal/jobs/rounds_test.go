package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// record notes what the flows of several processes do.
type record struct {
	mu   sync.Mutex
	done []string
}

func (r *record) note(what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done = append(r.done, what)
}

func (f *fixture) noteIn(r *record) {
	f.read = func(bool) (flows.Import, error) { r.note("import"); return flows.Import{}, nil }
	f.push = func(bool) (flows.Push, error) { r.note("cards"); return flows.Push{}, nil }
	f.list = func(bool) (flows.Listings, error) { r.note("listings"); return flows.Listings{}, errTemporary }
	f.till = func(bool) (flows.Till, error) { r.note("till"); return flows.Till{}, nil }
}

// finishedRounds waits for the first round, and counts all that were ever begun.
func (f *fixture) finishedRounds(t *testing.T) (begun int) {
	t.Helper()
	over := func() bool {
		var finished int
		require.NoError(t, f.shop.DB().QueryRowContext(t.Context(), `
			SELECT count(*), count(finalized_at) FROM river_job WHERE kind = 'round'`).Scan(&begun, &finished))
		return finished > 0
	}
	require.Eventually(t, over, 30*time.Second, 50*time.Millisecond)
	return begun
}

func TestEvery(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var done record
	f.noteIn(&done)
	require.NoError(t, f.Every(time.Hour, false))
	require.NoError(t, f.Every(24*time.Hour, true))
	orphan, err := f.place(t.Context(), func(context.Context, *sql.Tx, int64) error { return nil })
	require.NoError(t, err)
	require.NoError(t, f.Start(t.Context()))
	assert.Equal(t, 1, f.finishedRounds(t), "the round that does everything is not begun at the start")
	assert.Equal(t, []string{"import", "import", "cards", "listings", "till"}, done.done,
		"in this order; a channel that fails is not in the way of the next one")
	f.settled(t)
	assert.Equal(t, []int64{orphan}, f.ran, "an order without a job gets one")
}

// Of two processes only one begins rounds, whichever does the work.
func TestEvery_twoProcesses(t *testing.T) {
	t.Parallel()
	database := shoptest.Postgres(t)
	var done record
	var processes []*fixture
	for range 2 {
		f := newFixtureIn(t, database)
		f.noteIn(&done)
		require.NoError(t, f.Every(time.Hour, false))
		processes = append(processes, f)
	}
	for _, f := range processes {
		require.NoError(t, f.Start(t.Context()))
	}
	assert.Equal(t, 1, processes[0].finishedRounds(t))
	assert.Equal(t, []string{"import", "import", "cards", "listings", "till"}, done.done)
}

// What was sold in the channel takes its goods before the stock goes there again. What waits there is not read again for that.
func TestRound_picksUp(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var done record
	f.noteIn(&done)
	f.pick = func(everything bool) (flows.PickedUp, error) {
		done.note(fmt.Sprintf("orders, all of them: %t", everything))
		return flows.PickedUp{}, errTemporary
	}
	require.NoError(t, f.shop.SetMark(t.Context(), "products", time.Now()))
	require.NoError(t, f.Every(time.Hour, false))
	require.NoError(t, f.Start(t.Context()))
	f.finishedRounds(t)
	assert.Equal(t, []string{"import", "import", "orders, all of them: false", "cards", "listings", "till"}, done.done)
	_, err := f.PickUpOrders(t.Context())
	require.Error(t, err)
	assert.Equal(t, "orders, all of them: true", done.done[len(done.done)-1])
}

func TestRound_importFails(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var done record
	f.noteIn(&done)
	f.read = func(bool) (flows.Import, error) { done.note("import"); return flows.Import{}, refusedKey }
	require.NoError(t, f.Every(time.Hour, false))
	require.NoError(t, f.Start(t.Context()))
	f.finishedRounds(t)
	assert.Equal(t, []string{"import"}, done.done, "nothing goes out")
}

// Two who want the same at the same time get it once; who wants everything is not put off with less.
func TestImport_shared(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var done record
	first, goOn := make(chan struct{}), make(chan struct{})
	f.read = func(everything bool) (flows.Import, error) {
		if everything {
			done.note("everything")
			return flows.Import{Read: 300}, nil
		}
		done.note("changes")
		close(first)
		<-goOn
		return flows.Import{Read: 7}, nil
	}
	require.NoError(t, f.Start(t.Context()))
	var waiting sync.WaitGroup
	for range 2 {
		waiting.Go(func() {
			got, err := f.Import(t.Context(), ImportProducts{})
			assert.NoError(t, err)
			assert.Equal(t, 7, got.Read)
		})
	}
	<-first
	waiting.Go(func() {
		got, err := f.Import(t.Context(), ImportProducts{Everything: true})
		assert.NoError(t, err)
		assert.Equal(t, 300, got.Read)
	})
	require.Eventually(t, func() bool { return f.countJobs(t) == 1 }, 30*time.Second, time.Millisecond)
	close(goOn)
	waiting.Wait()
	assert.Equal(t, []string{"changes", "everything"}, done.done)
}

// Who wants to push while a push is running has something that it may have missed, and so another one follows it; those
// who come before that one has begun share it.
func TestPushListings_shared(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	runs, first, goOn := 0, make(chan struct{}), make(chan struct{})
	f.list = func(bool) (flows.Listings, error) {
		runs++
		if runs == 1 {
			close(first)
			<-goOn
		}
		return flows.Listings{Pushed: runs}, nil
	}
	require.NoError(t, f.Start(t.Context()))
	var waiting sync.WaitGroup
	push := func(want int) {
		waiting.Go(func() {
			got, err := f.PushListings(t.Context(), PushListings{})
			assert.NoError(t, err)
			assert.Equal(t, want, got.Pushed)
		})
	}
	push(1)
	<-first
	push(2)
	time.Sleep(10 * pollEvery) // the second one finds the first one running
	close(goOn)
	waiting.Wait()
	assert.Equal(t, 2, runs)
}
