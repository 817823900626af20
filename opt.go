package shelfwire

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"reflect"
)

// Opt is a field that can be absent (the zero value), null, or a value. In an update, an absent field is not
// sent, so the provider leaves it alone; null clears it where the provider allows that. In a response, a field is
// absent when the provider left it out, which is never the same as zero.
//
// In JSON, give the field the option omitzero. In a query (go-querystring) null is an empty value. An XML element
// is left out when absent, and has xsi:nil="true" when null; an XML attribute cannot be null. In an SQL column
// absent and null are both NULL, and NULL is read as absent, which is never sent to a provider.
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

// isEmpty reports whether there is nothing to write: no value, or one that is nil behind pointers and interfaces.
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

// MarshalJSON returns the value or null; a nil pointer is null, and so is an absent field that is not omitted.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if o.isEmpty() {
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

// EncodeValues adds the field to a query: nothing when it is absent, an empty value when it is null or a nil pointer.
func (o Opt[T]) EncodeValues(key string, values *url.Values) error {
	if o.state == absent {
		return nil
	}
	var text string
	if !o.isEmpty() {
		var err error
		if text, err = scalarText(o.value, "query"); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	values.Add(key, text)
	return nil
}

// scalarText returns the text of a value that marshals itself to text, or is a string, a bool or a whole number.
func scalarText(value any, form string) (string, error) {
	if m, ok := value.(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		return string(text), err
	}
	switch v := reflect.ValueOf(value); v.Kind() {
	case reflect.String, reflect.Bool,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return fmt.Sprint(v.Interface()), nil
	default:
		return "", fmt.Errorf("%T has no %s form", value, form)
	}
}
