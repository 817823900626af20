package call

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// tokenStore is a provider with tokens that can be renewed: the first is "token-1", the next one "token-2".
type tokenStore struct {
	number   int
	rejected []string // headers that Renew was called with
	stuck    bool     // there is no other token
}

func (w *tokenStore) token() string { return "token-" + strconv.Itoa(w.number) }

func (w *tokenStore) authorize(_ context.Context, r *http.Request) error {
	r.Header.Set("Authorization", "Bearer "+w.token())
	return nil
}

func (w *tokenStore) renew(r *http.Request) bool {
	w.rejected = append(w.rejected, r.Header.Get("Authorization"))
	if w.stuck {
		return false
	}
	w.number++
	return true
}

// newCaller returns a caller that uses the wallet.
func (w *tokenStore) newCaller(t *testing.T, o shelfwire.Options, responders ...responder) (*Caller, *script) {
	t.Helper()
	w.number = 1
	s := &script{responders: responders}
	o.HTTPClient = &http.Client{Transport: s}
	p := testProvider()
	p.Authorize, p.Renew = w.authorize, w.renew
	p.CurrentTokens = func() []string { return []string{w.token()} }
	c, err := New(p, &o, &check.Problems{})
	require.NoError(t, err)
	return c, s
}

// After a 401 the credentials are renewed once, and the call goes out again: also a write, which was rejected.
func TestProvider_Renew(t *testing.T) {
	t.Parallel()
	for _, op := range []Op{opRead, opSet, opWrite} {
		t.Run(op.Name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var w tokenStore
				o, seen := recordAttempts(shelfwire.Options{Retry: once})
				c, s := w.newCaller(t, o, responds(401, ""), responds(200, ""))
				require.NoError(t, doCall(t.Context(), c, op))
				assert.Equal(t, []string{"Bearer token-1"}, w.rejected)
				assert.Equal(t, "Bearer token-2", s.requests[1].Header.Get("Authorization"))
				assert.Equal(t, []time.Duration{0}, s.gaps(), "at once")
				require.Len(t, *seen, 2)
				assert.Zero(t, (*seen)[0].RetryIn)
				assert.Negative(t, (*seen)[1].RetryIn)
			})
		})
	}
}

func TestProvider_Renew_OncePerCall(t *testing.T) {
	t.Parallel()
	var w tokenStore
	c, s := w.newCaller(t, shelfwire.Options{}, responds(401, `{"message":"who are you"}`))
	for calls := 1; calls <= 2; calls++ {
		err := doCall(t.Context(), c, opRead)
		require.ErrorIs(t, err, shelfwire.ErrUnauthorized)
		e := requireError(t, err)
		assert.Equal(t, retryVerdict{2, shelfwire.OutcomeRejected}, retryVerdict{e.Attempts, e.Outcome})
		assert.Equal(t, "who are you", e.Message)
		assert.Equal(t, 2*calls, s.count())
		assert.Len(t, w.rejected, calls)
	}
}

func TestProvider_Renew_NotCalledOrUseless(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		responder responder
		stuck     bool
		asked     int
	}{
		"403":              {responds(403, ""), false, 0},
		"400":              {responds(400, `{"message":"no"}`), false, 0},
		"success":          {responds(200, ""), false, 0},
		"nothing to renew": {responds(401, ""), true, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := tokenStore{stuck: tt.stuck}
			c, s := w.newCaller(t, shelfwire.Options{}, tt.responder)
			_ = doCall(t.Context(), c, opRead)
			assert.Len(t, w.rejected, tt.asked)
			assert.Equal(t, 1, s.count())
		})
	}
}

