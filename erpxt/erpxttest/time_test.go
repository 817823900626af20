package erpxttest_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/faults"
)

// hang is far more than any of these tests takes, and far less than what their clients wait for.
const hang = 10 * time.Second

func patientOptions() *shelfwire.Options {
	return &shelfwire.Options{Retry: shelfwire.RetryPolicy{BaseDelay: time.Hour, MaxDelay: time.Hour, MaxRetryAfter: time.Hour}}
}

// The waits of a client take no real time, and their outcome is the same.
func TestServer_Client_SpendsNoTime(t *testing.T) {
	t.Parallel()
	get := func(f faults.Fault) faults.Fault { return f.On("Products.Get") }
	token := func(f faults.Fault) faults.Fault { return f.On("Token") }
	for name, tc := range map[string]struct {
		faults         []faults.Fault
		options        *shelfwire.Options
		tokens, others int
		err            error
	}{
		"a 429 of a minute":       {[]faults.Fault{get(faults.RateLimited("60"))}, nil, 1, 2, nil},
		"a 429 without a time":    {[]faults.Fault{get(faults.RateLimited("").Times(3))}, nil, 1, 4, nil},
		"hours of back-off":       {[]faults.Fault{get(faults.Status(503).Times(3))}, patientOptions(), -1, 4, nil},
		"a 429 of too long":       {[]faults.Fault{get(faults.RateLimited("61"))}, nil, 1, 1, shelfwire.ErrRateLimited},
		"too many of them":        {[]faults.Fault{get(faults.RateLimited("60").Times(4))}, nil, 1, 4, shelfwire.ErrRateLimited},
		"a token after a minute":  {[]faults.Fault{token(faults.RateLimited("60"))}, nil, 2, 1, nil},
		"a token after a page":    {[]faults.Fault{token(faults.HTML(200))}, nil, 2, 1, nil},
		"a token of too long":     {[]faults.Fault{token(faults.RateLimited("61"))}, nil, 1, 0, shelfwire.ErrRateLimited},
		"a token of two minutes":  {[]faults.Fault{token(faults.RateLimited("60").Times(3))}, nil, 2, 0, context.DeadlineExceeded},
		"a wait outlives a token": {[]faults.Fault{get(faults.RateLimited("601"))}, patientOptions(), 2, 2, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := erpxttest.NewServer(t)
			addNumbered(srv, 1)
			srv.Fail(tc.faults...)
			began := time.Now()
			_, err := srv.Client(tc.options).Products.Get(t.Context(), 1)
			require.ErrorIs(t, err, tc.err)
			assert.Equal(t, tc.others, srv.Calls("Products.Get"))
			if tc.tokens >= 0 { // those of random waits are not known
				assert.Equal(t, tc.tokens, srv.Calls("Token"))
			}
			for _, r := range srv.Requests() {
				assert.NotEqual(t, http.StatusUnauthorized, r.Status, "the client sends no token that has expired")
			}
			assert.Less(t, time.Since(began), hang)
		})
	}
}

// Ten pages in a row hold the client for a minute. An impatient call is not sent meanwhile.
func TestServer_Client_HeldForNoTime(t *testing.T) {
	t.Parallel()
	srv, began := erpxttest.NewServer(t), time.Now()
	addNumbered(srv, 1)
	client := srv.Client(&shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: 1}})
	srv.Fail(faults.HTML(200).On("Products.Get").Times(10))
	for range 10 {
		_, err := client.Products.Get(t.Context(), 1)
		require.ErrorIs(t, err, shelfwire.ErrMalformed)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Second)
	defer cancel()
	_, err := client.Products.Get(ctx, 1)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	_, err = client.Products.Get(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, 11, srv.Calls("Products.Get"))
	assert.Less(t, time.Since(began), hang)
}

// After the wait for its product the client looks for a token again, by the time that has passed since.
func TestServer_Client_TokenExpires(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	addNumbered(srv, 1)
	client := srv.Client(patientOptions())
	for range 3 {
		srv.Fail(faults.RateLimited("900").On("Products.Get")) // longer than a token lives
		_, err := client.Products.Get(t.Context(), 1)
		require.NoError(t, err)
	}
	assert.Equal(t, 4, srv.Calls("Token"), "one, and one after each wait")
	assert.Equal(t, 6, srv.Calls("Products.Get"))
}

// Tokens that are rejected again and again are replaced as often as the client's time allows.
func TestServer_Client_TokenIsRenewed(t *testing.T) {
	t.Parallel()
	const times = 12 // more than are replaced at once
	srv := erpxttest.NewServer(t)
	addNumbered(srv, 1)
	client := srv.Client(nil)
	for range times {
		srv.Fail(faults.RateLimited("60").On("Products.Get"))
		_, err := client.Products.Get(t.Context(), 1)
		require.NoError(t, err)
		srv.ClearTokens()
	}
	assert.Equal(t, times, srv.Calls("Token"))
}
