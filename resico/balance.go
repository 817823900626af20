package resico

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// Balance is the stock of a product, in its own unit. Quantities can be negative.
type Balance struct {
	// Locations holds the quantity by location code, such as "Location 1". The set of codes differs from
	// product to product; that a missing one means zero is not documented.
	Locations map[string]shelfwire.Decimal
	// Totals is the sum over the locations, as the server gives it; absent when it gives none. A location
	// whose code is "Totals" cannot be told from the sum.
	Totals shelfwire.Opt[shelfwire.Decimal]
}

// totalsKey stands among the location codes on the wire.
const totalsKey = "Totals"

// IsZero reports whether the server gave no balance at all, which is not the same as a balance of zero.
func (b Balance) IsZero() bool { return b.Locations == nil && b.Totals.IsZero() }

// At returns the quantity at a location, and whether it was given: one that the server left out, or that could not be
// read for certain, is no zero.
func (b Balance) At(code string) (quantity shelfwire.Decimal, ok bool) {
	quantity, ok = b.Locations[code]
	return quantity, ok
}

// readBalance reads an object of quantities, or [] when there are none. A quantity that is null is left out. So is one
// in another form, empty text included, and it is noted.
func readBalance(into *Balance, m lenientjson.Member) {
	*into = Balance{}
	if isRow(m) {
		into.Locations = map[string]shelfwire.Decimal{}
	}
	m.EachMember(func(code string, member lenientjson.Member) {
		quantity, ok := member.Decimal()
		if !ok || quantity.IsZero() {
			member.Unread()
		}
		into.set(code, quantity)
	})
}

// set takes a quantity over. Of several under one code the last counts, also when it is none.
func (b *Balance) set(code string, quantity shelfwire.Opt[shelfwire.Decimal]) {
	number, given := quantity.Get()
	switch {
	case code == totalsKey && given:
		b.Totals = quantity
	case code == totalsKey:
		b.Totals = shelfwire.Opt[shelfwire.Decimal]{}
	case given:
		b.Locations[code] = number
	default:
		delete(b.Locations, code)
	}
}

var balanceField = lenientjson.NewFields(map[string]func(*Balance, lenientjson.Member){"Balance": readBalance})

// UnmarshalJSON reads the server's form: an object of quantities, or [] when there are none. It takes numbers and quoted
// numbers; anything else is an error.
func (b *Balance) UnmarshalJSON(data []byte) error {
	*b = Balance{}
	value, err := lenientjson.Parse(data)
	if err != nil {
		return err
	}
	var notes lenientjson.Notes
	balanceField.Read(&notes, slices.Concat(lenientjson.Value(`{"Balance":`), value, lenientjson.Value(`}`)), b, nil)
	for _, unread := range notes.Take() {
		return fmt.Errorf("%s is no quantity: %s", unread.Field, unread.Raw)
	}
	return nil
}

// MarshalJSON writes the server's form.
func (b Balance) MarshalJSON() ([]byte, error) {
	all := make(map[string]shelfwire.Decimal, len(b.Locations)+1)
	for code, quantity := range b.Locations {
		all[code] = quantity
	}
	if total, ok := b.Totals.Get(); ok {
		all[totalsKey] = total
	}
	return json.Marshal(all)
}
