package virtpos_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// items are the rows 1 to n of a feed.
func items(n int64, quantity string) (rows []virtpos.OnHandUpdate) {
	for id := range n {
		rows = append(rows, item(id+1, quantity))
	}
	return rows
}

// A server that does not raise the version of a row whose quantity stays the same zeroes it. The check says so.
func TestStoreService_ReplaceOnHand_VersionsByChange(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 6)
	srv.SetVersioning(virtpostest.VersionsByChange)
	report, err := replace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, append(items(4, "5"), item(5, "7"))...)
	failed, ok := errors.AsType[*virtpos.CheckError](err)
	require.True(t, ok, err)
	assert.Equal(t, virtpos.CheckError{Missing: 4, Max: 3, Rows: 5}, *failed)
	require.ErrorIs(t, err, shelfwire.ErrConflict)
	require.EqualError(t, err, "virtpos: Store.ReplaceOnHand: the stock was replaced, but 4 of 5 rows have no stock any more, and at most 3 were expected to")
	assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
	assert.Equal(t, shelfwire.OutcomeApplied, report.ZeroOutcome)
	assert.Equal(t, "1: 0, 2: 0, 3: 0, 4: 0, 5: 7, 6: 0", stock(srv, shop))

	// As the error says: the rows that are missing are set again by the caller.
	for _, row := range report.Missing {
		_, err := srv.Client(nil).Store.UpdateOnHand(t.Context(), row.Update)
		require.NoError(t, err)
	}
	assert.Equal(t, "1: 5, 2: 5, 3: 5, 4: 5, 5: 7, 6: 0", stock(srv, shop))
}

// On a server that counts in seconds, stock of the same second that is not in the feed is left, and is named.
func TestStoreService_ReplaceOnHand_VersionsInSeconds(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 3)
	srv.SetVersioning(virtpostest.VersionsInSeconds)
	later := time.Now().Add(time.Hour).Unix()
	srv.SetStock(virtpostest.Row{WarehouseID: shop, ItemID: 3, OnHand: shelfwire.NewDecimal(5), Version: later})
	report, err := replace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, item(1, "5"))
	require.NoError(t, err)
	assert.Equal(t, "1: 5, 2: 0, 3: 5", stock(srv, shop))
	require.Len(t, report.Left, 1)
	assert.Equal(t, int64(3), report.Left[0].ItemID)
	assert.Empty(t, report.Missing)
}

func TestStoreService_ReplaceOnHand_NoVersions(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 2)
	srv.SetVersioning(virtpostest.NoVersions)
	_, err := replace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, item(1, "7"))
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	require.ErrorContains(t, err, "the version is 0")
	assert.Equal(t, "1: 5, 2: 5", stock(srv, shop))
	assert.Equal(t, 1, srv.Calls())
}

// Tills sell last pieces while the stock is replaced: so many rows may be without stock.
func TestStoreService_ReplaceOnHand_MaxMissing(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		rows, sold int64
		max        int
		fails      bool
	}{
		"three of few": {4, 3, 0, false}, "four of few": {4, 4, 0, true}, "one in a hundred": {500, 5, 0, false}, "more": {500, 6, 0, true},
		"none allowed": {4, 1, -1, true}, "none missing": {4, 0, -1, false}, "as many as said": {9, 5, 5, false}, "one more": {9, 6, 5, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, tc.rows+1)
			srv.Fail(faults.Between(func() {
				for id := range tc.sold {
					srv.Sell(shop, id+1, "", shelfwire.NewDecimal(7))
				}
			}).On("Store.ZeroOutdated"))
			report, err := replace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{MaxMissing: tc.max}, items(tc.rows, "7")...)
			_, failed := errors.AsType[*virtpos.CheckError](err)
			assert.Equal(t, tc.fails, failed)
			assert.Equal(t, tc.fails, err != nil)
			assert.Len(t, report.Missing, int(tc.sold))
			assert.Equal(t, shelfwire.OutcomeApplied, report.ZeroOutcome)
		})
	}
}

