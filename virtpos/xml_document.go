package virtpos

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// xmlDocument reads XML. It matches the tags of raw tokens itself, which saves a sixth of the time and a
// quarter of the allocations. Prefixes of names and attributes are ignored.
type xmlDocument struct {
	dec   *xml.Decoder
	src   *source
	open  []xml.Name
	begun bool // anything other than space was read
}

func newXMLDocument(src *source) *xmlDocument {
	x := &xmlDocument{dec: xml.NewDecoder(src), src: src}
	x.dec.CharsetReader = src.charsetReader
	return x
}

func (x *xmlDocument) position() string {
	line, _ := x.dec.InputPos()
	return fmt.Sprintf("line %d", line)
}

// nextToken returns the next start, end or text.
func (x *xmlDocument) nextToken() (xml.Token, error) {
	for {
		token, err := x.dec.RawToken()
		if errors.Is(err, io.EOF) && len(x.open) == 0 && x.src.drained {
			return nil, io.EOF
		}
		if err != nil {
			return nil, x.src.decodeError(err, "XML")
		}
		switch t := token.(type) {
		case xml.StartElement:
			return token, x.pushElement(t.Name)
		case xml.EndElement:
			return token, x.popElement(t.Name)
		case xml.CharData:
			return token, nil
		case xml.ProcInst:
			if t.Target != "xml" {
				break
			}
			if x.begun {
				return nil, errors.New("an XML declaration that is not at the beginning")
			}
			x.src.noteDeclaration(t.Inst)
		case xml.Directive:
			return nil, errors.New("a declaration <!…>, which is not read")
		}
		x.begun = true
	}
}

func (x *xmlDocument) pushElement(name xml.Name) error {
	x.begun = true
	if len(x.open) == maxDepth {
		return errTooDeep
	}
	x.open = append(x.open, name)
	return nil
}

func (x *xmlDocument) popElement(name xml.Name) error {
	last := len(x.open) - 1
	if last < 0 || x.open[last] != name {
		return fmt.Errorf("</%s> ends what it has not begun", x.src.redact.quote(name.Local))
	}
	x.open = x.open[:last]
	return nil
}

func (x *xmlDocument) readRoot(member func(name string) error) error {
	token, err := x.nextTopLevel()
	if errors.Is(err, io.EOF) {
		return x.src.decodeError(err, "XML")
	}
	if err != nil {
		return err
	}
	if start, ok := token.(xml.StartElement); ok && start.Name.Local == "root" {
		return x.readMembers(member)
	}
	return fmt.Errorf("the response begins with <%s>, not with <root>", x.src.redact.quote(x.open[0].Local))
}

func (x *xmlDocument) expectEnd() error {
	switch _, err := x.nextTopLevel(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return err
	default:
		return errors.New("something follows behind the end of the response")
	}
}

// nextTopLevel returns the next token outside of the root, skipping spaces.
func (x *xmlDocument) nextTopLevel() (xml.Token, error) {
	for {
		token, err := x.nextToken()
		if text, ok := token.(xml.CharData); ok {
			if err := x.rejectText(text); err != nil {
				return nil, err
			}
			continue
		}
		return token, err
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
		switch token := token.(type) {
		case xml.StartElement:
			err = member(token.Name.Local)
		case xml.CharData:
			err = x.rejectText(token)
		default:
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (x *xmlDocument) readList(of string, element func(listElement) error) error {
	return x.readMembers(func(name string) error {
		if name != of {
			return fmt.Errorf("<%s> in a list of <%s>", x.src.redact.quote(name), of)
		}
		return element(listElement{})
	})
}

func (x *xmlDocument) readValue(t *tree, name string) error {
	if err := t.beginElement(name); err != nil {
		return err
	}
	for outer := len(x.open) - 1; len(x.open) > outer; {
		token, err := x.nextToken()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			err = t.beginElement(token.Name.Local)
		case xml.EndElement:
			t.endElement()
		case xml.CharData:
			t.appendText(token)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (x *xmlDocument) skipElement() error {
	for outer := len(x.open) - 1; len(x.open) > outer; {
		if _, err := x.nextToken(); err != nil {
			return err
		}
	}
	return nil
}
