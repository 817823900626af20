package xmlscan

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// scanText reads a piece of a text, or of CDATA, of which a byte is in the buffer.
func (s *Scanner) scanText() (Token, error) {
	s.keep = s.pos
	if s.afterCR && s.buf[s.pos] == '\n' {
		s.pos++
		s.keep = s.pos
	}
	s.afterCR = false
	for {
		s.skipPlain()
		if s.pos == s.end {
			if s.fillText() {
				return s.endPiece(s.pos), nil
			}
			continue
		}
		switch c := s.buf[s.pos]; {
		case c == '>' && s.isAfterBrackets():
			return s.endCDATA()
		case c == '>', s.inCDATA && (c == '<' || c == '&'):
			s.pos++
		case c == '<', s.pos > s.keep && (c == '&' || c == '\r'):
			return s.endPiece(s.pos), nil
		case c == '&':
			s.pos++
			return s.scanReference()
		case c == '\r':
			s.pos++
			s.afterCR = true
			return Token{Text, newline}, nil
		case c < utf8.RuneSelf:
			return Token{}, newCharacterError(rune(c))
		default:
			if done, err := s.scanWideText(); done || err != nil {
				return s.endPiece(s.pos), err
			}
		}
	}
}

var newline = []byte{'\n'}

// skipPlain skips what stands for itself: most of ASCII, and characters of two bytes.
func (s *Scanner) skipPlain() {
	buf, i := s.buf[:s.end], s.pos
	for i < len(buf) {
		switch c := buf[i]; {
		case classes[c]&classPlain != 0:
			i++
		case c >= 0xC2 && c <= 0xDF && i+1 < len(buf) && buf[i+1]&0xC0 == 0x80:
			i += 2
		default:
			s.pos = i
			return
		}
	}
	s.pos = i
}

// endPiece returns the piece up to an offset, or the zero value when it is empty.
func (s *Scanner) endPiece(to int) Token {
	if to == s.keep {
		return Token{}
	}
	return Token{Text, s.buf[s.keep:to]}
}

// fillText reads more of a text. It returns true where a piece of it ends: where the buffer is full, and where the
// input ends. Brackets that may begin ]]> stay for the next piece.
func (s *Scanner) fillText() (pieceDone bool) {
	if s.isFull() {
		for held := 0; held < 2 && s.buf[s.pos-1] == ']'; held++ {
			s.pos--
		}
		return true
	}
	return s.fillBuffer() != nil // the error comes again
}

// isAfterBrackets reports whether ]] stands before the next byte.
func (s *Scanner) isAfterBrackets() bool { return bytes.HasSuffix(s.buf[s.keep:s.pos], []byte("]]")) }

// endCDATA reads the last byte of ]]>.
func (s *Scanner) endCDATA() (Token, error) {
	if !s.inCDATA {
		return Token{}, &SyntaxError{"]]> in a text"}
	}
	s.inCDATA = false
	s.pos++
	return s.endPiece(s.pos - len("]]>")), nil
}

// scanWideText reads a character beyond ASCII. It returns true where a piece ends before it.
func (s *Scanner) scanWideText() (pieceDone bool, err error) {
	rest := s.buf[s.pos:s.end]
	if !utf8.FullRune(rest) {
		if s.isFull() {
			return true, nil
		}
		return false, s.fillCharacter()
	}
	size, err := checkRune(rest)
	s.pos += size
	return false, err
}

// fillCharacter reads more of a character.
func (s *Scanner) fillCharacter() error {
	err := s.fillBuffer()
	if err != nil && s.ended {
		return errNotUTF8
	}
	return err
}

// scanValue reads the value of an attribute behind its quote.
func (s *Scanner) scanValue(quote byte) error {
	for {
		c, err := s.takeByte()
		switch {
		case err != nil:
			return err
		case c == quote:
			return nil
		case c == '<':
			return &SyntaxError{"< in the value of an attribute"}
		case c == '&':
			_, err = s.scanReference()
		case c >= utf8.RuneSelf:
			s.pos--
			err = s.scanWideValue()
		case classes[c]&classPlain == 0 && c != '>' && c != '\r':
			err = newCharacterError(rune(c))
		}
		if err != nil {
			return err
		}
	}
}

// scanWideValue reads a character beyond ASCII.
func (s *Scanner) scanWideValue() error {
	s.keep = s.pos
	for !utf8.FullRune(s.buf[s.pos:s.end]) {
		if err := s.fillCharacter(); err != nil {
			return err
		}
	}
	size, err := checkRune(s.buf[s.pos:s.end])
	s.pos += size
	return err
}

var errNotUTF8 = &SyntaxError{"invalid UTF-8"}

func checkRune(text []byte) (size int, err error) {
	r, size := utf8.DecodeRune(text)
	switch {
	case r == utf8.RuneError && size <= 1:
		return size, errNotUTF8
	case !isCharacter(r):
		return size, newCharacterError(r)
	default:
		return size, nil
	}
}

// isCharacter reports whether a valid rune is in XML's character range.
func isCharacter(r rune) bool {
	return r >= ' ' && r != 0xFFFE && r != 0xFFFF || r == '\t' || r == '\n' || r == '\r'
}

func newCharacterError(r rune) error {
	return &SyntaxError{fmt.Sprintf("character %U, which is not in XML's range", r)}
}
