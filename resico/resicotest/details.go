package resicotest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

func (s *Server) productBalance(c *call) (result, *refusal) {
	r, ok := s.catalogue.rows[c.PathValue("sku")]
	if !ok {
		return result{}, refuse(http.StatusNotFound, "there is no product with this SKU")
	}
	return oneRow("ProductsBalance", object{{"SKU", r.SKU}}, object{
		{"SKU", r.SKU},
		{"Balance", json.RawMessage(s.catalogue.appendBalance(nil, r))},
		{"BalanceDetailed", s.catalogue.details(r, c.now.Location())},
	}), nil
}

// details are the balances location by location, and their sums.
func (c *catalogue) details(r *row, zone *time.Location) object {
	var o object
	sums := quantities(&resico.Quantities{})
	for _, code := range c.codes(r) {
		l := c.at(code, r)
		o = append(o, property{code, detail(&l, zone)})
		for i, p := range quantities(&l.Quantities) {
			sums[i].value = add(sums[i].value.(shelfwire.Decimal), p.value.(shelfwire.Decimal))
		}
	}
	return append(o, property{totalsKey, sums})
}

// at returns the balance at a location, with what the product does not say made up.
func (c *catalogue) at(code string, r *row) resico.LocationBalance {
	l := r.Detailed[code]
	l.LocationID = cmp.Or(l.LocationID, int64(slices.Index(c.locations, code))+1)
	l.LocationName = cmp.Or(l.LocationName, code+" ("+code+")")
	l.Updated = cmp.Or(l.Updated, r.moved[code])
	quantity := shelfwire.Set(r.Balance.Locations[code])
	for _, field := range []*shelfwire.Opt[shelfwire.Decimal]{&l.Balance, &l.Expected, &l.RawTotalBalance} {
		if field.IsZero() {
			*field = quantity
		}
	}
	return l
}

// detail writes a location as the guide shows it, po included: a number where nothing has ever moved, and a text
// with four places where something has.
func detail(l *resico.LocationBalance, zone *time.Location) object {
	po, updated := any(or0(l.PO)), ""
	if !l.Updated.IsZero() {
		po, updated = or0(l.PO).StringFixed(4), wallClock(l.Updated, zone)
	}
	parts := quantities(&l.Quantities)
	return slices.Concat(parts[:6], object{
		{"po", po},
		{"location_id", l.LocationID},
		{"location_name", l.LocationName},
		{"balance_updated", updated},
	}, parts[6:], object{
		{"raw_total_balance", or0(l.RawTotalBalance)},
	})
}

// quantities are what a location and the totals have in common.
func quantities(q *resico.Quantities) object {
	return object{
		{"balance", or0(q.Balance)},
		{"reserved", or0(q.Reserved)},
		{"reservedPP", or0(q.ReservedPP)},
		{"reservedOF", or0(q.ReservedOF)},
		{"reservedTJ", or0(q.ReservedTJ)},
		{"reservedAJ", or0(q.ReservedAJ)},
		{"purchase", or0(q.Purchase)},
		{"expected", or0(q.Expected)},
	}
}

func or0(q shelfwire.Opt[shelfwire.Decimal]) shelfwire.Decimal { return q.Or(shelfwire.Decimal{}) }

func add(a, b shelfwire.Decimal) shelfwire.Decimal {
	return a.Add(b)
}
