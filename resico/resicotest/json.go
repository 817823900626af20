package resicotest

import (
	"github.com/shelfwire/shelfwire/internal/fake"
)

// text is a string that is null when it is empty.
type text string

// MarshalJSON returns the string or null.
func (t text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return fake.Encode(string(t)), nil
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
		buf = append(append(append(buf, fake.Encode(p.name)...), ':'), fake.Encode(p.value)...)
	}
	return append(buf, '}'), nil
}
