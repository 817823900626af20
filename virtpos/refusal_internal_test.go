package virtpos

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// badItems are items that nobody can tell the meaning of. Before them stands a good one, of row 1.
var badItems = []struct{ name, xml, json, says string }{
	{"no id", `<item><quantity>1</quantity></item>`, `{"quantity":1}`, "without id"},
	{"empty item", `<item/>`, `null`, "without id"},
	{"empty id", `<item><id/></item>`, `{"id":""}`, "without id"},
	{"text for an item", `<item>7</item>`, `7`, `"7"`},
	{"text beside elements", `<item>Warning: x<id>7</id></item>`, "", "Warning: x"},
	{"id 0", `<item><id>0</id></item>`, `{"id":0}`, `id "0"`},
	{"negative id", `<item><id>-7</id></item>`, `{"id":-7}`, `id "-7"`},
	{"fraction for an id", `<item><id>7.0</id></item>`, `{"id":7.0}`, `id "7.0"`},
	{"id too large",
		`<item><id>9223372036854775808</id></item>`, `{"id":9223372036854775808}`, `id "9223372036854775808"`},
	{"word for an id", `<item><id>seven</id></item>`, `{"id":"seven"}`, `id "seven"`},
	{"id with elements", `<item><id>7<b/></id></item>`, `{"id":{"b":1}}`, "id holds elements"},
	{"id twice", `<item><id>7</id><id>7</id></item>`, `{"id":7,"id":7}`, "id comes twice"},
	{"list for an id", "", `{"id":[7,8]}`, "id comes twice"},
	{"quantity twice", `<item><id>7</id><quantity>1</quantity><quantity>2</quantity></item>`,
		`{"id":7,"quantity":[1,2]}`, "quantity comes twice"},
	{"price twice",
		`<item><id>7</id><price>1</price><price>2</price></item>`, `{"id":7,"price":1,"price":2}`, "price comes twice"},
	{"lot twice", `<item><id>7</id><lot_number>1</lot_number><lot_number>2</lot_number></item>`,
		`{"id":7,"lot_number":1,"lot_number":2}`, "lot_number comes twice"},
	{"word for a quantity",
		`<item><id>7</id><quantity>many</quantity></item>`, `{"id":7,"quantity":"many"}`, `quantity "many"`},
	{"decimal comma", `<item><id>7</id><price>1,5</price></item>`, `{"id":7,"price":"1,5"}`, `price "1,5"`},
	{"not a number", `<item><id>7</id><cogs>NaN</cogs></item>`, `{"id":7,"cogs":"NaN"}`, `cogs "NaN"`},
	{"number with elements", `<item><id>7</id><available_quantity><x/></available_quantity></item>`,
		`{"id":7,"available_quantity":{"x":1}}`, "available_quantity holds elements"},
	{"text with elements",
		`<item><id>7</id><article>a<b/></article></item>`, `{"id":7,"article":{"b":1}}`, "article holds elements"},
	{"name with elements", `<item><id>7</id><name>a<b/></name></item>`, `{"id":7,"name":{"b":1}}`, "name holds elements"},
	{"price without a list", `<item><id>7</id><prices><price><price>1</price></price></prices></item>`,
		`{"id":7,"prices":{"price":[{"price":1}]}}`, "pricelistid"},
	{"price of list 0", `<item><id>7</id><prices><price><pricelistid>0</pricelistid></price></prices></item>`,
		`{"id":7,"prices":{"0":{"price":1}}}`, `pricelistid "0"`},
	{"text for a price in a list", `<item><id>7</id><prices><price>1</price></prices></item>`,
		`{"id":7,"prices":{"price":1}}`, "pricelistid"},
	{"bad price in a list",
		`<item><id>7</id><prices><price><pricelistid>1</pricelistid><price>x</price></price></prices></item>`,
		`{"id":7,"optionalprices":{"1":"x"}}`, `"x"`},
	{"price in a list twice",
		`<item><id>7</id><prices><pricelistid>1</pricelistid><price>1</price><price>2</price></prices></item>`,
		`{"id":7,"prices":{"pricelistid":1,"price":[1,2]}}`, "price comes twice"},
	{"another element in the list", `<itm><id>7</id></itm>`, "", "<itm> in a list of <item>"},
	{"text in the list", `Fatal error <b>x</b>`, "", "Fatal error"},
	{"deep", `<item><id>7</id>` + strings.Repeat("<a>", 60) + strings.Repeat("</a>", 60) + `</item>`,
		`{"id":7,"a":` + strings.Repeat(`{"a":`, 60) + "1" + strings.Repeat("}", 60) + `}`, "too deep"},
	{"deep lists", "", `{"id":7,"a":` + strings.Repeat(`[`, 60) + strings.Repeat("]", 60) + `}`, "too deep"},
	{"many elements", `<item><id>7</id>` + strings.Repeat("<a/>", maxNodes) + `</item>`,
		`{"id":7,"a":[0` + strings.Repeat(",0", maxNodes) + `]}`, "too large"},
}

