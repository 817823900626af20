package resicotest

import (
	"github.com/shelfwire/shelfwire/internal/fake"
)

// nullText is a string that is encoded as null when it is empty.
type nullText string

// MarshalJSON encodes the string, or null.
func (t nullText) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return fake.EncodeJSON(string(t)), nil
}

// object is a JSON object with its members in order.
type object []property

type property struct {
	name  string
	value any
}

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	buf := []byte{'{'}
	for i, p := range o {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = append(append(append(buf, fake.EncodeJSON(p.name)...), ':'), fake.EncodeJSON(p.value)...)
	}
	return append(buf, '}'), nil
}
