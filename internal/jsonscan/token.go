package jsonscan

import (
	"encoding/binary"
	"math/bits"
)

// scanString reads a string. Its text is a part of the buffer.
func (s *Scanner) scanString() error {
	s.token = s.pos
	s.pos++
	s.pos += countPlain(s.bytes[s.pos:s.end])
	if s.pos == s.end || s.bytes[s.pos] != '"' {
		return s.scanRest()
	}
	s.endString()
	return nil
}

// scanRest reads on in a string with escapes, or behind the buffer.
func (s *Scanner) scanRest() error {
	escaped := false
	for {
		switch c := s.peekByte(); {
		case c == '"':
			s.endString()
			if escaped {
				s.text = AppendUnescaped(s.text[:0], s.text)
			}
			return nil
		case c == '\\':
			escaped = true
			if err := s.skipEscape(); err != nil {
				return err
			}
		case c < ' ':
			return s.reject("in a string")
		}
		s.pos += countPlain(s.bytes[s.pos:s.end])
	}
}

// endString reads the closing quote of a string.
func (s *Scanner) endString() {
	s.text = s.bytes[s.token+1 : s.pos]
	s.pos++
}

// skipEscape checks an escape sequence.
func (s *Scanner) skipEscape() error {
	s.pos++
	c := s.peekByte()
	switch c {
	case 'b', 'f', 'n', 'r', 't', '"', '\\', '/':
		s.pos++
		return nil
	case 'u':
	default:
		return s.reject("in an escape")
	}
	s.pos++
	for range 4 {
		if !isHexDigit(s.peekByte()) {
			return s.reject(`in a \u escape`)
		}
		s.pos++
	}
	return nil
}

func isHexDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

const (
	eachByte = 0x0101010101010101 // times a byte: eight of it
	topBits  = 0x80 * eachByte
)

// countPlain returns how many bytes come before the first quote, backslash or control character. It tests eight bytes at
// a time: x-eachByte borrows into the top bit of the lowest byte that is 0, and of no byte below that one.
func countPlain(text []byte) int {
	n := 0
	for ; n+8 <= len(text); n += 8 {
		x := binary.LittleEndian.Uint64(text[n:])
		quote, backslash := x^'"'*eachByte, x^'\\'*eachByte
		found := ((quote-eachByte)&^quote | (backslash-eachByte)&^backslash | (x-' '*eachByte)&^x) & topBits
		if found != 0 {
			return n + bits.TrailingZeros64(found)/8
		}
	}
	for ; n < len(text); n++ {
		if c := text[n]; c == '"' || c == '\\' || c < ' ' {
			break
		}
	}
	return n
}

// scanNumber reads a number, up to the byte behind it or the end of the stream.
func (s *Scanner) scanNumber() error {
	s.token = s.pos
	if s.bytes[s.pos] == '-' {
		s.pos++
	}
	if s.peekByte() == '0' {
		s.pos++
	} else if !s.skipDigits() {
		return s.reject("in a number")
	}
	if s.peekByte() == '.' {
		s.pos++
		if !s.skipDigits() {
			return s.reject("behind the point of a number")
		}
	}
	if c := s.peekByte(); c == 'e' || c == 'E' {
		s.pos++
		if !s.skipExponent() {
			return s.reject("in the exponent of a number")
		}
	}
	if s.pos == s.end && !s.ended {
		return s.endErr // more digits may have been to come
	}
	s.text = s.bytes[s.token:s.pos]
	return nil
}

func (s *Scanner) skipExponent() bool {
	if c := s.peekByte(); c == '+' || c == '-' {
		s.pos++
	}
	return s.skipDigits()
}

// skipDigits reports whether there were any.
func (s *Scanner) skipDigits() (found bool) {
	for isDigit(s.peekByte()) {
		s.pos++
		found = true
	}
	return found
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// scanLiteral reads true, false or null.
func (s *Scanner) scanLiteral(word string) error {
	s.token = s.pos
	for i := range len(word) {
		if s.peekByte() != word[i] {
			return s.reject("in " + word)
		}
		s.pos++
	}
	s.text = s.bytes[s.token:s.pos]
	return nil
}
