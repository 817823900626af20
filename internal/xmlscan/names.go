package xmlscan

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"unicode/utf8"
)

// class says where a byte may stand.
type class uint8

const (
	classPlain     class = 1 << iota // in a text, as it is
	className                        // in a name
	classNameStart                   // at the beginning of a name
	classColon
	classWide      // a part of a character beyond ASCII
	classPlainName // in a name, of ASCII, and no colon
)

var classes = newClasses()

func newClasses() (table [256]class) {
	for c := range table {
		switch {
		case c >= utf8.RuneSelf:
			table[c] = className | classNameStart | classWide
		case c == '<', c == '>', c == '&':
		case c >= ' ', c == '\t', c == '\n':
			table[c] = classPlain
		}
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_':
			table[c] |= className | classPlainName | classNameStart
		case c >= '0' && c <= '9', c == '-', c == '.':
			table[c] |= className | classPlainName
		}
	}
	table[':'] |= className | classNameStart | classColon
	return table
}

// scanName reads the name of an element or an attribute. It is valid until more is read.
func (s *Scanner) scanName(what string) ([]byte, error) {
	name, found, err := s.scanNameBytes()
	switch {
	case err != nil:
		return nil, err
	case found&classColon != 0 && bytes.Count(name, []byte{':'}) > 1:
		return nil, &SyntaxError{fmt.Sprintf("%s with more than one colon: %s", what, name)}
	}
	return name, s.checkName(name, found, what)
}

// scanNameBytes reads what may be a name, and returns the classes of its bytes.
func (s *Scanner) scanNameBytes() (name []byte, found class, err error) {
	s.keep = s.pos
	for {
		for s.pos < s.end {
			c := classes[s.buf[s.pos]]
			if c&className == 0 {
				return s.buf[s.keep:s.pos], found, nil
			}
			found |= c
			s.pos++
		}
		if err := s.fillWithinToken(); err != nil {
			return nil, 0, err
		}
	}
}

func (s *Scanner) checkName(name []byte, found class, what string) error {
	switch {
	case len(name) == 0:
		return &SyntaxError{what + " is missing"}
	case classes[name[0]]&classNameStart == 0, found&classWide != 0 && !s.isWideName(name):
		return &SyntaxError{fmt.Sprintf("%s is not valid: %s", what, name)}
	}
	return nil
}

// Bounds of the names beyond ASCII that are remembered.
const (
	maxWideNames   = 256
	maxWideNameLen = 64
)

// isWideName reports whether a name beyond ASCII is valid. The tables of the characters are those of encoding/xml,
// which checks the target of a processing instruction as a name.
func (s *Scanner) isWideName(name []byte) bool {
	if s.wideNames[string(name)] {
		return true
	}
	text := string(name)
	if _, err := xml.NewDecoder(bytes.NewReader([]byte("<?" + text + "?>"))).RawToken(); err != nil {
		return false
	}
	if s.wideNames == nil {
		s.wideNames = map[string]bool{}
	}
	if len(s.wideNames) < maxWideNames && len(text) <= maxWideNameLen {
		s.wideNames[text] = true
	}
	return true
}
