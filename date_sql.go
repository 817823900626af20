package shelfwire

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"time"
)

// Value returns YYYY-MM-DD for a DATE or TEXT column, and NULL for the zero value. A day beyond the calendar is an
// error.
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
// location, or text as UnmarshalText reads it. NULL becomes the zero value. An error leaves d as it was.
//
// A time of day behind the date, other than midnight, is an error: the day of a moment depends on a zone, and
// for a TIMESTAMPTZ column the zone depends on driver and connection. Scan moments into a time.Time, and take
// the day with [DateOf].
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
		return timeOfDayError(clipText(text))
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
