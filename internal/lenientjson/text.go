package lenientjson

import (
	"bytes"

	"github.com/shelfwire/shelfwire/internal/jsonscan"
)

// unquote returns the text of a JSON string. Bytes of invalid UTF-8 stay as they are, and half a surrogate pair
// becomes three bytes of invalid UTF-8: utf8.Valid tells whether a text can be written again, and different texts
// stay different. A string without escapes is returned as a part of quoted.
func unquote(quoted []byte) []byte {
	inside := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(inside, '\\') < 0 {
		return inside
	}
	return jsonscan.AppendUnescaped(make([]byte, 0, len(inside)), inside)
}
