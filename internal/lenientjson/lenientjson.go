// Package lenientjson decodes JSON from servers that are loose about types, as servers written in PHP and .NET often
// are: a number in quotes or a text without them, 1.0 for 1, 0 and 1 for false and true, [] for an empty object, an
// object with numeric names for a list, "" for null, 0000-00-00 for no date, a time without a zone.
//
// A [Value] is JSON text that was validated once, by [Parse]. [Fields] map the members of an object to the fields of
// a struct; members are decoded in one pass, without reflection. A member in a form that is ambiguous, such as
// "12,50" for a number, costs its own field only: the field stays zero and [Notes] list the member as unread.
//
// Numbers stay exact: they are passed on as text, past binary floating point. Texts keep their bytes, invalid UTF-8
// included, so that different texts stay different.
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

// Value is the text of one valid JSON value, without surrounding spaces. An absent value has length 0.
type Value []byte

// Parse returns the one JSON value of a body. The error matches io.ErrUnexpectedEOF when the body breaks off in the
// middle of the value.
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

// IsEmpty reports whether the value is null, "", [], {} or absent.
func (v Value) IsEmpty() bool {
	switch {
	case len(v) == 0, v.IsNull(), string(v) == `""`:
		return true
	case v.IsObject(), v.IsList():
		return len(skipSpace(v[1:])) == 1
	default:
		return false
	}
}

// Members yields the members of an object in their order. Other values have none.
func (v Value) Members() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		m := newMemberScanner(v)
		for name, value, ok := m.next(); ok; name, value, ok = m.next() {
			if !yield(string(name), value) {
				return
			}
		}
	}
}

// Member returns a member of an object by its name: the last one with exactly this name, or else one whose name
// differs in (ASCII) case only, where the first such name wins. It returns an absent value when there is none, and
// for other values.
func (v Value) Member(name string) Value {
	var exact, variant Value
	var variantName []byte
	m := newMemberScanner(v)
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

// List returns the elements of a list, or the values of an object whose names are distinct whole numbers, in the
// order of these numbers. A value that [Value.IsEmpty] has none. It returns false for any other value.
func (v Value) List() (list []Value, ok bool) {
	elements, ok := v.listElements()
	for _, element := range elements {
		list = append(list, element)
	}
	return list, ok
}

// listElements yields the elements of [Value.List], each with its index.
func (v Value) listElements() (elements iter.Seq2[int, Value], ok bool) {
	switch {
	case v.IsList():
		return v.scanList, true
	case v.IsEmpty():
		return slices.All[[]Value](nil), true
	default:
		list, ok := v.numberedElements()
		return slices.All(list), ok
	}
}

// numberedElements returns the values of an object whose names are numbers: PHP writes a list with gaps like that.
func (v Value) numberedElements() (list []Value, ok bool) {
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
