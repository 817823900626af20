package virtpos

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// label takes the charset that an XML declaration names. It is the CharsetReader of encoding/xml, which asks only for what
// is not "utf-8"; nothing behind the declaration has been taken then.
func (s *source) label(label string, _ io.Reader) (io.Reader, error) {
	s.failed = s.relabel(label)
	return s, s.failed
}

func (s *source) relabel(label string) error {
	switch name := strings.ToLower(strings.TrimSpace(label)); {
	case s.labelled || s.charset != charsetOpen:
		return fmt.Errorf("the charset %q is named too late", s.redact.quote(label))
	case !isUTF8(name) && !isWindows1251(name):
		return fmt.Errorf("the charset is %q; only UTF-8 and windows-1251 are read", s.redact.quote(label))
	default:
		s.labelled, s.named = true, name
		return nil
	}
}

// declared takes an XML declaration: the charset that it names counts for more than that of Content-Type.
func (s *source) declared(declaration []byte) {
	if !s.labelled && bytes.Contains(declaration, []byte("encoding")) {
		s.labelled, s.named = true, "utf-8" // for any other one label was called
	}
}

func isUTF8(name string) bool { return name == "utf-8" || name == "utf8" }

func isWindows1251(name string) bool { return name == "windows-1251" || name == "cp1251" }

// cyrillic watches whether what is read as windows-1251 is UTF-8 after all, where the first bytes did not tell. Cyrillic
// in windows-1251 soon shows a byte that cannot be UTF-8; in UTF-8 it never does.
type cyrillic struct {
	proven   bool
	sequence []byte // what may become a character of UTF-8
	matched  int    // bytes of such characters
}

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
			return 0, fmt.Errorf("the charset is named windows-1251, but the response is UTF-8 up to offset %d", s.offset(n))
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
