package call

import (
	"math"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// fields names what an error complains about.
func fields(t *testing.T, err error) []string {
	t.Helper()
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
	e := failed(t, err)
	assert.Equal(t, "New", e.Op)
	assert.Equal(t, "acme", e.Provider)
	assert.Equal(t, shelfwire.OutcomeNotSent, e.Outcome)
	var names []string
	for _, cause := range causes(e.Err) {
		var problem *shelfwire.FieldError
		require.ErrorAs(t, cause, &problem)
		names = append(names, problem.Field)
	}
	return names
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	for address, problem := range map[string]string{
		"":                               "", // the provider's own
		"https://api.acme.example":       "",
		"https://api.acme.example/v1/":   "",
		"HTTPS://api.acme.example":       "",
		"https://localhost":              "",
		"https://api.acme.example:8443":  "",
		"http://localhost:8080":          "",
		"http://LOCALHOST":               "",
		"http://127.0.0.1:8080/v1":       "",
		"http://127.8.9.10":              "",
		"http://[::1]:8080":              "",
		"http://[::ffff:127.0.0.1]":      "",
		"http://[::1%25lo]:8080":         "",
		"http://[fe80::1%25lo]:9":        "plain http",
		"https://[fe80::1%25lo]:9":       "",
		"http://api.acme.example":        "plain http",
		"http://10.0.0.1":                "plain http",
		"http://0.0.0.0":                 "plain http",
		"http://[::]":                    "plain http",
		"http://localhost.evil.example":  "plain http",
		"http://127.0.0.1.evil.example":  "plain http",
		"http://127.1":                   "plain http",
		"http://2130706433":              "plain http",
		"http://evil.example#@localhost": "fragment",
		"http://localhost@evil.example":  "user",
		"https://user@api.acme.example":  "user",
		"https://u:p4ss@api.acme.ex":     "user",
		"https://api.acme.example?a=b":   "query",
		"https://api.acme.example/#top":  "fragment",
		"api.acme.example":               "absolute",
		"api.acme.example:443":           "absolute",
		"//api.acme.example":             "https://",
		"/v1":                            "absolute",
		"https://":                       "absolute",
		"https:///v1":                    "absolute",
		"https:api.acme.example":         "absolute",
		"ftp://api.acme.example":         "https://",
		"file:///etc/passwd":             "absolute",
		"unix://localhost/socket":        "https://",
		"https://api.acme.example/%zz":   "absolute",
		"https://api acme.example":       "absolute",
		" https://api.acme.example":      "absolute",
		"https://api.acme.example:x":     "absolute",
	} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			_, err := New(testProvider(), &shelfwire.Options{BaseURL: address}, &check.Problems{})
			if problem == "" {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, []string{"BaseURL"}, fields(t, err))
			require.ErrorContains(t, err, problem)
			assert.NotContains(t, err.Error(), "p4ss")
		})
	}
}

// A host without a name has no certificate either.
func TestBaseURLWithoutAHostName(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"https://:443", "http://:8080"} {
		_, err := New(testProvider(), &shelfwire.Options{BaseURL: address, AllowPlaintext: true}, &check.Problems{})
		assert.Error(t, err, address)
	}
}

func TestAllowPlaintext(t *testing.T) {
	t.Parallel()
	allowed := shelfwire.Options{BaseURL: "http://erp.intranet.example", AllowPlaintext: true}
	c, s := scripted(t, allowed, replies(200, ""))
	require.NoError(t, do(t.Context(), c, opRead))
	assert.Equal(t, "http://erp.intranet.example/things", s.requests[0].URL.String())

	for _, address := range []string{"ftp://erp.intranet.example", "http://u@erp.intranet.example"} {
		_, err := New(testProvider(), &shelfwire.Options{BaseURL: address, AllowPlaintext: true}, &check.Problems{})
		assert.Equal(t, []string{"BaseURL"}, fields(t, err), "%s: plain text is all that is allowed", address)
	}
}

// All problems are reported at once, those of the credentials first.
func TestOptionsThatCannotBeRight(t *testing.T) {
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
	}, fields(t, err))
}

func TestNoOptions(t *testing.T) {
	t.Parallel()
	c, err := New(testProvider(), nil, &check.Problems{})
	require.NoError(t, err)
	assert.EqualValues(t, 32*mebibyte, c.maxBody)
}

