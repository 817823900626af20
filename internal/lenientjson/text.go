package lenientjson

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// unquote returns the text of a JSON string. Bytes of invalid UTF-8 stay as they are, and half a surrogate pair
// becomes three bytes of invalid UTF-8: utf8.Valid tells whether a text can be written again, and different texts
// stay different. A string without escapes is returned as a part of quoted.
func unquote(quoted []byte) []byte {
	inside := quoted[1 : len(quoted)-1]
	next := bytes.IndexByte(inside, '\\')
	if next < 0 {
		return inside
	}
	text := make([]byte, 0, len(inside))
	for next >= 0 {
		text = append(text, inside[:next]...)
		text, inside = appendEscape(text, inside[next+1:])
		next = bytes.IndexByte(inside, '\\')
	}
	return append(text, inside...)
}

// appendEscape appends the character of an escape sequence, which starts behind its backslash.
func appendEscape(text, escape []byte) (longer, rest []byte) {
	switch c := escape[0]; c {
	case 'b':
		return append(text, '\b'), escape[1:]
	case 'f':
		return append(text, '\f'), escape[1:]
	case 'n':
		return append(text, '\n'), escape[1:]
	case 'r':
		return append(text, '\r'), escape[1:]
	case 't':
		return append(text, '\t'), escape[1:]
	case 'u':
		return appendUnicode(text, escape[1:])
	default: // a quote, a backslash or a slash
		return append(text, c), escape[1:]
	}
}

// appendUnicode appends the character of a \u escape, which starts behind the u, or of two for a surrogate pair.
func appendUnicode(text, digits []byte) (longer, rest []byte) {
	first, rest := hexRune(digits)
	if !utf16.IsSurrogate(first) {
		return utf8.AppendRune(text, first), rest
	}
	if after, ok := bytes.CutPrefix(rest, []byte(`\u`)); ok {
		second, behind := hexRune(after)
		if pair := utf16.DecodeRune(first, second); pair != utf8.RuneError {
			return utf8.AppendRune(text, pair), behind
		}
	}
	return append(text, 0xED, 0x80|byte(first>>6&0x3F), 0x80|byte(first&0x3F)), rest
}

// hexRune decodes four hexadecimal digits.
func hexRune(digits []byte) (r rune, rest []byte) {
	n, _ := strconv.ParseUint(string(digits[:4]), 16, 16) // well-formed
	return rune(n), digits[4:]
}
