package virtpos_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// kept is a report that went through JSON.
func kept(t require.TestingT, report virtpos.ReplaceReport) *virtpos.ReplaceReport {
	data, err := json.Marshal(report)
	require.NoError(t, err)
	var read virtpos.ReplaceReport
	require.NoError(t, json.Unmarshal(data, &read))
	return &read
}

func replace(t *testing.T, store *virtpos.StoreService, opts virtpos.ReplaceOptions, rows ...virtpos.OnHandUpdate) (
	virtpos.ReplaceReport, error,
) {
	t.Helper()
	return store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), feed(rows...), opts)
}

// broken is a report of a run that confirmed its rows and did not zero.
func broken(t *testing.T, srv *virtpostest.Server, store *virtpos.StoreService, rows ...virtpos.OnHandUpdate) virtpos.ReplaceReport {
	t.Helper()
	srv.Fail(faults.ErrorBody(200, "no").On("Store.ZeroOutdated"))
	report, err := replace(t, store, virtpos.ReplaceOptions{}, rows...)
	require.Error(t, err)
	return report
}

// A chain of runs forgets nothing: what the first one confirmed is known to the third, although the second did not get
// that far.
func TestStoreService_ReplaceOnHand_ResumeChain(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 4)
	store := srv.Client(nil).Store
	first := broken(t, srv, store, item(1, "7"), item(2, "7"), item(3, "7"))

	errBroken := errors.New("the export broke")
	second, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), func(yield func(virtpos.OnHandUpdate, error) bool) {
		_ = yield(item(1, "7"), nil) && yield(virtpos.OnHandUpdate{}, errBroken)
	}, virtpos.ReplaceOptions{Resume: &first})
	require.ErrorIs(t, err, errBroken)
	assert.Len(t, second.Rows, 1)
	require.Len(t, second.Earlier, 2)
	assert.Equal(t, "item 2, item 3", fmt.Sprintf("%s, %s", second.Earlier[0].Update.Item, second.Earlier[1].Update.Item))

	for name, resume := range map[string]virtpos.ReplaceOptions{
		"in the same client": {Resume: &second}, "kept": {Resume: kept(t, second), TrustConfirmed: true},
	} {
		third, err := replace(t, store, resume, item(1, "7"), item(2, "7"))
		require.ErrorContains(t, err, "item 3, which an earlier run has updated, is not in the feed any more", name)
		assert.Zero(t, srv.Zeroings(shop))
		assert.Equal(t, 3, srv.Calls("Store.UpdateOnHand"), "nothing was sent again")
		second = third
	}
	last, err := replace(t, store, virtpos.ReplaceOptions{Resume: &second}, item(1, "7"), item(2, "7"), item(3, "7"))
	require.NoError(t, err)
	assert.Empty(t, last.Earlier)
	assert.Equal(t, first.Began, last.Began)
	assert.Equal(t, "1: 7, 2: 7, 3: 7, 4: 0", stock(srv, shop))
}

// What a run had confirmed stays known when a later one sends the row otherwise, and the provider rejects that.
func TestStoreService_ReplaceOnHand_ResumeRejected(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 3)
	store := srv.Client(nil).Store
	first := broken(t, srv, store, item(1, "7"), item(2, "7"))
	srv.Fail(faults.ErrorBody(200, "no").On("Store.UpdateOnHand"))
	tolerant := virtpos.ReplaceOptions{Resume: &first, Tolerate: func(virtpos.RowResult) bool { return true }, Workers: 1}
	second, err := replace(t, store, tolerant, item(2, "9"), item(1, "7"))
	require.ErrorContains(t, err, "item 2, which an earlier run has updated, is not in the feed any more")
	require.Len(t, second.Earlier, 1)
	_, err = replace(t, store, virtpos.ReplaceOptions{Resume: &second}, item(1, "7"))
	require.ErrorContains(t, err, "item 2, which an earlier run has updated")
	assert.Zero(t, srv.Zeroings(shop))
}

