package shelfwire_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
)

func dec(s string) shelfwire.Decimal { return shelfwire.MustDecimal(s) }

func TestDecimalArithmetic(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		got  shelfwire.Decimal
		want string
	}{
		{"sum of scales", dec("1.5").Add(dec("0.50")), "2.00"},
		{"sum of a whole number and a price", dec("1").Add(dec("0.10")), "1.10"},
		{"sum that is zero", dec("1.50").Add(dec("-1.5")), "0.00"},
		{"what floats get wrong", dec("0.1").Add(dec("0.2")), "0.3"},
		{"difference", dec("2.00").Sub(dec("0.5")), "1.50"},
		{"negative difference", dec("0.5").Sub(dec("2.00")), "-1.50"},
		{"product", dec("12.50").Mul(dec("0.21")), "2.6250"},
		{"negative product", dec("-3").Mul(dec("0.10")), "-0.30"},
		{"product beyond int64", dec("9999999999999999999").Mul(dec("10.0")), "99999999999999999990.0"},
		{"opposite", dec("2.50").Neg(), "-2.50"},
		{"opposite of a negative number", dec("-2.50").Neg(), "2.50"},
		{"opposite of zero", dec("0.00").Neg(), "0.00"},
		{"absolute", dec("-2.50").Abs(), "2.50"},
		{"absolute of a positive number", dec("2.50").Abs(), "2.50"},
		{"quotient", dec("10").DivRound(dec("4"), 2), "2.50"},
		{"quotient below a half", dec("1").DivRound(dec("3"), 2), "0.33"},
		{"quotient above a half", dec("2").DivRound(dec("3"), 2), "0.67"},
		{"quotient at a half", dec("1").DivRound(dec("8"), 2), "0.13"},
		{"negative quotient at a half", dec("-1").DivRound(dec("8"), 2), "-0.13"},
		{"quotient by a negative number at a half", dec("1").DivRound(dec("-8"), 2), "-0.13"},
		{"quotient of two negative numbers at a half", dec("-1").DivRound(dec("-8"), 2), "0.13"},
		{"quotient to tens", dec("1000").DivRound(dec("8"), -1), "130"},
		{"quotient of zero", dec("0").DivRound(dec("8"), 2), "0.00"},
		{"quotient with more places than package decimal gives by itself", dec("1").DivRound(dec("3"), 20), "0.33333333333333333333"},
		{"least", shelfwire.Min(dec("2"), dec("-1.0"), dec("3"), dec("-1")), "-1.0"},
		{"least of one", shelfwire.Min(dec("2.0")), "2.0"},
		{"greatest", shelfwire.Max(dec("2"), dec("3.00"), dec("-1"), dec("3")), "3.00"},
		{"greatest of one", shelfwire.Max(dec("2.0")), "2.0"},
		{"sum of many", shelfwire.Sum(dec("1"), dec("0.25"), dec("-0.050")), "1.200"},
		{"sum of one", shelfwire.Sum(dec("0.10")), "0.10"},
		{"sum of none", shelfwire.Sum(), "0"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, tc.got.String())
			assert.True(t, tc.got.IsSet())
		})
	}
}

func TestDecimalRound(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		in     string
		places int32
		want   string
	}{
		{"2.4", 0, "2"},
		{"2.5", 0, "3"},
		{"3.5", 0, "4"},
		{"-2.4", 0, "-2"},
		{"-2.5", 0, "-3"},
		{"-3.5", 0, "-4"},
		{"2.49999999999999999999", 0, "2"},
		{"-2.50000000000000000001", 0, "-3"},
		{"0.5", 0, "1"},
		{"-0.5", 0, "-1"},
		{"-0.4", 0, "0"},
		{"1.005", 2, "1.01"},
		{"1.0049", 2, "1.00"},
		{"-1.005", 2, "-1.01"},
		{"0.995", 2, "1.00"},
		{"2.5", 2, "2.50"},
		{"7", 2, "7.00"},
		{"2.50", 2, "2.50"},
		{"0", 2, "0.00"},
		{"1499", -3, "1000"},
		{"1500", -3, "2000"},
		{"-1500", -3, "-2000"},
		{"499", -3, "0"},
		{"1e3", 0, "1000"},
		{"1e3", 2, "1000.00"},
		{"0.000000000000000005", 17, "0.00000000000000001"},
		{"99999999999999999999.995", 2, "100000000000000000000.00"},
	} {
		t.Run(fmt.Sprintf("%s to %d", tc.in, tc.places), func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, dec(tc.in).Round(tc.places).String())
			assert.Equal(t, tc.want, dec(tc.in).DivRound(dec("1"), tc.places).String())
		})
	}
}

