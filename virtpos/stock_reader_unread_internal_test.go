package virtpos

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// oddRows are items with ambiguous members, each of which leaves its own field zero.
var oddRows = []struct {
	name, xml, json string
	unread          string // as field and raw text
	row             StockRow
}{
	{"a comma for thousands", `<item><id>7</id><quantity>1,700</quantity><price>5</price></item>`,
		`{"id":7,"quantity":"1,700","price":5}`, `quantity "1,700"`, StockRow{Price: setNumber("5")}},
	{"a decimal comma", `<item><id>7</id><price>1,5</price></item>`, `{"id":7,"price":"1,5"}`, `price "1,5"`, StockRow{}},
	{"a space for thousands", `<item><id>7</id><price> 1 126.00 </price></item>`, `{"id":7,"price":"1 126.00"}`,
		`price "1 126.00"`, StockRow{}},
	{"a currency", `<item><id>7</id><price>5 руб.</price></item>`, `{"id":7,"price":"5 руб."}`, `price "5 руб."`, StockRow{}},
	{"a word", `<item><id>7</id><quantity>many</quantity></item>`, `{"id":7,"quantity":"many"}`, `quantity "many"`, StockRow{}},
	{"not a number", `<item><id>7</id><cogs>NaN</cogs></item>`, `{"id":7,"cogs":"NaN"}`, `cogs "NaN"`, StockRow{}},
	{"true for a number", `<item><id>7</id><quantity>true</quantity></item>`, `{"id":7,"quantity":true}`,
		`quantity "true"`, StockRow{}},
	{"elements in a number", `<item><id>7</id><available_quantity>1<x/></available_quantity></item>`, ``,
		`available_quantity "1<x></x>"`, StockRow{}},
	{"an object for a number", `<item><id>7</id><quantity><x>&lt;</x></quantity></item>`, `{"id":7,"quantity":{"x":"<"}}`,
		`quantity "<x>&lt;</x>"`, StockRow{}},
	{"false for a text", ``, `{"id":7,"lot_number":false,"article":true,"expdate":false}`,
		`lot_number "false", article "true", expdate "false"`, StockRow{}},
	{"false for a name", ``, `{"id":7,"name":false,"itemname":"A"}`, `name "false"`, StockRow{Name: "A"}},
	{"elements in a text", `<item><id>7</id><article>a<b/></article></item>`, ``, `article "a<b></b>"`, StockRow{}},
	{"an object for a name", `<item><id>7</id><name><b>1</b></name></item>`, `{"id":7,"name":{"b":1}}`,
		`name "<b>1</b>"`, StockRow{}},
	{"a number twice", `<item><id>7</id><quantity>1</quantity><quantity>2</quantity></item>`, `{"id":7,"quantity":[1,2]}`,
		`quantity "1", quantity "2"`, StockRow{}},
	{"the same number twice", `<item><id>7</id><price>1</price><price/><price>1</price></item>`,
		`{"id":7,"price":1,"price":null,"price":"1"}`, `price "1", price "1"`, StockRow{}},
	{"a number three times", `<item><id>7</id><cogs>x</cogs><cogs>2</cogs><cogs>3</cogs></item>`, `{"id":7,"cogs":["x",2,3]}`,
		`cogs "x", cogs "2", cogs "3"`, StockRow{}},
	{"a lot twice", `<item><id>7</id><lot_number>1</lot_number><lot_number>2</lot_number></item>`,
		`{"id":7,"lot_number":1,"lot_number":2}`, `lot_number "1", lot_number "2"`, StockRow{}},
	{"text in an item", `<item>Warning: x<id>7</id><price>5</price></item>`, ``, `item "Warning: x"`,
		StockRow{Price: setNumber("5")}},
	{"a sign in an item", `<item><id>7</id>-</item>`, ``, `item "-"`, StockRow{}},
	{"a sign beside a price in a list", `<item><id>7</id><prices><price><pricelistid>4</pricelistid>-</price></prices></item>`, ``,
		`prices "-"`, StockRow{Prices: []ListPrice{{PriceListID: 4}}}},
	{"a word for a price list", `<item><id>7</id><prices><price><pricelistid>x</pricelistid><price>1</price></price></prices></item>`,
		`{"id":7,"prices":[{"pricelistid":"x","price":1}]}`, `prices.pricelistid "x"`,
		StockRow{Prices: []ListPrice{{Price: setNumber("1")}}}},
	{"a negative price list",
		`<item><id>7</id><prices><price><price>1</price><pricelistid>-4</pricelistid></price></prices></item>`,
		`{"id":7,"prices":{"4":{"price":1,"pricelistid":-4}}}`, `prices.pricelistid "-4"`,
		StockRow{Prices: []ListPrice{{Price: setNumber("1")}}}},
	{"two price lists of one price",
		`<item><id>7</id><prices><pricelistid>4</pricelistid><pricelistid>5</pricelistid></prices></item>`,
		`{"id":7,"prices":{"pricelistid":[4,5]}}`, `prices.pricelistid "4", prices.pricelistid "5"`,
		StockRow{Prices: []ListPrice{{}}}},
	{"an odd price in a list",
		`<item><id>7</id><prices><price><pricelistid>4</pricelistid><price>1 126.00</price></price></prices></item>`,
		`{"id":7,"optionalprices":[{"pricelistid":4,"price":"1 126.00"}]}`, `prices.price "1 126.00"`,
		StockRow{Prices: []ListPrice{{PriceListID: 4}}}},
	{"an odd price by its list", ``, `{"id":7,"prices":{"4":"x","5":6}}`, `prices.price "x"`,
		StockRow{Prices: []ListPrice{{PriceListID: 4}, {PriceListID: 5, Price: setNumber("6")}}}},
	{"two prices of one list",
		`<item><id>7</id><prices><pricelistid>1</pricelistid><price>1</price><price>2</price></prices></item>`,
		`{"id":7,"prices":{"pricelistid":1,"price":[1,2]}}`, `prices.price "1", prices.price "2"`,
		StockRow{Prices: []ListPrice{{PriceListID: 1}}}},
	{"text beside a price in a list", `<item><id>7</id><prices><price>x<pricelistid>4</pricelistid></price></prices></item>`, ``,
		`prices "x"`, StockRow{Prices: []ListPrice{{PriceListID: 4}}}},
	{"long text", `<item><id>7</id><price>` + strings.Repeat("Ж", 100) + `</price></item>`, ``,
		`price "` + strings.Repeat("Ж", 62) + `…"`, StockRow{}},
}

