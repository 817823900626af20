package virtpos

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// applyDeclaration reads an XML declaration, whose charset overrules that of Content-Type. Everything beyond ASCII
// behind the declaration is still unread then.
func (s *source) applyDeclaration(declaration []byte, label string) error {
	if label != "" && !strings.EqualFold(label, "utf-8") {
		return s.setCharset(label)
	}
	if bytes.Contains(declaration, []byte("encoding")) {
		s.charsetName = "utf-8"
	}
	return nil
}

func (s *source) setCharset(label string) error {
	switch name := strings.ToLower(strings.TrimSpace(label)); {
	case s.charset != charsetUndecided:
		return fmt.Errorf("the charset %q is named too late", s.redact.quote(label))
	case !isUTF8(name) && !isWindows1251(name):
		return fmt.Errorf("the charset is %q; only UTF-8 and windows-1251 are read", s.redact.quote(label))
	default:
		s.charsetName = name
		return nil
	}
}

func isUTF8(name string) bool { return name == "utf-8" || name == "utf8" }

func isWindows1251(name string) bool { return name == "windows-1251" || name == "cp1251" }

// utf8Detector detects UTF-8 in what is read as windows-1251, where the first bytes left it open. Cyrillic in
// windows-1251 soon has a byte that is invalid in UTF-8.
type utf8Detector struct {
	ruledOut bool
	sequence []byte // a possible beginning of a UTF-8 character
	matched  int    // bytes of complete characters
}

// unassignedByte is the only byte without a character in windows-1251.
const unassignedByte = 0x98

// observeByte takes the next byte, and reports whether all bytes so far prove UTF-8.
func (c *utf8Detector) observeByte(b byte) (isUTF8 bool) {
	if c.ruledOut || b < utf8.RuneSelf && len(c.sequence) == 0 {
		return false
	}
	c.sequence = append(c.sequence, b)
	if !utf8.FullRune(c.sequence) {
		return false
	}
	if r, size := utf8.DecodeRune(c.sequence); r == utf8.RuneError && size <= 1 {
		c.ruledOut = true
		return false
	}
	c.matched += len(c.sequence)
	c.sequence = c.sequence[:0]
	return c.matched >= enoughMatches
}

func (s *source) convertWindows1251(raw []byte) (n int, err error) {
	s.decoded = s.decoded[:0]
	for n < len(raw) && err == nil {
		c := raw[n]
		switch {
		case s.utf8.observeByte(c):
			return 0, fmt.Errorf("the charset is named windows-1251, but the response is UTF-8 up to offset %d", s.bodyOffset(n))
		case c < utf8.RuneSelf:
			s.decoded = append(s.decoded, c)
		case c == unassignedByte:
			err = fmt.Errorf("byte 0x%02X at offset %d stands for nothing in windows-1251, the charset that is named",
				c, s.bodyOffset(n))
			continue
		default:
			s.decoded = utf8.AppendRune(s.decoded, charmap.Windows1251.DecodeByte(c))
		}
		n++
	}
	s.out, s.next = s.decoded, 0
	return n, err
}
