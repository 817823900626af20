package virtpos

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// whole reads a whole number; 0 when the element is empty.
func (e *Element) whole() (int64, error) {
	if e.Text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(e.Text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%s %q is not a whole number", e.Name, clip(e.Text))
	}
	return n, nil
}

// number reads a decimal; absent when the element is empty.
func (e *Element) number() (number shelfwire.Opt[shelfwire.Decimal], err error) {
	if e.Text == "" {
		return number, nil
	}
	d, err := shelfwire.ParseDecimal(e.Text)
	if err != nil {
		return number, fmt.Errorf("%s: %w", e.Name, err)
	}
	return shelfwire.Set(d), nil
}

// flag reads 1 or 0, and what stands for them in JSON; absent when the element is empty.
func (e *Element) flag() (flag shelfwire.Opt[bool], err error) {
	switch strings.ToLower(e.Text) {
	case "":
		return flag, nil
	case "1", "true":
		return shelfwire.Set(true), nil
	case "0", "false":
		return shelfwire.Set(false), nil
	default:
		return flag, fmt.Errorf("%s %q is neither 1 nor 0", e.Name, clip(e.Text))
	}
}

// clip shortens foreign text that goes into an error.
func clip(s string) string {
	const most = 64
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
