package virtpos

import (
	"bytes"
	"strconv"

	"github.com/shelfwire/shelfwire"
)

// The accepted forms of scalars are those of package lenientjson. Each function takes a trimmed text, and returns false for
// any other form.

// parseWhole parses a whole number: 1, 1.0, 1e3.
func parseWhole(text []byte) (int64, bool) {
	if n, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		return n, true
	}
	d, err := shelfwire.ParseDecimal(string(text))
	if err != nil || !d.IsInteger() || !d.BigInt().IsInt64() {
		return 0, false
	}
	return d.IntPart(), true
}

// parseID parses a whole number above zero.
func parseID(text []byte) (int64, bool) {
	id, ok := parseWhole(text)
	if !ok || id <= 0 {
		return 0, false
	}
	return id, true
}

// parseFlag parses 1 or 0, true or false.
func parseFlag(text []byte) (flag, ok bool) {
	switch {
	case bytes.EqualFold(text, []byte("true")):
		return true, true
	case bytes.EqualFold(text, []byte("false")):
		return false, true
	}
	n, ok := parseWhole(text)
	return n == 1, ok && (n == 0 || n == 1)
}

// isID reports whether a name in JSON is an id that keys an element.
func isID(name string) bool {
	for _, c := range []byte(name) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return name != ""
}

// The functions below read scalars from a tree. An element that has children is no scalar.

func readDecimal(t *tree, n int) (number shelfwire.Opt[shelfwire.Decimal], ok bool) {
	if t.hasChildren(n) {
		return number, false
	}
	d, ok := t.decimals.parse(t.textOf(n))
	if !ok {
		return number, false
	}
	return shelfwire.Set(d), true
}

func parseDecimal(text []byte) (d shelfwire.Decimal, ok bool) {
	ok = isNumeric(text) && d.UnmarshalText(text) == nil
	return d, ok
}

// isNumeric reports whether a text has only characters of numbers. It saves making an error for other texts.
func isNumeric(text []byte) bool {
	for _, c := range text {
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return false
		}
	}
	return true
}

func readWhole(t *tree, n int) (int64, bool) {
	if t.hasChildren(n) {
		return 0, false
	}
	return parseWhole(t.textOf(n))
}

func readID(t *tree, n int) (int64, bool) {
	if t.hasChildren(n) {
		return 0, false
	}
	return parseID(t.textOf(n))
}

// readOptionalID accepts 0, too, which stands for none.
func readOptionalID(t *tree, n int) (int64, bool) {
	id, ok := readWhole(t, n)
	return id, ok && id >= 0
}

func readFlag(t *tree, n int) (flag shelfwire.Opt[bool], ok bool) {
	if t.hasChildren(n) {
		return flag, false
	}
	value, ok := parseFlag(t.textOf(n))
	if !ok {
		return flag, false
	}
	return shelfwire.Set(value), true
}

func readText(t *tree, n int) (string, bool) {
	if t.hasChildren(n) || t.nodes[n].isBool {
		return "", false
	}
	return string(t.textOf(n)), true
}

// readYesNo accepts Y and N, too.
func readYesNo(t *tree, n int) (flag shelfwire.Opt[bool], ok bool) {
	switch text := t.textOf(n); {
	case t.hasChildren(n):
		return flag, false
	case bytes.EqualFold(text, []byte("Y")):
		return shelfwire.Set(true), true
	case bytes.EqualFold(text, []byte("N")):
		return shelfwire.Set(false), true
	default:
		return readFlag(t, n)
	}
}

// maxSmallNumber bounds ages and years.
const maxSmallNumber = 9999

// readSmallNumber accepts 0 to 9999.
func readSmallNumber(t *tree, n int) (int, bool) {
	number, ok := readWhole(t, n)
	if !ok || number < 0 || number > maxSmallNumber {
		return 0, false
	}
	return int(number), true
}
