package erpxt

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// A walk reads a product for every row of the catalogue and has to keep what it does not know, so products are read
// member by member, without reflection. encoding/json has found the text valid before.

// member is a member of an object: its name and its value as it came.
type member struct {
	name  string
	value json.RawMessage
}

var errNotObject = errors.New("not an object")

// scanObject calls visit for each member of an object, in order. The name and the value are parts of data.
func scanObject(data []byte, visit func(name, value []byte) error) error {
	rest, ok := bytes.CutPrefix(skipSpace(data), []byte("{"))
	if !ok {
		return errNotObject
	}
	for {
		rest = skipSpace(rest)
		if len(rest) > 0 && rest[0] == '}' {
			return nil
		}
		var name, value []byte
		if name, rest, ok = cutValue(rest); !ok || name[0] != '"' {
			return errNotObject
		}
		if rest, ok = bytes.CutPrefix(skipSpace(rest), []byte(":")); !ok {
			return errNotObject
		}
		if value, rest, ok = cutValue(skipSpace(rest)); !ok {
			return errNotObject
		}
		if err := visit(name, value); err != nil {
			return err
		}
		rest, _ = bytes.CutPrefix(skipSpace(rest), []byte(","))
	}
}

func skipSpace(data []byte) []byte {
	for len(data) > 0 && (data[0] == ' ' || data[0] == '\n' || data[0] == '\t' || data[0] == '\r') {
		data = data[1:]
	}
	return data
}

// cutValue takes one value of any kind off the front.
func cutValue(data []byte) (value, rest []byte, ok bool) {
	if len(data) == 0 {
		return nil, nil, false
	}
	var end int
	switch data[0] {
	case '"':
		end = endOfString(data)
	case '{', '[':
		end = endOfNested(data)
	default:
		end = endOfWord(data)
	}
	return data[:max(end, 0)], data[max(end, 0):], end > 0
}

// endOfWord returns where the number, true, false or null at the front ends.
func endOfWord(data []byte) int {
	for i, c := range data {
		switch c {
		case ' ', '\n', '\t', '\r', ',', ':', '}', ']':
			return i
		}
	}
	return len(data)
}

// endOfString returns where the string at the front ends, -1 when it does not.
func endOfString(data []byte) int {
	for i := 1; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// endOfNested returns where the object or list at the front ends, -1 when it does not.
func endOfNested(data []byte) int {
	depth := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"':
			end := endOfString(data[i:])
			if end < 0 {
				return -1
			}
			i += end - 1
		}
	}
	return -1
}

func isNull(data []byte) bool { return string(data) == "null" }

// readText reads a string; null is an empty one. A bare number is taken for its text.
func readText(data []byte) (string, error) {
	if isNull(data) {
		return "", nil
	}
	if n := len(data); n >= 2 && data[0] == '"' {
		if inside := data[1 : n-1]; bytes.IndexByte(inside, '\\') < 0 && utf8.Valid(inside) {
			return string(inside), nil
		}
		var text string
		err := json.Unmarshal(data, &text)
		return text, err
	}
	if isNumber(data) {
		return string(data), nil
	}
	return "", errors.New("not a text")
}

// readInt reads a whole number, bare or quoted; null is 0.
func readInt(data []byte) (int64, error) {
	if isNull(data) {
		return 0, nil
	}
	if n := len(data); n >= 2 && data[0] == '"' && data[n-1] == '"' {
		data = bytes.TrimSpace(data[1 : n-1])
	}
	if !isNumber(data) {
		return 0, errors.New("not a whole number")
	}
	n, err := strconv.ParseInt(string(data), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("not a whole number that can be held: %.24q", data)
	}
	return n, nil
}

// isNumber tells a JSON number from the other values, by how it begins.
func isNumber(data []byte) bool {
	return len(data) > 0 && (data[0] == '-' || data[0] >= '0' && data[0] <= '9')
}