func TestBadItems(t *testing.T) {
	t.Parallel()
	for _, tc := range badItems {
		documents := map[string]string{}
		if tc.xml != "" {
			documents["XML"] = inXML("<item><id>1</id></item>" + tc.xml)
		}
		if tc.json != "" {
			documents["JSON"] = inJSON(`[{"id":1},` + tc.json + `]`)
			documents["wrapped JSON"] = inJSON(`{"item":[{"id":1},` + tc.json + `]}`)
		}
		for format, document := range documents {
			t.Run(tc.name+"/"+format, func(t *testing.T) {
				t.Parallel()
				c, err := collect(document)
				require.ErrorContains(t, err, tc.says)
				assert.Len(t, c.rows, 1)
				if !strings.Contains(tc.says, " in a list") && tc.name != "text in the list" {
					assert.ErrorContains(t, err, "warehouse 3, row 2")
				}
			})
		}
	}
}

// badStock are whole replies that are no stock. Some deliver rows before that shows.
var badStock = []struct {
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
		inXML(`<item><id>1</id></item><item><id>2</id><name>a&nbsp;b</name></item>`), 1, []string{"row 2", "no XML"}},
	{"mismatched tags",
		inXML("<item><id>1</id></item>\n<item><id>2</quantity></item>"), 1, []string{"line 3", "row 2", "</quantity>"}},
	{"mismatched prefix", inXML(`<a:item><id>1</id></b:item>`), 0, []string{"</item>"}},
	{"unquoted attribute", inXML(`<item a=b><id>1</id></item>`), 0, []string{"no XML"}},
	{"control character", inXML("<item><id>1</id><name>\x01</name></item>"), 0, []string{"no XML"}},
	{"declaration in the middle", inXML(`<item><id>1</id></item><?xml version="1.0"?>`), 1, []string{"declaration"}},
	{"declaration behind a comment", `<!-- --><?xml version="1.0"?><root><success>1</success><warehouses/></root>`, 0,
		[]string{"declaration"}},
	{"two roots", inXML(`<item><id>1</id></item>`) + `<root/>`, 1, []string{"follows"}},
	{"text behind the root", inXML(`<item><id>1</id></item>`) + ` x`, 1, []string{`"x"`}},
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
		strings.Replace(inXML(`<item><id>1</id></item>`), "</root>", "<type>x</type></root>", 1), 1, nil},
	{"another type in JSON", `{"type":"item","success":1,"warehouses":[]}`, 0, []string{`"item"`}},
	{"another type behind the list",
		`{"success":1,"warehouses":[{"id":1,"items":[{"id":1}]}],"type":"item"}`, 1, []string{`"item"`}},

	{"warehouse without an id",
		`<root><success>1</success><warehouses><warehouse/></warehouses></root>`, 0, []string{"without an id"}},
	{"warehouse without an id in JSON", `{"success":1,"warehouses":[null]}`, 0, []string{"without an id"}},
	{"warehouse with id 0", `{"success":1,"warehouses":{"0":[]}}`, 0, []string{`warehouse "0"`}},
	{"warehouse with a bad id", `{"success":1,"warehouses":[{"id":"a"}]}`, 0, []string{`id "a"`}},
	{"warehouse with two ids", `{"success":1,"warehouses":[{"id":1,"id":2}]}`, 0, []string{"id comes twice"}},
	{"warehouse with a list for a name",
		`{"success":1,"warehouses":[{"id":1,"name":{"a":1}}]}`, 0, []string{"name holds elements"}},
	{"items before the warehouse's id",
		`<root><success>1</success><warehouses><warehouse><items><item><id>1</id></item></items>
		<id>1</id></warehouse></warehouses></root>`, 0, []string{"before its id"}},
	{"items before the warehouse's id in JSON",
		`{"success":1,"warehouses":[{"items":[{"id":1}],"id":1}]}`, 0, []string{"before its id"}},
	{"items before the warehouse's id, which is not its key",
		`{"success":1,"warehouses":{"1":{"items":[{"id":1}],"id":2}}}`, 1,
		[]string{"warehouse 2", `"1"`}},

	{"JSON without a comma", `{"success":1 "warehouses":[]}`, 0, []string{"no JSON"}},
	{"JSON with a comma too many", inJSON(`[{"id":1},]`), 1, []string{"no JSON", "byte"}},
	{"JSON with wrong brackets", `{"success":1,"warehouses":[}`, 0, []string{"no JSON"}},
	{"two JSON documents", inJSON(`[{"id":1}]`) + "\n{}", 1, []string{"follows"}},
	{"JSON and words", inJSON(`[{"id":1}]`) + "\n<br />", 1, []string{"no JSON"}},
	{"JSON with a number for the list", `{"success":1,"warehouses":5}`, 0, []string{`"5"`, "warehouse"}},
	{"JSON with a word for the list", `{"success":1,"warehouses":"none"}`, 0, []string{`"none"`, "warehouse"}},
	{"JSON with a word for items", inJSON(`"none"`), 0, []string{`"none"`, "item"}},
	{"JSON with a word for a warehouse", `{"success":1,"warehouses":[1]}`, 0, []string{`"1"`, "object"}},
	{"JSON with a list for a warehouse", `{"success":1,"warehouses":[[1]]}`, 0, []string{"list", "object"}},
	{"JSON with false for a list", inJSON(`false`), 0, []string{`"false"`}},
	{"JSON with more beside a wrapped list", inJSON(`{"item":[{"id":1}],"total":1}`), 1, []string{`"total"`, "item"}},
	{"JSON with words beside ids", inJSON(`{"1":{},"total":1}`), 1, []string{`"total"`, "item"}},
	{"JSON with an id beside a wrapped list", inJSON(`{"item":[],"2":{}}`), 0, []string{`"2"`, "item"}},
	{"JSON with a wrapped list beside an id", inJSON(`{"1":{},"item":[]}`), 1, []string{`"item"`}},
	{"deep wrappers in JSON", inJSON(strings.Repeat(`{"item":`, 100)), 0, []string{"too deep"}},
	{"deep in JSON without items", `{"success":1,"a":` + strings.Repeat("[", 100), 0, []string{"too deep"}},
}

