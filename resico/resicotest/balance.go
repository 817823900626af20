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
	r.Balance.Locations = maps.Clone(r.Balance.Locations)
	if r.Balance.Locations == nil {
		r.Balance.Locations = map[string]shelfwire.Decimal{}
	}
	r.Balance.Locations[location] = quantity
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
			buf = append(append(fake.AppendText(buf, code), ':'), quantity.String()...)
			buf = append(buf, ',')
		}
	}
	if r.Balance.Totals.IsZero() {
		return append(bytes.TrimSuffix(buf, []byte{','}), '}')
	}
	buf = append(fake.AppendText(buf, totalsKey), ':')
	return append(append(buf, r.Balance.Totals.String()...), '}')
}
