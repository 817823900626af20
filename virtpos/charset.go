package virtpos

import (
	"fmt"
	"unicode/utf8"
)

// charset is how the bytes are to be read.
type charset int

const (
	charsetOpen        charset = iota // only ASCII has come so far, the same in all
	charsetUTF8                       // also without a name
	charsetWindows1251                // named so
)

// convert fills out with UTF-8 from the first n bytes of raw; 0 means that more input is needed, or a byte is invalid.
func (s *source) convert(raw []byte) (n int, err error) {
	if s.charset == charsetOpen {
		if n = asciiPrefix(raw); n > 0 || len(raw) == 0 {
			s.out, s.next = raw[:n], 0
			return n, nil
		}
		if s.charset = s.detect(raw); s.charset == charsetOpen {
			return 0, nil
		}
	}
	if s.charset == charsetWindows1251 {
		return s.convertWindows1251(raw)
	}
	if n = utf8Prefix(raw); n == 0 && utf8.FullRune(raw) {
		return 0, fmt.Errorf("byte 0x%02X at offset %d is not UTF-8, and %s", raw[0], s.offset(0), s.otherCharset())
	}
	s.out, s.next = raw[:n], 0
	return n, nil
}

// otherCharset says which charset was named for bytes that are not UTF-8.
func (s *source) otherCharset() string {
	if s.named == "" || isUTF8(s.named) {
		return "no other charset was named before it"
	}
	return fmt.Sprintf("the charset that is named, %q, is not read", s.redact.quote(s.named))
}

// detect tells the charset by the first bytes that are not ASCII; charsetOpen means that more input is needed. A byte
// order mark counts for more than a name, and so does text that is UTF-8: servers change their charset and keep the name.
func (s *source) detect(raw []byte) charset {
	if s.marked || !isWindows1251(s.named) {
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
	if s.ended || s.err != nil || len(raw) == len(s.buf) {
		return charsetWindows1251
	}
	return charsetOpen
}

// enoughMatches is how many bytes beyond ASCII, all of them UTF-8, are no accident.
const enoughMatches = 8

// offset is where the i-th byte of what is not yet looked at stands in the body.
func (s *source) offset(i int) int64 { return s.base + int64(s.from+i) }

func asciiPrefix(raw []byte) int {
	for i, c := range raw {
		if c >= utf8.RuneSelf {
			return i
		}
	}
	return len(raw)
}

// utf8Prefix returns how many bytes are whole characters of UTF-8.
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
