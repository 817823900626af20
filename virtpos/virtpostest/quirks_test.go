package virtpostest_test

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

func TestServer_SetXMLEncoding(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	srv.AddItems(virtpostest.Item{ID: 1, Name: "Rīga ★ Москва 😀"})
	for encoding, tc := range map[virtpostest.XMLEncoding]struct {
		start, media string
		decode       func(string) (string, error)
		name         string
	}{
		virtpostest.UTF8: {`<?xml version="1.0" encoding="UTF-8"?>`, "utf-8", nil, "Rīga ★ Москва 😀"},
		virtpostest.UTF8WithBOM: {
			"\xEF\xBB\xBF" + `<?xml version="1.0" encoding="UTF-8"?>`, "utf-8", nil, "Rīga ★ Москва 😀",
		},
		virtpostest.Windows1251: {
			`<?xml version="1.0" encoding="windows-1251"?>`, "windows-1251",
			charmap.Windows1251.NewDecoder().String, "R&#299;ga &#9733; Москва &#128512;",
		},
	} {
		srv.SetXMLEncoding(encoding)
		resp, body := postForm(t, srv, "store", "itemid=1", "fields=itemname&apikey="+key)
		assert.Equal(t, "text/xml; charset="+tc.media, resp.Header.Get("Content-Type"))
		if tc.decode != nil {
			var err error
			body, err = tc.decode(body)
			require.NoError(t, err)
		}
		assert.True(t, strings.HasPrefix(body, tc.start), "%q", body[:60])
		assert.Equal(t, "Центр "+tc.name+" "+tc.name+" Склад &amp; Ко", textsOf(body, "name"))
		resp, body = postForm(t, srv, "store", "format=json", "apikey="+key)
		assert.Equal(t, "application/json", resp.Header.Get("Content-Type"))
		assert.True(t, strings.HasPrefix(body, "{"), "%q", body[:60])
	}
}

func TestServer_WellFormedXML(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	text := postWithKey(t, srv, "store", "", "fields="+allFields+":expdate")
	var root struct {
		Warehouses []struct {
			Items []struct {
				Name string `xml:"name"`
			} `xml:"items>item"`
		} `xml:"warehouses>warehouse"`
	}
	require.NoError(t, xml.Unmarshal([]byte(text), &root))
	assert.Equal(t, `Миска <2"л> & 'крышка'`, root.Warehouses[0].Items[0].Name)
}