func TestDecimalComparisons(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, a, b string
		want       int
	}{
		{"less", "1.9", "2.000", -1},
		{"equal", "2.0", "2.000", 0},
		{"greater", "2.001", "2", 1},
		{"signs", "-3", "2", -1},
		{"negative numbers", "-3", "-2", -1},
		{"zeros", "0.00", "-0", 0},
		{"by the last of many digits", "12345678901234567890.11", "12345678901234567890.10", 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assertOrder(t, dec(tc.a), dec(tc.b), tc.want)
			assertOrder(t, dec(tc.b), dec(tc.a), -tc.want)
		})
	}
}

func assertOrder(t *testing.T, a, b shelfwire.Decimal, want int) {
	t.Helper()
	assert.Equal(t, want, a.Cmp(b))
	assert.Equal(t, want == 0, a.Equal(b))
	assert.Equal(t, want < 0, a.LessThan(b))
	assert.Equal(t, want <= 0, a.LessThanOrEqual(b))
	assert.Equal(t, want > 0, a.GreaterThan(b))
	assert.Equal(t, want >= 0, a.GreaterThanOrEqual(b))
}

// A number that was not given counts as zero, and what is computed with it was given.
func TestDecimalArithmetic_ZeroValue(t *testing.T) {
	t.Parallel()
	var none shelfwire.Decimal
	for _, tc := range []struct {
		name string
		got  shelfwire.Decimal
		want string
	}{
		{"sum of both", none.Add(none), "0"},
		{"sum", none.Add(dec("2.50")), "2.50"},
		{"sum, the other way round", dec("2.50").Add(none), "2.50"},
		{"difference of both", none.Sub(none), "0"},
		{"difference", none.Sub(dec("2.50")), "-2.50"},
		{"difference, the other way round", dec("2.50").Sub(none), "2.50"},
		{"product of both", none.Mul(none), "0"},
		{"product", none.Mul(dec("2.50")), "0.00"},
		{"quotient", none.DivRound(dec("3"), 2), "0.00"},
		{"whole quotient", none.DivRound(dec("3"), 0), "0"},
		{"opposite", none.Neg(), "0"},
		{"absolute", none.Abs(), "0"},
		{"rounded", none.Round(2), "0.00"},
		{"rounded to its own scale", none.Round(0), "0"},
		{"least", shelfwire.Min(none), "0"},
		{"least of many", shelfwire.Min(dec("1"), none), "0"},
		{"greatest", shelfwire.Max(none), "0"},
		{"greatest of many", shelfwire.Max(dec("-1"), none), "0"},
		{"sum of many", shelfwire.Sum(none, none), "0"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, tc.got.String())
			assert.True(t, tc.got.IsSet())
		})
	}
	assertOrder(t, none, none, 0)
	assertOrder(t, none, dec("0.00"), 0)
	assertOrder(t, none, dec("0.01"), -1)
	assertOrder(t, none, dec("-0.01"), 1)
	assert.False(t, none.IsSet(), "it stays as it is")
}

func TestDecimalDivRound_ByZeroPanics(t *testing.T) {
	t.Parallel()
	for name, divisor := range map[string]shelfwire.Decimal{"zero": dec("0.00"), "not given": {}} {
		assert.Panics(t, func() { dec("1").DivRound(divisor, 2) }, name)
	}
}

func TestDecimalArithmetic_ChangesNoOperand(t *testing.T) {
	t.Parallel()
	a, b := dec("12345678901234567890.10"), dec("-0.5")
	_ = []shelfwire.Decimal{
		a.Add(b), a.Sub(b), a.Mul(b), a.DivRound(b, 2), a.Neg(), b.Abs(), a.Round(0), shelfwire.Sum(a, b), shelfwire.Max(a, b),
	}
	assert.Equal(t, "12345678901234567890.10", a.String())
	assert.Equal(t, "-0.5", b.String())
}

// anyDecimal draws numbers of up to 30 digits with up to 20 places.
func anyDecimal() *rapid.Generator[shelfwire.Decimal] {
	return rapid.Custom(func(t *rapid.T) shelfwire.Decimal {
		digits := rapid.StringMatching(`-?[0-9]{1,30}`).Draw(t, "digits")
		return dec(fmt.Sprintf("%se%d", digits, rapid.IntRange(-20, 5).Draw(t, "exponent")))
	})
}

