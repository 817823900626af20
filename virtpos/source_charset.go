package virtpos

import (
	"fmt"
	"unicode/utf8"
)

// charset is the encoding of a body.
type charset int

const (
	charsetUndecided   charset = iota // only ASCII so far
	charsetUTF8                       // also when none is named
	charsetWindows1251                // when it is named
)

// convertToUTF8 fills out with UTF-8 from the first n bytes of raw; 0 means that more input is needed, or that
// a byte is invalid.
func (s *source) convertToUTF8(raw []byte) (n int, err error) {
	if s.charset == charsetUndecided {
		if n = asciiPrefix(raw); n > 0 || len(raw) == 0 {
			s.out, s.next = raw[:n], 0
			return n, nil
		}
		if s.charset = s.detectCharset(raw); s.charset == charsetUndecided {
			return 0, nil
		}
	}
	if s.charset == charsetWindows1251 {
		return s.convertWindows1251(raw)
	}
	if n = utf8Prefix(raw); n == 0 && utf8.FullRune(raw) {
		return 0, fmt.Errorf("byte 0x%02X at offset %d is not UTF-8, and %s", raw[0], s.bodyOffset(0), s.otherCharset())
	}
	s.out, s.next = raw[:n], 0
	return n, nil
}

// otherCharset describes the charset that was named for bytes that are invalid UTF-8.
func (s *source) otherCharset() string {
	if s.charsetName == "" || isUTF8(s.charsetName) {
		return "no other charset was named before it"
	}
	return fmt.Sprintf("the charset that is named, %q, is not read", s.redact.quote(s.charsetName))
}

// detectCharset decides the charset by the first bytes beyond ASCII; charsetUndecided means that more input is
// needed. A byte order mark overrules a name, and so does text that is valid UTF-8: servers change their
// charset and keep the name.
func (s *source) detectCharset(raw []byte) charset {
	if s.hasBOM || !isWindows1251(s.charsetName) {
		return charsetUTF8
	}
	matched := 0
	for i := 0; i < len(raw) && utf8.FullRune(raw[i:]); {
		r, size := utf8.DecodeRune(raw[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			return charsetWindows1251
		case size > 1:
			matched += size
		}
		if matched >= enoughMatches {
			return charsetUTF8
		}
		i += size
	}
	if s.ended || s.readErr != nil || len(raw) == len(s.buf) {
		return charsetWindows1251
	}
	return charsetUndecided
}

// enoughMatches is how many bytes of valid UTF-8 beyond ASCII are proof of UTF-8.
const enoughMatches = 8

// bodyOffset returns the offset in the body of the i-th byte still to be converted.
func (s *source) bodyOffset(i int) int64 { return s.base + int64(s.from+i) }

func asciiPrefix(raw []byte) int {
	for i, c := range raw {
		if c >= utf8.RuneSelf {
			return i
		}
	}
	return len(raw)
}

// utf8Prefix returns the length of the longest prefix of complete UTF-8 characters.
func utf8Prefix(raw []byte) int {
	whole := len(raw)
	for i := 1; i < utf8.UTFMax && i <= len(raw); i++ {
		if tail := raw[len(raw)-i:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				whole -= i
			}
			break
		}
	}
	if utf8.Valid(raw[:whole]) {
		return whole
	}
	n := 0
	for {
		r, size := utf8.DecodeRune(raw[n:])
		if r == utf8.RuneError && size <= 1 {
			return n
		}
		n += size
	}
}
