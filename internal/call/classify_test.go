package call

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// What a status means hangs on whose words come with it: only the provider's own make a 404 "not found".
func TestKindOfEachStatus(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]struct{ own, foreign error }{
		400: {shelfwire.ErrInvalid, shelfwire.ErrMalformed},
		401: {shelfwire.ErrUnauthorized, shelfwire.ErrUnauthorized},
		402: {nil, shelfwire.ErrMalformed},
		403: {shelfwire.ErrForbidden, shelfwire.ErrForbidden},
		404: {shelfwire.ErrNotFound, shelfwire.ErrMalformed},
		405: {nil, shelfwire.ErrMalformed},
		408: {nil, nil},
		409: {shelfwire.ErrConflict, shelfwire.ErrMalformed},
		410: {shelfwire.ErrNotFound, shelfwire.ErrMalformed},
		412: {shelfwire.ErrConflict, shelfwire.ErrMalformed},
		413: {nil, shelfwire.ErrMalformed},
		418: {nil, shelfwire.ErrMalformed},
		422: {shelfwire.ErrInvalid, shelfwire.ErrMalformed},
		425: {nil, nil},
		429: {shelfwire.ErrRateLimited, shelfwire.ErrRateLimited},
		499: {nil, nil},
		500: {nil, nil}, 503: {nil, nil}, 520: {nil, nil}, 302: {nil, nil},
	} {
		for body, kind := range map[string]error{`{"message":"no"}`: want.own, "": want.foreign, "<html>": want.foreign} {
			t.Run(fmt.Sprintf("%d %s", status, body), func(t *testing.T) {
				t.Parallel()
				c, _ := scripted(t, shelfwire.Options{Retry: once}, replies(status, body))
				err := do(t.Context(), c, opWrite)
				assert.Equal(t, status, failed(t, err).StatusCode)
				assertOnly(t, err, kind)
			})
		}
	}
}

// assertOnly checks that an error matches one kind, or none when that is nil, and no other.
func assertOnly(t *testing.T, err, want error) {
	t.Helper()
	for _, kind := range []error{
		shelfwire.ErrInvalid, shelfwire.ErrUnauthorized, shelfwire.ErrForbidden, shelfwire.ErrNotFound,
		shelfwire.ErrConflict, shelfwire.ErrRateLimited, shelfwire.ErrTooLarge, shelfwire.ErrMalformed,
		shelfwire.ErrIncomplete,
	} {
		assert.Equal(t, kind == want, errors.Is(err, kind), "%v", kind)
	}
}

// What each status says of a write, by whose words come with it.
func TestOutcomeOfEachStatus(t *testing.T) {
	t.Parallel()
	const refused, unknown = shelfwire.OutcomeRefused, shelfwire.OutcomeUnknown
	for status, want := range map[int]struct{ own, foreign shelfwire.Outcome }{
		400: {refused, unknown}, 401: {refused, refused}, 402: {refused, unknown}, 403: {refused, refused},
		404: {refused, refused}, 405: {refused, refused}, 406: {refused, refused}, 407: {refused, unknown},
		408: {unknown, unknown}, 409: {refused, unknown}, 410: {refused, unknown}, 411: {refused, refused},
		412: {refused, unknown}, 413: {refused, refused}, 414: {refused, refused}, 415: {refused, refused},
		417: {refused, unknown}, 422: {refused, unknown}, 425: {refused, unknown}, 429: {refused, refused},
		431: {refused, refused}, 499: {unknown, unknown}, 451: {refused, unknown},
		500: {unknown, unknown}, 502: {unknown, unknown}, 520: {unknown, unknown}, 599: {unknown, unknown},
		301: {unknown, unknown}, 304: {unknown, unknown},
	} {
		for body, outcome := range map[string]shelfwire.Outcome{`{"message":"no"}`: want.own, "<html>": want.foreign} {
			c, _ := scripted(t, shelfwire.Options{Retry: once}, replies(status, body))
			assert.Equal(t, outcome, shelfwire.OutcomeOf(do(t.Context(), c, opWrite)), "%d %s", status, body)
		}
	}
}

