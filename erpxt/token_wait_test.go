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
)

// slowTokenProvider is a provider whose tokens take a while.
func slowTokenProvider(takes time.Duration) *provider {
	p := respondWith(200, oneProduct)
	p.onToken = func(n int, r *http.Request) (*http.Response, error) {
		timer := time.NewTimer(takes)
		defer timer.Stop()
		select {
		case <-timer.C:
			return newResponse(r, 200, fmt.Sprintf(`{"access_token":"token-%d","expires":600}`, n))
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	return p
}

func TestTokenSource_SharesFetch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := slowTokenProvider(5 * time.Second)
		client := p.client(t)
		began := time.Now()
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() { assert.NoError(t, getProduct(t.Context(), client)) })
		}
		all.Wait()
		assert.Equal(t, 5*time.Second, time.Since(began))
		tokens, calls := p.counts()
		assert.Equal(t, []int{1, 100}, []int{tokens, calls})
	})
}

// Each caller waits no longer than its own context, and takes nothing from the others.
func TestTokenSource_WaitersLeaveOnTime(t *testing.T) {
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
					p := slowTokenProvider(5 * time.Second)
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
						assert.NoError(t, getProduct(t.Context(), client))
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

// A fetch whose callers have left serves the next caller.
func TestTokenSource_FetchOutlivesCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := slowTokenProvider(5 * time.Second)
		client := p.client(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.ErrorIs(t, getProduct(ctx, client), context.DeadlineExceeded)
		time.Sleep(4 * time.Second)
		synctest.Wait()
		require.NoError(t, getProduct(t.Context(), client))
		assert.Len(t, p.tokens, 1)
	})
}

func TestTokenSource_CanceledCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := respondWith(200, oneProduct)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err := getProduct(ctx, p.client(t))
		require.ErrorIs(t, err, context.Canceled)
		synctest.Wait()
		assert.Empty(t, p.tokens)
	})
}

// An endpoint that never responds ends a fetch after two minutes.
func TestTokenSource_HangingEndpoint(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := slowTokenProvider(time.Hour)
		began := time.Now()
		err := getProduct(t.Context(), p.client(t))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
		assert.LessOrEqual(t, time.Since(began), 2*time.Minute)
		assert.Empty(t, p.calls)
	})
}
