package call

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// pausingLimiter is a limiter that makes every attempt wait.
type pausingLimiter time.Duration

func (p pausingLimiter) Wait(ctx context.Context) error {
	select {
	case <-time.After(time.Duration(p)):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// limiterFunc is a limiter made of a function.
type limiterFunc func(context.Context) error

func (f limiterFunc) Wait(ctx context.Context) error { return f(ctx) }

func TestWaitForLimiter_BeforeEveryAttempt(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	var c *Caller
	var s *script
	count := limiterFunc(func(context.Context) error {
		assert.EqualValues(t, s.count(), asked.Add(1)-1, "one question per request, and the question first")
		return nil
	})
	c, s = scripted(t, shelfwire.Options{Retry: quick, Limiter: count}, responds(503, ""))
	require.Error(t, doCall(t.Context(), c, opRead))
	assert.EqualValues(t, 4, asked.Load())
}

func TestWaitForLimiter_ProvidersLimiterIsTheDefault(t *testing.T) {
	t.Parallel()
	errProvider, errOwn := errors.New("the provider's"), errors.New("the caller's own")
	says := func(err error) shelfwire.Limiter { return limiterFunc(func(context.Context) error { return err }) }
	for name, tt := range map[string]struct {
		own  shelfwire.Limiter
		want error
	}{
		"none given":  {nil, errProvider},
		"one's own":   {says(errOwn), errOwn},
		"none at all": {shelfwire.Unlimited, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := testProvider()
			p.Limiter = says(errProvider)
			c, err := New(p, &shelfwire.Options{Limiter: tt.own, HTTPClient: clientResponding(responds(200, ""))}, &check.Problems{})
			require.NoError(t, err)
			require.ErrorIs(t, doCall(t.Context(), c, opRead), tt.want)
		})
	}
}

// A limiter that gives up ends the call with its own error, and nothing was sent.
func TestWaitForLimiter_Fails(t *testing.T) {
	t.Parallel()
	errLimiter := errors.New("limiter out of order")
	c, s := scripted(t, shelfwire.Options{
		Limiter: limiterFunc(func(context.Context) error { return errLimiter }),
	}, responds(200, ""))
	err := doCall(t.Context(), c, opWrite)
	require.ErrorIs(t, err, errLimiter)
	assert.NotErrorIs(t, err, context.DeadlineExceeded)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	assert.Zero(t, requireError(t, err).Attempts)
	assert.Zero(t, s.count())
}

// limiterTrouble is how a limiter that is shared over a network fails.
var limiterTrouble = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}

// A limiter's error is named as such. It is a deadline only when it is about the caller's own.
func TestLimiterError_Text(t *testing.T) {
	t.Parallel()
	waits := func(ctx context.Context) error {
		slow := rate.NewLimiter(rate.Every(time.Hour), 1)
		slow.Allow()
		return slow.Wait(ctx)
	}
	says := func(err error) limiterFunc { return func(context.Context) error { return err } }
	const refusal = "rate: Wait(n=1) would exceed context deadline"
	for name, tt := range map[string]struct {
		limiter  limiterFunc
		within   time.Duration // of the caller's context; 0 for no deadline
		deadline bool
		text     string
	}{
		"a database":                {says(limiterTrouble), 0, false, "limiter: dial tcp: connection refused"},
		"a database, with deadline": {says(limiterTrouble), time.Minute, false, "limiter: dial tcp: connection refused"},
		"x/time":                    {waits, time.Minute, true, "limiter: context deadline exceeded: " + refusal},
		"x/time, wrapped": {func(ctx context.Context) error {
			return fmt.Errorf("shared: %w", waits(ctx))
		}, time.Minute, true, "limiter: context deadline exceeded: shared: " + refusal},
		"our own": {func(ctx context.Context) error {
			l := shelfwire.Limit(shelfwire.Rate{Calls: 1, Per: time.Hour})
			return errors.Join(l.Wait(ctx), l.Wait(ctx))
		}, time.Minute, true, "limiter: the rate limit asks to wait for 1h0m0s: context deadline exceeded"},
		"a deadline of its own":  {says(context.DeadlineExceeded), 0, false, "limiter: context deadline exceeded"},
		"its own end":            {says(context.Canceled), 0, false, "limiter: context canceled"},
		"x/time's words by luck": {says(errors.New(refusal)), 0, false, "limiter: " + refusal},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var out bytes.Buffer
				o, seen := recordAttempts(shelfwire.Options{Limiter: tt.limiter, Logger: loggers["text"](&out)})
				c, s := scripted(t, o, fine)
				ctx, cancel := context.WithTimeout(t.Context(), cmp.Or(tt.within, time.Hour))
				defer cancel()
				if tt.within == 0 {
					ctx = t.Context()
				}
				err := doCall(ctx, c, opWrite)
				e := requireError(t, err)
				require.EqualError(t, e.Err, tt.text)
				assert.Equal(t, tt.deadline, errors.Is(err, context.DeadlineExceeded))
				assert.Equal(t, tt.deadline, c.IsFinal(err))
				assert.Equal(t, retryVerdict{0, shelfwire.OutcomeNotSent}, retryVerdict{e.Attempts, e.Outcome})
				assert.Zero(t, s.count())
				require.Len(t, *seen, 1)
				require.ErrorIs(t, (*seen)[0].Err, errLimiter)
				assert.Contains(t, out.String(), "level=WARN")
			})
		})
	}
}

