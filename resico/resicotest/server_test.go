package resicotest_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

// tb records the calls of its methods.
type tb struct {
	helper  bool
	cleanup []func()
}

func (t *tb) Helper()          { t.helper = true }
func (t *tb) Cleanup(f func()) { t.cleanup = append(t.cleanup, f) }

func TestNewServer_Closes(t *testing.T) {
	t.Parallel()
	var test tb
	srv := resicotest.NewServer(&test)
	assert.True(t, test.helper)
	require.Len(t, test.cleanup, 1)
	status, _ := sendRequest(t, srv, http.MethodPost, "/products", "{}")
	assert.Equal(t, http.StatusOK, status)
	srv.AddProducts(resicotest.Product{Product: newProduct("A")})
	test.cleanup[0]()
	_, err := srv.Client(nil).Products.Balance(t.Context(), "A")
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	assert.Equal(t, 1, srv.Calls(), "what it holds can still be read")
}

func TestStart(t *testing.T) {
	t.Parallel()
	srv, err := resicotest.Start("127.0.0.1:0")
	require.NoError(t, err)
	defer srv.Close()
	address := srv.URL()[len("http://") : len(srv.URL())-len("/json/v1")]
	_, err = resicotest.Start(address)
	require.ErrorContains(t, err, "resicotest: ", "the address is taken")
}

func TestServer_Client(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	var attempts int
	opts := &shelfwire.Options{
		UserAgent: "shop/1", Retry: shelfwire.RetryPolicy{MaxAttempts: 1},
		Observe: func(context.Context, shelfwire.Attempt) { attempts++ },
	}
	before := *opts
	srv.Fail(faults.Status(503).On("Products.Balance"))
	_, err := srv.Client(opts).Products.Balance(t.Context(), "A")
	require.Error(t, err)
	assert.Equal(t, 1, attempts, "Retry is the caller's own")
	assert.Contains(t, srv.Requests()[0].Header.Get("User-Agent"), "shop/1")
	assert.Equal(t, before.BaseURL, opts.BaseURL, "the options are copied")
	assert.Nil(t, opts.Limiter)
	assert.Panics(t, func() { srv.Client(&shelfwire.Options{BaseURL: "ftp://example.com"}) })

	limit := &countingLimiter{}
	_, err = srv.Client(&shelfwire.Options{Limiter: limit}).Products.Balance(t.Context(), "A")
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	assert.Equal(t, 1, limit.calls)
}

type countingLimiter struct{ calls int }

func (c *countingLimiter) Wait(context.Context) error {
	c.calls++
	return nil
}

func TestServer_Requests(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	client := srv.Client(nil)
	_, err := client.Customers.Update(t.Context(), "A/1", resico.CustomerUpdate{Name: shelfwire.Set("B")})
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	for range client.Products.Pages(t.Context(), resico.ProductQuery{PageSize: 7}) {
		continue
	}
	all := srv.Requests()
	require.Len(t, all, 2)
	first := all[0]
	assert.Equal(t, "Customers.Update", first.Op)
	assert.Equal(t, http.MethodPut, first.Method)
	assert.Equal(t, "/json/v1/customers/A%2F1", first.Path)
	assert.JSONEq(t, `{"Name": "B"}`, first.Body)
	assert.Equal(t, http.StatusNotFound, first.Status)
	assert.Equal(t, "7", all[1].Query.Get("limit"))
	for _, r := range all {
		assert.Equal(t, "application/json", r.Header.Get("Content-Type"))
		assert.NotContains(t, r.Header, "X-Client-Code")
		assert.NotContains(t, r.Header, "X-Client-Key")
	}
}

func TestServer_SetLatency(t *testing.T) {
	t.Parallel()
	srv := newTill(t)
	srv.SetLatency(time.Hour)
	ctx, leave := context.WithCancelCause(t.Context())
	gone := errors.New("gone")
	srv.Fail(faults.Between(func() { leave(gone) }))
	_, err := srv.Client(nil).Invoices.Create(ctx, resico.NewInvoice{CustomerCode: "1"})
	require.ErrorIs(t, err, gone)
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
	srv.Close()
	assert.Len(t, srv.Invoices(), 1)
}

func TestServer_Parallel(t *testing.T) {
	t.Parallel()
	srv := newTill(t)
	client := srv.Client(nil)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 10 {
				_, err := client.Invoices.CreateWithLines(t.Context(), resico.NewInvoice{CustomerCode: "1"},
					[]resico.NewLine{newLine("BOWL", "1", "1"), newLine("FORK", "2", "2")})
				assert.NoError(t, err)
				srv.SetBalance("BOWL", "Shop", shelfwire.NewDecimal(1))
				for _, err := range client.Products.All(t.Context(), resico.ProductQuery{}) {
					assert.NoError(t, err)
				}
				_, _, _ = srv.Invoices(), srv.Customers(), srv.Requests()
			}
		})
	}
	group.Wait()
	numbers := map[string]bool{}
	for _, inv := range srv.Invoices() {
		numbers[inv.Number] = true
		assert.Len(t, inv.Lines, 2)
	}
	assert.Len(t, numbers, 40)
}
