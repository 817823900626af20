package shelfwire

import (
	"encoding"
	"fmt"
	"log/slog"
	"net/url"
	"reflect"
)

// Opt is a field that can be absent (the zero value), null, or a value. In an update, an absent field is left
// out, so the provider leaves it alone; null clears it where the provider allows that. In a response, a field
// is absent when the provider left it out, which differs from zero.
//
// In JSON, give the field the option omitzero. In a query (go-querystring) null is an empty value. An XML
// element is left out when absent, and has xsi:nil="true" when null; an XML attribute cannot be null. In an SQL
// column absent and null are both NULL, and NULL is read as absent: a row that is read and sent on clears
// nothing.
type Opt[T any] struct {
	value T
	state state
}

type state uint8

const (
	absent state = iota
	null
	present
)

// Set returns an Opt that holds v.
func Set[T any](v T) Opt[T] { return Opt[T]{value: v, state: present} }

// Null returns an Opt that is null.
func Null[T any]() Opt[T] { return Opt[T]{state: null} }

// Get returns the value and whether there is one.
func (o Opt[T]) Get() (T, bool) { return o.value, o.state == present }

// Or returns the value, or fallback when the field is absent or null.
func (o Opt[T]) Or(fallback T) T {
	if o.state == present {
		return o.value
	}
	return fallback
}

// IsZero reports whether the field is absent. It makes the JSON option omitzero work.
func (o Opt[T]) IsZero() bool { return o.state == absent }

// IsNull reports whether the field is null.
func (o Opt[T]) IsNull() bool { return o.state == null }

// String returns the value as fmt prints it, "null" or "absent". A nil pointer is "null".
func (o Opt[T]) String() string {
	switch {
	case o.state == absent:
		return "absent"
	case o.isEmpty():
		return "null"
	default:
		return fmt.Sprint(o.value)
	}
}

// LogValue returns for log/slog the value, "null" or "absent".
func (o Opt[T]) LogValue() slog.Value {
	if o.isEmpty() {
		return slog.StringValue(o.String())
	}
	return slog.AnyValue(o.value)
}

// isEmpty reports whether there is nothing to write: no value, or one that is nil behind pointers and
// interfaces.
func (o Opt[T]) isEmpty() bool {
	if o.state != present {
		return true
	}
	if kind := reflect.TypeFor[T]().Kind(); kind != reflect.Pointer && kind != reflect.Interface {
		return false
	}
	v := reflect.ValueOf(o.value)
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return !v.IsValid()
}

// EncodeValues adds the field to a query: left out when absent, an empty value when null or a nil pointer.
func (o Opt[T]) EncodeValues(key string, values *url.Values) error {
	if o.state == absent {
		return nil
	}
	var text string
	if !o.isEmpty() {
		var err error
		if text, err = scalarText(&o.value, "query"); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	values.Add(key, text)
	return nil
}

// asInterface returns a value as an interface that it, or else a pointer to it, implements.
func asInterface[I, T any](value *T) (I, bool) {
	if i, ok := any(*value).(I); ok {
		return i, true
	}
	i, ok := any(value).(I)
	return i, ok
}

// scalarText returns the text of a value that marshals itself to text, or is a string, a bool or a whole number.
func scalarText[T any](value *T, form string) (string, error) {
	if m, ok := asInterface[encoding.TextMarshaler](value); ok {
		text, err := m.MarshalText()
		return string(text), err
	}
	switch v := reflect.ValueOf(*value); v.Kind() {
	case reflect.String, reflect.Bool,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return fmt.Sprint(v.Interface()), nil
	default:
		return "", fmt.Errorf("%T has no %s form", *value, form)
	}
}
