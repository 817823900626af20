package virtpostest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// A parameter marked "get only" has no effect in the body.
func TestServer_QueryOnlyParams(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		path, rest   string // of the query
		param        string
		inQuery      string // a part of the response
		inBody       string
		inBodyRefuse bool
	}{
		"format":         {"store", "", "format=json", `{"success":"1"`, "<success>1</success>", false},
		"stockonly":      {"store", "", "stockonly=1", "<stockonly>1</stockonly>", "<stockonly>0</stockonly>", false},
		"warehouseid":    {"store", "", "warehouseid=3", "<count>1</count><warehouses>", "<count>2</count><warehouses>", false},
		"itemid":         {"store", "", "itemid=8", "<items></items>", "<id>17007</id>", false},
		"article":        {"store", "", "article=M-8", "<items></items>", "<id>17007</id>", false},
		"itemname":       {"store", "", "itemname=Миска", "<items></items>", "<id>17007</id>", false},
		"update format":  {"store/updateOnhand", "warehouseid=1&itemid=8", "format=json", `{"success":"1"`, "<success>1", false},
		"update of":      {"store/updateOnhand", "itemid=8", "warehouseid=1", "<isnew>0", "neither warehouseid", true},
		"update in":      {"store/updateOnhand", "warehouseid=1", "itemid=8", "<isnew>0", "neither itemid", true},
		"update ext of":  {"store/updateOnhand", "itemid=8", "ext_warehouseid=1", "<isnew>0", "neither warehouseid", true},
		"update ext in":  {"store/updateOnhand", "warehouseid=1", "ext_itemid=0000-8", "<isnew>0", "neither itemid", true},
		"version of":     {"store/getOnhandVersion", "", "warehouseid=1", "<version>1", "neither warehouseid", true},
		"version ext of": {"store/getOnhandVersion", "", "ext_warehouseid=1", "<version>1", "neither warehouseid", true},
		"zeroing of":     {"store/setZeroOnhand", "version=1", "warehouseid=1", "<success>1", "neither warehouseid", true},
		"zeroing ext of": {"store/setZeroOnhand", "version=1", "ext_warehouseid=1", "<success>1", "neither warehouseid", true},
		"zeroing before": {"store/setZeroOnhand", "warehouseid=1", "version=1", "<success>1", "version is missing", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newGuideServer(t)
			inBody := postWithKey(t, srv, tc.path, tc.rest, tc.param)
			assert.Contains(t, inBody, tc.inBody)
			assert.Equal(t, tc.inBodyRefuse, strings.Contains(inBody, "<success>0</success>"))
			if tc.inBodyRefuse {
				assert.Equal(t, "8//1.700/v0", formatStock(srv, 1), "nothing has changed")
				assert.Zero(t, srv.Version(1)+int64(srv.Zeroings(1)))
			}
			assert.Contains(t, postWithKey(t, srv, tc.path, tc.rest+"&"+tc.param, ""), tc.inQuery)
		})
	}
}

// The other parameters count in the query and in the body; the body wins.
func TestServer_QueryOrBodyParams(t *testing.T) {
	t.Parallel()
	for name, place := range map[string]func(query, params string) (string, string){
		"query": func(query, params string) (string, string) { return query + "&" + params, "" },
		"body":  func(query, params string) (string, string) { return query, params },
		"both": func(query, params string) (string, string) {
			return query + "&quantity=1&cogs=1&manuf_date=2020-01-01&expir_date=2020-01-01&lot_number=x", params
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newGuideServer(t)
			query, body := place("warehouseid=1&itemid=8", "quantity=7.25&cogs=3.5&manuf_date=2026-01-02"+
				"&expir_date=2027-01-02&lot_number=Л-1")
			text := postWithKey(t, srv, "store/updateOnhand", query, body)
			assert.Equal(t, "1 0.000", textsOf(text, "isnew")+" "+textsOf(text, "quantity_before"))
			row := srv.Stock(1)[1]
			assert.Equal(t, "7.250 3.50", row.OnHand.String()+" "+row.COGS.String())
			assert.Equal(t, "2026-01-02 2027-01-02", row.ManufactureDate.String()+" "+row.ExpiryDate.String())
			assert.Equal(t, "Л-1", row.LotNumber)
		})
	}
	srv := newGuideServer(t)
	assert.Equal(t, "M-8", textsOf(postWithKey(t, srv, "store", "warehouseid=1&fields=article", ""), "article"))
	assert.Equal(t, "M-8", textsOf(postWithKey(t, srv, "store", "warehouseid=1", "fields=article"), "article"))
}

