package virtpos

import (
	"bytes"

	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// rawJSON appends a value that encoding/json has found valid to a tree.
type rawJSON struct {
	text  []byte // still to be read
	depth int
}

// appendValue appends the next value.
func (r *rawJSON) appendValue(t *tree, name string) error {
	switch r.peek() {
	case '{':
		return r.appendObject(t, name)
	case '[':
		return r.appendList(t, name)
	case '"':
		return t.appendLeaf(name, r.takeString())
	default:
		return r.appendWord(t, name)
	}
}

// appendWord appends a number, true, false or null.
func (r *rawJSON) appendWord(t *tree, name string) error {
	text := r.takeLiteral()
	switch text[0] {
	case 't', 'f':
		err := t.appendLeaf(name, text)
		t.nodes[len(t.nodes)-1].isBool = err == nil
		return err
	case 'n':
		text = nil
	}
	return t.appendLeaf(name, text)
}

func (r *rawJSON) appendObject(t *tree, name string) error {
	if err := r.enterContainer(); err != nil {
		return err
	}
	if err := t.beginElement(name); err != nil {
		return err
	}
	for r.peek() != '}' {
		member := t.internName(r.takeString())
		r.skipByte() // the colon
		if err := r.appendValue(t, member); err != nil {
			return err
		}
		r.skipComma()
	}
	t.endElement()
	r.leaveContainer()
	return nil
}

// appendList appends each value of a list under the list's own name. A list within a list becomes an element of
// that name.
func (r *rawJSON) appendList(t *tree, name string) error {
	if err := r.enterContainer(); err != nil {
		return err
	}
	if r.peek() == ']' {
		r.leaveContainer()
		return t.appendLeaf(name, nil)
	}
	for r.peek() != ']' {
		if err := r.appendElement(t, name); err != nil {
			return err
		}
		r.skipComma()
	}
	r.leaveContainer()
	return nil
}

func (r *rawJSON) appendElement(t *tree, name string) error {
	inner := *r
	if r.peek() != '[' || inner.isEmptyList() {
		return r.appendValue(t, name)
	}
	if err := t.beginElement(name); err != nil {
		return err
	}
	if err := r.appendValue(t, name); err != nil {
		return err
	}
	t.endElement()
	return nil
}

func (r *rawJSON) isEmptyList() bool {
	r.skipByte()
	return r.peek() == ']'
}

// enterContainer skips the opening bracket of an object or a list.
func (r *rawJSON) enterContainer() error {
	if r.depth++; r.depth > maxDepth {
		return errTooDeep
	}
	r.text = r.text[1:]
	return nil
}

// leaveContainer skips the closing bracket.
func (r *rawJSON) leaveContainer() {
	r.depth--
	r.text = r.text[1:]
}

// peek skips spaces and returns the next byte, still unread.
func (r *rawJSON) peek() byte {
	r.text = trimLeft(r.text)
	return r.text[0]
}

// skipByte skips one byte, and spaces before it.
func (r *rawJSON) skipByte() {
	r.peek()
	r.text = r.text[1:]
}

func (r *rawJSON) skipComma() {
	if r.peek() == ',' {
		r.text = r.text[1:]
		r.peek()
	}
}

// takeString returns the next string, which may share the document's memory. Half a surrogate pair becomes
// invalid UTF-8, so that different texts stay different and none is sent back changed.
func (r *rawJSON) takeString() []byte {
	r.peek()
	end, escaped := 1, false
	for ; r.text[end] != '"'; end++ {
		if r.text[end] == '\\' {
			escaped = true
			end++
		}
	}
	quoted := r.text[:end+1]
	r.text = r.text[end+1:]
	if !escaped {
		return quoted[1:end]
	}
	text, _ := lenientjson.Value(quoted).Text()
	return []byte(text)
}

// takeLiteral returns the next number, true, false or null.
func (r *rawJSON) takeLiteral() []byte {
	end := bytes.IndexAny(r.text, ",]} \t\r\n")
	if end < 0 {
		end = len(r.text)
	}
	text := r.text[:end]
	r.text = r.text[end:]
	return text
}
