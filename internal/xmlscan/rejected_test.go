package xmlscan_test

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/xmlscan"
)

// rejected are documents, and a part of the error.
var rejected = []struct{ name, document, says string }{
	{"an end tag too many", "<a></a></a>", "</a>"},
	{"an end tag alone", "</a>", "</a>"},
	{"another end tag", "<a></b>", "</b>"},
	{"a longer end tag", "<a></ab>", "</ab>"},
	{"a shorter end tag", "<ab></a>", "</a>"},
	{"another prefix", "<a:b></c:b>", "</b>"},
	{"no prefix", "<a:b></b>", "</b>"},
	{"an end tag of a prefix alone", "<a></b:>", "</b:>"},
	{"an end tag of a prefix alone, too many", "</b:>", "</b:>"},
	{"other case", "<a></A>", "</A>"},
	{"an end tag without a name", "<a></>", "missing"},
	{"an end tag with an attribute", "<a></a b='1'>", "end tag"},
	{"an end tag with a slash", "<a></a/>", "end tag"},
	{"a start tag without a name", "<>", "missing"},
	{"a space before a name", "< a>", "missing"},
	{"two less-than signs", "<<a/>", "missing"},
	{"a digit at the beginning of a name", "<1/>", "not valid"},
	{"a hyphen at the beginning of a name", "<-/>", "not valid"},
	{"a point at the beginning of a name", "<./>", "not valid"},
	{"a digit alone for a name", "<1>", "not valid"},
	{"a hyphen alone for a name", "<->", "not valid"},
	{"two colons", "<a:b:c/>", "colon"},
	{"two colons in an end tag", "<a></a:b:c>", "colon"},
	{"two colons in an attribute", "<a b:c:d='1'/>", "colon"},
	{"a wide character that is no letter", "<a×/>", "not valid"},
	{"a wide character that may not begin a name", "<·a/>", "not valid"},
	{"a wide name in an end tag", "<a></a×>", "not valid"},
	{"invalid UTF-8 in a name", "<a\xff/>", "not valid"},
	{"a slash in a tag", "<a/ >", "follows"},
	{"a sign in a tag", "<a$/>", "missing"},

	{"an attribute without a value", "<a b/>", "without ="},
	{"an attribute without quotes", "<a b=c/>", "without quotes"},
	{"an attribute of nothing", "<a b=>", "without quotes"},
	{"an attribute without a name", "<a ='b'/>", "missing"},
	{"an attribute with a bad name", "<a 1='b'/>", "not valid"},
	{"an attribute with a wide name", "<a ×='b'/>", "not valid"},
	{"less-than in an attribute", "<a b='<'/>", "<"},
	{"an entity in an attribute", "<a b='&nbsp;'/>", "nbsp"},
	{"a control character in an attribute", "<a b='\x02'/>", "U+0002"},
	{"U+FFFE in an attribute", "<a b='\ufffe'/>", "U+FFFE"},
	{"invalid UTF-8 in an attribute", "<a b='\xff'/>", "UTF-8"},
	{"half a character in an attribute", "<a b='\xd0'/>", "UTF-8"},

	{"an unknown entity", "&nbsp;", "nbsp"},
	{"an entity in other case", "&LT;", "LT"},
	{"an entity without a semicolon", "&lt ", "lt"},
	{"an entity without a name", "&;", "&"},
	{"an ampersand alone", "a & b", "&"},
	{"two ampersands", "&&amp;", "&"},
	{"a wide entity", "&é;", "é"},
	{"a number without digits", "&#;", "numeric"},
	{"a hexadecimal number without digits", "&#x;", "numeric"},
	{"a capital X", "&#X41;", "numeric"},
	{"hexadecimal digits in a decimal number", "&#1F;", "numeric"},
	{"a number without a semicolon", "&#65 ", "numeric"},
	{"a number too large", "&#x110000;", "numeric"},
	{"a number beyond 64 bits", "&#x10000000000000041;", "numeric"},
	{"zero", "&#0;", "U+0000"},
	{"a control character by number", "&#8;", "U+0008"},
	{"the last control character by number", "&#31;", "U+001F"},
	{"U+FFFE by number", "&#xFFFE;", "U+FFFE"},
	{"U+FFFF by number", "&#65535;", "U+FFFF"},
	{"]]>", "a]]>", "]]>"},
	{"]]]>", "]]]>", "]]>"},
	{"]]> in the middle", strings.Repeat("a]]", 20) + ">", "]]>"},
	{"]]> behind many brackets", strings.Repeat("]", 40) + ">", "]]>"},
	{"]]> behind CDATA", "<![CDATA[]]>]]>", "]]>"},
	{"zero itself", "\x00", "U+0000"},
	{"a control character", "a\x1f", "U+001F"},
	{"U+FFFE", "a\ufffe", "U+FFFE"},
	{"U+FFFF", "a\uffff", "U+FFFF"},
	{"invalid UTF-8", "a\x80", "UTF-8"},
	{"a long form", "\xc0\x80", "UTF-8"},
	{"a byte that begins nothing", "\xf8\x80\x80\x80", "UTF-8"},
	{"a surrogate", "\xed\xa0\x80", "UTF-8"},
	{"half a character at the end", "a\xe2\x82", "UTF-8"},
	{"half a character before a tag", "\xd0<a/>", "UTF-8"},
	{"a control character in CDATA", "<![CDATA[\x01]]>", "U+0001"},
	{"invalid UTF-8 in CDATA", "<![CDATA[\xff]]>", "UTF-8"},

	{"two hyphens in a comment", "<!-- -- -->", "--"},
	{"three hyphens at the end", "<!-- --->", "--"},
	{"half a comment", "<!-a-->", "follows"},
	{"CDATA in other case", "<![cdata[]]>", "follows"},
	{"CDATA with a space", "<![CDATA []]>", "follows"},
	{"a conditional section", "<![IGNORE[]]>", "follows"},
	{"a document type", "<!DOCTYPE a>", "<!…>"},
	{"an entity's declaration", `<!ENTITY a "b">`, "<!…>"},
	{"nothing declared", "<!>", "<!…>"},

	{"an instruction without a name", "<? a?>", "missing"},
	{"an instruction with a bad name", "<?1?>", "not valid"},
	{"an instruction with a wide name", "<?×?>", "not valid"},
	{"a declaration behind a comment", "<!----><?xml?>", "too late"},
	{"a declaration behind an instruction", "<?a?><?xml?>", "too late"},
	{"a declaration in an element", "<a><?xml?></a>", "too late"},
	{"two declarations", "<?xml?><?xml?>", "too late"},
	{"version 1.1", `<?xml version="1.1"?>`, "1.1"},
}

