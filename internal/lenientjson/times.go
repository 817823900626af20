package lenientjson

import (
	"bytes"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Time reads a moment, in the given zone where it names none. null, "" and the zero dates of databases are no time.
func (v Value) Time(zone *time.Location) (t time.Time, ok bool) {
	m, ok := v.moment()
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

// Date reads a day. Of a time without a zone it is the day that is written. A time with an offset is a day only when it
// is midnight by its own offset or in the given zone: Laravel writes a Latvian day as 22:00 UTC of the day before.
func (v Value) Date(zone *time.Location) (d shelfwire.Date, ok bool) {
	m, ok := v.moment()
	switch {
	case !ok, m.none:
		return shelfwire.Date{}, ok
	case m.zoned:
		return dayOf(m.at, zone)
	default:
		return shelfwire.DateOf(m.at), true
	}
}

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
	at    time.Time // in its own offset, or in UTC when it names none
	zoned bool      // it names an offset
	none  bool      // it says that there is no time
}

// moment reads a string that holds a day, behind it a time of day or nothing, and behind that an offset or nothing.
func (v Value) moment() (m moment, ok bool) {
	text, none := v.scalar()
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

// cutZeroDate recognizes how databases and libraries write that there is no date: MySQL's 0000-00-00, what Carbon makes
// of it, also in a zone to the east of UTC, and .NET's first day. It returns what stands behind it.
func cutZeroDate(text []byte) (behind []byte, ok bool) {
	for _, zero := range [...]string{"0000-00-00", "-0001-11-30", "-0001-11-29", "0001-01-01"} {
		if bytes.HasPrefix(text, []byte(zero)) {
			return text[len(zero):], true
		}
	}
	return text, false
}

// parseMoment reads a day and what stands behind it. It writes both as RFC 3339 wants them, for which package time has
// its fastest reader: a T between them, a colon in the offset.
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

// cutOffset splits what stands behind a day: T or a space, a time of day, an offset, before which a space may stand.
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
