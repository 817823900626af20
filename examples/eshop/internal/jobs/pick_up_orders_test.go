package jobs

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
)

// A bell while a pick-up runs is about what that one may have read past: another one follows it. Until then the bell waits, and
// no longer than whoever rings.
func TestRingPickUp_running(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	begun, goOn := make(chan bool, 2), make(chan struct{})
	f.pick = func(everything bool) (flows.PickedUp, error) {
		begun <- everything
		<-goOn
		return flows.PickedUp{}, nil
	}
	require.NoError(t, f.shop.SetMark(t.Context(), "products", time.Now()))
	require.NoError(t, f.RingPickUp(t.Context()))
	require.NoError(t, f.Start(t.Context()))
	assert.True(t, <-begun)
	short, cancel := context.WithTimeout(t.Context(), 3*pollEvery)
	defer cancel()
	require.ErrorIs(t, f.RingPickUp(short), context.DeadlineExceeded)
	assert.Equal(t, 1, f.countJobs(t))

	rung := make(chan error, 1)
	go func() { rung <- f.RingPickUp(t.Context()) }()
	close(goOn)
	require.NoError(t, <-rung)
	assert.True(t, <-begun)
	assert.Equal(t, 2, f.countJobs(t))
}

// One pick-up that has not begun is enough, if it looks at all that is open.
func TestRingPickUp_due(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for range 3 {
		require.NoError(t, f.RingPickUp(t.Context()))
	}
	assert.Equal(t, 1, f.countJobs(t))
}

// One that takes only what is new does not look at what the bell is about.
func TestRingPickUp_onlyNew(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	_, err := f.client.Insert(t.Context(), PickUpOrders{}, nil)
	require.NoError(t, err)
	short, cancel := context.WithTimeout(t.Context(), 3*pollEvery)
	defer cancel()
	require.ErrorIs(t, f.RingPickUp(short), context.DeadlineExceeded)
}

func TestPause(t *testing.T) {
	t.Parallel()
	require.NoError(t, Pause(t.Context()))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, Pause(ended), context.Canceled)
}
