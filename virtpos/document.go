package virtpos

import "fmt"

// document is a response in either format while it is read. readMembers, readList, readValue and skipElement
// read the element that has just begun, to its end.
type document interface {
	readRoot(member func(name string) error) error // calls member for each element in the root
	expectEnd() error                              // returns an error when anything follows the root

	readMembers(member func(name string) error) error // calls member for each child element
	readValue(t *tree, name string) error             // appends the element to a tree
	skipElement() error

	// readList calls element for each element of a list, which has one of the names. It is an error when there is no list.
	readList(names []string, element func(listElement) error) error

	position() string // how far the document was read: a line or a byte offset
}

// listElement says how an element of a list is stored in JSON. In XML it is the zero value.
type listElement struct {
	key           string // its name in an object that is keyed by id; "" for none
	inPlaceOfList bool   // it stands where the list belongs, so it may be something else
}

// noListError returns the error for a value where a list belongs: an empty list is <items/> or [].
func noListError(of string) error { return fmt.Errorf("there is no list of %ss where one belongs", of) }

// openDocument detects the format from the first byte, independently of the requested one.
func openDocument(src *source) (document, error) {
	first, err := src.peekFirstByte()
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
