package call

import (
	"math"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// invalidFields names what an error complains about.
func invalidFields(t *testing.T, err error) []string {
	t.Helper()
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
	e := requireError(t, err)
	assert.Equal(t, "New", e.Op)
	assert.Equal(t, "acme", e.Provider)
	assert.Equal(t, shelfwire.OutcomeNotSent, e.Outcome)
	var names []string
	for _, cause := range directCauses(e.Err) {
		var problem *shelfwire.FieldError
		require.ErrorAs(t, cause, &problem)
		names = append(names, problem.Field)
	}
	return names
}

// All problems are reported at once, those of the credentials first.
func TestNew_InvalidOptions(t *testing.T) {
	t.Parallel()
	var problems check.Problems
	problems.Key("ClientKey", shelfwire.Secret{})
	_, err := New(testProvider(), &shelfwire.Options{
		BaseURL:          "ftp://api.acme.example",
		MaxResponseBytes: -1,
		UserAgent:        "shop\r\nX-Evil: 1",
		Retry:            shelfwire.RetryPolicy{MaxAttempts: -1, BaseDelay: -1, MaxDelay: -1, MaxRetryAfter: -1},
	}, &problems)
	assert.Equal(t, []string{
		"ClientKey", "BaseURL", "MaxResponseBytes",
		"Retry.MaxAttempts", "Retry.BaseDelay", "Retry.MaxDelay", "Retry.MaxRetryAfter", "UserAgent",
	}, invalidFields(t, err))
}

// A variable of a pointer type that was never set is not an empty option.
func TestNew_NilPointers(t *testing.T) {
	t.Parallel()
	var limiter *rate.Limiter
	var transport *http.Transport
	_, err := New(testProvider(), &shelfwire.Options{
		Limiter: limiter, HTTPClient: &http.Client{Transport: transport},
	}, &check.Problems{})
	assert.Equal(t, []string{"Limiter", "HTTPClient.Transport"}, invalidFields(t, err))

	_, err = New(testProvider(), &shelfwire.Options{
		Limiter: shelfwire.Unlimited, HTTPClient: &http.Client{Transport: new(http.Transport)},
	}, &check.Problems{})
	require.NoError(t, err)
}

func TestNew_NilOptions(t *testing.T) {
	t.Parallel()
	c, err := New(testProvider(), nil, &check.Problems{})
	require.NoError(t, err)
	assert.EqualValues(t, 32*mebibyte, c.maxBody)
}

// The options are copied: what the caller does with them later does not matter.
func TestNew_CopiesTheOptions(t *testing.T) {
	t.Parallel()
	s := &script{responders: []responder{responds(503, "")}}
	o := shelfwire.Options{Retry: quick, HTTPClient: &http.Client{Transport: s}}
	c, err := New(testProvider(), &o, &check.Problems{})
	require.NoError(t, err)
	o.Retry.MaxAttempts = 1
	o.BaseURL = "https://elsewhere.example"
	o.HTTPClient.Transport = nil
	require.Error(t, doCall(t.Context(), c, opRead))
	assert.Equal(t, 4, s.count())
	assert.Equal(t, "api.acme.example", s.requests[0].URL.Host)
}

func TestNew_LeavesTheHTTPClientAlone(t *testing.T) {
	t.Parallel()
	s := &script{responders: []responder{responds(200, "")}}
	given := &http.Client{Transport: s, Timeout: time.Minute}
	before := *given
	c := newCaller(t, shelfwire.Options{HTTPClient: given})
	require.NoError(t, doCall(t.Context(), c, opRead))
	assert.Nil(t, given.CheckRedirect)
	assert.Equal(t, before, *given)
	assert.NotSame(t, given, c.client)
	assert.Equal(t, time.Minute, c.client.Timeout)
}

// transportOf finds the transport of net/http in a caller, also when it is wrapped.
func transportOf(t *testing.T, c *Caller) *http.Transport {
	t.Helper()
	at := c.client.Transport
	for range 5 {
		if transport, ok := at.(*http.Transport); ok {
			return transport
		}
		at, _ = reflect.Indirect(reflect.ValueOf(at)).Field(0).Interface().(http.RoundTripper)
	}
	require.Fail(t, "no transport of net/http")
	return nil
}

// Without a client of the caller's, each client has a transport of its own, with room for bulk work, and the
// process-wide default stays as it was.
func TestNew_DefaultHTTPClient(t *testing.T) {
	t.Parallel()
	one, other := newCaller(t, shelfwire.Options{}), newCaller(t, shelfwire.Options{})
	transport := transportOf(t, one)
	assert.NotSame(t, transport, transportOf(t, other))
	assert.NotSame(t, http.DefaultTransport, transport)
	assert.Greater(t, transport.MaxIdleConnsPerHost, 8)
	assert.True(t, transport.ForceAttemptHTTP2)
	assert.NotNil(t, transport.Proxy, "net/http's own proxy variables work as everywhere")
	assert.Nil(t, http.DefaultClient.CheckRedirect)
	assert.Zero(t, http.DefaultTransport.(*http.Transport).MaxIdleConnsPerHost)
}

func TestNew_UserAgent(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"":           "shelfwire/" + shelfwire.Version,
		"myshop/1.4": "myshop/1.4 shelfwire/" + shelfwire.Version,
	} {
		t.Run(given, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, shelfwire.Options{UserAgent: given}, responds(200, ""))
			require.NoError(t, doCall(t.Context(), c, opRead))
			assert.Equal(t, want, s.requests[0].UserAgent())
		})
	}
}

// Whatever one request does to its headers stays with that request.
func TestNewRequest_SharesNoHeaders(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{}, func(r *http.Request) (*http.Response, error) {
		r.Header.Add("Accept", "text/plain")
		r.Header.Set("User-Agent", r.UserAgent()+" via proxy")
		r.Header.Del("Content-Type")
		return responds(200, "")(r)
	})
	for range 2 {
		require.NoError(t, doCall(t.Context(), c, opRead))
	}
	first, second := s.requests[0].Header, s.requests[1].Header
	assert.Equal(t, []string{"application/json", "text/plain"}, first["Accept"])
	assert.Equal(t, "shelfwire/"+shelfwire.Version+" via proxy", first.Get("User-Agent"))
	assert.Equal(t, first, second)
}

func TestNew_SettingsAtTheirLimits(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{
		MaxResponseBytes: math.MaxInt64 - 1,
		Retry:            shelfwire.RetryPolicy{MaxAttempts: math.MaxInt, BaseDelay: 1, MaxDelay: 1, MaxRetryAfter: math.MaxInt64},
	}, responds(503, ""), responds(200, ""))
	require.NoError(t, doCall(t.Context(), c, opRead))
	assert.Equal(t, 2, s.count())
}
