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
					began := time.Now()
					err := tc.call(t, newSlowClient(t, tc.body, takes, tc.stall))
					assert.Equal(t, min(takes, tc.waits), time.Since(began))
					assertSilence(t, ok, err)
				})
			})
		}
	}
}

// newSlowClient returns a client that makes one attempt, to which the server takes some time.
func newSlowClient(t *testing.T, body string, takes, stall time.Duration) *virtpos.Client {
	s := respondInTurn(fakeResponse{200, body})
	o := s.options()
	o.HTTPClient = &http.Client{Transport: slowTransport{s, takes}}
	o.Retry, o.StallTimeout = shelfwire.RetryPolicy{MaxAttempts: 1}, stall
	return newClientWith(t, testCred, o)
}

func assertSilence(t *testing.T, ok bool, err error) {
	t.Helper()
	if ok {
		require.NoError(t, err)
		return
	}
	require.ErrorContains(t, err, "of silence while waiting for the first byte")
}

// Lists that may be long may take ten minutes until their response begins.
func TestSections_SlowFirstByte(t *testing.T) {
	t.Parallel()
	forEachSection(t, func(t *testing.T, s *sectionRead) {
		waits := time.Minute
		if s.isWalk {
			waits = 10 * time.Minute
		}
		body := successResponse("<" + s.elements + "></" + s.elements + ">").body
		for takes, ok := range map[time.Duration]bool{waits - time.Millisecond: true, waits + time.Millisecond: false} {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				_, err := s.read(t.Context(), newSlowClient(t, body, takes, 0), "")
				assert.Equal(t, min(takes, waits), time.Since(began))
				assertSilence(t, ok, err)
			})
		}
	})
	for takes, ok := range map[time.Duration]bool{10*time.Minute - time.Millisecond: true, 10*time.Minute + time.Millisecond: false} {
		synctest.Test(t, func(t *testing.T) {
			_, err := newSlowClient(t, successResponse("").body, takes, 0).Read(t.Context(), "orders", virtpos.ReadQuery{})
			assertSilence(t, ok, err)
		})
	}
}
