package resicotest

import (
	"maps"
	"time"

	"github.com/shelfwire/shelfwire"
)

// quirks are habits of real servers beyond the guide. Package faults changes single responses; these hold
// until they are set again.
type quirks struct {
	ignoreFilter bool
	hidden       func(sku string) bool
}

// SetZone sets the zone of the server's times. A new server's is Europe/Riga.
func (s *Server) SetZone(zone *time.Location) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.zone = zone
	s.catalogue.setZone(zone)
}

// SetMaxPageSize caps the number of products in a page, also when the request has a higher limit. 0 removes
// the cap.
func (s *Server) SetMaxPageSize(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.maxLimit = n
}

// SetIgnoreFilter makes the product list ignore its filter and return all products, like a server that has
// lost the body of the request.
func (s *Server) SetIgnoreFilter(on bool) { s.setQuirk(func(o *quirks) { o.ignoreFilter = on }) }

// SetHidden hides products from the list after its pages were cut, like a server that checks the permissions
// of a key: pages get shorter, or empty, and total still counts the hidden products. nil hides none. The
// function must not call the server.
func (s *Server) SetHidden(hidden func(sku string) bool) {
	s.setQuirk(func(o *quirks) { o.hidden = hidden })
}

// SetBlankBalance makes the quantity of a product at a location an empty text, until it is set again. The
// product counts as changed now. It panics when the SKU is unknown.
func (s *Server) SetBlankBalance(sku, location string) {
	s.changeBalance(sku, func(r *row, now time.Time) {
		if _, known := r.Balance.Locations[location]; !known {
			r.setBalance(location, shelfwire.Decimal{}, now)
		}
		r.blank = maps.Clone(r.blank)
		if r.blank == nil {
			r.blank = map[string]bool{}
		}
		r.blank[location] = true
	})
}

func (s *Server) setQuirk(set func(*quirks)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	set(&s.quirks)
}
