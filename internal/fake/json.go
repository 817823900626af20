package fake

import (
	"bytes"
	"encoding/json"
)

// EncodeJSON returns v as JSON without HTML escapes. It panics when v has no JSON form.
func EncodeJSON(v any) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

// AppendJSONString appends a text as a JSON string. Plain ASCII is copied.
func AppendJSONString(buf []byte, s string) []byte {
	for _, c := range []byte(s) {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return append(buf, EncodeJSON(s)...)
		}
	}
	return append(append(append(buf, '"'), s...), '"')
}

// CompactJSON returns a copy of valid JSON without insignificant spaces. It panics when the JSON is invalid.
func CompactJSON(text json.RawMessage) json.RawMessage {
	var buf bytes.Buffer
	if err := json.Compact(&buf, text); err != nil {
		panic(err)
	}
	return buf.Bytes()
}
