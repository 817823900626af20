package lenientjson

import (
	"bytes"
	"strconv"

	"github.com/shelfwire/shelfwire"
)

// scalar returns what stands in a string, without the spaces around it, or else the value as it is written. None
// reports whether that is nothing: an absent value, null, or a string of nothing but spaces.
func (v Value) scalar() (text []byte, none bool) {
	switch {
	case v.IsString():
		text = bytes.TrimSpace(unquote(v))
		return text, len(text) == 0
	default:
		return v, len(v) == 0 || v.IsNull()
	}
}

// Text reads a string, or a number as it is written; null and an absent value are an empty text. The spaces in a
// string stay.
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

// Int reads a whole number, quoted or not: 1, "1", 1.0, 1e3. null, "" and an absent value are 0 and not given.
func (v Value) Int() (n int64, given, ok bool) {
	text, none := v.scalar()
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

// Decimal reads a number, quoted or not. null is null; "" and an absent value are absent.
func (v Value) Decimal() (number shelfwire.Opt[shelfwire.Decimal], ok bool) {
	text, none := v.scalar()
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

// Flag reads true or false, in small or capital letters, 1 or 0, quoted or not. null is null; "" and an absent value
// are absent: none of them is false.
func (v Value) Flag() (flag shelfwire.Opt[bool], ok bool) {
	text, none := v.scalar()
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
