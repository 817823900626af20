package virtpostest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The responses of the guide, word for word.
const (
	guideStore = `<?xml version="1.0" encoding="UTF-8"?>
<root>
    <success>1</success>
    <type>store</type>
    <stockonly>1</stockonly>
    <count>1</count>
    <warehouses>
        <warehouse>
            <id>3</id>
            <name>Магазин 1</name>
            <count>1</count>
            <items>
                <item>
                    <id>17007</id>
                    <quantity>2.000</quantity>
                    <available_quantity>1.000</available_quantity>
                    <lot_number>12345</lot_number>
                    <name>63838 Корм для собак 2кг</name>
                    <article>63838</article>
                    <cogs>0.00</cogs>
                    <price>1126.00</price>
                    <prices>
                        <price>
                            <pricelistid>4</pricelistid>
                            <price>1126.00</price>
                        </price>
                        <price>
                            <pricelistid>3</pricelistid>
                            <price>866.00</price>
                        </price>
                    </prices>
                </item>
            </items>
        </warehouse>
    </warehouses>
</root>`

	guideUpdate = `<?xml version="1.0" encoding="UTF-8"?>
<root>
    <success>1</success>
    <id>3</id>
    <itemid>8</itemid>
    <warehouseid>1</warehouseid>
    <isnew>0</isnew>
    <quantity_before>1.700</quantity_before>
</root>`
)

const allFields = "itemname:article:cogs:price:optionalprices"

// Each example of the guide, as it stands there, and as a POST with every permitted parameter in the body.
func TestServer_GuideExamples(t *testing.T) {
	t.Parallel()
	const head = `<?xml version="1.0" encoding="UTF-8"?><root><success>1</success>`
	for name, tc := range map[string]struct {
		path    string
		getOnly string
		free    string
		want    string
	}{
		"the response of a read": {
			"store", "format=xml&stockonly=1&warehouseid=3", "fields=" + allFields, guideStore,
		},
		"a read": {
			"store", "format=xml&warehouseid=1", "fields=itemname:article",
			head + `<type>store</type><stockonly>0</stockonly><count>1</count><warehouses><warehouse><id>1</id><name></name>` +
				`<count>1</count><items><item><id>8</id><quantity>1.700</quantity>` +
				`<available_quantity>1.700</available_quantity><lot_number></lot_number><name>Миска</name>` +
				`<article>M-8</article></item></items></warehouse></warehouses></root>`,
		},
		"an update":    {"store/updateOnhand", "format=xml&warehouseid=1&itemid=8", "quantity=20", guideUpdate},
		"the version":  {"store/getOnhandVersion", "format=xml&ext_warehouseid=1", "", head + `<version>1</version></root>`},
		"the zeroing":  {"store/setZeroOnhand", "format=xml&ext_warehouseid=1&version=1", "", head + `<count>1</count></root>`},
		"no format":    {"store/getOnhandVersion", "warehouseid=1", "", head + `<version>1</version></root>`},
		"external ids": {"store/updateOnhand", "ext_warehouseid=1&ext_itemid=0000-8", "quantity=20", guideUpdate},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newGuideServer(t)
			resp, asGet := getWithQuery(t, srv, tc.path, tc.getOnly+"&apikey="+key+"&"+tc.free)
			assert.Equal(t, trimBetweenElements(tc.want), trimBetweenElements(asGet))
			assert.Equal(t, "text/xml; charset=utf-8", resp.Header.Get("Content-Type"))
			require.Equal(t, 200, resp.StatusCode)

			resp, asPost := postForm(t, newGuideServer(t), tc.path, tc.getOnly, tc.free+"&apikey="+key)
			assert.Equal(t, asGet, asPost)
			require.Equal(t, 200, resp.StatusCode)
		})
	}
}

// The same data as PHP's json_encode writes it.
func TestServer_GuideExampleInJSON(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	resp, body := postForm(t, srv, "store", "format=json&stockonly=1&warehouseid=3", "apikey="+key+"&fields="+allFields)
	assert.Equal(t, "application/json", resp.Header.Get("Content-Type"))
	assert.Equal(t, `{"success":"1","type":"store","stockonly":"1","count":"1","warehouses":[{"id":"3",`+
		`"name":"\u041c\u0430\u0433\u0430\u0437\u0438\u043d 1","count":"1","items":[{"id":"17007","quantity":"2.000",`+
		`"available_quantity":"1.000","lot_number":"12345",`+
		`"name":"63838 \u041a\u043e\u0440\u043c \u0434\u043b\u044f \u0441\u043e\u0431\u0430\u043a 2\u043a\u0433",`+
		`"article":"63838","cogs":"0.00","price":"1126.00","prices":[{"pricelistid":"4","price":"1126.00"},`+
		`{"pricelistid":"3","price":"866.00"}]}]}]}`, body)

	_, body = postForm(t, srv, "store/updateOnhand", "format=json&warehouseid=1&itemid=8", "apikey="+key+"&quantity=20")
	assert.Equal(t, `{"success":"1","id":"3","itemid":"8","warehouseid":"1","isnew":"0","quantity_before":"1.700"}`, body)
	_, body = postForm(t, srv, "store/getOnhandVersion", "format=json&warehouseid=1", "apikey="+key)
	assert.Equal(t, `{"success":"1","version":"1"}`, body)
	_, body = postForm(t, srv, "store/setZeroOnhand", "format=json&warehouseid=1&version=1", "apikey="+key)
	assert.Equal(t, `{"success":"1","count":"1"}`, body)
	_, body = postForm(t, srv, "store/setZeroOnhand", "format=json&warehouseid=1", "apikey="+key)
	assert.Equal(t, `{"success":"0","info":"version is missing"}`, body)
}