func TestServer_SetJSONShape(t *testing.T) {
	t.Parallel()
	const head = `"success":"1","type":"store","stockonly":"0","count":"1","warehouses":`
	const one, two = `"id":"1","quantity":"1.000","available_quantity":"1.000","lot_number":"a"`,
		`"id":"1","quantity":"2.000","available_quantity":"0.000","lot_number":"b"`
	warehouse := func(n string) string {
		return `"id":"1","name":"\u0426\u0435\u043d\u0442\u0440","count":"` + n + `","items":`
	}
	keyed := virtpostest.JSONShape{Lists: virtpostest.JSONKeyed}
	wrapped := virtpostest.JSONShape{Lists: virtpostest.JSONWrapped}
	collapsing := func(shape virtpostest.JSONShape) virtpostest.JSONShape {
		shape.Collapse = true
		return shape
	}
	srv := newShop(t)
	for name, tc := range map[string]struct {
		shape       virtpostest.JSONShape
		two, single string // of both lots, and of one warehouse without stock
	}{
		"arrays": {
			virtpostest.JSONShape{},
			`[{` + warehouse("2") + `[{` + one + `},{` + two + `}]}]`, `[{` + warehouse("0") + `[]}]`,
		},
		"arrays that collapse": {
			collapsing(virtpostest.JSONShape{}),
			`{` + warehouse("2") + `[{` + one + `},{` + two + `}]}`, `{` + warehouse("0") + `[]}`,
		},
		"keyed": {
			keyed, `{"1":{` + warehouse("2") + `{"1":{` + one + `},"2":{` + two + `}}}}`, `{"1":{` + warehouse("0") + `[]}}`,
		},
		"keyed that collapse": {
			collapsing(keyed), `{` + warehouse("2") + `{"1":{` + one + `},"2":{` + two + `}}}`, `{` + warehouse("0") + `[]}`,
		},
		"wrapped": {
			wrapped, `{"warehouse":[{` + warehouse("2") + `{"item":[{` + one + `},{` + two + `}]}}]}`,
			`{"warehouse":[{` + warehouse("0") + `[]}]}`,
		},
		"wrapped that collapse": {
			collapsing(wrapped), `{"warehouse":{` + warehouse("2") + `{"item":[{` + one + `},{` + two + `}]}}}`,
			`{"warehouse":{` + warehouse("0") + `[]}}`,
		},
	} {
		srv.SetJSONShape(tc.shape)
		text := postWithKey(t, srv, "store", "format=json&warehouseid=1&itemid=1", "")
		assert.Equal(t, `{`+head+tc.two+`}`, text, name)
		text = postWithKey(t, srv, "store", "format=json&warehouseid=1&article=x", "")
		assert.Equal(t, `{`+head+tc.single+`}`, text, name)
	}

	srv.SetJSONShape(virtpostest.JSONShape{BareNumbers: true, InRoot: true})
	text := postWithKey(t, srv, "store", "format=json&warehouseid=1&itemid=2", "fields=price")
	assert.Equal(t, `{"root":{"success":1,"type":"store","stockonly":0,"count":1,"warehouses":[{"id":1,`+
		`"name":"\u0426\u0435\u043d\u0442\u0440","count":1,"items":[{"id":2,"quantity":0.000,"available_quantity":0.000,`+
		`"lot_number":"","price":null}]}]}}`, text)
	assert.Equal(t, `{"root":{"success":0,"info":"version is missing"}}`,
		postWithKey(t, srv, "store/setZeroOnhand", "format=json&warehouseid=1", ""))
}

// Texts are escaped like PHP does, and decode to the same texts.
func TestServer_EscapedJSON(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	const name = "a/b\\c \"d\"\t\n\x01 Rīga 😀 <&>"
	srv.AddItems(virtpostest.Item{ID: 1, Name: name})
	text := postWithKey(t, srv, "store", "format=json&itemid=1", "fields=itemname")
	assert.Contains(t, text, `"name":"a\/b\\c \"d\"\u0009\u000a\u0001 R\u012bga \ud83d\ude00 <&>"`)
	var response struct {
		Warehouses []struct{ Items []struct{ Name string } }
	}
	require.NoError(t, json.Unmarshal([]byte(text), &response))
	assert.Equal(t, name, response.Warehouses[0].Items[0].Name)
}

// What a client reads from each form of the responses.
func TestServer_Client_ReadsEveryForm(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]func(*virtpostest.Server){
		"as new":                  func(*virtpostest.Server) {},
		"windows-1251 in headers": func(s *virtpostest.Server) { s.SetXMLEncoding(virtpostest.Windows1251InHeader) },
		"booleans":                func(s *virtpostest.Server) { s.SetJSONShape(virtpostest.JSONShape{Booleans: true, InRoot: true}) },
		"JSON in windows-1251":    func(s *virtpostest.Server) { s.SetJSONShape(virtpostest.JSONShape{Windows1251: true}) },
		"collapsed, keyed": func(s *virtpostest.Server) {
			s.SetJSONShape(virtpostest.JSONShape{Lists: virtpostest.JSONKeyed, Collapse: true, Windows1251: true})
		},
		"wrapped": func(s *virtpostest.Server) {
			s.SetJSONShape(virtpostest.JSONShape{Lists: virtpostest.JSONWrapped, Collapse: true, Booleans: true})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newGuideServer(t)
			set(srv)
			client := srv.Client(nil)
			for _, format := range []virtpos.Format{virtpos.FormatXML, virtpos.FormatJSON} {
				fields := []virtpos.StockField{virtpos.StockItemName}
				got, err := client.Store.List(t.Context(), virtpos.StoreQuery{Format: format, Fields: fields})
				require.NoError(t, err)
				require.Len(t, got.Warehouses, 2)
				assert.Equal(t, "Магазин 1", got.Warehouses[1].Name)
				assert.Equal(t, "63838 Корм для собак 2кг", got.Warehouses[1].Rows[0].Name)
			}
			r, err := client.Store.UpdateOnHand(t.Context(), updateTo20())
			require.NoError(t, err)
			assert.Equal(t, shelfwire.Set(false), r.IsNew)
		})
	}
}

