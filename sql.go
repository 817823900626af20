package shelfwire

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

var errNoNumber = errors.New("no number was given: set it, or use an Opt[Decimal] where the column may be NULL")

// Value returns the number as text, with its scale. The zero value is an error: a price that was never given must
// not be stored as 0. [MustDecimal]("0") is a zero that was given.
//
// What the columns keep:
//   - TEXT keeps every number with its scale, on PostgreSQL and SQLite. On SQLite use no other column for money.
//   - NUMERIC of PostgreSQL keeps every number with its scale; pgx, outside of database/sql, reads 0.00 as 0.
//     NUMERIC(p, s) gives all numbers the scale s, and rounds to it without an error.
//   - INTEGER and BIGINT of PostgreSQL keep whole numbers without a scale. 2.00 is an error of the server.
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
// digits, scale aside. A form of more digits, NaN and infinities are errors, and so is NULL: scan a column that
// may be NULL into an Opt[Decimal]. After an error d is as it was.
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

// maxFloatDigits is how many significant digits of a decimal number a float64 keeps, whichever they are.
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

// Value returns YYYY-MM-DD for a DATE or TEXT column, and NULL for no date. A day that does not exist is an error.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	text, err := d.MarshalText()
	if err != nil {
		return nil, err
	}
	return string(text), nil
}

// Scan reads what drivers return for a DATE or TEXT column: a [time.Time] at the beginning of a day in its own
// location, or text as UnmarshalText reads it. NULL is no date. A time of day behind the date is an error, except
// midnight: the day of a moment depends on a zone, and for a TIMESTAMPTZ column even the zone depends on driver
// and connection. Scan moments into a time.Time, and take the day with [DateOf]. After an error d is as it was.
func (d *Date) Scan(value any) error {
	switch v := value.(type) {
	case string:
		return d.scanText(v)
	case []byte:
		return d.scanText(string(v))
	case time.Time:
		return d.scanTime(v)
	case nil:
		*d = Date{}
		return nil
	default:
		return fmt.Errorf("cannot read a date from %T; use a DATE or TEXT column", value)
	}
}

func (d *Date) scanText(text string) error {
	text = strings.TrimSpace(text)
	if rest := text[min(len(text), len(time.DateOnly)):]; !isMidnight(rest) {
		return timeOfDayError(clip(text))
	}
	return d.UnmarshalText([]byte(text))
}

// isMidnight reports whether the text behind a date is empty or a time of zeros, whatever its zone.
func isMidnight(rest string) bool {
	rest = strings.TrimLeft(rest, "T ")
	if zone := strings.IndexAny(rest, "Z+- "); zone >= 0 {
		rest = rest[:zone]
	}
	return strings.Trim(rest, "0:.") == ""
}

func (d *Date) scanTime(t time.Time) error {
	day := DateOf(t)
	hour, minute, second := t.Clock()
	isMidnight := hour == 0 && minute == 0 && second == 0 && t.Nanosecond() == 0
	switch {
	case !day.IsValid():
		return fmt.Errorf("%s is not in a year from 1 to 9999", day)
	case !isMidnight && !t.Equal(day.In(t.Location())):
		return timeOfDayError(t.Format(time.RFC3339Nano))
	}
	*d = day
	return nil
}

func timeOfDayError(text string) error {
	return fmt.Errorf("%q has a time of day; scan it into a time.Time, and take its day with DateOf", text)
}

// Value returns NULL for an absent field, for null and for a nil pointer. A present value takes its own
// [driver.Valuer] or, as a text, number, bool, time or []byte, the form that database/sql gives it. Other types are
// an error.
func (o Opt[T]) Value() (driver.Value, error) {
	if o.isEmpty() {
		return nil, nil
	}
	if valuer, ok := any(o.value).(driver.Valuer); ok {
		return valuer.Value()
	}
	value, err := driver.DefaultParameterConverter.ConvertValue(o.value)
	if err != nil {
		return nil, fmt.Errorf("%T has no SQL form: %w", o.value, err)
	}
	return value, nil
}

// Scan reads a value through T's own [sql.Scanner], or as database/sql reads into a *T. NULL becomes an absent
// field and never null, so that a row which is read and sent on clears nothing at the provider. After an error o
// is as it was.
func (o *Opt[T]) Scan(value any) error {
	if value == nil {
		*o = Opt[T]{}
		return nil
	}
	var column sql.Null[T]
	if err := column.Scan(value); err != nil {
		return err
	}
	*o = Set(column.V)
	return nil
}
