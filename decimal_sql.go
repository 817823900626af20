package shelfwire

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

var errNoNumber = errors.New("no number was given: set it, or use an Opt[Decimal] where the column may be NULL")

// Value returns the number as text, with its scale. The zero value is an error, since storing it would turn a missing
// price into 0. [MustDecimal]("0") is a zero that was given.
//
// What the columns keep:
//   - TEXT keeps every number with its scale, on PostgreSQL and SQLite. On SQLite it is the only column for money.
//   - NUMERIC of PostgreSQL keeps every number with its scale; pgx, outside of database/sql, reads 0.00 as 0.
//     NUMERIC(p, s) gives all numbers the scale s, and rounds to it silently.
//   - INTEGER and BIGINT of PostgreSQL keep whole numbers; 2.00 is an error of the server.
//   - NUMERIC, DECIMAL and INTEGER of SQLite keep the number without its scale, 12.50 as 12.5. SQLite rounds, without
//     an error, what has more than 15 significant digits, unless it is a whole number that an int64 holds.
func (d Decimal) Value() (driver.Value, error) {
	if !d.IsSet() {
		return nil, errNoNumber
	}
	text, err := d.MarshalText()
	if err != nil {
		return nil, err
	}
	return string(text), nil
}

// Scan reads text, an integer, or a floating-point number, which is what NUMERIC columns of SQLite hold. Of the
// last it reads the shortest decimal form, which is what was stored as long as that had up to 15 significant
// digits, scale aside.
//
// NULL is an error: scan a column that may be NULL into an Opt[Decimal]. So are NaN, infinities and
// floating-point numbers of more digits. After an error d is as it was.
func (d *Decimal) Scan(value any) error {
	switch v := value.(type) {
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	case int64:
		*d = NewDecimal(v)
		return nil
	case float64:
		return d.scanFloat(v)
	case nil:
		return errors.New("cannot read a decimal number from NULL; use an Opt[Decimal]")
	default:
		return fmt.Errorf("cannot read a decimal number from %T; use a TEXT column", value)
	}
}

// maxFloatDigits is how many significant digits of a decimal number a float64 always keeps.
const maxFloatDigits = 15

func (d *Decimal) scanFloat(f float64) error {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return fmt.Errorf("%v is not a decimal number", f)
	}
	text := strconv.FormatFloat(f, 'e', -1, 64)
	digits, _, _ := strings.Cut(text, "e")
	if len(strings.Trim(strings.Replace(digits, ".", "", 1), "-")) > maxFloatDigits {
		return fmt.Errorf("%v has more than %d significant digits, so its column has rounded it; use a TEXT column",
			f, maxFloatDigits)
	}
	return d.UnmarshalText([]byte(text))
}
