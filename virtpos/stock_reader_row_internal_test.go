package virtpos

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sameItems are items in several forms, and the row that each form gives. The warehouse is 3, "Магазин 1".
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
			ItemID: 17007, OnHand: setNumber("2.000"), Available: setNumber("1.000"), LotNumber: "12345",
			Name: "63838 Корм для собак 2кг", Article: "63838", COGS: setNumber("0.00"), Price: setNumber("1126.00"),
			Prices: []ListPrice{{PriceListID: 4, Price: setNumber("1126.00")}, {PriceListID: 3, Price: setNumber("866.00")}},
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
			{ItemID: 7, LotNumber: "A", OnHand: setNumber("1"), ExpiryDate: "2027-01-31"},
			{ItemID: 7, LotNumber: "B", OnHand: setNumber("-2.50")},
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
			{PriceListID: 4}, {PriceListID: 6, Price: setNumber("5"), Extra: []Element{{Name: "name", Text: "Опт"}}},
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
		rows: []StockRow{{ItemID: 7, Prices: []ListPrice{{Price: setNumber("1")}, {}, {Price: setNumber("2")}}}},
	},
	{
		name: "prices by keys that are no price list",
		json: []string{`[{"id":7,"prices":{"0":{"price":1},"99999999999999999999":2,"5":{"price":null}}}]`},
		rows: []StockRow{{ItemID: 7, Prices: []ListPrice{{Price: setNumber("1")}, {Price: setNumber("2")}, {PriceListID: 5}}}},
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
			ItemID: 9223372036854775807, OnHand: setNumber("12345678901234567890.123456789012345678"),
			Price: setNumber("0.10"), COGS: setNumber("1000"),
		}},
	},
	{
		name: "the first of two names",
		xml:  []string{`<item><id>7</id><name/><itemname>A</itemname><name>B</name></item>`},
		json: []string{`[{"id":7,"name":"","itemname":"A","name":"B"}]`},
		rows: []StockRow{{ItemID: 7, Name: "A"}},
	},
}

func TestReadStock_SameRowsInBothFormats(t *testing.T) {
	t.Parallel()
	for _, tc := range sameItems {
		want := []string{`warehouse 3 "Магазин 1"`}
		for _, row := range tc.rows {
			row.WarehouseID, row.WarehouseName = 3, "Магазин 1"
			want = append(want, formatStockRow(row))
		}
		var documents []string
		for _, items := range tc.xml {
			documents = append(documents, wrapXML(items))
		}
		for _, items := range tc.json {
			documents = append(documents, wrapJSON(items))
		}
		for i, document := range documents {
			t.Run(fmt.Sprintf("%s/%d", tc.name, i), func(t *testing.T) {
				t.Parallel()
				c, err := collectStock(document)
				require.NoError(t, err, document)
				assert.Equal(t, want, c.events, document)
				assert.Equal(t, 1+len(tc.rows), c.done)
			})
		}
	}
}