func TestReadStock_UnreadMembers(t *testing.T) {
	t.Parallel()
	for _, tc := range oddRows {
		want := tc.row
		want.WarehouseID, want.WarehouseName, want.ItemID = 3, "Магазин 1", 7
		for format, document := range inBothFormats(tc.xml, tc.json) {
			t.Run(tc.name+"/"+format, func(t *testing.T) {
				t.Parallel()
				c, err := collectStock(document)
				require.NoError(t, err)
				require.Len(t, c.rows, 2)
				assert.Nil(t, c.rows[0].Unread)
				assert.Equal(t, tc.unread, formatUnread(c.rows[1].Unread))
				c.rows[1].Unread = nil
				assert.Equal(t, formatStockRow(want), formatStockRow(c.rows[1]))
				assert.Empty(t, c.gaps)
			})
		}
	}
}

func formatUnread(unread []shelfwire.Unread) string {
	var words []string
	for _, u := range unread {
		words = append(words, fmt.Sprintf("%s %q", u.Field, u.Raw))
	}
	return strings.Join(words, ", ")
}

func TestReadStock_UnreadableWarehouseName(t *testing.T) {
	t.Parallel()
	var seen []WarehouseStock
	var rows []StockRow
	document := `{"success":1,"warehouses":[{"id":1,"name":{"a":1},"items":[{"id":7}]},{"id":2,"items":[{"id":8}],"name":[true]},
		{"id":3,"name":"C","items":[]}]}`
	err := readStock(listSource{body: strings.NewReader(document), itemDone: func() {}}, StoreQuery{}, stockSink{
		addWarehouse: func(w WarehouseStock) { seen = append(seen, w) },
		addRow:       func(row StockRow) bool { rows = append(rows, row); return true },
	})
	require.NoError(t, err)
	require.Len(t, seen, 3)
	assert.Equal(t, `name "<a>1</a>"`, formatUnread(seen[0].Unread))
	assert.Empty(t, seen[0].Name)
	assert.Nil(t, seen[1].Unread, "it came behind the items")
	assert.Nil(t, seen[2].Unread)
	assert.Nil(t, rows[0].Unread)
	assert.Nil(t, rows[1].Unread)
}

// An item with all members fills every field.
func TestReadStock_EveryField(t *testing.T) {
	t.Parallel()
	c, err := collectStock(wrapXML(`<item><id>1</id><quantity>1</quantity><available_quantity>1</available_quantity>
		<lot_number>1</lot_number><name>1</name><article>1</article><cogs>1</cogs><price>1</price><expdate>1</expdate>
		<prices><price><pricelistid>1</pricelistid><price>1</price><more/></price></prices><more/>text</item>`))
	require.NoError(t, err)
	assertNoZeroField(t, c.rows[0])
	assertNoZeroField(t, c.rows[0].Prices[0])
	root, err := parseTree([]byte(`<root><success>1</success><id>1</id><itemid>1</itemid><warehouseid>1</warehouseid><isnew>1</isnew>
		<quantity_before>1</quantity_before><more/><ID>x</ID><id>1</id></root>`), nil)
	require.NoError(t, err)
	result := readOnHandResult(root, nil)
	assert.Zero(t, result.ID)
	result.ID = 1
	assertNoZeroField(t, result)
}

func assertNoZeroField(t *testing.T, thing any) {
	t.Helper()
	value := reflect.ValueOf(thing)
	for i := range value.NumField() {
		assert.False(t, value.Field(i).IsZero(), "%T.%s", thing, value.Type().Field(i).Name)
	}
}
