package virtpos

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// document is a response while it is read, in either format. All but the first two methods read the element that has just
// begun, to its end.
type document interface {
	root(member func(name string) error) error // the whole response; member reads each element in its root
	end() error                                // nothing may follow

	members(member func(name string) error) error     // member reads each element in this one
	list(of string, element func(filing) error) error // element reads each; an error when this is no list
	value(t *tree, name string) error                 // adds it to a tree
	skip() error

	place() string // how far the document has been read
}

// filing is how an element of a list is filed in JSON. XML has only the zero value.
type filing struct {
	key   string // the name that it is filed under; "" for none
	alone bool   // it stands where the list belongs, so that it may be something else
}

// noList is the error of a value where a list belongs: an empty list is <items/> or [].
func noList(of string) error { return fmt.Errorf("there is no list of %ss where one belongs", of) }

// open tells the format by the first byte, whatever was asked for.
func open(src *source) (document, error) {
	first, err := src.begin()
	switch {
	case err != nil:
		return nil, err
	case first == '<':
		return newXMLDocument(src), nil
	case first == '{':
		return newJSONDocument(src), nil
	default:
		return nil, fmt.Errorf("the response begins with %q: it is neither XML nor a JSON object", first)
	}
}

// cause explains why a decoder cannot read on: it knows only that it cannot.
func (s *source) cause(err error, format string) error {
	switch {
	case s.drained:
		return fmt.Errorf("the response breaks off: %w", io.ErrUnexpectedEOF)
	case s.failed != nil:
		return s.failed
	default:
		return fmt.Errorf("this is no %s: %s", format, s.redact.clip(err.Error(), maxCause))
	}
}

// maxCause is how much of a decoder's words an error holds: they may quote the document.
const maxCause = 256

// broken reports whether the body itself failed, and not what is in it.
func (s *source) broken() bool {
	return s.err != nil && !errors.Is(s.err, errEnough) && errors.Is(s.failed, s.err)
}

// A small response has about so many elements, and is about so deep.
const (
	smallResponse = 12
	smallDepth    = 4
)

// parse reads a small response as a whole. Its root is called "root" in JSON as well. Beside an error the tree holds what
// came whole before it, for which it is never nil.
func parse(body []byte, redact redactor) (*tree, error) {
	t := &tree{
		nodes: make([]node, 0, smallResponse), open: make([]int, 0, smallDepth), said: make([][]byte, 0, smallDepth),
	}
	_ = t.begin("root")
	src := newSource(bytes.NewReader(body), min(len(body)+utf8.UTFMax, readSize), "", redact)
	doc, err := open(src)
	if err == nil {
		err = readRoot(doc, t)
	}
	t.closePart()
	return t, err
}

func readRoot(doc document, t *tree) error {
	err := doc.root(func(name string) error { return doc.value(t, name) })
	if err == nil {
		err = doc.end()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", doc.place(), err)
	}
	return nil
}

// complete returns what has come whole of a small response that breaks off, in UTF-8, or false when that is nothing.
func complete(body []byte) ([]byte, bool) {
	if trimmed := trimLeft(body); len(trimmed) > 0 && trimmed[0] == '{' {
		return lenientjson.Complete(trimmed)
	}
	t, _ := parse(body, nil)
	if !t.hasChildren(0) {
		return nil, false
	}
	return t.appendXML(nil, 0), true
}
