package erpxttest

import (
	"bytes"
	"encoding/json"
)

// compact returns a copy of valid JSON without needless spaces.
func compact(text json.RawMessage) json.RawMessage {
	var buf bytes.Buffer
	if err := json.Compact(&buf, text); err != nil {
		panic(err) // it was looked at before
	}
	return buf.Bytes()
}
