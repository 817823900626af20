package call

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// pause is a limiter that makes every attempt wait.
type pause time.Duration

func (p pause) Wait(ctx context.Context) error {
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

func TestLimiterIsAskedBeforeEveryAttempt(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	var c *Caller
	var s *script
	count := limiterFunc(func(context.Context) error {
		assert.EqualValues(t, s.count(), asked.Add(1)-1, "one question per request, and the question first")
		return nil
	})
	c, s = scripted(t, shelfwire.Options{Retry: quick, Limiter: count}, replies(503, ""))
	require.Error(t, do(t.Context(), c, opRead))
	assert.EqualValues(t, 4, asked.Load())
}

func TestLimiterOfTheProviderIsTheDefault(t *testing.T) {
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
			c, err := New(p, &shelfwire.Options{Limiter: tt.own, HTTPClient: answering(replies(200, ""))}, &check.Problems{})
			require.NoError(t, err)
			require.ErrorIs(t, do(t.Context(), c, opRead), tt.want)
		})
	}
}

// A limiter that gives up ends the call with its own error, and nothing was sent.
func TestLimiterFailure(t *testing.T) {
	t.Parallel()
	errLimiter := errors.New("limiter out of order")
	c, s := scripted(t, shelfwire.Options{
		Limiter: limiterFunc(func(context.Context) error { return errLimiter }),
	}, replies(200, ""))
	err := do(t.Context(), c, opWrite)
	require.ErrorIs(t, err, errLimiter)
	assert.NotErrorIs(t, err, context.DeadlineExceeded)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	assert.Zero(t, failed(t, err).Attempts)
	assert.Zero(t, s.count())
}

// x/time's limiter refuses at once when the wait would outlive the context, with an error of its own.
func TestLimiterNearTheDeadline(t *testing.T) {
	t.Parallel()
	for name, limiter := range map[string]func() shelfwire.Limiter{
		"x/time":   func() shelfwire.Limiter { return rate.NewLimiter(rate.Every(10*time.Second), 1) },
		"our own":  func() shelfwire.Limiter { return shelfwire.Limit(shelfwire.Rate{Calls: 1, Per: 10 * time.Second}) },
		"blocking": func() shelfwire.Limiter { return &everyTenSeconds{} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, s := scripted(t, shelfwire.Options{Limiter: limiter()}, replies(200, ""))
				require.NoError(t, do(t.Context(), c, opWrite))
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
				defer cancel()
				began := time.Now()
				err := do(ctx, c, opWrite)
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
	return pause(max(0, wait)).Wait(ctx)
}

// When the limiter ends a call between two attempts, the answer of the last attempt is not lost.
func TestLimiterBetweenAttempts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{
			Retry: quick, Limiter: rate.NewLimiter(rate.Every(10*time.Second), 1),
		}, replies(503, `{"code":"busy","message":"come back later"}`, "X-Request-Id", "r-1"))
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		err := do(ctx, c, opSet)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		e := failed(t, err)
		assert.Equal(t, 503, e.StatusCode)
		assert.Equal(t, "busy", e.Code)
		assert.Equal(t, "come back later", e.Message)
		assert.Equal(t, "r-1", e.RequestID)
		assert.Equal(t, oneUnknown, verdict{e.Attempts, e.Outcome})
		assert.Equal(t, 1, s.count())
	})
}

// The credentials are on the request before it waits, and the limiter is the last thing before sending.
func TestOrderOfTheSteps(t *testing.T) {
	t.Parallel()
	var steps []string
	note := func(step string) { steps = append(steps, step) }
	c, _ := scripted(t, shelfwire.Options{
		Retry:   quick,
		Limiter: limiterFunc(func(context.Context) error { note("limit"); return nil }),
	}, func(r *http.Request) (*http.Response, error) {
		note("send")
		return replies(503, "")(r)
	})
	authorize := c.authorize
	c.authorize = func(ctx context.Context, r *http.Request) error { note("authorize"); return authorize(ctx, r) }
	explain := c.explain
	c.explain = func(r *Reply) { note("classify"); explain(r) }
	require.Error(t, do(t.Context(), c, opRead))
	assert.Equal(t, slices.Repeat([]string{"authorize", "limit", "send", "classify"}, 4), steps)
}
