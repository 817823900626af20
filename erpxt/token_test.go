package erpxt_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

const oneProduct = `{"Name":"Mouse","UnitOfMeasurment":"szt.","Rate":9,"Id":7}`

// tokenReply returns a provider whose endpoint answers as told, and whose calls succeed.
func tokenReply(status int, body string, header ...string) *provider {
	p := answering(200, oneProduct)
	p.onToken = func(_ int, r *http.Request) (*http.Response, error) { return response(r, status, body, header...) }
	return p
}

// slowToken is a provider whose tokens take a while.
func slowToken(takes time.Duration) *provider {
	p := answering(200, oneProduct)
	p.onToken = func(n int, r *http.Request) (*http.Response, error) {
		timer := time.NewTimer(takes)
		defer timer.Stop()
		select {
		case <-timer.C:
			return response(r, 200, fmt.Sprintf(`{"access_token":"token-%d","expires":600}`, n))
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	return p
}

func get(ctx context.Context, client *erpxt.Client) error {
	_, err := client.Products.Get(ctx, 7)
	return err
}

func TestTokenRequest(t *testing.T) {
	t.Parallel()
	for name, cred := range map[string]erpxt.Credentials{
		"plain": {ClientID: shelfwire.NewSecret("app"), ClientSecret: shelfwire.NewSecret("secret")},
		"odd characters": {
			ClientID: shelfwire.NewSecret("a+b/c d%2F&=?"), ClientSecret: shelfwire.NewSecret(`:"p@ss:word/+%?&=~>`),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := answering(200, oneProduct)
			client, err := erpxt.New(cred, p.options())
			require.NoError(t, err)
			require.NoError(t, get(t.Context(), client))
			require.Len(t, p.tokens, 1)
			sent := p.tokens[0]
			assert.Equal(t, "POST /api2/public/token", sent.method+" "+sent.path)
			assert.Equal(t, "grant_type=client_credentials", sent.body)
			assert.Empty(t, sent.query)
			assert.Equal(t, "application/x-www-form-urlencoded", sent.header.Get("Content-Type"))
			id, secret, ok := (&http.Request{Header: sent.header}).BasicAuth()
			assert.True(t, ok)
			assert.Equal(t, []string{cred.ClientID.Reveal(), cred.ClientSecret.Reveal()}, []string{id, secret})
			assert.Equal(t, "Bearer token-1", p.calls[0].header.Get("Authorization"))
		})
	}
}

// How long a token is used, by what the endpoint says of its lifetime.
func TestTokenLifetime(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		members string
		used    time.Duration
	}{
		"expires":                 {`,"expires":600`, 540 * time.Second},
		"expires, quoted":         {`,"expires":"300"`, 240 * time.Second},
		"expires_in":              {`,"expires_in":900`, 840 * time.Second},
		"expires_in, quoted":      {`,"expires_in":"900"`, 840 * time.Second},
		"both":                    {`,"expires_in":900,"expires":300`, 240 * time.Second},
		"a useless expires":       {`,"expires":"soon","expires_in":300`, 240 * time.Second},
		"missing":                 {``, 540 * time.Second},
		"empty":                   {`,"expires":""`, 540 * time.Second},
		"empty, and expires_in":   {`,"expires":"","expires_in":300`, 240 * time.Second},
		"null, and expires_in":    {`,"expires":null,"expires_in":"300.0"`, 240 * time.Second},
		"with a fraction":         {`,"expires":300.0`, 240 * time.Second},
		"with a fraction, quoted": {`,"expires":" 300.00 "`, 240 * time.Second},
		"another case":            {`,"Expires":300`, 240 * time.Second},
		"a day":                   {`,"expires":86400`, 86340 * time.Second},
		"more than a day":         {`,"expires":86401`, 540 * time.Second},
		"a second":                {`,"expires":1`, 500 * time.Millisecond},
		"less than a second":      {`,"expires":0.9`, 540 * time.Second},
		"a list":                  {`,"expires":[300]`, 540 * time.Second},
		"true":                    {`,"expires":true`, 540 * time.Second},
		"null":                    {`,"expires":null`, 540 * time.Second},
		"zero":                    {`,"expires":0`, 540 * time.Second},
		"negative":                {`,"expires":-5`, 540 * time.Second},
		"a point in time":         {`,"expires":1789999999`, 540 * time.Second},
		"a date":                  {`,"expires":"Mon, 02 Jan 2026 15:04:05 GMT"`, 540 * time.Second},
		"an object":               {`,"expires":{}`, 540 * time.Second},
		"too long for any number": {`,"expires":1e60`, 540 * time.Second},
		"short":                   {`,"expires":30`, 15 * time.Second},
		"two minutes":             {`,"expires":120`, 60 * time.Second},
		"a fraction":              {`,"expires":90.9`, 45 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := tokenReply(200, `{"access_token":"abc","token_type":"bearer"`+tc.members+`}`)
				client := p.client(t)
				require.NoError(t, get(t.Context(), client))
				time.Sleep(tc.used - time.Millisecond)
				require.NoError(t, get(t.Context(), client))
				assert.Len(t, p.tokens, 1, "still good")
				time.Sleep(time.Millisecond)
				require.NoError(t, get(t.Context(), client))
				synctest.Wait()
				assert.Len(t, p.tokens, 2, "renewed")
			})
		})
	}
}

func TestOneFetchForAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := slowToken(5 * time.Second)
		client := p.client(t)
		began := time.Now()
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() { assert.NoError(t, get(t.Context(), client)) })
		}
		all.Wait()
		assert.Equal(t, 5*time.Second, time.Since(began))
		tokens, calls := p.counts()
		assert.Equal(t, []int{1, 100}, []int{tokens, calls})
	})
}

// Each caller waits no longer than its own context, and takes nothing from the others.
func TestWaitersLeaveOnTime(t *testing.T) {
	t.Parallel()
	errTired := errors.New("tired")
	for name, tc := range map[string]struct {
		context func(context.Context) (context.Context, context.CancelFunc)
		want    []error
	}{
		"a deadline": {
			func(ctx context.Context) (context.Context, context.CancelFunc) {
				return context.WithTimeout(ctx, 2*time.Second)
			},
			[]error{context.DeadlineExceeded},
		},
		"a cancellation with a cause": {
			func(ctx context.Context) (context.Context, context.CancelFunc) {
				ctx, cancel := context.WithCancelCause(ctx)
				stop := time.AfterFunc(2*time.Second, func() { cancel(errTired) })
				return ctx, func() { stop.Stop(); cancel(nil) }
			},
			[]error{context.Canceled, errTired},
		},
	} {
		for _, first := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, first %v", name, first), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					p := slowToken(5 * time.Second)
					client := p.client(t)
					began := time.Now()
					leave := func() {
						ctx, cancel := tc.context(t.Context())
						defer cancel()
						_, err := client.Products.Create(ctx, goodProduct())
						for _, want := range tc.want {
							assert.ErrorIs(t, err, want)
						}
						assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
						assert.Equal(t, 2*time.Second, time.Since(began))
					}
					stay := func() {
						assert.NoError(t, get(t.Context(), client))
						assert.Equal(t, 5*time.Second, time.Since(began))
					}
					order := []func(){leave, stay}
					if !first {
						order = []func(){stay, leave}
					}
					var all sync.WaitGroup
					for _, caller := range order {
						all.Go(caller)
						synctest.Wait()
					}
					all.Wait()
					tokens, calls := p.counts()
					assert.Equal(t, []int{1, 1}, []int{tokens, calls})
				})
			})
		}
	}
}

// A token that nobody waits for any more is there for the next caller.
func TestTokenOutlivesItsCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := slowToken(5 * time.Second)
		client := p.client(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.ErrorIs(t, get(ctx, client), context.DeadlineExceeded)
		time.Sleep(4 * time.Second)
		synctest.Wait()
		require.NoError(t, get(t.Context(), client))
		assert.Len(t, p.tokens, 1)
	})
}

func TestNoFetchForACallerWhoIsGone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := answering(200, oneProduct)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err := get(ctx, p.client(t))
		require.ErrorIs(t, err, context.Canceled)
		synctest.Wait()
		assert.Empty(t, p.tokens)
	})
}

