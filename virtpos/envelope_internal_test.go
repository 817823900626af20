package virtpos

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/call"
)

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
		root, err := parse([]byte(document))
		require.NoError(t, err, document)
		assert.Equal(t, want, root, document)
	}
	root, err := parse([]byte(`<root><a>x<b/>y<c>z</c> </a></root>`))
	require.NoError(t, err)
	want = Element{Name: "a", Text: "xy", Children: []Element{{Name: "b"}, {Name: "c", Text: "z"}}}
	assert.Equal(t, want, root.Children[0])
}

// What is parsed does not lie in the memory of the body, which is used again.
func TestParseCopies(t *testing.T) {
	t.Parallel()
	for _, document := range []string{`<root><a>text</a></root>`, `{"a":"text"}`} {
		body := []byte(document)
		root, err := parse(body)
		require.NoError(t, err)
		clear(body)
		assert.Equal(t, []Element{{Name: "a", Text: "text"}}, root.Children)
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
			_, err := parse([]byte(tc.document))
			require.ErrorContains(t, err, tc.says)
		})
	}
	_, err := parse([]byte("<root>" + strings.Repeat("<a>", 63) + strings.Repeat("</a>", 63) + "</root>"))
	require.NoError(t, err)
	_, err = parse([]byte(strings.Repeat(`{"a":`, 64) + "1" + strings.Repeat("}", 64)))
	require.NoError(t, err)
}

// Elements between texts must not make reading slow: the text is put together once.
func TestMixedTextIsReadInOnePass(t *testing.T) {
	t.Parallel()
	root, err := parse([]byte("<root><a>" + strings.Repeat("x<b/>", maxNodes-2) + "</a></root>"))
	require.NoError(t, err)
	assert.Len(t, root.Children[0].Text, maxNodes-2)
}

func TestExplain(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, body, message string }{
		{"XML", `<root><success>0</success><info>Wrong key</info></root>`, "Wrong key"},
		{"JSON", `{"success":0,"info":"Wrong key"}`, "Wrong key"},
		{"windows-1251", inWindows1251(t, `<?xml version="1.0" encoding="UTF-8"?><root><info>Ключ</info></root>`), "Ключ"},
		{"no success", `{"info":["Wrong","key"]}`, "Wrong; key"},
		{"no info", `<root><success>0</success></root>`, ""},
		{"empty info", `<root><success>0</success><info/></root>`, ""},
		{"cut", `<root><success>0</success><info>Wrong key</info>`, ""},
		{"HTML", `<html><head><info>Wrong key</info></head></html>`, ""},
		{"words", "Forbidden", ""},
		{"list", `["info"]`, ""},
		{"nothing", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := call.Reply{Status: http.StatusForbidden, Body: []byte(tc.body)}
			explain(&r)
			want := call.Reply{Status: http.StatusForbidden, Body: []byte(tc.body)}
			want.Message = tc.message
			assert.Equal(t, want, r)
		})
	}
}