// Every 2xx is a success as far as HTTP goes; the decoder has the last word.
func TestSuccessStatuses(t *testing.T) {
	t.Parallel()
	for status, success := range map[int]bool{
		199: false, 200: true, 201: true, 202: true, 204: true, 299: true, 300: false, 304: false,
	} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			c, _ := scripted(t, shelfwire.Options{Retry: once}, replies(status, ""))
			assert.Equal(t, success, do(t.Context(), c, opWrite) == nil)
		})
	}
}

// The provider's package knows its dialect, and what it reads goes before what the status says.
func TestProvidersOwnWords(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, shelfwire.Options{Retry: once}, replies(400,
		`{"code":"EntityNotFound","message":"no such thing","details":{"id":[7, 2.50]}}`, "X-Request-Id", "r-1"))
	explain := c.explain
	c.explain = func(r *Response) {
		explain(r)
		r.Kind = shelfwire.ErrNotFound
		assert.Equal(t, 400, r.Status)
		assert.Equal(t, "r-1", r.Header.Get("X-Request-Id"))
	}
	err := do(t.Context(), c, opWrite)
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	assert.NotErrorIs(t, err, shelfwire.ErrInvalid)
	e := failed(t, err)
	assert.Equal(t, "EntityNotFound", e.Code)
	assert.Equal(t, "no such thing", e.Message)
	assert.Equal(t, `{"id":[7,2.50]}`, string(e.Details), "numbers keep their digits")
	assert.Equal(t, "r-1", e.RequestID)
	assert.Equal(t, "acme", e.Provider)
	assert.Equal(t, "Things.Create", e.Op)
	assert.Equal(t, shelfwire.EffectWrite, e.Effect)
	assert.Equal(t, "/v1/things", e.Path)
	assert.Equal(t, shelfwire.OutcomeRefused, e.Outcome)
}

func TestRequestIDHeaders(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"X-Request-Id", "X-Correlation-Id", "Request-Id"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, "r-1", requestID(headers(name, "r-1")))
		})
	}
	assert.Empty(t, requestID(http.Header{}))
	assert.Equal(t, "a", requestID(headers("Request-Id", "b", "X-Request-Id", "a")))
}

// What goes into an error is short, whatever the provider sends.
func TestWordsAreBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ü", 8<<10)
	c, _ := scripted(t, shelfwire.Options{Retry: once}, replies(400,
		`{"code":"`+long+`","message":"`+long+`"}`, "X-Request-Id", strings.Repeat("r", 8<<10)))
	e := failed(t, do(t.Context(), c, opWrite))
	for name, text := range map[string]struct {
		value string
		most  int
	}{
		"Code":      {e.Code, 128},
		"Message":   {e.Message, 4 << 10},
		"RequestID": {e.RequestID, 128},
	} {
		assert.LessOrEqual(t, len(text.value), text.most, name)
		assert.Greater(t, len(text.value), text.most-8, name)
		assert.True(t, strings.HasSuffix(text.value, "…"), name)
		assert.NotContains(t, text.value, "\ufffd", name)
	}
}

