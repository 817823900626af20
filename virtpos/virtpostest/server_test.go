package virtpostest_test

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// fakeTB records the calls of a test's helper methods.
type fakeTB struct {
	helper  bool
	cleanup []func()
}

func (t *fakeTB) Helper()          { t.helper = true }
func (t *fakeTB) Cleanup(f func()) { t.cleanup = append(t.cleanup, f) }

func TestNewServer_ClosesAtEndOfTest(t *testing.T) {
	t.Parallel()
	var test fakeTB
	srv := virtpostest.NewServer(&test)
	assert.True(t, test.helper)
	require.Len(t, test.cleanup, 1)
	srv.AddWarehouses(virtpostest.Warehouse{})
	srv.AddItems(virtpostest.Item{})
	srv.SetStock(virtpostest.Row{WarehouseID: 1, ItemID: 1})
	postWithKey(t, srv, "store", "", "")
	test.cleanup[0]()
	client := srv.Client(&shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: 1}})
	_, err := client.Store.List(t.Context(), virtpos.StoreQuery{})
	require.Error(t, err)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	assert.Len(t, srv.Stock(1), 1, "what it holds can still be read")
	assert.Equal(t, 1, srv.Calls())
}

func TestStart(t *testing.T) {
	t.Parallel()
	srv, err := virtpostest.Start("127.0.0.1:0")
	require.NoError(t, err)
	defer srv.Close()
	address, ok := strings.CutPrefix(srv.URL(), "http://")
	require.True(t, ok)
	_, err = virtpostest.Start(address)
	require.ErrorContains(t, err, "virtpostest: ", "the address is taken")
}

func TestServer_Client(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	attempts := 0
	opts := &shelfwire.Options{
		UserAgent: "shop/1", Retry: shelfwire.RetryPolicy{MaxAttempts: 1},
		Observe: func(context.Context, shelfwire.Attempt) { attempts++ },
	}
	srv.Fail(faults.Status(503))
	_, err := srv.Client(opts).Store.List(t.Context(), virtpos.StoreQuery{})
	require.Error(t, err)
	assert.Equal(t, 1, attempts, "Retry is the caller's own")
	assert.Contains(t, srv.Requests()[0].Header.Get("User-Agent"), "shop/1")
	assert.Nil(t, opts.Limiter, "the options are copied")
	assert.Panics(t, func() { srv.Client(&shelfwire.Options{BaseURL: "ftp://example.com"}) })

	limit := &countingLimiter{}
	_, err = srv.Client(&shelfwire.Options{Limiter: limit}).Store.List(t.Context(), virtpos.StoreQuery{})
	require.NoError(t, err)
	assert.Equal(t, 1, limit.calls)
}

type countingLimiter struct{ calls int }

func (c *countingLimiter) Wait(context.Context) error {
	c.calls++
	return nil
}

func TestServer_Concurrent(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	srv.Generate(3, 50)
	client := srv.Client(nil)
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for i := range 10 {
				update := updateTo20()
				update.LotNumber = shelfwire.Set(strconv.Itoa(worker) + "-" + strconv.Itoa(i))
				_, err := client.Store.UpdateOnHand(t.Context(), update)
				assert.NoError(t, err)
				srv.Sell(1, 8, update.LotNumber.Or(""), mustDecimal("0.5"))
				version, err := client.Store.OnHandVersion(t.Context(), virtpos.WarehouseID(3))
				assert.NoError(t, err)
				_, err = client.Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(3), version)
				assert.NoError(t, err)
				stock, err := client.Store.List(t.Context(), virtpos.StoreQuery{})
				assert.NoError(t, err)
				assert.Len(t, stock.Warehouses, 2)
				srv.SetJSONShape(virtpostest.JSONShape{Collapse: i%2 > 0})
				srv.SetXMLEncoding(virtpostest.UTF8)
				srv.ErrorStatus(0)
				_, _, _, _ = srv.Stock(1), srv.Requests(), srv.Version(3), srv.Zeroings(3)
			}
		})
	}
	group.Wait()
	rows := srv.Stock(1)
	require.Len(t, rows, 41)
	ids := map[int64]bool{}
	for _, r := range rows[1:] {
		ids[r.ID] = true
		assert.Equal(t, "19.500", r.OnHand.String())
	}
	assert.Len(t, ids, 40)
	assert.Equal(t, int64(40), srv.Version(3))
	assert.Equal(t, 40, srv.Zeroings(3))
}
