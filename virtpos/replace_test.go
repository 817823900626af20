package virtpos_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

const shop = 1 // the warehouse of the tests

// feed yields updates without an error.
func feed(updates ...virtpos.OnHandUpdate) iter.Seq2[virtpos.OnHandUpdate, error] {
	return func(yield func(virtpos.OnHandUpdate, error) bool) {
		for _, u := range updates {
			if !yield(u, nil) {
				return
			}
		}
	}
}

func item(id int64, quantity string) virtpos.OnHandUpdate {
	return virtpos.OnHandUpdate{Item: virtpos.ItemID(id), OnHand: num(quantity)}
}

// newShop has the items 1 to n, each with a stock of 5, and the stock of another shop, which is nobody's business.
func newShop(t *testing.T, n int64) *virtpostest.Server {
	srv := virtpostest.NewServer(t)
	srv.AddWarehouses(virtpostest.Warehouse{ID: shop, ExternalID: "1C-1"}, virtpostest.Warehouse{ID: 2})
	for id := range n {
		srv.AddItems(virtpostest.Item{ID: id + 1, ExternalID: fmt.Sprintf("X-%d", id+1)})
		for warehouse := range int64(2) {
			srv.SetStock(virtpostest.Row{WarehouseID: warehouse + 1, ItemID: id + 1, OnHand: shelfwire.NewDecimal(5)})
		}
	}
	return srv
}

// stock is what a shop holds: "1: 5, 2: 0".
func stock(srv *virtpostest.Server, warehouse int64) string {
	var rows []string
	for _, row := range srv.Stock(warehouse) {
		rows = append(rows, strings.TrimSpace(fmt.Sprintf("%d%s: %s", row.ItemID, row.LotNumber, row.OnHand.Truncate(0))))
	}
	return strings.Join(rows, ", ")
}

func outcomes(report *virtpos.ReplaceReport) string {
	var texts []string
	for i := range report.Rows {
		texts = append(texts, report.Rows[i].Outcome().String())
	}
	return strings.Join(texts, ", ")
}

func TestReplaceOnHand(t *testing.T) {
	t.Parallel()
	for name, warehouse := range map[string]virtpos.WarehouseRef{
		"by id": virtpos.WarehouseID(shop), "by external id": virtpos.ExternalWarehouseID("1C-1"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 5)
			var seen []int
			report, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), warehouse, feed(item(2, "7"), item(4, "0"), item(5, "5")),
				virtpos.ReplaceOptions{Progress: func(r virtpos.RowResult) { seen = append(seen, r.Index) }})
			require.NoError(t, err)
			assert.Equal(t, "1: 0, 2: 7, 3: 0, 4: 0, 5: 5", stock(srv, shop))
			assert.Equal(t, "1: 5, 2: 5, 3: 5, 4: 5, 5: 5", stock(srv, 2))
			assert.Equal(t, []int{0, 1, 2}, seen)
			assert.Equal(t, shelfwire.OutcomeApplied, report.ZeroOutcome)
			assert.Equal(t, [3]int{3, 0, 0}, [3]int{report.Updated(), report.Failed(), report.Unknown()})
			assert.Equal(t, "1", report.Version.String())
			assert.NoError(t, report.CheckErr)
			assert.Empty(t, report.Missing)
			assert.Empty(t, report.Left)
			assert.WithinDuration(t, time.Now(), report.Began, time.Minute)
			assert.Equal(t, "applied, applied, applied", outcomes(&report))
			assert.Equal(t, "5.000", report.Rows[0].Result.OnHandBefore.String())
			assert.NotEmpty(t, report.Zero.Elements)
			assert.Equal(t, 1, srv.Zeroings(shop))
		})
	}
}

