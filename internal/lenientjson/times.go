package lenientjson

import (
	"bytes"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Time decodes a moment; one without a zone is in the given one. Null, "" and the zero dates of databases are the
// zero Time.
func (v Value) Time(zone *time.Location) (t time.Time, ok bool) {
	m, ok := v.readMoment()
	switch {
	case !ok, m.none:
		return time.Time{}, ok
	case m.zoned:
		return m.at, true
	default:
		year, month, day := m.at.Date()
		hour, minute, second := m.at.Clock()
		return time.Date(year, month, day, hour, minute, second, m.at.Nanosecond(), zone), true
	}
}

// Date decodes a day. A time without a zone is the day that is written. A time with an offset is a day when it is
// midnight by that offset or in the given zone: Laravel writes a Latvian day as 22:00 UTC of the day before. Any
// other time is ambiguous, and ok is false.
func (v Value) Date(zone *time.Location) (d shelfwire.Date, ok bool) {
	m, ok := v.readMoment()
	switch {
	case !ok, m.none:
		return shelfwire.Date{}, ok
	case m.zoned:
		return dayOf(m.at, zone)
	default:
		return shelfwire.DateOf(m.at), true
	}
}

// dayOf returns the day that begins at t by the offset of t or in the given zone.
func dayOf(t time.Time, zone *time.Location) (d shelfwire.Date, ok bool) {
	for _, local := range [...]time.Time{t, t.In(zone)} {
		if d = shelfwire.DateOf(local); d.IsValid() && d.In(local.Location()).Equal(t) {
			return d, true
		}
	}
	return shelfwire.Date{}, false
}

// moment is a time or a date as it is written.
type moment struct {
	at    time.Time // by its own offset, or in UTC without one
	zoned bool      // it has an offset
	none  bool      // it stands for no time, as null and zero dates do
}

// readMoment decodes a string of a day, optionally followed by a time of day, and that by an offset.
func (v Value) readMoment() (m moment, ok bool) {
	text, none := v.scalarText()
	if none || !v.IsString() {
		return moment{none: true}, none
	}
	if behind, ok := cutZeroDate(text); ok {
		_, ok = parseMoment("0001-01-01", behind)
		return moment{none: true}, ok
	}
	day := len(time.DateOnly)
	if len(text) < day {
		return m, false
	}
	m, ok = parseMoment(string(text[:day]), text[day:])
	return m, ok && m.at.Year() > 0
}

// cutZeroDate cuts one of the dates that databases and libraries write for no date: MySQL's 0000-00-00, Carbon's form
// of it, also in a zone east of UTC, and .NET's first day. It returns the text behind the date.
func cutZeroDate(text []byte) (behind []byte, ok bool) {
	for _, zero := range [...]string{"0000-00-00", "-0001-11-30", "-0001-11-29", "0001-01-01"} {
		if bytes.HasPrefix(text, []byte(zero)) {
			return text[len(zero):], true
		}
	}
	return text, false
}

// parseMoment parses a day and the text behind it. It rewrites them to RFC 3339, which package time parses fastest:
// with a T between them and a colon in the offset.
func parseMoment(day string, behind []byte) (m moment, ok bool) {
	clock, offset, ok := cutOffset(behind)
	var short [40]byte
	text := append(append(short[:0], day...), 'T')
	text = append(append(text, clock...), offset...)
	if len(offset) == len("+0200") {
		text = append(append(text[:len(text)-2], ':'), offset[3:]...)
	}
	if len(offset) == 0 {
		text = append(text, 'Z')
	}
	at, err := time.ParseInLocation(time.RFC3339, string(text), time.UTC)
	return moment{at: at, zoned: len(offset) > 0}, ok && err == nil
}

// cutOffset splits the text behind a day: T or a space, a time of day, then optionally an offset, with or without a
// space before it.
func cutOffset(behind []byte) (clock, offset []byte, ok bool) {
	if len(behind) == 0 {
		return []byte("00:00:00"), nil, true
	}
	if behind[0] != 'T' && behind[0] != ' ' {
		return nil, nil, false
	}
	clock = behind[1:]
	if i := bytes.IndexAny(clock, "Z+-"); i >= 0 {
		clock, offset = bytes.TrimSuffix(clock[:i], []byte(" ")), clock[i:]
	}
	return clock, offset, true
}
