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

// told answers 429 with a Retry-After, or success when it has none to give.
func told(retryAfter string) answer { return replies(429, "", "Retry-After", retryAfter) }

// holdFor is what another call of the client would have been told.
func holdFor(c *Caller, wait time.Duration, reason string) {
	c.hold.mu.Lock()
	defer c.hold.mu.Unlock()
	c.hold.extend(wait, reason)
}

var fine = replies(200, `{"id":1}`)

// A 429 means the client: calls that know nothing of it wait as well, and none of them is an attempt too many.
func TestHold_AllCallsWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{}, told("30"), fine)
		began := time.Now()
		var calls sync.WaitGroup
		calls.Go(func() { assert.NoError(t, do(t.Context(), c, opWrite)) })
		synctest.Wait()
		for range 5 {
			calls.Go(func() { assert.NoError(t, do(t.Context(), c, opWrite)) })
		}
		time.Sleep(29 * time.Second)
		assert.Equal(t, 1, s.count(), "nobody asks again before the time")
		calls.Wait()
		assert.Equal(t, 30*time.Second, time.Since(began))
		assert.Equal(t, 7, s.count())
	})
}

// After "wait an hour" nobody waits: calls return at once, unsent, and say how long is left.
func TestHold_TooLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{}, told("3600"))
		first := failed(t, do(t.Context(), c, opWrite))
		assert.Equal(t, time.Hour, first.RetryAfter)
		time.Sleep(10 * time.Minute)
		for range 200 {
			began := time.Now()
			err := do(t.Context(), c, opWrite)
			require.ErrorIs(t, err, shelfwire.ErrRateLimited)
			e := failed(t, err)
			assert.Equal(t, verdict{0, shelfwire.OutcomeNotSent}, verdict{e.Attempts, e.Outcome})
			assert.Equal(t, 50*time.Minute, e.RetryAfter)
			assert.Zero(t, time.Since(began))
			assert.True(t, c.IsFinal(err))
		}
		require.ErrorContains(t, do(t.Context(), c, opWrite), "the client makes no calls for another 50m0s")
		assert.Equal(t, 1, s.count())
	})
}

// During a long hold one call asks every quarter of an hour. An answer ends the hold, another 429 does not.
func TestHold_OneCallAsks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{}, told("3600"), told("3600"), fine)
		_ = do(t.Context(), c, opWrite)
		time.Sleep(15*time.Minute - time.Nanosecond)
		require.ErrorIs(t, do(t.Context(), c, opWrite), shelfwire.ErrRateLimited)
		assert.Equal(t, 1, s.count())
		time.Sleep(time.Nanosecond)
		e := failed(t, do(t.Context(), c, opWrite))
		assert.Equal(t, 1, e.Attempts, "this one has asked")
		assert.Equal(t, 0, failed(t, do(t.Context(), c, opWrite)).Attempts)
		assert.Equal(t, 2, s.count())
		time.Sleep(15 * time.Minute)
		require.NoError(t, do(t.Context(), c, opWrite))
		require.NoError(t, do(t.Context(), c, opWrite), "the hold is over")
		assert.Equal(t, 4, s.count())
	})
}

// A success that was under way when the hold began says nothing about it.
func TestHold_SuccessesUnderWayDoNotEndIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{}, after(time.Minute, fine), told("3600"))
		var slow sync.WaitGroup
		slow.Go(func() { assert.NoError(t, do(t.Context(), c, opWrite)) })
		synctest.Wait()
		_ = do(t.Context(), c, opWrite)
		slow.Wait()
		require.ErrorIs(t, do(t.Context(), c, opWrite), shelfwire.ErrRateLimited)
		assert.Equal(t, 2, s.count())
	})
}

// Waits for holds add up to MaxRetryAfter and no further.
func TestHold_InAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _ := scripted(t, shelfwire.Options{}, fine)
		holdFor(c, 40*time.Second, "busy")
		began := time.Now()
		result := make(chan error)
		go func() { result <- do(t.Context(), c, opRead) }()
		time.Sleep(30 * time.Second)
		holdFor(c, 50*time.Second, "busy") // 10 seconds are left of the first
		e := failed(t, <-result)
		assert.Equal(t, 40*time.Second, time.Since(began))
		assert.Equal(t, 40*time.Second, e.RetryAfter)
		assert.Equal(t, shelfwire.OutcomeNotSent, e.Outcome)
	})
}

// A hold of exactly MaxRetryAfter is waited for, one that is longer is not.
func TestHold_LongestWait(t *testing.T) {
	t.Parallel()
	for wait, waits := range map[time.Duration]bool{time.Minute: true, time.Minute + 1: false} {
		t.Run(wait.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, s := scripted(t, shelfwire.Options{}, fine)
				holdFor(c, wait, "busy")
				began := time.Now()
				err := do(t.Context(), c, opRead)
				assert.Equal(t, waits, err == nil)
				assert.Equal(t, waits, time.Since(began) == time.Minute)
				assert.Equal(t, waits, s.count() == 1)
			})
		})
	}
}

