package jsonscan

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// AppendUnescaped appends what stands between the quotes of a valid string, with its escapes replaced. plain may be the
// beginning of text itself, since no escape is shorter than what it stands for.
func AppendUnescaped(plain, text []byte) []byte {
	rest := text
	for {
		next := bytes.IndexByte(rest, '\\')
		if next < 0 {
			return append(plain, rest...)
		}
		plain = append(plain, rest[:next]...)
		plain, rest = appendEscape(plain, rest[next+1:])
	}
}

// appendEscape appends the character of an escape, which starts behind its backslash.
func appendEscape(plain, escape []byte) (longer, rest []byte) {
	c, rest := escape[0], escape[1:]
	switch c {
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		return appendUnicode(plain, rest)
	}
	return append(plain, c), rest
}

// appendUnicode appends the character of a \u escape, which starts behind the u, or of two for a surrogate pair.
func appendUnicode(plain, digits []byte) (longer, rest []byte) {
	first, rest := decodeHex(digits), digits[4:]
	if !utf16.IsSurrogate(first) {
		return utf8.AppendRune(plain, first), rest
	}
	if len(rest) >= 6 && rest[0] == '\\' && rest[1] == 'u' {
		if pair := utf16.DecodeRune(first, decodeHex(rest[2:])); pair != utf8.RuneError {
			return utf8.AppendRune(plain, pair), rest[6:]
		}
	}
	return append(plain, 0xED, 0x80|byte(first>>6&0x3F), 0x80|byte(first&0x3F)), rest
}

// decodeHex decodes four hexadecimal digits.
func decodeHex(digits []byte) (r rune) {
	for _, c := range digits[:4] {
		switch {
		case c <= '9':
			c -= '0'
		case c <= 'F':
			c -= 'A' - 10
		default:
			c -= 'a' - 10
		}
		r = r<<4 | rune(c)
	}
	return r
}
