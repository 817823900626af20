package xmlscan_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/xmlscan"
)

// accepted are documents, and their tokens without lines.
var accepted = []struct {
	name, document string
	tokens         []string
}{
	{"nothing", "", nil},
	{"text alone", "a", []string{`"a"`}},
	{"an element", "<a></a>", []string{"<a>", "</a>"}},
	{"an empty element", "<a/>", []string{"<a>", "</a>"}},
	{"an empty element with a space", "<a />", []string{"<a>", "</a>"}},
	{"two roots", "<a/><b/>", []string{"<a>", "</a>", "<b>", "</b>"}},
	{"a space in an end tag", "<a></a \r\n\t>", []string{"<a>", "</a>"}},
	{"elements in elements", "<a><b><a>x</a></b></a>", []string{"<a>", "<b>", "<a>", `"x"`, "</a>", "</b>", "</a>"}},
	{"names of all kinds", "<_a-1.x><:a/><a:/><a:b/></_a-1.x>",
		[]string{"<_a-1.x>", "<:a>", "</:a>", "<a:>", "</a:>", "<a:b>", "</a:b>", "</_a-1.x>"}},
	{"names of the first and last letters", "<AZaz09><Z/><z/></AZaz09>",
		[]string{"<AZaz09>", "<Z>", "</Z>", "<z>", "</z>", "</AZaz09>"}},
	{"names beyond ASCII", "<Ёлка><é·/><п:л/></Ёлка>", []string{"<Ёлка>", "<é·>", "</é·>", "<п:л>", "</п:л>", "</Ёлка>"}},
	{"the same name beyond ASCII again", "<é/><é/>", []string{"<é>", "</é>", "<é>", "</é>"}},
	{"a long name", "<" + longName + "></" + longName + ">", []string{"<" + longName + ">", "</" + longName + ">"}},
	{"a name that begins like its end tag", "<a><ab></ab></a>", []string{"<a>", "<ab>", "</ab>", "</a>"}},

	{"attributes", `<a b="1" c = '2'  п:л="x>y"d=""/>`, []string{"<a>", "</a>"}},
	{"an attribute twice", `<a b="1" b="1"/>`, []string{"<a>", "</a>"}},
	{"quotes in quotes", `<a b="'" c='"'/>`, []string{"<a>", "</a>"}},
	{"references in an attribute", `<a b="&lt;&#65;&#x41;"/>`, []string{"<a>", "</a>"}},
	{"]]> in an attribute", `<a b="]]>"/>`, []string{"<a>", "</a>"}},
	{"ends of lines in an attribute", "<a b='\r\n\t'\n/>", []string{"<a>", "</a>"}},
	{"characters in an attribute", "<a b='é€😀\ufffd\u007f'/>", []string{"<a>", "</a>"}},

	{"entities", "&lt;&gt;&amp;&apos;&quot;", []string{`"<>&'\""`}},
	{"numeric references", "&#65;&#x42;&#x6a;&#x6A;&#0000000000000000000000067;&#x1F600;&#13;&#9;&#10;", []string{`"ABjjC😀\r\t\n"`}},
	{"half a surrogate pair by number", "&#xD800;&#57343;", []string{`"��"`}},
	{"the first and the last characters", "&#32;&#xD7FF;&#xE000;&#xFFFD;&#x10FFFF;", []string{"\" \\ud7ff\\ue000\ufffd\\U0010ffff\""}},
	{"ends of lines", "a\rb\r\nc\n\rd\r\r\n", []string{`"a\nb\nc\n\nd\n\n"`}},
	{"CR, and LF by number", "\r&#10;\r&#13;\n", []string{`"\n\n\n\r\n"`}},
	{"CR, and LF in CDATA", "\r<![CDATA[\n\r]]>\n", []string{`"\n\n\n\n"`}},
	{"CR, and LF behind a comment", "\r<!---->\n", []string{`"\n\n"`}},
	{"brackets", "]]x>]] >]>]]&gt;&#93;]>]&#93;>]]\r>", []string{`"]]x>]] >]>]]>]]>]]>]]\n>"`}},
	{"brackets and CDATA", "]]<![CDATA[>]]>]<!---->]>", []string{`"]]>]]>"`}},
	{"many brackets", strings.Repeat("]", 100) + "x", []string{`"` + strings.Repeat("]", 100) + `x"`}},
	{"characters of two, three and four bytes", "é€\u0085\u2028😀\ufffd\ue000", []string{"\"é€\\u0085\\u2028😀\ufffd\\ue000\""}},
	{"a long text", strings.Repeat("aé€😀", 30), []string{`"` + strings.Repeat("aé€😀", 30) + `"`}},

	{"CDATA", "<![CDATA[<a>&lt;]]]>", []string{`"<a>&lt;]"`}},
	{"empty CDATA", "<![CDATA[]]>", nil},
	{"brackets in CDATA", "<![CDATA[]]]]]>", []string{`"]]]"`}},
	{"many brackets in CDATA", "<![CDATA[" + strings.Repeat("]", 50) + "]]>", []string{`"` + strings.Repeat("]", 50) + `"`}},
	{"> in CDATA", "<![CDATA[>]>]]>", []string{`">]>"`}},
	{"CDATA in CDATA", "<![CDATA[<![CDATA[]]>", []string{`"<![CDATA["`}},

	{"comments", "<!----><!-- - --><!---x--><!-- < & > \x01 -->", nil},
	{"a text around a comment", "a<!-- b -->c", []string{`"ac"`}},
	{"processing instructions", "<?a?><?a b?c ? > ??><?a:b:c?><?Ж\x01?><?XML?>", nil},

	{"a declaration", `<?xml version="1.0" encoding="UTF-8"?>`, []string{`"version=\"1.0\" encoding=\"UTF-8\"" `}},
	{"a declaration behind spaces", "\n <?xml version='1.0'?>", []string{`"\n "`, `"version='1.0'" `}},
	{"an encoding", "<?xml version='1.0' encoding='windows-1251' ?>", []string{`"version='1.0' encoding='windows-1251' " windows-1251`}},
	{"an empty declaration", "<?xml?>", []string{`"" `}},
	{"a declaration of a question mark", "<?xml ??>", []string{`"?" `}},
	{"a declaration of no attributes", "<?xml a = encoding = 'x'?>", []string{`"a = encoding = 'x'" `}},
	{"a long declaration", "<?xml " + strings.Repeat("é", 100) + "?>", []string{`"` + strings.Repeat("é", 100) + `" `}},
}

