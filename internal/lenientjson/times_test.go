package lenientjson_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// noTimes are the forms that say that there is no time or date.
var noTimes = []scalarCase{
	{name: "null", raw: `null`},
	{name: "an empty text", raw: `""`},
	{name: "a text of spaces", raw: `"  "`},
	{name: "MySQL's zero date", raw: `"0000-00-00"`},
	{name: "MySQL's zero time", raw: `"0000-00-00 00:00:00"`},
	{name: "MySQL's zero time with a fraction", raw: `"0000-00-00 00:00:00.000000"`},
	{name: "Carbon's zero date", raw: `"-0001-11-30"`},
	{name: "Carbon's zero time", raw: `"-0001-11-30 00:00:00"`},
	{name: "Carbon's zero time in UTC", raw: `"-0001-11-30T00:00:00.000000Z"`},
	{name: "Carbon's zero time of Riga in UTC", raw: `"-0001-11-29T22:23:26.000000Z"`},
	{name: ".NET's first day", raw: `"0001-01-01"`},
	{name: ".NET's first moment", raw: `"0001-01-01T00:00:00"`},
	{name: ".NET's first moment in UTC", raw: `"0001-01-01T00:00:00.0000000Z"`},
	{name: ".NET's first moment with an offset", raw: `"0001-01-01T00:00:00+01:36"`},
}

// notTimes are the forms that are not read for certain.
var notTimes = []scalarCase{
	{name: "day before month", raw: `"20.03.2026"`, unread: true},
	{name: "slashes", raw: `"03/20/2026"`, unread: true},
	{name: "no separators", raw: `"20260320"`, unread: true},
	{name: "a day of one digit", raw: `"2026-03-2"`, unread: true},
	{name: "a day that does not exist", raw: `"2026-02-30"`, unread: true},
	{name: "a month of zero", raw: `"2026-00-00"`, unread: true},
	{name: "the year 0", raw: `"0000-01-01"`, unread: true},
	{name: "the year 0 with a time", raw: `"0000-12-31T22:24:00Z"`, unread: true},
	{name: "a zero date and more", raw: `"0000-00-001"`, unread: true},
	{name: "a zero date and words", raw: `"0001-01-01 or so"`, unread: true},
	{name: "an hour that does not exist", raw: `"2026-03-20 24:30:00"`, unread: true},
	{name: "an hour alone", raw: `"2026-03-20 10"`, unread: true},
	{name: "no seconds", raw: `"2026-03-20 10:30"`, unread: true},
	{name: "an offset of hours", raw: `"2026-03-20T10:30:28+02"`, unread: true},
	{name: "an offset of one digit", raw: `"2026-03-20T10:30:28+2:00"`, unread: true},
	{name: "an offset that does not exist", raw: `"2026-03-20T10:30:28+99:00"`, unread: true},
	{name: "an offset behind a day", raw: `"2026-03-20+02:00"`, unread: true},
	{name: "two spaces before the offset", raw: `"2026-03-20 10:30:28  +0200"`, unread: true},
	{name: "two spaces before the time", raw: `"2026-03-20  10:30:28"`, unread: true},
	{name: "another letter before the time", raw: `"2026-03-20X10:30:28"`, unread: true},
	{name: "more behind the offset", raw: `"2026-03-20T10:30:28Z."`, unread: true},
	{name: "a zone by name", raw: `"2026-03-20 10:30:28 EET"`, unread: true},
	{name: ".NET's old form", raw: `"/Date(1774000000000)/"`, unread: true},
	{name: "a word", raw: `"yesterday"`, unread: true},
	{name: "Unix time", raw: `1774000000`, unread: true},
	{name: "zero", raw: `0`, unread: true},
	{name: "false", raw: `false`, unread: true},
	{name: "an empty list", raw: `[]`, unread: true},
	{name: "an object of PHP", raw: `{"date":"2026-03-20 10:30:28.000000","timezone":"UTC"}`, unread: true},
}

