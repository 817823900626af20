package shelfwire_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
)

var decimalTexts = []struct{ name, in, want string }{
	{"whole", "12", "12"},
	{"scale kept", "2.000", "2.000"},
	{"zero", "0", "0"},
	{"zero with a scale", "0.00", "0.00"},
	{"negative zero has no sign", "-0", "0"},
	{"negative zero with a scale", "-0.00", "0.00"},
	{"negative", "-12.50", "-12.50"},
	{"negative below one", "-0.05", "-0.05"},
	{"plus sign", "+5", "5"},
	{"no digit before the point", ".5", "0.5"},
	{"sign and no digit before the point", "-.5", "-0.5"},
	{"no digit after the point", "5.", "5"},
	{"leading zeros", "007.10", "7.10"},
	{"exponent", "1e3", "1000"},
	{"capital exponent with a sign", "12E+1", "120"},
	{"exponent that uses the fraction up", "1.500e1", "15.00"},
	{"negative exponent", "125e-2", "1.25"},
	{"negative exponent longer than the digits", "-5e-4", "-0.0005"},
	{"zero with the greatest exponent", "0e64", "0"},
	{"18 digits", "-12345678901234567.8", "-12345678901234567.8"},
	{"19 digits, more than an int64 holds", "9999999999999999999", "9999999999999999999"},
	{"19 digits with a plus sign", "+9999999999999999999", "9999999999999999999"},
	{"beyond binary floating point", "12345678901234567890.10", "12345678901234567890.10"},
	{"64 characters", strings.Repeat("9", 64), strings.Repeat("9", 64)},
	{"64 characters after the exponent is applied", "1e63", "1" + strings.Repeat("0", 63)},
	{"64 characters in plain notation", "." + strings.Repeat("0", 61) + "1", "0." + strings.Repeat("0", 61) + "1"},
	{"plus sign that makes room", "+." + strings.Repeat("9", 62), "0." + strings.Repeat("9", 62)},
	{"63 characters of a fraction with a sign", "-." + strings.Repeat("9", 61), "-0." + strings.Repeat("9", 61)},
	{"64 characters with a fraction", "1e-62", "0." + strings.Repeat("0", 61) + "1"},
}

func TestParseDecimal(t *testing.T) {
	t.Parallel()
	for _, tc := range decimalTexts {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d, err := shelfwire.ParseDecimal(tc.in)
			require.NoError(t, err)
			assert.Equal(t, tc.want, d.String())
			assert.True(t, d.IsSet())
		})
	}
}

var notDecimals = []struct{ name, in string }{
	{"empty", ""},
	{"point alone", "."},
	{"sign alone", "-"},
	{"plus alone", "+"},
	{"sign and point", "-."},
	{"two signs", "--5"},
	{"sign inside", "5-5"},
	{"sign in the fraction", ".-5"},
	{"sign after the point", "1.+5"},
	{"two points", "1.2.3"},
	{"comma", "1,5"},
	{"comma as the decimal sign", "12,50"},
	{"group separator", "1 000"},
	{"group separator and cents", "1 126.00"},
	{"group separator that does not break", "1\u00a0126.00"},
	{"apostrophe", "1'126.00"},
	{"space in front", " 5"},
	{"space behind", "5 "},
	{"line end", "5\n"},
	{"NUL", "5\x00"},
	{"letters", "five"},
	{"NaN", "NaN"},
	{"infinity", "Inf"},
	{"infinity in full", "Infinity"},
	{"negative infinity", "-Infinity"},
	{"hexadecimal", "0x1F"},
	{"hexadecimal of decimal digits", "0x10"},
	{"binary", "0b1"},
	{"underscore", "1_000"},
	{"underscore in the exponent", "1e1_0"},
	{"fraction bar", "1/3"},
	{"typographic minus", "−5"},
	{"full-width digits", "１２"},
	{"full-width digit behind a plain one", "1２"},
	{"Arabic digits", "١٢"},
	{"Arabic digit behind the point", "1.٢"},
	{"Arabic digit in the exponent", "1e٢"},
	{"currency", "5€"},
	{"no digits before the exponent", "e5"},
	{"no digits in the exponent", "5e"},
	{"sign alone in the exponent", "5e-"},
	{"two exponents", "5e5e5"},
	{"fraction in the exponent", "5e1.5"},
	{"exponent too great", "1e65"},
	{"exponent too great for a zero", "0e65"},
	{"exponent too small", "1e-65"},
	{"exponent too small with the fraction", "1.0e-64"},
	{"65 characters", strings.Repeat("9", 65)},
	{"point and 63 digits, 65 characters in plain notation", "." + strings.Repeat("0", 62) + "1"},
	{"point and 63 digits that are not 0", "." + strings.Repeat("9", 63)},
	{"sign, point and 62 digits", "-." + strings.Repeat("9", 62)},
	{"exponent that takes 65 characters", "1e-63"},
	{"65 characters of zeros", strings.Repeat("0", 65)},
	{"exponent that would fill the memory", "1e2000000000"},
	{"exponent that would take for ever", "1e-2000000000"},
	{"exponent beyond int64", "1e99999999999999999999"},
}

