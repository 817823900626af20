package call

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// What an early attempt leaves open stays open, whatever the later ones meet.
func TestCaller_Do_OutcomeOverAllAttempts(t *testing.T) {
	t.Parallel()
	refused, cut := dialFails(syscall.ECONNREFUSED), failsAfterSending(io.ErrUnexpectedEOF)
	half := func(r *http.Request) (*http.Response, error) {
		return newResponse(r, 200, io.NopCloser(io.MultiReader(strings.NewReader("{"), brokenReader{io.ErrUnexpectedEOF}))), nil
	}
	fourApplied := retryVerdict{4, shelfwire.OutcomeApplied}
	unknown, refusal := retryVerdict{2, shelfwire.OutcomeUnknown}, retryVerdict{2, shelfwire.OutcomeRejected}
	applied := retryVerdict{2, shelfwire.OutcomeApplied}
	tests := []struct {
		name       string
		op         Op
		responders []responder
		status     int // of the last attempt
		want       retryVerdict
	}{
		{"set: 503, then no connection", opSet, []responder{responds(503, ""), refused}, 0, fourUnknown},
		{"set: cut, then no connection", opSet, []responder{cut, refused}, 0, fourUnknown},
		{"set: 503, then not found", opSet, []responder{responds(503, ""), responds(404, `{"message":"no"}`)}, 404, unknown},
		{"set: 429, then no connection", opSet, []responder{responds(429, ""), refused}, 0, fourRefused},
		{"set: no connection, then 429", opSet, []responder{refused, responds(429, "")}, 429, fourRefused},
		{"set: half a success, then 503", opSet, []responder{half, responds(503, "")}, 503, fourApplied},
		{"set: half a success, then refused", opSet, []responder{half, responds(400, `{"message":"no"}`)}, 400, applied},
		{"set: 503, three steps later", opSet, []responder{responds(503, ""), refused, refused, responds(429, "")}, 429, fourUnknown},
		{"set: never a connection", opSet, []responder{refused}, 0, fourNotSent},
		{"write: no connection, then 500", opWrite, []responder{refused, responds(500, "")}, 500, unknown},
		{"write: no connection, then refused", opWrite, []responder{refused, responds(400, `{"message":"no"}`)}, 400, refusal},
		{"write: 429, then cut", opWrite, []responder{responds(429, ""), cut}, 0, unknown},
		{"write: 429, then no connection", opWrite, []responder{responds(429, ""), refused}, 0, fourRefused},
		{"write: 429, then half a success", opWrite, []responder{responds(429, ""), half}, 200, applied},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, shelfwire.Options{Retry: quick}, tt.responders...)
			e := requireError(t, doCall(t.Context(), c, tt.op))
			assert.Equal(t, tt.want, retryVerdict{e.Attempts, e.Outcome})
			assert.Equal(t, tt.status, e.StatusCode)
			assert.Equal(t, tt.want.attempts, s.count())
		})
	}
}

// brokenReader is a body that cannot be read.
type brokenReader struct{ err error }

func (b brokenReader) Read([]byte) (int, error) { return 0, b.err }

var busyFor30s = responds(503, `{"message":"busy"}`, "Retry-After", "30")

// interruptions are the places in which a call can be when its context ends.
var interruptions = []struct {
	name      string
	limiter   shelfwire.Limiter
	responder responder
	outcome   shelfwire.Outcome
	status    int
}{
	{"in the limiter", pausingLimiter(time.Hour), responds(200, ""), shelfwire.OutcomeNotSent, 0},
	{"connecting", shelfwire.Unlimited, dialHangs, shelfwire.OutcomeNotSent, 0},
	{"sending", shelfwire.Unlimited, hangs, shelfwire.OutcomeUnknown, 0},
	{"in the body", shelfwire.Unlimited, respondsThenSilent(0), shelfwire.OutcomeUnknown, 200},
	{"between attempts", shelfwire.Unlimited, busyFor30s, shelfwire.OutcomeUnknown, 503},
}