var longName = strings.Repeat("long", 20)

func TestScanner_Next(t *testing.T) {
	t.Parallel()
	for _, tc := range accepted {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			for size := range 80 {
				got, err := readByScanner(strings.NewReader(tc.document), size)
				require.NoError(t, err)
				for i, event := range got {
					if event[0] != '"' {
						_, got[i], _ = strings.Cut(event, " ")
					}
				}
				require.Equal(t, tc.tokens, got)
				assertSameTokens(t, tc.document, size, size)
			}
		})
	}
}

func allDocuments() (documents []string) {
	for _, tc := range accepted {
		documents = append(documents, tc.document)
	}
	for _, tc := range rejected {
		documents = append(documents, tc.document)
	}
	return append(documents, cutShort...)
}

func TestScanner_Line(t *testing.T) {
	t.Parallel()
	document := "<?xml\n?>\n<a\n b='\n'\n>\r\n\r<!--\n--><![CDATA[\n]]><?p\n?>" + strings.Repeat("\n", 100) + "<b/></a\n>"
	for size := range 80 {
		got, err := readByScanner(strings.NewReader(document), size)
		require.NoError(t, err)
		lines := strings.Repeat(`\n`, 104) // CR counts as text, and as no line
		assert.Equal(t, []string{`2 "" `, `"\n"`, "6 <a>", `"` + lines[:2*103] + `"`, "110 <b>", "110 </b>", "111 </a>"}, got)
		assertSameTokens(t, document, size, size)
	}
}

func TestScanner_Depth(t *testing.T) {
	t.Parallel()
	scanner := xmlscan.NewScanner(strings.NewReader("<a><b/>x</a>"), 0)
	for _, want := range []int{1, 2, 1, 1, 0, 0} {
		_, err := scanner.Next()
		assert.True(t, err == nil || err == io.EOF)
		assert.Equal(t, want, scanner.Depth())
	}
}

// The error of the reader comes behind everything before it, and again.
func TestScanner_ReaderError(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for _, document := range []string{"", "<a>", "<a>text", "<a", "<a b='", "<a b='&", "<a>&", "<a>&#", "<a>\xd0", "<![CDATA[", "<!--", "<?a", "<?xml ", "</", "<"} {
		scanner := xmlscan.NewScanner(io.MultiReader(strings.NewReader(document), iotest.ErrReader(broken)), 16)
		var err error
		for err == nil {
			_, err = scanner.Next()
		}
		assert.Equal(t, broken, err, document)
		_, err = scanner.Next()
		assert.Equal(t, broken, err, document)
	}
}

func TestScanner_NoProgress(t *testing.T) {
	t.Parallel()
	_, err := xmlscan.NewScanner(idleReader{}, 16).Next()
	require.ErrorIs(t, err, io.ErrNoProgress)
}

type idleReader struct{}

func (idleReader) Read([]byte) (int, error) { return 0, nil }

// The reader may change behind a declaration: nothing is read before the declaration is returned.
func TestScanner_DeclarationBeforeReadingOn(t *testing.T) {
	t.Parallel()
	hasRead := false
	rest := readerFunc(func(p []byte) (int, error) { hasRead = true; return copy(p, "<a/>"), io.EOF })
	scanner := xmlscan.NewScanner(io.MultiReader(strings.NewReader("<?xml encoding='x'?>"), rest), 64)
	token, err := scanner.Next()
	require.NoError(t, err)
	assert.Equal(t, xmlscan.Declaration, token.Kind)
	assert.Equal(t, "x", scanner.Encoding())
	assert.False(t, hasRead)
	token, err = scanner.Next()
	require.NoError(t, err)
	assert.Equal(t, xmlscan.Start, token.Kind)
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestScanner_Allocations(t *testing.T) {
	document := "<é a='1'>" + strings.Repeat("<item>\r\n <id>1</id><имя>Ж &amp; &#65;</имя><![CDATA[x]]><!-- --></item>", 1000) + "</é>"
	read := func() {
		scanner := xmlscan.NewScanner(strings.NewReader(document), 4096)
		for {
			if _, err := scanner.Next(); err != nil {
				require.Equal(t, io.EOF, err)
				return
			}
		}
	}
	assert.Less(t, testing.AllocsPerRun(5, read), 40.0)
}
