package shelfwire

import (
	"bytes"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Decimal is an exact decimal number: a price, an amount, a quantity. It embeds the type of
// github.com/shopspring/decimal. The methods and functions that take and return a Decimal are exact or round
// where they say so, whatever the package variables of that package say. Its other methods, such as Div, are
// reached through the embedded field, and depend on those variables.
//
// Its scale, the digits after the point, is kept from wire to wire: "2.000" stays 2.000. JSON and query form is a
// bare number, XML and SQL form the same text; [Decimal.Value] says what each kind of SQL column keeps. JSON may
// hold a number or a quoted number. NaN, infinities, more than 64 characters and exponents beyond ±64 are errors.
//
// The zero value counts as zero in arithmetic. Where a call or an SQL statement requires a number, the zero value
// means that none was given, and is an error; MustDecimal("0") is a zero that was given. IsZero, and with it the
// JSON option omitzero, holds for both; an optional number is an Opt[Decimal].
type Decimal struct{ decimal.Decimal }

const (
	maxDecimalText = 64
	maxExponent    = 64
)

// NewDecimal returns the whole number n.
func NewDecimal(n int64) Decimal { return Decimal{decimal.New(n, 0)} }

// ParseDecimal reads a number such as "12.50", "-3" or "1e3".
func ParseDecimal(s string) (Decimal, error) {
	d, err := parseDecimal(s)
	if err != nil {
		return Decimal{}, notDecimal(s, err)
	}
	return d, nil
}

// MustDecimal is like [ParseDecimal], and panics on an error. It is for constants in code.
func MustDecimal(s string) Decimal {
	d, err := ParseDecimal(s)
	if err != nil {
		panic("shelfwire: " + err.Error())
	}
	return d
}

func notDecimal(s string, err error) error {
	return fmt.Errorf("%q is not a decimal number: %w", clipText(s), err)
}

// IsSet reports whether d was given at all: it is false for the zero value, Decimal{}, alone.
func (d Decimal) IsSet() bool { return d != Decimal{} }

// String returns the number in plain notation with its scale kept: "2.000".
func (d Decimal) String() string { return string(d.appendText(nil)) }

// Format makes package fmt print what String returns: for %v, %s and %q, with width and flags; %#v prints Go syntax.
// %f takes a precision, as for other numbers.
func (d Decimal) Format(f fmt.State, verb rune) {
	switch verb {
	case 'v', 's', 'q':
		if verb == 'v' && f.Flag('#') {
			fmt.Fprint(f, d.goSyntax())
			return
		}
		fmt.Fprintf(f, fmt.FormatString(f, verb), d.String())
	default:
		d.Decimal.Format(f, verb)
	}
}

func (d Decimal) goSyntax() string {
	if !d.IsSet() {
		return "shelfwire.Decimal{}"
	}
	return fmt.Sprintf("shelfwire.MustDecimal(%q)", d.String())
}

// MarshalJSON returns a bare number, as MarshalText does.
func (d Decimal) MarshalJSON() ([]byte, error) { return d.MarshalText() }

// UnmarshalJSON reads a number or a quoted number; null leaves d as it is.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		return nil
	}
	if n := len(data); n >= 2 && data[0] == '"' && data[n-1] == '"' {
		data = data[1 : n-1]
	}
	return d.UnmarshalText(data)
}

// MarshalText returns what String returns. A number that ParseDecimal would reject is an error: one with an exponent
// beyond ±64, or of more than 64 characters. Round the results of divisions and long products first.
func (d Decimal) MarshalText() ([]byte, error) {
	if e := d.Exponent(); e > maxExponent && !d.IsZero() || e < -maxExponent {
		return nil, fmt.Errorf("exponent %d is beyond ±%d", e, maxExponent)
	}
	text := d.appendText(nil)
	if len(text) > maxDecimalText {
		return nil, errTooLong
	}
	return text, nil
}

// UnmarshalText reads a number.
func (d *Decimal) UnmarshalText(text []byte) error {
	text = bytes.TrimSpace(text)
	parsed, err := parseDecimal(text)
	if err != nil {
		return notDecimal(string(text[:min(len(text), maxDecimalText+1)]), err)
	}
	*d = parsed
	return nil
}

// EncodeValues adds the number to a query.
func (d Decimal) EncodeValues(key string, values *url.Values) error {
	text, err := d.MarshalText()
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	values.Add(key, string(text))
	return nil
}

// appendText appends the number in plain notation. It works on coefficient and exponent, independently of
// shopspring's global formatting flags.
func (d Decimal) appendText(buf []byte) []byte {
	if d.Sign() < 0 {
		buf = append(buf, '-')
	}
	var few [maxFastDigits]byte
	digits, exponent := d.appendDigits(few[:0]), int(d.Exponent())
	switch {
	case exponent > 0 && d.Sign() != 0:
		return append(append(buf, digits...), strings.Repeat("0", exponent)...)
	case exponent >= 0:
		return append(buf, digits...)
	}
	if missing := 1 - exponent - len(digits); missing > 0 {
		digits = append(bytes.Repeat([]byte{'0'}, missing), digits...)
	}
	point := len(digits) + exponent
	return append(append(append(buf, digits[:point]...), '.'), digits[point:]...)
}

// maxFastDigits is how many digits always fit into an int64.
const maxFastDigits = 18

// appendDigits appends the digits of the coefficient, without its sign.
func (d Decimal) appendDigits(buf []byte) []byte {
	if d.NumDigits() <= maxFastDigits {
		n := d.CoefficientInt64()
		return strconv.AppendInt(buf, max(n, -n), 10)
	}
	coefficient := d.Coefficient()
	return coefficient.Abs(coefficient).Append(buf, 10)
}