func TestServer_FormsOnTheWire(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	srv.SetXMLEncoding(virtpostest.Windows1251InHeader)
	resp, text := postForm(t, srv, "store", "format=xml&warehouseid=1", "apikey="+key)
	assert.Equal(t, "text/xml; charset=windows-1251", resp.Header.Get("Content-Type"))
	assert.True(t, strings.HasPrefix(text, `<?xml version="1.0"?>`+"\n<root>"), text)
	assert.Contains(t, text, "<name>\xd6\xe5\xed\xf2\xf0</name>")

	srv.SetJSONShape(virtpostest.JSONShape{Windows1251: true, Booleans: true})
	srv.AddItems(virtpostest.Item{ID: 1, Name: "Цена € ā"})
	resp, text = postForm(t, srv, "store", "format=json&warehouseid=1&itemid=1&stockonly=1", "apikey="+key+"&fields=itemname")
	assert.Equal(t, "application/json; charset=windows-1251", resp.Header.Get("Content-Type"))
	assert.Contains(t, text, `"success":true,"type":"store","stockonly":true,"count":"1"`)
	assert.Contains(t, text, `"name":"`+"\xd6\xe5\xed\xe0 \x88 "+`\u0101"`)
	assert.Contains(t, postWithKey(t, srv, "store/setZeroOnhand", "format=json&warehouseid=1", ""), `"success":false`)
	assert.Contains(t, postWithKey(t, srv, "store/updateOnhand", "format=json&warehouseid=1&itemid=1", "lot_number=new"), `"isnew":true`)
}

func TestServer_SetOnHandBefore(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	srv.SetOnHandBefore("1,700")
	r, err := srv.Client(nil).Store.UpdateOnHand(t.Context(), updateTo20())
	require.NoError(t, err)
	assert.Equal(t, []shelfwire.Unread{{Field: "quantity_before", Raw: "1,700"}}, r.Unread)
	assert.True(t, r.OnHandBefore.IsZero())
	assert.Equal(t, "8//20.000/v0", formatStock(srv, 1))
	srv.SetOnHandBefore("")
	r, err = srv.Client(nil).Store.UpdateOnHand(t.Context(), updateTo20())
	require.NoError(t, err)
	assert.Equal(t, "20.000", r.OnHandBefore.String())
}

func TestServer_SetIgnoredFilters(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	queries := map[string]virtpos.StoreQuery{
		"warehouseid": {WarehouseID: 1}, "itemid": {ItemID: 8}, "article": {Article: "m-8", Fields: []virtpos.StockField{virtpos.StockArticle}},
	}
	for name, q := range queries {
		srv.SetIgnoredFilters(name)
		_, err := srv.Client(nil).Store.List(t.Context(), q)
		require.ErrorIs(t, err, shelfwire.ErrMalformed, name)
		require.ErrorContains(t, err, "was asked for", name)
	}
	for name, q := range map[string]string{"itemname": "itemname=x", "stockonly": "stockonly=1"} {
		srv.SetStock(virtpostest.Row{WarehouseID: 1, ItemID: 8, OnHand: mustDecimal("0")})
		srv.SetIgnoredFilters()
		assert.Empty(t, textsOf(postWithKey(t, srv, "store", "format=xml&warehouseid=1&"+q, ""), "quantity"), name)
		srv.SetIgnoredFilters("article", name)
		assert.Equal(t, "0.000", textsOf(postWithKey(t, srv, "store", "format=xml&warehouseid=1&"+q, ""), "quantity"), name)
	}
	assert.Panics(t, func() { srv.SetIgnoredFilters("itemid", "name") })
}
