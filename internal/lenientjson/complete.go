package lenientjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
)

// Complete returns what has come whole of an object or a list that breaks off or has a flaw: the members and elements
// before that place, with the brackets closed behind them. What follows an object or a list that is whole is left out. It
// returns false for anything else.
func Complete(body []byte) (Value, bool) {
	if whole, ok := complete(body); ok {
		return whole, true
	}
	flaw, ok := errors.AsType[*json.SyntaxError](json.Unmarshal(body, new(json.RawMessage)))
	if !ok || flaw.Offset < 2 || flaw.Offset > int64(len(body)) {
		return nil, false
	}
	return complete(body[:flaw.Offset-1])
}

func complete(body []byte) (Value, bool) {
	body = skipSpace(body)
	if v := Value(body); !v.IsObject() && !v.IsList() {
		return nil, false
	}
	var c completion
	var safe int // the last place where the text can end, once what is open there is closed
	for i := 0; i < len(body); {
		n := c.take(body[i:])
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

// completion follows a JSON text to the place where it breaks off. Each bracket is a place where the text can end, so
// nothing is opened or closed between the last such place and the break.
type completion struct {
	open    []byte // the closing brackets of what is open, the outermost first
	isValue bool   // a value comes next, where an object is open; else a name
	whole   bool   // the text can end here, once open is closed
}

// take takes a bracket, a comma, a colon, a space or a whole scalar off the front, and returns its length; 0 when the
// scalar may not be whole.
func (c *completion) take(text []byte) int {
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
		c.whole = n > 0 && c.isValue
		return n
	default:
		return c.takeWord(text)
	}
	return 1
}

// takeWord takes spaces, a number, true, false or null. A word at the end of the text may go on behind the break.
func (c *completion) takeWord(text []byte) int {
	if isSpace(text[0]) {
		return 1
	}
	n := endOfWord(text)
	if n == len(text) {
		return 0
	}
	c.whole = c.isValue
	return n
}
