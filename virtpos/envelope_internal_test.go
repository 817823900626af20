package virtpos

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/call"
)

// parsed reads a whole response and copies it out of its tree.
func parsed(t *testing.T, document string) Element {
	t.Helper()
	root, err := parse([]byte(document), nil)
	require.NoError(t, err, document)
	return root.element(0)
}

func TestParse(t *testing.T) {
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
		assert.Equal(t, want, parsed(t, document), document)
	}
	root := parsed(t, `<root><a>x<b/>y<c>z</c> </a></root>`)
	want = Element{Name: "a", Text: "xy", Children: []Element{{Name: "b"}, {Name: "c", Text: "z"}}}
	assert.Equal(t, want, root.Children[0])
}

// What is parsed does not lie in the memory of the body, which is used again.
func TestParseCopies(t *testing.T) {
	t.Parallel()
	for _, document := range []string{`<root><a>text</a></root>`, `{"a":"text"}`} {
		body := []byte(document)
		root, err := parse(body, nil)
		require.NoError(t, err)
		clear(body)
		assert.Equal(t, []Element{{Name: "a", Text: "text"}}, root.element(0).Children)
	}
}

func TestParseRefuses(t *testing.T) {
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
			_, err := parse([]byte(tc.document), nil)
			require.ErrorContains(t, err, tc.says)
			assert.Equal(t, strings.HasPrefix(tc.name, "cut"), errors.Is(err, io.ErrUnexpectedEOF))
		})
	}
	parsed(t, "<root>"+strings.Repeat("<a>", 63)+strings.Repeat("</a>", 63)+"</root>")
	parsed(t, strings.Repeat(`{"a":`, 64)+"1"+strings.Repeat("}", 64))
}

// Elements between texts must not make reading slow: the text is put together once.
func TestMixedTextIsReadInOnePass(t *testing.T) {
	t.Parallel()
	root := parsed(t, "<root><a>"+strings.Repeat("x<b/>", maxNodes-2)+"</a></root>")
	assert.Len(t, root.Children[0].Text, maxNodes-2)
}

func TestExplain(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, body, message string
		own                 bool
	}{
		{"XML", `<root><success>0</success><info>Wrong key</info></root>`, "Wrong key", true},
		{"JSON", `{"success":0,"info":"Wrong key"}`, "Wrong key", true},
		{"false", `{"success":false,"info":"Wrong key"}`, "Wrong key", true},
		{"another word", `{"success":"no","info":"Wrong key"}`, "Wrong key", true},
		{"windows-1251", inWindows1251(t, `<?xml version="1.0" encoding="UTF-8"?><root><info>Ключ</info></root>`), "Ключ", false},
		{"no success", `{"info":["Wrong","key"]}`, "Wrong; key", false},
		{"success", `{"success":1,"info":"Done"}`, "Done", false},
		{"no info", `<root><success>0</success></root>`, "", true},
		{"empty info", `<root><success>0</success><info/></root>`, "", true},
		{"cut", `<root><success>0</success><info>Wrong key</info>`, "", false},
		{"HTML", `<html><head><info>Wrong key</info></head></html>`, "", false},
		{"a router's JSON", `{"message":"no Route matched with those values"}`, "", false},
		{"another root", `<error><success>0</success></error>`, "", false},
		{"words", "Forbidden", "", false},
		{"list", `["info"]`, "", false},
		{"nothing", "", "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := call.Response{Status: http.StatusForbidden, Body: []byte(tc.body)}
			explain(&r)
			want := call.Response{Status: http.StatusForbidden, Body: []byte(tc.body), Own: tc.own}
			want.Message = tc.message
			assert.Equal(t, want, r)
		})
	}
}

// What came whole of a response that breaks off is one whose elements all came whole.
func TestComplete(t *testing.T) {
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
		{"windows-1251", inWindows1251(t, `<?xml version="1.0" encoding="UTF-8"?><root><info>Ключ</info><a`),
			`<root><info>Ключ</info></root>`},
		{"JSON", ` {"success":1,"count":1`, `{"success":1}`},
		{"JSON whose success may go on", `{"success":1`, `{}`},
		{"JSON without anything", `[1`, ``},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			whole, ok := complete([]byte(tc.body))
			assert.Equal(t, tc.want, string(whole))
			assert.Equal(t, tc.want != "", ok)
		})
	}
}

// Wherever a response breaks off, what came whole is a beginning of the elements that it would have had.
func TestComplete_NeverInventsAnything(t *testing.T) {
	t.Parallel()
	update := string(guideFixture(t, "update"))
	for name, document := range map[string]string{
		"XML":          update,
		"windows-1251": inWindows1251(t, strings.Replace(update, "<isnew>", "<info>Ключ &amp; <b>ё</b></info><isnew>", 1)),
		"JSON":         `{"success":1,"id":3,"itemid":"8","info":["Ключ","b"],"isnew":false,"quantity_before":1.700}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole := parsed(t, document).Children
			reached := 0
			for at := range len(document) {
				part, ok := complete([]byte(document[:at]))
				if !ok {
					continue
				}
				children := parsed(t, string(part)).Children
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
