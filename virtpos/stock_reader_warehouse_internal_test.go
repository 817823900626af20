package virtpos

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sameStock are whole responses in several forms that give the same stock.
var sameStock = []struct {
	name      string
	documents []string
	events    []string
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
		events: []string{
			`warehouse 1 "A"`, `warehouse 2 ""`, formatStockRow(StockRow{WarehouseID: 2, ItemID: 5}), `warehouse 3 "C"`,
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
		events: []string{`warehouse 3 "C"`, formatStockRow(StockRow{WarehouseID: 3, WarehouseName: "C", ItemID: 5})},
	},
}

func TestReadStock_SameStockInBothFormats(t *testing.T) {
	t.Parallel()
	for _, tc := range sameStock {
		for i, document := range tc.documents {
			t.Run(fmt.Sprintf("%s/%d", tc.name, i), func(t *testing.T) {
				t.Parallel()
				c, err := collectStock(document)
				require.NoError(t, err, document)
				assert.Equal(t, tc.events, c.events, document)
			})
		}
	}
}