// Monday's run fails, on Tuesday another process replaces the stock, on Wednesday Monday's report is resumed: every row is
// sent, and by a new version, so that nothing of Tuesday's stays.
func TestStoreService_ReplaceOnHand_ResumeAfterAnotherProcess(t *testing.T) {
	t.Parallel()
	for name, tuesday := range map[string]func(*testing.T, *virtpostest.Server, *virtpos.StoreService){
		"another process": func(t *testing.T, srv *virtpostest.Server, _ *virtpos.StoreService) {
			_, err := replace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{}, item(1, "3"), item(3, "3"))
			require.NoError(t, err)
		},
		"the same client": func(t *testing.T, _ *virtpostest.Server, store *virtpos.StoreService) {
			_, err := replace(t, store, virtpos.ReplaceOptions{}, item(1, "3"), item(3, "3"))
			require.NoError(t, err)
		},
		"by its other name": func(t *testing.T, _ *virtpostest.Server, store *virtpos.StoreService) {
			_, err := store.ReplaceOnHand(t.Context(), virtpos.ExternalWarehouseID("1C-1"), feed(item(1, "3"), item(3, "3")),
				virtpos.ReplaceOptions{})
			require.NoError(t, err)
		},
		"row by row": func(t *testing.T, _ *virtpostest.Server, store *virtpos.StoreService) {
			for _, u := range []virtpos.OnHandUpdate{item(1, "3"), item(3, "3")} {
				u.Warehouse = virtpos.WarehouseID(shop)
				_, err := store.UpdateOnHand(t.Context(), u)
				require.NoError(t, err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 3)
			store := srv.Client(nil).Store
			monday := broken(t, srv, store, item(1, "7"), item(2, "7"))
			tuesday(t, srv, store)
			resume := &monday
			if name == "another process" {
				resume = kept(t, monday)
			}
			wednesday, err := replace(t, store, virtpos.ReplaceOptions{Resume: resume}, item(1, "7"), item(2, "7"))
			require.NoError(t, err)
			assert.Equal(t, "1: 7, 2: 7, 3: 0", stock(srv, shop))
			assert.NotEqual(t, monday.Version, wednesday.Version)
			assert.False(t, wednesday.Rows[0].Resumed)
			assert.Greater(t, wednesday.Began, monday.Began)
		})
	}
}

// A lock over all runs lets a report that was kept be relied on.
func TestStoreService_ReplaceOnHand_TrustConfirmed(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 3)
	first := kept(t, broken(t, srv, srv.Client(nil).Store, item(1, "7"), item(2, "7")))
	again, err := replace(t, srv.Client(nil).Store, virtpos.ReplaceOptions{Resume: first, TrustConfirmed: true}, item(1, "7"), item(2, "8"))
	require.NoError(t, err)
	assert.Equal(t, []bool{true, false}, []bool{again.Rows[0].Resumed, again.Rows[1].Resumed})
	assert.Equal(t, first.Version, again.Version)
	assert.True(t, first.Began.Equal(again.Began))
	assert.Equal(t, "1: 7, 2: 8, 3: 0", stock(srv, shop))
}

// Nothing else done to another warehouse takes the trust away.
func TestStoreService_ReplaceOnHand_ResumeBesideAnotherWarehouse(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 2)
	store := srv.Client(nil).Store
	first := broken(t, srv, store, item(1, "7"))
	_, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(2), feed(item(1, "3")), virtpos.ReplaceOptions{})
	require.NoError(t, err)
	again, err := replace(t, store, virtpos.ReplaceOptions{Resume: &first}, item(1, "7"))
	require.NoError(t, err)
	assert.True(t, again.Rows[0].Resumed)
}

