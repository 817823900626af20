package shopinventorytest_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// hang is far more than any of these tests takes, and far less than what their clients wait for.
const hang = 10 * time.Second

func patient() *shelfwire.Options {
	return &shelfwire.Options{Retry: shelfwire.RetryPolicy{BaseDelay: time.Hour, MaxDelay: time.Hour, MaxRetryAfter: time.Hour}}
}

// The waits of a client take no real time, and what comes of them is the same.
func TestServer_Client_SpendsNoTime(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		faults  []faults.Fault
		options *shelfwire.Options
		timeout time.Duration
		calls   int
		err     error
	}{
		"a 429 of a minute":       {[]faults.Fault{faults.RateLimited("60")}, nil, time.Hour, 2, nil},
		"a 429 without a time":    {[]faults.Fault{faults.RateLimited("")}, nil, time.Hour, 2, nil},
		"which means a minute":    {[]faults.Fault{faults.RateLimited("")}, nil, 59 * time.Second, 1, context.DeadlineExceeded},
		"two of them":             {[]faults.Fault{faults.RateLimited("").Times(2)}, nil, 119 * time.Second, 2, context.DeadlineExceeded},
		"hours of back-off":       {[]faults.Fault{faults.Status(503).Times(3)}, patient(), 24 * time.Hour, 4, nil},
		"a 429 of an hour":        {[]faults.Fault{faults.RateLimited("3600").Times(2)}, patient(), 24 * time.Hour, 3, nil},
		"a 429 of too long":       {[]faults.Fault{faults.RateLimited("61")}, nil, time.Hour, 1, shelfwire.ErrRateLimited},
		"too many of them":        {[]faults.Fault{faults.RateLimited("").Times(4)}, nil, time.Hour, 4, shelfwire.ErrRateLimited},
		"a page, then the answer": {[]faults.Fault{faults.HTML(200)}, patient(), 24 * time.Hour, 2, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shop(t)
			srv.Fail(tc.faults...)
			ctx, cancel := context.WithTimeout(t.Context(), tc.timeout)
			defer cancel()
			began := time.Now()
			_, err := srv.Client(tc.options).Inventory.Get(ctx, theShirt)
			require.ErrorIs(t, err, tc.err)
			assert.Equal(t, tc.calls, srv.Calls())
			assert.Less(t, time.Since(began), hang)
		})
	}
}

// Ten pages in a row hold the client for a minute. An impatient call is not sent meanwhile.
func TestServer_Client_IsHeldForNoTime(t *testing.T) {
	t.Parallel()
	srv, began := shop(t), time.Now()
	client := srv.Client(&shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: 1}})
	srv.Fail(faults.HTML(200).Times(10))
	for range 10 {
		_, err := client.Inventory.Get(t.Context(), theShirt)
		require.ErrorIs(t, err, shelfwire.ErrMalformed)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Second)
	defer cancel()
	_, err := client.Inventory.Get(ctx, theShirt)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Equal(t, 10, srv.Calls())
	_, err = client.Inventory.Get(t.Context(), theShirt)
	require.NoError(t, err)
	assert.Equal(t, 11, srv.Calls())
	assert.Less(t, time.Since(began), hang)
}

// The limits of the server count by the clock of its clients, so that a client is let in after its wait.
func TestServer_SetLimits_OpenAfterAWait(t *testing.T) {
	t.Parallel()
	for _, form := range []shopinventorytest.ResetTime{
		shopinventorytest.ResetUnix, shopinventorytest.ResetDate, shopinventorytest.ResetSeconds, shopinventorytest.ResetMissing,
	} {
		srv := shop(t)
		srv.SetLimits(shelfwire.Rate{Calls: 4, Per: time.Second}, shelfwire.Rate{Calls: 80, Per: time.Minute})
		srv.SetResetTime(form, false)
		client, began := srv.Client(nil), time.Now()
		for range 100 {
			_, err := client.Inventory.Get(t.Context(), theShirt)
			require.NoError(t, err, "%d", form)
		}
		assert.Greater(t, srv.Calls(), 100, "some were told to wait")
		assert.Less(t, time.Since(began), hang)
	}
}

func TestServer_SetLimits_OpenForSeveral(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	srv.SetLimits(shelfwire.Rate{Calls: 10, Per: time.Minute})
	client, began := srv.Client(&shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: 100, MaxRetryAfter: time.Hour}}), time.Now()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 10 {
				_, err := client.Inventory.Get(t.Context(), theShirt)
				assert.NoError(t, err)
			}
		})
	}
	group.Wait()
	assert.Less(t, time.Since(began), hang)
}
