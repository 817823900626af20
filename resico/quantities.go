package resico

import (
	"bytes"
	"encoding/json"
	"maps"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
)

// readQuantities reads an object of numbers. A walk reads one for every product, so the usual form, which
// encoding/json has found valid already, is read without going through reflection. null is left out: it is not zero.
func readQuantities(data []byte) (map[string]shelfwire.Decimal, error) {
	quantities := map[string]shelfwire.Decimal{}
	if isEmptyList(data) || scanQuantities(data, quantities) {
		return quantities, nil
	}
	clear(quantities)
	err := json.Unmarshal(data, &quantities)
	maps.DeleteFunc(quantities, func(_ string, d shelfwire.Decimal) bool { return !d.IsSet() })
	return quantities, err
}

// isEmptyList recognizes PHP's form of an empty map.
func isEmptyList(data []byte) bool {
	return len(data) >= 2 && data[0] == '[' && len(bytes.TrimSpace(data[1:len(data)-1])) == 0
}

// scanQuantities reads {"code": number, …}, the numbers quoted or not, and reports whether that is what it found.
func scanQuantities(data []byte, into map[string]shelfwire.Decimal) bool {
	rest, ok := bytes.CutPrefix(data, []byte("{"))
	for ok {
		rest = bytes.TrimLeft(rest, " \t\r\n,")
		if len(rest) > 0 && rest[0] == '}' {
			return true
		}
		var key, value []byte
		if key, rest, ok = cutString(rest); !ok {
			break
		}
		if value, rest, ok = cutNumber(bytes.TrimLeft(rest, " \t\r\n:")); !ok {
			break
		}
		var d shelfwire.Decimal
		ok = d.UnmarshalJSON(value) == nil
		if into[string(key)] = d; !d.IsSet() { // null, also after a number under the same code
			delete(into, string(key))
		}
	}
	return false
}

// cutString takes a string without escapes off the front.
func cutString(data []byte) (text, rest []byte, ok bool) {
	inside, ok := bytes.CutPrefix(data, []byte(`"`))
	if !ok {
		return nil, nil, false
	}
	end := bytes.IndexByte(inside, '"')
	if end < 0 || bytes.IndexByte(inside[:end], '\\') >= 0 || !utf8.Valid(inside[:end]) {
		return nil, nil, false
	}
	return inside[:end], inside[end+1:], true
}

// cutNumber takes a value that is no list and no object off the front.
func cutNumber(data []byte) (value, rest []byte, ok bool) {
	if len(data) > 0 && data[0] == '"' {
		return cutString(data)
	}
	end := bytes.IndexAny(data, ", \t\r\n}")
	if end <= 0 || data[0] == '{' || data[0] == '[' {
		return nil, nil, false
	}
	return data[:end], data[end:], true
}
