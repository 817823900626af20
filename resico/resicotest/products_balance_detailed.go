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

func (s *Server) productBalance(c *call) (result, *rejection) {
	r, ok := s.catalogue.rows[c.PathValue("sku")]
	if !ok {
		return result{}, newRejection(http.StatusNotFound, "there is no product with this SKU")
	}
	return oneRow("ProductsBalance", object{{"SKU", r.SKU}}, object{
		{"SKU", r.SKU},
		{"Balance", json.RawMessage(s.catalogue.appendBalance(nil, r))},
		{"BalanceDetailed", s.catalogue.detailedBalance(r, c.now.Location())},
	}), nil
}

// detailedBalance returns the balances location by location, and their sums.
func (c *catalogue) detailedBalance(r *row, zone *time.Location) object {
	var o object
	sums := quantityMembers(&resico.Quantities{})
	for _, code := range c.locationsOf(r) {
		l := c.locationBalance(code, r)
		o = append(o, property{code, locationObject(&l, zone)})
		for i, p := range quantityMembers(&l.Quantities) {
			sums[i].value = sums[i].value.(shelfwire.Decimal).Add(p.value.(shelfwire.Decimal))
		}
	}
	return append(o, property{totalsKey, sums})
}

// locationBalance returns the balance at a location. Members that the product leaves out are made up.
func (c *catalogue) locationBalance(code string, r *row) resico.LocationBalance {
	l := r.Detailed[code]
	l.LocationID = cmp.Or(l.LocationID, int64(slices.Index(c.locations, code))+1)
	l.LocationName = cmp.Or(l.LocationName, code+" ("+code+")")
	l.Updated = cmp.Or(l.Updated, r.changedAt[code])
	quantity := shelfwire.Set(r.Balance.Locations[code])
	for _, field := range []*shelfwire.Opt[shelfwire.Decimal]{&l.Balance, &l.Expected, &l.RawTotalBalance} {
		if field.IsZero() {
			*field = quantity
		}
	}
	return l
}

// locationObject returns a location as the guide shows it, po included: a number where stock has never moved,
// and a text with four places where it has.
func locationObject(l *resico.LocationBalance, zone *time.Location) object {
	po, updated := any(orZero(l.PO)), ""
	if !l.Updated.IsZero() {
		po, updated = orZero(l.PO).StringFixed(4), wallClock(l.Updated, zone)
	}
	parts := quantityMembers(&l.Quantities)
	return slices.Concat(parts[:6], object{
		{"po", po},
		{"location_id", l.LocationID},
		{"location_name", l.LocationName},
		{"balance_updated", updated},
	}, parts[6:], object{
		{"raw_total_balance", orZero(l.RawTotalBalance)},
	})
}

// quantityMembers returns the members that a location and the totals share.
func quantityMembers(q *resico.Quantities) object {
	return object{
		{"balance", orZero(q.Balance)},
		{"reserved", orZero(q.Reserved)},
		{"reservedPP", orZero(q.ReservedPP)},
		{"reservedOF", orZero(q.ReservedOF)},
		{"reservedTJ", orZero(q.ReservedTJ)},
		{"reservedAJ", orZero(q.ReservedAJ)},
		{"purchase", orZero(q.Purchase)},
		{"expected", orZero(q.Expected)},
	}
}

func orZero(q shelfwire.Opt[shelfwire.Decimal]) shelfwire.Decimal { return q.Or(shelfwire.Decimal{}) }
