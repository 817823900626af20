package virtpos

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/shelfwire/shelfwire/internal/xmlscan"
)

// xmlDocument reads XML. Prefixes of names and attributes are ignored.
type xmlDocument struct {
	scan   *xmlscan.Scanner
	src    *source
	member string // the last name that readMembers passed on: most elements of a list have the same
}

func newXMLDocument(src *source) *xmlDocument {
	return &xmlDocument{scan: xmlscan.NewScanner(src, len(src.buf)), src: src}
}

func (x *xmlDocument) position() string { return fmt.Sprintf("line %d", x.scan.Line()) }

// errDocumentEnd is returned at the end of a document whose elements are all closed.
var errDocumentEnd = errors.New("the end of the document")

// nextToken returns the next start, end or text.
func (x *xmlDocument) nextToken() (xmlscan.Token, error) {
	token, err := x.scan.Next()
	switch {
	case err != nil:
		return token, x.readError(err)
	case token.Kind == xmlscan.Start && x.scan.Depth() > maxDepth:
		return token, errTooDeep
	case token.Kind == xmlscan.Declaration:
		if err := x.src.applyDeclaration(token.Bytes, x.scan.Encoding()); err != nil {
			return token, err
		}
		return x.nextToken() // there is no second one
	}
	return token, nil
}

func (x *xmlDocument) readError(err error) error {
	if errors.Is(err, io.EOF) && x.src.drained {
		return errDocumentEnd
	}
	return x.src.decodeError(err, "XML")
}

// localName returns the name of an element without its prefix.
func localName(token xmlscan.Token) []byte {
	if i := bytes.IndexByte(token.Bytes, ':'); i > 0 && i < len(token.Bytes)-1 {
		return token.Bytes[i+1:]
	}
	return token.Bytes
}

func (x *xmlDocument) readRoot(member func(name string) error) error {
	token, err := x.nextTopLevel()
	if errors.Is(err, errDocumentEnd) {
		return x.src.decodeError(err, "XML")
	}
	if err != nil {
		return err
	}
	if name := string(localName(token)); name != "root" {
		return fmt.Errorf("the response begins with <%s>, not with <root>", x.src.redact.quote(name))
	}
	return x.readMembers(member)
}

func (x *xmlDocument) expectEnd() error {
	switch _, err := x.nextTopLevel(); {
	case errors.Is(err, errDocumentEnd):
		return nil
	case err != nil:
		return err
	default:
		return errors.New("something follows behind the end of the response")
	}
}

// nextTopLevel returns the next token outside of the root, skipping spaces.
func (x *xmlDocument) nextTopLevel() (xmlscan.Token, error) {
	for {
		token, err := x.nextToken()
		if err != nil || token.Kind != xmlscan.Text {
			return token, err
		}
		if err := x.rejectText(token.Bytes); err != nil {
			return token, err
		}
	}
}

// rejectText returns an error for text where only elements belong, such as a PHP warning.
func (x *xmlDocument) rejectText(text []byte) error {
	if text = trimLeft(text); len(text) > 0 {
		return fmt.Errorf("text %q between elements", x.src.redact.quote(string(text)))
	}
	return nil
}

func (x *xmlDocument) readMembers(member func(name string) error) error {
	for {
		token, err := x.nextToken()
		if err != nil {
			return err
		}
		switch token.Kind {
		case xmlscan.Start:
			err = member(x.memberName(token))
		case xmlscan.Text:
			err = x.rejectText(token.Bytes)
		default:
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (x *xmlDocument) memberName(token xmlscan.Token) string {
	if name := localName(token); x.member != string(name) {
		x.member = string(name)
	}
	return x.member
}

func (x *xmlDocument) readList(names []string, element func(listElement) error) error {
	return x.readMembers(func(name string) error {
		if !slices.Contains(names, name) {
			return fmt.Errorf("<%s> in a list of <%s>", x.src.redact.quote(name), names[0])
		}
		return element(listElement{})
	})
}

func (x *xmlDocument) readValue(t *tree, name string) error {
	if err := t.beginElement(name); err != nil {
		return err
	}
	for outer := x.scan.Depth() - 1; x.scan.Depth() > outer; {
		token, err := x.nextToken()
		if err != nil {
			return err
		}
		switch token.Kind {
		case xmlscan.Start:
			err = t.beginElement(t.internName(localName(token)))
		case xmlscan.End:
			t.endElement()
		default:
			t.appendText(token.Bytes)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (x *xmlDocument) skipElement() error {
	for outer := x.scan.Depth() - 1; x.scan.Depth() > outer; {
		if _, err := x.nextToken(); err != nil {
			return err
		}
	}
	return nil
}
