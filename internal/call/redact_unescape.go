package call

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// appendUnescaped appends to buf what the escape at the beginning of a text stands for, in UTF-8, and returns
// the length of the escape; 0 when there is none.
func appendUnescaped(buf []byte, text string) (bytes []byte, width int) {
	var r rune
	switch text[0] {
	case '+':
		r, width = ' ', 1
	case '%':
		if r, width = parseUnit(text, `%u`, 4); width > 0 {
			break
		}
		if r, width = parseHex(text[1:], 2); width == 0 {
			return buf, 0
		}
		return append(buf, byte(r&0xff)), width + 1
	case '\\':
		r, width = unescapeBackslash(text)
	case '&':
		r, width = unescapeHTML(text)
	}
	if width == 0 {
		return buf, 0
	}
	return utf8.AppendRune(buf, r), width
}

// parseHex parses exactly so many hexadecimal digits; width is 0 when there are fewer.
func parseHex(text string, digits int) (n rune, width int) {
	n, width = parseNumber(text[:min(digits, len(text))], 16)
	if width < digits {
		width = 0
	}
	return n, width
}

// parseNumber parses the digits at the beginning of a text. A number beyond Unicode becomes the first that is
// no code point.
func parseNumber(text string, base rune) (n rune, width int) {
	for ; width < len(text); width++ {
		digit := hexDigit(text[width])
		if digit >= base {
			break
		}
		n = min(n*base+digit, utf8.MaxRune+1)
	}
	return n, width
}

// hexDigit returns the value of a hexadecimal digit, and more than 15 for any other byte; one before 'a' wraps
// around.
func hexDigit(c byte) rune {
	if c >= '0' && c <= '9' {
		return rune(c - '0')
	}
	return rune(c|0x20-'a') + 10
}

// unescapeJSON reads \u0441, and the pair \ud83d\ude00 for one code point. The second half of a pair may have
// several backslashes, as in JSON within JSON.
func unescapeJSON(text string) (r rune, width int) {
	r, width = parseUTF16Unit(text)
	if !utf16.IsSurrogate(r) {
		return r, width
	}
	last := len(text) - len(strings.TrimLeft(text[width:], `\`)) - 1 // of the backslashes, if there are any
	second, more := parseUTF16Unit(text[last:])
	if both := utf16.DecodeRune(r, second); both != utf8.RuneError {
		return both, last + more
	}
	return r, width
}

// parseUTF16Unit parses a backslash, u and four digits.
func parseUTF16Unit(text string) (r rune, width int) { return parseUnit(text, `\u`, 4) }

// parseUnit parses a mark and exactly so many hexadecimal digits behind it.
func parseUnit(text, mark string, digits int) (r rune, width int) {
	rest, found := strings.CutPrefix(text, mark)
	if !found {
		return
	}
	if r, width = parseHex(rest, digits); width == 0 {
		return
	}
	return r, width + len(mark)
}

// unescapeBackslash reads what JSON has, and \x2b and \053, which programs print.
func unescapeBackslash(text string) (r rune, width int) {
	if r, width = unescapeJSON(text); width > 0 {
		return
	}
	if r, width = parseUnit(text, `\x`, 2); width > 0 {
		return
	}
	const octal = 3
	if r, width = parseNumber(text[1:min(1+octal, len(text))], 8); width < octal {
		return 0, 0
	}
	return r, width + 1
}

// unescapeHTML reads &#1089; &#x441; and the names of ASCII characters. The semicolon may be missing, as browsers
// allow.
func unescapeHTML(text string) (r rune, width int) {
	if r, width = parseCharReference(text); width == 0 {
		r, width = parseEntity(text)
	}
	if strings.HasPrefix(text[width:], ";") {
		width++
	}
	return r, width
}

func parseCharReference(text string) (r rune, width int) {
	digits, found := strings.CutPrefix(text, "&#")
	if !found {
		return
	}
	base := rune(10)
	if digits != "" && digits[0]|0x20 == 'x' {
		digits, base = digits[1:], 16
	}
	if r, width = parseNumber(digits, base); width == 0 {
		return
	}
	return r, len(text) - len(digits) + width
}

var entities = []struct {
	name string
	r    rune
}{
	{"&amp", '&'}, {"&lt", '<'}, {"&gt", '>'}, {"&quot", '"'}, {"&apos", '\''},
	{"&excl", '!'}, {"&num", '#'}, {"&dollar", '$'}, {"&percnt", '%'}, {"&lpar", '('}, {"&rpar", ')'}, {"&ast", '*'},
	{"&plus", '+'}, {"&comma", ','}, {"&period", '.'}, {"&sol", '/'}, {"&colon", ':'}, {"&semi", ';'}, {"&equals", '='},
	{"&quest", '?'}, {"&commat", '@'}, {"&lsqb", '['}, {"&bsol", '\\'}, {"&rsqb", ']'}, {"&hat", '^'}, {"&lowbar", '_'},
	{"&grave", '`'}, {"&lcub", '{'}, {"&verbar", '|'}, {"&rcub", '}'},
}

func parseEntity(text string) (r rune, width int) {
	for _, e := range entities {
		if len(text) >= len(e.name) && text[1]|0x20 == e.name[1] && strings.EqualFold(text[:len(e.name)], e.name) {
			return e.r, len(e.name)
		}
	}
	return
}

// canEscape reports whether an escape may begin with two characters.
func canEscape(first, second byte) bool {
	switch first {
	case '%':
		return hexDigit(second) < 16 || second == 'u'
	case '&':
		return second == '#' || second|0x20 >= 'a' && second|0x20 <= 'z'
	case '\\':
		return second == 'u' || second == 'x' || second >= '0' && second <= '7'
	default:
		return false
	}
}

// maxNested is how many bytes of a text are read for an escape whose own characters are escaped.
const maxNested = 16

// appendNested is appendUnescaped for an escape whose own characters are escaped, all in one layer: %252B, &amp;#43;
// %26%2343%3B, &#37;2B.
func appendNested(buf []byte, text string) (bytes []byte, width int) {
	var inner [maxNested + utf8.UTFMax]byte
	var ends [maxNested + utf8.UTFMax]int // where the bytes of inner end in the text
	n, at := 0, 0
	for n < maxNested && at < len(text) && (n != 2 || canEscape(inner[0], inner[1])) {
		from := n
		bare, size := inner[:n:len(inner)], 0
		if text[at] != '+' {
			bare, size = appendUnescaped(bare, text[at:])
		}
		if size == 0 {
			bare, size = append(bare, text[at]), 1
		}
		at += size
		for n = len(bare); from < n; from++ {
			ends[from] = at
		}
	}
	if bytes, width = appendUnescaped(buf, string(inner[:n])); width > 0 {
		width = ends[width-1] //nolint:gosec // an escape in inner is no longer than inner
	}
	return bytes, width
}
