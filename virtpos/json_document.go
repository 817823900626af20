package virtpos

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/shelfwire/shelfwire/internal/jsonscan"
)

// jsonDocument reads JSON, of which the vendor shows no sample. PHP, which the server seems to be written in,
// writes one list as an array, as an object keyed by numbers, as an object that wraps it under the name of its
// elements, or as its only element; all of these are accepted.
type jsonDocument struct {
	scan *jsonscan.Scanner
	src  *source

	// The first name tells an object that is an element from one that holds elements. With hasFirstName, it is read
	// already.
	firstName    string
	hasFirstName bool
}

func newJSONDocument(src *source) *jsonDocument {
	return &jsonDocument{scan: jsonscan.New(src, len(src.buf)), src: src}
}

func (j *jsonDocument) position() string { return fmt.Sprintf("byte %d", j.scan.Offset()) }

func (j *jsonDocument) readRoot(member func(name string) error) error {
	return j.readMembers(func(name string) error {
		if name == "root" {
			return j.readMembers(member)
		}
		return member(name)
	})
}

func (j *jsonDocument) expectEnd() error {
	if _, err := j.scan.Next(); !errors.Is(err, io.EOF) || !j.src.drained {
		return j.src.decodeError(err, "JSON")
	}
	return nil
}

// nextToken reads a token and checks the depth.
func (j *jsonDocument) nextToken() (jsonscan.Kind, error) {
	kind, err := j.scan.Next()
	switch {
	case err != nil:
		return kind, j.src.decodeError(err, "JSON")
	case j.scan.Depth() > maxDepth:
		return kind, errTooDeep
	default:
		return kind, nil
	}
}

// nextName returns the next name in an object.
func (j *jsonDocument) nextName() (string, error) {
	if j.hasFirstName {
		j.hasFirstName = false
		return j.firstName, nil
	}
	_, err := j.nextToken()
	return string(j.scan.Text()), err
}

// finishObject calls member for each name left in an object, and closes it.
func (j *jsonDocument) finishObject(member func(name string) error) error {
	for j.hasFirstName || j.scan.More() {
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
	switch kind, err := j.nextToken(); {
	case err != nil:
		return err
	case kind == jsonscan.BeginObject:
		return j.finishObject(member)
	case kind == jsonscan.BeginList:
		if j.scan.More() {
			return errors.New("a list where an object belongs")
		}
		return j.closeContainer()
	case j.isEmpty(kind):
		return nil
	default:
		return fmt.Errorf("%q where an object belongs", j.src.redact.quote(string(j.scan.Text())))
	}
}

func (j *jsonDocument) readList(names []string, element func(listElement) error) error {
	switch kind, err := j.nextToken(); {
	case err != nil:
		return err
	case kind == jsonscan.BeginList:
		for j.scan.More() {
			if err := element(listElement{}); err != nil {
				return err
			}
		}
		return j.closeContainer()
	case kind == jsonscan.BeginObject:
		return j.readObjectAsList(names, element)
	case j.isEmpty(kind):
		return noListError(names[0])
	default:
		return fmt.Errorf("%w, but %q", noListError(names[0]), j.src.redact.quote(string(j.scan.Text())))
	}
}

// readObjectAsList reads an object where a list belongs.
func (j *jsonDocument) readObjectAsList(names []string, element func(listElement) error) (err error) {
	if !j.scan.More() {
		return cmp.Or(j.closeContainer(), noListError(names[0]))
	}
	if j.firstName, err = j.nextName(); err != nil {
		return err
	}
	j.hasFirstName = true
	wrapped := slices.Contains(names, j.firstName)
	if !wrapped && !isID(j.firstName) {
		return element(listElement{inPlaceOfList: true})
	}
	return j.finishObject(func(name string) error {
		switch {
		case wrapped && slices.Contains(names, name):
			return j.readList(names, element)
		case !wrapped && isID(name):
			return element(listElement{key: name})
		default:
			return fmt.Errorf("%q in a list of %ss", j.src.redact.quote(name), names[0])
		}
	})
}

// isEmpty reports whether the last token is null or an empty text.
func (j *jsonDocument) isEmpty(kind jsonscan.Kind) bool {
	return kind == jsonscan.Null || kind == jsonscan.String && len(bytes.TrimSpace(j.scan.Text())) == 0
}

func (j *jsonDocument) skipElement() error {
	for outer := j.scan.Depth(); ; {
		if _, err := j.nextToken(); err != nil || j.scan.Depth() == outer {
			return err
		}
	}
}