// Rows are found again by the id of their item: lots are summed, rows at zero are not expected, and those without an id
// are counted.
func TestStoreService_ReplaceOnHand_ReadBack(t *testing.T) {
	t.Parallel()
	external := func(id int64, quantity string) virtpos.OnHandUpdate {
		return virtpos.OnHandUpdate{Item: virtpos.ExternalItemID(fmt.Sprint("X-", id)), OnHand: num(quantity)}
	}
	for name, tc := range map[string]struct {
		rows  []virtpos.OnHandUpdate
		fault func(*virtpostest.Server) faults.Fault // nil for none
		says  string                                 // missing, left, unchecked
	}{
		"all there":            {items(3, "7"), nil, "[] [] 0"},
		"at zero":              {[]virtpos.OnHandUpdate{item(1, "7"), item(2, "0")}, nil, "[] [] 0"},
		"lots of one item":     {[]virtpos.OnHandUpdate{lot(1, "L1"), lot(1, "L2")}, emptied(1, "L1", "7"), "[] [] 0"},
		"all lots of an item":  {[]virtpos.OnHandUpdate{lot(1, "L1"), item(1, "1"), lot(2, "L1")}, soldOut(1), "[0 1] [] 0"},
		"received meanwhile":   {items(2, "7"), received(3), "[] [3] 0"},
		"by external id":       {[]virtpos.OnHandUpdate{external(1, "7"), external(2, "7")}, emptied(2, "", "7"), "[1] [] 0"},
		"without an id":        {[]virtpos.OnHandUpdate{external(1, "7"), item(2, "7")}, withoutItemIDs, "[] [1] 1"},
		"nothing but zeros":    {[]virtpos.OnHandUpdate{item(1, "0")}, nil, "[] [] 0"},
		"below zero meanwhile": {items(1, "7"), emptied(1, "", "9"), "[0] [] 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 3)
			if tc.fault != nil {
				srv.Fail(tc.fault(srv))
			}
			report, err := replace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, tc.rows...)
			require.NoError(t, err)
			var missing []int
			for _, row := range report.Missing {
				missing = append(missing, row.Index)
			}
			var left []int64
			for _, row := range report.Left {
				left = append(left, row.ItemID)
			}
			assert.Equal(t, tc.says, fmt.Sprint(missing, left, report.Unchecked))
			assert.NoError(t, report.CheckErr)
		})
	}
}

// beforeReading does something between the zeroing and the check.
func beforeReading(do func(*virtpostest.Server)) func(*virtpostest.Server) faults.Fault {
	return func(srv *virtpostest.Server) faults.Fault {
		return faults.Between(func() { do(srv) }).On("Store.List")
	}
}

func emptied(id int64, lot, quantity string) func(*virtpostest.Server) faults.Fault {
	return beforeReading(func(srv *virtpostest.Server) { srv.Sell(shop, id, lot, shelfwire.MustDecimal(quantity)) })
}

func soldOut(id int64) func(*virtpostest.Server) faults.Fault {
	return beforeReading(func(srv *virtpostest.Server) {
		for _, row := range srv.Stock(shop) {
			if row.ItemID == id {
				srv.Sell(shop, id, row.LotNumber, row.OnHand)
			}
		}
	})
}

func received(id int64) func(*virtpostest.Server) faults.Fault {
	return beforeReading(func(srv *virtpostest.Server) {
		srv.SetStock(virtpostest.Row{WarehouseID: shop, ItemID: id, OnHand: shelfwire.NewDecimal(1)})
	})
}

func withoutItemIDs(*virtpostest.Server) faults.Fault {
	return faults.Edit(func(body []byte) []byte {
		return regexp.MustCompile(`<itemid>\d+</itemid>`).ReplaceAll(body, nil)
	}).On("Store.UpdateOnHand").Always()
}

// The check is a look at what has been done: when it fails, the run is finished all the same.
func TestStoreService_ReplaceOnHand_CheckFails(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault faults.Fault
		is    error
	}{
		"no stock":      {faults.WrongType().Always(), shelfwire.ErrMalformed},
		"down":          {faults.Status(503).Always(), nil},
		"another shop":  {faults.Edit(anotherShop).Always(), shelfwire.ErrMalformed},
		"cut":           {faults.CutBody().Always(), shelfwire.ErrMalformed},
		"an odd row":    {faults.Edit(oddItemID).Always(), shelfwire.ErrIncomplete},
		"a key refused": {faults.Status(401), shelfwire.ErrUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 2)
			srv.Fail(tc.fault.On("Store.List"))
			report, err := replace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{MaxMissing: -1}, item(1, "7"))
			require.NoError(t, err)
			require.Error(t, report.CheckErr)
			if tc.is != nil {
				require.ErrorIs(t, report.CheckErr, tc.is)
			}
			assert.Equal(t, shelfwire.OutcomeApplied, report.ZeroOutcome)
			assert.Empty(t, report.Missing)
			assert.Empty(t, report.Left)
			assert.Equal(t, "1: 7, 2: 0", stock(srv, shop))
		})
	}
}

