package erpxt_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// agingProvider is a provider whose tokens live for ten minutes, to the second, and take a while to come.
func agingProvider(takes time.Duration) *provider {
	ends := map[string]time.Time{}
	var mu sync.Mutex
	return &provider{
		api: func(_ int, r *http.Request) (*http.Response, error) {
			mu.Lock()
			defer mu.Unlock()
			if !time.Now().Before(ends[r.Header.Get("Authorization")]) {
				return newResponse(r, 401, "")
			}
			return newResponse(r, 200, oneProduct)
		},
		onToken: func(n int, r *http.Request) (*http.Response, error) {
			if n > 1 {
				select {
				case <-time.After(takes):
				case <-r.Context().Done():
					return nil, r.Context().Err()
				}
			}
			mu.Lock()
			defer mu.Unlock()
			ends[fmt.Sprintf("Bearer token-%d", n)] = time.Now().Add(10 * time.Minute)
			return newResponse(r, 200, fmt.Sprintf(`{"access_token":"token-%d","expires":600}`, n))
		},
	}
}

// A token that is soon to end is renewed by the first call that finds it so, and used meanwhile: a slow endpoint keeps no
// call waiting.
func TestTokenSource_RenewalDelaysNoCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := agingProvider(20 * time.Second)
		client := p.client(t)
		require.NoError(t, getProduct(t.Context(), client))
		time.Sleep(541 * time.Second)
		began := time.Now()
		for range 10 {
			require.NoError(t, getProduct(t.Context(), client))
		}
		assert.Zero(t, time.Since(began))
		time.Sleep(time.Minute)
		require.NoError(t, getProduct(t.Context(), client), "with the new one")
		tokens, calls := p.counts()
		assert.Equal(t, []int{2, 12}, []int{tokens, calls}, "one renewal, and no call was rejected")
	})
}

// A renewal lasts no longer than half a minute. A call that comes when the token has ended waits for the renewal under way.
func TestTokenSource_SlowRenewal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := agingProvider(25 * time.Second)
		client := p.client(t)
		require.NoError(t, getProduct(t.Context(), client))
		time.Sleep(590 * time.Second)
		require.NoError(t, getProduct(t.Context(), client))
		time.Sleep(10 * time.Second)
		began := time.Now()
		require.NoError(t, getProduct(t.Context(), client))
		assert.Equal(t, 15*time.Second, time.Since(began))
	})
	synctest.Test(t, func(t *testing.T) {
		p := agingProvider(31 * time.Second)
		client := p.client(t)
		require.NoError(t, getProduct(t.Context(), client))
		time.Sleep(550 * time.Second)
		require.NoError(t, getProduct(t.Context(), client))
		time.Sleep(31 * time.Second)
		require.NoError(t, getProduct(t.Context(), client), "the old one is still good")
		synctest.Wait()
		tokens, _ := p.counts()
		assert.Equal(t, 3, tokens, "the first renewal was given up after 30 seconds, and another one begun")
		client.CloseIdleConnections()
		synctest.Wait()
	})
}

// With the default limits 3,000 calls wait for longer than a token lives. None of them goes out with an old one.
func TestTokenSource_LongQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := agingProvider(time.Second)
		o := p.options()
		o.Limiter, o.Retry = nil, shelfwire.RetryPolicy{MaxAttempts: 1}
		client := clientWith(t, o)
		var calls sync.WaitGroup
		for range 3000 {
			calls.Go(func() { assert.NoError(t, getProduct(t.Context(), client)) })
		}
		calls.Wait()
		tokens, sent := p.counts()
		assert.Equal(t, 3000, sent, "none was rejected and sent again")
		assert.Equal(t, 2, tokens)
	})
}

// CloseIdleConnections ends a renewal under way; the client can still be used.
func TestClient_CloseIdleConnections(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := agingProvider(20 * time.Second)
		ended := make(chan error, 1)
		onToken := p.onToken
		p.onToken = func(n int, r *http.Request) (*http.Response, error) {
			resp, err := onToken(n, r)
			if n == 2 {
				ended <- context.Cause(r.Context())
			}
			return resp, err
		}
		client := p.client(t)
		client.CloseIdleConnections()
		require.NoError(t, getProduct(t.Context(), client))
		time.Sleep(550 * time.Second)
		require.NoError(t, getProduct(t.Context(), client))
		synctest.Wait()
		began := time.Now()
		client.CloseIdleConnections()
		require.ErrorIs(t, <-ended, context.Canceled)
		assert.Zero(t, time.Since(began))
		require.NoError(t, getProduct(t.Context(), client))
	})
}

// The token endpoint has a limiter of its own, which only a caller who wants none at all takes away.
func TestTokenSource_Limiter(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		limiter shelfwire.Limiter
		want    time.Duration
	}{
		"by default": {nil, time.Second},
		"of its own": {limiterFunc(func(context.Context) error { return nil }), time.Second},
		"unlimited":  {shelfwire.Unlimited, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := respondWith(200, oneProduct)
				p.onToken = func(_ int, r *http.Request) (*http.Response, error) { return newResponse(r, 503, "") }
				o := p.options()
				o.Limiter, o.Retry = tt.limiter, shelfwire.RetryPolicy{BaseDelay: 1, MaxDelay: 1}
				began := time.Now()
				require.Error(t, getProduct(t.Context(), clientWith(t, o)))
				assert.Equal(t, tt.want, time.Since(began).Truncate(time.Millisecond), "four attempts, the last one after three")
			})
		})
	}
}
