package xmlscan

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// scanReference reads a reference behind its &, and returns the character that it stands for.
func (s *Scanner) scanReference() (Token, error) {
	r, err := s.scanCharacter()
	if err != nil {
		return Token{}, err
	}
	return Token{Text, utf8.AppendRune(s.char[:0], r)}, nil
}

func (s *Scanner) scanCharacter() (rune, error) {
	switch c, err := s.takeByte(); {
	case err != nil:
		return 0, err
	case c == '#':
		return s.scanNumber()
	}
	s.pos--
	name, _, err := s.scanNameBytes()
	if err != nil {
		return 0, err
	}
	if r := entityRune(name); r != 0 && s.buf[s.pos] == ';' {
		s.pos++
		return r, nil
	}
	return 0, &SyntaxError{fmt.Sprintf("an unknown entity, or & alone: &%s", name)}
}

// entityRune returns what one of the five entities stands for, or 0.
func entityRune(name []byte) rune {
	switch string(name) {
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "amp":
		return '&'
	case "apos":
		return '\''
	case "quot":
		return '"'
	default:
		return 0
	}
}

// scanNumber reads a numeric reference behind its &#.
func (s *Scanner) scanNumber() (rune, error) {
	base := rune(10)
	c, err := s.takeByte()
	if err == nil && c == 'x' {
		base = 16
		c, err = s.takeByte()
	}
	r, isNumber := rune(0), false
	for ; err == nil && digitValue(c) < base; c, err = s.takeByte() {
		r = min(r*base+digitValue(c), unicode.MaxRune+1)
		isNumber = true
	}
	switch {
	case err != nil:
		return 0, err
	case c != ';' || !isNumber || r > unicode.MaxRune:
		return 0, &SyntaxError{"a numeric reference &# that is not valid"}
	case !isCharacter(r):
		return 0, newCharacterError(r)
	default:
		return r, nil
	}
}

// digitValue returns the value of a hexadecimal digit, or 16 for any other byte.
func digitValue(c byte) rune {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0')
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10
	default:
		return 16
	}
}
