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

// catalogue holds the products. The server's lock guards it.
type catalogue struct {
	rows   []*row         // by id, ascending
	byID   map[int64]*row // the same rows
	codes  map[string]int // number of products by code
	lastID int64          // the greatest id ever
	serial int            // of the last code that was assigned
	views  map[viewKey][]*row
}

// row is a product. It is immutable: a changed product is another row.
type row struct {
	erpxt.Product
	extra    []member                   // undocumented members
	oddForms map[string]json.RawMessage // documented members, by name, that are sent in an odd form
	json     []byte                     // encoded form; nil until the first request for it
}

// AddProducts adds products, or replaces those with the same ID, and returns their ids. It skips the checks that a
// call makes. Absent values are filled in: the next ID; a ProductCode such as "P/000001" for a new product; the unit
// "szt."; the rate VAT23; the type ProductTypeService; an OnHand of 0.0; and one price worked out from the other, or
// 0 for both. Replacing a product keeps the members of SetExtra, and drops the forms of SetOddForm. AddProducts
// panics when a rate or a type is an invalid text.
func (s *Server) AddProducts(products ...erpxt.Product) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]int64, len(products))
	for i, p := range products {
		r := &row{Product: p}
		r.fillDefaults()
		if old := s.catalogue.byID[r.ID]; old != nil {
			r.extra = old.extra
		}
		s.catalogue.putRow(r)
		ids[i] = r.ID
	}
	return ids
}

// fillDefaults fills in the values that every product of the provider has.
func (r *row) fillDefaults() {
	r.UnitOfMeasurement = cmp.Or(r.UnitOfMeasurement, "szt.")
	r.Rate = cmp.Or(r.Rate, erpxt.VAT23)
	r.ProductType = cmp.Or(r.ProductType, erpxt.ProductTypeService)
	r.requireCodes()
	r.completePrices()
	if r.OnHand.IsZero() {
		r.OnHand = shelfwire.Set(noStock())
	}
}

// requireCodes panics when a rate or a type has no code.
func (r *row) requireCodes() {
	for _, text := range []json.Marshaler{r.Rate, r.ProductType} {
		if _, err := text.MarshalJSON(); err != nil {
			panic("erpxttest: " + err.Error())
		}
	}
}

// noStock returns zero as the guide writes it.
func noStock() shelfwire.Decimal { return shelfwire.MustDecimal("0.0") }

// Products returns the products by id, as a client reads them.
func (s *Server) Products() []erpxt.Product {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]erpxt.Product, len(s.catalogue.rows))
	for i, r := range s.catalogue.rows {
		list[i] = r.decodeProduct()
	}
	return list
}

// decodeProduct returns the product as a client reads it.
func (r *row) decodeProduct() (p erpxt.Product) {
	if err := json.Unmarshal(r.encodeJSON(), &p); err != nil {
		panic("erpxttest: " + err.Error())
	}
	return p
}

// DeleteProducts deletes products of any type. Unknown ids are skipped.
func (s *Server) DeleteProducts(ids ...int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		s.catalogue.removeRow(id)
	}
}

// SetOnHand sets the quantity on hand of a product. It panics for an unknown id.
func (s *Server) SetOnHand(id int64, quantity shelfwire.Decimal) {
	s.updateRow(id, func(r *row) {
		r.OnHand = shelfwire.Set(quantity)
		delete(r.oddForms, "Quantity")
	})
}

// SetExtra gives a product members that are unknown to package erpxt, in place of those that it had. They follow the
// documented ones, by name. SetExtra panics for an unknown id, when a name is that of a documented member, and
// when a value is not JSON.
func (s *Server) SetExtra(id int64, members map[string]json.RawMessage) {
	var extra []member
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if _, documented := findColumn(name); documented || !json.Valid(members[name]) {
			panic(fmt.Sprintf("erpxttest: %q: %s cannot be an extra member", name, members[name]))
		}
		extra = append(extra, member{name, fake.CompactJSON(members[name])})
	}
	s.updateRow(id, func(r *row) { r.extra = extra })
}

// Extra returns the members of a product that are unknown to package erpxt; nil for none.
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

// updateRow replaces the row of a product by a changed copy. It panics for an unknown id.
func (s *Server) updateRow(id int64, change func(*row)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.catalogue.byID[id]
	if old == nil {
		panic(fmt.Sprintf("erpxttest: there is no product %d", id))
	}
	r := &row{Product: old.Product, extra: old.extra, oddForms: maps.Clone(old.oddForms)}
	change(r)
	s.catalogue.putRow(r)
}

// putRow adds a product, or replaces the one with the same id.
func (c *catalogue) putRow(r *row) {
	if c.byID == nil {
		c.byID, c.codes = map[int64]*row{}, map[string]int{}
	}
	if r.ID == 0 {
		r.ID = c.lastID + 1
	}
	c.lastID = max(c.lastID, r.ID)
	at, found := c.findRow(r.ID)
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

// assignCode gives a new product without a code the next free one.
func (c *catalogue) assignCode(r *row) {
	for r.ProductCode == "" {
		c.serial++
		if code := fmt.Sprintf("P/%06d", c.serial); c.codes[code] == 0 {
			r.ProductCode = code
		}
	}
}

// removeRow deletes a product, if it exists.
func (c *catalogue) removeRow(id int64) {
	at, found := c.findRow(id)
	if !found {
		return
	}
	c.codes[c.rows[at].ProductCode]--
	c.rows = slices.Delete(c.rows, at, at+1)
	delete(c.byID, id)
	c.views = nil
}

// findRow returns the index of a product and true, or the index where it would be inserted.
func (c *catalogue) findRow(id int64) (int, bool) {
	return slices.BinarySearchFunc(c.rows, id, func(r *row, id int64) int { return cmp.Compare(r.ID, id) })
}
