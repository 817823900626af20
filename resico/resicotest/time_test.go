package resicotest_test

import (
	"context"
	"net/http"
	"slices"
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

// hang is far more than any of these tests takes, and far less than what their clients wait for.
const hang = 10 * time.Second

func slowOptions() *shelfwire.Options {
	return &shelfwire.Options{Retry: shelfwire.RetryPolicy{BaseDelay: time.Hour, MaxDelay: time.Hour, MaxRetryAfter: time.Hour}}
}

// The waits of a client take no real time, and the results are the same.
func TestServer_Client_SpendsNoTime(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		faults  []faults.Fault
		options *shelfwire.Options
		calls   int
		err     error
	}{
		"a 429 of a minute":       {[]faults.Fault{faults.RateLimited("60")}, nil, 2, nil},
		"a 429 without a time":    {[]faults.Fault{faults.RateLimited("").Times(3)}, nil, 4, nil},
		"hours of back-off":       {[]faults.Fault{faults.Status(503).Times(3)}, slowOptions(), 4, nil},
		"a 503 that asks to wait": {[]faults.Fault{faults.Status(503), faults.Header("Retry-After", "45")}, nil, 2, nil},
		"a 429 of an hour":        {[]faults.Fault{faults.RateLimited("3600").Times(2)}, slowOptions(), 3, nil},
		"a 429 of too long":       {[]faults.Fault{faults.RateLimited("61")}, nil, 1, shelfwire.ErrRateLimited},
		"too many of them":        {[]faults.Fault{faults.RateLimited("60").Times(4)}, nil, 4, shelfwire.ErrRateLimited},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newTill(t)
			srv.Fail(tc.faults...)
			began := time.Now()
			_, err := srv.Client(tc.options).Products.Balance(t.Context(), "BOWL")
			require.ErrorIs(t, err, tc.err)
			assert.Equal(t, tc.calls, srv.Calls())
			assert.Less(t, time.Since(began), hang)
		})
	}
}

// Ten pages in a row hold the client for a minute, then for two. An impatient call is not sent meanwhile.
func TestServer_Client_HeldForNoTime(t *testing.T) {
	t.Parallel()
	srv, began := newTill(t), time.Now()
	client := srv.Client(&shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: 1, MaxRetryAfter: time.Hour}})
	call := func(patience time.Duration) error {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		_, err := client.Products.Balance(ctx, "BOWL")
		return err
	}
	srv.Fail(faults.HTML(200).Times(11))
	for range 10 {
		require.ErrorIs(t, call(hang), shelfwire.ErrMalformed)
	}
	require.ErrorIs(t, call(50*time.Second), context.DeadlineExceeded)
	assert.Equal(t, 10, srv.Calls())
	require.ErrorIs(t, call(70*time.Second), shelfwire.ErrMalformed, "after a minute the eleventh page")
	require.ErrorIs(t, call(110*time.Second), context.DeadlineExceeded)
	require.NoError(t, call(130*time.Second))
	assert.Equal(t, 12, srv.Calls())
	assert.Less(t, time.Since(began), hang)
}

// A deadline counts the time that a call has skipped.
func TestServer_Client_KeepsDeadlines(t *testing.T) {
	t.Parallel()
	srv := newTill(t)
	srv.Fail(faults.RateLimited("40").Times(2))
	ctx, cancel := context.WithTimeout(t.Context(), 70*time.Second)
	defer cancel()
	_, err := srv.Client(nil).Products.Balance(ctx, "BOWL")
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorIs(t, err, shelfwire.ErrRateLimited)
	assert.Equal(t, 2, srv.Calls())
	assert.NoError(t, ctx.Err(), "it has not been waited for")
}

// Simultaneous waits overlap, so that each client waits at most MaxRetryAfter.
func TestServer_Client_WaitsTogether(t *testing.T) {
	t.Parallel()
	const calls = 16
	srv := newTill(t)
	var group, arrived sync.WaitGroup
	arrived.Add(calls)
	srv.Fail(faults.Between(func() {
		arrived.Done()
		arrived.Wait()
	}).Times(calls), faults.RateLimited("60").Times(calls))
	client, began := srv.Client(nil), time.Now()
	for range calls {
		group.Go(func() {
			_, err := client.Products.Balance(t.Context(), "BOWL")
			assert.NoError(t, err)
		})
	}
	group.Wait()
	assert.Equal(t, 2*calls, srv.Calls())
	assert.Less(t, time.Since(began), hang)
}

// The server's clock moves along with the waits of its clients, unless it was set.
func TestServer_Client_MovesClock(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{"its own clock": {"LATER"}, "a clock that was set": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv, start := resicotest.NewServer(t), time.Now()
			if want == nil {
				srv.SetClock(func() time.Time { return start })
			}
			srv.AddProducts(resicotest.Product{Product: newProduct("BOWL")})
			srv.Fail(faults.RateLimited("3600"))
			client := srv.Client(slowOptions())
			_, err := client.Products.Balance(t.Context(), "BOWL")
			require.NoError(t, err)
			srv.SetProduct(newProduct("LATER"))
			var changed []string
			for p, err := range client.Products.All(t.Context(), resico.ProductQuery{UpdatedAfter: start.Add(time.Minute)}) {
				require.NoError(t, err)
				changed = append(changed, p.SKU)
			}
			assert.Equal(t, want, changed)
		})
	}
}

// The user's own HTTP client sends the requests, and waits still take no time.
func TestServer_Client_KeepsHTTPClient(t *testing.T) {
	t.Parallel()
	srv, sender := newTill(t), &countingTransport{}
	srv.Fail(faults.RateLimited("60"))
	opts := &shelfwire.Options{HTTPClient: &http.Client{Transport: sender}}
	_, err := srv.Client(opts).Products.Balance(t.Context(), "BOWL")
	require.NoError(t, err)
	assert.Equal(t, []string{"GET", "GET"}, sender.methods)
	assert.Same(t, sender, opts.HTTPClient.Transport, "the options are copied")
}

type countingTransport struct {
	http.Transport

	methods []string
}

func (c *countingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	c.methods = slices.Concat(c.methods, []string{r.Method})
	resp, err := c.Transport.RoundTrip(r)
	return resp, err
}