func TestScanner_Next_Rejected(t *testing.T) {
	t.Parallel()
	for _, tc := range rejected {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			for size := range 80 {
				scanner := xmlscan.NewScanner(strings.NewReader(tc.document), size)
				var err error
				for err == nil {
					_, err = scanner.Next()
				}
				var syntax *xmlscan.SyntaxError
				require.ErrorAs(t, err, &syntax)
				require.ErrorContains(t, err, tc.says)
				_, again := scanner.Next()
				require.Equal(t, err, again)
				assertSameTokens(t, tc.document, size, size)
				assertSameTokens(t, "<a b='"+longName+"'>"+tc.document+"<c/></a>", size, size)
			}
		})
	}
}

// cutShort are documents that break off.
var cutShort = []string{
	"<", "<a", "<a ", "<a b", "<a b ", "<a b=", "<a b= ", "<a b='", "<a b='c", "<a b='&", "<a b='&#", "<a b='&#1",
	"<a b='c'", "<a b='c' ", "<a/", "<a>", "<a>b", "<a>\xd0\x96", "<a><b/>", "<a></", "<a></a", "<a></a ", "<a></b",
	"<a></b ", "&", "&l", "&lt", "&#", "&#x", "&#6", "&#x6", "&nbsp",
	"<!", "<!-", "<!--", "<!-- ", "<!-- -", "<!-- --", "<![", "<![CDATA", "<![CDATA[", "<![CDATA[a", "<![CDATA[a]", "<![CDATA[a]]",
	"<![CDATA[\r", "<?", "<?a", "<?a ", "<?a ?", "<?xml", "<?xml ", "<?xml version='1.1'", "<?xml ?",
}

func TestScanner_Next_CutShort(t *testing.T) {
	t.Parallel()
	for _, document := range cutShort {
		for size := range 40 {
			_, err := readByScanner(strings.NewReader(document), size)
			assert.Equal(t, io.ErrUnexpectedEOF, err, document)
			assertSameTokens(t, document, size, size)
		}
	}
}
