package virtpostest_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
)

// hang is far longer than each of these tests takes, and far shorter than the waits of their clients.
const hang = 10 * time.Second

func patientOptions() *shelfwire.Options {
	return &shelfwire.Options{Retry: shelfwire.RetryPolicy{BaseDelay: time.Hour, MaxDelay: time.Hour, MaxRetryAfter: time.Hour}}
}

// The waits of a client take no real time, and have the same results.
func TestServer_Client_SpendsNoTime(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		faults  []faults.Fault
		options *shelfwire.Options
		calls   int
		err     error
	}{
		"a 429 of a minute":    {[]faults.Fault{faults.RateLimited("60")}, nil, 2, nil},
		"a 429 without a time": {[]faults.Fault{faults.RateLimited("").Times(3)}, nil, 4, nil},
		"hours of back-off":    {[]faults.Fault{faults.Status(503).Times(3)}, patientOptions(), 4, nil},
		"a stream that breaks": {[]faults.Fault{faults.CutBody()}, patientOptions(), 2, nil},
		"a 429 of too long":    {[]faults.Fault{faults.RateLimited("61")}, nil, 1, shelfwire.ErrRateLimited},
		"too many of them":     {[]faults.Fault{faults.RateLimited("60").Times(4)}, nil, 4, shelfwire.ErrRateLimited},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newGuideServer(t)
			srv.Fail(tc.faults...)
			began := time.Now()
			_, err := srv.Client(tc.options).Store.List(t.Context(), virtpos.StoreQuery{})
			require.ErrorIs(t, err, tc.err)
			assert.Equal(t, tc.calls, srv.Calls())
			assert.Less(t, time.Since(began), hang)
		})
	}
}

// Ten foreign pages in a row hold the client for a minute. A call that cannot wait is skipped meanwhile.
func TestServer_Client_HoldSpendsNoTime(t *testing.T) {
	t.Parallel()
	srv, began := newGuideServer(t), time.Now()
	client := srv.Client(&shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: 1}})
	srv.Fail(faults.HTML(200).Times(10))
	for range 10 {
		_, err := client.Store.OnHandVersion(t.Context(), virtpos.WarehouseID(1))
		require.ErrorIs(t, err, shelfwire.ErrMalformed)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Second)
	defer cancel()
	_, err := client.Store.OnHandVersion(ctx, virtpos.WarehouseID(1))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	_, err = client.Store.OnHandVersion(t.Context(), virtpos.WarehouseID(1))
	require.NoError(t, err)
	assert.Equal(t, 11, srv.Calls())
	assert.Less(t, time.Since(began), hang)
}
