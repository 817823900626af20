package virtpos

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// jsonDocument reads JSON, of which the vendor shows no sample. PHP, which the server seems to be written in, writes
// one and the same list as an array, as an object with numbers for names, as an object that wraps it in the name of
// its elements, or as its only element; all of them are read.
type jsonDocument struct {
	dec   *json.Decoder
	src   *source
	depth int
	raw   json.RawMessage

	// To tell an object that is an element from one that holds elements, its first name has to be read. The object
	// that has just begun is then behind it.
	first string
	ahead bool
}

func newJSONDocument(src *source) *jsonDocument {
	j := &jsonDocument{dec: json.NewDecoder(src), src: src}
	j.dec.UseNumber()
	return j
}

func (j *jsonDocument) place() string { return fmt.Sprintf("byte %d", j.dec.InputOffset()) }

func (j *jsonDocument) root(member func(name string) error) error {
	return j.members(func(name string) error {
		if name == "root" {
			return j.members(member)
		}
		return member(name)
	})
}

func (j *jsonDocument) end() error {
	switch _, err := j.dec.Token(); {
	case errors.Is(err, io.EOF) && j.src.drained:
		return nil
	case err != nil:
		return j.src.cause(err, "JSON")
	default:
		return errors.New("something follows behind the end of the response")
	}
}

// token reads a token and counts the depth.
func (j *jsonDocument) token() (json.Token, error) {
	token, err := j.dec.Token()
	if err != nil {
		return nil, j.src.cause(err, "JSON")
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

// name reads the next name in an object.
func (j *jsonDocument) name() (string, error) {
	if j.ahead {
		j.ahead = false
		return j.first, nil
	}
	token, err := j.token()
	name, _ := token.(string)
	return name, err
}

// names calls member for each name that is left in an object, and closes the object.
func (j *jsonDocument) names(member func(name string) error) error {
	for j.ahead || j.dec.More() {
		name, err := j.name()
		if err != nil {
			return err
		}
		if err := member(name); err != nil {
			return err
		}
	}
	return j.close()
}

func (j *jsonDocument) close() error {
	_, err := j.token()
	return err
}

func (j *jsonDocument) members(member func(name string) error) error {
	if j.ahead {
		return j.names(member)
	}
	switch token, err := j.token(); {
	case err != nil:
		return err
	case token == json.Delim('{'):
		return j.names(member)
	case token == json.Delim('['):
		if j.dec.More() {
			return errors.New("a list where an object belongs")
		}
		return j.close()
	case isNothing(token):
		return nil
	default:
		return fmt.Errorf("%q where an object belongs", j.src.redact.quote(fmt.Sprint(token)))
	}
}

func (j *jsonDocument) list(of string, element func(filing) error) error {
	switch token, err := j.token(); {
	case err != nil:
		return err
	case token == json.Delim('['):
		for j.dec.More() {
			if err := element(filing{}); err != nil {
				return err
			}
		}
		return j.close()
	case token == json.Delim('{'):
		return j.object(of, element)
	case isNothing(token):
		return noList(of)
	default:
		return fmt.Errorf("%w, but %q", noList(of), j.src.redact.quote(fmt.Sprint(token)))
	}
}

// object reads an object where a list belongs.
func (j *jsonDocument) object(of string, element func(filing) error) (err error) {
	if !j.dec.More() {
		return noList(of)
	}
	if j.first, err = j.name(); err != nil {
		return err
	}
	j.ahead = true
	if j.first != of && !isID(j.first) {
		return element(filing{alone: true})
	}
	wrapped := j.first == of
	return j.names(func(name string) error {
		switch {
		case wrapped && name == of:
			return j.list(of, element)
		case !wrapped && isID(name):
			return element(filing{key: name})
		default:
			return fmt.Errorf("%q in a list of %ss", j.src.redact.quote(name), of)
		}
	})
}

// isNothing reports whether a token is null or an empty text.
func isNothing(token json.Token) bool {
	text, ok := token.(string)
	return token == nil || ok && strings.TrimSpace(text) == ""
}

func (j *jsonDocument) value(t *tree, name string) error {
	if !j.ahead {
		return j.add(t, name)
	}
	if err := t.begin(name); err != nil {
		return err
	}
	err := j.names(func(name string) error { return j.add(t, name) })
	if err == nil {
		t.end()
	}
	return err
}

// add reads a value as a whole and adds it to a tree.
func (j *jsonDocument) add(t *tree, name string) error {
	if err := j.dec.Decode(&j.raw); err != nil {
		return j.src.cause(err, "JSON")
	}
	value := rawJSON{text: j.raw, depth: j.depth}
	return value.add(t, name)
}

func (j *jsonDocument) skip() error {
	for outer := j.depth; ; {
		if _, err := j.token(); err != nil || j.depth == outer {
			return err
		}
	}
}