func TestBadStock(t *testing.T) {
	t.Parallel()
	for _, tc := range badStock {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c, err := collect(tc.document)
			require.Error(t, err)
			for _, says := range tc.says {
				assert.ErrorContains(t, err, says)
			}
			assert.Len(t, c.rows, tc.rows)
		})
	}
}

var verdicts = []struct {
	name    string
	members string // of the root in JSON; %s is the list of warehouses, if there is one
	says    string
	outcome shelfwire.Outcome
}{
	{"failure with info", `"success":0,"info":"Wrong key"`, "Wrong key", shelfwire.OutcomeRefused},
	{"info first", `"info":"Wrong key","success":"0"`, "Wrong key", shelfwire.OutcomeRefused},
	{"info behind the list",
		`"success":false,"type":"error","warehouses":[{"id":1,"items":[{"id":1}]}],"info":"Wrong key"`,
		"Wrong key", shelfwire.OutcomeRefused},
	{"info in parts", `"success":0,"info":{"a":"a","b":["b",{"c":"c"},""]}`, "a; b; c", shelfwire.OutcomeRefused},
	{"failure without info", `"success":0,"info":""`, "success 0", shelfwire.OutcomeRefused},
	{"odd number", `"success":2`, `"2"`, shelfwire.OutcomeUnknown},
	{"odd word", `"success":"yes","info":"x"`, "x", shelfwire.OutcomeUnknown},
	{"missing", `"warehouses":[]`, "does not say success", shelfwire.OutcomeUnknown},
	{"missing with info", `"info":"x"`, "x", shelfwire.OutcomeUnknown},
	{"empty", `"success":null,"warehouses":[]`, "does not say success", shelfwire.OutcomeUnknown},
	{"first yes, then no", `"success":1,"success":0,"warehouses":[]`, "success 0", shelfwire.OutcomeRefused},
	{"first no, then yes", `"success":0,"success":1,"warehouses":[]`, "success 0", shelfwire.OutcomeRefused},
	{"behind rows",
		`"warehouses":{"warehouse":{"id":1,"items":{"item":{"id":1}}}},"success":0,"info":"Timeout"`,
		"Timeout", shelfwire.OutcomeRefused},
}

