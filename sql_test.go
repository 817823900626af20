package shelfwire_test

import (
	"database/sql"
	"database/sql/driver"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

var (
	_ driver.Valuer = shelfwire.Decimal{}
	_ driver.Valuer = shelfwire.Date{}
	_ driver.Valuer = shelfwire.Opt[int]{}
	_ sql.Scanner   = (*shelfwire.Decimal)(nil)
	_ sql.Scanner   = (*shelfwire.Date)(nil)
	_ sql.Scanner   = (*shelfwire.Opt[int])(nil)
)

func TestDateValue(t *testing.T) {
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

func TestDateScan(t *testing.T) {
	t.Parallel()
	riga, saoPaulo := zone(t, "Europe/Riga"), zone(t, "America/Sao_Paulo")
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

func TestOptValue(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_700_000_000, 0)
	one := 1
	for _, tc := range []struct {
		name string
		in   driver.Valuer
		want driver.Value
	}{
		{"absent", shelfwire.Opt[string]{}, nil},
		{"null", shelfwire.Null[int](), nil},
		{"null of a type without an SQL form", shelfwire.Null[[]string](), nil},
		{"text", shelfwire.Set("a"), "a"},
		{"empty text", shelfwire.Set(""), ""},
		{"bool", shelfwire.Set(false), false},
		{"int", shelfwire.Set(-3), int64(-3)},
		{"uint32", shelfwire.Set(uint32(7)), int64(7)},
		{"named kind", shelfwire.Set(level(7)), int64(7)},
		{"float", shelfwire.Set(1.5), 1.5},
		{"time", shelfwire.Set(now), now},
		{"bytes", shelfwire.Set([]byte("ab")), []byte("ab")},
		{"pointer", shelfwire.Set(&one), int64(1)},
		{"decimal", shelfwire.Set(shelfwire.MustDecimal("2.000")), "2.000"},
		{"date", shelfwire.Set(shelfwire.Date{Year: 2026, Month: 3, Day: 20}), "2026-03-20"},
		{"no date", shelfwire.Set(shelfwire.Date{}), nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			value, err := tc.in.Value()
			require.NoError(t, err)
			assert.Equal(t, tc.want, value)
		})
	}
}

func TestOptValueRejects(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		in   driver.Valuer
		says string
	}{
		{"list", shelfwire.Set([]string{"a"}), "[]string has no SQL form"},
		{"map", shelfwire.Set(map[string]int{}), "map[string]int has no SQL form"},
		{"struct", shelfwire.Set(size{}), "size has no SQL form"},
		{"number beyond int64", shelfwire.Set(uint64(1 << 63)), "uint64"},
		{"day that does not exist", shelfwire.Set(shelfwire.Date{Year: 2026, Month: 2, Day: 30}), "2026-02-30 is not a day"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			value, err := tc.in.Value()
			require.ErrorContains(t, err, tc.says)
			assert.Nil(t, value)
		})
	}
}

func TestOptScan(t *testing.T) {
	t.Parallel()
	text := shelfwire.Set("before")
	require.NoError(t, text.Scan([]byte("after")))
	assert.Equal(t, shelfwire.Set("after"), text)
	require.NoError(t, text.Scan(nil))
	assert.True(t, text.IsZero(), "NULL is absent, which clears nothing at a provider")
	assert.False(t, text.IsNull())

	var number shelfwire.Opt[int32]
	require.NoError(t, number.Scan(int64(-7)))
	assert.Equal(t, shelfwire.Set(int32(-7)), number)
	require.Error(t, number.Scan(int64(math.MaxInt64)), "it does not fit")
	assert.Equal(t, shelfwire.Set(int32(-7)), number, "a failed read changes nothing")

	var flag shelfwire.Opt[bool]
	require.NoError(t, flag.Scan(int64(0)))
	assert.Equal(t, shelfwire.Set(false), flag)

	var price shelfwire.Opt[shelfwire.Decimal]
	require.NoError(t, price.Scan("2.000"))
	assert.Equal(t, "2.000", price.String())
	require.ErrorContains(t, price.Scan(0.1234567890123456), "TEXT column")
	assert.Equal(t, "2.000", price.String())

	var pointer shelfwire.Opt[*shelfwire.Decimal]
	require.NoError(t, pointer.Scan(12.5))
	assert.Equal(t, "12.5", pointer.String())

	var due shelfwire.Opt[shelfwire.Date]
	require.NoError(t, due.Scan(time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC)))
	assert.Equal(t, "2026-03-20", due.String())

	var object shelfwire.Opt[size]
	require.Error(t, object.Scan("x"))
}

func TestOptScanCopiesBytes(t *testing.T) {
	t.Parallel()
	var o shelfwire.Opt[[]byte]
	buffer := []byte("abc")
	require.NoError(t, o.Scan(buffer))
	copy(buffer, "xxx")
	assert.Equal(t, "abc", string(o.Or(nil)))
}
