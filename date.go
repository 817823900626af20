package shelfwire

import (
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Date is a day of the calendar, such as the due date of an invoice. The zero value means no date: an empty text in
// JSON and XML, left out of a query, NULL in SQL. In SQL a day belongs into a DATE or TEXT column.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{Year: y, Month: m, Day: d}
}

// ParseDate parses YYYY-MM-DD. It rejects days beyond the calendar, such as 2026-02-30, and years beyond 1 to 9999.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date in the form YYYY-MM-DD", clipText(s))
	}
	d := DateOf(t)
	if !d.IsValid() {
		return Date{}, fmt.Errorf("%q is not in a year from 1 to 9999", clipText(s))
	}
	return d, nil
}

// IsZero reports whether d is the zero value, no date.
func (d Date) IsZero() bool { return d == Date{} }

// IsValid reports whether d is a day of the calendar, in a year of four digits.
func (d Date) IsValid() bool {
	return d.Year >= 1 && d.Year <= 9999 && DateOf(d.In(time.UTC)) == d
}

// In returns the beginning of the day in a location: midnight, or later where the clock is put forward then.
func (d Date) In(loc *time.Location) time.Time {
	midnight := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
	if _, forward := midnight.ZoneBounds(); DateOf(midnight) != d && DateOf(forward) == d {
		return forward
	}
	return midnight
}

// String returns YYYY-MM-DD, and "" for the zero value.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText returns YYYY-MM-DD, and "" for the zero value. A day beyond the calendar is an error.
func (d Date) MarshalText() ([]byte, error) {
	if !d.IsZero() && !d.IsValid() {
		return nil, fmt.Errorf("%s is not a day of the calendar", d)
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads YYYY-MM-DD, also when a time follows; "" and 0000-00-00 are no date.
func (d *Date) UnmarshalText(text []byte) error {
	day := strings.TrimSpace(string(text))
	if end := len(time.DateOnly); len(day) > end && (day[end] == ' ' || day[end] == 'T') {
		day = day[:end]
	}
	if day == "" || day == "0000-00-00" {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(day)
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// EncodeValues adds the day to a query; the zero value is left out.
func (d Date) EncodeValues(key string, values *url.Values) error {
	if d.IsZero() {
		return nil
	}
	text, err := d.MarshalText()
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	values.Add(key, string(text))
	return nil
}
