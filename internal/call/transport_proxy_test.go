package call

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// newProxiedCaller returns a caller with a transport of its own kind that goes by a proxy.
func newProxiedCaller(t *testing.T, proxy func(*http.Request) (*url.URL, error)) *Caller {
	t.Helper()
	own := newOwnTransport(&http.Transport{Proxy: proxy}, idleConnTimeout, pingTimeout)
	return newCaller(t, shelfwire.Options{
		HTTPClient: &http.Client{Transport: own}, Retry: shelfwire.RetryPolicy{BaseDelay: 1, MaxDelay: 1},
	})
}

// A proxy whose URL is wrong is found out before anything is sent, and the password in it is not shown.
func TestExplainProxy_InvalidURL(t *testing.T) {
	t.Parallel()
	c := newProxiedCaller(t, func(*http.Request) (*url.URL, error) {
		return nil, fmt.Errorf("invalid proxy address %q", "http://user:pa%zz@proxy.example.com")
	})
	err := requireError(t, doCall(t.Context(), c, newWriteOp(http.MethodPost)))
	assert.Equal(t, shelfwire.OutcomeNotSent, err.Outcome)
	assert.Equal(t, 1, err.Attempts)
	assert.Contains(t, err.Error(), "no proxy can be chosen")
	assert.NotContains(t, err.Error(), "pa%zz")
}

// A refusal by the proxy is not mistaken for one by the provider.
func TestExplainProxy_Refusal(t *testing.T) {
	t.Parallel()
	var seen atomic.Int64
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		seen.Add(1)
		w.WriteHeader(http.StatusForbidden)
	}))
	t.Cleanup(proxy.Close)
	address, err := url.Parse(proxy.URL)
	require.NoError(t, err)
	c := newProxiedCaller(t, http.ProxyURL(address))
	failed := requireError(t, doCall(t.Context(), c, newWriteOp(http.MethodPost)))
	assert.Equal(t, shelfwire.OutcomeNotSent, failed.Outcome)
	assert.Contains(t, failed.Error(), "the proxy refuses to connect: 403 Forbidden")
	assert.EqualValues(t, 4, seen.Load())
}

// What the program has set for its proxies is kept, and a proxy that connects is no failure.
func TestExplainProxy_KeepsSettings(t *testing.T) {
	t.Parallel()
	own := newOwnTransport(&http.Transport{}, idleConnTimeout, pingTimeout)
	assert.Nil(t, own.Proxy)
	require.NoError(t, own.OnProxyConnectResponse(t.Context(), nil, nil, &http.Response{StatusCode: http.StatusOK}))
}
