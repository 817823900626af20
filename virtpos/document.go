package virtpos

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// document is a reply while it is read, in either format. All but the first two methods read the element that has just
// begun, to its end.
type document interface {
	root(member func(name string) error) error // the whole reply; member reads each element in its root
	end() error                                // nothing may follow

	members(member func(name string) error) error         // member reads each element in this one
	list(of string, element func(key string) error) error // element reads each; key is the name it is filed under in JSON
	value(t *tree, name string) error                     // adds it to a tree
	skip() error

	place() string // how far the document has been read
}

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
		return nil, fmt.Errorf("the reply begins with %q: it is neither XML nor a JSON object", first)
	}
}

// cause explains why a decoder cannot read on: it knows only that it cannot.
func (s *source) cause(err error, format string) error {
	switch {
	case s.drained:
		return fmt.Errorf("the reply breaks off: %w", io.ErrUnexpectedEOF)
	case s.failed != nil:
		return s.failed
	default:
		return fmt.Errorf("this is no %s: %w", format, err)
	}
}

// broken reports whether the body itself failed, and not what is in it.
func (s *source) broken() bool {
	return s.err != nil && !errors.Is(s.err, errEnough) && errors.Is(s.failed, s.err)
}

// A small reply has about so many elements, and is about so deep.
const (
	smallReply = 12
	smallDepth = 4
)

// parse reads a small reply as a whole. Its root is called "root" in JSON as well.
func parse(body []byte) (Element, error) {
	src := newSource(bytes.NewReader(body), min(len(body)+utf8.UTFMax, readSize))
	doc, err := open(src)
	if err != nil {
		return Element{}, err
	}
	t := tree{nodes: make([]node, 0, smallReply), open: make([]int, 0, smallDepth), said: make([][]byte, 0, smallDepth)}
	_ = t.begin("root")
	err = doc.root(func(name string) error { return doc.value(&t, name) })
	if err == nil {
		err = doc.end()
	}
	if err != nil {
		return Element{}, fmt.Errorf("%s: %w", doc.place(), err)
	}
	t.end()
	return t.element(0), nil
}
