package virtpos_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// slowTransport responds after a delay, unless the request is canceled before.
type slowTransport struct {
	tills http.RoundTripper
	takes time.Duration
}

func (s slowTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	select {
	case <-time.After(s.takes):
		return s.tills.RoundTrip(r)
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

// A whole stock and a zeroing may take ten minutes until their response begins, other calls one minute.
// Options.StallTimeout overrides both.
func TestStoreService_SlowFirstByte(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		call  func(t *testing.T, c *virtpos.Client) error
		body  string
		stall time.Duration
		waits time.Duration
	}{
		"stock": {func(t *testing.T, c *virtpos.Client) error {
			_, err := c.Store.List(t.Context(), virtpos.StoreQuery{})
			return err
		}, `<root><success>1</success><type>store</type><warehouses/></root>`, 0, 10 * time.Minute},
		"zeroing": {func(t *testing.T, c *virtpos.Client) error {
			_, err := c.Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), mustVersion("5"))
			return err
		}, `<root><success>1</success></root>`, 0, 10 * time.Minute},
		"version": {func(t *testing.T, c *virtpos.Client) error {
			_, err := c.Store.OnHandVersion(t.Context(), virtpos.WarehouseID(1))
			return err
		}, `<root><success>1</success><version>5</version></root>`, 0, time.Minute},
		"a setting of its own": {func(t *testing.T, c *virtpos.Client) error {
			_, err := c.Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), mustVersion("5"))
			return err
		}, `<root><success>1</success></root>`, 5 * time.Second, 5 * time.Second},
	} {
		for takes, ok := range map[time.Duration]bool{tc.waits - time.Millisecond: true, tc.waits + time.Millisecond: false} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					s := respondInTurn(fakeResponse{200, tc.body})
					o := s.options()
					o.HTTPClient = &http.Client{Transport: slowTransport{s, takes}}
					o.Retry, o.StallTimeout = shelfwire.RetryPolicy{MaxAttempts: 1}, tc.stall
					began := time.Now()
					err := tc.call(t, newClientWith(t, testCred, o))
					assert.Equal(t, min(takes, tc.waits), time.Since(began))
					if ok {
						require.NoError(t, err)
					} else {
						require.ErrorContains(t, err, "of silence while waiting for the first byte")
					}
				})
			})
		}
	}
}
