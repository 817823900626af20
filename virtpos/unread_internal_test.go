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

// oddRows are items with members that nobody can tell the meaning of: they cost their own field, and nothing else.
var oddRows = []struct {
	name, xml, json string
	unread          string // as field and raw text
	row             StockRow
}{
	{"a comma for thousands", `<item><id>7</id><quantity>1,700</quantity><price>5</price></item>`,
		`{"id":7,"quantity":"1,700","price":5}`, `quantity "1,700"`, StockRow{Price: number("5")}},
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
		StockRow{Price: number("5")}},
	{"a sign in an item", `<item><id>7</id>-</item>`, ``, `item "-"`, StockRow{}},
	{"a sign beside a price in a list", `<item><id>7</id><prices><price><pricelistid>4</pricelistid>-</price></prices></item>`, ``,
		`prices "-"`, StockRow{Prices: []ListPrice{{PriceListID: 4}}}},
	{"a word for a price list", `<item><id>7</id><prices><price><pricelistid>x</pricelistid><price>1</price></price></prices></item>`,
		`{"id":7,"prices":[{"pricelistid":"x","price":1}]}`, `prices.pricelistid "x"`,
		StockRow{Prices: []ListPrice{{Price: number("1")}}}},
	{"a negative price list",
		`<item><id>7</id><prices><price><price>1</price><pricelistid>-4</pricelistid></price></prices></item>`,
		`{"id":7,"prices":{"4":{"price":1,"pricelistid":-4}}}`, `prices.pricelistid "-4"`,
		StockRow{Prices: []ListPrice{{Price: number("1")}}}},
	{"two price lists of one price",
		`<item><id>7</id><prices><pricelistid>4</pricelistid><pricelistid>5</pricelistid></prices></item>`,
		`{"id":7,"prices":{"pricelistid":[4,5]}}`, `prices.pricelistid "4", prices.pricelistid "5"`,
		StockRow{Prices: []ListPrice{{}}}},
	{"an odd price in a list",
		`<item><id>7</id><prices><price><pricelistid>4</pricelistid><price>1 126.00</price></price></prices></item>`,
		`{"id":7,"optionalprices":[{"pricelistid":4,"price":"1 126.00"}]}`, `prices.price "1 126.00"`,
		StockRow{Prices: []ListPrice{{PriceListID: 4}}}},
	{"an odd price by its list", ``, `{"id":7,"prices":{"4":"x","5":6}}`, `prices.price "x"`,
		StockRow{Prices: []ListPrice{{PriceListID: 4}, {PriceListID: 5, Price: number("6")}}}},
	{"two prices of one list",
		`<item><id>7</id><prices><pricelistid>1</pricelistid><price>1</price><price>2</price></prices></item>`,
		`{"id":7,"prices":{"pricelistid":1,"price":[1,2]}}`, `prices.price "1", prices.price "2"`,
		StockRow{Prices: []ListPrice{{PriceListID: 1}}}},
	{"text beside a price in a list", `<item><id>7</id><prices><price>x<pricelistid>4</pricelistid></price></prices></item>`, ``,
		`prices "x"`, StockRow{Prices: []ListPrice{{PriceListID: 4}}}},
	{"long text", `<item><id>7</id><price>` + strings.Repeat("Ж", 100) + `</price></item>`, ``,
		`price "` + strings.Repeat("Ж", 62) + `…"`, StockRow{}},
}

func TestOddMembersCostTheirField(t *testing.T) {
	t.Parallel()
	for _, tc := range oddRows {
		want := tc.row
		want.WarehouseID, want.WarehouseName, want.ItemID = 3, "Магазин 1", 7
		for format, document := range inBothFormats(tc.xml, tc.json) {
			t.Run(tc.name+"/"+format, func(t *testing.T) {
				t.Parallel()
				c, err := collect(document)
				require.NoError(t, err)
				require.Len(t, c.rows, 2)
				assert.Nil(t, c.rows[0].Unread)
				assert.Equal(t, tc.unread, inWords(c.rows[1].Unread))
				c.rows[1].Unread = nil
				assert.Equal(t, shown(want), shown(c.rows[1]))
				assert.Empty(t, c.gaps)
			})
		}
	}
}

func inWords(unread []shelfwire.Unread) string {
	var words []string
	for _, u := range unread {
		words = append(words, fmt.Sprintf("%s %q", u.Field, u.Raw))
	}
	return strings.Join(words, ", ")
}

// gaps are items whose id cannot be read.
var gaps = []struct{ name, xml, json, came string }{
	{"no id", `<item><quantity>1</quantity><x/></item>`, `{"quantity":1,"x":null}`, `quantity "1", x ""`},
	{"nothing", `<item/>`, `null`, `empty`},
	{"an empty id", `<item><id/></item>`, `{"id":""}`, `id ""`},
	{"text for an item", `<item>7</item>`, `7`, `item "7"`},
	{"id 0", `<item><id>0</id></item>`, `{"id":0}`, `id "0"`},
	{"a negative id", `<item><id>-7</id></item>`, `{"id":-7}`, `id "-7"`},
	{"a fraction for an id", `<item><id>7.5</id></item>`, `{"id":7.5}`, `id "7.5"`},
	{"an id too large", `<item><id>9223372036854775808</id></item>`, `{"id":9223372036854775808}`, `id "9223372036854775808"`},
	{"a word for an id", `<item><id>seven</id><quantity>1,7</quantity></item>`, `{"id":"seven","quantity":"1,7"}`,
		`id "seven", quantity "1,7"`},
	{"true for an id", ``, `{"id":true}`, `id "true"`},
	{"an id with elements", `<item><id>7<b/></id></item>`, ``, `id "7<b></b>"`},
	{"an object for an id", ``, `{"id":{"b":1}}`, `id "<b>1</b>"`},
	{"the same id twice", `<item><id>7</id><id>7</id></item>`, `{"id":7,"id":7}`, `id "7", id "7"`},
	{"a list for an id", ``, `{"id":[7,8]}`, `id "7", id "8"`},
	{"many members", `<item>` + strings.Repeat("<a/>", 40) + `</item>`, `{"a":[0` + strings.Repeat(",0", 39) + `]}`, ``},
}

