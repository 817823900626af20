package erpxt

import (
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// member is a member of a JSON object: its name, and its value as it came.
type member struct {
	name  string
	value json.RawMessage
}

// orderedObject is a JSON object that keeps the order of its members.
type orderedObject []member

// MarshalJSON returns the object.
func (o orderedObject) MarshalJSON() ([]byte, error) {
	text := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(append(appendText(text, m.name), ':'), m.value...)
	}
	return append(text, '}'), nil
}

// encodeInt returns the JSON of a whole number.
func encodeInt(n int64) []byte { return strconv.AppendInt(nil, n, 10) }

// appendText appends a JSON string. Bytes of invalid UTF-8 stay as they are, so that the text reads back the same.
func appendText(buf []byte, text string) []byte {
	buf = append(buf, '"')
	for _, c := range []byte(text) {
		switch {
		case c == '"' || c == '\\':
			buf = append(buf, '\\', c)
		case c < ' ':
			buf = fmt.Appendf(buf, `\u%04x`, c)
		default:
			buf = append(buf, c)
		}
	}
	return append(buf, '"')
}

// isUTF8 reports whether all texts in a value are UTF-8 once their escapes are decoded.
func isUTF8(v lenientjson.Value) bool {
	if text, ok := v.Text(); ok {
		return utf8.ValidString(text)
	}
	for name, value := range v.Members() {
		if !utf8.ValidString(name) || !isUTF8(value) {
			return false
		}
	}
	if !v.IsList() {
		return true
	}
	elements, _ := v.List()
	for _, element := range elements {
		if !isUTF8(element) {
			return false
		}
	}
	return true
}
