package virtpos

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// collected is what a sink was told, in its order and in print: decimals must not be compared as values.
type collected struct {
	told []string
	rows []StockRow
	gaps []Gap
	done int
}

func (c *collected) sink() stockSink {
	return stockSink{
		warehouse: func(w WarehouseStock) { c.told = append(c.told, fmt.Sprintf("warehouse %d %q", w.ID, w.Name)) },
		row: func(row StockRow) bool {
			c.told = append(c.told, shown(row))
			c.rows = append(c.rows, row)
			return true
		},
		gap: func(gap Gap) {
			c.told = append(c.told, gap.String())
			c.gaps = append(c.gaps, gap)
		},
	}
}

func shown(row StockRow) string { return fmt.Sprintf("%+v", row) }

func (c *collected) read(body io.Reader) error { return c.readAsked(body, "", StoreQuery{}) }

// readAsked reads a response to a question, in the charset that Content-Type names.
func (c *collected) readAsked(body io.Reader, charset string, asked StoreQuery) error {
	return readStock(stockSource{
		body: body, charset: charset, asked: asked, itemDone: func() { c.done++ },
	}, c.sink())
}

func collect(document string) (c collected, err error) {
	err = c.read(strings.NewReader(document))
	return c, err
}

func number(s string) shelfwire.Opt[shelfwire.Decimal] {
	return shelfwire.Set(shelfwire.MustDecimal(s))
}

