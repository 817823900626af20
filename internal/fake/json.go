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