func TestDecimalArithmetic_IsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		a, b := anyDecimal().Draw(rt, "a"), anyDecimal().Draw(rt, "b")
		x, y, rat := a.Rat(), b.Rat(), func() *big.Rat { return new(big.Rat) }
		for name, tc := range map[string]struct {
			got   shelfwire.Decimal
			want  *big.Rat
			scale int32
		}{
			"+":   {a.Add(b), rat().Add(x, y), max(scale(a), scale(b))},
			"-":   {a.Sub(b), rat().Sub(x, y), max(scale(a), scale(b))},
			"×":   {a.Mul(b), rat().Mul(x, y), max(-a.Exponent()-b.Exponent(), 0)},
			"Neg": {a.Neg(), rat().Neg(x), scale(a)},
			"Abs": {a.Abs(), rat().Abs(x), scale(a)},
			"Sum": {shelfwire.Sum(a, b, a), rat().Add(rat().Add(x, y), x), max(scale(a), scale(b))},
		} {
			if tc.got.Rat().Cmp(tc.want) != 0 || scale(tc.got) != tc.scale {
				rt.Fatalf("%s %s %s is %s", a, name, b, tc.got)
			}
		}
		if a.Cmp(b) != x.Cmp(y) {
			rt.Fatalf("%s is compared with %s: %d", a, b, a.Cmp(b))
		}
		if least, greatest := shelfwire.Min(a, b), shelfwire.Max(a, b); least.Cmp(a) > 0 || least.Cmp(b) > 0 ||
			greatest.Cmp(a) < 0 || greatest.Cmp(b) < 0 || !shelfwire.Sum(least, greatest).Equal(a.Add(b)) {
			rt.Fatalf("of %s and %s, %s is the least and %s the greatest", a, b, least, greatest)
		}
	})
}

func scale(d shelfwire.Decimal) int32 { return max(-d.Exponent(), 0) }

// A rounded number is the multiple of its last place that is nearest, and of two neighbors the one further from zero.
func TestDecimalRounding_IsHalfAwayFromZero(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		a, divisor := anyDecimal().Draw(rt, "a"), anyDecimal().Draw(rt, "divisor")
		places := rapid.Int32Range(-4, 22).Draw(rt, "places")
		assertRounded(rt, a.Rat(), a.Round(places), places)
		if !divisor.IsZero() {
			assertRounded(rt, new(big.Rat).Quo(a.Rat(), divisor.Rat()), a.DivRound(divisor, places), places)
		}
	})
}

func assertRounded(t *rapid.T, exact *big.Rat, got shelfwire.Decimal, places int32) {
	unit := dec(fmt.Sprintf("1e%d", -places)).Rat()
	if !new(big.Rat).Quo(got.Rat(), unit).IsInt() || scale(got) != max(places, 0) {
		t.Fatalf("%s does not have %d places", got, places)
	}
	half := new(big.Rat).Mul(unit, big.NewRat(1, 2))
	off := new(big.Rat).Sub(new(big.Rat).Abs(got.Rat()), new(big.Rat).Abs(exact)) // above zero when away from it
	if off.Cmp(half) > 0 || off.Cmp(new(big.Rat).Neg(half)) <= 0 || got.Sign()*exact.Sign() < 0 {
		t.Fatalf("%s is rounded to %s", exact.RatString(), got)
	}
}

// TestDecimalArithmetic_IgnoresGlobals is not parallel: it changes shopspring's package variables for a moment.
func TestDecimalArithmetic_IgnoresGlobals(t *testing.T) {
	want := arithmetic()
	for name, change := range map[string]func() (restore func()){
		"DivisionPrecision":     swap(&decimal.DivisionPrecision, 1),
		"TrimTrailingZeros":     swap(&decimal.TrimTrailingZeros, !decimal.TrimTrailingZeros),
		"UseScientificNotation": swap(&decimal.UseScientificNotation, !decimal.UseScientificNotation),
		"MaxDecodeExponent":     swap(&decimal.MaxDecodeExponent, 1),
		"Zero":                  swap(&decimal.Zero, decimal.New(7, 0)),
	} {
		t.Run(name, func(t *testing.T) {
			defer change()()
			require.Equal(t, want, arithmetic())
		})
	}
}

func arithmetic() string {
	a, b, none := dec("-12.345"), dec("7.00"), shelfwire.Decimal{}
	return fmt.Sprint(a.Add(b), a.Sub(b), a.Mul(b), a.DivRound(b, 12), a.Neg(), a.Abs(), a.Round(2), a.Cmp(b), a.Equal(a),
		none.Round(0), none.Abs(), none.Add(none), none.Cmp(a), shelfwire.Sum(), shelfwire.Min(none), shelfwire.Max(a, b))
}
