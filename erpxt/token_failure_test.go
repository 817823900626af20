package erpxt_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// A failing endpoint is left alone for a while that grows; meanwhile calls fail at once with the same error.
func TestTokenSource_HoldOff(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 401, 403, 404, 302} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := tokenProvider(status, `{"error":"invalid_request"}`)
				client := p.client(t)
				for i, hold := range []int{1, 2, 4, 8, 16, 30, 30} {
					wait := time.Duration(hold) * time.Second
					require.Error(t, getProduct(t.Context(), client))
					assert.Len(t, p.tokens, i+1)
					began := time.Now()
					time.Sleep(wait - time.Millisecond)
					require.Error(t, getProduct(t.Context(), client))
					assert.Len(t, p.tokens, i+1, "left alone")
					time.Sleep(time.Millisecond)
					assert.Equal(t, wait, time.Since(began))
				}
				assert.Empty(t, p.calls)
			})
		})
	}
}

func TestTokenSource_RetryAfter(t *testing.T) {
	t.Parallel()
	for after, hold := range map[string]time.Duration{
		"45": 45 * time.Second, "60": time.Minute, "0": time.Second,
		"86400": 15 * time.Minute, // in a long hold one fetch asks again
	} {
		synctest.Test(t, func(t *testing.T) {
			p := tokenProvider(429, "", "Retry-After", after)
			o := p.options()
			o.Retry.MaxAttempts = 1
			client := clientWith(t, o)
			require.ErrorIs(t, getProduct(t.Context(), client), shelfwire.ErrRateLimited)
			time.Sleep(hold - time.Millisecond)
			require.ErrorIs(t, getProduct(t.Context(), client), shelfwire.ErrRateLimited)
			assert.Len(t, p.tokens, 1)
			time.Sleep(61 * time.Second) // beyond the pause after a failed fetch
			require.Error(t, getProduct(t.Context(), client))
			assert.Len(t, p.tokens, 2)
		})
	}
}

// One success, and the endpoint is trusted again.
func TestTokenSource_HoldOff_Resets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := respondWith(200, oneProduct)
		p.onToken = func(n int, r *http.Request) (*http.Response, error) {
			if n == 3 {
				return newResponse(r, 200, `{"access_token":"abcd","expires":2}`)
			}
			return newResponse(r, 401, "")
		}
		client := p.client(t)
		require.Error(t, getProduct(t.Context(), client))
		time.Sleep(time.Second)
		require.Error(t, getProduct(t.Context(), client))
		time.Sleep(2 * time.Second)
		require.NoError(t, getProduct(t.Context(), client))
		time.Sleep(2 * time.Second)
		require.Error(t, getProduct(t.Context(), client))
		time.Sleep(time.Second)
		require.Error(t, getProduct(t.Context(), client))
		assert.Len(t, p.tokens, 5, "the wait was a second again")
	})
}

// The fetch is a read: what passes is tried again within it.
func TestTokenSource_RetriesFetch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := respondWith(200, oneProduct)
		p.onToken = func(n int, r *http.Request) (*http.Response, error) {
			return newResponse(r, []int{503, 0, 200}[n-1], `{"access_token":"abcd"}`)
		}
		require.NoError(t, getProduct(t.Context(), p.client(t)))
		assert.Len(t, p.tokens, 3)
	})
}

