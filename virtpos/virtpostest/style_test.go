package virtpostest_test

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"

	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

func TestXMLEncodings(t *testing.T) {
	t.Parallel()
	srv := shop(t)
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
		resp, body := post(t, srv, "store", "itemid=1", "fields=itemname&apikey="+key)
		assert.Equal(t, "text/xml; charset="+tc.media, resp.Header.Get("Content-Type"))
		if tc.decode != nil {
			var err error
			body, err = tc.decode(body)
			require.NoError(t, err)
		}
		assert.True(t, strings.HasPrefix(body, tc.start), "%q", body[:60])
		assert.Equal(t, "Центр "+tc.name+" "+tc.name+" Склад &amp; Ко", elements(body, "name"))
		resp, body = post(t, srv, "store", "format=json", "apikey="+key)
		assert.Equal(t, "application/json", resp.Header.Get("Content-Type"))
		assert.True(t, strings.HasPrefix(body, "{"), "%q", body[:60])
	}
}

func TestXMLIsWellFormed(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	text := call(t, srv, "store", "", "fields="+allFields+":expdate")
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

func TestJSONShapes(t *testing.T) {
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
	srv := shop(t)
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
		text := call(t, srv, "store", "format=json&warehouseid=1&itemid=1", "")
		assert.Equal(t, `{`+head+tc.two+`}`, text, name)
		text = call(t, srv, "store", "format=json&warehouseid=1&article=x", "")
		assert.Equal(t, `{`+head+tc.single+`}`, text, name)
	}

	srv.SetJSONShape(virtpostest.JSONShape{BareNumbers: true, InRoot: true})
	text := call(t, srv, "store", "format=json&warehouseid=1&itemid=2", "fields=price")
	assert.Equal(t, `{"root":{"success":1,"type":"store","stockonly":0,"count":1,"warehouses":[{"id":1,`+
		`"name":"\u0426\u0435\u043d\u0442\u0440","count":1,"items":[{"id":2,"quantity":0.000,"available_quantity":0.000,`+
		`"lot_number":"","price":null}]}]}}`, text)
	assert.Equal(t, `{"root":{"success":0,"info":"version is missing"}}`,
		call(t, srv, "store/setZeroOnhand", "format=json&warehouseid=1", ""))
}

// Texts are escaped as PHP does it, and come back.
func TestJSONTexts(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	const name = "a/b\\c \"d\"\t\n\x01 Rīga 😀 <&>"
	srv.AddItems(virtpostest.Item{ID: 1, Name: name})
	text := call(t, srv, "store", "format=json&itemid=1", "fields=itemname")
	assert.Contains(t, text, `"name":"a\/b\\c \"d\"\u0009\u000a\u0001 R\u012bga \ud83d\ude00 <&>"`)
	var reply struct {
		Warehouses []struct{ Items []struct{ Name string } }
	}
	require.NoError(t, json.Unmarshal([]byte(text), &reply))
	assert.Equal(t, name, reply.Warehouses[0].Items[0].Name)
}
