package jobs

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

func TestLast(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	kind := ImportProducts{}.Kind()
	_, ok, err := f.Last(t.Context(), kind)
	require.NoError(t, err)
	assert.False(t, ok)
	assert.False(t, f.Running(), "not before Start")
	require.NoError(t, f.Start(t.Context()))
	assert.True(t, f.Running())

	for _, read := range []int{1, 2} {
		f.read = func(bool) (flows.Import, error) { return flows.Import{Read: read}, nil }
		_, err := f.Import(t.Context(), ImportProducts{})
		require.NoError(t, err)
		run, ok, err := f.Last(t.Context(), kind)
		require.NoError(t, err)
		require.True(t, ok)
		var done flows.Import
		require.NoError(t, json.Unmarshal(run.Output, &done))
		assert.Equal(t, read, done.Read)
		assert.Empty(t, run.Error)
		assert.WithinDuration(t, time.Now(), run.Ended, time.Minute)
		assert.False(t, run.Ended.Before(run.Began))
	}

	f.read = func(bool) (flows.Import, error) { return flows.Import{}, refusedKey }
	_, err = f.Import(t.Context(), ImportProducts{})
	require.Error(t, err)
	run, ok, err := f.Last(t.Context(), kind)
	require.NoError(t, err)
	require.True(t, ok)
	assert.Empty(t, run.Output)
	assert.Contains(t, run.Error, "Products.List")

	require.NoError(t, f.Stop(time.Minute))
	assert.False(t, f.Running(), "not after Stop")
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
	require.NoError(t, f.shop.Settle(t.Context(), order, shop.NotThere))
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
