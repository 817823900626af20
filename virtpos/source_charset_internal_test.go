package virtpos

import (
	"io"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
)

// documentInWindows1251 encodes a document that is declared as UTF-8 in windows-1251, and declares that.
func documentInWindows1251(t testing.TB, document string) string {
	t.Helper()
	relabelled := strings.Replace(document, `encoding="UTF-8"`, `encoding="windows-1251"`, 1)
	require.NotEqual(t, document, relabelled)
	encoded, err := charmap.Windows1251.NewEncoder().String(relabelled)
	require.NoError(t, err)
	return encoded
}

func TestReadStock_Charsets(t *testing.T) {
	t.Parallel()
	item := `<item><id>1</id><name>Ёлка «№1» – шт. Ђ</name></item>`
	want, err := collectStock(wrapXML(item))
	require.NoError(t, err)
	for name, document := range map[string]string{
		"without a label":    strings.Replace(wrapXML(item), ` encoding="UTF-8"`, "", 1),
		"without a head":     wrapXML(item)[strings.Index(wrapXML(item), "<root"):],
		"byte order mark":    "\xef\xbb\xbf" + wrapXML(item),
		"small letters":      strings.Replace(wrapXML(item), "UTF-8", "utf-8", 1),
		"without a dash":     strings.Replace(wrapXML(item), "UTF-8", "utf8", 1),
		"windows-1251":       documentInWindows1251(t, wrapXML(item)),
		"Windows-1251":       strings.Replace(documentInWindows1251(t, wrapXML(item)), "windows", "Windows", 1),
		"cp1251":             strings.Replace(documentInWindows1251(t, wrapXML(item)), "windows-1251", "CP1251", 1),
		"spaces at the head": "\r\n \t" + documentInWindows1251(t, wrapXML(item)),
		"JSON":               wrapJSON(`[{"id":1,"name":"Ёлка «№1» – шт. Ђ"}]`),
		"JSON, escaped":      wrapJSON(`[{"id":1,"name":"\u0401лка «\u21161» – шт. \u0402"}]`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := collectStock(document)
			require.NoError(t, err)
			assert.Equal(t, want.events, got.events)
			var slowly stockCollector
			require.NoError(t, slowly.readBody(iotest.OneByteReader(strings.NewReader(document))))
			assert.Equal(t, want.events, slowly.events)
		})
	}
}

// Content-Type names the charset of a document without a declaration. UTF-8 is detected under any name.
func TestReadStock_CharsetOfContentType(t *testing.T) {
	t.Parallel()
	item := `<item><id>1</id><name>Ёлка «№1» – шт. Ђ</name></item>`
	want, err := collectStock(wrapXML(item))
	require.NoError(t, err)
	bare := strings.Replace(wrapXML(item), `<?xml version="1.0" encoding="UTF-8"?>`, "", 1)
	unlabelled := strings.Replace(wrapXML(item), ` encoding="UTF-8"`, "", 1)
	json := wrapJSON(`[{"id":1,"name":"Ёлка «№1» – шт. Ђ"}]`)
	mark := "\xef\xbb\xbf"
	for _, tc := range []struct{ name, charset, document string }{
		{"windows-1251", "windows-1251", encodeWindows1251(t, bare)},
		{"windows-1251, by its short name", "cp1251", encodeWindows1251(t, bare)},
		{"windows-1251, and a declaration without a name", "windows-1251", encodeWindows1251(t, unlabelled)},
		{"windows-1251 in JSON", "windows-1251", encodeWindows1251(t, json)},
		{"windows-1251 far inside", "windows-1251", encodeWindows1251(t, strings.Replace(bare, "<items>", "<items>"+strings.Repeat(" ", 40<<10), 1))},
		{"the declaration counts: windows-1251", "utf-8", documentInWindows1251(t, wrapXML(item))},
		{"the declaration counts: UTF-8", "windows-1251", wrapXML(item)},
		{"UTF-8", "utf-8", bare},
		{"UTF-8 named windows-1251", "windows-1251", bare},
		{"UTF-8 named windows-1251 in JSON", "windows-1251", json},
		{"UTF-8 named windows-1251 by the declaration", "", strings.Replace(wrapXML(item), "UTF-8", "windows-1251", 1)},
		{"UTF-8 named something else", "koi8-r", bare},
		{"UTF-8 named Latin 1", "iso-8859-1", json},
		{"a byte order mark and windows-1251", "windows-1251", mark + bare},
		{"a byte order mark and a declaration of windows-1251", "", mark + strings.Replace(wrapXML(item), "UTF-8", "windows-1251", 1)},
		{"two byte order marks", "", mark + mark + wrapXML(item)},
		{"three byte order marks", "windows-1251", mark + mark + mark + bare},
		{"spaces before a byte order mark", "", " \r\n\t" + mark + wrapXML(item)},
		{"spaces among byte order marks", "", "\n" + mark + " " + mark + "\n" + wrapXML(item)},
		{"two byte order marks before JSON", "", mark + mark + " " + json},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			for _, slow := range []func(io.Reader) io.Reader{
				func(r io.Reader) io.Reader { return r }, iotest.OneByteReader, iotest.DataErrReader,
			} {
				var c stockCollector
				require.NoError(t, c.readQuery(slow(strings.NewReader(tc.document)), tc.charset, StoreQuery{}))
				assert.Equal(t, want.events, c.events)
			}
		})
	}
}

