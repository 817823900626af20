package erpxt

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// codeTable pairs the provider's codes with the texts that stand for them in Go.
type codeTable struct {
	what    string // "rate of VAT"
	prefix  string // precedes a code that is not documented in its text
	entries []codeEntry
}

// codeEntry is a documented code.
type codeEntry struct {
	constant, text string // the constant's name and value
	code           int
}

// maxCode is the greatest code that is read.
const maxCode = math.MaxInt32

// text returns the text of a code, documented or not.
func (t *codeTable) text(code int) string {
	for i := range t.entries {
		if t.entries[i].code == code {
			return t.entries[i].text
		}
	}
	return t.prefix + strconv.Itoa(code)
}

// code returns the code of a text. Each code has one text only.
func (t *codeTable) code(text string) (code int, ok bool) {
	if i := t.index(text); i >= 0 {
		return t.entries[i].code, true
	}
	digits, ok := strings.CutPrefix(text, t.prefix)
	if !ok {
		return 0, false
	}
	code, _ = strconv.Atoi(digits)
	if code < 0 || code > maxCode || t.text(code) != text {
		return 0, false
	}
	return code, true
}

// index returns the place of a documented text, -1 for any other one.
func (t *codeTable) index(text string) int {
	for i := range t.entries {
		if t.entries[i].text == text {
			return i
		}
	}
	return -1
}

// invalid says that a text stands for no code, and lists those that do.
func (t *codeTable) invalid(text string) string {
	return fmt.Sprintf("%.40q is not a %s: use %s", text, t.what, t.constants())
}

// undocumented says that a text stands for no documented code.
func (t *codeTable) undocumented(text string) string {
	if _, ok := t.code(text); !ok {
		return t.invalid(text)
	}
	return fmt.Sprintf("%q is not documented by the provider, and goes back only by Edit, as it was read: use %s",
		text, t.constants())
}

// constants lists the constants and their texts.
func (t *codeTable) constants() string {
	texts := make([]string, len(t.entries))
	for i, e := range t.entries {
		texts[i] = fmt.Sprintf("%s (%q)", e.constant, e.text)
	}
	return strings.Join(texts, ", ")
}

// marshal returns the code of a text, null for none.
func (t *codeTable) marshal(text string) ([]byte, error) {
	if text == "" {
		return []byte("null"), nil
	}
	code, ok := t.code(text)
	if !ok {
		return nil, fmt.Errorf("%w: %s", shelfwire.ErrInvalid, t.invalid(text))
	}
	return appendInt(int64(code)), nil
}

// unmarshal returns the text of a code that is JSON.
func (t *codeTable) unmarshal(data []byte) (string, error) {
	value, err := lenientjson.Parse(data)
	if err != nil {
		return "", err
	}
	text, ok := t.read(value)
	if !ok {
		return "", fmt.Errorf("%.24s is not the code of a %s", value, t.what)
	}
	return text, nil
}

// read returns the text of a code, "" where none is given.
func (t *codeTable) read(v lenientjson.Value) (text string, ok bool) {
	code, given, ok := v.Int()
	switch {
	case !ok || code < 0 || code > maxCode:
		return "", false
	case !given:
		return "", true
	default:
		return t.text(int(code)), true
	}
}