// sameItems are items, and the row that they are in whatever way they are written. The warehouse is 3, "Магазин 1".
var sameItems = []struct {
	name string
	xml  []string
	json []string
	rows []StockRow
}{
	{
		name: "the guide's",
		xml: []string{`<item><id>17007</id><quantity>2.000</quantity><available_quantity>1.000</available_quantity>
			<lot_number>12345</lot_number><name>63838 Корм для собак 2кг</name><article>63838</article><cogs>0.00</cogs>
			<price>1126.00</price><prices><price><pricelistid>4</pricelistid><price>1126.00</price></price>
			<price><pricelistid>3</pricelistid><price>866.00</price></price></prices></item>`},
		json: []string{
			`[{"id":17007,"quantity":2.000,"available_quantity":1.000,"lot_number":12345,"name":"63838 Корм для собак 2кг",
			"article":63838,"cogs":0.00,"price":1126.00,
			"prices":[{"pricelistid":4,"price":1126.00},{"pricelistid":3,"price":866.00}]}]`,
			`{"item":[{"id":"17007","quantity":"2.000","available_quantity":"1.000","lot_number":"12345",
			"name":"63838 \u041a\u043e\u0440\u043c для собак 2кг","article":"63838","cogs":"0.00","price":"1126.00",
			"prices":{"price":[{"pricelistid":"4","price":"1126.00"},{"pricelistid":"3","price":"866.00"}]}}]}`,
			`{"item":{"prices":{"4":{"price":"1126.00"},"3":866.00},"price":"1126.00","cogs":"0.00","article":"63838",
			"name":"63838 Корм для собак 2кг","lot_number":"12345","available_quantity":"1.000","quantity":"2.000",
			"id":"17007"}}`,
			`{"17007":{"quantity":"2.000","available_quantity":"1.000","lot_number":"12345","cogs":"0.00",
			"itemname":"63838 Корм для собак 2кг","article":"63838","price":"1126.00",
			"optionalprices":[{"price":{"pricelistid":4,"price":"1126.00"}},{"3":"866.00"}]}}`,
		},
		rows: []StockRow{{
			ItemID: 17007, OnHand: number("2.000"), Available: number("1.000"), LotNumber: "12345",
			Name: "63838 Корм для собак 2кг", Article: "63838", COGS: number("0.00"), Price: number("1126.00"),
			Prices: []ListPrice{{PriceListID: 4, Price: number("1126.00")}, {PriceListID: 3, Price: number("866.00")}},
		}},
	},
	{
		name: "nothing but an id",
		xml: []string{
			`<item><id>1</id></item>`,
			`<item><id> 1 </id><quantity/><available_quantity></available_quantity><lot_number> </lot_number><name/><itemname/>
			<article/><cogs/><price/><prices/><optionalprices></optionalprices><expdate/></item>`,
			`<item><!-- one --><id><?php two ?>1</id><quantity><!-- none --></quantity><prices><price/></prices></item>`,
		},
		json: []string{
			`[{"id":1}]`, `{"item":{"id":"1"}}`, `{"id":1}`,
			`{"1":{}}`, `{"1":null}`, `{"1":""}`, `{"1":[]}`, `{"0":{"id":" 1 "}}`, `{"1":{"id":null}}`,
			`[{"id":1,"quantity":null,"available_quantity":"","lot_number":[],"name":{},"article":" ","cogs":null,"price":"",
			"prices":[],"optionalprices":{},"expdate":null}]`,
			`[{"id":[1],"prices":null,"optionalprices":""}]`,
			`[{"prices":{"price":[]},"optionalprices":[[]],"id":1}]`,
		},
		rows: []StockRow{{ItemID: 1}},
	},
	{
		name: "no items",
		json: []string{`[]`, `{"item":[]}`},
		xml:  []string{``, ` <!-- none --> `},
	},
	{
		name: "lots of one item",
		xml: []string{`<item><id>7</id><lot_number>A</lot_number><quantity>1</quantity><expdate>2027-01-31</expdate></item>
			<item><id>7</id><lot_number>B</lot_number><quantity>-2.50</quantity></item>`},
		json: []string{
			`[{"id":7,"lot_number":"A","quantity":1,"expdate":"2027-01-31"},{"id":7,"lot_number":"B","quantity":-2.50}]`,
			`{"item":[{"id":7,"lot_number":"A","quantity":"1","expdate":"2027-01-31"},
			{"id":"7","lot_number":"B","quantity":"-2.50"}]}`,
			`{"7":[{"lot_number":"A","quantity":"1","expdate":"2027-01-31"},{"lot_number":"B","quantity":"-2.50"}]}`,
			`{"0":{"id":7,"lot_number":"A","quantity":"1","expdate":"2027-01-31"},
			"1":{"id":7,"lot_number":"B","quantity":"-2.50"}}`,
		},
		rows: []StockRow{
			{ItemID: 7, LotNumber: "A", OnHand: number("1"), ExpiryDate: "2027-01-31"},
			{ItemID: 7, LotNumber: "B", OnHand: number("-2.50")},
		},
	},
	{
		name: "unknown elements",
		xml: []string{`<item><turnovercalc>3.5</turnovercalc><id>7</id><flag>1</flag><off>0</off><none/>
			<tag>a</tag><tag>b</tag><deep x="1"><er><est> x </est><est/></er><er><a>1</a></er></deep></item>`},
		json: []string{
			`[{"turnovercalc":3.5,"id":7,"flag":true,"off":false,"none":null,"tag":["a","b"],
			"deep":{"er":[{"est":[" x ",null]},{"a":1}]}}]`,
			`[{"turnovercalc":"3.5","id":"7","flag":1,"off":"0","none":[],"tag":"a","tag":["b"],
			"deep":{"er":{"est":["x",{}]},"er":{"a":"1"}}}]`,
			`{"turnovercalc":"3.5","id":"7","flag":1,"off":"0","none":"","tag":["a","b"],
			"deep":{"er":[{"est":["x",""]},{"a":"1"}]}}`,
		},
		rows: []StockRow{{ItemID: 7, Extra: []Element{
			{Name: "turnovercalc", Text: "3.5"},
			{Name: "flag", Text: "1"},
			{Name: "off", Text: "0"},
			{Name: "none"},
			{Name: "tag", Text: "a"},
			{Name: "tag", Text: "b"},
			{Name: "deep", Children: []Element{
				{Name: "er", Children: []Element{{Name: "est", Text: "x"}, {Name: "est"}}},
				{Name: "er", Children: []Element{{Name: "a", Text: "1"}}},
			}},
		}}},
	},
	{
		name: "lists within lists",
		xml:  []string{`<item><id>7</id><a><a>1</a><a>2</a></a><a/><a><a>3</a></a></item>`},
		json: []string{`[{"id":7,"a":[[1,2],[],[3]]}]`, `[{"id":7,"a":[{"a":[1,"2"]},null,{"a":3}]}]`},
		rows: []StockRow{{ItemID: 7, Extra: []Element{
			{Name: "a", Children: []Element{{Name: "a", Text: "1"}, {Name: "a", Text: "2"}}},
			{Name: "a"},
			{Name: "a", Children: []Element{{Name: "a", Text: "3"}}},
		}}},
	},
	{
		name: "prices in a form of their own",
		xml: []string{
			`<item><id>7</id><prices>10.00</prices><optionalprices><list><id>1</id></list></optionalprices></item>`,
		},
		json: []string{`[{"id":7,"prices":10.00,"optionalprices":{"list":{"id":1}}}]`},
		rows: []StockRow{{ItemID: 7, Extra: []Element{
			{Name: "prices", Text: "10.00"},
			{Name: "optionalprices", Children: []Element{{Name: "list", Children: []Element{{Name: "id", Text: "1"}}}}},
		}}},
	},
	{
		name: "prices in two forms at once",
		json: []string{`[{"id":7,"prices":{"4":1,"price":2},"optionalprices":{"pricelistid":4,"5":1}}]`},
		rows: []StockRow{{ItemID: 7, Extra: []Element{
			{Name: "prices", Children: []Element{{Name: "4", Text: "1"}, {Name: "price", Text: "2"}}},
			{Name: "optionalprices", Children: []Element{{Name: "pricelistid", Text: "4"}, {Name: "5", Text: "1"}}},
		}}},
	},
	{
		name: "a price that is not set, and one by a list with a name",
		xml: []string{`<item><id>7</id><prices><price><pricelistid>4</pricelistid><price/></price></prices><optionalprices>
			<price><name>Опт</name><price>5</price><pricelistid>6</pricelistid></price></optionalprices></item>`},
		json: []string{
			`[{"id":7,"prices":[{"pricelistid":4,"price":null}],"optionalprices":{"pricelistid":6,"price":5,"name":"Опт"}}]`,
			`[{"id":7,"prices":{"0":{"pricelistid":4}},"optionalprices":{"6":{"price":5,"name":"Опт"}}}]`,
		},
		rows: []StockRow{{ItemID: 7, Prices: []ListPrice{
			{PriceListID: 4}, {PriceListID: 6, Price: number("5"), Extra: []Element{{Name: "name", Text: "Опт"}}},
		}}},
	},
	{
		name: "prices without a price list",
		xml: []string{
			`<item><id>7</id><prices><price><price>1</price></price><price><pricelistid>0</pricelistid></price>
			<price>2</price><price><pricelistid/><price/></price></prices></item>`,
		},
		json: []string{
			`[{"id":7,"prices":[{"price":1},{"pricelistid":0},{"price":2},{"price":null}]}]`,
			`[{"id":7,"prices":{"price":[{"price":1},{"pricelistid":"0"},2,{"pricelistid":null}]}}]`,
		},
		rows: []StockRow{{ItemID: 7, Prices: []ListPrice{{Price: number("1")}, {}, {Price: number("2")}}}},
	},
	{
		name: "prices by keys that are no price list",
		json: []string{`[{"id":7,"prices":{"0":{"price":1},"99999999999999999999":2,"5":{"price":null}}}]`},
		rows: []StockRow{{ItemID: 7, Prices: []ListPrice{{Price: number("1")}, {Price: number("2")}, {PriceListID: 5}}}},
	},
	{
		name: "whole numbers in other forms",
		xml:  []string{`<item><id>7.0</id><prices><pricelistid>4.00</pricelistid></prices></item>`},
		json: []string{`[{"id":7.0,"prices":{"pricelistid":4e0}}]`, `[{"id":"7.00","prices":{"pricelistid":"4.0"}}]`},
		rows: []StockRow{{ItemID: 7, Prices: []ListPrice{{PriceListID: 4}}}},
	},
	{
		name: "entities and what else is written in two ways",
		xml: []string{
			`<item><id>7</id><name>&lt;&quot;A&amp;B&#39;&#x20AC;&gt;</name><article>0010</article></item>`,
			`<item><id>7</id><name><![CDATA[<"A&B'€>]]></name><article>00<!-- -->10</article></item>`,
			`<x:item xmlns:x="y"><x:id no="8">7</x:id><name>&lt;"A<![CDATA[&B'€]]>&gt;</name>
			<article>00<?x y?>10</article></x:item>`,
		},
		json: []string{
			`[{"id":7,"name":"<\"A&B'€>","article":"0010"}]`,
			`[{"id":7,"name":"\u003c\"A\u0026B'\u20ac>","article":"0010"}]`,
		},
		rows: []StockRow{{ItemID: 7, Name: `<"A&B'€>`, Article: "0010"}},
	},
	{
		name: "numbers that no float holds",
		xml: []string{`<item><id>9223372036854775807</id><quantity>12345678901234567890.123456789012345678</quantity>
			<price>0.10</price><cogs>1e3</cogs></item>`},
		json: []string{
			`[{"id":9223372036854775807,"quantity":12345678901234567890.123456789012345678,"price":0.10,"cogs":1e3}]`,
			`[{"id":"9223372036854775807","quantity":"12345678901234567890.123456789012345678","price":"0.10","cogs":"1e3"}]`,
		},
		rows: []StockRow{{
			ItemID: 9223372036854775807, OnHand: number("12345678901234567890.123456789012345678"),
			Price: number("0.10"), COGS: number("1000"),
		}},
	},
	{
		name: "the first of two names",
		xml:  []string{`<item><id>7</id><name/><itemname>A</itemname><name>B</name></item>`},
		json: []string{`[{"id":7,"name":"","itemname":"A","name":"B"}]`},
		rows: []StockRow{{ItemID: 7, Name: "A"}},
	},
}

