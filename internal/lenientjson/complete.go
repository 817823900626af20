package lenientjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
)

// Complete repairs an object or a list that breaks off or has a syntax error: it keeps the complete members and
// elements before that place and closes the open brackets. Text behind a complete object or list is left out. It
// returns false for any other body.
func Complete(body []byte) (Value, bool) {
	if whole, ok := completePrefix(body); ok {
		return whole, true
	}
	flaw, ok := errors.AsType[*json.SyntaxError](json.Unmarshal(body, new(json.RawMessage)))
	if !ok || flaw.Offset < 2 || flaw.Offset > int64(len(body)) {
		return nil, false
	}
	return completePrefix(body[:flaw.Offset-1])
}

// completePrefix returns the longest prefix of body that forms an object or a list once its brackets are closed.
func completePrefix(body []byte) (Value, bool) {
	body = skipSpace(body)
	if v := Value(body); !v.IsObject() && !v.IsList() {
		return nil, false
	}
	var c completion
	var safe int // the last offset where the text can end, once the open brackets are closed
	for i := 0; i < len(body); {
		n := c.takeToken(body[i:])
		if n == 0 {
			break
		}
		if i += n; c.whole {
			safe = i
		}
		if len(c.open) == 0 {
			break
		}
	}
	whole := bytes.Clone(body[:safe])
	for _, bracket := range slices.Backward(c.open) {
		whole = append(whole, bracket)
	}
	return Value(whole), json.Valid(whole)
}

// completion follows a JSON text up to the place where it breaks off. The text can end behind each bracket, so the open
// brackets at the break are those at the last place where it can end.
type completion struct {
	open    []byte // the closing brackets that are due, the outermost first
	isValue bool   // inside an object: the next token is a value, otherwise a name
	whole   bool   // the text can end here, once the open brackets are closed
}

// takeToken returns the length of the token at the front: a bracket, a comma, a colon, a space or a scalar; 0 for a string
// that breaks off.
func (c *completion) takeToken(text []byte) int {
	c.whole = false
	switch first := text[0]; first {
	case '{', '[':
		c.open = append(c.open, first+2) // in ASCII, the bracket that closes it
		c.isValue, c.whole = first == '[', true
	case '}', ']':
		c.open = c.open[:len(c.open)-1]
		c.whole = true
	case ':':
		c.isValue = true
	case ',':
		c.isValue = c.open[len(c.open)-1] == ']'
	case '"':
		n := endOfString(text)
		c.whole = c.isValue
		return n
	default:
		return c.takeWord(text)
	}
	return 1
}

// takeWord is takeToken for a space, a number, true, false or null. At the end of the text, a word may be incomplete.
func (c *completion) takeWord(text []byte) int {
	if isSpace(text[0]) {
		return 1
	}
	n := endOfWord(text)
	c.whole = c.isValue && n < len(text)
	return n
}
