package lenientjson

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// scalarText returns the text of a string without surrounding spaces, or any other value as it is written. None is true
// for an absent value, null, and a string of spaces only.
func (v Value) scalarText() (text []byte, none bool) {
	switch {
	case v.IsString():
		text = bytes.TrimSpace(unquote(v))
		return text, len(text) == 0
	default:
		return v, len(v) == 0 || v.IsNull()
	}
}

// Text decodes a string with its spaces, or a number as it is written. Null and an absent value are an empty text.
func (v Value) Text() (text string, ok bool) {
	switch {
	case v.IsString():
		return string(unquote(v)), true
	case v.IsNumber():
		return string(v), true
	default:
		return "", len(v) == 0 || v.IsNull()
	}
}

// IsNumberOf reports whether v is a number that a server may have made of a text: a key such as 007 loses its zeros then,
// and one of more than 19 digits is rounded to what a float64 holds.
func (v Value) IsNumberOf(text string) bool {
	if !v.IsNumber() {
		return false
	}
	text = strings.TrimSpace(text)
	want, wantErr := shelfwire.ParseDecimal(text)
	got, gotErr := shelfwire.ParseDecimal(string(v))
	switch {
	case wantErr != nil || gotErr != nil:
		return false
	case got.Equal(want):
		return true
	}
	rounded, wantErr := strconv.ParseFloat(text, 64)
	float, gotErr := strconv.ParseFloat(string(v), 64)
	return bytes.ContainsAny(v, "eE") && wantErr == nil && gotErr == nil && float == rounded
}

// Int decodes a whole number, plain or in quotes: 1, "1", 1.0, 1e3. For null, "" and an absent value it returns 0, and
// given is false.
func (v Value) Int() (n int64, given, ok bool) {
	text, none := v.scalarText()
	if none {
		return 0, false, true
	}
	if n, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		return n, true, true
	}
	d, err := shelfwire.ParseDecimal(string(text))
	if err != nil || !d.IsInteger() || !d.BigInt().IsInt64() {
		return 0, false, false
	}
	return d.IntPart(), true, true
}

// Decimal decodes a number, plain or in quotes. Null is null; "" and an absent value are absent.
func (v Value) Decimal() (number shelfwire.Opt[shelfwire.Decimal], ok bool) {
	text, none := v.scalarText()
	switch {
	case v.IsNull():
		return shelfwire.Null[shelfwire.Decimal](), true
	case none:
		return number, true
	}
	var d shelfwire.Decimal
	if d.UnmarshalText(text) != nil {
		return number, false
	}
	return shelfwire.Set(d), true
}

// Bool decodes true or false in any case, 1 or 0, plain or in quotes. Null is null; "" and an absent value are
// absent, as opposed to false.
func (v Value) Bool() (flag shelfwire.Opt[bool], ok bool) {
	text, none := v.scalarText()
	switch {
	case v.IsNull():
		return shelfwire.Null[bool](), true
	case none:
		return flag, true
	case equalFold(text, "true"):
		return shelfwire.Set(true), true
	case equalFold(text, "false"):
		return shelfwire.Set(false), true
	}
	n, _, ok := v.Int()
	if !ok || n != 0 && n != 1 {
		return flag, false
	}
	return shelfwire.Set(n == 1), true
}
