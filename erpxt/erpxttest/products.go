package erpxttest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// catalogue holds the products. It is guarded by the server's lock.
type catalogue struct {
	rows   []*row         // by id, ascending
	byID   map[int64]*row // the same ones
	codes  map[string]int // how many products have a code
	lastID int64          // the greatest id ever
	serial int            // of the last code that was assigned
	views  map[viewKey][]*row
}

// row is a product. It never changes; a changed product is another row.
type row struct {
	erpxt.Product
	extra []member                   // members that are not documented
	odd   map[string]json.RawMessage // documented members that are sent in a form of their own
	json  []byte                     // nil until the product is asked for
}

// AddProducts adds products, or replaces those with the same ID, without the checks of a call, and returns their
// ids. A product without an ID gets the next one, one without a ProductCode a code such as "P/000001". A price
// that is absent is worked out from the other one; both are 0 when both are absent. The unit "szt.", the rate VAT23 and
// the type ProductTypeService stand in where there is none, and 0.0 for an absent quantity. Replacing a product keeps
// what SetExtra has set, and drops what SetOddForm has. It panics when a rate or a type is a text that is none.
func (s *Server) AddProducts(products ...erpxt.Product) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]int64, len(products))
	for i, p := range products {
		r := &row{Product: p}
		r.complete()
		if old := s.catalogue.byID[r.ID]; old != nil {
			r.extra = old.extra
		}
		s.catalogue.put(r)
		ids[i] = r.ID
	}
	return ids
}

// complete fills in what every product of the provider has.
func (r *row) complete() {
	r.UnitOfMeasurement = cmp.Or(r.UnitOfMeasurement, "szt.")
	r.Rate = cmp.Or(r.Rate, erpxt.VAT23)
	r.ProductType = cmp.Or(r.ProductType, erpxt.ProductTypeService)
	r.mustHaveCodes()
	r.completePrices()
	if r.OnHand.IsZero() {
		r.OnHand = shelfwire.Set(noStock())
	}
}

// mustHaveCodes panics when a rate or a type cannot go over the wire.
func (r *row) mustHaveCodes() {
	for _, text := range []json.Marshaler{r.Rate, r.ProductType} {
		if _, err := text.MarshalJSON(); err != nil {
			panic("erpxttest: " + err.Error())
		}
	}
}

// noStock is zero as the guide writes it.
func noStock() shelfwire.Decimal { return shelfwire.MustDecimal("0.0") }

// Products returns the products by id, as a client reads them.
func (s *Server) Products() []erpxt.Product {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]erpxt.Product, len(s.catalogue.rows))
	for i, r := range s.catalogue.rows {
		list[i] = r.product()
	}
	return list
}

// product returns the product as a client reads it.
func (r *row) product() (p erpxt.Product) {
	if err := json.Unmarshal(r.encoded(), &p); err != nil {
		panic("erpxttest: " + err.Error())
	}
	return p
}

// DeleteProducts deletes products, whatever their type. It does not matter when one is not there.
func (s *Server) DeleteProducts(ids ...int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		s.catalogue.remove(id)
	}
}

// SetOnHand sets the stock of a product. It panics when there is no such product.
func (s *Server) SetOnHand(id int64, quantity shelfwire.Decimal) {
	s.change(id, func(r *row) {
		r.OnHand = shelfwire.Set(quantity)
		delete(r.odd, "Quantity")
	})
}

// SetExtra gives a product members that package erpxt does not know, in the place of those that it had. They come
// behind the documented ones, by name. It panics when there is no such product, when a name is one of a documented
// member, and when a value is not JSON.
func (s *Server) SetExtra(id int64, members map[string]json.RawMessage) {
	var extra []member
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if _, documented := columnNamed(name); documented || !json.Valid(members[name]) {
			panic(fmt.Sprintf("erpxttest: %q: %s cannot be an extra member", name, members[name]))
		}
		extra = append(extra, member{name, fake.Compact(members[name])})
	}
	s.change(id, func(r *row) { r.extra = extra })
}

// Extra returns the members of a product that package erpxt does not know; nil when there are none.
func (s *Server) Extra(id int64) map[string]json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.catalogue.byID[id]
	if r == nil || len(r.extra) == 0 {
		return nil
	}
	members := map[string]json.RawMessage{}
	for _, m := range r.extra {
		members[m.name] = slices.Clone(m.value)
	}
	return members
}

func (s *Server) change(id int64, change func(*row)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.catalogue.byID[id]
	if old == nil {
		panic(fmt.Sprintf("erpxttest: there is no product %d", id))
	}
	r := &row{Product: old.Product, extra: old.extra, odd: maps.Clone(old.odd)}
	change(r)
	s.catalogue.put(r)
}

// put adds a product, or replaces the one with the same id.
func (c *catalogue) put(r *row) {
	if c.byID == nil {
		c.byID, c.codes = map[int64]*row{}, map[string]int{}
	}
	if r.ID == 0 {
		r.ID = c.lastID + 1
	}
	c.lastID = max(c.lastID, r.ID)
	at, found := c.find(r.ID)
	if found {
		c.codes[c.rows[at].ProductCode]--
		c.rows[at] = r
	} else {
		c.rows = slices.Insert(c.rows, at, r)
		c.assignCode(r)
	}
	c.codes[r.ProductCode]++
	c.byID[r.ID] = r
	c.views = nil
}

// assignCode gives a new product the next free code when it has none.
func (c *catalogue) assignCode(r *row) {
	for r.ProductCode == "" {
		c.serial++
		if code := fmt.Sprintf("P/%06d", c.serial); c.codes[code] == 0 {
			r.ProductCode = code
		}
	}
}

func (c *catalogue) remove(id int64) {
	at, found := c.find(id)
	if !found {
		return
	}
	c.codes[c.rows[at].ProductCode]--
	c.rows = slices.Delete(c.rows, at, at+1)
	delete(c.byID, id)
	c.views = nil
}

// find returns the index of a product, or the one where it belongs.
func (c *catalogue) find(id int64) (int, bool) {
	return slices.BinarySearchFunc(c.rows, id, func(r *row, id int64) int { return cmp.Compare(r.ID, id) })
}
