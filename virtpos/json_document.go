package virtpos

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// jsonDocument reads JSON, of which the vendor shows no sample. PHP, which the server seems to be written in,
// writes one list as an array, as an object keyed by numbers, as an object that wraps it under the name of its
// elements, or as its only element; all of these are accepted.
type jsonDocument struct {
	dec   *json.Decoder
	src   *source
	depth int
	raw   json.RawMessage

	// The first name tells an object that is an element from one that holds elements. With hasFirstName, it is read
	// already.
	firstName    string
	hasFirstName bool
}

func newJSONDocument(src *source) *jsonDocument {
	j := &jsonDocument{dec: json.NewDecoder(src), src: src}
	j.dec.UseNumber()
	return j
}

func (j *jsonDocument) position() string { return fmt.Sprintf("byte %d", j.dec.InputOffset()) }

func (j *jsonDocument) readRoot(member func(name string) error) error {
	return j.readMembers(func(name string) error {
		if name == "root" {
			return j.readMembers(member)
		}
		return member(name)
	})
}

func (j *jsonDocument) expectEnd() error {
	switch _, err := j.dec.Token(); {
	case errors.Is(err, io.EOF) && j.src.drained:
		return nil
	case err != nil:
		return j.src.decodeError(err, "JSON")
	default:
		return errors.New("something follows behind the end of the response")
	}
}

// nextToken reads a token and counts the depth.
func (j *jsonDocument) nextToken() (json.Token, error) {
	token, err := j.dec.Token()
	if err != nil {
		return nil, j.src.decodeError(err, "JSON")
	}
	switch token {
	case json.Delim('{'), json.Delim('['):
		if j.depth++; j.depth > maxDepth {
			return nil, errTooDeep
		}
	case json.Delim('}'), json.Delim(']'):
		j.depth--
	}
	return token, nil
}

// nextName returns the next name in an object.
func (j *jsonDocument) nextName() (string, error) {
	if j.hasFirstName {
		j.hasFirstName = false
		return j.firstName, nil
	}
	token, err := j.nextToken()
	name, _ := token.(string)
	return name, err
}

// finishObject calls member for each name left in an object, and closes it.
func (j *jsonDocument) finishObject(member func(name string) error) error {
	for j.hasFirstName || j.dec.More() {
		name, err := j.nextName()
		if err != nil {
			return err
		}
		if err := member(name); err != nil {
			return err
		}
	}
	return j.closeContainer()
}

func (j *jsonDocument) closeContainer() error {
	_, err := j.nextToken()
	return err
}

func (j *jsonDocument) readMembers(member func(name string) error) error {
	if j.hasFirstName {
		return j.finishObject(member)
	}
	switch token, err := j.nextToken(); {
	case err != nil:
		return err
	case token == json.Delim('{'):
		return j.finishObject(member)
	case token == json.Delim('['):
		if j.dec.More() {
			return errors.New("a list where an object belongs")
		}
		return j.closeContainer()
	case isEmptyToken(token):
		return nil
	default:
		return fmt.Errorf("%q where an object belongs", j.src.redact.quote(fmt.Sprint(token)))
	}
}

func (j *jsonDocument) readList(of string, element func(listElement) error) error {
	switch token, err := j.nextToken(); {
	case err != nil:
		return err
	case token == json.Delim('['):
		for j.dec.More() {
			if err := element(listElement{}); err != nil {
				return err
			}
		}
		return j.closeContainer()
	case token == json.Delim('{'):
		return j.readObjectAsList(of, element)
	case isEmptyToken(token):
		return noListError(of)
	default:
		return fmt.Errorf("%w, but %q", noListError(of), j.src.redact.quote(fmt.Sprint(token)))
	}
}

// readObjectAsList reads an object where a list belongs.
func (j *jsonDocument) readObjectAsList(of string, element func(listElement) error) (err error) {
	if !j.dec.More() {
		return noListError(of)
	}
	if j.firstName, err = j.nextName(); err != nil {
		return err
	}
	j.hasFirstName = true
	if j.firstName != of && !isID(j.firstName) {
		return element(listElement{inPlaceOfList: true})
	}
	wrapped := j.firstName == of
	return j.finishObject(func(name string) error {
		switch {
		case wrapped && name == of:
			return j.readList(of, element)
		case !wrapped && isID(name):
			return element(listElement{key: name})
		default:
			return fmt.Errorf("%q in a list of %ss", j.src.redact.quote(name), of)
		}
	})
}

// isEmptyToken reports whether a token is null or an empty text.
func isEmptyToken(token json.Token) bool {
	text, ok := token.(string)
	return token == nil || ok && strings.TrimSpace(text) == ""
}

func (j *jsonDocument) readValue(t *tree, name string) error {
	if !j.hasFirstName {
		return j.appendNext(t, name)
	}
	if err := t.beginElement(name); err != nil {
		return err
	}
	err := j.finishObject(func(name string) error { return j.appendNext(t, name) })
	if err == nil {
		t.endElement()
	}
	return err
}

// appendNext decodes the next value as a whole and appends it to a tree.
func (j *jsonDocument) appendNext(t *tree, name string) error {
	if err := j.dec.Decode(&j.raw); err != nil {
		return j.src.decodeError(err, "JSON")
	}
	value := rawJSON{text: j.raw, depth: j.depth}
	return value.appendValue(t, name)
}

func (j *jsonDocument) skipElement() error {
	for outer := j.depth; ; {
		if _, err := j.nextToken(); err != nil || j.depth == outer {
			return err
		}
	}
}