func anotherShop(body []byte) []byte {
	return bytes.Replace(body, []byte("<warehouse><id>"), []byte("<warehouse><id>9"), 1)
}

func oddItemID(body []byte) []byte {
	return regexp.MustCompile(`(<item>\s*<id>)1(</id>)`).ReplaceAll(body, []byte("${1}one$2"))
}

// An unknown zeroing stays unknown when the warehouse cannot be read back.
func TestStoreService_ReplaceOnHand_UnknownAndUnchecked(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 2)
	srv.Fail(faults.DropResponse().On("Store.ZeroOutdated"), faults.Status(503).Always().On("Store.List"))
	report, err := replace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, item(1, "7"))
	require.ErrorContains(t, err, "zeroing the others failed")
	assert.Equal(t, shelfwire.OutcomeUnknown, report.ZeroOutcome)
	assert.Error(t, report.CheckErr)
}

// A warehouse that only its external id names is read by the id of a confirmation; without one it cannot be.
func TestStoreService_ReplaceOnHand_WarehouseWithoutID(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 2)
	external := virtpos.ExternalWarehouseID("1C-1")
	report, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), external, feed(), virtpos.ReplaceOptions{AllowEmpty: true})
	require.NoError(t, err)
	require.ErrorContains(t, report.CheckErr, "no response has named the id of the warehouse")
	assert.Equal(t, "1: 0, 2: 0", stock(srv, shop))

	report, err = srv.Client(nil).Store.ReplaceOnHand(t.Context(), external, feed(item(1, "7")), virtpos.ReplaceOptions{})
	require.NoError(t, err)
	require.NoError(t, report.CheckErr)
	requests := srv.Requests()
	assert.Equal(t, "1", requests[len(requests)-1].Query.Get("warehouseid"))
	assert.Equal(t, "1", requests[len(requests)-1].Query.Get("stockonly"))
}

func TestStoreService_ReplaceOnHand_SkipCheck(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 6)
	srv.SetVersioning(virtpostest.VersionsByChange)
	report, err := replace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{SkipCheck: true}, items(5, "5")...)
	require.NoError(t, err)
	assert.Empty(t, report.Missing)
	assert.Zero(t, srv.Calls("Store.List"))
}