// What a limiter says can be looked into.
func TestLimiterError_Cause(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, shelfwire.Options{
		Limiter: limiterFunc(func(context.Context) error { return limiterTrouble }),
	}, fine)
	err := doCall(t.Context(), c, opWrite)
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	cause, ok := errors.AsType[*net.OpError](err)
	require.True(t, ok)
	assert.Same(t, limiterTrouble, cause)
}

// x/time's limiter rejects at once when the wait would outlive the context, with an error of its own.
func TestWaitForLimiter_NearTheDeadline(t *testing.T) {
	t.Parallel()
	for name, limiter := range map[string]func() shelfwire.Limiter{
		"x/time":   func() shelfwire.Limiter { return rate.NewLimiter(rate.Every(10*time.Second), 1) },
		"our own":  func() shelfwire.Limiter { return shelfwire.Limit(shelfwire.Rate{Calls: 1, Per: 10 * time.Second}) },
		"blocking": func() shelfwire.Limiter { return &everyTenSeconds{} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, s := scripted(t, shelfwire.Options{Limiter: limiter()}, responds(200, ""))
				require.NoError(t, doCall(t.Context(), c, opWrite))
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
				defer cancel()
				began := time.Now()
				err := doCall(ctx, c, opWrite)
				require.ErrorIs(t, err, context.DeadlineExceeded)
				assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
				assert.LessOrEqual(t, time.Since(began), 5*time.Second)
				assert.Equal(t, 1, s.count())
			})
		})
	}
}

// everyTenSeconds waits even when the context will end first.
type everyTenSeconds struct{ next time.Time }

func (l *everyTenSeconds) Wait(ctx context.Context) error {
	wait := time.Until(l.next)
	l.next = time.Now().Add(10 * time.Second)
	return pausingLimiter(max(0, wait)).Wait(ctx)
}

// When the limiter ends a call between two attempts, the response of the last attempt is not lost.
func TestWaitForLimiter_BetweenAttempts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{
			Retry: quick, Limiter: rate.NewLimiter(rate.Every(10*time.Second), 1),
		}, responds(503, `{"code":"busy","message":"come back later"}`, "X-Request-Id", "r-1"))
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		err := doCall(ctx, c, opSet)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		e := requireError(t, err)
		assert.Equal(t, 503, e.StatusCode)
		assert.Equal(t, "busy", e.Code)
		assert.Equal(t, "come back later", e.Message)
		assert.Equal(t, "r-1", e.RequestID)
		assert.Equal(t, oneUnknown, retryVerdict{e.Attempts, e.Outcome})
		assert.Equal(t, 1, s.count())
	})
}
