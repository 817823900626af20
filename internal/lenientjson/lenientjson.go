// Package lenientjson reads JSON from servers that are not strict about types, as servers written in PHP and .NET
// often are: a number in quotes or a text without them, 1.0 for 1, 0 and 1 for false and true, [] for an empty object,
// an object with numeric names for a list, "" for nothing, 0000-00-00 for no date, a time without a zone.
//
// A [Value] is JSON text that has been checked once, by [Parse]. [Fields] say how the members of an object go into the
// fields of a struct; each member is read on the way through, without reflection. What comes in a form that cannot be
// read for certain, such as "12,50" for a number, costs its own field and nothing else: the field stays zero and the
// member is noted in [Notes].
//
// Numbers stay exact: they are moved as text, never through binary floating point. Texts keep the bytes that came, also
// those that are not UTF-8, so that two of them never become one.
package lenientjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
)

// Value is the text of one JSON value: well-formed, and without spaces around it.
type Value []byte

// Parse checks that a body holds one JSON value and nothing else. The error matches io.ErrUnexpectedEOF when the body
// is the beginning of a value and breaks off.
func Parse(body []byte) (Value, error) {
	body = bytes.TrimSpace(body)
	if json.Valid(body) {
		return Value(body), nil
	}
	var first json.RawMessage
	switch err := json.NewDecoder(bytes.NewReader(body)).Decode(&first); {
	case len(body) == 0:
		return nil, errors.New("the response is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("the JSON breaks off: %w", io.ErrUnexpectedEOF)
	case err != nil:
		return nil, fmt.Errorf("not JSON: %w", err)
	default:
		return nil, errors.New("not JSON: more text follows the first value")
	}
}

// IsNull reports whether the value is null.
func (v Value) IsNull() bool { return string(v) == "null" }

// IsObject reports whether the value is an object.
func (v Value) IsObject() bool { return len(v) > 0 && v[0] == '{' }

// IsList reports whether the value is a list.
func (v Value) IsList() bool { return len(v) > 0 && v[0] == '[' }

// IsString reports whether the value is a string.
func (v Value) IsString() bool { return len(v) > 0 && v[0] == '"' }

// IsNumber reports whether the value is a number.
func (v Value) IsNumber() bool {
	return len(v) > 0 && (v[0] == '-' || v[0] >= '0' && v[0] <= '9')
}

// IsNothing reports whether the value holds nothing, as null, "", [], {} and an absent one do.
func (v Value) IsNothing() bool {
	switch {
	case len(v) == 0, v.IsNull(), string(v) == `""`:
		return true
	case v.IsObject(), v.IsList():
		return len(skipSpace(v[1:])) == 1
	default:
		return false
	}
}

// Members yields the members of an object in their order; of any other value, none.
func (v Value) Members() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		m := newMembers(v)
		for name, value, ok := m.next(); ok; name, value, ok = m.next() {
			if !yield(string(name), value) {
				return
			}
		}
	}
}

// Member returns a member of an object by its name: the last one of exactly this name, or else the one whose name
// differs in capital letters only (of ASCII), where the first such name wins. Without one, and for any other value, it
// returns an absent value of no length.
func (v Value) Member(name string) Value {
	var exact, variant Value
	var variantName []byte
	m := newMembers(v)
	for n, value, ok := m.next(); ok; n, value, ok = m.next() {
		switch {
		case string(n) == name:
			exact = value
		case !equalFold(n, name):
		case variant == nil || bytes.Equal(n, variantName):
			variant, variantName = value, n
		}
	}
	if exact != nil {
		return exact
	}
	return variant
}

// List returns the elements of a list; of an object whose names are whole numbers, each once, the values in the order
// of these; and none of a value that [Value.IsNothing]. It returns false for any other value.
func (v Value) List() (list []Value, ok bool) {
	elements, ok := v.elements()
	for _, element := range elements {
		list = append(list, element)
	}
	return list, ok
}

// elements yields what [Value.List] returns, with the index of each.
func (v Value) elements() (elements iter.Seq2[int, Value], ok bool) {
	switch {
	case v.IsList():
		return v.scanList, true
	case v.IsNothing():
		return slices.All[[]Value](nil), true
	default:
		list, ok := v.numbered()
		return slices.All(list), ok
	}
}

// numbered takes an object with numbers for names, as PHP writes a list with gaps.
func (v Value) numbered() (list []Value, ok bool) {
	byNumber := map[int64]Value{}
	for name, value := range v.Members() {
		number, err := strconv.ParseInt(name, 10, 64)
		if _, again := byNumber[number]; again || err != nil {
			return nil, false
		}
		byNumber[number] = value
	}
	for _, number := range slices.Sorted(maps.Keys(byNumber)) {
		list = append(list, byNumber[number])
	}
	return list, v.IsObject()
}
