package call

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestGuard_CancelsASilentAttempt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		responder responder
		op        Op
		phase     string
		want      shelfwire.Outcome
		after     time.Duration
	}{
		{"no response", hangs, opWrite, "waiting for the first byte", shelfwire.OutcomeUnknown, time.Minute},
		{"no connection", dialHangs, opWrite, "connecting", shelfwire.OutcomeNotSent, time.Minute},
		{"no body", respondsThenSilent(0), opWrite, "the response was arriving", shelfwire.OutcomeUnknown, time.Minute},
		{"half a body", respondsThenSilent(3), opWrite, "the response was arriving", shelfwire.OutcomeUnknown, 3*50*time.Second + time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				c, s := scripted(t, shelfwire.Options{Retry: once}, tt.responder)
				err := doCall(t.Context(), c, tt.op)
				require.NotErrorIs(t, err, context.DeadlineExceeded, "it is no deadline of the caller's")
				require.ErrorContains(t, err, "given up after 1m0s of silence while "+tt.phase)
				assert.Equal(t, tt.want, shelfwire.OutcomeOf(err))
				assert.Equal(t, tt.after, time.Since(began))
				assert.Equal(t, 1, s.count())
			})
		})
	}
}

// respondsThenSilent responds with success, some bytes 50 seconds apart, and then nothing more.
func respondsThenSilent(bytes int) responder {
	return func(r *http.Request) (*http.Response, error) {
		first := &trickle{r.Context(), 50 * time.Second, bytes}
		return newResponse(r, http.StatusOK, &silentBody{first}), nil
	}
}

// silentBody is a body that never ends.
type silentBody struct{ *trickle }

func (b *silentBody) Read(p []byte) (int, error) {
	if b.pieces > 0 {
		return b.trickle.Read(p)
	}
	<-b.ctx.Done()
	return 0, context.Cause(b.ctx)
}

// A transport of the caller's own may say no more than that the context ended.
func TestGuard_NamesTheSilence(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _ := scripted(t, shelfwire.Options{Retry: once}, func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		err := doCall(t.Context(), c, opRead)
		require.ErrorContains(t, err, "given up after 1m0s of silence")
		require.NotErrorIs(t, err, context.DeadlineExceeded)
		assert.NotErrorIs(t, err, context.Canceled, "nobody cancelled the call")
	})
}

// A slow body is fine as long as it moves.
func TestGuard_SteadyBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		c, s := scripted(t, shelfwire.Options{}, trickles(59*time.Second, 100))
		require.NoError(t, doCall(t.Context(), c, opWrite))
		assert.Equal(t, 100*59*time.Second, time.Since(began))
		assert.Equal(t, 1, s.count())
	})
}

// The time until the headers does not count against the body.
func TestGuard_ResponseRestartsTheTimer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		late := responderAfter(50*time.Second, trickles(50*time.Second, 1))
		c, _ := scripted(t, shelfwire.Options{Retry: once}, late)
		require.NoError(t, doCall(t.Context(), c, opWrite))
	})
}

// A silent provider is a temporary failure like a cut connection.
func TestGuard_SilenceIsRetried(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		responder responder
		op        Op
		want      int
	}{
		{"a read", hangs, opRead, 2},
		{"a read, half a body", respondsThenSilent(1), opRead, 2},
		{"an absolute set", hangs, opSet, 2},
		{"a write without a connection", dialHangs, opWrite, 2},
		{"a write", hangs, opWrite, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, s := scripted(t, shelfwire.Options{Retry: quick}, tt.responder, responds(200, ""))
				err := doCall(t.Context(), c, tt.op)
				assert.Equal(t, tt.want == 1, err != nil)
				assert.Equal(t, tt.want, s.count())
			})
		})
	}
}

// The limiter may keep a call waiting for longer than a minute; that is not the provider's silence.
func TestGuard_WaitingForTheLimiter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _ := scripted(t, shelfwire.Options{Retry: once, Limiter: pausingLimiter(10 * time.Minute)}, responds(200, ""))
		require.NoError(t, doCall(t.Context(), c, opWrite))
	})
}

// An attempt leaves nothing running: its context ends with it.
func TestGuard_ContextEndsWithTheAttempt(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{Retry: quick}, responds(503, ""), responds(200, ""))
	require.NoError(t, doCall(t.Context(), c, opRead))
	for _, r := range s.requests {
		assert.Error(t, r.Context().Err())
	}
}

// The caller's own client may be stricter than a minute.
func TestGuard_TimeoutOfTheCallersClient(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		responder responder
		want      shelfwire.Outcome
	}{
		{"no response", hangs, shelfwire.OutcomeUnknown},
		{"no connection", dialHangs, shelfwire.OutcomeNotSent},
		{"half a body", respondsThenSilent(0), shelfwire.OutcomeUnknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				s := &script{responders: []responder{tt.responder}}
				c := newCaller(t, shelfwire.Options{
					Retry: once, HTTPClient: &http.Client{Transport: s, Timeout: 5 * time.Second},
				})
				err := doCall(t.Context(), c, opWrite)
				require.ErrorIs(t, err, context.DeadlineExceeded)
				assert.Equal(t, tt.want, shelfwire.OutcomeOf(err))
				assert.Equal(t, 5*time.Second, time.Since(began))
			})
		})
	}
}
