package fake

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestClock_Sleep(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		wait    time.Duration
		calls   int           // under way besides
		took    time.Duration // of real time
		skipped time.Duration
	}{
		"an hour":             {time.Hour, 0, quietPeriod, time.Hour - quietPeriod},
		"longer than a life":  {200 * 365 * 24 * time.Hour, 0, quietPeriod, 200*365*24*time.Hour - quietPeriod},
		"a call is at work":   {time.Hour, 1, maxStandstill, time.Hour - maxStandstill},
		"no longer than that": {maxStandstill / 2, 1, maxStandstill / 2, 0},
		"as short as quiet":   {quietPeriod, 0, quietPeriod, 0},
		"shorter than a look": {pollInterval / 3, 0, pollInterval / 3, 0},
		"over":                {-time.Second, 0, 0, 0},
		"now":                 {0, 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := newClock()
				for range tc.calls + 1 {
					c.Begin()
				}
				asked, began := c.Now(), time.Now()
				skipped, err := c.Sleep(t.Context(), asked.Add(tc.wait))
				require.NoError(t, err)
				assert.Equal(t, tc.took, time.Since(began))
				assert.Equal(t, tc.skipped, skipped)
				assert.Equal(t, max(tc.wait, 0), c.Now().Sub(asked), "neither earlier nor later")
				time.Sleep(time.Second)
				assert.Equal(t, max(tc.wait, 0)+time.Second, c.Now().Sub(asked), "it goes on like real time")
			})
		})
	}
}

// A call that is over is at work no more.
func TestClock_End(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, began := newClock(), time.Now()
		c.Begin()
		c.Begin()
		c.End()
		_, err := c.Sleep(t.Context(), c.Now().Add(time.Hour))
		require.NoError(t, err)
		assert.Equal(t, quietPeriod, time.Since(began))
	})
}

// Waits at the same time do not add up, and end in their order.
func TestClock_Sleep_Together(t *testing.T) {
	t.Parallel()
	const s = time.Second
	synctest.Test(t, func(t *testing.T) {
		c, began := newClock(), time.Now()
		start := c.Now()
		var mu sync.Mutex
		var ends []time.Duration
		var group sync.WaitGroup
		for _, wait := range []time.Duration{30 * s, 10 * s, 20 * s, 10 * s, 30 * s} {
			c.Begin()
			group.Go(func() {
				defer c.End()
				skipped, err := c.Sleep(t.Context(), start.Add(wait))
				assert.NoError(t, err)
				assert.InDelta(t, wait, skipped, float64(10*quietPeriod))
				mu.Lock()
				defer mu.Unlock()
				ends = append(ends, c.Now().Sub(start).Truncate(time.Second))
			})
		}
		group.Wait()
		assert.Equal(t, []time.Duration{10 * s, 10 * s, 20 * s, 30 * s, 30 * s}, ends)
		assert.Less(t, time.Since(began), 10*quietPeriod)
		assert.Less(t, c.Now().Sub(start), 31*s)
	})
}

// While calls are at work again after a wait, the next wait is not cut short, however long it has lasted.
func TestClock_Sleep_LetsWokenCallsWork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClock()
		start := c.Now()
		var group sync.WaitGroup
		c.Begin() // a call that never waits
		c.Begin()
		c.Begin()
		group.Go(func() {
			defer c.End()
			_, _ = c.Sleep(t.Context(), start.Add(time.Minute))
			time.Sleep(maxStandstill / 2) // a response on its way, for longer than quiet
			assert.Less(t, c.Now().Sub(start), time.Minute+maxStandstill, "the longer wait is not over")
		})
		group.Go(func() {
			defer c.End()
			_, _ = c.Sleep(t.Context(), start.Add(time.Hour))
		})
		group.Wait()
	})
}

func TestClock_Sleep_EndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, began := newClock(), time.Now()
		c.Begin()
		c.Begin() // another call, at work
		ctx, cancel := context.WithTimeout(t.Context(), maxStandstill/2)
		defer cancel()
		_, err := c.Sleep(ctx, c.Now().Add(time.Hour))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, maxStandstill/2, time.Since(began))
		assert.Equal(t, maxStandstill/2, c.Now().Sub(began), "the time was not moved")

		c.End()
		_, err = c.Sleep(t.Context(), c.Now().Add(2*time.Hour))
		require.NoError(t, err)
		assert.Equal(t, 2*time.Hour+maxStandstill/2, c.Now().Sub(began), "nobody is waited for who has left")
	})
}
