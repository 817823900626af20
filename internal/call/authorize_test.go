package call

import (
	"bytes"
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

// wallet is a provider with tokens that can be renewed: the first is "token-1", the next one "token-2".
type wallet struct {
	number  int
	refused []string // tokens that Renew was asked about
	stuck   bool     // there is no other token
}

func (w *wallet) token() string { return "token-" + strconv.Itoa(w.number) }

func (w *wallet) authorize(_ context.Context, r *http.Request) error {
	r.Header.Set("Authorization", "Bearer "+w.token())
	return nil
}

func (w *wallet) renew(r *http.Request) bool {
	w.refused = append(w.refused, r.Header.Get("Authorization"))
	if w.stuck {
		return false
	}
	w.number++
	return true
}

// with returns a caller that uses the wallet.
func (w *wallet) with(t *testing.T, o shelfwire.Options, answers ...answer) (*Caller, *script) {
	t.Helper()
	w.number = 1
	s := &script{answers: answers}
	o.HTTPClient = &http.Client{Transport: s}
	p := testProvider()
	p.Authorize, p.Renew = w.authorize, w.renew
	p.Tokens = func() []string { return []string{w.token()} }
	c, err := New(p, &o, &check.Problems{})
	require.NoError(t, err)
	return c, s
}

// After a 401 the credentials are renewed once, and the call goes out again: also a write, which was rejected.
func TestRenewAfter401(t *testing.T) {
	t.Parallel()
	for _, op := range []Op{opRead, opSet, opWrite} {
		t.Run(op.Name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var w wallet
				o, seen := watching(shelfwire.Options{Retry: once})
				c, s := w.with(t, o, replies(401, ""), replies(200, ""))
				require.NoError(t, do(t.Context(), c, op))
				assert.Equal(t, []string{"Bearer token-1"}, w.refused)
				assert.Equal(t, "Bearer token-2", s.requests[1].Header.Get("Authorization"))
				assert.Equal(t, []time.Duration{0}, s.gaps(), "at once")
				require.Len(t, *seen, 2)
				assert.Zero(t, (*seen)[0].RetryIn)
				assert.Negative(t, (*seen)[1].RetryIn)
			})
		})
	}
}

func TestRenewOnlyOncePerCall(t *testing.T) {
	t.Parallel()
	var w wallet
	c, s := w.with(t, shelfwire.Options{}, replies(401, `{"message":"who are you"}`))
	for calls := 1; calls <= 2; calls++ {
		err := do(t.Context(), c, opRead)
		require.ErrorIs(t, err, shelfwire.ErrUnauthorized)
		e := failed(t, err)
		assert.Equal(t, verdict{2, shelfwire.OutcomeRefused}, verdict{e.Attempts, e.Outcome})
		assert.Equal(t, "who are you", e.Message)
		assert.Equal(t, 2*calls, s.count())
		assert.Len(t, w.refused, calls)
	}
}

func TestRenewIsNotAskedOrOfNoUse(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		answer answer
		stuck  bool
		asked  int
	}{
		"403":              {replies(403, ""), false, 0},
		"400":              {replies(400, `{"message":"no"}`), false, 0},
		"success":          {replies(200, ""), false, 0},
		"nothing to renew": {replies(401, ""), true, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := wallet{stuck: tt.stuck}
			c, s := w.with(t, shelfwire.Options{}, tt.answer)
			_ = do(t.Context(), c, opRead)
			assert.Len(t, w.refused, tt.asked)
			assert.Equal(t, 1, s.count())
		})
	}
}

// The renewal does not use up the retries, and they do not use up the renewal.
func TestRenewBesideRetries(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string][]answer{
		"401 first": {replies(401, ""), replies(503, "")},
		"401 later": {replies(503, ""), replies(503, ""), replies(401, ""), replies(503, "")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var w wallet
			c, s := w.with(t, shelfwire.Options{Retry: quick}, answers...)
			e := failed(t, do(t.Context(), c, opSet))
			assert.Equal(t, 503, e.StatusCode)
			assert.Equal(t, verdict{5, shelfwire.OutcomeUnknown}, verdict{e.Attempts, e.Outcome})
			assert.Equal(t, 5, s.count())
		})
	}
}

// A write after the renewal is a write like any other.
func TestWriteIsNotRepeatedAfterTheRenewal(t *testing.T) {
	t.Parallel()
	var w wallet
	c, s := w.with(t, shelfwire.Options{Retry: quick}, replies(401, ""), replies(503, ""))
	e := failed(t, do(t.Context(), c, opWrite))
	assert.Equal(t, verdict{2, shelfwire.OutcomeUnknown}, verdict{e.Attempts, e.Outcome})
	assert.Equal(t, 2, s.count())
}