func TestCaller_Do_Canceled(t *testing.T) {
	t.Parallel()
	errClosing := errors.New("the shop is closing")
	ways := map[string]struct {
		context func(context.Context) (context.Context, func())
		want    []error
	}{
		"cancelled": {func(parent context.Context) (context.Context, func()) {
			return context.WithCancel(parent)
		}, []error{context.Canceled}},
		"cancelled with a cause": {func(parent context.Context) (context.Context, func()) {
			ctx, cancel := context.WithCancelCause(parent)
			return ctx, func() { cancel(errClosing) }
		}, []error{context.Canceled, errClosing}},
	}
	for way, how := range ways {
		for _, tt := range interruptions {
			t.Run(way+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					c, s := scripted(t, shelfwire.Options{Limiter: tt.limiter, Retry: quick}, tt.responder)
					ctx, cancel := how.context(t.Context())
					time.AfterFunc(3*time.Second, cancel)
					began := time.Now()
					err := doCall(ctx, c, opSet)
					assert.Equal(t, 3*time.Second, time.Since(began), "returns at once, and not before")
					for _, want := range how.want {
						require.ErrorIs(t, err, want)
						assert.Equal(t, 1, strings.Count(err.Error(), want.Error()), "said once in: %v", err)
					}
					e := requireError(t, err)
					assert.Equal(t, tt.outcome, e.Outcome)
					assert.Equal(t, tt.status, e.StatusCode)
					assert.LessOrEqual(t, s.count(), 1)
				})
			})
		}
	}
}

func TestCaller_Do_Deadline(t *testing.T) {
	t.Parallel()
	for _, tt := range interruptions {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, _ := scripted(t, shelfwire.Options{Limiter: tt.limiter, Retry: quick}, tt.responder)
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				began := time.Now()
				err := doCall(ctx, c, opSet)
				require.ErrorIs(t, err, context.DeadlineExceeded)
				e := requireError(t, err)
				assert.Equal(t, tt.outcome, e.Outcome)
				assert.Equal(t, tt.status, e.StatusCode)
				assert.LessOrEqual(t, time.Since(began), 10*time.Second)
			})
		})
	}
}

// A wait that would outlive the context does not begin: the rest of its time is the caller's.
func TestCaller_Do_DeadlineBeforeTheNextAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{},
			responds(429, `{"code":"limit","message":"busy"}`, "Retry-After", "30"))
		ctx, cancel := context.WithTimeout(t.Context(), 29*time.Second)
		defer cancel()
		began := time.Now()
		err := doCall(ctx, c, opWrite)
		assert.Zero(t, time.Since(began))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, err, shelfwire.ErrRateLimited)
		e := requireError(t, err)
		assert.Equal(t, 429, e.StatusCode)
		assert.Equal(t, "limit", e.Code)
		assert.Equal(t, "busy", e.Message)
		assert.Equal(t, 30*time.Second, e.RetryAfter)
		assert.Equal(t, oneRefused, retryVerdict{e.Attempts, e.Outcome})
		assert.Equal(t, 1, s.count())
	})
}

func TestCaller_Do_ContextEndedBefore(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c, s := scripted(t, shelfwire.Options{}, responds(200, ""))
	err := doCall(ctx, c, opWrite)
	require.ErrorIs(t, err, context.Canceled)
	e := requireError(t, err)
	assert.Equal(t, retryVerdict{0, shelfwire.OutcomeNotSent}, retryVerdict{e.Attempts, e.Outcome})
	assert.Zero(t, s.count())
}

// An attempt that failed for a reason of its own while the context ended keeps that reason, and is the last.
func TestCaller_Do_ResponseAtTheEndOfTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o, seen := recordAttempts(shelfwire.Options{Retry: quick})
	c, s := scripted(t, o, func(r *http.Request) (*http.Response, error) {
		cancel()
		return responds(503, `{"message":"busy"}`)(r)
	})
	err := doCall(ctx, c, opRead)
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, "busy", requireError(t, err).Message)
	assert.Equal(t, 1, s.count())
	assert.Negative(t, (*seen)[0].RetryIn)
}
