package shelfwire_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones below, also on machines without a zone database

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, in string
		want     shelfwire.Date
	}{
		{"day", "2026-03-20", shelfwire.Date{Year: 2026, Month: time.March, Day: 20}},
		{"first day of a year", "2026-01-01", shelfwire.Date{Year: 2026, Month: time.January, Day: 1}},
		{"last day of a year", "2026-12-31", shelfwire.Date{Year: 2026, Month: time.December, Day: 31}},
		{"leap day", "2024-02-29", shelfwire.Date{Year: 2024, Month: time.February, Day: 29}},
		{"leap day of a century", "2000-02-29", shelfwire.Date{Year: 2000, Month: time.February, Day: 29}},
		{"first year", "0001-01-01", shelfwire.Date{Year: 1, Month: time.January, Day: 1}},
		{"last year", "9999-12-31", shelfwire.Date{Year: 9999, Month: time.December, Day: 31}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d, err := shelfwire.ParseDate(tc.in)
			require.NoError(t, err)
			assert.Equal(t, tc.want, d)
			assert.True(t, d.IsValid())
			assert.False(t, d.IsZero())
			assert.Equal(t, tc.in, d.String())
			assert.Equal(t, `"`+tc.in+`"`, encodeJSON(t, d))
			assert.Equal(t, d, decodeJSON[shelfwire.Date](t, `"`+tc.in+`"`))
		})
	}
}

var notDates = []struct{ name, in string }{
	{"leap day of no leap year", "2026-02-29"},
	{"leap day of a century without", "1900-02-29"},
	{"day 30 of February", "2024-02-30"},
	{"day 31 of a short month", "2026-04-31"},
	{"day 0", "2026-04-00"},
	{"month 0", "2026-00-10"},
	{"month 13", "2026-13-01"},
	{"year 0", "0000-01-01"},
	{"short month", "2026-3-20"},
	{"short year", "26-03-20"},
	{"long year", "12026-03-20"},
	{"points", "20.03.2026"},
	{"slashes", "2026/03/20"},
	{"no separators", "20260320"},
	{"full-width digits", "２０２６-03-20"},
	{"word", "soon"},
	{"word that begins with T", "Tuesday"},
	{"time alone", "T10:00:00"},
}

func TestParseDate_Rejects(t *testing.T) {
	t.Parallel()
	for _, tc := range append(notDates, []struct{ name, in string }{
		{"empty", ""},
		{"zeros", "0000-00-00"},
		{"time behind", "2026-03-20 10:00:00"},
		{"space in front", " 2026-03-20"},
	}...) {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d, err := shelfwire.ParseDate(tc.in)
			require.Error(t, err)
			assert.Zero(t, d)
		})
	}
	_, err := shelfwire.ParseDate(strings.Repeat("ā", 100_000))
	assert.Less(t, len(err.Error()), 200)
}

func TestParseDate_ErrorQuotes64Bytes(t *testing.T) {
	t.Parallel()
	whole := strings.Repeat("x", 64)
	for in, quoted := range map[string]string{
		whole:                               whole,
		whole + "x":                         whole + "…",
		strings.Repeat("x", 63) + "āāā":     strings.Repeat("x", 63) + "…", // no half character
		strings.Repeat("x", 62) + "ā" + "x": strings.Repeat("x", 62) + "ā…",
	} {
		_, err := shelfwire.ParseDate(in)
		require.EqualError(t, err, `"`+quoted+`" is not a date in the form YYYY-MM-DD`)
	}
}

func TestDate_UnmarshalText(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, in, want string }{
		{"empty is no date", "", ""},
		{"white space is no date", "  ", ""},
		{"zeros are no date", "0000-00-00", ""},
		{"zeros with a time are no date", "0000-00-00 00:00:00", ""},
		{"time", "2026-03-20 09:31:42", "2026-03-20"},
		{"time in ISO form", "2026-03-20T23:59:59+02:00", "2026-03-20"},
		{"spaces around", " 2026-03-20 ", "2026-03-20"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d := shelfwire.Date{Year: 1999, Month: 9, Day: 9}
			require.NoError(t, d.UnmarshalText([]byte(tc.in)))
			assert.Equal(t, tc.want, d.String())
			assert.Equal(t, tc.want == "", d.IsZero())
		})
	}
}

func TestDate_UnmarshalText_Rejects(t *testing.T) {
	t.Parallel()
	kept := shelfwire.Date{Year: 1999, Month: 9, Day: 9}
	for _, tc := range notDates {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d := kept
			require.Error(t, d.UnmarshalText([]byte(tc.in)))
			assert.Equal(t, kept, d, "a failed read must leave the date as it was")
		})
	}
	for _, document := range []string{`20260320`, `true`, `[]`, `{}`} {
		d := kept
		require.Error(t, json.Unmarshal([]byte(document), &d), document)
	}
}