// The renewal does not use up the retries, and they do not use up the renewal.
func TestProvider_Renew_BesideRetries(t *testing.T) {
	t.Parallel()
	for name, responders := range map[string][]responder{
		"401 first": {responds(401, ""), responds(503, "")},
		"401 later": {responds(503, ""), responds(503, ""), responds(401, ""), responds(503, "")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var w tokenStore
			c, s := w.newCaller(t, shelfwire.Options{Retry: quick}, responders...)
			e := requireError(t, doCall(t.Context(), c, opSet))
			assert.Equal(t, 503, e.StatusCode)
			assert.Equal(t, retryVerdict{5, shelfwire.OutcomeUnknown}, retryVerdict{e.Attempts, e.Outcome})
			assert.Equal(t, 5, s.count())
		})
	}
}

// A write after the renewal is a write like any other.
func TestProvider_Renew_WriteIsNotRepeatedAfterwards(t *testing.T) {
	t.Parallel()
	var w tokenStore
	c, s := w.newCaller(t, shelfwire.Options{Retry: quick}, responds(401, ""), responds(503, ""))
	e := requireError(t, doCall(t.Context(), c, opWrite))
	assert.Equal(t, retryVerdict{2, shelfwire.OutcomeUnknown}, retryVerdict{e.Attempts, e.Outcome})
	assert.Equal(t, 2, s.count())
}

// Credentials that cannot be had end the call: nothing is sent.
func TestProvider_Authorize_Fails(t *testing.T) {
	t.Parallel()
	errToken := errors.New("no token for " + testKey)
	asked := 0
	c, s := scripted(t, shelfwire.Options{
		Limiter: limiterFunc(func(context.Context) error { asked++; return nil }),
	}, responds(200, ""))
	c.authorize = func(context.Context, *http.Request) error { return errToken }
	err := doCall(t.Context(), c, opWrite)
	require.ErrorIs(t, err, errToken)
	e := requireError(t, err)
	assert.Equal(t, retryVerdict{0, shelfwire.OutcomeNotSent}, retryVerdict{e.Attempts, e.Outcome})
	assertErrorHides(t, err, testKey)
	assert.Equal(t, 1, asked, "the limiter comes first, so that no token grows old in its queue")
	assert.Zero(t, s.count())
}

// When the credentials run out between two attempts, the last response is not lost.
func TestProvider_Authorize_FailsBetweenAttempts(t *testing.T) {
	t.Parallel()
	errToken := errors.New("no token")
	c, s := scripted(t, shelfwire.Options{Retry: quick}, responds(503, `{"message":"busy"}`))
	c.authorize = func(context.Context, *http.Request) error {
		if s.count() > 0 {
			return errToken
		}
		return nil
	}
	err := doCall(t.Context(), c, opSet)
	require.ErrorIs(t, err, errToken)
	e := requireError(t, err)
	assert.Equal(t, 503, e.StatusCode)
	assert.Equal(t, "busy", e.Message)
	assert.Equal(t, oneUnknown, retryVerdict{e.Attempts, e.Outcome})
}

// Authorize waits for a token with the caller's own context.
func TestProvider_Authorize_GetsTheCallersContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{}, responds(200, ""))
		c.authorize = func(ctx context.Context, _ *http.Request) error { return pausingLimiter(time.Hour).Wait(ctx) }
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		began := time.Now()
		err := doCall(ctx, c, opWrite)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
		assert.Equal(t, 3*time.Second, time.Since(began))
		assert.Zero(t, s.count())
	})
}

// A token of the usual length costs a call no more than one without.
func TestCaller_Do_AllocationsWithAToken(t *testing.T) {
	srv := newSmallServer()
	defer srv.Close()
	plain := newCaller(t, shelfwire.Options{BaseURL: srv.URL})
	p := testProvider()
	p.CurrentTokens = func() []string { return []string{strings.Repeat("aB3-_x.", 200)} }
	withToken, err := New(p, &shelfwire.Options{BaseURL: srv.URL}, &check.Problems{})
	require.NoError(t, err)
	defer withToken.client.CloseIdleConnections()
	count := func(c *Caller) float64 {
		return testing.AllocsPerRun(20, func() {
			if err := doCall(t.Context(), c, opRead); err != nil {
				t.Error(err)
			}
		})
	}
	assert.Less(t, count(withToken), count(plain)+20)
}
