package resico

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// Balance is the stock of a product, in its own unit. Quantities can be negative.
type Balance struct {
	// Locations holds the quantity by location code, such as "Location 1". The set of codes differs from
	// product to product; whether a missing one means zero is undocumented (probe: resico/missing-location).
	Locations map[string]shelfwire.Decimal
	// Totals is the sum over the locations, as the server gives it (probe: resico/balance-totals); absent
	// when the server leaves it out. A location with the code "Totals" is taken for the sum.
	Totals shelfwire.Opt[shelfwire.Decimal]
}

// totalsKey is the name of the sum, which stands among the location codes on the wire.
const totalsKey = "Totals"

// IsZero reports whether the balance is absent. A balance of zero is present.
func (b Balance) IsZero() bool { return b.Locations == nil && b.Totals.IsZero() }

// At returns the quantity at a location, and whether the server gave it in a readable form; false means
// unknown rather than zero.
func (b Balance) At(code string) (quantity shelfwire.Decimal, ok bool) {
	quantity, ok = b.Locations[code]
	return quantity, ok
}

// readBalance reads an object of quantities, or [] for an empty one. It skips null. It also skips a quantity
// in another form, such as an empty text, and notes it as unread.
func readBalance(into *Balance, m lenientjson.Member) {
	*into = Balance{}
	if isRow(m) {
		into.Locations = map[string]shelfwire.Decimal{}
	}
	m.EachMember(func(code string, member lenientjson.Member) {
		quantity, ok := member.Decimal()
		if !ok || quantity.IsZero() {
			member.NoteUnread()
		}
		into.setQuantity(code, quantity)
	})
}

// setQuantity stores a quantity. Of several under one code the last counts, also when it is absent.
func (b *Balance) setQuantity(code string, quantity shelfwire.Opt[shelfwire.Decimal]) {
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

// UnmarshalJSON reads the server's form: an object of quantities, or [] for an empty one. It accepts numbers
// and quoted numbers; other values are an error.
func (b *Balance) UnmarshalJSON(data []byte) error {
	*b = Balance{}
	value, err := lenientjson.Parse(data)
	if err != nil {
		return err
	}
	var notes lenientjson.Notes
	balanceField.Read(&notes, slices.Concat(lenientjson.Value(`{"Balance":`), value, lenientjson.Value(`}`)), b, nil)
	for _, unread := range notes.TakeUnread() {
		return fmt.Errorf("%s is no quantity: %s", unread.Field, unread.Raw)
	}
	return nil
}

// MarshalJSON writes the server's form: an object of quantities by location code, with the sum under
// "Totals".
func (b Balance) MarshalJSON() ([]byte, error) {
	all := map[string]shelfwire.Decimal{}
	maps.Copy(all, b.Locations)
	if total, ok := b.Totals.Get(); ok {
		all[totalsKey] = total
	}
	return json.Marshal(all)
}