// The options are copied: what the caller does with them later does not matter.
func TestOptionsAreCopied(t *testing.T) {
	t.Parallel()
	s := &script{answers: []answer{replies(503, "")}}
	o := shelfwire.Options{Retry: quick, HTTPClient: &http.Client{Transport: s}}
	c, err := New(testProvider(), &o, &check.Problems{})
	require.NoError(t, err)
	o.Retry.MaxAttempts = 1
	o.BaseURL = "https://elsewhere.example"
	o.HTTPClient.Transport = nil
	require.Error(t, do(t.Context(), c, opRead))
	assert.Equal(t, 4, s.count())
	assert.Equal(t, "api.acme.example", s.requests[0].URL.Host)
}

func TestHTTPClientOfTheCallerIsNotChanged(t *testing.T) {
	t.Parallel()
	s := &script{answers: []answer{replies(200, "")}}
	given := &http.Client{Transport: s, Timeout: time.Minute}
	before := *given
	c := newCaller(t, shelfwire.Options{HTTPClient: given})
	require.NoError(t, do(t.Context(), c, opRead))
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
func TestDefaultHTTPClient(t *testing.T) {
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

func TestUserAgent(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"":           "shelfwire/" + shelfwire.Version,
		"myshop/1.4": "myshop/1.4 shelfwire/" + shelfwire.Version,
	} {
		t.Run(given, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, shelfwire.Options{UserAgent: given}, replies(200, ""))
			require.NoError(t, do(t.Context(), c, opRead))
			assert.Equal(t, want, s.requests[0].UserAgent())
		})
	}
}

// Whatever one request does to its headers stays with that request.
func TestRequestsShareNoHeaders(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{}, func(r *http.Request) (*http.Response, error) {
		r.Header.Add("Accept", "text/plain")
		r.Header.Set("User-Agent", r.UserAgent()+" via proxy")
		r.Header.Del("Content-Type")
		return replies(200, "")(r)
	})
	for range 2 {
		require.NoError(t, do(t.Context(), c, opRead))
	}
	first, second := s.requests[0].Header, s.requests[1].Header
	assert.Equal(t, []string{"application/json", "text/plain"}, first["Accept"])
	assert.Equal(t, "shelfwire/"+shelfwire.Version+" via proxy", first.Get("User-Agent"))
	assert.Equal(t, first, second)
}

func TestSettingsAtTheirLimits(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{
		MaxResponseBytes: math.MaxInt64 - 1,
		Retry:            shelfwire.RetryPolicy{MaxAttempts: math.MaxInt, BaseDelay: 1, MaxDelay: 1, MaxRetryAfter: math.MaxInt64},
	}, replies(503, ""), replies(200, ""))
	require.NoError(t, do(t.Context(), c, opRead))
	assert.Equal(t, 2, s.count())
}

// A provider whose customers have addresses of their own names the parameter in which they came.
func TestAddressOfTheCustomer(t *testing.T) {
	t.Parallel()
	for address, problem := range map[string]string{
		"https://shop.example.com":               "",
		"https://shop.example.com/":              "",
		"http://127.0.0.1:8080":                  "",
		"":                                       "shopURL is missing",
		"shop.example.com":                       "shopURL is not an absolute address",
		"ftp://shop.example.com":                 "shopURL must begin with https://",
		"http://shop.example.com":                "shopURL is plain http",
		"https://shop.example.com/api/v2":        "shopURL must not hold a path",
		"https://key:secret@shop.example.com":    "shopURL must not hold a user",
		"https://shop.example.com?key=k3y":       "shopURL must not hold a user, a query",
		"https://shop.example.com\x7f/somewhere": "shopURL is not an absolute address",
	} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			p := testProvider()
			p.BaseURL = address
			p.BaseURLParam.Field, p.BaseURLParam.Path = "shopURL", "/api/v2"
			c, err := New(p, nil, &check.Problems{})
			if problem != "" {
				require.ErrorContains(t, err, problem)
				assert.Equal(t, []string{"shopURL"}, fields(t, err))
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "/api/v2", c.basePath)

			c, err = New(p, &shelfwire.Options{BaseURL: "https://proxy.example.com/shop/api/v2"}, &check.Problems{})
			require.NoError(t, err, "Options.BaseURL overrides address and path")
			assert.Equal(t, "https://proxy.example.com", c.origin)
			assert.Equal(t, "/shop/api/v2", c.basePath)
		})
	}
}
