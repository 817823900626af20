package call

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// respondsTooMany responds with 429 with a Retry-After, or success when it has none to give.
func respondsTooMany(retryAfter string) responder {
	return responds(429, "", "Retry-After", retryAfter)
}

// holdFor is what another call of the client would have been told.
func holdFor(c *Caller, wait time.Duration, reason string) {
	c.hold.mu.Lock()
	defer c.hold.mu.Unlock()
	c.hold.extendBy(wait, reason)
}

var fine = responds(200, `{"id":1}`)

// A 429 means the client: calls that know nothing of it wait as well, and none of them is an attempt too many.
func TestHold_AllCallsWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{}, respondsTooMany("30"), fine)
		began := time.Now()
		var calls sync.WaitGroup
		calls.Go(func() { assert.NoError(t, doCall(t.Context(), c, opWrite)) })
		synctest.Wait()
		for range 5 {
			calls.Go(func() { assert.NoError(t, doCall(t.Context(), c, opWrite)) })
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
		c, s := scripted(t, shelfwire.Options{}, respondsTooMany("3600"))
		first := requireError(t, doCall(t.Context(), c, opWrite))
		assert.Equal(t, time.Hour, first.RetryAfter)
		time.Sleep(10 * time.Minute)
		for range 200 {
			began := time.Now()
			err := doCall(t.Context(), c, opWrite)
			require.ErrorIs(t, err, shelfwire.ErrRateLimited)
			e := requireError(t, err)
			assert.Equal(t, retryVerdict{0, shelfwire.OutcomeNotSent}, retryVerdict{e.Attempts, e.Outcome})
			assert.Equal(t, 50*time.Minute, e.RetryAfter)
			assert.Zero(t, time.Since(began))
			assert.True(t, c.IsFinal(err))
		}
		require.ErrorContains(t, doCall(t.Context(), c, opWrite), "the client makes no calls for another 50m0s")
		assert.Equal(t, 1, s.count())
	})
}

// During a long hold one call probes every quarter of an hour. A success ends the hold, another 429 does not.
func TestHold_OneCallProbes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{}, respondsTooMany("3600"), respondsTooMany("3600"), fine)
		_ = doCall(t.Context(), c, opWrite)
		time.Sleep(15*time.Minute - time.Nanosecond)
		require.ErrorIs(t, doCall(t.Context(), c, opWrite), shelfwire.ErrRateLimited)
		assert.Equal(t, 1, s.count())
		time.Sleep(time.Nanosecond)
		e := requireError(t, doCall(t.Context(), c, opWrite))
		assert.Equal(t, 1, e.Attempts, "this one has asked")
		assert.Equal(t, 0, requireError(t, doCall(t.Context(), c, opWrite)).Attempts)
		assert.Equal(t, 2, s.count())
		time.Sleep(15 * time.Minute)
		require.NoError(t, doCall(t.Context(), c, opWrite))
		require.NoError(t, doCall(t.Context(), c, opWrite), "the hold is over")
		assert.Equal(t, 4, s.count())
	})
}

// A success that was under way when the hold began says nothing about it.
func TestHold_SuccessesInProgressDoNotEndIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{}, responderAfter(time.Minute, fine), respondsTooMany("3600"))
		var slow sync.WaitGroup
		slow.Go(func() { assert.NoError(t, doCall(t.Context(), c, opWrite)) })
		synctest.Wait()
		_ = doCall(t.Context(), c, opWrite)
		slow.Wait()
		require.ErrorIs(t, doCall(t.Context(), c, opWrite), shelfwire.ErrRateLimited)
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
		go func() { result <- doCall(t.Context(), c, opRead) }()
		time.Sleep(30 * time.Second)
		holdFor(c, 50*time.Second, "busy") // 10 seconds are left of the first
		e := requireError(t, <-result)
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
				err := doCall(t.Context(), c, opRead)
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
		c, s := scripted(t, shelfwire.Options{}, responds(503, "", "Retry-After", "30"), fine)
		require.Error(t, doCall(t.Context(), c, opWrite))
		began := time.Now()
		require.NoError(t, doCall(t.Context(), c, opWrite))
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
		err := doCall(ctx, c, opRead)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, err, shelfwire.ErrRateLimited, "why there was a wait is said, too")
		assert.Equal(t, 50*time.Second, requireError(t, err).RetryAfter)
		assert.True(t, c.IsFinal(err))
		assert.Zero(t, time.Since(began))
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		require.ErrorIs(t, doCall(ctx, c, opRead), context.Canceled)
		assert.Equal(t, time.Second, time.Since(began))
	})
}

// A new hold is probed a quarter of an hour after it has begun, also when it follows on the heels of another.
func TestHold_ProbingBeginsWithTheHold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &hold{clock: realClock{}}
		h.extendBy(20*time.Minute, "first")
		time.Sleep(20 * time.Minute)
		h.extendBy(time.Hour, "second")
		left, reason, ask := h.timeLeft(time.Now(), time.Minute)
		assert.Equal(t, time.Hour, left)
		assert.Equal(t, "second", reason)
		assert.False(t, ask)
		h.extendBy(30*time.Minute, "shorter")
		time.Sleep(15 * time.Minute)
		left, reason, ask = h.timeLeft(time.Now(), time.Minute)
		assert.True(t, ask)
		assert.Zero(t, left)
		assert.Empty(t, reason)
		left, reason, ask = h.timeLeft(time.Now(), 45*time.Minute)
		assert.Equal(t, 45*time.Minute, left, "the longer hold lasts")
		assert.Equal(t, "second", reason)
		assert.False(t, ask)
	})
}
