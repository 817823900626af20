package resicotest

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// Product is a product as the server holds it.
type Product struct {
	resico.Product
	// Updated is when the product was changed last; zero means now, by the server's clock.
	Updated time.Time
	// Detailed is the balance in detail, by location code. Members that are absent are made up from Balance.
	Detailed map[string]resico.LocationBalance
}

// catalogue holds the products. It is guarded by the server's lock.
type catalogue struct {
	locations []string // in the order in which they became known
	rows      map[string]*row
	views     map[viewKey][]*row // results of queries, until something changes
}

// row is a product with values derived from it.
type row struct {
	Product
	wall      string               // Updated as it is compared
	changedAt map[string]time.Time // when the balance at a location changed
	blank     map[string]bool      // locations whose quantity is an empty text
	cells     []cell               // nil until the row is asked for
}

// AddProducts adds products, or replaces those with the same SKU. Locations of their balances become known;
// absent totals are added up.
func (s *Server) AddProducts(products ...Product) {
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range products {
		s.catalogue.put(&row{Product: p}, now)
	}
}

// SetProduct adds or replaces a product, changed now by the server's clock. Its balance in detail is made up
// from Balance.
func (s *Server) SetProduct(p resico.Product) { s.AddProducts(Product{Product: p}) }

// DeleteProducts deletes products; unknown SKUs are ignored.
func (s *Server) DeleteProducts(skus ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sku := range skus {
		delete(s.catalogue.rows, sku)
	}
	s.catalogue.views = nil
}

// SetBalance sets the quantity of a product at a location. The total follows, and the product counts as
// changed now by the server's clock. The location becomes known. It panics when the SKU is unknown.
func (s *Server) SetBalance(sku, location string, quantity shelfwire.Decimal) {
	s.changeBalance(sku, func(r *row, now time.Time) { r.setBalance(location, quantity, now) })
}

// changeBalance replaces a product by a copy with another balance.
func (s *Server) changeBalance(sku string, change func(r *row, now time.Time)) {
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	old, ok := s.catalogue.rows[sku]
	if !ok {
		panic(fmt.Sprintf("resicotest: there is no product %q", sku))
	}
	r := &row{Product: old.Product, changedAt: maps.Clone(old.changedAt), blank: old.blank}
	r.Updated = now
	r.Balance.Locations = maps.Clone(r.Balance.Locations)
	change(r, now)
	s.catalogue.put(r, now)
}

// AddLocations makes location codes known, beside those of balances. The first one gets the ID 1.
func (s *Server) AddLocations(codes ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catalogue.addLocations(codes...)
}

func (c *catalogue) addLocations(codes ...string) {
	for _, code := range codes {
		if !slices.Contains(c.locations, code) {
			c.locations = append(c.locations, code)
		}
	}
}

func (c *catalogue) put(r *row, now time.Time) {
	if r.Updated.IsZero() {
		r.Updated = now
	}
	r.Balance.Locations, r.Detailed = maps.Clone(r.Balance.Locations), maps.Clone(r.Detailed)
	if r.Balance.Locations != nil && r.Balance.Totals.IsZero() {
		r.Balance.Totals = shelfwire.Set(r.sumBalance())
	}
	r.wall = wallClock(r.Updated, now.Location())
	c.addLocations(slices.Sorted(maps.Keys(r.Balance.Locations))...)
	c.addLocations(slices.Sorted(maps.Keys(r.Detailed))...)
	if c.rows == nil {
		c.rows = map[string]*row{}
	}
	c.rows[r.SKU] = r
	c.views = nil
}

func (c *catalogue) setZone(zone *time.Location) {
	for _, r := range c.rows {
		r.wall = wallClock(r.Updated, zone)
	}
	c.views = nil
}

// wallClock returns a time as the server writes and compares it: the wall clock, to the second.
func wallClock(t time.Time, zone *time.Location) string { return t.In(zone).Format(time.DateTime) }
