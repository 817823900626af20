package virtpos

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// xmlDocument reads XML. It takes raw tokens and matches the tags by itself, which saves a sixth of the time and a
// quarter of the allocations of a response. Prefixes of names are dropped, and attributes are not looked at.
type xmlDocument struct {
	dec   *xml.Decoder
	src   *source
	open  []xml.Name
	begun bool // something but space has come
}

func newXMLDocument(src *source) *xmlDocument {
	x := &xmlDocument{dec: xml.NewDecoder(src), src: src}
	x.dec.CharsetReader = src.label
	return x
}

func (x *xmlDocument) place() string {
	line, _ := x.dec.InputPos()
	return fmt.Sprintf("line %d", line)
}

// next returns the next beginning, end or text.
func (x *xmlDocument) next() (xml.Token, error) {
	for {
		token, err := x.dec.RawToken()
		if errors.Is(err, io.EOF) && len(x.open) == 0 && x.src.drained {
			return nil, io.EOF
		}
		if err != nil {
			return nil, x.src.cause(err, "XML")
		}
		switch t := token.(type) {
		case xml.StartElement:
			return token, x.push(t.Name)
		case xml.EndElement:
			return token, x.pop(t.Name)
		case xml.CharData:
			return token, nil
		case xml.ProcInst:
			if t.Target != "xml" {
				break
			}
			if x.begun {
				return nil, errors.New("an XML declaration that is not at the beginning")
			}
			x.src.declared(t.Inst)
		case xml.Directive:
			return nil, errors.New("a declaration <!…>, which is not read")
		}
		x.begun = true
	}
}

func (x *xmlDocument) push(name xml.Name) error {
	x.begun = true
	if len(x.open) == maxDepth {
		return errTooDeep
	}
	x.open = append(x.open, name)
	return nil
}

func (x *xmlDocument) pop(name xml.Name) error {
	last := len(x.open) - 1
	if last < 0 || x.open[last] != name {
		return fmt.Errorf("</%s> ends what it has not begun", x.src.redact.quote(name.Local))
	}
	x.open = x.open[:last]
	return nil
}

func (x *xmlDocument) root(member func(name string) error) error {
	token, err := x.outside()
	if errors.Is(err, io.EOF) {
		return x.src.cause(err, "XML")
	}
	if err != nil {
		return err
	}
	if start, ok := token.(xml.StartElement); ok && start.Name.Local == "root" {
		return x.members(member)
	}
	return fmt.Errorf("the response begins with <%s>, not with <root>", x.src.redact.quote(x.open[0].Local))
}

func (x *xmlDocument) end() error {
	switch _, err := x.outside(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return err
	default:
		return errors.New("something follows behind the end of the response")
	}
}

// outside returns what comes outside of the root, but for spaces.
func (x *xmlDocument) outside() (xml.Token, error) {
	for {
		token, err := x.next()
		if text, ok := token.(xml.CharData); ok {
			if err := x.blank(text); err != nil {
				return nil, err
			}
			continue
		}
		return token, err
	}
}

// blank rejects text where only elements belong: it may be the server's own words about a failure.
func (x *xmlDocument) blank(text []byte) error {
	if text = trimLeft(text); len(text) > 0 {
		return fmt.Errorf("text %q between elements", x.src.redact.quote(string(text)))
	}
	return nil
}

func (x *xmlDocument) members(member func(name string) error) error {
	for {
		token, err := x.next()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			err = member(token.Name.Local)
		case xml.CharData:
			err = x.blank(token)
		default:
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (x *xmlDocument) list(of string, element func(filing) error) error {
	return x.members(func(name string) error {
		if name != of {
			return fmt.Errorf("<%s> in a list of <%s>", x.src.redact.quote(name), of)
		}
		return element(filing{})
	})
}

func (x *xmlDocument) value(t *tree, name string) error {
	if err := t.begin(name); err != nil {
		return err
	}
	for outer := len(x.open) - 1; len(x.open) > outer; {
		token, err := x.next()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			err = t.begin(token.Name.Local)
		case xml.EndElement:
			t.end()
		case xml.CharData:
			t.say(token)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (x *xmlDocument) skip() error {
	for outer := len(x.open) - 1; len(x.open) > outer; {
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}
