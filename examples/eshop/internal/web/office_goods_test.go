package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

func TestOffice_goods(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.NoError(t, w.shop.KeepAccounts(t.Context(), shop.InERPXT))
	assert.NotContains(t, w.get("/office"), "Goods to issue")
	for range 2 {
		require.NoError(t, w.shop.CloseOrder(t.Context(), w.place().ID, shop.OrderSent, ""))
	}
	open := w.place().ID
	page := w.get("/office")
	assert.Contains(t, words(page), "Goods to issue in Resico")
	assert.Contains(t, words(page), "Of orders 1 2 Goods to issue Product Location Quantity A Oak bowl NOL 2 Entered in Resico")
	assert.NotContains(t, page, `name="order" value="`+strconv.FormatInt(open, 10))

	issued := func(orders ...string) int {
		return w.do(http.MethodPost, "/office/goods", url.Values{"order": orders}).Code
	}
	for name, wrong := range map[string][]string{
		"none": nil, "no number": {"1", "x"}, "too many": slices.Repeat([]string{"1"}, listed+1),
	} {
		assert.Equal(t, http.StatusNotFound, issued(wrong...), name)
	}
	assert.Equal(t, http.StatusConflict, issued("1", "3"), "3 is not invoiced")
	assert.Contains(t, words(w.get("/office")), "Of orders 1 2 Goods", "so nothing was changed")
	assert.Equal(t, http.StatusSeeOther, issued("1"))
	assert.Contains(t, words(w.get("/office")), "Of order 2 Goods")
	assert.Equal(t, http.StatusSeeOther, issued("1", "2"), "a form of before")
	assert.NotContains(t, w.get("/office"), "Goods to issue")
}