// Nothing is zeroed after any of these, and no row of the feed is left at zero.
func TestNothingIsZeroed(t *testing.T) {
	t.Parallel()
	errSource := errors.New("the export broke")
	broken := func(yield func(virtpos.OnHandUpdate, error) bool) {
		_ = yield(item(1, "7"), nil) && yield(virtpos.OnHandUpdate{}, errSource)
	}
	three := feed(item(1, "7"), item(2, "7"), item(3, "7"))
	for name, tc := range map[string]struct {
		fault  faults.Fault
		feed   iter.Seq2[virtpos.OnHandUpdate, error]
		reason string
		cause  error
		counts [3]int // updated, failed, unknown
		whole  shelfwire.Outcome
	}{
		"the source ends in an error": {faults.Fault{}, broken, "the feed ended with an error", errSource, [3]int{1, 0, 0}, shelfwire.OutcomeUnknown},
		"the source fails at once": {faults.Fault{}, func(yield func(virtpos.OnHandUpdate, error) bool) {
			yield(virtpos.OnHandUpdate{}, errSource)
		}, "the feed ended with an error", errSource, [3]int{}, shelfwire.OutcomeNotSent},
		"an empty feed":    {faults.Fault{}, feed(), "the feed was empty", nil, [3]int{}, shelfwire.OutcomeNotSent},
		"an unknown item":  {faults.Fault{}, feed(item(1, "7"), item(99, "7")), "row 1 was not confirmed", nil, [3]int{1, 1, 0}, shelfwire.OutcomeUnknown},
		"a bad row":        {faults.Fault{}, feed(item(1, "7"), item(2, "-7")), "row 1 was not confirmed", shelfwire.ErrInvalid, [3]int{1, 1, 0}, shelfwire.OutcomeUnknown},
		"no quantity":      {faults.Fault{}, feed(virtpos.OnHandUpdate{Item: virtpos.ItemID(1), COGS: num("1")}), "row 0 was not confirmed", shelfwire.ErrInvalid, [3]int{0, 1, 0}, shelfwire.OutcomeNotSent},
		"another shop":     {faults.Fault{}, feed(virtpos.OnHandUpdate{Warehouse: virtpos.WarehouseID(2), Item: virtpos.ItemID(1), OnHand: num("1")}), "row 0 was not confirmed", shelfwire.ErrInvalid, [3]int{0, 1, 0}, shelfwire.OutcomeNotSent},
		"an item twice":    {faults.Fault{}, feed(item(1, "7"), item(2, "7"), item(1, "8")), "row 2 was not confirmed", shelfwire.ErrInvalid, [3]int{2, 1, 0}, shelfwire.OutcomeUnknown},
		"twice, otherwise": {faults.Fault{}, feed(item(1, "7"), virtpos.OnHandUpdate{Item: virtpos.ExternalItemID("X-1"), OnHand: num("8")}), "row 1 was not confirmed", shelfwire.ErrConflict, [3]int{1, 0, 1}, shelfwire.OutcomeUnknown},
		"a doubtful row":   {faults.DropRequest().Times(4).On("Store.UpdateOnHand").Skip(1), three, "row 1 was not confirmed", nil, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"a lost answer":    {faults.DropResponse().Times(4).On("Store.UpdateOnHand").Skip(1), three, "row 1 was not confirmed", nil, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"an odd answer":    {faults.WrongType().Times(2).On("Store.UpdateOnHand").Skip(1), three, "row 1 was not confirmed", shelfwire.ErrMalformed, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"half an answer":   {faults.CutBody().Times(4).On("Store.UpdateOnHand").Skip(2), three, "row 2 was not confirmed", shelfwire.ErrMalformed, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"HTML":             {faults.HTML(200).Times(2).On("Store.UpdateOnHand"), three, "row 0 was not confirmed", shelfwire.ErrMalformed, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"an empty answer":  {faults.Status(200).Times(2).On("Store.UpdateOnHand"), three, "row 0 was not confirmed", shelfwire.ErrMalformed, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"PHP's words":      {faults.PHPError(200).AfterApplying().Times(2).On("Store.UpdateOnHand"), three, "row 0 was not confirmed", shelfwire.ErrMalformed, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"another item":     {faults.Edit(anotherItem).Times(2).On("Store.UpdateOnHand"), three, "row 0 was not confirmed", shelfwire.ErrMalformed, [3]int{2, 0, 1}, shelfwire.OutcomeUnknown},
		"a refusal":        {faults.ErrorBody(200, "no").On("Store.UpdateOnHand"), three, "row 0 was not confirmed", nil, [3]int{2, 1, 0}, shelfwire.OutcomeUnknown},
		"a refused key":    {faults.Status(401).On("Store.UpdateOnHand"), three, "the run ended before the feed did", shelfwire.ErrUnauthorized, [3]int{0, 2, 0}, shelfwire.OutcomeNotSent},
		"no version":       {faults.Status(503).Times(4).On("Store.OnHandVersion"), three, "the version of the stock could not be read", nil, [3]int{}, shelfwire.OutcomeNotSent},
		"an odd version":   {faults.WrongType().Times(2).On("Store.OnHandVersion"), three, "the version of the stock could not be read", shelfwire.ErrMalformed, [3]int{}, shelfwire.OutcomeNotSent},
		"no such shop":     {faults.ErrorBody(200, "no such shop").On("Store.OnHandVersion"), three, "the version of the stock could not be read", nil, [3]int{}, shelfwire.OutcomeNotSent},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 3)
			srv.Fail(tc.fault)
			report, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), tc.feed, virtpos.ReplaceOptions{Workers: 1})
			failed, ok := errors.AsType[*virtpos.ReplaceError](err)
			require.True(t, ok, err)
			require.ErrorIs(t, err, shelfwire.ErrIncomplete)
			require.ErrorContains(t, err, tc.reason)
			if tc.cause != nil {
				require.ErrorIs(t, err, tc.cause)
			}
			assert.Equal(t, tc.counts, [3]int{failed.Updated, failed.Failed, failed.Unknown})
			assert.Equal(t, tc.counts, [3]int{report.Updated(), report.Failed(), report.Unknown()})
			assert.Equal(t, tc.whole, shelfwire.OutcomeOf(err))
			assert.Equal(t, shelfwire.OutcomeNotSent, report.ZeroOutcome)
			assert.Zero(t, srv.Calls("Store.ZeroOutdated"))
			assert.Zero(t, srv.Zeroings(shop))
			assert.NotContains(t, stock(srv, shop), ": 0")
		})
	}
}

// What passes is got over at every step but the last, and there the caller learns what is known.
func TestPassingFaultsOfReplacing(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"503": faults.Status(503), "applied, 500": faults.Status(500).AfterApplying(), "HTML": faults.HTML(502),
		"429": faults.RateLimited("0"), "cut before": faults.DropRequest(), "cut after": faults.DropResponse(), "cut body": faults.CutBody(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 4)
			srv.Fail(fault.On("Store.OnHandVersion"), fault.On("Store.UpdateOnHand"), fault.On("Store.UpdateOnHand").Skip(2))
			_, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop),
				feed(item(1, "7"), item(2, "7"), item(3, "7")), virtpos.ReplaceOptions{})
			require.NoError(t, err)
			assert.Equal(t, "1: 7, 2: 7, 3: 7, 4: 0", stock(srv, shop))
		})
	}
}

