package erpxttest

import (
	"encoding/json"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// newProductTable returns the table of products, with the members in the order of the guide.
func newProductTable() *table {
	columns := []column{
		textColumn("Name"), textColumn("Description"), textColumn("ItemCode"), textColumn("ProductCode"),
		textColumn("UnitOfMeasurment"), codeColumn("Rate"), numberColumn("SaleNetPrice"), numberColumn("SaleGrossPrice"),
		numberColumn("Quantity"), codeColumn("ProductType"), idColumn("Id"),
	}
	return &table{
		noun: "Product", key: "Id", columns: columns, codes: codesOf(columns, "ProductCode", "P/"),
		texts: func(r *record) []string {
			return []string{r.textOf("Name"), r.textOf("Description"), r.textOf("ProductCode")}
		},
	}
}

// AddProducts adds products, or replaces those with the same ID, and returns their ids. It skips the checks that a
// call makes. Absent values are filled in: the next ID; a ProductCode such as "P/000001" for a new product; the unit
// "szt."; the rate VAT23; the type ProductTypeService; an OnHand of 0.0; and one price worked out from the other, or
// 0 for both. A product that was read from JSON brings its unknown members along. Replacing a product keeps the members
// of SetExtra, and drops the forms of SetOddForm. AddProducts panics when a rate or a type is an invalid text.
func (s *Server) AddProducts(products ...erpxt.Product) []int64 {
	return addRecords(s, s.products, products, func(r *record, old *row) {
		fillProduct(r)
		if old != nil {
			for _, m := range old.extra {
				r.setDefault(m.name, m.value)
			}
		}
	})
}

// fillProduct fills in the values that every product of the provider has.
func fillProduct(r *record) {
	if r.textOf("UnitOfMeasurment") == "" {
		r.setText("UnitOfMeasurment", "szt.")
	}
	if !r.isGiven("Rate") {
		r.setInt("Rate", codeOf(erpxt.VAT23))
	}
	if !r.isGiven("ProductType") {
		r.setInt("ProductType", codeOf(erpxt.ProductTypeService))
	}
	r.completePrices()
	r.setDefault("Quantity", noStock())
}

// codeOf returns the provider's code of a constant of package erpxt.
func codeOf(constant interface{ Code() (int, bool) }) int64 {
	code, _ := constant.Code()
	return int64(code)
}

// noStock returns zero as the guide writes it.
func noStock() json.RawMessage { return json.RawMessage("0.0") }

// Products returns the products by id, as a client reads them.
func (s *Server) Products() []erpxt.Product { return readRecords[erpxt.Product](s, s.products) }

// DeleteProducts deletes products of any type. Unknown ids are skipped.
func (s *Server) DeleteProducts(ids ...int64) { s.deleteRecords(s.products, ids) }

// SetOnHand sets the quantity on hand of a product. It panics for an unknown id.
func (s *Server) SetOnHand(id int64, quantity shelfwire.Decimal) {
	s.lockState()
	defer s.mu.Unlock()
	s.products.updateRow(id, func(r *record, odd oddForms) {
		r.setNumber("Quantity", quantity)
		delete(odd, memberPath{column: "Quantity"})
	})
}

// SetExtra gives a product members that are unknown to package erpxt, in place of those that it had. They follow the
// documented ones, by name. SetExtra panics for an unknown id, when a name is that of a documented member, and
// when a value is not JSON.
func (s *Server) SetExtra(id int64, members map[string]json.RawMessage) {
	s.lockState()
	defer s.mu.Unlock()
	for name, value := range members {
		if s.products.hasColumn(name) || !json.Valid(value) {
			panic(fmt.Sprintf("erpxttest: %q: %s cannot be an extra member", name, value))
		}
	}
	s.products.updateRow(id, func(r *record, _ oddForms) {
		r.members = append(r.members[:len(s.products.columns)], compactMembers(members)...)
	})
}

// Extra returns the members of a product that are unknown to package erpxt; nil for none.
func (s *Server) Extra(id int64) map[string]json.RawMessage {
	s.lockState()
	defer s.mu.Unlock()
	r := s.products.byID[id]
	if r == nil || len(r.extra) == 0 {
		return nil
	}
	members := map[string]json.RawMessage{}
	for _, m := range r.extra {
		members[m.name] = append(json.RawMessage(nil), m.value...)
	}
	return members
}