// An endpoint that never answers holds a fetch for two minutes and no longer.
func TestHangingEndpoint(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := slowToken(time.Hour)
		began := time.Now()
		err := get(t.Context(), p.client(t))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
		assert.LessOrEqual(t, time.Since(began), 2*time.Minute)
		assert.Empty(t, p.calls)
	})
}

// The renewal of a token that still lives is no reason to fail when the endpoint does.
func TestOldTokenServesToItsEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := answering(200, oneProduct)
		p.onToken = func(n int, r *http.Request) (*http.Response, error) {
			if n == 1 {
				return response(r, 200, `{"access_token":"token-1","expires":600}`)
			}
			return response(r, 400, `{"error":"invalid_client"}`)
		}
		client := p.client(t)
		require.NoError(t, get(t.Context(), client))
		time.Sleep(599 * time.Second)
		require.NoError(t, get(t.Context(), client), "one second before its end")
		synctest.Wait()
		require.NoError(t, get(t.Context(), client), "while the endpoint is left alone")
		assert.Len(t, p.tokens, 2)
		time.Sleep(time.Second)
		require.ErrorIs(t, get(t.Context(), client), shelfwire.ErrUnauthorized)
	})
}

// needsToken lets only calls with one token through.
func needsToken(want string) *provider {
	return &provider{api: func(_ int, r *http.Request) (*http.Response, error) {
		if r.Header.Get("Authorization") != "Bearer "+want {
			return response(r, 401, `{"Message":"Authorization has been denied for this request."}`)
		}
		if r.Method == http.MethodPost {
			return response(r, 200, "9")
		}
		return response(r, 200, oneProduct)
	}}
}

// After a 401 the token is dropped and the call goes out once more, a write too: it was rejected.
func TestRefusedTokenIsReplaced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := needsToken("token-2")
		client := p.client(t)
		id, err := client.Products.Create(t.Context(), goodProduct())
		require.NoError(t, err)
		assert.Equal(t, int64(9), id)
		require.NoError(t, get(t.Context(), client))
		tokens, calls := p.counts()
		assert.Equal(t, []int{2, 3}, []int{tokens, calls})
	})
}

// A call that was sent with an old token and comes back rejected leaves a newer token alone.
func TestNewerTokenIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := needsToken("token-2")
		answer := p.api
		p.api = func(n int, r *http.Request) (*http.Response, error) {
			if n == 1 {
				time.Sleep(10 * time.Second) // the first call comes back long after the second
			}
			return answer(n, r)
		}
		client := p.client(t)
		var slow sync.WaitGroup
		slow.Go(func() { assert.NoError(t, get(t.Context(), client)) })
		synctest.Wait()
		require.NoError(t, get(t.Context(), client))
		slow.Wait()
		tokens, calls := p.counts()
		assert.Equal(t, []int{2, 4}, []int{tokens, calls}, "both calls went out twice, with one new token")
	})
}

func TestManyRefusedAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := needsToken("token-2")
		answer := p.api
		p.api = func(n int, r *http.Request) (*http.Response, error) {
			time.Sleep(time.Second) // so that all of them are out with the first token
			return answer(n, r)
		}
		client := p.client(t)
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() { assert.NoError(t, get(t.Context(), client)) })
		}
		all.Wait()
		tokens, calls := p.counts()
		assert.Equal(t, []int{2, 100}, []int{tokens, calls})
	})
}

// When no token helps, calls say so, and do not ask for ever more tokens.
func TestNoTokenHelps(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := needsToken("none")
		client := p.client(t)
		for range 20 {
			err := get(t.Context(), client)
			require.ErrorIs(t, err, shelfwire.ErrUnauthorized)
			assert.Equal(t, "Authorization has been denied for this request.", clienttest.Error(t, err).Message)
		}
		assert.Len(t, p.tokens, 6, "the first, and five that replace it")
		time.Sleep(10 * time.Second)
		require.Error(t, get(t.Context(), client))
		assert.Len(t, p.tokens, 7)
	})
}
