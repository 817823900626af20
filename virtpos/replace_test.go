package virtpos_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
)

func TestStoreService_ReplaceOnHand(t *testing.T) {
	t.Parallel()
	for name, warehouse := range map[string]virtpos.WarehouseRef{
		"by id": virtpos.WarehouseID(shopID), "by external id": virtpos.ExternalWarehouseID("1C-1"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 5)
			var seen []int
			report, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), warehouse, feedOf(itemUpdate(2, "7"), itemUpdate(4, "0"), itemUpdate(5, "5")),
				virtpos.ReplaceOptions{Progress: func(r virtpos.RowResult) { seen = append(seen, r.Index) }})
			require.NoError(t, err)
			assert.Equal(t, "1: 0, 2: 7, 3: 0, 4: 0, 5: 5", formatStock(srv, shopID))
			assert.Equal(t, "1: 5, 2: 5, 3: 5, 4: 5, 5: 5", formatStock(srv, 2))
			assert.Equal(t, []int{0, 1, 2}, seen)
			assert.Equal(t, shelfwire.OutcomeApplied, report.ZeroOutcome)
			assert.Equal(t, [3]int{3, 0, 0}, [3]int{report.Updated(), report.Failed(), report.Unknown()})
			assert.Equal(t, "1", report.Version.String())
			assert.NoError(t, report.CheckErr)
			assert.Empty(t, report.Missing)
			assert.Empty(t, report.Left)
			assert.WithinDuration(t, time.Now(), report.Began, time.Minute)
			assert.Equal(t, "applied, applied, applied", formatOutcomes(&report))
			assert.Equal(t, "5.000", report.Rows[0].Result.OnHandBefore.String())
			assert.NotEmpty(t, report.Zero.Elements)
			assert.Equal(t, 1, srv.Zeroings(shopID))
		})
	}
}

// Every step but the last survives a passing fault; after the last one, the error says what is known.
func TestStoreService_ReplaceOnHand_PassingFaults(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"503": faults.Status(503), "applied, 500": faults.Status(500).AfterApplying(), "HTML": faults.HTML(502),
		"429": faults.RateLimited("0"), "cut before": faults.DropRequest(), "cut after": faults.DropResponse(), "cut body": faults.CutBody(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t, 4)
			srv.Fail(fault.On("Store.OnHandVersion"), fault.On("Store.UpdateOnHand"), fault.On("Store.UpdateOnHand").Skip(2))
			_, err := srv.Client(nil).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID),
				feedOf(itemUpdate(1, "7"), itemUpdate(2, "7"), itemUpdate(3, "7")), virtpos.ReplaceOptions{})
			require.NoError(t, err)
			assert.Equal(t, "1: 7, 2: 7, 3: 7, 4: 0", formatStock(srv, shopID))
		})
	}
}

func withAnotherItem(body []byte) []byte {
	return bytes.Replace(body, []byte("<itemid>"), []byte("<itemid>9"), 1)
}

func appendGarbage(body []byte) []byte { return append(body, "<br />\n<b>Warning</b>"...) }

// withOddExtras gives every optional element of a confirmation an odd form.
func withOddExtras(body []byte) []byte {
	text := regexp.MustCompile(`<(id|isnew|quantity_before)>[^<]*<`).ReplaceAll(body, []byte("<$1>1,700 odd<"))
	return bytes.Replace(text, []byte("</root>"), []byte("<changed>20.03.2026</changed><lots><lot>1</lot></lots></root>"), 1)
}

// Rows with unreadable extras in their confirmation are confirmed, so the zeroing takes place.
func TestStoreService_ReplaceOnHand_UnreadableExtras(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 4)
	srv.Fail(faults.Edit(withOddExtras).Always().On("Store.UpdateOnHand"))
	var log bytes.Buffer
	client := srv.Client(&shelfwire.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	report, err := client.Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), feedOf(itemUpdate(1, "7"), itemUpdate(2, "7"), itemUpdate(3, "7")), virtpos.ReplaceOptions{})
	require.NoError(t, err)
	assert.Equal(t, 3, report.Updated())
	assert.Equal(t, "1: 7, 2: 7, 3: 7, 4: 0", formatStock(srv, shopID))
	assert.Equal(t, "[{id 1,700 odd} {isnew 1,700 odd} {quantity_before 1,700 odd}]", fmt.Sprint(report.Rows[2].Result.Unread))
	assert.Equal(t, 1, strings.Count(log.String(), "could not be read for certain"), "once for the run")
	assert.Contains(t, log.String(), `fields="id 3, isnew 3, quantity_before 3"`)
	assert.NotContains(t, log.String(), "odd")
}

// A process that dies during any call, before or after it was carried out, leaves every row of the feed in
// stock, and the next run succeeds.
func TestStoreService_ReplaceOnHand_KilledAtEveryStep(t *testing.T) {
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
					updates = append(updates, itemUpdate(id+1, "7"))
				}
				srv.Fail(faults.Between(kill).Skip(step), silence.Skip(step))
				report, err := srv.Client(nil).Store.ReplaceOnHand(ctx, virtpos.WarehouseID(shopID), feedOf(updates...), virtpos.ReplaceOptions{Workers: 1})
				require.ErrorIs(t, err, context.Canceled)
				assert.Equal(t, step == 0, report.Version.IsZero())
				for _, row := range srv.Stock(shopID) {
					if row.ItemID <= rows {
						assert.True(t, row.OnHand.IsPositive(), "item %d", row.ItemID)
					}
				}
				srv.ClearFaults()
				_, err = srv.Client(nil).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(shopID), feedOf(updates...), virtpos.ReplaceOptions{})
				require.NoError(t, err)
				assert.Equal(t, "1: 7, 2: 7, 3: 7, 4: 7, 5: 0, 6: 0", formatStock(srv, shopID))
			})
		}
	}
}

func TestStoreService_ReplaceOnHand_InvalidInput(t *testing.T) {
	t.Parallel()
	store := newUnusedClient(t).Store
	_, err := store.ReplaceOnHand(t.Context(), virtpos.WarehouseRef{}, nil, virtpos.ReplaceOptions{Workers: -1})
	clienttest.AssertRejected(t, err, "warehouse", "feed", "Workers")
	_, err = store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), feedOf(), virtpos.ReplaceOptions{
		ResumeWithin: -1, Resume: &virtpos.ReplaceReport{Warehouse: virtpos.WarehouseID(2)},
	})
	clienttest.AssertRejected(t, err, "ResumeWithin", "Resume")
}