func TestMember_Time(t *testing.T) {
	t.Parallel()
	show := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.RFC3339Nano)
	}
	cases := []scalarCase{
		{name: "RFC 3339", raw: `"2026-03-20T10:30:28+02:00"`, want: "2026-03-20T10:30:28+02:00"},
		{name: "UTC", raw: `"2026-03-20T10:30:28Z"`, want: "2026-03-20T10:30:28Z"},
		{name: "an offset without a colon", raw: `"2026-03-20T10:30:28+0200"`, want: "2026-03-20T10:30:28+02:00"},
		{name: "a negative offset without a colon", raw: `"2026-03-20T10:30:28-0330"`, want: "2026-03-20T10:30:28-03:30"},
		{name: "a space for the T", raw: `"2026-03-20 10:30:28+02:00"`, want: "2026-03-20T10:30:28+02:00"},
		{name: "a space for the T, no colon", raw: `"2026-03-20 10:30:28+0200"`, want: "2026-03-20T10:30:28+02:00"},
		{name: "a space before the offset", raw: `"2026-03-20 10:30:28 +02:00"`, want: "2026-03-20T10:30:28+02:00"},
		{name: "a space before the offset, no colon", raw: `"2026-03-20 10:30:28 -0200"`, want: "2026-03-20T10:30:28-02:00"},
		{name: "a space before UTC", raw: `"2026-03-20 10:30:28 Z"`, want: "2026-03-20T10:30:28Z"},
		{name: "Laravel's microseconds", raw: `"2026-03-19T22:00:00.000000Z"`, want: "2026-03-19T22:00:00Z"},
		{name: ".NET's seven digits", raw: `"2026-03-20T10:30:28.1234567+02:00"`, want: "2026-03-20T10:30:28.1234567+02:00"},
		{name: "milliseconds, no colon", raw: `"2026-03-20T10:30:28.5+0200"`, want: "2026-03-20T10:30:28.5+02:00"},
		{name: "no zone", raw: `"2026-03-20 10:30:28"`, want: "2026-03-20T10:30:28+02:00"},
		{name: "no zone, in summer", raw: `"2026-07-20 10:30:28"`, want: "2026-07-20T10:30:28+03:00"},
		{name: "no zone, with a T", raw: `"2026-03-20T10:30:28"`, want: "2026-03-20T10:30:28+02:00"},
		{name: "no zone, with a fraction", raw: `"2026-03-20 10:30:28.25"`, want: "2026-03-20T10:30:28.25+02:00"},
		{name: "an hour of one digit", raw: `"2026-03-20 9:30:28"`, want: "2026-03-20T09:30:28+02:00"},
		{name: "a day", raw: `"2026-03-20"`, want: "2026-03-20T00:00:00+02:00"},
		{name: "spaces around", raw: `" 2026-03-20 "`, want: "2026-03-20T00:00:00+02:00"},
		{name: "escaped", raw: `"2026-03-20T10:30:28\u002b02:00"`, want: "2026-03-20T10:30:28+02:00"},
		{name: "the year 1", raw: `"0001-01-02T00:00:00Z"`, want: "0001-01-02T00:00:00Z"},
	}
	cases = append(append(cases, noTimes...), notTimes...)
	testScalar(t, time.Unix(7, 0), lenientjson.Member.Time, show, cases)
}

func TestMember_Date(t *testing.T) {
	t.Parallel()
	cases := []scalarCase{
		{name: "a day", raw: `"2026-03-20"`, want: "2026-03-20"},
		{name: "a day and midnight", raw: `"2026-03-20 00:00:00"`, want: "2026-03-20"},
		{name: "a day and a time", raw: `"2026-03-20T23:59:59"`, want: "2026-03-20"},
		{name: "midnight in Riga, in winter", raw: `"2026-03-19T22:00:00.000000Z"`, want: "2026-03-20"},
		{name: "midnight in Riga, in summer", raw: `"2026-07-19T21:00:00Z"`, want: "2026-07-20"},
		{name: "the last midnight of winter", raw: `"2026-03-28T22:00:00Z"`, want: "2026-03-29"},
		{name: "the first midnight of summer", raw: `"2026-03-29T21:00:00Z"`, want: "2026-03-30"},
		{name: "midnight in UTC", raw: `"2026-03-20T00:00:00Z"`, want: "2026-03-20"},
		{name: "midnight by its own offset", raw: `"2026-03-20T00:00:00-08:00"`, want: "2026-03-20"},
		{name: "midnight by its own offset, no colon", raw: `"2026-03-20 00:00:00+0530"`, want: "2026-03-20"},
		{name: "midnight in Riga by another offset", raw: `"2026-03-20T01:00:00+03:00"`, want: "2026-03-20"},
		{name: "the last day", raw: `"9999-12-31"`, want: "9999-12-31"},
		{name: "a moment of a day", raw: `"2026-03-20T10:30:28Z"`, unread: true},
		{name: "a summer's midnight in winter", raw: `"2026-03-19T21:00:00Z"`, unread: true},
		{name: "a fraction after midnight", raw: `"2026-03-20T00:00:00.5Z"`, unread: true},
		{name: "midnight in Riga after the last day", raw: `"9999-12-31T22:00:00Z"`, unread: true},
	}
	cases = append(append(cases, noTimes...), notTimes...)
	before := shelfwire.Date{Year: 2000, Month: 1, Day: 1}
	testScalar(t, before, lenientjson.Member.Date, shelfwire.Date.String, cases)
}

// A fixed offset must not become the zone of the machine.
func TestValue_Time_KeepsItsOffset(t *testing.T) {
	t.Parallel()
	_, offset := time.Now().Zone()
	text := time.Unix(1774000000, 0).In(time.FixedZone("", offset)).Format(time.RFC3339)
	got, ok := parse(t, `"`+text+`"`).Time(riga)
	require.True(t, ok)
	assert.NotSame(t, time.Local, got.Location())
	assert.Equal(t, text, got.Format(time.RFC3339))
}

func TestNotes_Zone_DefaultsToUTC(t *testing.T) {
	t.Parallel()
	type row struct {
		At  time.Time
		Day shelfwire.Date
	}
	fields := lenientjson.NewFields(map[string]func(*row, lenientjson.Member){
		"at":  func(r *row, m lenientjson.Member) { m.Time(&r.At) },
		"day": func(r *row, m lenientjson.Member) { m.Date(&r.Day) },
	})
	var r row
	var notes lenientjson.Notes
	fields.Read(&notes, parse(t, `{"at":"2026-03-20 10:30:28","day":"2026-03-19T22:00:00Z"}`), &r, nil)
	assert.Equal(t, "2026-03-20T10:30:28Z", r.At.Format(time.RFC3339))
	assert.True(t, r.Day.IsZero())
	assert.Equal(t, []shelfwire.Unread{{Field: "day", Raw: `"2026-03-19T22:00:00Z"`}}, notes.TakeUnread())
}