func anotherItem(body []byte) []byte {
	return bytes.Replace(body, []byte("<itemid>"), []byte("<itemid>9"), 1)
}

func garbageBehind(body []byte) []byte { return append(body, "<br />\n<b>Warning</b>"...) }

// oddExtras makes of a confirmation one whose every extra has a form of its own.
func oddExtras(body []byte) []byte {
	text := regexp.MustCompile(`<(id|isnew|quantity_before)>[^<]*<`).ReplaceAll(body, []byte("<$1>1,700 odd<"))
	return bytes.Replace(text, []byte("</root>"), []byte("<changed>20.03.2026</changed><lots><lot>1</lot></lots></root>"), 1)
}

// Rows whose confirmation has extras that cannot be read are confirmed, so that the shop can be zeroed.
func TestStoreService_ReplaceOnHand_UnreadableExtras(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 4)
	srv.Fail(faults.Edit(oddExtras).Always().On("Store.UpdateOnHand"))
	var log bytes.Buffer
	client := srv.Client(&shelfwire.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	report, err := client.Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), feed(item(1, "7"), item(2, "7"), item(3, "7")), virtpos.ReplaceOptions{})
	require.NoError(t, err)
	assert.Equal(t, 3, report.Updated())
	assert.Equal(t, "1: 7, 2: 7, 3: 7, 4: 0", stock(srv, shop))
	assert.Equal(t, "[{id 1,700 odd} {isnew 1,700 odd} {quantity_before 1,700 odd}]", fmt.Sprint(report.Rows[2].Result.Unread))
	assert.Equal(t, 1, strings.Count(log.String(), "could not be read for certain"), "once for the run")
	assert.Contains(t, log.String(), `fields="id 3, isnew 3, quantity_before 3"`)
	assert.NotContains(t, log.String(), "odd")
}

