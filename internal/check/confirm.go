package check

import "github.com/shelfwire/shelfwire"

// EqualAtPlaces reports whether a number in a response is the one that was sent, when rounded to some places. Half a
// unit may round either way.
func EqualAtPlaces(sent, got shelfwire.Decimal, places int32) bool {
	difference := got.Round(places).Sub(sent).Abs()
	return !difference.Shift(places).Mul(shelfwire.NewDecimal(2).Decimal).GreaterThan(shelfwire.NewDecimal(1).Decimal)
}
