package shelfwire_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestDate_Value(t *testing.T) {
	t.Parallel()
	day := shelfwire.Date{Year: 2026, Month: time.March, Day: 20}
	value, err := day.Value()
	require.NoError(t, err)
	assert.Equal(t, "2026-03-20", value)

	value, err = shelfwire.Date{}.Value()
	require.NoError(t, err)
	assert.Nil(t, value, "no date is NULL")

	value, err = shelfwire.Date{Year: 2026, Month: time.February, Day: 30}.Value()
	require.EqualError(t, err, "2026-02-30 is not a day of the calendar")
	assert.Nil(t, value)
}

func TestDate_Scan(t *testing.T) {
	t.Parallel()
	riga, saoPaulo := loadLocation(t, "Europe/Riga"), loadLocation(t, "America/Sao_Paulo")
	at := func(hour, minute, second, nano int) time.Time {
		return time.Date(2026, 3, 20, hour, minute, second, nano, riga)
	}
	for _, tc := range []struct {
		name string
		in   any
		want string
		says string // of the error
	}{
		{"text", "2026-03-20", "2026-03-20", ""},
		{"bytes", []byte("2026-03-20"), "2026-03-20", ""},
		{"text with spaces around", " 2026-03-20 ", "2026-03-20", ""},
		{"midnight as text", "2026-03-20 00:00:00", "2026-03-20", ""},
		{"midnight as text of RFC 3339", "2026-03-20T00:00:00.000+02:00", "2026-03-20", ""},
		{"midnight as text of package time", "2026-03-20 00:00:00 +0000 UTC", "2026-03-20", ""},
		{"midnight of universal time as text", "2026-03-20T00:00:00Z", "2026-03-20", ""},
		{"midnight west of Greenwich as text", "2026-03-20T00:00:00-03:00", "2026-03-20", ""},
		{"empty text", "", "", ""},
		{"zeros", "0000-00-00 00:00:00", "", ""},
		{"midnight", at(0, 0, 0, 0), "2026-03-20", ""},
		{"midnight of universal time", time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC), "2026-03-20", ""},
		{"day that begins at one o'clock", time.Date(2018, 11, 4, 1, 0, 0, 0, saoPaulo), "2018-11-04", ""},
		{"first day", time.Time{}, "0001-01-01", ""},
		{"last day", time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), "9999-12-31", ""},
		{"NULL", nil, "", ""},
		{"time of day as text", "2026-03-20 10:30:28", "", `"2026-03-20 10:30:28" has a time of day`},
		{"time of day as bytes", []byte("2026-03-20T00:00:01Z"), "", "has a time of day"},
		{"fraction of a second as text", "2026-03-20 00:00:00.000001", "", "has a time of day"},
		{"hour", at(1, 0, 0, 0), "", `"2026-03-20T01:00:00+02:00" has a time of day`},
		{"minute", at(0, 1, 0, 0), "", "has a time of day"},
		{"second", at(0, 0, 1, 0), "", "has a time of day"},
		{"nanosecond", at(0, 0, 0, 1), "", "DateOf"},
		{"time of a year before the first", time.Date(0, 12, 31, 0, 0, 0, 0, time.UTC), "", "year from 1 to 9999"},
		{"time of a year after the last", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), "", "year from 1 to 9999"},
		{"text that is no date", "infinity", "", `"infinity" is not a date`},
		{"day that does not exist", "2026-02-30", "", "2026-02-30"},
		{"integer", int64(20260320), "", "int64"},
		{"float", 2461119.5, "", "float64"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			before := shelfwire.Date{Year: 1999, Month: 9, Day: 9}
			d := before
			err := d.Scan(tc.in)
			if tc.says != "" {
				require.ErrorContains(t, err, tc.says)
				assert.Equal(t, before, d)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tc.want, d.String())
		})
	}
}