// What was zeroed is known when the answer breaks off behind success.
func TestZeroingBreaksOffBehindSuccess(t *testing.T) {
	t.Parallel()
	for name, cut := range map[string]faults.Fault{"with a length": faults.CutBody(), "without": faults.CutBodyWithoutLength()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 2)
			long := faults.Edit(func(body []byte) []byte {
				return bytes.Replace(body, []byte("</root>"), []byte("<!-- "+strings.Repeat("x", 500)+" --></root>"), 1)
			})
			srv.Fail(long.On("Store.ZeroOutdated"), cut.On("Store.ZeroOutdated"))
			report, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), feed(item(1, "7")), virtpos.ReplaceOptions{})
			require.NoError(t, err, "the warehouse was read back")
			assert.Equal(t, shelfwire.OutcomeApplied, report.ZeroOutcome)
			assert.NotEmpty(t, report.Zero.Elements)
			assert.Equal(t, "1: 7, 2: 0", stock(srv, shop))
		})
	}
}

// Rows that are rejected before they are sent say nothing about the server, however many they are.
func TestStoreService_ReplaceOnHand_InvalidRowsAreNoSilence(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 3)
	rows := []virtpos.OnHandUpdate{item(1, "7")}
	for id := range int64(12) {
		rows = append(rows, item(100+id, "-1"))
	}
	rows = append(rows, item(2, "7"), item(3, "7"))
	report, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), feed(rows...), virtpos.ReplaceOptions{Workers: 1})
	require.ErrorContains(t, err, "row 1 was not confirmed")
	assert.Len(t, report.Rows, 15)
	assert.Equal(t, [3]int{3, 12, 0}, [3]int{report.Updated(), report.Failed(), report.Unknown()})
	assert.Equal(t, "1: 7, 2: 7, 3: 7", stock(srv, shop))
}

