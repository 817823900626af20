package resicotest

import (
	"bytes"
	"maps"
	"slices"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// totalsKey is the name of the sum, which stands behind the location codes on the wire.
const totalsKey = "Totals"

func (r *row) setBalance(location string, quantity shelfwire.Decimal, now time.Time) {
	if r.Balance.Locations == nil {
		r.Balance.Locations = map[string]shelfwire.Decimal{}
	}
	r.Balance.Locations[location] = quantity
	r.blank = maps.Clone(r.blank)
	delete(r.blank, location)
	r.Balance.Totals = shelfwire.Set(r.sumBalance())
	if r.changedAt == nil {
		r.changedAt = map[string]time.Time{}
	}
	r.changedAt[location] = now
	r.Detailed = maps.Clone(r.Detailed)
	delete(r.Detailed, location) // it is outdated now
}

// sumBalance adds up the quantities of all locations.
func (r *row) sumBalance() shelfwire.Decimal {
	var total shelfwire.Decimal
	for _, quantity := range r.Balance.Locations {
		total = total.Add(quantity)
	}
	return total
}

// quantityText returns the quantity at a location as JSON.
func (r *row) quantityText(code string, quantity shelfwire.Decimal) string {
	if r.blank[code] {
		return `""`
	}
	return quantity.String()
}

// locationsOf returns the location codes of a product, in the order in which they became known.
func (c *catalogue) locationsOf(r *row) []string {
	return slices.DeleteFunc(slices.Clone(c.locations), func(code string) bool {
		_, inBalance := r.Balance.Locations[code]
		_, inDetail := r.Detailed[code]
		return !inBalance && !inDetail
	})
}

// appendBalance appends a balance in the form of a list.
func (c *catalogue) appendBalance(buf []byte, r *row) []byte {
	buf = append(buf, '{')
	for _, code := range c.locationsOf(r) {
		if quantity, ok := r.Balance.Locations[code]; ok {
			buf = append(append(fake.AppendJSONString(buf, code), ':'), r.quantityText(code, quantity)...)
			buf = append(buf, ',')
		}
	}
	if r.Balance.Totals.IsZero() {
		return append(bytes.TrimSuffix(buf, []byte{','}), '}')
	}
	buf = append(fake.AppendJSONString(buf, totalsKey), ':')
	return append(append(buf, r.Balance.Totals.String()...), '}')
}