// What a call says when there is no token for it.
func TestTokenSource_Errors(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status        int
		body          string
		is            error
		code, message string
	}{
		"OAuth, 400":               {400, `{"error":"invalid_client"}`, shelfwire.ErrUnauthorized, "invalid_client", `{"error":"invalid_client"}`},
		"OAuth, 401":               {401, `{"error":"invalid_client","error_description":"no such client"}`, shelfwire.ErrUnauthorized, "invalid_client", "no such client"},
		"OAuth, not allowed":       {400, `{"error":"unauthorized_client"}`, shelfwire.ErrForbidden, "unauthorized_client", `{"error":"unauthorized_client"}`},
		"OAuth under 200":          {200, `{"error":"invalid_client","error_description":"no"}`, shelfwire.ErrUnauthorized, "invalid_client", "no"},
		"the provider's own":       {400, `{"Message":"Zły klient","Data":{"x":1},"Code":"AuthException"}`, shelfwire.ErrUnauthorized, "AuthException", "Zły klient"},
		"the provider's, no Data":  {401, `{"Code":"AuthException","Message":"Zły klient"}`, shelfwire.ErrUnauthorized, "AuthException", "Zły klient"},
		"forbidden":                {403, "", shelfwire.ErrForbidden, "", ""},
		"an HTML page":             {403, "<html><title>Blocked</title></html>", shelfwire.ErrForbidden, "", "an HTML page titled Blocked"},
		"HTML under 200":           {200, "<html><title>Login</title></html>", shelfwire.ErrMalformed, "", ""},
		"no token in it":           {200, `{"token_type":"bearer"}`, shelfwire.ErrMalformed, "", ""},
		"a token that is a number": {200, `{"access_token":5}`, shelfwire.ErrMalformed, "", ""},
		"a token with a line end":  {200, `{"access_token":"abc\r\nX-Evil: 1"}`, shelfwire.ErrMalformed, "", ""},
		"an empty body":            {200, ``, shelfwire.ErrMalformed, "", ""},
		"not there":                {404, `{"Message":"No HTTP resource was found","Code":"EntityNotFoundException"}`, nil, "EntityNotFoundException", "No HTTP resource was found"},
		"a crash":                  {500, `{"Message":"An error has occurred."}`, nil, "", "An error has occurred."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := tokenProvider(tc.status, tc.body)
			err := p.client(t).Products.Delete(t.Context(), 7)
			require.Error(t, err)
			if tc.is != nil {
				require.ErrorIs(t, err, tc.is)
			}
			assert.NotErrorIs(t, err, shelfwire.ErrNotFound, "it says nothing about the product")
			assert.NotErrorIs(t, err, shelfwire.ErrInvalid, "it says nothing about the input")
			e := clienttest.RequireError(t, err)
			assert.Equal(t, "Products.Delete", e.Op)
			assert.Equal(t, shelfwire.OutcomeNotSent, e.Outcome)
			inner := clienttest.RequireError(t, e.Err)
			assert.Equal(t, "Token", inner.Op)
			assert.Equal(t, tc.status, inner.StatusCode)
			assert.Equal(t, tc.code, inner.Code)
			assert.Equal(t, tc.message, inner.Message)
			assert.Empty(t, p.calls)
		})
	}
}

// The token call is seen by the same observer, and does not go through the limiter of the calls: a token must not queue
// behind the calls that wait for it.
func TestTokenSource_SharesOptions(t *testing.T) {
	t.Parallel()
	p := respondWith(200, oneProduct)
	o := p.options()
	waits := 0
	o.Limiter = limiterFunc(func(context.Context) error { waits++; return nil })
	var ops []string
	o.Observe = func(_ context.Context, a shelfwire.Attempt) { ops = append(ops, a.Op) }
	require.NoError(t, getProduct(t.Context(), clientWith(t, o)))
	assert.Equal(t, 1, waits)
	assert.Equal(t, []string{"Token", "Products.Get"}, ops)
}

type limiterFunc func(context.Context) error

func (f limiterFunc) Wait(ctx context.Context) error { return f(ctx) }

// Without options the calls are limited to 4 a second after a burst of 8, and the token is not one of them.
func TestNew_DefaultLimiter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := respondWith(200, oneProduct)
		o := p.options()
		o.Limiter = nil
		client := clientWith(t, o)
		began := time.Now()
		for range 8 {
			require.NoError(t, getProduct(t.Context(), client))
		}
		assert.Zero(t, time.Since(began))
		require.NoError(t, getProduct(t.Context(), client))
		assert.Equal(t, 250*time.Millisecond, time.Since(began))
	})
}