func TestSameRowsInBothFormats(t *testing.T) {
	t.Parallel()
	for _, tc := range sameItems {
		want := []string{`warehouse 3 "Магазин 1"`}
		for _, row := range tc.rows {
			row.WarehouseID, row.WarehouseName = 3, "Магазин 1"
			want = append(want, shown(row))
		}
		var documents []string
		for _, items := range tc.xml {
			documents = append(documents, inXML(items))
		}
		for _, items := range tc.json {
			documents = append(documents, inJSON(items))
		}
		for i, document := range documents {
			t.Run(fmt.Sprintf("%s/%d", tc.name, i), func(t *testing.T) {
				t.Parallel()
				c, err := collect(document)
				require.NoError(t, err, document)
				assert.Equal(t, want, c.told, document)
				assert.Equal(t, 1+len(tc.rows), c.done)
			})
		}
	}
}

func inXML(items string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><root><success>1</success><type>store</type><count>1</count>
		<warehouses><warehouse><id>3</id><name>Магазин 1</name><items>` + items +
		`</items></warehouse></warehouses></root>`
}

func inJSON(items string) string {
	return `{"success":1,"type":"store","count":1,
		"warehouses":[{"id":3,"name":"Магазин 1","items":` + items + `}]}`
}

// sameStock are whole responses, as sameItems are items.
var sameStock = []struct {
	name      string
	documents []string
	told      []string
}{
	{
		name: "no warehouses",
		documents: []string{
			`<root><success>1</success><warehouses/></root>`,
			`<root><warehouses></warehouses><success> 1 </success></root>`,
			`<root><success>1</success><type>Store</type><count>0</count><warehouses> <!-- none --> </warehouses></root>`,
			`<root><success>1.0</success><count>none</count><warehouses/></root>`,
			`{"success":1,"warehouses":[]}`, `{"success":true,"warehouses":[]}`, `{"warehouses":[],"success":"1"}`,
			`{"success":" 1 ","warehouses":[]}`, `{"success":1,"warehouses":{"warehouse":[]}}`,
			`{"success":1.0,"warehouses":[]}`, `{"success":"true","warehouses":[]}`, `{"success":1e0,"warehouses":[]}`,
			`{"root":{"success":1,"warehouses":[]}}`,
			"\xef\xbb\xbf \n" + `{"success":1,"warehouses":[]}` + "\n ",
			"\xef\xbb\xbf" + ` <?xml version="1.0"?> <!-- x --> <root><success>1</success><warehouses/></root> ` +
				` <!-- y --> <?z ?> `,
		},
	},
	{
		name: "several warehouses, two of them empty",
		documents: []string{
			`<root><success>1</success><warehouses><warehouse><name>A</name><id>1</id><items/></warehouse>
			<warehouse><count>1</count><id>2</id><items><item><id>5</id></item></items></warehouse>
			<warehouse><items></items><id>3</id><name>C</name></warehouse></warehouses></root>`,
			`{"success":1,"warehouses":[{"name":"A","id":1,"items":[]},{"count":1,"id":"2","items":[{"id":5}]},
			{"items":[],"id":3,"name":"C"}]}`,
			`{"warehouses":{"warehouse":[{"name":"A","id":"1","items":[]},{"id":"2","name":"","items":{"item":{"id":"5"}}},
			{"items":{"item":[]},"id":"3","name":"C"}]},"success":"1"}`,
			`{"warehouses":{"1":{"name":"A","items":[]},"2":{"items":{"5":[]}},"3":{"items":[],"name":"C","id":3}},"success":true}`,
			`{"root":{"success":1,"x":[[{"y":-1.5e999}]],"warehouses":{"7":{"id":1.0,"name":"A","items":[]},
			"8":{"id":2,"items":[{"id":5}]},"9":{"id":3,"name":"C","more":{"items":[1,2]},"items":[]}}}}`,
			`{"success":1,"count":3,"warehouses":[{"name":"A","id":1,"items":[],"count":4},{"id":2,"items":[{"id":5}]},
			{"items":[],"id":3,"name":"C","count":"0"}]}`,
		},
		told: []string{
			`warehouse 1 "A"`, `warehouse 2 ""`, shown(StockRow{WarehouseID: 2, ItemID: 5}), `warehouse 3 "C"`,
		},
	},
	{
		name: "one warehouse",
		documents: []string{
			`<root><warehouses><warehouse><id>3</id><name>C</name><items><item><id>5</id></item></items></warehouse></warehouses>
			<success>1</success><type/><info/></root>`,
			`{"warehouses":{"id":3,"name":"C","items":{"id":5}},"success":1,"type":"","info":null}`,
			`{"warehouses":{"name":"C","id":3,"items":[{"id":5}]},"success":1,"type":null,"info":[]}`,
			`{"warehouses":{"warehouse":{"name":"C","id":3,"items":{"item":{"id":5}}}},"success":1}`,
			`{"warehouses":{"3":{"name":"C","items":[{"id":5}],"id":3}},"success":1}`,
		},
		told: []string{`warehouse 3 "C"`, shown(StockRow{WarehouseID: 3, WarehouseName: "C", ItemID: 5})},
	},
}

func TestSameStockInBothFormats(t *testing.T) {
	t.Parallel()
	for _, tc := range sameStock {
		for i, document := range tc.documents {
			t.Run(fmt.Sprintf("%s/%d", tc.name, i), func(t *testing.T) {
				t.Parallel()
				c, err := collect(document)
				require.NoError(t, err, document)
				assert.Equal(t, tc.told, c.told, document)
			})
		}
	}
}
