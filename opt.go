package shelfwire

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
)

// Opt is a field that can be absent (the zero value), null, or a value. In an update, an absent field is not
// sent, so the provider leaves it alone; null clears it where the provider allows that. In a reply, a field is
// absent when the provider left it out, which is never the same as zero.
//
// In JSON, give the field the option omitzero. In a query (go-querystring) null is an empty value.
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

// String returns the value as fmt prints it, "null" or "absent".
func (o Opt[T]) String() string {
	switch o.state {
	case present:
		return fmt.Sprint(o.value)
	case null:
		return "null"
	default:
		return "absent"
	}
}

// MarshalJSON returns the value or null; an absent field, too, is null where it is not omitted.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if o.state != present {
		return []byte("null"), nil
	}
	if m, ok := any(o.value).(json.Marshaler); ok {
		return m.MarshalJSON()
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false) // whether <, > and & are escaped, the encoder around it decides
	err := enc.Encode(o.value)
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), err
}

// UnmarshalJSON reads a value or null.
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		*o = Null[T]()
		return nil
	}
	var v Opt[T]
	if err := unmarshal(data, &v.value); err != nil {
		return err
	}
	v.state = present
	*o = v
	return nil
}

// unmarshal spares types that read themselves the second pass over their text.
func unmarshal(data []byte, v any) error {
	if u, ok := v.(json.Unmarshaler); ok {
		return u.UnmarshalJSON(data)
	}
	return json.Unmarshal(data, v)
}

// EncodeValues adds the field to a query: nothing when it is absent, an empty value when it is null.
func (o Opt[T]) EncodeValues(key string, values *url.Values) error {
	if o.state == absent {
		return nil
	}
	text, err := o.queryText()
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	values.Add(key, text)
	return nil
}

func (o Opt[T]) queryText() (string, error) {
	if o.state == null {
		return "", nil
	}
	if m, ok := any(o.value).(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		return string(text), err
	}
	switch v := reflect.ValueOf(o.value); v.Kind() {
	case reflect.String, reflect.Bool,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return fmt.Sprint(v.Interface()), nil
	default:
		return "", fmt.Errorf("%T has no query form", o.value)
	}
}