// Credentials that cannot be had end the call: nothing is sent.
func TestAuthorizeThatFails(t *testing.T) {
	t.Parallel()
	errToken := errors.New("no token for " + testKey)
	asked := 0
	c, s := scripted(t, shelfwire.Options{
		Limiter: limiterFunc(func(context.Context) error { asked++; return nil }),
	}, replies(200, ""))
	c.authorize = func(context.Context, *http.Request) error { return errToken }
	err := do(t.Context(), c, opWrite)
	require.ErrorIs(t, err, errToken)
	e := failed(t, err)
	assert.Equal(t, verdict{0, shelfwire.OutcomeNotSent}, verdict{e.Attempts, e.Outcome})
	assertErrorHides(t, err, testKey)
	assert.Equal(t, 1, asked, "the limiter comes first, so that no token grows old in its queue")
	assert.Zero(t, s.count())
}

// When the credentials run out between two attempts, the last answer is not lost.
func TestAuthorizeThatFailsBetweenAttempts(t *testing.T) {
	t.Parallel()
	errToken := errors.New("no token")
	c, s := scripted(t, shelfwire.Options{Retry: quick}, replies(503, `{"message":"busy"}`))
	c.authorize = func(context.Context, *http.Request) error {
		if s.count() > 0 {
			return errToken
		}
		return nil
	}
	err := do(t.Context(), c, opSet)
	require.ErrorIs(t, err, errToken)
	e := failed(t, err)
	assert.Equal(t, 503, e.StatusCode)
	assert.Equal(t, "busy", e.Message)
	assert.Equal(t, oneUnknown, verdict{e.Attempts, e.Outcome})
}

// Authorize waits for a token with the caller's own context.
func TestAuthorizeGetsTheCallersContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{}, replies(200, ""))
		c.authorize = func(ctx context.Context, _ *http.Request) error { return pause(time.Hour).Wait(ctx) }
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		began := time.Now()
		err := do(ctx, c, opWrite)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
		assert.Equal(t, 3*time.Second, time.Since(began))
		assert.Zero(t, s.count())
	})
}

// A token is a secret while it lives: both the rejected one and the one that replaced it.
func TestNoTokenLeaves(t *testing.T) {
	t.Parallel()
	var w wallet
	var out bytes.Buffer
	o, seen := watching(shelfwire.Options{Retry: quick, Logger: loggers["text"](&out)})
	c, _ := w.with(t, o, func(r *http.Request) (*http.Response, error) {
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		return replies(401, `{"message":"bad token `+token+`","details":{"token":"`+token+`"}}`,
			"X-Request-Id", token, "Content-Type", "text/"+token)(r)
	})
	err := do(t.Context(), c, opRead)
	require.Len(t, *seen, 2)
	for i, token := range []string{"token-1", "token-2"} {
		assertErrorHides(t, (*seen)[i].Err, token)
		assertHides(t, "the log", out.String(), token)
	}
	assertErrorHides(t, err, "token-2")
}

// An answer about a token may come when it has been dropped, and when there is a new one.
func TestNoOldTokenLeaves(t *testing.T) {
	t.Parallel()
	for name, held := range map[string][][]string{
		"replaced":             {{"token-1"}, {"token-2"}},
		"dropped":              {{"token-1"}, {}},
		"dropped and replaced": {{"token-1"}, {}, {"token-2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var tokens []string
			p := testProvider()
			p.Tokens = func() []string { return tokens }
			c, err := New(p, &shelfwire.Options{}, &check.Problems{})
			require.NoError(t, err)
			for _, tokens = range held {
				assert.Equal(t, "said [redacted]", c.redact("said token-1"))
			}
		})
	}
}

// A token of the usual length costs a call no more than one without.
func TestSmallCallAllocationsWithAToken(t *testing.T) {
	srv := smallServer()
	defer srv.Close()
	plain := newCaller(t, shelfwire.Options{BaseURL: srv.URL})
	p := testProvider()
	p.Tokens = func() []string { return []string{strings.Repeat("aB3-_x.", 200)} }
	withToken, err := New(p, &shelfwire.Options{BaseURL: srv.URL}, &check.Problems{})
	require.NoError(t, err)
	defer withToken.client.CloseIdleConnections()
	count := func(c *Caller) float64 {
		return testing.AllocsPerRun(20, func() {
			if err := do(t.Context(), c, opRead); err != nil {
				t.Error(err)
			}
		})
	}
	assert.Less(t, count(withToken), count(plain)+20)
}
