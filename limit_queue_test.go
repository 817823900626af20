package shelfwire_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestLimit_ServesInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		arrivals := make([]time.Duration, 200)
		for i := range arrivals {
			arrivals[i] = time.Duration(i) * time.Millisecond
		}
		slices.Reverse(arrivals) // so that it is not the order in which the goroutines were started
		through := runArrivals(shelfwire.Limit(shelfwire.Rate{Calls: 1, Per: time.Second}), arrivals)
		for i := range through {
			assert.Equal(t, time.Duration(len(through)-1-i)*time.Second, through[i])
		}
	})
}

// left is how a caller left the limiter.
type left struct {
	at  time.Duration
	err error
}

// runQueue lets callers come one after the other, each with a context of its own, and returns how they left.
func runQueue(l shelfwire.Limiter, contexts ...context.Context) []left {
	began := time.Now()
	leaves := make([]left, len(contexts))
	var callers sync.WaitGroup
	for i, ctx := range contexts {
		callers.Go(func() {
			err := l.Wait(ctx)
			leaves[i] = left{time.Since(began), err}
		})
		synctest.Wait()
	}
	callers.Wait()
	return leaves
}

func cancelAfter(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(d, cancel)
	return ctx
}

func withTimeout(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

func TestLimit_CallerGivesUp(t *testing.T) {
	t.Parallel()
	const soon = 500 * time.Millisecond
	for _, tc := range []struct {
		name  string
		gives int // which caller of four gives up
		want  []time.Duration
	}{
		{"the next in turn", 1, []time.Duration{0, soon, time.Second, 2 * time.Second}},
		{"one in the middle", 2, []time.Duration{0, time.Second, soon, 2 * time.Second}},
		{"the last", 3, []time.Duration{0, time.Second, 2 * time.Second, soon}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				contexts := []context.Context{t.Context(), t.Context(), t.Context(), t.Context()}
				contexts[tc.gives] = cancelAfter(t, soon)
				for i, l := range runQueue(shelfwire.Limit(onePerSecond), contexts...) {
					assert.Equal(t, tc.want[i], l.at, "caller %d", i)
					assert.Equal(t, i == tc.gives, errors.Is(l.err, context.Canceled), "caller %d: %v", i, l.err)
				}
			})
		})
	}
}

func TestLimit_EndedContextTakesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		leaves := runQueue(shelfwire.Limit(onePerSecond), ended, ended, t.Context())
		assert.Equal(t, []left{{0, context.Canceled}, {0, context.Canceled}, {0, nil}}, leaves)
	})
}

func TestLimit_DoesNotWaitInVain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := shelfwire.Limit(onePerSecond)
		require.NoError(t, l.Wait(t.Context()))
		leaves := runQueue(l, withTimeout(t, 900*time.Millisecond), withTimeout(t, 1100*time.Millisecond))
		require.ErrorIs(t, leaves[0].err, context.DeadlineExceeded)
		assert.Zero(t, leaves[0].at, "it leaves at once")
		assert.Equal(t, left{time.Second, nil}, leaves[1], "it took nothing")
	})
}

// endsInQueue is a context that ends after a caller has looked at it once.
type endsInQueue struct {
	context.Context
	looks int
}

func TestLimit_CallerWhoseContextEndsAtItsTurnTakesNoPlace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := shelfwire.Limit(shelfwire.Rate{Calls: 1, Per: time.Second})
		require.ErrorIs(t, limiter.Wait(&endsInQueue{Context: t.Context()}), context.Canceled)
		begin := time.Now()
		require.NoError(t, limiter.Wait(t.Context()))
		assert.Zero(t, time.Since(begin), "the place is still free")
	})
}
