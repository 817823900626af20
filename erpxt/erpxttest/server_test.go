package erpxttest_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/faults"
)

// tb remembers what a test's helper is asked for.
type tb struct {
	helper  bool
	cleanup []func()
}

func (t *tb) Helper()          { t.helper = true }
func (t *tb) Cleanup(f func()) { t.cleanup = append(t.cleanup, f) }

func TestNewServer_Closes(t *testing.T) {
	t.Parallel()
	var test tb
	srv := erpxttest.NewServer(&test)
	assert.True(t, test.helper)
	require.Len(t, test.cleanup, 1)
	newToken(t, srv)
	addNumbered(srv, 2)
	test.cleanup[0]()
	_, err := srv.Client(&shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: 1}}).Products.Create(t.Context(), newBowl())
	require.Error(t, err)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	assert.Len(t, srv.Products(), 2, "what it holds can still be read")
	assert.Equal(t, 1, srv.Calls())
}

func TestStart(t *testing.T) {
	t.Parallel()
	srv, err := erpxttest.Start("127.0.0.1:0")
	require.NoError(t, err)
	defer srv.Close()
	address, ok := strings.CutPrefix(srv.URL(), "http://")
	require.True(t, ok)
	address, ok = strings.CutSuffix(address, "/api2/public")
	require.True(t, ok)
	_, err = erpxttest.Start(address)
	require.ErrorContains(t, err, "erpxttest: ", "the address is taken")
}

func TestServer_Client(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	var attempts []string
	opts := &shelfwire.Options{
		UserAgent: "shop/1", Retry: shelfwire.RetryPolicy{MaxAttempts: 1},
		Observe: func(_ context.Context, a shelfwire.Attempt) { attempts = append(attempts, a.Op) },
	}
	before := *opts
	srv.Fail(faults.Status(503).On("Products.Get"))
	_, err := srv.Client(opts).Products.Get(t.Context(), 1)
	require.Error(t, err)
	assert.Equal(t, []string{"Token", "Products.Get"}, attempts, "Retry is the caller's own")
	assert.Contains(t, srv.Requests()[1].Header.Get("User-Agent"), "shop/1")
	assert.Equal(t, before.BaseURL, opts.BaseURL, "the options are copied")
	assert.Nil(t, opts.Limiter)
	assert.Panics(t, func() { srv.Client(&shelfwire.Options{BaseURL: "ftp://example.com"}) })

	limit := &counting{}
	_, err = srv.Client(&shelfwire.Options{Limiter: limit}).Products.Get(t.Context(), 1)
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	assert.Equal(t, 1, limit.calls, "the token is outside of the queue of the calls")
}

type counting struct{ calls int }

func (c *counting) Wait(context.Context) error {
	c.calls++
	return nil
}

func TestServer_Requests(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	client := srv.Client(nil)
	_, err := client.Products.List(t.Context(), erpxt.ProductQuery{Top: 7, Filter: erpxt.ProductName.Eq("O'Neil")})
	require.NoError(t, err)
	_, err = client.Products.Create(t.Context(), newBowl())
	require.NoError(t, err)
	all := srv.Requests()
	require.Len(t, all, 3)
	assert.Equal(t, []string{"Token", "Products.List", "Products.Create"}, []string{all[0].Op, all[1].Op, all[2].Op})
	assert.Equal(t, http.MethodPost, all[0].Method)
	assert.Equal(t, "/api2/public/token", all[0].Path)
	assert.Equal(t, "Name eq 'O''Neil'", all[1].Query.Get("$filter"))
	assert.Equal(t, "7", all[1].Query.Get("$top"))
	assert.Contains(t, all[2].Body, `"SaleGrossPrice":24.99`)
	for _, r := range all {
		assert.Equal(t, http.StatusOK, r.Status)
		assert.NotContains(t, r.Header, "Authorization")
	}
	assert.Equal(t, 2, srv.Calls("Products.List", "Products.Create"))
}

func TestServer_SetLatency(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	client := srv.Client(nil)
	_, err := client.Products.Create(t.Context(), newBowl()) // and a token
	require.NoError(t, err)
	srv.SetLatency(time.Hour)
	ctx, leave := context.WithCancelCause(t.Context())
	gone := errors.New("gone")
	srv.Fail(faults.Between(func() { leave(gone) }))
	_, err = client.Products.Create(ctx, newBowl())
	require.ErrorIs(t, err, gone)
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
	srv.Close()
	assert.Len(t, srv.Products(), 2)
}

// A clock may use the server: it is called without its lock.
func TestServer_SetClock(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.SetClock(func() time.Time {
		srv.Products()
		return time.Now()
	})
	assert.Equal(t, 200, statusWith(t, srv, newToken(t, srv)))
}

func TestServer_Parallel(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	client := srv.Client(nil)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 10 {
				id, err := client.Products.Create(t.Context(), newBowl())
				assert.NoError(t, err)
				srv.SetOnHand(id, shelfwire.NewDecimal(1))
				_, err = client.Products.Edit(t.Context(), id, func(p *erpxt.Product) error {
					p.Name += "!"
					return nil
				})
				assert.NoError(t, err)
				for _, err := range client.Products.All(t.Context(), erpxt.ProductQuery{PageSize: 7}) {
					assert.NoError(t, err)
				}
				_, _, _ = srv.Products(), srv.Extra(id), srv.Requests()
			}
		})
	}
	group.Wait()
	codes := map[string]bool{}
	for _, p := range srv.Products() {
		codes[p.ProductCode] = true
		assert.Equal(t, "Bowl!", p.Name)
		assert.Equal(t, "1", p.OnHand.String())
	}
	assert.Len(t, codes, 40)
	assert.Equal(t, 1, srv.Calls("Token"))
}
