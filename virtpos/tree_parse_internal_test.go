package virtpos

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// parseElement parses a whole response and copies it out of its tree.
func parseElement(t *testing.T, document string) Element {
	t.Helper()
	root, err := parseTree([]byte(document), nil)
	require.NoError(t, err, document)
	return root.copyElement(0)
}

func TestParseTree(t *testing.T) {
	t.Parallel()
	want := Element{Name: "root", Children: []Element{
		{Name: "success", Text: "1"}, {Name: "version", Text: "42"}, {Name: "info"},
		{Name: "more", Children: []Element{{Name: "a", Text: "x y"}, {Name: "a", Text: "1"}, {Name: "b"}}},
	}}
	for _, document := range []string{
		`<root><success>1</success><version> 42 </version><info/><more><a>x y</a><a>1</a><b></b></more></root>`,
		`<root a="1"><success>1</success><version>4<!-- -->2</version><info> </info>
			<more><a>x<![CDATA[ y]]></a><a>1</a><b/></more></root>`,
		`{"success":1,"version":42,"info":null,"more":{"a":["x y",true],"b":[]}}`,
		`{"root":{"success":"1","version":"42","info":"","more":{"a":"x y","a":1,"b":{}}}}`,
	} {
		assert.Equal(t, want, parseElement(t, document), document)
	}
	root := parseElement(t, `<root><a>x<b/>y<c>z</c> </a></root>`)
	want = Element{Name: "a", Text: "xy", Children: []Element{{Name: "b"}, {Name: "c", Text: "z"}}}
	assert.Equal(t, want, root.Children[0])
}

// A tree copies the body, whose buffer is reused.
func TestParseTree_CopiesBody(t *testing.T) {
	t.Parallel()
	for _, document := range []string{`<root><a>text</a></root>`, `{"a":"text"}`} {
		body := []byte(document)
		root, err := parseTree(body, nil)
		require.NoError(t, err)
		clear(body)
		assert.Equal(t, []Element{{Name: "a", Text: "text"}}, root.copyElement(0).Children)
	}
}

func TestParseTree_Rejects(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, document, says string }{
		{"nothing", "", "empty"},
		{"words", "OK", "neither XML nor"},
		{"list", "[]", "neither XML nor"},
		{"number", "1", "neither XML nor"},
		{"HTML", "<html><body>x</body></html>", "<html>"},
		{"HTML with a type", "<!DOCTYPE html><html></html>", "<!…>"},
		{"cut XML", "<root><a>1</a>", "breaks off"},
		{"cut JSON", `{"a":1`, "breaks off"},
		{"more XML", "<root/><root/>", "follows"},
		{"more JSON", "{}{}", "follows"},
		{"deep XML", "<root>" + strings.Repeat("<a>", 64) + strings.Repeat("</a>", 64) + "</root>", "too deep"},
		{"deep JSON", strings.Repeat(`{"a":`, 65) + "1" + strings.Repeat("}", 65), "too deep"},
		{"many elements", "<root>" + strings.Repeat("<a/>", maxNodes) + "</root>", "too large"},
		{"text for a root", `{"root":"x"}`, "object"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := parseTree([]byte(tc.document), nil)
			require.ErrorContains(t, err, tc.says)
			assert.Equal(t, strings.HasPrefix(tc.name, "cut"), errors.Is(err, io.ErrUnexpectedEOF))
		})
	}
	parseElement(t, "<root>"+strings.Repeat("<a>", 63)+strings.Repeat("</a>", 63)+"</root>")
	parseElement(t, strings.Repeat(`{"a":`, 64)+"1"+strings.Repeat("}", 64))
}

// Mixed text is read in linear time.
func TestParseTree_MixedText(t *testing.T) {
	t.Parallel()
	root := parseElement(t, "<root><a>"+strings.Repeat("x<b/>", maxNodes-2)+"</a></root>")
	assert.Len(t, root.Children[0].Text, maxNodes-2)
}

// The prefix of a truncated response holds the elements that came whole.
func TestCompletePrefix(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, body, want string }{
		{"nothing", ``, ``},
		{"words", `Fatal error`, ``},
		{"a page", `<html><head><success>1</success>`, ``},
		{"a root", `<root>`, ``},
		{"no whole element", `<root><success>1</succ`, ``},
		{"a number that may go on", `<root><success>1</success><count>1`, `<root><success>1</success></root>`},
		{"an element without its end", `<root><success>1</success><a><b>2</b>`, `<root><success>1</success></root>`},
		{"no end", `<root><success>1</success><a x="1"><b>2</b>&lt;</a>`, `<root><success>1</success><a>&lt;<b>2</b></a></root>`},
		{"all of it", `<root><success>1</success></root>`, `<root><success>1</success></root>`},
		{"windows-1251", documentInWindows1251(t, `<?xml version="1.0" encoding="UTF-8"?><root><info>Ключ</info><a`),
			`<root><info>Ключ</info></root>`},
		{"JSON", ` {"success":1,"count":1`, `{"success":1}`},
		{"JSON whose success may go on", `{"success":1`, `{}`},
		{"JSON without anything", `[1`, ``},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			whole, ok := completePrefix([]byte(tc.body))
			assert.Equal(t, tc.want, string(whole))
			assert.Equal(t, tc.want != "", ok)
		})
	}
}

// The prefix of a truncated response is a prefix of its elements, wherever it breaks off.
func TestCompletePrefix_InventsNothing(t *testing.T) {
	t.Parallel()
	update := string(readGuideFixture(t, "update"))
	for name, document := range map[string]string{
		"XML":          update,
		"windows-1251": documentInWindows1251(t, strings.Replace(update, "<isnew>", "<info>Ключ &amp; <b>ё</b></info><isnew>", 1)),
		"JSON":         `{"success":1,"id":3,"itemid":"8","info":["Ключ","b"],"isnew":false,"quantity_before":1.700}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole := parseElement(t, document).Children
			reached := 0
			for at := range len(document) {
				part, ok := completePrefix([]byte(document[:at]))
				if !ok {
					continue
				}
				children := parseElement(t, string(part)).Children
				require.GreaterOrEqual(t, len(children), reached)
				reached = len(children)
				for i, child := range children {
					if name == "JSON" && child.Name == "info" {
						continue // a list may have come in part
					}
					require.Contains(t, whole, child, "%d of %s", i, part)
				}
			}
			assert.GreaterOrEqual(t, reached, len(whole)-1)
		})
	}
}

func TestParseTree_GuideUpdate(t *testing.T) {
	t.Parallel()
	root := parseElement(t, string(readGuideFixture(t, "update")))
	want := Element{Name: "root", Children: []Element{
		{Name: "success", Text: "1"}, {Name: "id", Text: "3"}, {Name: "itemid", Text: "8"},
		{Name: "warehouseid", Text: "1"}, {Name: "isnew", Text: "0"}, {Name: "quantity_before", Text: "1.700"},
	}}
	assert.Equal(t, want, root)
	for _, document := range []string{
		`{"success":1,"id":3,"itemid":8,"warehouseid":1,"isnew":0,"quantity_before":1.700}`,
		`{"root":{"success":"1","id":"3","itemid":"8","warehouseid":"1","isnew":false,"quantity_before":"1.700"}}`,
	} {
		assert.Equal(t, want, parseElement(t, document))
	}
}