// Rows that the provider rejected can be tolerated; others hold the zeroing back.
func TestStoreService_ReplaceOnHand_Tolerate(t *testing.T) {
	t.Parallel()
	all := func(virtpos.RowResult) bool { return true }
	rejected := faults.ErrorBody(200, "no such item").On("Store.UpdateOnHand")
	for name, tc := range map[string]struct {
		fault    faults.Fault
		tolerate func(virtpos.RowResult) bool
		rows     []virtpos.OnHandUpdate
		says     string // "" for a finished run
		counts   [4]int // updated, failed, unknown, tolerated
	}{
		"a row":          {rejected.Skip(1), all, items(3, "7"), "", [4]int{2, 0, 0, 1}},
		"not this one":   {rejected.Skip(1), func(r virtpos.RowResult) bool { return r.Index == 2 }, items(3, "7"), "row 1 was not confirmed", [4]int{2, 1, 0, 0}},
		"this one":       {rejected.Skip(1), func(r virtpos.RowResult) bool { return r.Index == 1 }, items(3, "7"), "", [4]int{2, 0, 0, 1}},
		"every row":      {rejected.Always(), all, items(3, "7"), "no row was confirmed", [4]int{0, 0, 0, 3}},
		"an unknown one": {faults.DropResponse().Times(4).On("Store.UpdateOnHand").Skip(1), all, items(3, "7"), "row 1 was not confirmed", [4]int{2, 0, 1, 0}},
		"a bad one":      {faults.Fault{}, all, append(items(2, "7"), item(3, "-1")), "row 2 was not confirmed", [4]int{2, 1, 0, 0}},
		"twice":          {faults.Fault{}, all, append(items(2, "7"), item(1, "8")), "row 2 was not confirmed", [4]int{2, 1, 0, 0}},
		"a busy server":  {faults.RateLimited("0").Times(4).On("Store.UpdateOnHand").Skip(1), all, items(3, "7"), "row 1 was not confirmed", [4]int{2, 1, 0, 0}},
		"a router":       {faults.Status(405).On("Store.UpdateOnHand").Skip(1), all, items(3, "7"), "row 1 was not confirmed", [4]int{2, 1, 0, 0}},
		"a refused key":  {faults.Status(403).On("Store.UpdateOnHand").Skip(1), all, items(2, "7"), "the run ended before the feed did", [4]int{1, 1, 0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 4)
			srv.Fail(tc.fault)
			var shown []bool
			report, err := replace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{
				Workers: 1, Tolerate: tc.tolerate, Progress: func(r virtpos.RowResult) { shown = append(shown, r.Tolerated) },
			}, tc.rows...)
			assert.Equal(t, tc.counts, [4]int{report.Updated(), report.Failed(), report.Unknown(), report.Tolerated()})
			for i, row := range report.Rows {
				assert.Equal(t, row.Tolerated, shown[i])
			}
			if tc.says != "" {
				require.ErrorContains(t, err, tc.says)
				assert.Zero(t, srv.Zeroings(shop))
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "1: 7, 2: 0, 3: 7, 4: 0", stock(srv, shop), "what was rejected is zeroed")
			assert.Empty(t, report.Missing)
		})
	}
}

func TestStoreService_ReplaceOnHand_AllTolerated(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 2)
	_, err := replace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{
		AllowEmpty: true, Tolerate: func(virtpos.RowResult) bool { return true },
	}, item(98, "7"), item(99, "7"))
	require.NoError(t, err)
	assert.Equal(t, "1: 0, 2: 0", stock(srv, shop))
}

// Two runs of what may be one warehouse wait for each other, and a wait ends with its context.
func TestStoreService_ReplaceOnHand_OneAtATime(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		a, b  virtpos.WarehouseRef
		waits bool
	}{
		"the same":        {virtpos.WarehouseID(1), virtpos.WarehouseID(1), true},
		"perhaps":         {virtpos.WarehouseID(1), virtpos.ExternalWarehouseID("1C-7"), true},
		"the same name":   {virtpos.ExternalWarehouseID("1C-7"), virtpos.ExternalWarehouseID("1C-7"), true},
		"others":          {virtpos.WarehouseID(1), virtpos.WarehouseID(2), false},
		"others by names": {virtpos.ExternalWarehouseID("1C-7"), virtpos.ExternalWarehouseID("1C-8"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := scripted(func(r *recorded) string { return r.query.Get("itemid") })
				inner := s.answer
				s.answer = func(n int, r *recorded) reply {
					time.Sleep(time.Second)
					return inner(n, r)
				}
				store := s.client(t).Store
				began := time.Now()
				var ends []time.Duration
				ended := make(chan time.Duration)
				for _, w := range []virtpos.WarehouseRef{tc.a, tc.b} {
					go func() {
						_, _ = store.ReplaceOnHand(t.Context(), w, feed(item(1, "1")), virtpos.ReplaceOptions{SkipCheck: true})
						ended <- time.Since(began)
					}()
				}
				synctest.Wait()
				if tc.waits {
					ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
					defer cancel()
					report, err := store.ReplaceOnHand(ctx, tc.b, feed(item(1, "1")), virtpos.ReplaceOptions{})
					require.ErrorIs(t, err, context.DeadlineExceeded)
					require.ErrorContains(t, err, "another run was replacing the stock of the warehouse, so nothing was sent")
					assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
					assert.True(t, report.Version.IsZero())
				}
				ends = append(ends, <-ended, <-ended)
				if tc.waits {
					assert.Equal(t, []time.Duration{3 * time.Second, 6 * time.Second}, ends)
				} else {
					assert.Equal(t, []time.Duration{3 * time.Second, 3 * time.Second}, ends)
				}
			})
		})
	}
}
