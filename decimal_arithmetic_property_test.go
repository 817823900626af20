package shelfwire_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
)

// anyDecimal draws numbers of up to 30 digits with up to 20 places.
func anyDecimal() *rapid.Generator[shelfwire.Decimal] {
	return rapid.Custom(func(t *rapid.T) shelfwire.Decimal {
		digits := rapid.StringMatching(`-?[0-9]{1,30}`).Draw(t, "digits")
		return parseDec(fmt.Sprintf("%se%d", digits, rapid.IntRange(-20, 5).Draw(t, "exponent")))
	})
}

func TestDecimal_Arithmetic_IsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		a, b := anyDecimal().Draw(rt, "a"), anyDecimal().Draw(rt, "b")
		x, y, rat := a.Rat(), b.Rat(), func() *big.Rat { return new(big.Rat) }
		for name, tc := range map[string]struct {
			got   shelfwire.Decimal
			want  *big.Rat
			scale int32
		}{
			"+":   {a.Add(b), rat().Add(x, y), max(scaleOf(a), scaleOf(b))},
			"-":   {a.Sub(b), rat().Sub(x, y), max(scaleOf(a), scaleOf(b))},
			"×":   {a.Mul(b), rat().Mul(x, y), max(-a.Exponent()-b.Exponent(), 0)},
			"Neg": {a.Neg(), rat().Neg(x), scaleOf(a)},
			"Abs": {a.Abs(), rat().Abs(x), scaleOf(a)},
			"Sum": {shelfwire.Sum(a, b, a), rat().Add(rat().Add(x, y), x), max(scaleOf(a), scaleOf(b))},
		} {
			if tc.got.Rat().Cmp(tc.want) != 0 || scaleOf(tc.got) != tc.scale {
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

func scaleOf(d shelfwire.Decimal) int32 { return max(-d.Exponent(), 0) }

// A rounded number is the multiple of its last place that is nearest, and of two neighbors the one further from zero.
func TestDecimal_Round_IsHalfAwayFromZero(t *testing.T) {
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
	unit := parseDec(fmt.Sprintf("1e%d", -places)).Rat()
	if !new(big.Rat).Quo(got.Rat(), unit).IsInt() || scaleOf(got) != max(places, 0) {
		t.Fatalf("%s does not have %d places", got, places)
	}
	half := new(big.Rat).Mul(unit, big.NewRat(1, 2))
	off := new(big.Rat).Sub(new(big.Rat).Abs(got.Rat()), new(big.Rat).Abs(exact)) // above zero when away from it
	if off.Cmp(half) > 0 || off.Cmp(new(big.Rat).Neg(half)) <= 0 || got.Sign()*exact.Sign() < 0 {
		t.Fatalf("%s is rounded to %s", exact.RatString(), got)
	}
}

// TestDecimal_Arithmetic_IgnoresGlobals is not parallel: it changes shopspring's package variables for a moment.
func TestDecimal_Arithmetic_IgnoresGlobals(t *testing.T) {
	want := arithmeticResults()
	for name, change := range map[string]func() (restore func()){
		"DivisionPrecision":     swapVariable(&decimal.DivisionPrecision, 1),
		"TrimTrailingZeros":     swapVariable(&decimal.TrimTrailingZeros, !decimal.TrimTrailingZeros),
		"UseScientificNotation": swapVariable(&decimal.UseScientificNotation, !decimal.UseScientificNotation),
		"MaxDecodeExponent":     swapVariable(&decimal.MaxDecodeExponent, 1),
		"Zero":                  swapVariable(&decimal.Zero, decimal.New(7, 0)),
	} {
		t.Run(name, func(t *testing.T) {
			defer change()()
			require.Equal(t, want, arithmeticResults())
		})
	}
}

func arithmeticResults() string {
	a, b, none := parseDec("-12.345"), parseDec("7.00"), shelfwire.Decimal{}
	return fmt.Sprint(a.Add(b), a.Sub(b), a.Mul(b), a.DivRound(b, 12), a.Neg(), a.Abs(), a.Round(2), a.Cmp(b), a.Equal(a),
		none.Round(0), none.Abs(), none.Add(none), none.Cmp(a), shelfwire.Sum(), shelfwire.Min(none), shelfwire.Max(a, b))
}
