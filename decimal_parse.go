package shelfwire

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"
)

// parseDecimal reads [sign] digits [. digits] [e [sign] digits]. The limits of shopspring's own parser depend
// on a global flag.
func parseDecimal[T string | []byte](s T) (Decimal, error) {
	if len(s) > maxDecimalText {
		return Decimal{}, errTooLong
	}
	var n number
	if !n.parse(string(s)) {
		return Decimal{}, errNotANumber
	}
	if n.exponent > maxExponent || n.exponent < -maxExponent {
		return Decimal{}, fmt.Errorf("exponent beyond ±%d", maxExponent)
	}
	d := Decimal{n.toDecimal()}
	if n.scientific || len(s) >= maxDecimalText {
		_, err := d.MarshalText()
		return d, err
	}
	return d, nil
}

var (
	errNotANumber = errors.New("want digits with at most one sign, one point and one exponent")
	errTooLong    = fmt.Errorf("longer than %d characters", maxDecimalText)
)

// number is a decimal number while it is parsed.
type number struct {
	negative    bool
	coefficient int64  // of up to 18 digits
	digits      int    // how many were read so far
	long        []byte // all digits, once there are more
	exponent    int32
	scientific  bool // written with an exponent
}

func (n *number) parse(s string) bool {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		n.negative = s[0] == '-'
		s = s[1:]
	}
	point := false
	for i, c := range []byte(s) {
		switch {
		case c >= '0' && c <= '9':
			n.addDigit(c)
			if point {
				n.exponent--
			}
		case c == '.' && !point:
			point = true
		case (c == 'e' || c == 'E') && n.digits > 0:
			n.scientific = true
			exponent, err := strconv.ParseInt(s[i+1:], 10, 16)
			n.exponent += int32(exponent)
			return err == nil
		default:
			return false
		}
	}
	return n.digits > 0
}

// maxInt64Digits is how many digits always fit into an int64.
const maxInt64Digits = 18

func (n *number) addDigit(c byte) {
	n.digits++
	switch {
	case n.digits <= maxInt64Digits:
		n.coefficient = 10*n.coefficient + int64(c-'0')
		return
	case n.long == nil:
		n.long = fmt.Appendf(nil, "%0*d", maxInt64Digits, n.coefficient)
	}
	n.long = append(n.long, c)
}

func (n *number) toDecimal() decimal.Decimal {
	if n.long == nil {
		if n.negative {
			n.coefficient = -n.coefficient
		}
		return decimal.New(n.coefficient, n.exponent)
	}
	long, _ := new(big.Int).SetString(string(n.long), 10)
	if n.negative {
		long.Neg(long)
	}
	return decimal.NewFromBigInt(long, n.exponent)
}