// A zeroing whose response is lost counts as applied when the warehouse holds nothing any more that the feed lacks.
func TestZeroingFails(t *testing.T) {
	t.Parallel()
	applied, unknown := shelfwire.OutcomeApplied, shelfwire.OutcomeUnknown
	for name, tc := range map[string]struct {
		fault            faults.Fault
		outcome, checked shelfwire.Outcome // without and with the check
		stock            string
	}{
		"a lost answer":  {faults.DropResponse(), unknown, applied, "1: 7, 2: 0"},
		"no answer":      {faults.DropRequest(), unknown, unknown, "1: 7, 2: 5"},
		"a refusal":      {faults.ErrorBody(200, "no"), shelfwire.OutcomeRefused, shelfwire.OutcomeRefused, "1: 7, 2: 5"},
		"half an answer": {faults.CutBody(), unknown, applied, "1: 7, 2: 0"},
		"no success yet": {faults.CutBodyWithoutLength(), unknown, applied, "1: 7, 2: 0"},
		"garbage behind": {faults.Edit(garbageBehind), applied, applied, "1: 7, 2: 0"},
		"a page":         {faults.HTML(200), unknown, unknown, "1: 7, 2: 5"},
		"a page instead": {faults.HTML(200).AfterApplying(), unknown, applied, "1: 7, 2: 0"},
		"nothing":        {faults.Status(200), unknown, unknown, "1: 7, 2: 5"},
		"a 503":          {faults.Status(503), unknown, unknown, "1: 7, 2: 5"},
	} {
		for _, skip := range []bool{true, false} {
			t.Run(fmt.Sprint(name, " ", skip), func(t *testing.T) {
				t.Parallel()
				srv := newShop(t, 2)
				srv.Fail(tc.fault.On("Store.ZeroOutdated"))
				store := srv.Client(nil).Store
				report, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), feed(item(1, "7")), virtpos.ReplaceOptions{SkipCheck: skip})
				assert.Equal(t, tc.stock, stock(srv, shop))
				assert.Equal(t, 1, srv.Calls("Store.ZeroOutdated"))
				if !skip && tc.checked == applied {
					require.NoError(t, err)
					assert.Equal(t, applied, report.ZeroOutcome)
					assert.Empty(t, report.Left)
					return
				}
				require.ErrorContains(t, err, "every row was updated, but zeroing the others failed; 1 rows updated, 0 not, 0 unknown")
				assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err), "the call as a whole")
				assert.Equal(t, tc.outcome, report.ZeroOutcome)
				if skip || tc.outcome == shelfwire.OutcomeRefused {
					assert.Zero(t, srv.Calls("Store.List"))
				} else if assert.Len(t, report.Left, 1) {
					assert.Equal(t, int64(2), report.Left[0].ItemID)
				}
				if report.ZeroOutcome == applied {
					return
				}

				// Going on sends no row again and zeroes by the same version.
				again, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), feed(item(1, "7")), virtpos.ReplaceOptions{Resume: &report})
				require.NoError(t, err)
				assert.True(t, again.Rows[0].Resumed)
				assert.Equal(t, report.Version, again.Version)
				assert.Equal(t, report.Began, again.Began)
				assert.Equal(t, "1: 7, 2: 0", stock(srv, shop))
				assert.Equal(t, 1, srv.Calls("Store.UpdateOnHand"))
				assert.Equal(t, 1, srv.Calls("Store.OnHandVersion"))
			})
		}
	}
}

func TestAllowEmpty(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 2)
	report, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), feed(), virtpos.ReplaceOptions{AllowEmpty: true})
	require.NoError(t, err)
	assert.Empty(t, report.Rows)
	assert.Equal(t, "1: 0, 2: 0", stock(srv, shop))
	assert.Equal(t, "1: 5, 2: 5", stock(srv, 2))
}

// A second run goes on from the first: what was confirmed is not sent again, so that sales since then stay.
func TestResume(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 5)
	store := srv.Client(nil).Store
	srv.Fail(faults.DropResponse().Times(4).On("Store.UpdateOnHand").Skip(1), faults.ErrorBody(200, "busy").On("Store.UpdateOnHand").Skip(6))
	rows := []virtpos.OnHandUpdate{item(1, "7"), item(2, "7"), item(3, "7"), item(4, "7")}
	report, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), feed(rows...), virtpos.ReplaceOptions{Workers: 1})
	require.Error(t, err)
	assert.Equal(t, "applied, unknown, applied, refused", outcomes(&report))
	srv.Sell(shop, 1, "", shelfwire.NewDecimal(1))

	rows[2].OnHand = num("9") // counted again
	again, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), feed(rows...), virtpos.ReplaceOptions{Resume: &report})
	require.NoError(t, err)
	assert.Equal(t, "1: 6, 2: 7, 3: 9, 4: 7, 5: 0", stock(srv, shop))
	assert.True(t, again.Rows[0].Resumed)
	assert.False(t, again.Rows[1].Resumed)
	assert.False(t, again.Rows[2].Resumed)
	assert.Equal(t, 1, srv.Calls("Store.OnHandVersion"))
}