func TestParseDecimal_Rejects(t *testing.T) {
	t.Parallel()
	for _, tc := range notDecimals {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d, err := shelfwire.ParseDecimal(tc.in)
			require.Error(t, err)
			assert.False(t, d.IsSet())

			kept := shelfwire.MustDecimal("7")
			if trimmed := strings.TrimSpace(tc.in); trimmed == tc.in || trimmed == "" {
				require.Error(t, kept.UnmarshalText([]byte(tc.in)))
				assert.Equal(t, "7", kept.String(), "a failed read must leave the number as it was")
			}
			assert.Panics(t, func() { shelfwire.MustDecimal(tc.in) })
		})
	}
}

// In XML, white space around a number is a matter of layout.
func TestDecimal_UnmarshalText_TrimsSpaces(t *testing.T) {
	t.Parallel()
	var d shelfwire.Decimal
	require.NoError(t, d.UnmarshalText([]byte("\n\t 5.0 ")))
	assert.Equal(t, "5.0", d.String())
}

func TestParseDecimal_ErrorIsShort(t *testing.T) {
	t.Parallel()
	_, err := shelfwire.ParseDecimal(strings.Repeat("ā", 100_000))
	require.Error(t, err)
	assert.Less(t, len(err.Error()), 200)
	assert.NotContains(t, err.Error(), "\uFFFD")
	assert.NotContains(t, err.Error(), `\x`)
}

// What a number prints is what goes to the provider and into the database, so it must be readable again.
func TestDecimal_String_ReadsBack(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"1e64", "-1e63", "1e-63", "0.5e-63", strings.Repeat("9", 60) + "e5"} {
		t.Run(in, func(t *testing.T) {
			t.Parallel()
			d, err := shelfwire.ParseDecimal(in)
			if err != nil {
				return // rejecting it is right as well
			}
			again, err := shelfwire.ParseDecimal(d.String())
			require.NoError(t, err)
			assert.Equal(t, d.String(), again.String())
		})
	}
}

func TestDecimal_IsSet(t *testing.T) {
	t.Parallel()
	var none, null shelfwire.Decimal
	require.NoError(t, null.UnmarshalJSON([]byte("null")))
	assert.False(t, none.IsSet())
	assert.False(t, null.IsSet())
	assert.True(t, shelfwire.MustDecimal("0").IsSet())
	assert.True(t, shelfwire.MustDecimal("-0.0").IsSet())
	assert.True(t, shelfwire.NewDecimal(0).IsSet())
	assert.Equal(t, "0", none.String(), "it counts as zero")
	assert.Equal(t, "3", none.Add(shelfwire.NewDecimal(3)).String())
}

func TestDecimal_Format(t *testing.T) {
	t.Parallel()
	d := shelfwire.MustDecimal("2.000")
	for _, tc := range []struct{ format, want string }{
		{"%v", "2.000"},
		{"%+v", "2.000"},
		{"%s", "2.000"},
		{"%q", `"2.000"`},
		{"%8s|", "   2.000|"},
		{"%-8v|", "2.000   |"},
		{"%.2f", "2.00"},
		{"%#v", `shelfwire.MustDecimal("2.000")`},
	} {
		assert.Equal(t, tc.want, fmt.Sprintf(tc.format, d), tc.format)
	}
	assert.Equal(t, "[2.000] {2.000}", fmt.Sprint([]shelfwire.Decimal{d}, struct{ D shelfwire.Decimal }{d}))
}

func TestDecimal_KeepsEveryNumber(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		digits := rapid.StringMatching(`-?[0-9]{1,30}`).Draw(rt, "coefficient")
		coefficient, _ := new(big.Int).SetString(digits, 10)
		exponent := rapid.Int32Range(-30, 30).Draw(rt, "exponent")
		d := shelfwire.Decimal{Decimal: decimal.NewFromBigInt(coefficient, exponent)}

		again, err := shelfwire.ParseDecimal(d.String())
		if err != nil {
			rt.Fatalf("%d × 10^%d: %v", coefficient, exponent, err)
		}
		if !again.Equal(d) || again.String() != d.String() {
			rt.Fatalf("%d × 10^%d became %s", coefficient, exponent, again)
		}
		if exponent < 0 && again.Exponent() != exponent {
			rt.Fatalf("%s lost its scale", d)
		}
	})
}

func FuzzParseDecimal(f *testing.F) {
	for _, tc := range decimalTexts {
		f.Add(tc.in)
	}
	for _, tc := range notDecimals {
		f.Add(tc.in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := shelfwire.ParseDecimal(s)
		if err != nil {
			return
		}
		want, ok := new(big.Rat).SetString(s)
		require.True(t, ok, "math/big does not take it for a number")
		require.Zero(t, want.Cmp(d.Rat()), "math/big reads another number than %s", d)
		again, err := shelfwire.ParseDecimal(d.String())
		require.NoError(t, err)
		require.Equal(t, d.String(), again.String())
	})
}

// A zero has a form whatever its exponent.
func TestDecimal_MarshalText_Zero(t *testing.T) {
	t.Parallel()
	text, err := shelfwire.MustDecimal("9").Round(-70).MarshalText()
	require.NoError(t, err)
	assert.Equal(t, "0", string(text))
}