func TestDate_IsValid(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		in   shelfwire.Date
	}{
		{"day that does not exist", shelfwire.Date{Year: 2026, Month: 2, Day: 30}},
		{"day alone", shelfwire.Date{Day: 1}},
		{"no day", shelfwire.Date{Year: 2026, Month: 1}},
		{"month 13", shelfwire.Date{Year: 2026, Month: 13, Day: 1}},
		{"year 0", shelfwire.Date{Month: 1, Day: 1}},
		{"five digits", shelfwire.Date{Year: 10000, Month: 1, Day: 1}},
		{"negative", shelfwire.Date{Year: -1, Month: 1, Day: 1}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.False(t, tc.in.IsValid())
			assert.False(t, tc.in.IsZero())
			_, err := tc.in.MarshalText()
			require.Error(t, err)
			_, err = json.Marshal(tc.in)
			require.Error(t, err)
		})
	}
	assert.False(t, shelfwire.Date{}.IsValid(), "no date is no day")
}

func TestDateOf(t *testing.T) {
	t.Parallel()
	riga := loadLocation(t, "Europe/Riga")
	late := time.Date(2026, 3, 20, 23, 30, 0, 0, time.UTC)
	assert.Equal(t, "2026-03-20", shelfwire.DateOf(late).String())
	assert.Equal(t, "2026-03-21", shelfwire.DateOf(late.In(riga)).String(), "the day where the time is")
}

func TestDate_In(t *testing.T) {
	t.Parallel()
	riga := loadLocation(t, "Europe/Riga")
	for _, tc := range []struct{ day, want string }{
		{"2026-01-15", "2026-01-15T00:00:00+02:00"},
		{"2026-07-15", "2026-07-15T00:00:00+03:00"},
		{"2026-03-29", "2026-03-29T00:00:00+02:00"}, // the clock goes forward later that day
		{"2026-10-25", "2026-10-25T00:00:00+03:00"}, // and back
	} {
		d := mustValue(shelfwire.ParseDate(tc.day))
		assert.Equal(t, tc.want, d.In(riga).Format(time.RFC3339))
	}
}

// There are places where the clock goes forward at midnight, so that a day begins at one o'clock.
func TestDate_In_NoMidnight(t *testing.T) {
	t.Parallel()
	d := shelfwire.Date{Year: 2018, Month: time.November, Day: 4}
	begin := d.In(loadLocation(t, "America/Sao_Paulo"))
	assert.Equal(t, d, shelfwire.DateOf(begin), "the beginning of a day lies in that day")
	assert.Equal(t, "2018-11-04T01:00:00-02:00", begin.Format(time.RFC3339))
}

func TestDate_KeepsEveryDay(t *testing.T) {
	t.Parallel()
	riga := loadLocation(t, "Europe/Riga")
	rapid.Check(t, func(rt *rapid.T) {
		days := rapid.IntRange(0, 9999*365).Draw(rt, "days")
		d := shelfwire.DateOf(time.Date(1, 1, 1+days, 0, 0, 0, 0, time.UTC))
		again, err := shelfwire.ParseDate(d.String())
		if err != nil || again != d || !d.IsValid() {
			rt.Fatalf("%+v became %+v, %v", d, again, err)
		}
		if there := shelfwire.DateOf(d.In(riga)); there != d {
			rt.Fatalf("%s begins on %s in Riga", d, there)
		}
	})
}

func FuzzDate(f *testing.F) {
	f.Add("")
	f.Add("2024-02-29")
	f.Add("2026-03-20T09:31:42+02:00")
	f.Add("0000-00-00 00:00:00")
	for _, tc := range notDates {
		f.Add(tc.in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var d shelfwire.Date
		if d.UnmarshalText([]byte(s)) != nil {
			require.Zero(t, d)
			return
		}
		text, err := d.MarshalText()
		require.NoError(t, err, "what was read must be writable")
		if d.IsZero() {
			s = strings.TrimSpace(s)
			require.True(t, s == "" || strings.HasPrefix(s, "0000-00-00"), "%q is not the form of no date", s)
			return
		}
		require.True(t, strings.HasPrefix(strings.TrimSpace(s), string(text)))
		again, err := shelfwire.ParseDate(string(text))
		require.NoError(t, err)
		require.Equal(t, d, again)
	})
}

func loadLocation(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	require.NoError(t, err)
	return loc
}