// Only a 429 holds the client; Retry-After under another status holds its own call.
func TestHold_OtherStatuses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{}, replies(503, "", "Retry-After", "30"), fine)
		require.Error(t, do(t.Context(), c, opWrite))
		began := time.Now()
		require.NoError(t, do(t.Context(), c, opWrite))
		assert.Zero(t, time.Since(began))
		assert.Equal(t, 2, s.count())
	})
}

// A hold that outlives the caller's context ends the call at once, as every wait does.
func TestHold_Contexts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _ := scripted(t, shelfwire.Options{}, fine)
		holdFor(c, 50*time.Second, "busy")
		ctx, cancel := context.WithTimeout(t.Context(), 49*time.Second)
		defer cancel()
		began := time.Now()
		err := do(ctx, c, opRead)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, err, shelfwire.ErrRateLimited, "why there was a wait is said, too")
		assert.Equal(t, 50*time.Second, failed(t, err).RetryAfter)
		assert.True(t, c.IsFinal(err))
		assert.Zero(t, time.Since(began))
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		require.ErrorIs(t, do(ctx, c, opRead), context.Canceled)
		assert.Equal(t, time.Second, time.Since(began))
	})
}

// A hold that begins while a call stands in the limiter's queue is seen behind it.
func TestHold_BehindTheLimiter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c *Caller
		asked := 0
		o, seen := watching(shelfwire.Options{Limiter: limiterFunc(func(context.Context) error {
			time.Sleep(time.Second)
			if asked++; asked == 1 {
				holdFor(c, 20*time.Second, "busy")
			}
			return nil
		})})
		c, s := scripted(t, o, fine)
		began := time.Now()
		require.NoError(t, do(t.Context(), c, opRead))
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
		c, s := scripted(t, shelfwire.Options{Limiter: shelfwire.Limit(shelfwire.Rate{Calls: 1, Per: time.Second})}, told("30"), fine)
		var calls sync.WaitGroup
		for range 20 {
			calls.Go(func() { assert.NoError(t, do(t.Context(), c, opWrite)) })
		}
		calls.Wait()
		for i, gap := range s.gaps() {
			assert.GreaterOrEqual(t, gap, time.Second, "before request %d", i+2)
		}
		assert.Equal(t, 21, s.count())
		assert.Equal(t, 49*time.Second, s.times[20].Sub(s.times[0]))
	})
}

// The call that asks during a long hold is not sent back behind the limiter.
func TestHold_TheAskingCallPassesTheLimiterOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		c, s := scripted(t, shelfwire.Options{
			Limiter: limiterFunc(func(context.Context) error { asked++; return nil }),
		}, told("3600"), fine)
		_ = do(t.Context(), c, opWrite)
		time.Sleep(15 * time.Minute)
		require.NoError(t, do(t.Context(), c, opWrite))
		assert.Equal(t, []int{2, 2}, []int{asked, s.count()})
	})
}

// The earlier answer of a call that is then held is not lost.
func TestHold_BetweenAttempts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _ := scripted(t, shelfwire.Options{}, replies(503, `{"code":"busy"}`))
		authorized := 0
		c.authorize = func(context.Context, *http.Request) error {
			if authorized++; authorized == 1 {
				time.AfterFunc(0, func() { holdFor(c, time.Hour, "another call was told so") })
			}
			return nil
		}
		e := failed(t, do(t.Context(), c, opRead))
		assert.Equal(t, "busy", e.Code)
		assert.Equal(t, 503, e.StatusCode)
		assert.Equal(t, 1, e.Attempts)
		require.ErrorIs(t, e, shelfwire.ErrRateLimited)
		assert.Greater(t, e.RetryAfter, 59*time.Minute)
	})
}

// A new hold asks a quarter of an hour after it has begun, also when it follows on the heels of another.
func TestHold_AskingBeginsWithTheHold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &hold{clock: realClock{}}
		h.extend(20*time.Minute, "first")
		time.Sleep(20 * time.Minute)
		h.extend(time.Hour, "second")
		left, reason, ask := h.check(time.Now(), time.Minute)
		assert.Equal(t, time.Hour, left)
		assert.Equal(t, "second", reason)
		assert.False(t, ask)
		h.extend(30*time.Minute, "shorter")
		time.Sleep(15 * time.Minute)
		left, reason, ask = h.check(time.Now(), time.Minute)
		assert.True(t, ask)
		assert.Zero(t, left)
		assert.Empty(t, reason)
		left, reason, ask = h.check(time.Now(), 45*time.Minute)
		assert.Equal(t, 45*time.Minute, left, "the longer hold lasts")
		assert.Equal(t, "second", reason)
		assert.False(t, ask)
	})
}
