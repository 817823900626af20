package virtpos

import (
	"fmt"
	"unicode/utf8"
)

// charset is how the bytes are to be read.
type charset int

const (
	charsetOpen        charset = iota // only ASCII has come so far, the same in all
	charsetUTF8                       // also without a label
	charsetWindows1251                // labelled so
)

// convert makes out of the first n bytes of raw. With n = 0 it needs more, or has met a byte that is wrong.
func (s *source) convert(raw []byte) (n int, err error) {
	if s.charset == charsetOpen {
		if n = asciiPrefix(raw); n > 0 || len(raw) == 0 {
			s.out, s.next = raw[:n], 0
			return n, nil
		}
		s.charset = charsetUTF8
	}
	if s.charset == charsetWindows1251 {
		return s.convertWindows1251(raw)
	}
	if n = utf8Prefix(raw); n == 0 && utf8.FullRune(raw) {
		return 0, fmt.Errorf("byte 0x%02X at offset %d is not UTF-8, and no other charset was named before it",
			raw[0], s.offset(0))
	}
	s.out, s.next = raw[:n], 0
	return n, nil
}

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
