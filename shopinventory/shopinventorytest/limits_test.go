package shopinventorytest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// newClockedShop returns a server whose clock stands still until it is moved on.
func newClockedShop(t *testing.T) (srv *shopinventorytest.Server, moveOn func(time.Duration)) {
	t.Helper()
	srv = shop(t)
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	moveOn = func(d time.Duration) {
		now = now.Add(d)
		at := now
		srv.SetClock(func() time.Time { return at })
	}
	moveOn(0)
	return srv, moveOn
}

// status is that of a call.
func status(t *testing.T, srv *shopinventorytest.Server) int {
	t.Helper()
	got, _ := send(t, srv, http.MethodGet, "/api/v2/inventory/id/10002", "")
	return got
}

func TestServer_SetLimits(t *testing.T) {
	t.Parallel()
	srv, moveOn := newClockedShop(t)
	srv.SetLimits(
		shelfwire.Rate{Calls: 2, Per: time.Second}, shelfwire.Rate{Calls: 3, Per: time.Minute},
	)
	assert.Equal(t, 200, status(t, srv))
	moveOn(600 * time.Millisecond)
	assert.Equal(t, 200, status(t, srv))
	assert.Equal(t, 429, status(t, srv))
	moveOn(400*time.Millisecond - 1)
	assert.Equal(t, 429, status(t, srv), "the first call is not a second old")
	moveOn(1)
	assert.Equal(t, 200, status(t, srv), "the windows slide, and what was refused does not count")
	moveOn(59*time.Second - 1)
	assert.Equal(t, 429, status(t, srv), "three in a minute")
	moveOn(1)
	assert.Equal(t, 200, status(t, srv))
	assert.Equal(t, 429, status(t, srv))
	srv.SetLimits()
	for range 5 {
		assert.Equal(t, 200, status(t, srv))
	}
	assert.Panics(t, func() { srv.SetLimits(shelfwire.Rate{Calls: 1}) })
	assert.Panics(t, func() { srv.SetLimits(shelfwire.Rate{Per: time.Second}) })
}

// Every call with the right key counts against the limits, under any response.
func TestServer_SetLimits_CountsCallsOfTheKey(t *testing.T) {
	t.Parallel()
	srv, _ := newClockedShop(t)
	srv.SetLimits(shelfwire.Rate{Calls: 1, Per: time.Hour})
	sendWith(t, srv, func(r *http.Request) { r.Header.Del("Authorization") })
	send(t, srv, http.MethodGet, "/api/v2/categories", "")
	got, _ := send(t, srv, http.MethodPatch, "/api/v2/inventory/id/10002", `{"weight": 1}`)
	assert.Equal(t, 400, got)
	got, _ = send(t, srv, http.MethodPatch, "/api/v2/inventory/id/10002", `{"stock": {"adjust_by": 1}}`)
	assert.Equal(t, 429, got)
	assert.Zero(t, srv.Adjustments())
}

func TestServer_SetLimits_ResetTime(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		form    shopinventorytest.ResetTime
		want    string
		waiting time.Duration // as the client reads it
	}{
		"unix seconds": {shopinventorytest.ResetUnix, `1772366491`, 91 * time.Second},
		"date":         {shopinventorytest.ResetDate, `"2026-03-01T12:01:31Z"`, 91 * time.Second},
		"seconds":      {shopinventorytest.ResetSeconds, `90`, 90 * time.Second},
		"past":         {shopinventorytest.ResetPast, `1772366399`, 5 * time.Second},
		"missing":      {shopinventorytest.ResetMissing, ``, time.Minute},
	} {
		for _, header := range []bool{false, true} {
			srv, moveOn := newClockedShop(t)
			moveOn(400 * time.Millisecond)
			srv.SetLimits(shelfwire.Rate{Calls: 1, Per: 90 * time.Second})
			srv.SetResetTime(tc.form, header)
			require.Equal(t, 200, status(t, srv))

			resp, body := roundTrip(t, newRequest(t, srv, http.MethodGet, "/api/v2/inventory/id/10002", ""))
			require.Equal(t, http.StatusTooManyRequests, resp.StatusCode, name)
			r := decodeRejection(t, body)
			assert.Equal(t, "too_many_requests", r.Name)
			assert.Equal(t, tc.want, string(r.Details["reset_time"]), name)
			assert.Equal(t, "Sun, 01 Mar 2026 12:00:00 GMT", resp.Header.Get("Date"))
			assert.Equal(t, header, resp.Header.Get("Retry-After") == "90", name)

			impatient := &shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxRetryAfter: time.Second}}
			_, err := srv.Client(impatient).Inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{
				OnHand: shopinventory.AdjustOnHand(1),
			})
			require.ErrorIs(t, err, shelfwire.ErrRateLimited)
			var e *shelfwire.Error
			require.ErrorAs(t, err, &e)
			want := tc.waiting
			if header {
				want = max(want, 90*time.Second)
			}
			assert.Equal(t, want, e.RetryAfter, name)
			assert.Equal(t, shelfwire.OutcomeRejected, e.Outcome)
		}
	}
}