func TestStoreService_ReplaceOnHand_ResumeRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		report := func(began time.Time) *virtpos.ReplaceReport {
			return &virtpos.ReplaceReport{
				Warehouse: virtpos.WarehouseID(1), Began: began, ZeroOutcome: shelfwire.OutcomeNotSent, Version: version("4"),
			}
		}
		finished := report(now)
		finished.ZeroOutcome = shelfwire.OutcomeApplied
		for name, tc := range map[string]struct {
			opts virtpos.ReplaceOptions
			says string // "" for nothing
		}{
			"an hour ago":      {virtpos.ReplaceOptions{Resume: report(now.Add(-time.Hour))}, ""},
			"longer ago":       {virtpos.ReplaceOptions{Resume: report(now.Add(-time.Hour - 1))}, "is of a run that began 1h0m0s ago; ResumeWithin is 1h0m0s"},
			"two days":         {virtpos.ReplaceOptions{Resume: report(now.Add(-48 * time.Hour)), ResumeWithin: 48 * time.Hour}, ""},
			"three days":       {virtpos.ReplaceOptions{Resume: report(now.Add(-72 * time.Hour)), ResumeWithin: 48 * time.Hour}, "72h0m0s ago"},
			"trusted, too":     {virtpos.ReplaceOptions{Resume: report(now.Add(-72 * time.Hour)), TrustConfirmed: true}, "72h0m0s ago"},
			"clocks that vary": {virtpos.ReplaceOptions{Resume: report(now.Add(time.Minute))}, ""},
			"the future":       {virtpos.ReplaceOptions{Resume: report(now.Add(time.Minute + 1))}, "in the future"},
			"no beginning":     {virtpos.ReplaceOptions{Resume: report(time.Time{})}, "does not say when"},
			"finished":         {virtpos.ReplaceOptions{Resume: finished}, "finished run"},
		} {
			s := scripted(func(r *recorded) string { return r.query.Get("itemid") })
			_, err := s.client(t).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), feed(item(1, "1")), tc.opts)
			if tc.says == "" {
				require.NoError(t, err, name)
				continue
			}
			clienttest.AssertRejected(t, err, "Resume")
			require.ErrorContains(t, err, tc.says, name)
			assert.Empty(t, s.calls())
		}
	})
}

// A report is whole when it comes back from JSON.
func TestReplaceReport_JSON(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 4)
	store := srv.Client(nil).Store
	srv.Fail(faults.DropResponse().Times(4).On("Store.UpdateOnHand").Skip(1))
	rows := []virtpos.OnHandUpdate{
		item(1, "7.000"), item(2, "7"), item(99, "1"), item(3, "-1"),
		{Item: virtpos.ExternalItemID("X-4"), OnHand: num("0"), LotNumber: shelfwire.Set(""), ExpiryDate: shelfwire.Null[shelfwire.Date]()},
	}
	report, err := replace(t, store, virtpos.ReplaceOptions{Workers: 1}, rows...)
	require.Error(t, err)
	report.CheckErr = fmt.Errorf("read back: %w", shelfwire.ErrMalformed)
	report.Earlier, report.Missing = report.Rows[:1], report.Rows[1:2]
	report.Left = []virtpos.StockRow{{ItemID: 4, OnHand: num("1.50"), Extra: []virtpos.Element{{Name: "a", Children: []virtpos.Element{{Name: "b"}}}}}}
	report.Unchecked = 2

	read := kept(t, report)
	assert.Equal(t, outcomes(&report), outcomes(read))
	assert.Equal(t, "applied, unknown, refused, not sent, not sent", outcomes(read))
	for i, row := range report.Rows {
		if row.Err != nil {
			require.EqualError(t, read.Rows[i].Err, row.Err.Error())
		}
		for _, target := range []error{shelfwire.ErrInvalid, shelfwire.ErrMalformed, shelfwire.ErrConflict, shelfwire.ErrNotFound, context.Canceled} {
			assert.Equal(t, errors.Is(row.Err, target), errors.Is(read.Rows[i].Err, target))
		}
	}
	require.ErrorIs(t, read.CheckErr, shelfwire.ErrMalformed)
	assert.Equal(t, kept(t, *read), read, "a second time changes nothing")

	// All but the errors and the client is the same as before.
	report.CheckErr, read.CheckErr = nil, nil
	for _, list := range [][]virtpos.RowResult{report.Rows, read.Rows, report.Earlier, read.Earlier, report.Missing, read.Missing} {
		for i := range list {
			list[i].Err = nil
		}
	}
	assert.Equal(t, fmt.Sprintf("%+v", *kept(t, report)), fmt.Sprintf("%+v", *read))
	assert.Equal(t, "7.000", read.Rows[0].Update.OnHand.String())
	assert.Equal(t, report.Rows[4].Update, read.Rows[4].Update)
	assert.True(t, report.Began.Equal(read.Began))
	assert.Equal(t, report.Warehouse, read.Warehouse)
	assert.Equal(t, report.Version, read.Version)
	assert.NotContains(t, fmt.Sprintf("%+v", read), testKey)
}