// A row that an earlier run has updated, or may have, and that the feed lacks by now would be spared by the zeroing.
func TestResumeWithoutARow(t *testing.T) {
	t.Parallel()
	for name, skip := range map[string]int{"confirmed": 5, "doubtful": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 3)
			store := srv.Client(nil).Store
			srv.Fail(faults.DropResponse().Times(4).On("Store.UpdateOnHand").Skip(skip), faults.DropRequest().On("Store.ZeroOutdated"))
			report, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), feed(item(1, "7"), item(2, "7")), virtpos.ReplaceOptions{Workers: 1})
			require.Error(t, err)
			srv.ClearFaults()
			_, err = store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), feed(item(1, "7")), virtpos.ReplaceOptions{Resume: &report})
			require.ErrorContains(t, err, "item 2, which an earlier run has updated, is not in the feed any more")
			assert.Zero(t, srv.Zeroings(shop))
			_, err = store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), feed(item(1, "7")), virtpos.ReplaceOptions{})
			require.NoError(t, err, "a new run sees to it")
			assert.Equal(t, "1: 7, 2: 0, 3: 0", stock(srv, shop))
		})
	}
}

// A process that dies during any call, before or after it was carried out, leaves no row of the feed at zero, and the next
// run is whole.
func TestKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	const rows = 4
	for step := range rows + 2 {
		for when, silence := range map[string]faults.Fault{
			"before": faults.Delay(time.Minute), "after": faults.Delay(time.Minute).AfterApplying(),
		} {
			t.Run(fmt.Sprint(when, " ", step), func(t *testing.T) {
				t.Parallel()
				srv := newShop(t, rows+2)
				ctx, kill := context.WithCancel(t.Context())
				defer kill()
				var updates []virtpos.OnHandUpdate
				for id := range int64(rows) {
					updates = append(updates, item(id+1, "7"))
				}
				srv.Fail(faults.Between(kill).Skip(step), silence.Skip(step))
				report, err := srv.Client(nil).Store.ReplaceOnHand(ctx, virtpos.WarehouseID(shop), feed(updates...), virtpos.ReplaceOptions{Workers: 1})
				require.ErrorIs(t, err, context.Canceled)
				assert.Equal(t, step == 0, report.Version.IsZero())
				for _, row := range srv.Stock(shop) {
					if row.ItemID <= rows {
						assert.True(t, row.OnHand.IsPositive(), "item %d", row.ItemID)
					}
				}
				srv.ClearFaults()
				_, err = srv.Client(nil).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), feed(updates...), virtpos.ReplaceOptions{})
				require.NoError(t, err)
				assert.Equal(t, "1: 7, 2: 7, 3: 7, 4: 7, 5: 0, 6: 0", stock(srv, shop))
			})
		}
	}
}

// The context ends while rows are still to come: nothing more is taken from the feed.
func TestReplaceContextEnds(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 3)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	read := 0
	endless := func(yield func(virtpos.OnHandUpdate, error) bool) {
		for {
			read++
			if !yield(item(int64(1000+read), "1"), nil) {
				return
			}
			if read == 20 {
				cancel()
			}
		}
	}
	report, err := srv.Client(nil).Store.ReplaceOnHand(ctx, virtpos.WarehouseID(shop), endless, virtpos.ReplaceOptions{})
	require.ErrorContains(t, err, "the context has ended")
	assert.Len(t, report.Rows, read)
	assert.Less(t, read, 40)
	assert.ErrorIs(t, report.Rows[read-1].Err, shelfwire.ErrIncomplete)
}

// A server that is down ends the run, and not the patience of whoever waits for ten thousand rows.
func TestReplaceGivesUp(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"down": faults.Status(503), "cut": faults.DropRequest(), "busy": faults.RateLimited("0"),
		"a page": faults.HTML(200), "a router": faults.JSON(400, `{"message":"no Route matched"}`), "PHP": faults.PHPError(200),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 100)
			srv.Fail(fault.Always().On("Store.UpdateOnHand"))
			var rows []virtpos.OnHandUpdate
			for id := range int64(100) {
				rows = append(rows, item(id+1, "7"))
			}
			impatient := &shelfwire.Options{Retry: shelfwire.RetryPolicy{BaseDelay: 1, MaxDelay: 1, MaxRetryAfter: time.Millisecond}}
			report, err := srv.Client(impatient).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shop), feed(rows...), virtpos.ReplaceOptions{})
			require.ErrorContains(t, err, "the run ended before the feed did")
			assert.Less(t, len(report.Rows), 20)
			assert.Zero(t, srv.Zeroings(shop))
		})
	}
}

