package web

import (
	"context"
	"database/sql"
	"net/http"
	"net/url"
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
	assert.Contains(t, page, "It comes from MerchantPro, where it is 95750870.3, and was to be paid later.")

	w.remote("7", evil)
	w.remote("8", "it has no lines")
	page = w.get("/office")
	assert.NotContains(t, page, evil)
	assert.Contains(t, words(page), "MerchantPro 8 16 Mar 2026, 09:00:00 UTC it has no lines It is put right Dealt with by hand")

	settle := func(id, found string) int {
		return w.do(http.MethodPost, "/office/remote", url.Values{"channel": {"MerchantPro"}, "id": {id}, "found": {found}}).Code
	}
	assert.Equal(t, http.StatusNotFound, settle("7", "perhaps"))
	assert.Equal(t, http.StatusConflict, settle("95750870.3", "done"), "it needs nobody")
	assert.Equal(t, http.StatusSeeOther, settle("7", "done"))
	assert.Equal(t, http.StatusConflict, settle("7", "done"), "a second click")
	assert.Equal(t, http.StatusSeeOther, settle("8", "none"))
	assert.NotContains(t, w.get("/office"), "Orders of channels")
	w.remote("7", "")
	w.remote("8", "")
	assert.Equal(t, 2, w.orders(), "the one that was put right is taken up, the other one is not")
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
