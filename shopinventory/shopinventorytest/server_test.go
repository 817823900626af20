package shopinventorytest_test

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
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// tb remembers what a test's helper is asked for.
type tb struct {
	helper  bool
	cleanup []func()
}

func (t *tb) Helper()          { t.helper = true }
func (t *tb) Cleanup(f func()) { t.cleanup = append(t.cleanup, f) }

func TestNewServer_ClosesByItself(t *testing.T) {
	t.Parallel()
	var test tb
	srv := shopinventorytest.NewServer(&test)
	assert.True(t, test.helper)
	require.Len(t, test.cleanup, 1)
	srv.AddItems(shirt())
	read(t, srv, "id/10002")
	test.cleanup[0]()
	once := &shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: 1}}
	_, err := srv.Client(once).Inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{
		OnHand: shopinventory.AdjustOnHand(1),
	})
	require.Error(t, err)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	assert.Equal(t, "5", stockOf(t, srv), "what it holds can still be read")
	assert.Equal(t, 1, srv.Calls())
}

func TestStart(t *testing.T) {
	t.Parallel()
	srv, err := shopinventorytest.Start("127.0.0.1:0")
	require.NoError(t, err)
	defer srv.Close()
	address, ok := strings.CutPrefix(srv.URL(), "http://")
	require.True(t, ok)
	_, err = shopinventorytest.Start(address)
	require.ErrorContains(t, err, "shopinventorytest: ", "the address is taken")
}

func TestServer_Client(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	var attempts []string
	opts := &shelfwire.Options{
		UserAgent: "shop/1", Retry: shelfwire.RetryPolicy{MaxAttempts: 1},
		Observe: func(_ context.Context, a shelfwire.Attempt) { attempts = append(attempts, a.Op) },
	}
	srv.Fail(faults.Status(503))
	_, err := srv.Client(opts).Inventory.Get(t.Context(), theShirt)
	require.Error(t, err)
	assert.Equal(t, []string{"Inventory.Get"}, attempts, "Retry is the caller's own")
	assert.Contains(t, srv.Requests()[0].Header.Get("User-Agent"), "shop/1")
	assert.Nil(t, opts.Limiter, "the options are copied")
	assert.Panics(t, func() { srv.Client(&shelfwire.Options{BaseURL: "ftp://example.com"}) })

	limit := &counting{}
	_, err = srv.Client(&shelfwire.Options{Limiter: limit}).Inventory.Get(t.Context(), theShirt)
	require.NoError(t, err)
	assert.Equal(t, 1, limit.calls)
	_, err = srv.Client(&shelfwire.Options{BaseURL: srv.URL() + "/api/v2"}).Inventory.Get(t.Context(), theShirt)
	require.NoError(t, err)
}

// The vendor's limits, which would not let so many calls through in this time, do not hold here.
func TestServer_Client_IsNotLimited(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	client := srv.Client(&shelfwire.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for range 81 {
		_, err := client.Inventory.Get(ctx, theShirt)
		require.NoError(t, err)
	}
}

type counting struct{ calls int }

func (c *counting) Wait(context.Context) error {
	c.calls++
	return nil
}

func TestServer_Requests(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	client := srv.Client(nil)
	_, err := client.Inventory.Get(t.Context(), shopinventory.ByEAN("a/b"))
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	_, err = client.Inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(-3)})
	require.NoError(t, err)
	send(t, srv, http.MethodDelete, "/api/v2/inventory/id/1", "")
	all := srv.Requests()
	require.Len(t, all, 3)
	assert.Equal(t, []string{"Inventory.Get", "Inventory.Update", ""}, []string{all[0].Op, all[1].Op, all[2].Op})
	assert.Equal(t, "/api/v2/inventory/ean/a%2Fb", all[0].Path)
	assert.Equal(t, http.MethodPatch, all[1].Method)
	assert.JSONEq(t, `{"stock":{"adjust_by":-3}}`, all[1].Body)
	for i, want := range []int{404, 200, 405} {
		assert.Equal(t, want, all[i].Status)
		assert.NotContains(t, all[i].Header, "Authorization")
	}
	assert.Equal(t, 2, srv.Calls("Inventory.Get", "Inventory.Update"))
	assert.Equal(t, 3, srv.Calls())
}

func TestServer_SetLatency(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	srv.SetLatency(time.Hour)
	ctx, leave := context.WithCancelCause(t.Context())
	gone := errors.New("gone")
	srv.Fail(faults.Between(func() { leave(gone) }))
	_, err := srv.Client(nil).Inventory.Update(ctx, theShirt, shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(1)})
	require.ErrorIs(t, err, gone)
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
	srv.Close()
	assert.Equal(t, 1, srv.Adjustments())
}

// A clock may use the server: it is called without its lock.
func TestServer_SetClock_MayUseTheServer(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	srv.SetClock(func() time.Time {
		srv.Items()
		return time.Now()
	})
	read(t, srv, "id/10002")
}

func TestServer_InParallel(t *testing.T) {
	t.Parallel()
	srv := stores(t)
	srv.SetLimits(shelfwire.Rate{Calls: 1_000, Per: time.Hour})
	client := srv.Client(nil)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			id := srv.AddItems(shopinventorytest.Item{})[0]
			for i := range 10 {
				_, err := client.Inventory.Update(t.Context(), shopinventory.ByID(id), inWarehouses(
					shopinventory.WarehouseUpdate{ID: 2, OnHand: shelfwire.NewDecimal(int64(i))},
				))
				assert.NoError(t, err)
				srv.SetOnHand(shopinventory.ByID(id), shelfwire.NewDecimal(3))
				_, err = client.Inventory.Get(t.Context(), theShirt)
				assert.NoError(t, err)
				_, _, _, _ = srv.Items(), srv.Adjustments(), srv.Requests(), srv.IsLocked()
			}
		})
	}
	group.Wait()
	assert.Len(t, srv.Items(), 5)
	assert.Equal(t, 80, srv.Calls())
}

// No adjustment is lost among many.
func TestServer_Adjustments_InParallel(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	client := srv.Client(nil)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 10 {
				_, err := client.Inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{
					OnHand: shopinventory.AdjustOnHand(1),
				})
				assert.NoError(t, err)
			}
		})
	}
	group.Wait()
	assert.Equal(t, "45", stockOf(t, srv))
	assert.Equal(t, 40, srv.Adjustments(theShirt))
}
