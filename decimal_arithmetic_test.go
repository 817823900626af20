package shelfwire_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
)

func parseDec(s string) shelfwire.Decimal { return shelfwire.MustDecimal(s) }

func TestDecimal_Arithmetic(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		got  shelfwire.Decimal
		want string
	}{
		{"sum of scales", parseDec("1.5").Add(parseDec("0.50")), "2.00"},
		{"sum of a whole number and a price", parseDec("1").Add(parseDec("0.10")), "1.10"},
		{"sum that is zero", parseDec("1.50").Add(parseDec("-1.5")), "0.00"},
		{"what floats get wrong", parseDec("0.1").Add(parseDec("0.2")), "0.3"},
		{"difference", parseDec("2.00").Sub(parseDec("0.5")), "1.50"},
		{"negative difference", parseDec("0.5").Sub(parseDec("2.00")), "-1.50"},
		{"product", parseDec("12.50").Mul(parseDec("0.21")), "2.6250"},
		{"negative product", parseDec("-3").Mul(parseDec("0.10")), "-0.30"},
		{"product beyond int64", parseDec("9999999999999999999").Mul(parseDec("10.0")), "99999999999999999990.0"},
		{"opposite", parseDec("2.50").Neg(), "-2.50"},
		{"opposite of a negative number", parseDec("-2.50").Neg(), "2.50"},
		{"opposite of zero", parseDec("0.00").Neg(), "0.00"},
		{"absolute", parseDec("-2.50").Abs(), "2.50"},
		{"absolute of a positive number", parseDec("2.50").Abs(), "2.50"},
		{"quotient", parseDec("10").DivRound(parseDec("4"), 2), "2.50"},
		{"quotient below a half", parseDec("1").DivRound(parseDec("3"), 2), "0.33"},
		{"quotient above a half", parseDec("2").DivRound(parseDec("3"), 2), "0.67"},
		{"quotient at a half", parseDec("1").DivRound(parseDec("8"), 2), "0.13"},
		{"negative quotient at a half", parseDec("-1").DivRound(parseDec("8"), 2), "-0.13"},
		{"quotient by a negative number at a half", parseDec("1").DivRound(parseDec("-8"), 2), "-0.13"},
		{"quotient of two negative numbers at a half", parseDec("-1").DivRound(parseDec("-8"), 2), "0.13"},
		{"quotient to tens", parseDec("1000").DivRound(parseDec("8"), -1), "130"},
		{"quotient of zero", parseDec("0").DivRound(parseDec("8"), 2), "0.00"},
		{"quotient with more places than package decimal gives by itself", parseDec("1").DivRound(parseDec("3"), 20), "0.33333333333333333333"},
		{"least", shelfwire.Min(parseDec("2"), parseDec("-1.0"), parseDec("3"), parseDec("-1")), "-1.0"},
		{"least of one", shelfwire.Min(parseDec("2.0")), "2.0"},
		{"greatest", shelfwire.Max(parseDec("2"), parseDec("3.00"), parseDec("-1"), parseDec("3")), "3.00"},
		{"greatest of one", shelfwire.Max(parseDec("2.0")), "2.0"},
		{"sum of many", shelfwire.Sum(parseDec("1"), parseDec("0.25"), parseDec("-0.050")), "1.200"},
		{"sum of one", shelfwire.Sum(parseDec("0.10")), "0.10"},
		{"sum of none", shelfwire.Sum(), "0"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, tc.got.String())
			assert.True(t, tc.got.IsSet())
		})
	}
}

func TestDecimal_Round(t *testing.T) {
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
			assert.Equal(t, tc.want, parseDec(tc.in).Round(tc.places).String())
			assert.Equal(t, tc.want, parseDec(tc.in).DivRound(parseDec("1"), tc.places).String())
		})
	}
}

func TestDecimal_Cmp(t *testing.T) {
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
			assertOrder(t, parseDec(tc.a), parseDec(tc.b), tc.want)
			assertOrder(t, parseDec(tc.b), parseDec(tc.a), -tc.want)
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
func TestDecimal_Arithmetic_ZeroValue(t *testing.T) {
	t.Parallel()
	var none shelfwire.Decimal
	for _, tc := range []struct {
		name string
		got  shelfwire.Decimal
		want string
	}{
		{"sum of both", none.Add(none), "0"},
		{"sum", none.Add(parseDec("2.50")), "2.50"},
		{"sum, the other way round", parseDec("2.50").Add(none), "2.50"},
		{"difference of both", none.Sub(none), "0"},
		{"difference", none.Sub(parseDec("2.50")), "-2.50"},
		{"difference, the other way round", parseDec("2.50").Sub(none), "2.50"},
		{"product of both", none.Mul(none), "0"},
		{"product", none.Mul(parseDec("2.50")), "0.00"},
		{"quotient", none.DivRound(parseDec("3"), 2), "0.00"},
		{"whole quotient", none.DivRound(parseDec("3"), 0), "0"},
		{"opposite", none.Neg(), "0"},
		{"absolute", none.Abs(), "0"},
		{"rounded", none.Round(2), "0.00"},
		{"rounded to its own scale", none.Round(0), "0"},
		{"least", shelfwire.Min(none), "0"},
		{"least of many", shelfwire.Min(parseDec("1"), none), "0"},
		{"greatest", shelfwire.Max(none), "0"},
		{"greatest of many", shelfwire.Max(parseDec("-1"), none), "0"},
		{"sum of many", shelfwire.Sum(none, none), "0"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, tc.got.String())
			assert.True(t, tc.got.IsSet())
		})
	}
	assertOrder(t, none, none, 0)
	assertOrder(t, none, parseDec("0.00"), 0)
	assertOrder(t, none, parseDec("0.01"), -1)
	assertOrder(t, none, parseDec("-0.01"), 1)
	assert.False(t, none.IsSet(), "it stays as it is")
}

func TestDecimal_DivRound_ByZeroPanics(t *testing.T) {
	t.Parallel()
	for name, divisor := range map[string]shelfwire.Decimal{"zero": parseDec("0.00"), "not given": {}} {
		assert.Panics(t, func() { parseDec("1").DivRound(divisor, 2) }, name)
	}
}

func TestDecimal_Arithmetic_ChangesNoOperand(t *testing.T) {
	t.Parallel()
	a, b := parseDec("12345678901234567890.10"), parseDec("-0.5")
	_ = []shelfwire.Decimal{
		a.Add(b), a.Sub(b), a.Mul(b), a.DivRound(b, 2), a.Neg(), b.Abs(), a.Round(0), shelfwire.Sum(a, b), shelfwire.Max(a, b),
	}
	assert.Equal(t, "12345678901234567890.10", a.String())
	assert.Equal(t, "-0.5", b.String())
}
