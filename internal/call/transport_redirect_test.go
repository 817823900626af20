package call

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// A redirect is never followed, so the key, which is in a header that net/http would forward, goes nowhere else.
func TestRedirects_AreNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, op := range []Op{opRead, opSet, opWrite} {
			t.Run(fmt.Sprintf("%d/%s", status, op.Effect), func(t *testing.T) {
				t.Parallel()
				elsewhere := newScene(t, func(http.ResponseWriter, *http.Request) {})
				s := redirectsTo(t, status, elsewhere.url+"/private/path?token=abc#part")
				err := s.caller(t).Do(t.Context(), Request{Op: op, Path: []string{"x"}, Body: 1}, ignoreBody)
				e := requireError(t, err)
				assert.Zero(t, elsewhere.seen.Load())
				assert.Equal(t, status, e.StatusCode)
				assert.Equal(t, oneUnknown, retryVerdict{e.Attempts, e.Outcome})
				assert.Equal(t, "redirected to "+elsewhere.url+"; redirects are not followed", e.Message)
				assert.EqualValues(t, 1, s.seen.Load())
			})
		}
	}
}

// redirectsTo is a server that sends everybody away.
func redirectsTo(tb testing.TB, status int, location string) scene {
	return newScene(tb, func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Location"] = []string{location}
		w.WriteHeader(status)
	})
}

// Where a redirect leads is said without what could be a key or a session, whatever form the URL has.
func TestRedirects_HideTheURL(t *testing.T) {
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
			s := redirectsTo(t, 302, location)
			e := requireError(t, doCall(t.Context(), s.caller(t), opRead))
			assert.NotContains(t, e.Error(), "private")
			assert.Equal(t, 302, e.StatusCode)
			assert.Equal(t, oneUnknown, retryVerdict{e.Attempts, e.Outcome}, "a redirect is no connection error")
		})
	}
}

// The caller's client may follow redirects elsewhere; here it does not, and its hook is not called.
func TestRedirects_IgnoreTheCallersCheckRedirect(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	hook := func(*http.Request, []*http.Request) error { asked.Add(1); return nil }
	given := &http.Client{CheckRedirect: hook}
	s := redirectsTo(t, 307, "/elsewhere")
	s.client = given
	require.Error(t, doCall(t.Context(), s.caller(t), opRead))
	assert.Zero(t, asked.Load())
	assert.EqualValues(t, 1, s.seen.Load())
}

// A 304 leads nowhere: nobody asked whether anything has changed.
func TestRedirects_NotModified(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, shelfwire.Options{}, responds(304, ""))
	e := requireError(t, doCall(t.Context(), c, opRead))
	assert.Equal(t, "the data are said to be unchanged, which was not asked", e.Message)
	assert.Equal(t, oneUnknown, retryVerdict{e.Attempts, e.Outcome})
}

// A redirect may carry Retry-After; it is handed on, and nothing is repeated.
func TestRedirects_RetryAfter(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{}, responds(302, "", "Retry-After", "7"))
	e := requireError(t, doCall(t.Context(), c, opRead))
	assert.Equal(t, 7*time.Second, e.RetryAfter)
	assert.Equal(t, 1, s.count())
}

// A transport that breaks the contract of http.RoundTripper costs a call, and no program.
func TestRedirects_OddTransports(t *testing.T) {
	t.Parallel()
	for name, respond := range map[string]responder{
		"neither response nor error": func(*http.Request) (*http.Response, error) { return nil, nil },
		"a redirect without headers": func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusFound, Body: http.NoBody, Request: r}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, shelfwire.Options{Retry: quick}, respond)
			err := doCall(t.Context(), c, opWrite)
			assert.Equal(t, retryVerdict{1, shelfwire.OutcomeUnknown}, retryVerdict{s.count(), shelfwire.OutcomeOf(err)})
		})
	}
}
