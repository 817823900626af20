package erpxt

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// codeTable pairs the provider's codes with their texts in Go.
type codeTable struct {
	noun    string // in messages: "rate of VAT"
	prefix  string // of the text of an undocumented code: "code "
	entries []codeEntry
}

// codeEntry is a documented code.
type codeEntry struct {
	constant, text string // the constant's name and value
	code           int
}

// maxCode is the greatest code that is accepted.
const maxCode = math.MaxInt32

// textOf returns the text of a code, documented or not.
func (t *codeTable) textOf(code int) string {
	for i := range t.entries {
		if t.entries[i].code == code {
			return t.entries[i].text
		}
	}
	return t.prefix + strconv.Itoa(code)
}

// codeOf returns the code of a text. Each code has exactly one text.
func (t *codeTable) codeOf(text string) (code int, ok bool) {
	if i := t.indexOf(text); i >= 0 {
		return t.entries[i].code, true
	}
	digits, ok := strings.CutPrefix(text, t.prefix)
	if !ok {
		return 0, false
	}
	code, _ = strconv.Atoi(digits)
	if code < 0 || code > maxCode || t.textOf(code) != text {
		return 0, false
	}
	return code, true
}

// indexOf returns the index of a documented text; -1 for any other text.
func (t *codeTable) indexOf(text string) int {
	for i := range t.entries {
		if t.entries[i].text == text {
			return i
		}
	}
	return -1
}

// describeInvalid returns the problem of an invalid text, with the valid ones.
func (t *codeTable) describeInvalid(text string) string {
	return fmt.Sprintf("%.40q is not a %s: use %s", text, t.noun, t.listConstants())
}

// describeUndocumented returns the problem of a text with an undocumented code, or of an invalid one.
func (t *codeTable) describeUndocumented(text string) string {
	if _, ok := t.codeOf(text); !ok {
		return t.describeInvalid(text)
	}
	return fmt.Sprintf("%q is not documented by the provider, and goes back only by Edit, as it was read: use %s",
		text, t.listConstants())
}

// listConstants returns the names of the constants and their texts.
func (t *codeTable) listConstants() string {
	texts := make([]string, len(t.entries))
	for i, e := range t.entries {
		texts[i] = fmt.Sprintf("%s (%q)", e.constant, e.text)
	}
	return strings.Join(texts, ", ")
}

// marshalText returns the code of a text as JSON; null for the empty text.
func (t *codeTable) marshalText(text string) ([]byte, error) {
	if text == "" {
		return []byte("null"), nil
	}
	code, ok := t.codeOf(text)
	if !ok {
		return nil, fmt.Errorf("%w: %s", shelfwire.ErrInvalid, t.describeInvalid(text))
	}
	return encodeInt(int64(code)), nil
}

// unmarshalCode returns the text of a code in JSON.
func (t *codeTable) unmarshalCode(data []byte) (string, error) {
	value, err := lenientjson.Parse(data)
	if err != nil {
		return "", err
	}
	text, ok := t.decodeCode(value)
	if !ok {
		return "", fmt.Errorf("%.24s is not the code of a %s", value, t.noun)
	}
	return text, nil
}

// decodeCode returns the text of a code; "" for null and for an empty text.
func (t *codeTable) decodeCode(v lenientjson.Value) (text string, ok bool) {
	code, given, ok := v.Int()
	switch {
	case !ok || code < 0 || code > maxCode:
		return "", false
	case !given:
		return "", true
	default:
		return t.textOf(int(code)), true
	}
}

// unmarshalInto decodes a code in JSON into a text, which stays as it is when there is an error.
func (t *codeTable) unmarshalInto(text *string, data []byte) error {
	decoded, err := t.unmarshalCode(data)
	if err == nil {
		*text = decoded
	}
	return err
}
