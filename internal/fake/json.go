package fake

import (
	"bytes"
	"encoding/json"
)

// Encode writes JSON as a server does that thinks of programs, not of browsers. It panics when v cannot be written.
func Encode(v any) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

// AppendText appends a JSON string, quickly where nothing has to be escaped.
func AppendText(buf []byte, s string) []byte {
	for _, c := range []byte(s) {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return append(buf, Encode(s)...)
		}
	}
	return append(append(append(buf, '"'), s...), '"')
}

// Compact returns a copy of valid JSON without needless spaces. It panics when the JSON is not valid.
func Compact(text json.RawMessage) json.RawMessage {
	var buf bytes.Buffer
	if err := json.Compact(&buf, text); err != nil {
		panic(err)
	}
	return buf.Bytes()
}
