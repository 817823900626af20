package resicotest

import (
	"bytes"
	"encoding/json"
)

// encode writes JSON as a server does that thinks of programs, not of browsers.
func encode(v any) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // none of the types that are given to it can fail
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

// appendText is encode for a text, quick where nothing has to be escaped.
func appendText(buf []byte, s string) []byte {
	for _, c := range []byte(s) {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return append(buf, encode(s)...)
		}
	}
	return append(append(append(buf, '"'), s...), '"')
}

// text is a string that is null when it is empty.
type text string

// MarshalJSON returns the string or null.
func (t text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return encode(string(t)), nil
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
		buf = append(append(append(buf, encode(p.name)...), ':'), encode(p.value)...)
	}
	return append(buf, '}'), nil
}
