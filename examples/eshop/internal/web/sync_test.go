package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// run lets a flow have run on Monday, for a second and a half.
func (w *world) run(kind string, r shop.Run) {
	w.t.Helper()
	r.Began, r.Ended = monday, monday.Add(1500*time.Millisecond)
	require.NoError(w.t, w.shop.SaveRun(w.t.Context(), kind, r))
}

func TestSync(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	assert.Equal(t, 6, strings.Count(words(w.get("/office/sync")), "none yet"))
	require.NoError(t, w.shop.SetMark(t.Context(), "products", monday))
	ran := func(kind string, output any) {
		text, err := json.Marshal(output)
		require.NoError(t, err)
		w.run(kind, shop.Run{Calls: 3, FailedCalls: 1, Output: text})
	}
	ran("import_products", flows.Import{Read: 300, Without: 3, Unread: 5, Nameless: 6, Gone: 2, NotAgain: "no answer"})
	ran("import_balances", flows.Import{Since: monday, Read: 7, Unknown: 1, Ahead: monday})
	ran("push_price_list", flows.Push{DryRun: true, Created: 4, Edited: 5, Unchanged: 6, WithoutPrice: 1, WithoutRate: 2})
	ran("push_listings", flows.Listings{Pushed: 9, NotListed: 2, Missing: []string{"A", "C/1 %"}, Attention: flows.Attention{
		More: 3, Problems: []flows.Problem{{SKU: "C/1 %", Kind: flows.Rejected, Reason: evil}},
	}})
	ran("pick_up_orders", flows.PickedUp{Read: 9, New: 8, Again: 7, Placed: 6, Parked: 5, Nameless: 4, NotAgain: "no response"})
	w.run("replace_till", shop.Run{Error: "503 " + evil})
	page := w.get("/office/sync")
	text := words(page)
	for _, want := range []string{
		"Products 16 Mar 2026, 09:00:01 UTC 1.5 300 in the whole catalogue , 3 without a price , 5 unread in part , 6 without a SKU , 2 taken off sale , " +
			"not read again: no answer 16 Mar 2026, 09:00:00 UTC",
		"Balances 16 Mar 2026, 09:00:01 UTC 1.5 7 changed , 1 not in the catalogue , the last run ended at 2026-03-16T09:00:00Z, which is in the future, " +
			"so everything was read: is this machine's clock right? –",
		"nothing was written , 4 created , 5 edited , 6 unchanged , 1 without a price , 2 without a rate",
		"9 listed, 8 of them new , 7 read again , 6 on their way to the accounts , 5 for a person , 4 without a number that can be read , " +
			"not read again: no response",
		"9 brought up to date , 2 not listed", "Not there: Listings in MerchantPro", "A C/1 % The latest runs", "Till in VirtualPOS under way", "failed 503",
		"Needs attention: Listings in MerchantPro", "C/1 % rejected", "And 3 more",
	} {
		assert.Contains(t, strings.ReplaceAll(text, " ,", ","), strings.ReplaceAll(want, " ,", ","))
	}
	assert.NotContains(t, page, "<script")
	assert.NotContains(t, text, "Statuses in MerchantPro", "which a shop without them does not see")
	ran("send_status", flows.Statuses{Set: 3, Left: 2, Parked: 1, Attention: flows.Attention{
		Problems: []flows.Problem{{Order: 17, Kind: flows.Rejected, Reason: "422"}},
	}})
	page = w.get("/office/sync")
	assert.Contains(t, words(page), "3 set, 2 left as they were, 1 for a person")
	assert.Contains(t, words(page), "Needs attention: Statuses in MerchantPro")
	assert.Contains(t, page, `<a href="/office/orders/17">Order 17</a>`)
	ran("replace_till", flows.Till{Updated: 3, Failed: 1, Unknown: 2, Reason: "one row was refused"})
	assert.Contains(t, words(w.get("/office/sync")), "3 rows updated, 1 failed, 2 unclear, one row was refused")
	ran("replace_till", flows.Till{Unchanged: true})
	assert.Contains(t, words(w.get("/office/sync")), "nothing has changed")
	ran("replace_till", flows.Till{Updated: 3, Zeroed: true})
	assert.Contains(t, words(w.get("/office/sync")), "3 rows updated, the others set to zero")
}

// A page that would say of a flow that it is at rest, while nobody knows, is none.
func TestSync_fails(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.queue.underWayErr = errors.New("no queue")
	assert.Equal(t, http.StatusInternalServerError, w.do(http.MethodGet, "/office/sync", nil).Code)
}

// A failure is not gone with the next run: the latest twenty are shown, and drawn.
func TestSync_history(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 22 {
		run := shop.Run{Calls: 10, Output: []byte(`{"Read":7}`)}
		if i == 5 {
			run = shop.Run{Calls: 20, FailedCalls: 5, Error: "no connection"}
		}
		w.run("import_products", run)
	}
	page := w.get("/office/sync")
	assert.Contains(t, page, `<svg class="chart" role="img" aria-label="20 runs, 1 failed; 210 calls, 5 failed" `)
	assert.Equal(t, 20, strings.Count(page, `<rect class="calls"`))
	assert.Equal(t, 1, strings.Count(page, `<rect class="failed"`))
	assert.Equal(t, 1, strings.Count(page, `<circle class="failed"`))
	assert.Contains(t, words(page), "16 Mar 2026, 09:00:01 UTC , 1.5 s, calls: 20, failed: 5 failed no connection")
	assert.NotContains(t, page, "style=", "which the policy does not allow")
}

func TestNewChart(t *testing.T) {
	t.Parallel()
	assert.Equal(t, chart{Width: 198, Height: 60, Text: "0 runs, none failed; 0 calls, none failed"}, newChart(nil))
	c := newChart([]runRow{
		{Run: shop.Run{Calls: 48}}, {Run: shop.Run{Calls: 24, FailedCalls: 6, Error: "x"}},
		{Run: shop.Run{Calls: 1, FailedCalls: 1}}, {},
	})
	assert.Equal(t, "4 runs, 1 failed; 73 calls, 7 failed", c.Text)
	assert.Equal(t, []bar{
		{X: 190, Width: 8, Y: 12, Height: 48, FailedY: 12, MarkX: 194},
		{X: 180, Width: 8, Y: 42, Height: 18, FailedY: 36, Failed: 6, IsFailed: true, MarkX: 184},
		{X: 170, Width: 8, Y: 60, Height: 0, FailedY: 58, Failed: 2, MarkX: 174},
		{X: 160, Width: 8, Y: 60, FailedY: 60, MarkX: 164},
	}, c.Bars)
	assert.Equal(t, "1 run, none failed; 1 call, none failed", newChart([]runRow{{Run: shop.Run{Calls: 1}}}).Text)
	assert.Len(t, newChart(make([]runRow, 30)).Bars, 20)
}
