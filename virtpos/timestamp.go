package virtpos

import (
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Timestamp is a moment as the server wrote it: a wall clock without a zone, which the vendor does not name. Empty means
// none.
type Timestamp string

// The forms of a timestamp. The vendor shows the first one; the others were seen.
var timestampForms = []string{time.DateTime, "02.01.2006 15:04:05", time.DateOnly, "02.01.2006"}

// The zero dates of databases, which stand for none.
const (
	zeroDate     = "0000-00-00"
	zeroDateTime = "0000-00-00 00:00:00"
)

// In returns the moment by the clocks of a location, which only the company knows; most shops of the vendor are in Russia.
// An empty timestamp is the zero time. Text in another form than "2026-03-20 17:16:49", "20.03.2026 17:16:49", or the day
// alone in either, is an error.
func (t Timestamp) In(loc *time.Location) (time.Time, error) {
	if t == "" || t == zeroDate || t == zeroDateTime {
		return time.Time{}, nil
	}
	for _, form := range timestampForms {
		if moment, err := time.ParseInLocation(form, string(t), loc); err == nil {
			return moment, nil
		}
	}
	return time.Time{}, fmt.Errorf("virtpos: %q is not a time such as %q", redactor(nil).quote(string(t)), time.DateTime)
}

// Date returns the day that is written; zero for an empty timestamp. Errors are those of [Timestamp.In].
func (t Timestamp) Date() (shelfwire.Date, error) {
	moment, err := t.In(time.UTC)
	if err != nil || moment.IsZero() {
		return shelfwire.Date{}, err
	}
	return shelfwire.DateOf(moment), nil
}

// readTimestamp returns an empty timestamp for the zero dates of databases.
func readTimestamp(t *tree, n int) (Timestamp, bool) {
	text, ok := readText(t, n)
	moment, err := Timestamp(text).In(time.UTC)
	switch {
	case !ok || err != nil:
		return "", false
	case moment.IsZero():
		return "", true
	default:
		return Timestamp(text), true
	}
}
