package shelfwire

// Add returns d + other. It has the greater one of both scales: 1.5 + 0.50 is 2.00.
func (d Decimal) Add(other Decimal) Decimal { return Decimal{d.Decimal.Add(other.Decimal)} }

// Sub returns d - other. It has the greater one of both scales: 2.00 - 0.5 is 1.50.
func (d Decimal) Sub(other Decimal) Decimal { return Decimal{d.Decimal.Sub(other.Decimal)} }

// Mul returns d × other, exactly. The scales add up: 12.50 × 0.21 is 2.6250. Round an amount of money before it
// goes out.
func (d Decimal) Mul(other Decimal) Decimal { return Decimal{d.Decimal.Mul(other.Decimal)} }

// DivRound returns the exact quotient d / divisor, rounded to so many places as Round does: 2 / 3 to 2 places is
// 0.67, and -1 / 8 is -0.13. It panics when divisor is zero, given or not: check one that comes from outside
// with IsZero.
func (d Decimal) DivRound(divisor Decimal, places int32) Decimal {
	return Decimal{d.Decimal.DivRound(divisor.Decimal, places)}
}

// Neg returns -d with the scale of d.
func (d Decimal) Neg() Decimal { return Decimal{d.Decimal.Neg()} }

// Abs returns the absolute value of d, with the scale of d.
func (d Decimal) Abs() Decimal { return Decimal{d.orZero().Decimal.Abs()} }

// Round returns d with so many places after the point: 2 for cents, 0 for whole numbers, -3 for thousands. It
// rounds half away from zero: to 0 places, 2.5 becomes 3 and -2.5 becomes -3. Missing places become zeros: to 2
// places, 2.5 becomes 2.50.
func (d Decimal) Round(places int32) Decimal { return Decimal{d.orZero().Decimal.Round(places)} }

// Cmp returns -1 when d is less than other, 0 when both are the same number, and +1 when d is greater. Scales do
// not count.
func (d Decimal) Cmp(other Decimal) int { return d.Decimal.Cmp(other.Decimal) }

// Equal reports whether d and other are the same number, as 2.0 and 2.000 are. The operator == compares pointers inside.
func (d Decimal) Equal(other Decimal) bool { return d.Cmp(other) == 0 }

// LessThan reports whether d < other.
func (d Decimal) LessThan(other Decimal) bool { return d.Cmp(other) < 0 }

// LessThanOrEqual reports whether d ≤ other.
func (d Decimal) LessThanOrEqual(other Decimal) bool { return d.Cmp(other) <= 0 }

// GreaterThan reports whether d > other.
func (d Decimal) GreaterThan(other Decimal) bool { return d.Cmp(other) > 0 }

// GreaterThanOrEqual reports whether d ≥ other.
func (d Decimal) GreaterThanOrEqual(other Decimal) bool { return d.Cmp(other) >= 0 }

// Min returns the least of the numbers, and of equal ones the first.
func Min(first Decimal, rest ...Decimal) Decimal {
	least := first
	for _, d := range rest {
		if d.LessThan(least) {
			least = d
		}
	}
	return least.orZero()
}

// Max returns the greatest of the numbers, and of equal ones the first.
func Max(first Decimal, rest ...Decimal) Decimal {
	greatest := first
	for _, d := range rest {
		if d.GreaterThan(greatest) {
			greatest = d
		}
	}
	return greatest.orZero()
}

// Sum returns the sum of the numbers, with the greatest of their scales. The sum of none is 0.
func Sum(list ...Decimal) Decimal {
	sum := NewDecimal(0)
	for _, d := range list {
		sum = sum.Add(d)
	}
	return sum
}

// orZero turns the zero value into a zero that was given.
func (d Decimal) orZero() Decimal {
	if !d.IsSet() {
		return NewDecimal(0)
	}
	return d
}
