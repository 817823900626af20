package virtpos

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// malformedItems stand among items and are none. A good item, row 1, comes before each.
var malformedItems = []struct{ name, xml, json, says string }{
	{"another element in the list", `<itm><id>7</id></itm>`, "", "<itm> in a list of <item>"},
	{"text in the list", `Fatal error <b>x</b>`, "", "Fatal error"},
	{"deep", `<item><id>7</id>` + strings.Repeat("<a>", 60) + strings.Repeat("</a>", 60) + `</item>`,
		`{"id":7,"a":` + strings.Repeat(`{"a":`, 60) + "1" + strings.Repeat("}", 60) + `}`, "too deep"},
	{"deep lists", "", `{"id":7,"a":` + strings.Repeat(`[`, 60) + strings.Repeat("]", 60) + `}`, "too deep"},
	{"many elements", `<item><id>7</id>` + strings.Repeat("<a/>", maxNodes) + `</item>`,
		`{"id":7,"a":[0` + strings.Repeat(",0", maxNodes) + `]}`, "too large"},
}

func TestReadStock_MalformedItems(t *testing.T) {
	t.Parallel()
	for _, tc := range malformedItems {
		for format, document := range inBothFormats(tc.xml, tc.json) {
			t.Run(tc.name+"/"+format, func(t *testing.T) {
				t.Parallel()
				c, err := collectStock(document)
				require.ErrorContains(t, err, tc.says)
				assert.Len(t, c.rows, 1)
				if !strings.Contains(tc.says, " in a list") && tc.name != "text in the list" {
					assert.ErrorContains(t, err, "warehouse 3, row 2")
				}
			})
		}
	}
}

