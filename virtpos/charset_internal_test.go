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

// inWindows1251 writes a document that is labelled UTF-8 in windows-1251, and labels it so.
func inWindows1251(t testing.TB, document string) string {
	t.Helper()
	relabelled := strings.Replace(document, `encoding="UTF-8"`, `encoding="windows-1251"`, 1)
	require.NotEqual(t, document, relabelled)
	encoded, err := charmap.Windows1251.NewEncoder().String(relabelled)
	require.NoError(t, err)
	return encoded
}

func TestCharsets(t *testing.T) {
	t.Parallel()
	item := `<item><id>1</id><name>Ёлка «№1» – шт. Ђ</name></item>`
	want, err := collect(inXML(item))
	require.NoError(t, err)
	for name, document := range map[string]string{
		"without a label":    strings.Replace(inXML(item), ` encoding="UTF-8"`, "", 1),
		"without a head":     inXML(item)[strings.Index(inXML(item), "<root"):],
		"byte order mark":    "\xef\xbb\xbf" + inXML(item),
		"small letters":      strings.Replace(inXML(item), "UTF-8", "utf-8", 1),
		"without a dash":     strings.Replace(inXML(item), "UTF-8", "utf8", 1),
		"windows-1251":       inWindows1251(t, inXML(item)),
		"Windows-1251":       strings.Replace(inWindows1251(t, inXML(item)), "windows", "Windows", 1),
		"cp1251":             strings.Replace(inWindows1251(t, inXML(item)), "windows-1251", "CP1251", 1),
		"spaces at the head": "\r\n \t" + inWindows1251(t, inXML(item)),
		"JSON":               inJSON(`[{"id":1,"name":"Ёлка «№1» – шт. Ђ"}]`),
		"JSON, escaped":      inJSON(`[{"id":1,"name":"\u0401лка «\u21161» – шт. \u0402"}]`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := collect(document)
			require.NoError(t, err)
			assert.Equal(t, want.told, got.told)
			var slowly collected
			require.NoError(t, slowly.read(iotest.OneByteReader(strings.NewReader(document))))
			assert.Equal(t, want.told, slowly.told)
		})
	}
}

func TestASCIILabelledWindows1251(t *testing.T) {
	t.Parallel()
	c, err := collect(`<?xml version="1.0" encoding="windows-1251"?><root><success>1</success><warehouses/></root>`)
	require.NoError(t, err)
	assert.Empty(t, c.told)
}

func TestWrongCharsets(t *testing.T) {
	t.Parallel()
	good := `<item><id>1</id></item>`
	for _, tc := range []struct{ name, document, says string }{
		{"koi8-r", strings.Replace(inXML(good), "UTF-8", "koi8-r", 1), `"koi8-r"`},
		{"utf-16", strings.Replace(inXML(good), "UTF-8", "utf-16", 1), `"utf-16"`},
		{"iso-8859-1", strings.Replace(inXML(good), "UTF-8", "iso-8859-1", 1), `"iso-8859-1"`},
		{"latin for UTF-8", inXML(good + "<item><id>2</id><name>\xd3\xe6</name></item>"), "byte 0xD3"},
		{"half a character", inXML(good + "<item><id>2</id><name>\xd0</name></item>"), "byte 0xD0"},
		{"in a comment", inXML(good + "<!-- \xff -->"), "byte 0xFF"},
		{"in an attribute", inXML(good + "<item a='\xff'/>"), "byte 0xFF"},
		{"surrogates", inXML(good + "<item><id>2</id><name>\xed\xa0\x80</name></item>"), "byte 0xED"},
		{"windows-1251 without a label", strings.Replace(inWindows1251(t, inXML(good)), ` encoding="windows-1251"`, "", 1),
			"is not UTF-8"},
		{"windows-1251 labelled UTF-8", strings.Replace(inWindows1251(t, inXML(good)), "windows-1251", "UTF-8", 1),
			"is not UTF-8"},
		{"label and byte order mark", "\xef\xbb\xbf" + inWindows1251(t, inXML(good)), "byte order mark"},
		{"UTF-8 labelled windows-1251", strings.Replace(inXML(good), "UTF-8", "windows-1251", 1), "the reply is UTF-8"},
		{"unassigned byte", strings.Replace(inWindows1251(t, inXML(good)), "<id>1<", "<name>\x98</name><id>1<", 1),
			"byte 0x98"},
		{"two labels", strings.Repeat(`<?xml version="1.0" encoding="windows-1251"?>`, 2) + "<root/>", "too late"},
		{"label behind other letters", `<!-- й --><?xml version="1.0" encoding="windows-1251"?><root/>`, "too late"},
		{"label in the middle", `<root><success>1</success><?xml version="1.0" encoding="windows-1251"?><warehouses/></root>`,
			"declaration"},
		{"XML 1.1", `<?xml version="1.1"?><root><success>1</success><warehouses/></root>`, "no XML"},
		{"JSON", inJSON("[{\"id\":1},{\"id\":2,\"name\":\"\xd3\xe6\"}]"), "byte 0xD3"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := collect(tc.document)
			require.ErrorContains(t, err, tc.says)
			_, err = parse([]byte(tc.document))
			require.ErrorContains(t, err, tc.says)
			var c collected
			require.ErrorContains(t, c.read(iotest.OneByteReader(strings.NewReader(tc.document))), tc.says)
		})
	}
}

// What stands before a wrong byte is delivered, and the error says where the byte is.
func TestWrongByteFarInside(t *testing.T) {
	t.Parallel()
	var items strings.Builder
	for range 5000 {
		items.WriteString("<item><id>7</id><name>Ж</name></item>")
	}
	document := inXML(items.String() + "<item><id>7</id><name>\xff")
	c, err := collect(document)
	require.ErrorContains(t, err, "byte 0xFF")
	require.ErrorContains(t, err, "warehouse 3, row 5001")
	require.ErrorContains(t, err, "offset "+strconv.Itoa(strings.IndexByte(document, 0xff)))
	assert.Len(t, c.rows, 5000)
}

// A few signs may look like UTF-8 by accident; letters never do.
func TestFewBytesAreNoProof(t *testing.T) {
	t.Parallel()
	document := inWindows1251(t, `<?xml version="1.0" encoding="UTF-8"?><root><success>1</success><warehouses><warehouse>
		<id>1</id><name>Р°</name></warehouse></warehouses></root>`)
	c, err := collect(document)
	require.NoError(t, err)
	assert.Equal(t, []string{`warehouse 1 "Р°"`}, c.told)
}

// The source gives the same bytes, whatever the size of its memory and of the reads.
func TestSourceIsAReader(t *testing.T) {
	t.Parallel()
	text := "{" + strings.Repeat("aЖ€😀", 100) + "}"
	for size := range 40 {
		src := newSource(strings.NewReader(text), size)
		_, err := src.begin()
		require.NoError(t, err)
		require.NoError(t, iotest.TestReader(src, []byte(text)))
	}
	_, err := io.ReadAll(newSource(strings.NewReader("{\xe2\x82"), 16))
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
}
