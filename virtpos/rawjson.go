package virtpos

import (
	"bytes"

	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// rawJSON is a value of JSON that encoding/json has found to be well formed, on its way into a tree.
type rawJSON struct {
	text  []byte // what is left of it
	depth int
}

// add takes a value from the text.
func (r *rawJSON) add(t *tree, name string) error {
	switch r.peek() {
	case '{':
		return r.object(t, name)
	case '[':
		return r.list(t, name)
	case '"':
		return t.leaf(name, r.string())
	default:
		return r.word(t, name)
	}
}

// word adds a number, true, false or null.
func (r *rawJSON) word(t *tree, name string) error {
	text := r.literal()
	switch text[0] {
	case 't', 'f':
		err := t.leaf(name, text)
		t.nodes[len(t.nodes)-1].isBool = err == nil
		return err
	case 'n':
		text = nil
	}
	return t.leaf(name, text)
}

func (r *rawJSON) object(t *tree, name string) error {
	if err := r.enter(); err != nil {
		return err
	}
	if err := t.begin(name); err != nil {
		return err
	}
	for r.peek() != '}' {
		member := t.intern(r.string())
		r.take() // the colon
		if err := r.add(t, member); err != nil {
			return err
		}
		r.skipComma()
	}
	t.end()
	r.leave()
	return nil
}

// list adds each value of a list under the list's own name. A list within a list is an element of that name.
func (r *rawJSON) list(t *tree, name string) error {
	if err := r.enter(); err != nil {
		return err
	}
	if r.peek() == ']' {
		r.leave()
		return t.leaf(name, nil)
	}
	for r.peek() != ']' {
		if err := r.element(t, name); err != nil {
			return err
		}
		r.skipComma()
	}
	r.leave()
	return nil
}

func (r *rawJSON) element(t *tree, name string) error {
	inner := *r
	if r.peek() != '[' || inner.isEmptyList() {
		return r.add(t, name)
	}
	if err := t.begin(name); err != nil {
		return err
	}
	if err := r.add(t, name); err != nil {
		return err
	}
	t.end()
	return nil
}

func (r *rawJSON) isEmptyList() bool {
	r.take()
	return r.peek() == ']'
}

// enter goes into an object or a list.
func (r *rawJSON) enter() error {
	if r.depth++; r.depth > maxDepth {
		return errTooDeep
	}
	r.text = r.text[1:]
	return nil
}

// leave goes out of it, over its last bracket.
func (r *rawJSON) leave() {
	r.depth--
	r.text = r.text[1:]
}

// peek skips spaces and returns what comes then.
func (r *rawJSON) peek() byte {
	r.text = trimLeft(r.text)
	return r.text[0]
}

// take takes one sign.
func (r *rawJSON) take() {
	r.peek()
	r.text = r.text[1:]
}

func (r *rawJSON) skipComma() {
	if r.peek() == ',' {
		r.text = r.text[1:]
		r.peek()
	}
}

// string takes a text. It may lie in the memory of the document. Half a surrogate pair becomes bytes that are not UTF-8, so
// that different texts stay different and none is sent back changed.
func (r *rawJSON) string() []byte {
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

// literal takes a number, true, false or null.
func (r *rawJSON) literal() []byte {
	end := bytes.IndexAny(r.text, ",]} \t\r\n")
	if end < 0 {
		end = len(r.text)
	}
	text := r.text[:end]
	r.text = r.text[end:]
	return text
}
