package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/metrics"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

func TestRunning(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	assert.False(t, f.Running(), "not before Start")
	require.NoError(t, f.Start(t.Context()))
	assert.True(t, f.Running())
	require.NoError(t, f.Stop(time.Minute))
	assert.False(t, f.Running(), "not after Stop")
}

// Each run of a flow is remembered with its calls, whatever came of it.
func TestRecorded(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	calls := metrics.New()
	f.call = func(ctx context.Context) {
		calls.Observe(ctx, shelfwire.Attempt{Provider: "resico"})
		calls.Observe(ctx, shelfwire.Attempt{Provider: "resico", Err: errTemporary})
	}
	require.NoError(t, f.Start(t.Context()))
	_, err := f.Import(t.Context(), ImportProducts{})
	require.NoError(t, err)
	f.read = func(bool) (flows.Import, error) { return flows.Import{}, refusedKey }
	_, err = f.Import(t.Context(), ImportProducts{})
	require.Error(t, err)
	f.list = func(bool) (flows.Listings, error) { return flows.Listings{Pushed: 3}, nil }
	_, err = f.PushListings(t.Context(), PushListings{})
	require.NoError(t, err)

	runs, err := f.shop.Runs(t.Context(), ImportProducts{}.Kind())
	require.NoError(t, err)
	require.Len(t, runs, 2)
	assert.Contains(t, runs[0].Error, "Products.List")
	assert.Nil(t, runs[0].Output)
	assert.Empty(t, runs[1].Error)
	var done flows.Import
	require.NoError(t, json.Unmarshal(runs[1].Output, &done))
	assert.Equal(t, 7, done.Read)
	for _, r := range runs {
		assert.Equal(t, "2 calls, 1 failed", fmt.Sprintf("%d calls, %d failed", r.Calls, r.FailedCalls))
		assert.WithinRange(t, r.Ended, r.Began, time.Now())
	}
	runs, err = f.shop.Runs(t.Context(), PushListings{}.Kind())
	require.NoError(t, err)
	require.Len(t, runs, 1)
	assert.Contains(t, string(runs[0].Output), `"Pushed":3`)
}

func TestIsUnderWay(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	begun, end := make(chan struct{}), make(chan struct{})
	f.read = func(bool) (flows.Import, error) { close(begun); <-end; return flows.Import{}, nil }
	require.NoError(t, f.Start(t.Context()))
	_, err := f.client.Insert(t.Context(), ImportProducts{}, nil)
	require.NoError(t, err)
	<-begun
	for kind, want := range map[string]bool{ImportProducts{}.Kind(): true, ImportBalances{}.Kind(): false} {
		is, err := f.IsUnderWay(t.Context(), kind)
		require.NoError(t, err)
		assert.Equal(t, want, is, kind)
	}
	close(end)
	require.Eventually(t, func() bool {
		is, err := f.IsUnderWay(t.Context(), ImportProducts{}.Kind())
		return err == nil && !is
	}, 20*time.Second, pollEvery)
}

// The order is settled while the job that parked it has not quite ended.
func TestReopen(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	parked, end := make(chan struct{}), make(chan struct{})
	f.submit = func(ctx context.Context, order int64) error {
		f.submit = f.sent
		err := f.shop.CloseOrder(ctx, order, shop.OrderParked, "who knows")
		close(parked)
		<-end
		return err
	}
	order, err := f.place(t.Context(), f.AddOrder)
	require.NoError(t, err)
	require.NoError(t, f.Start(t.Context()))
	<-parked
	require.NoError(t, f.shop.Settle(t.Context(), order, shop.AskedOrder, shop.NotThere))
	reopened := make(chan error)
	go func() { reopened <- f.Reopen(t.Context(), order) }()
	close(end)
	require.NoError(t, <-reopened)
	f.settled(t)
	assert.Equal(t, []int64{order, order}, f.ran)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.Error(t, f.Reopen(ctx, order))
}

// Jobs that wait are counted, and so are those that were given up; those that are done are not.
func TestCounts(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	counts, err := f.Counts(t.Context())
	require.NoError(t, err)
	assert.Empty(t, counts)
	for range 3 {
		_, err := f.place(t.Context(), f.AddOrder)
		require.NoError(t, err)
	}
	for state, row := range map[string]int{"completed": 0, "discarded": 1} {
		_, err = f.shop.DB().ExecContext(t.Context(), `
			UPDATE river_job SET state = '`+state+`', finalized_at = CURRENT_TIMESTAMP
			WHERE id = (SELECT id FROM river_job ORDER BY id LIMIT 1 OFFSET $1)`, row)
		require.NoError(t, err)
	}
	counts, err = f.Counts(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []Count{{"submit_order", "available", 1}, {"submit_order", "discarded", 1}}, counts)
}
