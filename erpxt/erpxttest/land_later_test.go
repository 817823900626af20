package erpxttest_test

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/faults"
)

// movable is a clock that a test moves.
type movable struct{ moved atomic.Int64 } // since its beginning

// newMovable sets the clock of a server to the time of newShop.
func newMovable(srv *erpxttest.Server) *movable {
	c := &movable{}
	began := time.Date(2026, 3, 31, 22, 30, 0, 0, time.UTC)
	srv.SetClock(func() time.Time { return began.Add(time.Duration(c.moved.Load())) })
	return c
}

func (c *movable) move(d time.Duration) { c.moved.Add(int64(d)) }

// A request that lands late is there after its time: CreateOnce makes one invoice when it is called again after it, and
// two when it is called at once.
func TestServer_LandLater(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]int{10 * time.Minute: 1, 0: 2} {
		srv := newShop(t)
		clock := newMovable(srv)
		client := srv.Client(nil)
		srv.LandLater("Invoices.Create", 5*time.Minute)
		_, err := client.Invoices.CreateOnce(t.Context(), newOrder())
		require.Error(t, err)
		assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err), err)
		assert.Empty(t, srv.Invoices())
		clock.move(wait)
		id, err := client.Invoices.CreateOnce(t.Context(), newOrder())
		require.NoError(t, err)
		assert.EqualValues(t, 1, id)
		clock.move(10 * time.Minute)
		assert.Len(t, srv.Invoices(), want)
	}
}

// Requests land in the order of their times, each on the day when it lands, and before the first call after it.
func TestServer_LandLater_Order(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	clock := newMovable(srv)
	srv.LandLater("Invoices.Create", 48*time.Hour)
	srv.LandLater("Invoices.Create", time.Hour)
	srv.LandLater("Invoices.Delete", 49*time.Hour)
	for range 2 {
		r := newRequest(t, srv, newToken(t, srv), http.MethodPost, invoices, `{`+newDocument+`}`)
		assert.Zero(t, sendUnderFault(t, r).status)
	}
	r := newRequest(t, srv, newToken(t, srv), http.MethodDelete, invoices+"/1", "")
	assert.Zero(t, sendUnderFault(t, r).status)
	requests := srv.Requests()
	assert.Equal(t, "Invoices.Delete", requests[len(requests)-1].Op)
	assert.Zero(t, requests[len(requests)-1].Status)
	mustCreate(t, srv, proformas, `{`+newDocument+`}`)

	srv.LandLater("Proformas.Create", time.Minute)
	srv.ClearFaults()
	mustCreate(t, srv, proformas, `{`+newDocument+`}`)
	clock.move(time.Hour)
	assert.Equal(t, []int64{1}, idsOf(t, srv, invoices, "Id"))
	clock.move(72 * time.Hour)
	all := srv.Invoices()
	require.Len(t, all, 1)
	assert.Equal(t, date("2026-04-03"), all[0].IssueDate, "two days later")
	assert.EqualValues(t, 2, all[0].ID)
	mustCreate(t, srv, invoices, `{`+newDocument+`}`)
	assert.Len(t, srv.Invoices(), 2, "only the calls that came then landed later")
}

// A request that the server would reject lands as nothing; one without a token is rejected at once.
func TestServer_LandLater_Rejected(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	clock := newMovable(srv)
	before := srv.Snapshot()
	srv.LandLater("Invoices.Create", time.Minute)
	r := newRequest(t, srv, "other", http.MethodPost, invoices, `{`+newDocument+`}`)
	resp, _ := roundTrip(t, r)
	assert.Equal(t, http.StatusUnauthorized, resp.StatusCode)
	assert.Zero(t, sendUnderFault(t, newRequest(t, srv, newToken(t, srv), http.MethodPost, invoices, `{}`)).status)
	clock.move(time.Hour)
	assert.Equal(t, before, srv.Snapshot())
	assert.Panics(t, func() { srv.LandLater("Invoices.Make", time.Minute) })
}

// By the server's own clock, the wait of a client is enough for a request to land.
func TestServer_LandLater_OwnClock(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddProducts(erpxt.Product{Name: "A"})
	client := srv.Client(nil)
	srv.LandLater("Products.Delete", 30*time.Second)
	srv.Fail(faults.RateLimited("60").On("Products.Get"))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r := newRequest(t, srv, newToken(t, srv), http.MethodDelete, "/products/1", "").WithContext(ctx)
	assert.Zero(t, sendUnderFault(t, r).status)
	assert.Len(t, srv.Products(), 1)
	_, err := client.Products.Get(ctx, 1)
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	assert.Empty(t, srv.Products())
}

// A clock that looks at the server does not hang it while requests are on their way.
func TestServer_LandLater_ClockLooksAtServer(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	var looked atomic.Int64
	srv.SetClock(func() time.Time {
		if looked.Add(1) > 1000 {
			panic(errors.New("the clock is asked by itself"))
		}
		return time.Date(2026, 4, 1, 0, len(srv.Products()), 0, 0, time.UTC)
	})
	srv.LandLater("Invoices.Create", time.Minute)
	assert.Zero(t, sendUnderFault(t, newRequest(t, srv, newToken(t, srv), http.MethodPost, invoices, `{`+newDocument+`}`)).status)
	assert.Empty(t, srv.Invoices())
	srv.AddProducts(erpxt.Product{})
	assert.Len(t, srv.Invoices(), 1)
}
