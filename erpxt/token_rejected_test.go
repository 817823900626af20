package erpxt_test

import (
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// tokenGuard lets only calls with one token through.
func tokenGuard(want string) *provider {
	return &provider{api: func(_ int, r *http.Request) (*http.Response, error) {
		if r.Header.Get("Authorization") != "Bearer "+want {
			return newResponse(r, 401, `{"Message":"Authorization has been denied for this request."}`)
		}
		if r.Method == http.MethodPost {
			return newResponse(r, 200, "9")
		}
		return newResponse(r, 200, oneProduct)
	}}
}

// After a 401 the token is dropped and the call goes out once more, a write too: it was rejected.
func TestTokenSource_ReplacesRejected(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := tokenGuard("token-2")
		client := p.client(t)
		id, err := client.Products.Create(t.Context(), goodProduct())
		require.NoError(t, err)
		assert.Equal(t, int64(9), id)
		require.NoError(t, getProduct(t.Context(), client))
		tokens, calls := p.counts()
		assert.Equal(t, []int{2, 3}, []int{tokens, calls})
	})
}

// A call that was sent with an old token and comes back rejected leaves a newer token alone.
func TestTokenSource_KeepsNewerToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := tokenGuard("token-2")
		respond := p.api
		p.api = func(n int, r *http.Request) (*http.Response, error) {
			if n == 1 {
				time.Sleep(10 * time.Second) // the first call comes back long after the second
			}
			return respond(n, r)
		}
		client := p.client(t)
		var slow sync.WaitGroup
		slow.Go(func() { assert.NoError(t, getProduct(t.Context(), client)) })
		synctest.Wait()
		require.NoError(t, getProduct(t.Context(), client))
		slow.Wait()
		tokens, calls := p.counts()
		assert.Equal(t, []int{2, 4}, []int{tokens, calls}, "both calls went out twice, with one new token")
	})
}

func TestTokenSource_ManyRejectedAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := tokenGuard("token-2")
		respond := p.api
		p.api = func(n int, r *http.Request) (*http.Response, error) {
			time.Sleep(time.Second) // so that all of them are out with the first token
			return respond(n, r)
		}
		client := p.client(t)
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() { assert.NoError(t, getProduct(t.Context(), client)) })
		}
		all.Wait()
		tokens, calls := p.counts()
		assert.Equal(t, []int{2, 100}, []int{tokens, calls})
	})
}

// When no token helps, calls say so, and do not ask for ever more tokens.
func TestTokenSource_EveryTokenRejected(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := tokenGuard("none")
		client := p.client(t)
		for range 20 {
			err := getProduct(t.Context(), client)
			require.ErrorIs(t, err, shelfwire.ErrUnauthorized)
			assert.Equal(t, "Authorization has been denied for this request.", clienttest.RequireError(t, err).Message)
		}
		assert.Len(t, p.tokens, 6, "the first, and five that replace it")
		time.Sleep(10 * time.Second)
		require.Error(t, getProduct(t.Context(), client))
		assert.Len(t, p.tokens, 7)
	})
}