func TestDetailsAreBounded(t *testing.T) {
	t.Parallel()
	details := func(size int) string { return `"` + strings.Repeat("x", size-2) + `"` }
	for name, tt := range map[string]struct {
		details, want string
	}{
		"none":        {`null`, "null"},
		"exactly":     {details(4 << 10), details(4 << 10)},
		"one more":    {details(4<<10 + 1), ""},
		"white space": {`{ "a" : 1 }`, `{"a":1}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := scripted(t, shelfwire.Options{Retry: once}, replies(400, `{"message":"no","details":`+tt.details+`}`))
			e := failed(t, do(t.Context(), c, opWrite))
			assert.Equal(t, tt.want, string(e.Details))
			assert.Equal(t, "no", e.Message)
		})
	}
}

// A redirect is never followed, so the key, which is in a header that net/http would forward, goes nowhere else.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, op := range []Op{opRead, opSet, opWrite} {
			t.Run(fmt.Sprintf("%d/%s", status, op.Effect), func(t *testing.T) {
				t.Parallel()
				elsewhere := serve(t, func(http.ResponseWriter, *http.Request) {})
				s := redirecting(t, status, elsewhere.url+"/private/path?token=abc#part")
				err := s.caller(t).Do(t.Context(), Request{Op: op, Path: []string{"x"}, Body: 1}, ignore)
				e := failed(t, err)
				assert.Zero(t, elsewhere.seen.Load())
				assert.Equal(t, status, e.StatusCode)
				assert.Equal(t, oneUnknown, verdict{e.Attempts, e.Outcome})
				assert.Equal(t, "redirected to "+elsewhere.url+"; redirects are not followed", e.Message)
				assert.EqualValues(t, 1, s.seen.Load())
			})
		}
	}
}

// redirecting is a server that sends everybody away.
func redirecting(tb testing.TB, status int, location string) scene {
	return serve(tb, func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Location"] = []string{location}
		w.WriteHeader(status)
	})
}

// Where a redirect leads is said without what could be a key or a session, whatever form the address has.
func TestRedirectsHideTheAddress(t *testing.T) {
	t.Parallel()
	for name, location := range map[string]string{
		"path and query":   "https://other.example/private?token=private",
		"user":             "https://private:private@other.example/",
		"path only":        "/private?token=private",
		"relative":         "private",
		"nothing":          "",
		"no scheme":        "//other.example/private",
		"opaque":           "mailto:private",
		"not an address":   "https://other.example/%zz?token=private",
		"a space in it":    "https://other.example/a b?token=private",
		"control in it":    "https://other.example/\tprivate",
		"port not numeric": "https://other.example:private/",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := redirecting(t, 302, location)
			e := failed(t, do(t.Context(), s.caller(t), opRead))
			assert.NotContains(t, e.Error(), "private")
			assert.Equal(t, 302, e.StatusCode)
			assert.Equal(t, oneUnknown, verdict{e.Attempts, e.Outcome}, "a redirect is no connection error")
		})
	}
}

// The caller's client may follow redirects elsewhere; here it does not, and its hook is not asked.
func TestRedirectHookOfTheCallerIsNotUsed(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	hook := func(*http.Request, []*http.Request) error { asked.Add(1); return nil }
	given := &http.Client{CheckRedirect: hook}
	s := redirecting(t, 307, "/elsewhere")
	s.client = given
	require.Error(t, do(t.Context(), s.caller(t), opRead))
	assert.Zero(t, asked.Load())
	assert.EqualValues(t, 1, s.seen.Load())
}

// A redirect may carry Retry-After; it is handed on, and nothing is repeated.
func TestRedirectWithRetryAfter(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{}, replies(302, "", "Retry-After", "7"))
	e := failed(t, do(t.Context(), c, opRead))
	assert.Equal(t, 7*time.Second, e.RetryAfter)
	assert.Equal(t, 1, s.count())
}

// A failure whose words say less than its status is tried again where that is safe, and is no rejection.
func TestDoubtfulReplies(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusInternalServerError} {
		p := testProvider()
		p.ParseError = func(r *Response) { r.Ambiguous, r.Message = true, "later" }
		for op, tries := range map[Op]int{opRead: 4, opSet: 4, opWrite: 1} {
			s := &script{answers: []answer{replies(status, `{}`)}}
			c, err := New(p, &shelfwire.Options{HTTPClient: &http.Client{Transport: s}, Retry: quick}, &check.Problems{})
			require.NoError(t, err)
			err = do(t.Context(), c, op)
			assert.Equal(t, tries, s.count(), op.Name)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
			assert.NotErrorIs(t, err, shelfwire.ErrInvalid)
			assert.Equal(t, status, failed(t, err).StatusCode)
		}
	}
}
