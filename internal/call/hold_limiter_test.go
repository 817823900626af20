package call

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// A hold that begins while a call stands in the limiter's queue is seen behind it.
func TestHold_BehindTheLimiter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c *Caller
		asked := 0
		o, seen := recordAttempts(shelfwire.Options{Limiter: limiterFunc(func(context.Context) error {
			time.Sleep(time.Second)
			if asked++; asked == 1 {
				holdFor(c, 20*time.Second, "busy")
			}
			return nil
		})})
		c, s := scripted(t, o, fine)
		began := time.Now()
		require.NoError(t, doCall(t.Context(), c, opRead))
		assert.Equal(t, 22*time.Second, time.Since(began))
		assert.Equal(t, 2, asked, "the limiter paces what goes out after the hold")
		assert.Equal(t, 1, s.count())
		assert.Equal(t, 2*time.Second, (*seen)[0].Waited, "in both queues")
	})
}

// The calls that a hold has kept behind the limiter do not go out all at once when it ends.
func TestHold_NothingBursts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{Limiter: shelfwire.Limit(shelfwire.Rate{Calls: 1, Per: time.Second})}, respondsTooMany("30"), fine)
		var calls sync.WaitGroup
		for range 20 {
			calls.Go(func() { assert.NoError(t, doCall(t.Context(), c, opWrite)) })
		}
		calls.Wait()
		for i, gap := range s.gaps() {
			assert.GreaterOrEqual(t, gap, time.Second, "before request %d", i+2)
		}
		assert.Equal(t, 21, s.count())
		assert.Equal(t, 49*time.Second, s.times[20].Sub(s.times[0]))
	})
}

// The probe during a long hold is not sent back behind the limiter.
func TestHold_TheProbePassesTheLimiterOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		c, s := scripted(t, shelfwire.Options{
			Limiter: limiterFunc(func(context.Context) error { asked++; return nil }),
		}, respondsTooMany("3600"), fine)
		_ = doCall(t.Context(), c, opWrite)
		time.Sleep(15 * time.Minute)
		require.NoError(t, doCall(t.Context(), c, opWrite))
		assert.Equal(t, []int{2, 2}, []int{asked, s.count()})
	})
}

// The earlier response to a call that is then held is not lost.
func TestHold_BetweenAttempts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _ := scripted(t, shelfwire.Options{}, responds(503, `{"code":"busy"}`))
		authorized := 0
		c.authorize = func(context.Context, *http.Request) error {
			if authorized++; authorized == 1 {
				time.AfterFunc(0, func() { holdFor(c, time.Hour, "another call was told so") })
			}
			return nil
		}
		e := requireError(t, doCall(t.Context(), c, opRead))
		assert.Equal(t, "busy", e.Code)
		assert.Equal(t, 503, e.StatusCode)
		assert.Equal(t, 1, e.Attempts)
		require.ErrorIs(t, e, shelfwire.ErrRateLimited)
		assert.Greater(t, e.RetryAfter, 59*time.Minute)
	})
}
