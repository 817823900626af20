package xmlscan

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// scanMarkup reads markup behind its <.
func (s *Scanner) scanMarkup() (Token, error) {
	if s.pos == s.end {
		s.keep = s.pos
		if err := s.fillWithinToken(); err != nil {
			return Token{}, err
		}
	}
	isFirst := !s.hasMarkup
	s.hasMarkup = true
	switch s.buf[s.pos] {
	case '/':
		s.pos++
		return s.scanEnd()
	case '?':
		s.pos++
		return s.scanInstruction(isFirst)
	case '!':
		s.pos++
		return Token{}, s.scanDeclared()
	default:
		return s.scanStart()
	}
}

// scanStart reads a start tag behind its <. Most are a plain name, in the buffer as a whole.
func (s *Scanner) scanStart() (Token, error) {
	if name := s.plainName(); name != nil {
		s.pushElement(name)
		s.pos += len(name) + 1
		return Token{Start, name}, nil
	}
	name, err := s.scanName("the name of an element")
	if err != nil {
		return Token{}, err
	}
	s.pushElement(name)
	for {
		c, err := s.takeByteAfterSpaces()
		switch {
		case err != nil:
			return Token{}, err
		case c == '>':
			return Token{Start, s.innermostName()}, nil
		case c == '/':
			s.isEmpty = true
			return Token{Start, s.innermostName()}, s.expectByte('>', "/ in a tag")
		}
		s.pos--
		if err := s.scanAttribute(); err != nil {
			return Token{}, err
		}
	}
}

// plainName returns the name that comes next, when it is of ASCII without a colon, and > follows. Otherwise, it
// returns nil.
func (s *Scanner) plainName() []byte {
	rest := s.buf[s.pos:s.end]
	for i, c := range rest {
		if classes[c]&classPlainName != 0 {
			continue
		}
		if c == '>' && classes[rest[0]]&classNameStart != 0 {
			return rest[:i]
		}
		break
	}
	return nil
}

// expectByte takes a byte that must follow.
func (s *Scanner) expectByte(want byte, behind string) error {
	c, err := s.takeByte()
	if err == nil && c != want {
		err = &SyntaxError{fmt.Sprintf("%q, not %q, follows %s", c, want, behind)}
	}
	return err
}

func (s *Scanner) scanAttribute() error {
	if _, err := s.scanName("the name of an attribute"); err != nil {
		return err
	}
	switch c, err := s.takeByteAfterSpaces(); {
	case err != nil:
		return err
	case c != '=':
		return &SyntaxError{"an attribute without ="}
	}
	switch quote, err := s.takeByteAfterSpaces(); {
	case err != nil:
		return err
	case quote != '"' && quote != '\'':
		return &SyntaxError{"an attribute without quotes"}
	default:
		return s.scanValue(quote)
	}
}

// scanEnd reads an end tag behind its </. It seldom needs more than a comparison with the start tag.
func (s *Scanner) scanEnd() (Token, error) {
	open, rest := s.innermostName(), s.buf[s.pos:s.end]
	if n := len(open); n > 0 && n < len(rest) && rest[n] == '>' && bytes.Equal(rest[:n], open) {
		s.pos += n + 1
		return s.popElement(), nil
	}
	name, err := s.scanName("the name of an end tag")
	if err != nil {
		return Token{}, err
	}
	var mismatch error
	if !bytes.Equal(name, open) {
		_, local, _ := bytes.Cut(name, []byte{':'})
		mismatch = &SyntaxError{fmt.Sprintf("</%s> ends what it has not begun", cmp.Or(string(local), string(name)))}
	}
	switch c, err := s.takeByteAfterSpaces(); {
	case err != nil:
		return Token{}, err
	case c != '>':
		return Token{}, &SyntaxError{fmt.Sprintf("%q in an end tag", c)}
	case mismatch != nil:
		return Token{}, mismatch
	default:
		return s.popElement(), nil
	}
}

// scanDeclared reads a comment, or the beginning of CDATA, behind its <!.
func (s *Scanner) scanDeclared() error {
	switch c, err := s.takeByte(); {
	case err != nil:
		return err
	case c == '-':
		if err := s.expectByte('-', "<!-"); err != nil {
			return err
		}
		return s.skipComment()
	case c == '[':
		for _, want := range []byte("CDATA[") {
			if err := s.expectByte(want, "<!["); err != nil {
				return err
			}
		}
		s.inCDATA = true
		return nil
	default:
		return &SyntaxError{"a declaration <!…>, which is not read"}
	}
}

func (s *Scanner) skipComment() error {
	for dashes := 0; ; {
		c, err := s.takeByte()
		switch {
		case err != nil:
			return err
		case dashes == 2 && c == '>':
			return nil
		case dashes == 2:
			return &SyntaxError{"-- in a comment"}
		case c == '-':
			dashes++
		default:
			dashes = 0
		}
	}
}

// scanInstruction reads a processing instruction, or the XML declaration, behind its <?.
func (s *Scanner) scanInstruction(isFirst bool) (Token, error) {
	target, found, err := s.scanNameBytes()
	if err == nil {
		err = s.checkName(target, found, "the name of a processing instruction")
	}
	if err != nil {
		return Token{}, err
	}
	isDeclaration := string(target) == "xml"
	if _, err := s.takeByteAfterSpaces(); err != nil {
		return Token{}, err
	}
	s.pos--
	content, err := s.scanInstructionContent(isDeclaration)
	switch {
	case err != nil || !isDeclaration:
		return Token{}, err
	case !isFirst:
		return Token{}, &SyntaxError{"an XML declaration comes too late: it belongs at the beginning"}
	}
	if string(content) == commonDeclaration {
		s.encoding = "UTF-8"
		return Token{Declaration, content}, nil
	}
	s.encoding, err = parseDeclaration(string(content))
	return Token{Declaration, content}, err
}

// scanInstructionContent reads up to ?>. It returns everything before that when it is wanted.
func (s *Scanner) scanInstructionContent(isWanted bool) ([]byte, error) {
	s.keep = s.pos
	for last := byte(0); ; s.pos++ {
		if s.pos == s.end {
			if !isWanted {
				s.keep = s.pos
			}
			if err := s.fillWithinToken(); err != nil {
				return nil, err
			}
		}
		c := s.buf[s.pos]
		if last == '?' && c == '>' {
			s.pos++
			return s.buf[s.keep:max(s.pos-len("?>"), s.keep)], nil
		}
		last = c
	}
}

// commonDeclaration is what stands in most XML declarations, read without a decoder.
const commonDeclaration = `version="1.0" encoding="UTF-8"`

// parseDeclaration returns the encoding that an XML declaration names, or "". It leaves the reading to
// encoding/xml, which accepts more than attributes, and rejects other versions than 1.0.
func parseDeclaration(content string) (encoding string, err error) {
	dec := xml.NewDecoder(strings.NewReader("<?xml " + content + "?>"))
	dec.CharsetReader = func(label string, rest io.Reader) (io.Reader, error) {
		encoding = label
		return rest, nil
	}
	if _, err := dec.RawToken(); err != nil {
		return "", &SyntaxError{err.Error()}
	}
	return encoding, nil
}
