package resicotest

import (
	"bytes"
	"maps"
	"slices"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// totalsKey stands among the location codes on the wire, behind them.
const totalsKey = "Totals"

func (r *row) setBalance(location string, quantity shelfwire.Decimal, now time.Time) {
	if r.Balance.Locations == nil {
		r.Balance.Locations = map[string]shelfwire.Decimal{}
	}
	r.Balance.Locations[location] = quantity
	r.blank = maps.Clone(r.blank)
	delete(r.blank, location)
	r.Balance.Totals = shelfwire.Set(r.total())
	if r.moved == nil {
		r.moved = map[string]time.Time{}
	}
	r.moved[location] = now
	r.Detailed = maps.Clone(r.Detailed)
	delete(r.Detailed, location) // it does not fit any more
}

func (r *row) total() shelfwire.Decimal {
	var total shelfwire.Decimal
	for _, quantity := range r.Balance.Locations {
		total = add(total, quantity)
	}
	return total
}

// quantityText is the quantity at a location as JSON.
func (r *row) quantityText(code string, quantity shelfwire.Decimal) string {
	if r.blank[code] {
		return `""`
	}
	return quantity.String()
}

// codes are the locations of a product, in the order in which the server came to know them.
func (c *catalogue) codes(r *row) []string {
	return slices.DeleteFunc(slices.Clone(c.locations), func(code string) bool {
		_, inBalance := r.Balance.Locations[code]
		_, inDetail := r.Detailed[code]
		return !inBalance && !inDetail
	})
}

func (c *catalogue) appendBalance(buf []byte, r *row) []byte {
	buf = append(buf, '{')
	for _, code := range c.codes(r) {
		if quantity, ok := r.Balance.Locations[code]; ok {
			buf = append(append(fake.AppendText(buf, code), ':'), r.quantityText(code, quantity)...)
			buf = append(buf, ',')
		}
	}
	if r.Balance.Totals.IsZero() {
		return append(bytes.TrimSuffix(buf, []byte{','}), '}')
	}
	buf = append(fake.AppendText(buf, totalsKey), ':')
	return append(append(buf, r.Balance.Totals.String()...), '}')
}
