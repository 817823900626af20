package virtpos

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// label hears how an XML declaration names the charset. It is the CharsetReader of encoding/xml, which asks only for
// what is not "utf-8"; nothing behind the declaration has been taken then.
func (s *source) label(label string, _ io.Reader) (io.Reader, error) {
	s.failed = s.relabel(label)
	return s, s.failed
}

func (s *source) relabel(label string) error {
	switch name := strings.ToLower(strings.TrimSpace(label)); {
	case s.labelled || s.charset != charsetOpen:
		return fmt.Errorf("the charset %q is named too late", clip(label))
	case name == "utf8":
		s.labelled = true
		return nil
	case name != "windows-1251" && name != "cp1251":
		return fmt.Errorf("the charset is %q; only UTF-8 and windows-1251 are read", clip(label))
	case s.marked:
		return fmt.Errorf("the charset is named %q, but the reply begins with the byte order mark of UTF-8", clip(label))
	default:
		s.labelled, s.charset = true, charsetWindows1251
		// What is ready is ASCII, which is the same in both.
		return nil
	}
}

// cyrillic watches whether what is labelled windows-1251 is UTF-8 after all: servers change their charset and keep the
// label. Cyrillic in windows-1251 soon shows a byte that cannot be UTF-8; in UTF-8 it never does.
type cyrillic struct {
	proven   bool
	sequence []byte // what may become a character of UTF-8
	matched  int    // bytes of such characters
}

// enoughMatches is how many bytes beyond ASCII, all of them UTF-8, are no accident.
const enoughMatches = 8

// unassigned is the one byte without a meaning in windows-1251.
const unassigned = 0x98

// see looks at the next byte, and reports whether all so far are UTF-8.
func (c *cyrillic) see(b byte) (isUTF8 bool) {
	if c.proven || b < utf8.RuneSelf && len(c.sequence) == 0 {
		return false
	}
	c.sequence = append(c.sequence, b)
	if !utf8.FullRune(c.sequence) {
		return false
	}
	if r, size := utf8.DecodeRune(c.sequence); r == utf8.RuneError && size <= 1 {
		c.proven = true
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
		case s.cyrillic.see(c):
			return 0, fmt.Errorf("the charset is named windows-1251, but the reply is UTF-8 up to offset %d", s.offset(n))
		case c < utf8.RuneSelf:
			s.decoded = append(s.decoded, c)
		case c == unassigned:
			err = fmt.Errorf("byte 0x%02X at offset %d stands for nothing in windows-1251, the charset that is named",
				c, s.offset(n))
			continue
		default:
			s.decoded = utf8.AppendRune(s.decoded, charmap.Windows1251.DecodeByte(c))
		}
		n++
	}
	s.out, s.next = s.decoded, 0
	return n, err
}
