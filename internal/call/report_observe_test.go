package call

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// recordAttempts collects the attempts that an observer sees.
func recordAttempts(o shelfwire.Options) (shelfwire.Options, *[]shelfwire.Attempt) {
	var seen []shelfwire.Attempt
	o.Observe = func(_ context.Context, a shelfwire.Attempt) { seen = append(seen, a) }
	return o, &seen
}

func TestObserve_EveryAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, seen := recordAttempts(shelfwire.Options{Retry: quick, Limiter: pausingLimiter(2 * time.Second)})
		c, _ := scripted(t, o,
			responds(503, `{"message":"busy"}`, "Retry-After", "7", "X-Request-Id", "r-1"),
			failsAfterSending(io.ErrUnexpectedEOF),
			trickles(3*time.Second, 2))
		require.NoError(t, c.Do(t.Context(), Request{Op: opSet, Path: []string{"a/b"}, Query: query("q", "1")}, ignoreBody))

		require.Len(t, *seen, 3)
		for i, a := range *seen {
			assert.Equal(t, i+1, a.Number)
			assert.Equal(t, "acme", a.Provider)
			assert.Equal(t, "Things.Set", a.Op)
			assert.Equal(t, shelfwire.EffectIdempotent, a.Effect)
			assert.Equal(t, "PUT", a.Method)
			assert.Equal(t, "/v1/a%2Fb", a.Path)
			assert.Equal(t, 2*time.Second, a.Waited)
		}
		first, second, third := (*seen)[0], (*seen)[1], (*seen)[2]
		assert.Equal(t, 503, first.StatusCode)
		assert.Equal(t, "r-1", first.RequestID)
		assert.Equal(t, 7*time.Second, first.RetryIn)
		assert.Equal(t, "busy", requireError(t, first.Err).Message)

		assert.Zero(t, second.StatusCode)
		assert.Empty(t, second.RequestID)
		require.ErrorIs(t, second.Err, io.ErrUnexpectedEOF)
		assert.LessOrEqual(t, second.RetryIn, time.Duration(1))
		assert.GreaterOrEqual(t, second.RetryIn, time.Duration(0))

		assert.Equal(t, 200, third.StatusCode)
		assert.NoError(t, third.Err)
		assert.Equal(t, 6*time.Second, third.Duration, "until the end of the body")
		assert.Negative(t, third.RetryIn)
	})
}

// An attempt with no further one says so, whatever the reason.
func TestObserve_RetryInWhenNothingFollows(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		op        Op
		responder responder
		policy    shelfwire.RetryPolicy
		deadline  time.Duration
	}{
		{"success", opRead, responds(200, ""), quick, time.Hour},
		{"refused", opRead, responds(400, `{"message":"no"}`), quick, time.Hour},
		{"write", opWrite, responds(500, ""), quick, time.Hour},
		{"last attempt", opRead, responds(500, ""), once, time.Hour},
		{"beyond the cap", opRead, responds(429, "", "Retry-After", "61"), quick, time.Hour},
		{"beyond the deadline", opRead, responds(429, "", "Retry-After", "30"), quick, 20 * time.Second},
		{"context ended meanwhile", opRead, hangs, quick, 20 * time.Second},
		{"answer that came too late", opRead, responderAfter(21*time.Second, responds(503, "")), quick, 20 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var out bytes.Buffer
				o, seen := recordAttempts(shelfwire.Options{Retry: tt.policy, Logger: loggers["text"](&out)})
				c, _ := scripted(t, o, tt.responder)
				ctx, cancel := context.WithTimeout(t.Context(), tt.deadline)
				defer cancel()
				_ = doCall(ctx, c, tt.op)
				require.Len(t, *seen, 1)
				assert.Negative(t, (*seen)[0].RetryIn)
				assert.NotContains(t, out.String(), "will be repeated")
				assert.Equal(t, tt.name != "success", strings.Contains(out.String(), "level=WARN"))
			})
		})
	}
}

// A call that ends before anything is sent is seen, too: a limiter that does not work must not go unnoticed. Input that
// cannot be a request is the caller's own affair.
func TestObserve_NotSent(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	o, seen := recordAttempts(shelfwire.Options{
		Logger:  loggers["text"](&out),
		Limiter: limiterFunc(func(context.Context) error { return errors.New("redis: connection refused") }),
	})
	c, s := scripted(t, o, responds(200, ""))
	err := doCall(t.Context(), c, opRead)
	require.ErrorContains(t, err, "limiter: redis: connection refused")
	require.NotErrorIs(t, err, context.DeadlineExceeded)
	require.Error(t, c.Do(t.Context(), Request{Op: opRead, Path: []string{""}}, ignoreBody))
	require.Len(t, *seen, 1)
	assert.Zero(t, (*seen)[0].StatusCode)
	assert.Negative(t, (*seen)[0].RetryIn)
	require.ErrorContains(t, (*seen)[0].Err, "redis: connection refused")
	assert.Contains(t, out.String(), "level=WARN")
	assert.Zero(t, s.count())
	assert.True(t, IsUnanswered(err))
}

// The observer gets the context of the call, so that traces can be joined.
func TestObserve_GetsTheCallersContext(t *testing.T) {
	t.Parallel()
	type key struct{}
	var got any
	c, _ := scripted(t, shelfwire.Options{
		Observe: func(ctx context.Context, _ shelfwire.Attempt) { got = ctx.Value(key{}) },
	}, responds(200, ""))
	require.NoError(t, doCall(context.WithValue(t.Context(), key{}, "trace-1"), c, opRead))
	assert.Equal(t, "trace-1", got)
}
