// Package jsonscan reads one JSON value from a stream, token by token and without allocations.
//
// A [Scanner] accepts and rejects what [encoding/json.Valid] does, at the same byte: spaces, literals, numbers and
// escapes as in RFC 8259, at most 10,000 brackets within each other, repeated names in an object, nothing but spaces
// behind the value. It delivers each token as soon as its last byte has arrived; for a number, that is the byte behind
// it.
//
// Texts of strings differ from those of encoding/json in one point, so that different strings stay different: bytes of
// invalid UTF-8 stay as they are, and half a surrogate pair becomes the three bytes that encode it alone, which are
// invalid UTF-8. encoding/json replaces both by U+FFFD.
package jsonscan

import (
	"fmt"
	"io"
)

// Kind is the kind of a token.
type Kind int

// The kinds of tokens. Commas and colons are checked, and are no tokens.
const (
	BeginObject Kind = iota + 1 // {
	EndObject                   // }
	BeginList                   // [
	EndList                     // ]
	Name                        // the name of a member in an object; its value follows
	String                      // a string that is a value
	Number
	Bool
	Null
)

// maxDepth is how many brackets may be open, as in encoding/json.
const maxDepth = 10_000

// Scanner reads tokens from a stream. [New] makes one.
type Scanner struct {
	buffer
	due  due
	open []byte // the closing brackets that are due, the outermost first
	text []byte // of the last token
	err  error  // returned by every further call of Next
}

// due is what may come next.
type due int

const (
	dueValue     due = iota
	dueElement       // a value, or the end of a list
	dueMember        // a name, or the end of an object
	dueName          // a name
	dueColon         // a colon and a value
	dueSeparator     // a comma, or a closing bracket
	dueEnd           // the end of the stream
)

// New returns a scanner with a buffer of size bytes, which grows for a longer token.
func New(stream io.Reader, size int) *Scanner {
	return &Scanner{buffer: buffer{stream: stream, bytes: make([]byte, max(size, 1))}}
}

// Next reads the next token. Behind the value it returns [io.EOF]. Other errors are a [*SyntaxError],
// [io.ErrUnexpectedEOF] for a value that breaks off, and any error of the stream as it is. An error is returned again by
// every further call.
func (s *Scanner) Next() (Kind, error) {
	if s.err != nil {
		return 0, s.err
	}
	if kind := s.scanPlain(); kind != 0 {
		return kind, nil
	}
	kind, err := s.scanToken()
	if err != nil {
		s.text, s.err = nil, err
		return 0, err
	}
	return kind, nil
}

// Text returns the text of the last token: of a name and a string without quotes and escapes, of a number, true, false
// and null as it is written. It is nil for brackets. It is valid until the next call of Next or More.
func (s *Scanner) Text() []byte { return s.text }

// More reports whether something other than a closing bracket follows. It returns false before an error of the stream,
// which Next returns then.
func (s *Scanner) More() bool {
	c, err := s.skipSpace()
	return s.err == nil && err == nil && c != '}' && c != ']'
}

// Depth returns the number of open brackets.
func (s *Scanner) Depth() int { return len(s.open) }

// scanPlain reads a string without escapes that is in the buffer, right behind its colon or comma, as most tokens are. It
// returns 0, and has read nothing, where anything else follows.
func (s *Scanner) scanPlain() Kind {
	rest := s.bytes[s.pos:s.end]
	if len(rest) < 2 || rest[1] != '"' {
		return 0
	}
	kind, next := String, dueSeparator
	switch {
	case rest[0] == ':' && s.due == dueColon:
	case rest[0] == ',' && s.due == dueSeparator && s.isInside('}'):
		kind, next = Name, dueColon
	case rest[0] == ',' && s.due == dueSeparator:
	default:
		return 0
	}
	end := 2 + countPlain(rest[2:])
	if end == len(rest) || rest[end] != '"' {
		return 0
	}
	s.text = rest[2:end]
	s.pos += end + 1
	s.due = next
	return kind
}

// scanToken reads a token, and the comma or colon before it.
func (s *Scanner) scanToken() (Kind, error) {
	c, err := s.skipSpace()
	if err != nil {
		return 0, s.endError(err)
	}
	if c == ',' && s.due == dueSeparator || c == ':' && s.due == dueColon {
		s.passSeparator()
		if c, err = s.skipSpace(); err != nil {
			return 0, s.endError(err)
		}
	}
	switch s.due {
	case dueValue, dueElement:
		return s.scanValue(c)
	case dueName, dueMember:
		return s.scanName(c)
	default:
		return s.scanEnd(c)
	}
}

// endError returns the error for a stream that has ended between tokens.
func (s *Scanner) endError(err error) error {
	if s.ended && s.due != dueEnd {
		return io.ErrUnexpectedEOF
	}
	return err
}

// passSeparator reads the comma or colon that is due.
func (s *Scanner) passSeparator() {
	s.pos++
	if s.due == dueSeparator && s.isInside('}') {
		s.due = dueName
	} else {
		s.due = dueValue
	}
}

// scanValue reads a value that begins with c, or the opening bracket of one.
func (s *Scanner) scanValue(c byte) (Kind, error) {
	switch c {
	case '"':
		return s.endValue(String, s.scanString())
	case '{':
		return s.beginContainer(BeginObject, '}', dueMember)
	case '[':
		return s.beginContainer(BeginList, ']', dueElement)
	case 't':
		return s.endValue(Bool, s.scanLiteral("true"))
	case 'f':
		return s.endValue(Bool, s.scanLiteral("false"))
	case 'n':
		return s.endValue(Null, s.scanLiteral("null"))
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return s.endValue(Number, s.scanNumber())
	default:
		return s.scanEnd(c)
	}
}

// scanName reads the name of a member that begins with c.
func (s *Scanner) scanName(c byte) (Kind, error) {
	if c != '"' {
		return s.scanEnd(c)
	}
	s.due = dueColon
	return Name, s.scanString()
}

// scanEnd reads c as the closing bracket of a container.
func (s *Scanner) scanEnd(c byte) (Kind, error) {
	switch {
	case c == '}' && (s.due == dueMember || s.due == dueSeparator && s.isInside('}')):
		return s.endContainer(EndObject)
	case c == ']' && (s.due == dueElement || s.due == dueSeparator && s.isInside(']')):
		return s.endContainer(EndList)
	default:
		return 0, s.reject(s.due.String())
	}
}

func (s *Scanner) isInside(closing byte) bool { return s.open[len(s.open)-1] == closing }

// beginContainer reads an opening bracket.
func (s *Scanner) beginContainer(kind Kind, closing byte, next due) (Kind, error) {
	if len(s.open) == maxDepth {
		return 0, s.reject(fmt.Sprintf("within %d open brackets", maxDepth))
	}
	s.pos++
	s.open = append(s.open, closing)
	s.due = next
	s.text = nil
	return kind, nil
}

// endContainer reads a closing bracket.
func (s *Scanner) endContainer(kind Kind) (Kind, error) {
	s.pos++
	s.open = s.open[:len(s.open)-1]
	s.text = nil
	return s.endValue(kind, nil)
}

// endValue notes that a value has ended.
func (s *Scanner) endValue(kind Kind, err error) (Kind, error) {
	s.due = dueSeparator
	if len(s.open) == 0 {
		s.due = dueEnd
	}
	return kind, err
}
