package jsonscan

import (
	"fmt"
	"io"
	"unicode/utf8"
)

// SyntaxError is a byte that is invalid where it stands.
type SyntaxError struct {
	Offset int64 // of the byte in the stream
	text   string
}

// Error names the byte and its place, such as "invalid character 'x' in a number".
func (e *SyntaxError) Error() string { return e.text }

// reject returns the error for the next byte, or for a stream that has ended there.
func (s *Scanner) reject(place string) error {
	switch {
	case s.pos == s.end && s.ended:
		return io.ErrUnexpectedEOF
	case s.pos == s.end:
		return s.endErr
	}
	c := s.bytes[s.pos]
	text := fmt.Sprintf("invalid character %q %s", c, place)
	if c >= utf8.RuneSelf {
		text = fmt.Sprintf("invalid byte 0x%02X %s", c, place)
	}
	return &SyntaxError{Offset: s.Offset(), text: text}
}

// String says where a byte stands that is invalid there.
func (d due) String() string {
	switch d {
	case dueElement:
		return "where a value or the end of a list belongs"
	case dueMember:
		return "where a name or the end of an object belongs"
	case dueName:
		return "where a name belongs"
	case dueColon:
		return "where a colon belongs"
	case dueSeparator:
		return "where a comma or a closing bracket belongs"
	case dueEnd:
		return "follows the end of the value"
	default:
		return "where a value belongs"
	}
}