// malformedStock are whole responses that are no stock. Some deliver rows first.
var malformedStock = []struct {
	name, document string
	rows           int
	says           []string
}{
	{"nothing", "", 0, []string{"empty"}},
	{"spaces", " \r\n\t", 0, []string{"empty"}},
	{"more spaces", strings.Repeat(" ", 1<<20), 0, []string{"spaces"}},
	{"words", "Access denied", 0, []string{"neither XML nor"}},
	{"list in JSON", `[{"success":1,"warehouses":[]}]`, 0, []string{"neither XML nor"}},
	{"text in JSON", `"x"`, 0, []string{"neither XML nor"}},
	{"UTF-16", "\xff\xfe<\x00r\x00", 0, []string{"neither XML nor"}},

	{"HTML", `<!DOCTYPE html><html><body>502</body></html>`, 0, []string{"line 1", "<!…>"}},
	{"HTML without a type", "\n<html><body>502</body></html>", 0, []string{"line 2", "<html>", "<root>"}},
	{"another root", `<response><success>1</success><warehouses/></response>`, 0, []string{"<response>"}},
	{"name of the root in other case", `<Root><success>1</success><warehouses/></Root>`, 0, []string{"<Root>"}},
	{"text before the root", `<?xml version="1.0"?>Warning <root/>`, 0, []string{"Warning"}},
	{"end before the root", `</root>`, 0, []string{"root"}},
	{"no root", `<!-- nothing -->`, 0, []string{"breaks off"}},
	{"entities of its own",
		`<!DOCTYPE root [<!ENTITY a "b">]><root><success>1</success><warehouses/></root>`, 0, []string{"<!…>"}},
	{"unknown entity",
		wrapXML(`<item><id>1</id></item><item><id>2</id><name>a&nbsp;b</name></item>`), 1, []string{"row 2", "no XML"}},
	{"mismatched tags",
		wrapXML("<item><id>1</id></item>\n<item><id>2</quantity></item>"), 1, []string{"line 3", "row 2", "</quantity>"}},
	{"mismatched prefix", wrapXML(`<a:item><id>1</id></b:item>`), 0, []string{"</item>"}},
	{"unquoted attribute", wrapXML(`<item a=b><id>1</id></item>`), 0, []string{"no XML"}},
	{"control character", wrapXML("<item><id>1</id><name>\x01</name></item>"), 0, []string{"no XML"}},
	{"declaration in the middle", wrapXML(`<item><id>1</id></item><?xml version="1.0"?>`), 1, []string{"declaration"}},
	{"declaration behind a comment", `<!-- --><?xml version="1.0"?><root><success>1</success><warehouses/></root>`, 0,
		[]string{"declaration"}},
	{"two roots", wrapXML(`<item><id>1</id></item>`) + `<root/>`, 1, []string{"follows"}},
	{"text behind the root", wrapXML(`<item><id>1</id></item>`) + ` x`, 1, []string{`"x"`}},
	{"text in the root", `<root>Notice: x<success>1</success><warehouses/></root>`, 0, []string{"Notice"}},
	{"text for the list", `<root><success>1</success><warehouses>none</warehouses></root>`, 0, []string{"none"}},
	{"text in a warehouse",
		`<root><success>1</success><warehouses><warehouse><id>1</id>x</warehouse></warehouses></root>`, 0,
		[]string{"warehouse 1", `"x"`}},
	{"another element among the warehouses", `<root><success>1</success><warehouses><shop/></warehouses></root>`, 0,
		[]string{"<shop>", "<warehouse>"}},
	{"deep without items", `<root><success>1</success>` + strings.Repeat("<a>", 100), 0, []string{"too deep"}},

	{"no list", `<root><success>1</success><type>store</type></root>`, 0, []string{"no list of warehouses"}},
	{"no list in JSON", `{"success":1,"type":"store"}`, 0, []string{"no list of warehouses"}},
	{"empty root", `<root/>`, 0, []string{"success"}},
	{"empty object", `{}`, 0, []string{"success"}},
	{"empty root in JSON", `{"root":null}`, 0, []string{"success"}},
	{"a list too deep",
		`<root><success>1</success><data><warehouses/></data></root>`, 0, []string{"no list of warehouses"}},
	{"a root in the root", `{"root":{"root":{"success":1,"warehouses":[]}}}`, 0, []string{"success"}},
	{"another type",
		`<root><success>1</success><type>warehouse</type><warehouses><warehouse><id>1</id></warehouse></warehouses></root>`,
		0, []string{`"warehouse"`, "not store"}},
	{"another type at the end",
		strings.Replace(wrapXML(`<item><id>1</id></item>`), "</root>", "<type>x</type></root>", 1), 1, nil},
	{"another type in JSON", `{"type":"item","success":1,"warehouses":[]}`, 0, []string{`"item"`}},
	{"another type behind the list",
		`{"success":1,"warehouses":[{"id":1,"items":[{"id":1}]}],"type":"item"}`, 1, []string{`"item"`}},

	{"warehouse without an id",
		`<root><success>1</success><warehouses><warehouse/></warehouses></root>`, 0, []string{"without an id"}},
	{"warehouse without an id in JSON", `{"success":1,"warehouses":[null]}`, 0, []string{"without an id"}},
	{"warehouse with id 0", `{"success":1,"warehouses":{"0":[]}}`, 0, []string{`id "0"`}},
	{"warehouse with a key too large for an id",
		`{"success":1,"warehouses":{"9223372036854775808":{"items":[]}}}`, 0, []string{`id "9223372036854775808"`}},
	{"warehouse with a bad id", `{"success":1,"warehouses":[{"id":"a"}]}`, 0, []string{`id "a"`}},
	{"warehouse with true for an id", `{"success":1,"warehouses":[{"id":true,"items":[]}]}`, 0, []string{`id "true"`}},
	{"warehouse with elements in its id", `{"success":1,"warehouses":[{"id":{"a":1}}]}`, 0, []string{`id "<a>1</a>"`}},
	{"warehouse with two ids", `{"success":1,"warehouses":[{"id":1,"id":2}]}`, 0, []string{"comes twice"}},
	{"warehouse with the same id twice", `{"success":1,"warehouses":[{"id":1,"id":1,"items":[]}]}`, 0, []string{"comes twice"}},
	{"items before the warehouse's id",
		`<root><success>1</success><warehouses><warehouse><items><item><id>1</id></item></items>
		<id>1</id></warehouse></warehouses></root>`, 0, []string{"before its id"}},
	{"items before the warehouse's id in JSON",
		`{"success":1,"warehouses":[{"items":[{"id":1}],"id":1}]}`, 0, []string{"before its id"}},
	{"items before the warehouse's id, which is not its key",
		`{"success":1,"warehouses":{"1":{"items":[{"id":1}],"id":2}}}`, 1,
		[]string{"warehouse 2", `"1"`}},

	{"null for the list", `{"success":1,"type":"store","warehouses":null}`, 0, []string{"no list of warehouses"}},
	{"nothing for the list", `{"success":1,"type":"store","warehouses":""}`, 0, []string{"no list of warehouses"}},
	{"an empty object for the list", `{"success":1,"warehouses":{}}`, 0, []string{"no list of warehouses"}},
	{"null for the wrapped list", `{"success":1,"warehouses":{"warehouse":null}}`, 0, []string{"no list of warehouses"}},
	{"an error for the list", `{"success":1,"warehouses":{"error":"query timeout"}}`, 0, []string{"without an id"}},
	{"null for items", wrapJSON(`null`), 0, []string{"no list of items", "warehouse 3"}},
	{"nothing for items", wrapJSON(`""`), 0, []string{"no list of items"}},
	{"an empty object for items", wrapJSON(`{}`), 0, []string{"no list of items"}},
	{"null for the wrapped items", wrapJSON(`{"item":null}`), 0, []string{"no list of items"}},
	{"an empty object for the wrapped items", wrapJSON(`{"item":{}}`), 0, []string{"no list of items"}},
	{"an error for items", wrapJSON(`{"error":"query timeout"}`), 0, []string{"no list of items", "warehouse 3"}},
	{"an error for the wrapped items", wrapJSON(`{"item":{"error":"query timeout"}}`), 0, []string{"no list of items"}},
	{"no items", `<root><success>1</success><warehouses><warehouse><id>3</id></warehouse></warehouses></root>`, 0,
		[]string{"no list of items", "warehouse 3"}},
	{"no items in JSON", `{"success":1,"warehouses":{"3":{"name":"C"}}}`, 0, []string{"no list of items"}},
	{"warehouses that are counted and not listed",
		`<root><success>1</success><count>2</count><warehouses/></root>`, 0, []string{"counts 2", "incomplete"}},
	{"warehouses that are counted behind the list", `{"success":1,"warehouses":[],"count":"1"}`, 0, []string{"counts 1"}},
	{"items that are counted and not listed", `<root><success>1</success><count>1</count><warehouses><warehouse><id>1</id>
		<count>12</count><items/></warehouse><warehouse><id>2</id><items/><count>3</count></warehouse></warehouses></root>`, 0,
		[]string{"counts 15 rows"}},

	{"JSON without a comma", `{"success":1 "warehouses":[]}`, 0, []string{"no JSON"}},
	{"JSON with a comma too many", wrapJSON(`[{"id":1},]`), 1, []string{"no JSON", "byte"}},
	{"JSON with wrong brackets", `{"success":1,"warehouses":[}`, 0, []string{"no JSON"}},
	{"two JSON documents", wrapJSON(`[{"id":1}]`) + "\n{}", 1, []string{"follows"}},
	{"JSON and words", wrapJSON(`[{"id":1}]`) + "\n<br />", 1, []string{"no JSON"}},
	{"JSON with a number for the list", `{"success":1,"warehouses":5}`, 0, []string{`"5"`, "warehouse"}},
	{"JSON with a word for the list", `{"success":1,"warehouses":"none"}`, 0, []string{`"none"`, "warehouse"}},
	{"JSON with a word for items", wrapJSON(`"none"`), 0, []string{`"none"`, "item"}},
	{"JSON with a word for a warehouse", `{"success":1,"warehouses":[1]}`, 0, []string{`"1"`, "object"}},
	{"JSON with a list for a warehouse", `{"success":1,"warehouses":[[1]]}`, 0, []string{"list", "object"}},
	{"JSON with false for a list", wrapJSON(`false`), 0, []string{`"false"`}},
	{"JSON with more beside a wrapped list", wrapJSON(`{"item":[{"id":1}],"total":1}`), 1, []string{`"total"`, "item"}},
	{"JSON with words beside ids", wrapJSON(`{"1":{},"total":1}`), 1, []string{`"total"`, "item"}},
	{"JSON with an id beside a wrapped list", wrapJSON(`{"item":[],"2":{}}`), 0, []string{`"2"`, "item"}},
	{"JSON with a wrapped list beside an id", wrapJSON(`{"1":{},"item":[]}`), 1, []string{`"item"`}},
	{"deep wrappers in JSON", wrapJSON(strings.Repeat(`{"item":`, 100)), 0, []string{"too deep"}},
	{"text behind a row", wrapXML(`<item><id>1</id></item>x`), 1, []string{"warehouse 3, after row 1", `"x"`}},
	{"deep in a warehouse in JSON", `{"success":1,"warehouses":[{"id":7,"a":` + strings.Repeat("[", 62) +
		strings.Repeat("]", 62) + `,"items":[{"id":1}]}]}`, 0, []string{"too deep"}},
	{"deep in JSON without items", `{"success":1,"a":` + strings.Repeat("[", 100), 0, []string{"too deep"}},
}

func TestReadStock_MalformedStock(t *testing.T) {
	t.Parallel()
	for _, tc := range malformedStock {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c, err := collectStock(tc.document)
			require.Error(t, err)
			for _, says := range tc.says {
				assert.ErrorContains(t, err, says)
			}
			assert.Len(t, c.rows, tc.rows)
		})
	}
}