func TestServer_Key(t *testing.T) {
	t.Parallel()
	const form = "application/x-www-form-urlencoded"
	for name, tc := range map[string]struct {
		method, query, body, media string
		accepted                   bool
	}{
		"in the body":          {"POST", "", "apikey=" + key, form, true},
		"with a charset":       {"POST", "", "apikey=" + key, form + "; charset=utf-8", true},
		"in the query":         {"GET", "apikey=" + key, "", "", true},
		"POST with it there":   {"POST", "apikey=" + key, "", form, true},
		"missing":              {"POST", "", "", form, false},
		"empty":                {"GET", "apikey=", "", "", false},
		"wrong in the body":    {"POST", "", "apikey=wrong", form, false},
		"wrong in the query":   {"GET", "apikey=" + key + "0", "", "", false},
		"the body wins":        {"POST", "apikey=" + key, "apikey=wrong", form, false},
		"body of a GET":        {"GET", "", "apikey=" + key, form, false},
		"not said to be form":  {"POST", "", "apikey=" + key, "", false},
		"said to be something": {"POST", "", "apikey=" + key, "text/plain", false},
		"in JSON":              {"POST", "", `{"apikey":"` + key + `"}`, "application/json", false},
		"other case":           {"POST", "", "ApiKey=" + key, form, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newGuideServer(t)
			for _, e := range []string{"store", "store/updateOnhand", "store/getOnhandVersion", "store/setZeroOnhand"} {
				r := newPostRequest(t, srv, e, "warehouseid=1&itemid=8&version=1&"+tc.query, tc.body)
				r.Method = tc.method
				r.Header.Set("Content-Type", tc.media)
				resp, text := roundTrip(t, r)
				assert.Equal(t, http.StatusOK, resp.StatusCode)
				if tc.accepted {
					assert.Contains(t, text, "<success>1</success>", e)
				} else {
					assert.Equal(t, "the key is missing or wrong", readInfo(t, text), e)
				}
			}
			if !tc.accepted {
				assert.Zero(t, srv.Version(1)+int64(srv.Zeroings(1)))
			}
		})
	}
}

func TestServer_InternalIDsWin(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	text := postWithKey(t, srv, "store/updateOnhand", "warehouseid=1&ext_warehouseid=1C-3&itemid=17007&ext_itemid=0000-8", "quantity=5")
	assert.Equal(t, "17007 1", textsOf(text, "itemid")+" "+textsOf(text, "warehouseid"))
	postWithKey(t, srv, "store/getOnhandVersion", "warehouseid=3&ext_warehouseid=1", "")
	assert.Equal(t, [2]int64{0, 1}, [2]int64{srv.Version(1), srv.Version(3)})
	postWithKey(t, srv, "store/setZeroOnhand", "warehouseid=1&ext_warehouseid=1C-3&version=1", "")
	assert.Equal(t, [2]int{1, 0}, [2]int{srv.Zeroings(1), srv.Zeroings(3)})
	assert.Equal(t, "there is no such warehouse",
		readInfo(t, postWithKey(t, srv, "store/getOnhandVersion", "warehouseid=2&ext_warehouseid=1", "")), "also when it is wrong")
	text = postWithKey(t, srv, "store/updateOnhand", "warehouseid=&ext_warehouseid=1C-3&itemid=&ext_itemid=0000-8", "quantity=5")
	assert.Equal(t, "8 3", textsOf(text, "itemid")+" "+textsOf(text, "warehouseid"), "an empty one is none")
}

// The key is removed from the recorded requests, which are otherwise as they were sent.
func TestServer_Requests_RedactKey(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	getWithQuery(t, srv, "store", "apikey="+key+"&format=xml&fields=itemname%3Aarticle")
	postForm(t, srv, "store/updateOnhand", "warehouseid=1&itemid=8", "lot_number=a%20b&apikey="+key+"&quantity=1")
	postForm(t, srv, "store/getOnhandVersion", "warehouseid=1", "%61pikey="+key)
	r := newPostRequest(t, srv, "store", "", "apikey="+key)
	r.Header.Del("Content-Type")
	roundTrip(t, r)
	all := srv.Requests()
	require.Len(t, all, 4)
	for _, r := range all {
		assert.NotContains(t, r.Query.Encode()+r.Body, key)
		assert.NotContains(t, r.Query, "apikey")
		assert.Equal(t, http.StatusOK, r.Status)
	}
	assert.Equal(t, virtpostest.Request{
		Op: "Store.UpdateOnHand", Method: "POST", Path: "/api/store/updateOnhand", Query: all[1].Query,
		Header: all[1].Header, Body: "lot_number=a%20b&quantity=1", Status: 200,
	}, all[1])
	assert.Equal(t, "itemname:article", all[0].Query.Get("fields"))
	assert.Empty(t, all[2].Body)
}
