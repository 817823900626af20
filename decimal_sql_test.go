package shelfwire_test

import (
	"database/sql"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
)

func TestDecimal_Value(t *testing.T) {
	t.Parallel()
	value, err := shelfwire.MustDecimal("2.000").Value()
	require.NoError(t, err)
	assert.Equal(t, "2.000", value, "text, so that no driver rounds it")

	value, err = shelfwire.MustDecimal("0").Value()
	require.NoError(t, err)
	assert.Equal(t, "0", value)
}

// A price that was never given must not become 0 in a database.
func TestDecimal_Value_RejectsTheZeroValue(t *testing.T) {
	t.Parallel()
	value, err := shelfwire.Decimal{}.Value()
	require.ErrorContains(t, err, "no number was given")
	require.ErrorContains(t, err, "Opt[Decimal]")
	assert.Nil(t, value)
	_, optErr := shelfwire.Set(shelfwire.Decimal{}).Value()
	require.EqualError(t, optErr, err.Error())
}

func TestDecimal_Scan(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		in   any
		want string // "" when it must be rejected
		says string
	}{
		{"text", "2.000", "2.000", ""},
		{"bytes", []byte("-3.10"), "-3.10", ""},
		{"integer", int64(-42), "-42", ""},
		{"least integer", int64(math.MinInt64), "-9223372036854775808", ""},
		{"float", 12.5, "12.5", ""},
		{"negative float", -0.05, "-0.05", ""},
		{"whole float", float64(2), "2", ""},
		{"float zero", float64(0), "0", ""},
		{"float negative zero", math.Copysign(0, -1), "0", ""},
		{"float of 15 digits", 1234567890123.45, "1234567890123.45", ""},
		{"small float of 15 digits", -0.000123456789012345, "-0.000123456789012345", ""},
		{"great float", 1e20, "100000000000000000000", ""},
		{"float of 16 digits", 12345678901234.56, "", "TEXT column"},
		{"whole float of 16 digits", float64(1<<53 - 1), "", "TEXT column"},
		{"float that is the sum of others", 0.1 + math.Nextafter(0.2, 1), "", "more than 15 significant digits"},
		{"float beyond the exponents", 1e65, "", "64"},
		{"NaN", math.NaN(), "", "NaN is not a decimal number"},
		{"infinity", math.Inf(1), "", "+Inf is not a decimal number"},
		{"negative infinity", math.Inf(-1), "", "-Inf is not a decimal number"},
		{"NULL", nil, "", "Opt[Decimal]"},
		{"bool", true, "", "bool"},
		{"time", time.Unix(0, 0), "", "time.Time"},
		{"text that is no number", "abc", "", `"abc" is not a decimal number`},
		{"NaN as text", "NaN", "", `"NaN" is not a decimal number`},
		{"bytes that are no number", []byte("1,5"), "", `"1,5" is not a decimal number`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d := shelfwire.MustDecimal("7")
			err := d.Scan(tc.in)
			if tc.want == "" {
				require.ErrorContains(t, err, tc.says)
				tc.want = "7"
			} else {
				require.NoError(t, err)
			}
			assert.Equal(t, tc.want, d.String())
			assert.True(t, d.IsSet())
		})
	}
}

func TestDecimal_Scan_CopiesBytes(t *testing.T) {
	t.Parallel()
	var d shelfwire.Decimal
	buffer := []byte("12345678901234567890")
	require.NoError(t, d.Scan(buffer))
	copy(buffer, "xxxxxxxxxxxxxxxxxxxx") // drivers use their buffers again
	assert.Equal(t, "12345678901234567890", d.String())
}

func TestDecimal_Scan_NullColumn(t *testing.T) {
	t.Parallel()
	var column sql.Null[shelfwire.Decimal]
	require.NoError(t, column.Scan(nil))
	assert.False(t, column.Valid)
	require.NoError(t, column.Scan("1.20"))
	assert.True(t, column.Valid)
	assert.Equal(t, "1.20", column.V.String())
}

// Every number of up to 15 significant digits survives a column of floating-point numbers.
func TestDecimal_Scan_ReadsFloatsOf15DigitsExactly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		digits := rapid.StringMatching(`-?[0-9]{1,15}`).Draw(rt, "digits")
		exponent := rapid.IntRange(-40, 40).Draw(rt, "exponent")
		want := shelfwire.MustDecimal(digits + "e" + strconv.Itoa(exponent))
		column, err := strconv.ParseFloat(want.String(), 64)
		if err != nil {
			rt.Fatal(err)
		}
		var got shelfwire.Decimal
		if err := got.Scan(column); err != nil || got.Rat().Cmp(want.Rat()) != 0 {
			rt.Fatalf("%s came back as %s, %v", want, got, err)
		}
	})
}

// What is read from a float is the one number of up to 15 significant digits that this float stands for.
func FuzzDecimalScanFloat(f *testing.F) {
	for _, seed := range []float64{0, 12.5, -0.05, 0.1 + 0.2, 1e15, 1e16, 1<<53 + 1, 1e64, 1e-64, 5e-324, math.MaxFloat64} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, column float64) {
		var d shelfwire.Decimal
		if err := d.Scan(column); err != nil {
			require.False(t, d.IsSet())
			shortest := strconv.FormatFloat(column, 'f', -1, 64)
			digits := strings.Trim(strings.Replace(strings.Trim(shortest, "-"), ".", "", 1), "0")
			require.True(t, len(digits) > 15 || len(shortest) > 64 || math.IsNaN(column) || math.IsInf(column, 0), err)
			return
		}
		back, err := strconv.ParseFloat(d.String(), 64)
		require.NoError(t, err)
		require.InDelta(t, column, back, 0)
		require.LessOrEqual(t, len(strings.Trim(new(big.Int).Abs(d.Coefficient()).String(), "0")), 15)
		value, err := d.Value()
		require.NoError(t, err)
		require.Equal(t, d.String(), value)
	})
}

// A text that goes through a column of floating-point numbers comes back as the same number, as another one only when
// it had more than 15 significant digits, or not at all.
func FuzzDecimalTextThroughFloat(f *testing.F) {
	for _, tc := range decimalTexts {
		f.Add(tc.in)
	}
	f.Add("0.10000000000000001")
	f.Add("999999999999999e49")
	f.Fuzz(func(t *testing.T, text string) {
		in, err := shelfwire.ParseDecimal(text)
		if err != nil {
			return
		}
		column, err := strconv.ParseFloat(in.String(), 64)
		require.NoError(t, err)
		var out shelfwire.Decimal
		scanErr := out.Scan(column)
		if len(strings.Trim(new(big.Int).Abs(in.Coefficient()).String(), "0")) <= 15 {
			require.NoError(t, scanErr)
			require.Zero(t, in.Rat().Cmp(out.Rat()), "%s came back as %s", in, out)
		}
	})
}