func TestRowsWithoutAnIDAreGaps(t *testing.T) {
	t.Parallel()
	for _, tc := range gaps {
		for format, document := range inBothFormats(tc.xml, tc.json) {
			t.Run(tc.name+"/"+format, func(t *testing.T) {
				t.Parallel()
				c, err := collect(document)
				require.NoError(t, err)
				require.Len(t, c.rows, 1)
				require.Len(t, c.gaps, 1)
				assert.Equal(t, int64(3), c.gaps[0].WarehouseID)
				assert.Equal(t, 2, c.gaps[0].Position)
				if tc.name == "many members" {
					assert.Len(t, c.gaps[0].Unread, 32)
					return
				}
				assert.Equal(t, "warehouse 3, row 2: "+tc.came, c.gaps[0].String())
			})
		}
	}
}

// Rows behind a gap are delivered, and each gap has its place.
func TestGapsBetweenRows(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{
		"XML":        inXML(`<item><id>x</id></item><item><id>1</id></item><item><id>1,0</id></item><item><id>2</id></item>`),
		"JSON":       inJSON(`[{"id":"x"},{"id":1},{"id":"1,0"},{"id":2}]`),
		"keyed JSON": inJSON(`{"0":{},"1":[{},{"id":"1,0"}],"2":{}}`),
		"keys too large": inJSON(`{"9223372036854775808":{},"1":null,"99999999999999999999":{"id":null},
			"2":{"id":2}}`),
		"lots": inJSON(`{"5":[{"id":"x"},{"id":1},{"id":"1,0"},{"id":2}]}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := collect(document)
			require.NoError(t, err)
			require.Len(t, c.rows, 2)
			assert.Equal(t, [2]int64{1, 2}, [2]int64{c.rows[0].ItemID, c.rows[1].ItemID})
			require.Len(t, c.gaps, 2)
			assert.Equal(t, [2]int{1, 3}, [2]int{c.gaps[0].Position, c.gaps[1].Position})
			assert.Equal(t, 5, c.done)
		})
	}
}

func TestWarehouseNameThatCannotBeRead(t *testing.T) {
	t.Parallel()
	var seen []WarehouseStock
	var rows []StockRow
	document := `{"success":1,"warehouses":[{"id":1,"name":{"a":1},"items":[{"id":7}]},{"id":2,"items":[{"id":8}],"name":[true]},
		{"id":3,"name":"C","items":[]}]}`
	err := readStock(stockSource{body: strings.NewReader(document), itemDone: func() {}}, stockSink{
		warehouse: func(w WarehouseStock) { seen = append(seen, w) },
		row:       func(row StockRow) bool { rows = append(rows, row); return true },
	})
	require.NoError(t, err)
	require.Len(t, seen, 3)
	assert.Equal(t, `name "<a>1</a>"`, inWords(seen[0].Unread))
	assert.Empty(t, seen[0].Name)
	assert.Nil(t, seen[1].Unread, "it came behind the items")
	assert.Nil(t, seen[2].Unread)
	assert.Nil(t, rows[0].Unread)
	assert.Nil(t, rows[1].Unread)
}

// No field is forgotten: an item with all members leaves none empty.
func TestEveryFieldIsRead(t *testing.T) {
	t.Parallel()
	c, err := collect(inXML(`<item><id>1</id><quantity>1</quantity><available_quantity>1</available_quantity>
		<lot_number>1</lot_number><name>1</name><article>1</article><cogs>1</cogs><price>1</price><expdate>1</expdate>
		<prices><price><pricelistid>1</pricelistid><price>1</price><more/></price></prices><more/>text</item>`))
	require.NoError(t, err)
	assertNoZeroField(t, c.rows[0])
	assertNoZeroField(t, c.rows[0].Prices[0])
	root, err := parse([]byte(`<root><success>1</success><id>1</id><itemid>1</itemid><warehouseid>1</warehouseid><isnew>1</isnew>
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

func TestGapsError(t *testing.T) {
	t.Parallel()
	gap := Gap{WarehouseID: 3, Position: 2, Unread: []shelfwire.Unread{{Field: "id", Raw: "x"}, {Field: "a", Raw: ""}}}
	var e GapsError
	e.add(gap)
	require.EqualError(t, &e, `incomplete: rows of stock without an id that can be read were left out: 1, first `+
		`warehouse 3, row 2: id "x", a ""`)
	for range 10_000 {
		e.add(gap)
	}
	require.ErrorIs(t, &e, shelfwire.ErrIncomplete)
	require.NotErrorIs(t, &e, shelfwire.ErrMalformed)
	require.ErrorContains(t, &e, "left out: 10001, first warehouse 3, row 2")
	assert.Len(t, e.Gaps, 10_000)
	assert.Equal(t, "incomplete: rows of stock without an id that can be read were left out: 0", new(GapsError).Error())
}