// encodeWindows1251 encodes a text in windows-1251.
func encodeWindows1251(t testing.TB, text string) string {
	t.Helper()
	text, err := charmap.Windows1251.NewEncoder().String(text)
	require.NoError(t, err)
	return text
}

// Few bytes prove nothing, so the name counts, also at the end of a body and of the buffer.
func TestSource_Charset_FewBytesFollowContentType(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ charset, text, want string }{
		"as windows-1251":               {"windows-1251", "Р°", "Р°"},
		"three letters of UTF-8":        {"windows-1251", encodeWindows1251(t, "мяу"), "мяу"},
		"four letters of UTF-8 and one": {"windows-1251", "мяу!", "мяу!"},
		"far from anything else":        {"windows-1251", encodeWindows1251(t, "Р°") + strings.Repeat(" ", 70<<10) + "x", "Р°" + strings.Repeat(" ", 70<<10) + "x"},
		"half a character at the end":   {"windows-1251", "\xd0", "Р"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := tc.text
			if name == "as windows-1251" {
				text = encodeWindows1251(t, text)
			}
			if name == "four letters of UTF-8 and one" {
				text = "мяум"
				tc.want = text
			}
			source := newSource(strings.NewReader("{"+text), readSize, tc.charset, nil)
			_, err := source.peekFirstByte()
			require.NoError(t, err)
			got, err := io.ReadAll(source)
			require.NoError(t, err)
			assert.Equal(t, "{"+tc.want, string(got))
		})
	}
}

// A declaration overrules Content-Type, also where few bytes prove nothing.
func TestReadStock_Charset_FewBytesFollowDeclaration(t *testing.T) {
	t.Parallel()
	document := `<?xml version="1.0" encoding="UTF-8"?><root><success>1</success><warehouses><warehouse><id>1</id>
		<name>Ж</name><items/></warehouse></warehouses></root>`
	for name, tc := range map[string]struct{ charset, document string }{
		"UTF-8":        {"windows-1251", document},
		"utf8":         {"windows-1251", strings.Replace(document, "UTF-8", "utf8", 1)},
		"windows-1251": {"utf-8", documentInWindows1251(t, document)},
		"no charset":   {"windows-1251", encodeWindows1251(t, strings.Replace(document, ` encoding="UTF-8"`, "", 1))},
		"not XML's": {"windows-1251", encodeWindows1251(t, strings.Replace(document, `<?xml version="1.0" encoding="UTF-8"?>`,
			`<?php encoding="UTF-8"?>`, 1))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var c stockCollector
			require.NoError(t, c.readQuery(strings.NewReader(tc.document), tc.charset, StoreQuery{}))
			assert.Equal(t, []string{`warehouse 1 "Ж"`}, c.events)
		})
	}
}

// It is an error when a body turns out to be UTF-8 after some of it was read as windows-1251.
func TestSource_Charset_UTF8FoundTooLate(t *testing.T) {
	t.Parallel()
	text := "{й" + strings.Repeat(" ", 70<<10) + "мяумяумяу"
	source := newSource(strings.NewReader(text), readSize, "windows-1251", nil)
	_, err := source.peekFirstByte()
	require.NoError(t, err)
	_, err = io.ReadAll(source)
	require.ErrorContains(t, err, "the charset is named windows-1251, but the response is UTF-8 up to offset")
}

func TestReadStock_Charset_Unsupported(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ charset, says string }{
		"none": {"", "no other charset was named"}, "UTF-8": {"utf-8", "no other charset was named"},
		"koi8-r": {"koi8-r", `the charset that is named, "koi8-r", is not read`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, document := range []string{"<root>\xcf\xe5</root>", "{\"a\":\"\xcf\xe5\"}", "<root>\x80</root>"} {
				var c stockCollector
				err := c.readQuery(strings.NewReader(document), tc.charset, StoreQuery{})
				require.ErrorContains(t, err, "is not UTF-8, and "+tc.says)
			}
		})
	}
}

