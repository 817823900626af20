package web

import (
	"context"
	"database/sql"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// remote brings in an order of a channel: parked, when there is a problem.
func (w *world) remote(id, problem string) {
	w.t.Helper()
	_, err := w.shop.TakeRemote(w.t.Context(), shop.RemoteOrder{
		Remote: shop.Remote{Channel: "MerchantPro", ID: id, IsUnpaid: true}, Created: monday, IsDue: true, Problem: problem,
		Order: shop.NewOrder{
			Customer: shop.Customer{Email: "shopper@shop.example", Name: "Example Shopper"}, PlacedAt: time.Now(),
			Items: []shop.Item{{SKU: "A", Quantity: shelfwire.NewDecimal(2), Price: amount("11.00")}},
		},
	}, monday, func(context.Context, *sql.Tx, int64) error { return nil })
	require.NoError(w.t, err)
}

func TestOffice_remote(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	assert.NotContains(t, w.get("/office"), "Orders of channels")
	w.remote("95750870.3", "")
	assert.Contains(t, words(w.get("/office")), "Order 1 MerchantPro 95750870.3 Example Shopper 22.00")
	page := words(w.get("/office/orders/1"))
	assert.Contains(t, page, "It comes from MerchantPro, where its number is 95750870.3, and was to be paid later.")

	w.remote("7", evil)
	w.remote("8", "it has no lines")
	page = w.get("/office")
	assert.NotContains(t, page, "No order needs a person")
	assert.NotContains(t, page, evil)
	assert.Contains(t, words(page), "MerchantPro 8 16 Mar 2026, 09:00:00 UTC it has no lines Take it again Done by hand")

	settle := func(id, found string) int { return w.settleRemote(id, w.askedThere(id), found) }
	assert.Equal(t, http.StatusNotFound, settle("7", "perhaps"))
	assert.Equal(t, http.StatusConflict, settle("95750870.3", "done"), "it needs nobody")
	assert.Equal(t, http.StatusSeeOther, settle("7", "done"))
	assert.Equal(t, http.StatusConflict, settle("7", "done"), "a second click")
	assert.Equal(t, http.StatusSeeOther, settle("8", "none"))
	page = w.get("/office")
	assert.NotContains(t, page, "Orders of channels to settle")
	assert.Contains(t, words(page), "MerchantPro 7 16 Mar 2026, 09:00:00 UTC a person has dealt with it: "+evil+" Take it up again")
	assert.NotContains(t, page, evil)
	w.remote("7", "")
	w.remote("8", "")
	assert.Equal(t, 2, w.orders(), "the one that was put right is taken up, the other one is not")
	assert.Equal(t, http.StatusConflict, settle("7", "none"), "a page of before: somebody has invoiced it by hand")
	about := w.askedThere("7")
	assert.Equal(t, http.StatusConflict, w.settleRemote("7", "", "back"), "a page of an older program")
	assert.Equal(t, http.StatusSeeOther, w.settleRemote("7", about, "back"), "that was a mistake")
	assert.Equal(t, http.StatusConflict, w.settleRemote("7", about, "back"), "a second click")
	assert.NotContains(t, w.get("/office"), "Take it up again")
	w.remote("7", "")
	assert.Equal(t, 3, w.orders())
}

// settleRemote sends a form of the office, and returns the status of the response.
func (w *world) settleRemote(id string, about shop.Question, found string) int {
	w.t.Helper()
	form := url.Values{"channel": {"MerchantPro"}, "id": {id}, "about": {string(about)}, "found": {found}}
	return w.do(http.MethodPost, "/office/remote", form).Code
}

// askedThere is what an order of a channel asks, by the page of the office; something else when it asks nothing.
func (w *world) askedThere(id string) shop.Question {
	w.t.Helper()
	found := regexp.MustCompile(`name="id" value="` + regexp.QuoteMeta(id) + `"><input type="hidden" name="about" value="([0-9a-f/closed]+)"`).
		FindStringSubmatch(w.get("/office"))
	if found == nil {
		return "nothing"
	}
	return shop.Question(found[1])
}

// What has come to the reason since the page was shown is not dealt with unseen.
func TestOffice_remoteGoneOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.remote("8", "it has no lines")
	before := w.askedThere("8")
	_, err := w.shop.DB().ExecContext(t.Context(), `UPDATE remote_orders SET reason = 'its payment is refunded; before that, ' || reason`)
	require.NoError(t, err)
	for _, found := range []string{"done", "none"} {
		assert.Equal(t, http.StatusConflict, w.settleRemote("8", before, found))
		assert.Equal(t, http.StatusConflict, w.settleRemote("8", "", found), "a page of an older program")
	}
	assert.Equal(t, http.StatusSeeOther, w.settleRemote("8", w.askedThere("8"), "done"))
	assert.Equal(t, http.StatusConflict, w.settleRemote("8", before, "done"))
}

// However many there are, the true number is said.
func TestOffice_manyRemote(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range listed {
		w.remote(strconv.Itoa(i+1), "it has no lines")
	}
	page := words(w.get("/office"))
	assert.Contains(t, page, "50 needs a look")
	assert.NotContains(t, page, "more.")
	w.remote("51", "it has no lines")
	w.place()
	w.parked(1)
	page = words(w.get("/office"))
	assert.Contains(t, page, "52 needs a look")
	assert.Contains(t, page, "And 1 more.")
}

// The status of an order of a channel, and one that nobody but a person can set.
func TestOffice_remoteStatus(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.remote("95750870.3", "")
	assert.NotContains(t, words(w.get("/office/orders/1")), "Status in MerchantPro")
	step := shop.StatusStep(1)
	_, _, err := w.shop.Begin(t.Context(), step, []byte("{}"))
	require.NoError(t, err)
	require.NoError(t, w.shop.Rejected(t.Context(), step, "rejected", "422"))
	require.NoError(t, w.shop.EndStatus(t.Context(), 1, shop.StatusParked, "its status could not be set: 422"))
	page := words(w.get("/office/orders/1"))
	assert.Contains(t, page, "Its status there: its status could not be set: 422.")
	assert.Contains(t, page, "Status in MerchantPro not there 1")
	assert.Contains(t, page, "rejected: 422")
	page = words(w.get("/office"))
	assert.Contains(t, page, "MerchantPro 95750870.3 Order 1 16 Mar 2026, 09:00:00 UTC its status could not be set: 422 Done by hand")
	assert.NotContains(t, page, "422 Take it again")
	assert.Equal(t, http.StatusSeeOther, w.settleRemote("95750870.3", w.askedThere("95750870.3"), "done"))
	assert.NotContains(t, w.get("/office"), "Orders of channels to settle")
	require.NoError(t, w.shop.Done(t.Context(), step, "in_process"))
	page = words(w.get("/office/orders/1"))
	assert.Contains(t, page, "Its status there: in_process.")
	assert.Contains(t, page, "is in MerchantPro as in_process")
}

func TestSite_hooks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.site.Hooks = map[string]http.Handler{"/hooks/merchantpro": http.HandlerFunc(
		func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) })}
	w.open()
	elsewhere := func(r *http.Request) { r.Host = "shop.example" }
	assert.Equal(t, http.StatusAccepted, w.do(http.MethodPost, "/hooks/merchantpro", nil, elsewhere).Code)
	assert.NotEqual(t, http.StatusAccepted, w.do(http.MethodPost, "/hooks/other", nil, elsewhere).Code)
	assert.Equal(t, http.StatusOK, w.do(http.MethodGet, "/", nil).Code)
}