// scripted is a server that gives each update the row id that a test wants.
func scripted(rowID func(r *recorded) string) *tills {
	return &tills{answer: func(_ int, r *recorded) reply {
		switch r.action {
		case "/getOnhandVersion":
			return root("<version>5</version>")
		case "/updateOnhand":
			return root("<id>" + rowID(r) + "</id><itemid>" + r.query.Get("itemid") + "</itemid><warehouseid>1</warehouseid>")
		default:
			return root("")
		}
	}}
}

func lot(id int64, number string) virtpos.OnHandUpdate {
	return virtpos.OnHandUpdate{Item: virtpos.ItemID(id), OnHand: num("7"), LotNumber: shelfwire.Set(number)}
}

// Whether a lot picks a row or renames one is not documented. When two lots come back as one row, the second has
// overwritten the first.
func TestLots(t *testing.T) {
	t.Parallel()
	lots := feed(lot(8, "L1"), lot(8, "L2"), lot(9, "L1"), item(8, "1"))
	for name, tc := range map[string]struct {
		rowID func(r *recorded) string
		says  string
	}{
		"rows of their own": {func(r *recorded) string {
			return "1" + r.form.Get("lot_number")[min(1, len(r.form.Get("lot_number"))):]
		}, ""},
		"no row ids":            {func(*recorded) string { return "" }, ""},
		"one row for each item": {func(r *recorded) string { return r.query.Get("itemid") }, "row 1 has overwritten row 0: the server takes both for item 8, stock row 8"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := scripted(tc.rowID)
			_, err := s.client(t).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), lots, virtpos.ReplaceOptions{})
			if tc.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, shelfwire.ErrConflict)
			require.ErrorContains(t, err, tc.says)
			for _, r := range s.calls() {
				assert.NotEqual(t, "/setZeroOnhand", r.action)
			}
		})
	}
}

// A version of 0 cannot be told from none by a server that takes an empty one for everything.
func TestVersionZero(t *testing.T) {
	t.Parallel()
	s := says(root("<version>0</version>"))
	_, err := s.client(t).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), feed(item(1, "1")), virtpos.ReplaceOptions{})
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	require.ErrorContains(t, err, "nothing was sent")
	assert.Len(t, s.calls(), 1)
}

func TestReplaceRefused(t *testing.T) {
	t.Parallel()
	store := silent(t).Store
	_, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseRef{}, nil, virtpos.ReplaceOptions{Workers: -1})
	clienttest.AssertRejected(t, err, "warehouse", "feed", "Workers")
	_, err = store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), feed(), virtpos.ReplaceOptions{
		ResumeWithin: -1, Resume: &virtpos.ReplaceReport{Warehouse: virtpos.WarehouseID(2)},
	})
	clienttest.AssertRejected(t, err, "ResumeWithin", "Resume")
}

// Updates are under way several at a time, those of one item one by one, and the zeroing comes last.
func TestReplaceSideBySide(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var order []string
		s := scripted(func(r *recorded) string { return r.query.Get("itemid") + r.form.Get("lot_number")[1:] })
		inner := s.answer
		s.answer = func(n int, r *recorded) reply {
			time.Sleep(time.Second)
			s.mu.Lock()
			order = append(order, r.action)
			s.mu.Unlock()
			return inner(n, r)
		}
		var rows []virtpos.OnHandUpdate
		for i := range int64(20) {
			rows = append(rows, lot(1+i/2, fmt.Sprintf("L%d", 1+i)))
		}
		_, err := s.client(t).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), feed(rows...), virtpos.ReplaceOptions{Workers: 4})
		require.NoError(t, err)
		assert.Equal(t, "/getOnhandVersion", order[0])
		assert.Equal(t, "/setZeroOnhand", order[21])
		assert.Equal(t, 20, len(slices.DeleteFunc(order, func(a string) bool { return a != "/updateOnhand" })))
		assert.Less(t, time.Since(began), 22*time.Second)
		assert.Greater(t, time.Since(began), 10*time.Second)
	})
}
