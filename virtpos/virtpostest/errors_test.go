package virtpostest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Every rejected call leaves the stock as it was.
func TestServer_RejectedCalls(t *testing.T) {
	t.Parallel()
	const update, of, noDate = "store/updateOnhand", "warehouseid=1&itemid=8", " is not a date in the form YYYY-MM-DD"
	for name, tc := range map[string]struct{ path, query, body, want string }{
		"unknown format":          {"store", "format=csv", "", "the format is neither xml nor json"},
		"other case":              {"store", "format=XML", "", "the format is neither xml nor json"},
		"read elsewhere":          {"store", "warehouseid=2", "", "there is no such warehouse"},
		"read of no number":       {"store", "warehouseid=x", "", "warehouseid is not a whole number"},
		"read of no item":         {"store", "itemid=9", "", "there is no such item"},
		"read of an item x":       {"store", "itemid=x", "", "itemid is not a whole number"},
		"no warehouse":            {update, "itemid=8", "quantity=1", "neither warehouseid nor ext_warehouseid is given"},
		"no item":                 {update, "warehouseid=1", "quantity=1", "neither itemid nor ext_itemid is given"},
		"unknown warehouse":       {update, "warehouseid=2&itemid=8", "quantity=1", "there is no such warehouse"},
		"unknown item":            {update, "warehouseid=1&itemid=9", "quantity=1", "there is no such item"},
		"unknown ext warehouse":   {update, "ext_warehouseid=2&itemid=8", "quantity=1", "there is no such warehouse"},
		"unknown ext item":        {update, "warehouseid=1&ext_itemid=9", "quantity=1", "there is no such item"},
		"warehouse -1":            {update, "warehouseid=-1&itemid=8", "quantity=1", "warehouseid is not a whole number"},
		"item 8.0":                {update, "warehouseid=1&itemid=8.0", "quantity=1", "itemid is not a whole number"},
		"quantity negative":       {update, of, "quantity=-0.001", "quantity is negative"},
		"quantity of no number":   {update, of, "quantity=many", "quantity is not a number"},
		"quantity empty":          {update, of, "quantity=", "quantity is not a number"},
		"quantity with a comma":   {update, of, "quantity=1,5", "quantity is not a number"},
		"quantity with exponent":  {update, of, "quantity=1e3", "quantity is not a number"},
		"quantity with a space":   {update, of, "quantity=+1", "quantity is not a number"},
		"cost negative":           {update, of, "quantity=1&cogs=-1", "cogs is negative"},
		"cost of no number":       {update, of, "quantity=1&cogs=NaN", "cogs is not a number"},
		"made on no day":          {update, of, "quantity=1&manuf_date=2026-02-30", "manuf_date" + noDate},
		"made in another form":    {update, of, "quantity=1&manuf_date=20260201", "manuf_date" + noDate},
		"expires in another form": {update, of, "quantity=1&expir_date=01.02.2026", "expir_date" + noDate},
		"lot of no letters":       {update, of, "quantity=1&lot_number=%FF", "lot_number is not in UTF-8"},
		"version of nothing":      {"store/getOnhandVersion", "", "", "neither warehouseid nor ext_warehouseid is given"},
		"version elsewhere":       {"store/getOnhandVersion", "warehouseid=2", "", "there is no such warehouse"},
		"zeroing of nothing":      {"store/setZeroOnhand", "version=1", "", "neither warehouseid nor ext_warehouseid is given"},
		"zeroing elsewhere":       {"store/setZeroOnhand", "version=1&ext_warehouseid=2", "", "there is no such warehouse"},
		"zeroing of all":          {"store/setZeroOnhand", "warehouseid=1", "", "version is missing"},
		"zeroing, empty":          {"store/setZeroOnhand", "warehouseid=1&version=", "", "version is missing"},
		"zeroing before x":        {"store/setZeroOnhand", "warehouseid=1&version=x", "", "version is not a whole number"},
		"zeroing before -1":       {"store/setZeroOnhand", "warehouseid=1&version=-1", "", "version is not a whole number"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newGuideServer(t)
			assert.Equal(t, tc.want, readInfo(t, postWithKey(t, srv, tc.path, tc.query, tc.body)))
			assert.Equal(t, "8//1.700/v0", formatStock(srv, 1))
			assert.Zero(t, srv.Version(1)+int64(srv.Zeroings(1)))
			srv.ErrorStatus(422)
			resp, text := postForm(t, srv, tc.path, tc.query, "apikey="+key+"&"+tc.body)
			assert.Equal(t, 422, resp.StatusCode)
			assert.Equal(t, tc.want, readInfo(t, text))
		})
	}
}

func TestServer_UnknownPaths(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	for _, path := range []string{"", "stores", "store/", "Store", "store/updateonhand", "store/../store", "store/1", "nothing"} {
		resp, text := postForm(t, srv, path, "", "apikey="+key)
		assert.Equal(t, http.StatusNotFound, resp.StatusCode, path)
		assert.Equal(t, "there is nothing at this address", readInfo(t, text))
	}
	for _, method := range []string{"PUT", "DELETE", "PATCH"} {
		r := newPostRequest(t, srv, "store/updateOnhand", "format=json&apikey="+key, "")
		r.Method = method
		resp, text := roundTrip(t, r)
		assert.Equal(t, http.StatusMethodNotAllowed, resp.StatusCode)
		assert.Equal(t, "GET, POST", resp.Header.Get("Allow"))
		assert.Equal(t, `{"success":"0","info":"this address does not take this method"}`, text)
	}
	assert.Zero(t, srv.Calls("Store.List", "Store.UpdateOnHand"))
}