func TestReplaceReport_BadJSON(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "[]", `{"Warehouse":1}`, `{"Rows":[{"Update":1}]}`, `{"Rows":[{"Err":1}]}`, `{"Version":"x"}`,
		`{"CheckErr":"x"}`, `{"ZeroOutcome":"done"}`, `{"Rows":[{"Err":{"Outcome":3}}]}`} {
		report := virtpos.ReplaceReport{Unchecked: 7}
		require.Error(t, json.Unmarshal([]byte(text), &report), text)
	}
}

// A row at which a run ended was not taken over from the earlier run, and the next one still can.
func TestStoreService_ReplaceOnHand_ResumeEndsAtOnce(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 3)
	store := srv.Client(nil).Store
	first := broken(t, srv, store, item(1, "7"), item(2, "7"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	second, err := store.ReplaceOnHand(ctx, virtpos.WarehouseID(shop), feed(item(1, "7"), item(2, "7")), virtpos.ReplaceOptions{Resume: &first})
	require.ErrorIs(t, err, context.Canceled)
	for _, row := range second.Rows {
		assert.False(t, row.Resumed)
		assert.Equal(t, shelfwire.OutcomeNotSent, row.Outcome())
	}
	assert.Len(t, second.Earlier, 2)
	third, err := replace(t, store, virtpos.ReplaceOptions{Resume: &second}, item(1, "7"), item(2, "7"))
	require.NoError(t, err)
	assert.True(t, third.Rows[0].Resumed && third.Rows[1].Resumed)
	assert.Equal(t, 2, srv.Calls("Store.UpdateOnHand"))
}

// Whatever breaks off, whoever resumes: after a run without an error the shop holds the last feed and nothing else, as on
// a server that was never disturbed.
func TestStoreService_ReplaceOnHand_AnyChain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		const items = 4
		srv := newShop(t, items)
		defer srv.Close()
		clients := []*virtpos.StoreService{srv.Client(nil).Store, srv.Client(nil).Store}
		var last *virtpos.ReplaceReport
		runs := rapid.IntRange(1, 5).Draw(rt, "runs")
		for n := range runs {
			rows, want := drawFeed(rt, items)
			opts := virtpos.ReplaceOptions{AllowEmpty: true, Workers: rapid.IntRange(1, 3).Draw(rt, "workers")}
			if last != nil && last.ZeroOutcome != shelfwire.OutcomeApplied && rapid.Bool().Draw(rt, "resume") {
				opts.Resume = last
			}
			if n < runs-1 {
				srv.Fail(drawFault(rt))
			}
			report, err := clients[rapid.IntRange(0, 1).Draw(rt, "client")].ReplaceOnHand(
				t.Context(), virtpos.WarehouseID(shop), feed(rows...), opts)
			srv.ClearFaults()
			if err == nil {
				require.Equal(rt, want, stock(srv, shop))
			} else if n == runs-1 {
				require.ErrorContains(rt, err, "is not in the feed any more")
			}
			last = &report
			if rapid.Bool().Draw(rt, "kept") {
				last = kept(rt, report)
			}
		}
	})
}

func drawFeed(rt *rapid.T, items int64) (rows []virtpos.OnHandUpdate, want string) {
	var texts []string
	for id := range items {
		quantity := "0"
		if rapid.Bool().Draw(rt, "in") {
			quantity = fmt.Sprint(rapid.IntRange(1, 3).Draw(rt, "quantity"))
			rows = append(rows, item(id+1, quantity))
		}
		texts = append(texts, fmt.Sprintf("%d: %s", id+1, quantity))
	}
	return rapid.Permutation(rows).Draw(rt, "order"), strings.Join(texts, ", ")
}

func drawFault(rt *rapid.T) faults.Fault {
	fault := rapid.SampledFrom([]faults.Fault{
		faults.DropResponse().Times(4), faults.DropRequest().Times(4), faults.ErrorBody(200, "no"), faults.Status(401),
	}).Draw(rt, "fault")
	op := rapid.SampledFrom([]string{"Store.UpdateOnHand", "Store.ZeroOutdated", "Store.OnHandVersion"}).Draw(rt, "op")
	return fault.On(op).Skip(rapid.IntRange(0, 2).Draw(rt, "skip"))
}
