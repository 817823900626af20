// Package xmlscan reads XML as a stream of start tags, end tags and texts at the speed of a byte scanner, without
// an allocation for any of them. It accepts and rejects what the strict decoder of encoding/xml does:
//
//   - Names have the characters of XML names and at most one colon. A prefix is a part of the name, and end tags
//     match their start tags. The names of elements, attributes and processing instructions are checked.
//   - Attributes need = and quotes, and may follow each other without a space or come twice. They are checked and
//     not yielded.
//   - Texts hold UTF-8 in XML's character range. The five entities and numeric references are replaced, CR and CR LF
//     become LF, and ]]> is rejected outside of CDATA. A reference to half a surrogate pair becomes U+FFFD.
//   - Comments hold no --. Comments and processing instructions are skipped, whatever else they hold.
//   - The version in an XML declaration is 1.0, when there is one.
//
// In three things it is stricter: <!DOCTYPE> and other declarations <!…> are rejected, so is an XML declaration
// behind other markup, and so is the end of the input within an element. Whether there is one root, and what
// stands outside of it, is for the caller to check.
//
// A text may come in several tokens: at references, at CR, at CDATA and comments, and where it is longer than the
// buffer. The buffer grows for long names and declarations alone.
package xmlscan

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// Kind is the kind of a token.
type Kind int

// The kinds of tokens.
const (
	_           Kind = iota
	Start            // a start tag, also that of an empty element <a/>
	End              // an end tag, also that of an empty element <a/>
	Text             // a piece of text, never empty
	Declaration      // the XML declaration
)

// Token is one token.
type Token struct {
	Kind Kind

	// Bytes is the name of an element with its prefix, a text, or what stands in the XML declaration. It is valid
	// until the next call.
	Bytes []byte
}

// SyntaxError says why a document is rejected. It may quote the document.
type SyntaxError struct{ text string }

// Error returns the reason.
func (e *SyntaxError) Error() string { return e.text }

// Scanner reads tokens.
type Scanner struct {
	window
	open      []byte // the names of the open elements, one behind the other
	openAt    []int  // where each of them begins
	isEmpty   bool   // the last token was the start of an empty element, whose end comes next
	inCDATA   bool
	afterCR   bool // the last byte of the text was a CR
	hasMarkup bool
	char      [utf8.UTFMax]byte // what the last reference stands for
	encoding  string
	wideNames map[string]bool // valid names beyond ASCII
	err       error

	firstNames [64]byte // what open and openAt begin in
	firstAt    [8]int
}

// NewScanner returns a scanner of UTF-8 with a buffer of a size in bytes, at least 16.
func NewScanner(r io.Reader, size int) *Scanner {
	s := &Scanner{window: window{reader: r, buf: make([]byte, max(size, 16))}}
	s.open, s.openAt = s.firstNames[:0], s.firstAt[:0]
	return s
}

// Depth returns how many elements are open. The element of a start tag counts, that of an end tag does not.
func (s *Scanner) Depth() int { return len(s.openAt) }

// Line returns the line behind the last token, or of an error, from 1.
func (s *Scanner) Line() int { return 1 + s.lines + bytes.Count(s.buf[:s.pos], []byte{'\n'}) }

// Encoding returns the encoding that the last declaration names, or "".
func (s *Scanner) Encoding() string { return s.encoding }

// Next returns the next token. The error is io.EOF at the end of the input, io.ErrUnexpectedEOF where the input
// ends within a token or an element, a *SyntaxError, or that of the reader. Every later call returns it again.
//
// Next reads only when its buffer ends before the token does, so nothing behind a declaration is read before the
// declaration is returned, other than what the reader returned along with it.
func (s *Scanner) Next() (Token, error) {
	if s.err != nil {
		return Token{}, s.err
	}
	for {
		token, err := s.scanToken()
		if err != nil {
			s.err = err
			return Token{}, err
		}
		if token.Kind != 0 {
			return token, nil
		}
	}
}

// scanToken reads the next token. It returns the zero value for what is skipped.
func (s *Scanner) scanToken() (Token, error) {
	if s.isEmpty {
		s.isEmpty = false
		return s.popElement(), nil
	}
	if s.pos == s.end {
		s.keep = s.pos
		if err := s.fillBuffer(); err != nil {
			return Token{}, s.endError(err)
		}
	}
	if s.inCDATA || s.buf[s.pos] != '<' {
		return s.scanText()
	}
	s.pos++
	s.afterCR = false
	return s.scanMarkup()
}

// endError returns the error where the input ends between two tokens.
func (s *Scanner) endError(err error) error {
	if s.ended && (s.inCDATA || len(s.openAt) > 0) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (s *Scanner) pushElement(name []byte) {
	s.openAt = append(s.openAt, len(s.open))
	s.open = append(s.open, name...)
}

// innermostName returns the name of the innermost open element, or nil.
func (s *Scanner) innermostName() []byte {
	if len(s.openAt) == 0 {
		return nil
	}
	return s.open[s.openAt[len(s.openAt)-1]:]
}

func (s *Scanner) popElement() Token {
	name := s.innermostName()
	last := len(s.openAt) - 1
	s.open, s.openAt = s.open[:s.openAt[last]], s.openAt[:last]
	return Token{End, name}
}