func TestReadStock_Charset_ASCIIDeclaredWindows1251(t *testing.T) {
	t.Parallel()
	c, err := collectStock(`<?xml version="1.0" encoding="windows-1251"?><root><success>1</success><warehouses/></root>`)
	require.NoError(t, err)
	assert.Empty(t, c.events)
}

func TestReadStock_Charset_Invalid(t *testing.T) {
	t.Parallel()
	good := `<item><id>1</id></item>`
	for _, tc := range []struct{ name, document, says string }{
		{"koi8-r", strings.Replace(wrapXML(good), "UTF-8", "koi8-r", 1), `"koi8-r"`},
		{"utf-16", strings.Replace(wrapXML(good), "UTF-8", "utf-16", 1), `"utf-16"`},
		{"iso-8859-1", strings.Replace(wrapXML(good), "UTF-8", "iso-8859-1", 1), `"iso-8859-1"`},
		{"latin for UTF-8", wrapXML(good + "<item><id>2</id><name>\xd3\xe6</name></item>"), "byte 0xD3"},
		{"half a character", wrapXML(good + "<item><id>2</id><name>\xd0</name></item>"), "byte 0xD0"},
		{"in a comment", wrapXML(good + "<!-- \xff -->"), "byte 0xFF"},
		{"in an attribute", wrapXML(good + "<item a='\xff'/>"), "byte 0xFF"},
		{"surrogates", wrapXML(good + "<item><id>2</id><name>\xed\xa0\x80</name></item>"), "byte 0xED"},
		{"windows-1251 without a label", strings.Replace(documentInWindows1251(t, wrapXML(good)), ` encoding="windows-1251"`, "", 1),
			"is not UTF-8"},
		{"windows-1251 labelled UTF-8", strings.Replace(documentInWindows1251(t, wrapXML(good)), "windows-1251", "UTF-8", 1),
			"is not UTF-8"},
		{"label and byte order mark", "\xef\xbb\xbf" + documentInWindows1251(t, wrapXML(good)), "is not UTF-8"},
		{"byte 0x80 alone", wrapXML(good + "<!-- \x80 -->"), "byte 0x80"},
		{"byte 0x80 at the head", "<!-- \x80 --><root><success>1</success><warehouses/></root>", "byte 0x80"},
		{"unassigned byte", strings.Replace(documentInWindows1251(t, wrapXML(good)), "<id>1<", "<name>\x98</name><id>1<", 1),
			"byte 0x98"},
		{"two labels", strings.Repeat(`<?xml version="1.0" encoding="windows-1251"?>`, 2) + "<root/>", "too late"},
		{"label behind other letters", `<!-- й --><?xml version="1.0" encoding="windows-1251"?><root/>`, "too late"},
		{"label in the middle", `<root><success>1</success><?xml version="1.0" encoding="windows-1251"?><warehouses/></root>`,
			"declaration"},
		{"XML 1.1", `<?xml version="1.1"?><root><success>1</success><warehouses/></root>`, "no XML"},
		{"JSON", wrapJSON("[{\"id\":1},{\"id\":2,\"name\":\"\xd3\xe6\"}]"), "byte 0xD3"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := collectStock(tc.document)
			require.ErrorContains(t, err, tc.says)
			_, err = parseTree([]byte(tc.document), nil)
			require.ErrorContains(t, err, tc.says)
			var c stockCollector
			require.ErrorContains(t, c.readBody(iotest.OneByteReader(strings.NewReader(tc.document))), tc.says)
		})
	}
}

// Rows before an invalid byte are delivered, and the error gives the offset of the byte.
func TestReadStock_Charset_InvalidByteFarInside(t *testing.T) {
	t.Parallel()
	var items strings.Builder
	for range 5000 {
		items.WriteString("<item><id>7</id><name>Ж</name></item>")
	}
	document := wrapXML(items.String() + "<item><id>7</id><name>\xff")
	c, err := collectStock(document)
	require.ErrorContains(t, err, "byte 0xFF")
	require.ErrorContains(t, err, "warehouse 3, row 5001")
	require.ErrorContains(t, err, "offset "+strconv.Itoa(strings.IndexByte(document, 0xff)))
	assert.Len(t, c.rows, 5000)
}

// A few characters may look like UTF-8 by accident; letters never do.
func TestReadStock_Charset_FewBytesProveNothing(t *testing.T) {
	t.Parallel()
	document := documentInWindows1251(t, `<?xml version="1.0" encoding="UTF-8"?><root><success>1</success><warehouses><warehouse>
		<id>1</id><name>Р°</name><items/></warehouse></warehouses></root>`)
	c, err := collectStock(document)
	require.NoError(t, err)
	assert.Equal(t, []string{`warehouse 1 "Р°"`}, c.events)
}