func TestSuccessIsChecked(t *testing.T) {
	t.Parallel()
	for _, tc := range verdicts {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			document := "{" + tc.members + "}"
			c, err := collect(document)
			assertRefusal(t, err, tc.says, tc.outcome)
			assert.Equal(t, tc.name == "behind rows", len(c.rows) == 1)

			root, err := parse([]byte(document))
			require.NoError(t, err)
			assertRefusal(t, checkSuccess(root), tc.says, tc.outcome)

			again, err := parse([]byte(toXML(root)))
			require.NoError(t, err)
			assert.Equal(t, root, again)
			_, err = collect(toXML(root))
			assertRefusal(t, err, tc.says, tc.outcome)
		})
	}
}

func assertRefusal(t *testing.T, err error, says string, outcome shelfwire.Outcome) {
	t.Helper()
	var refusal *call.Refusal
	require.ErrorAs(t, err, &refusal)
	assert.Contains(t, refusal.Message, says)
	assert.Equal(t, outcome, refusal.Outcome)
}

// toXML writes an element that holds nothing special.
func toXML(e Element) string {
	var inside strings.Builder
	for _, child := range e.Children {
		inside.WriteString(toXML(child))
	}
	return fmt.Sprintf("<%s>%s%s</%[1]s>", e.Name, e.Text, inside.String())
}

// A reply that says it failed is read on for its info, but not for ever; what is wrong with it does not matter then.
func TestFailureIsToldFromWhatCanBeRead(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{
		"broken":    `<root><success>0</success><info>Wrong`,
		"truncated": `<root><success>0</success>`,
		"malformed": `{"success":0,"info"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := collect(document)
			assertRefusal(t, err, "success 0", shelfwire.OutcomeRefused)
		})
	}
	t.Run("endless", func(t *testing.T) {
		t.Parallel()
		body := &countingReader{Reader: io.MultiReader(strings.NewReader(`<root><success>0</success>`), endless(`<a>b</a>`))}
		assertRefusal(t, readStock(body, nil, stockSink{}), "success 0", shelfwire.OutcomeRefused)
		assert.Less(t, body.n, int64(256<<10))
	})
	t.Run("endless JSON", func(t *testing.T) {
		t.Parallel()
		body := &countingReader{Reader: io.MultiReader(strings.NewReader(`{"success":0,"a":[0`), endless(`,0`))}
		assertRefusal(t, readStock(body, nil, stockSink{}), "success 0", shelfwire.OutcomeRefused)
		assert.Less(t, body.n, int64(256<<10))
	})
	t.Run("endless heads", func(t *testing.T) {
		t.Parallel()
		body := &countingReader{Reader: io.MultiReader(strings.NewReader("<root>"), endless(`<success>0</success>`))}
		assertRefusal(t, readStock(body, nil, stockSink{}), "success 0", shelfwire.OutcomeRefused)
		assert.Less(t, body.n, int64(256<<10))
	})
	t.Run("far away", func(t *testing.T) {
		t.Parallel()
		padding := strings.Repeat("<a>b</a>", 4<<10)
		_, err := collect(`<root><success>0</success>` + padding + `<info>Wrong key</info>` + padding + padding)
		assertRefusal(t, err, "Wrong key", shelfwire.OutcomeRefused)
	})
}

// endlessReader reads a text again and again.
type endlessReader struct{ text, left string }

func endless(text string) *endlessReader { return &endlessReader{text: text} }

func (e *endlessReader) Read(p []byte) (int, error) {
	if e.left == "" {
		e.left = strings.Repeat(e.text, 1000)
	}
	n := copy(p, e.left)
	e.left = e.left[n:]
	return n, nil
}
