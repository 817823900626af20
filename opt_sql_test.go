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

func TestOpt_Value(t *testing.T) {
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

func TestOpt_Value_Rejects(t *testing.T) {
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

func TestOpt_Scan(t *testing.T) {
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

func TestOpt_Scan_CopiesBytes(t *testing.T) {
	t.Parallel()
	var o shelfwire.Opt[[]byte]
	buffer := []byte("abc")
	require.NoError(t, o.Scan(buffer))
	copy(buffer, "xxx")
	assert.Equal(t, "abc", string(o.Or(nil)))
}
