package erpxttest

import (
	"math"
	"net/http"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// getProduct responds with the card.
func (s *Server) getProduct(c *call) (fake.Response, rejection) {
	r, err := s.findProduct(c.PathValue("id"))
	if err != nil {
		return fake.Response{}, err
	}
	return fake.Response{Status: http.StatusOK, Body: r.encodeJSON()}, nil
}

// findProduct returns the product of an id in a path.
func (s *Server) findProduct(id string) (*row, rejection) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil, rejectFields(map[string][]string{"id": {"is not a whole number"}})
	}
	r := s.catalogue.byID[n]
	if r == nil {
		return nil, rejectUnknownProduct(id)
	}
	return r, nil
}

// createProduct responds with the bare id.
func (s *Server) createProduct(c *call) (fake.Response, rejection) {
	r := &row{}
	r.OnHand, r.ProductType = shelfwire.Set(noStock()), erpxt.ProductTypeService
	r.readParameters(c.body, nil)
	if err := c.body.rejectProblems(); err != nil {
		return fake.Response{}, err
	}
	s.catalogue.putRow(r)
	return fake.Response{Status: http.StatusOK, Body: []byte(r.formatID())}, nil
}

// replaceProduct overwrites the whole card except stock and type, which the guide does not list among the parameters of
// this call. When they are sent, they are stored.
func (s *Server) replaceProduct(c *call) (fake.Response, rejection) {
	id := c.body.Int("Id", 0)
	old := s.catalogue.byID[id]
	if id == 0 {
		c.body.AddProblem("Id", "is missing")
	}
	r := &row{}
	r.ID = id
	if old != nil {
		r.oddForms = c.body.keepOddForms(old)
	}
	r.readParameters(c.body, old)
	if old != nil {
		r.readStock(c.body, old)
	}
	c.body.Lookup("$id") // the number of the object in its response: no member of the product
	r.extra = c.body.unknownMembers()
	if err := c.body.rejectProblems(); err != nil {
		return fake.Response{}, err
	}
	if old == nil {
		return fake.Response{}, rejectUnknownProduct(r.formatID())
	}
	s.catalogue.putRow(r)
	return fake.Response{Status: http.StatusNoContent}, nil
}

// deleteProduct rejects products with stock control, as the guide says.
func (s *Server) deleteProduct(c *call) (fake.Response, rejection) {
	r, err := s.findProduct(c.PathValue("id"))
	if err != nil {
		return fake.Response{}, err
	}
	if r.ProductType == erpxt.ProductTypeStocked {
		return fake.Response{}, newRejectionWithCode(http.StatusBadRequest, "InvalidOperationException",
			"a product with stock control cannot be deleted: Product#"+c.PathValue("id"))
	}
	s.catalogue.removeRow(r.ID)
	return fake.Response{Status: http.StatusNoContent}, nil
}

// readParameters reads the parameters of POST and PUT. old is nil for a new product.
func (r *row) readParameters(b *requestBody, old *row) {
	r.Name, r.UnitOfMeasurement = b.readRequired("Name"), b.readRequired("UnitOfMeasurment")
	r.Description, r.ItemCode, r.ProductCode = b.readText("Description"), b.readText("ItemCode"), b.readText("ProductCode")
	r.readRate(b, old)
	net, hasNet := b.readPrice("SaleNetPrice")
	gross, hasGross := b.readPrice("SaleGrossPrice")
	r.setPrices(net, hasNet, gross, hasGross)
}

// readRate accepts the known rates, and the one that the product has: AddProducts may have set any rate.
func (r *row) readRate(b *requestBody, old *row) {
	const missing = math.MinInt64
	code := b.Int("Rate", missing)
	if code == missing {
		b.AddProblem("Rate", "is missing")
		return
	}
	accepted := knownRates()
	if old != nil {
		accepted = append(accepted, old.Rate)
	}
	rate, ok := findByCode(accepted, code)
	if !ok {
		b.AddProblem("Rate", "is not a known rate")
	}
	r.Rate = rate
}

// findByCode returns the rate or the type of a code, if it is among the accepted ones.
func findByCode[T interface{ Code() (int, bool) }](accepted []T, code int64) (found T, ok bool) {
	for _, one := range accepted {
		if c, isCode := one.Code(); isCode && int64(c) == code {
			return one, true
		}
	}
	return found, false
}

func knownRates() []erpxt.VATRate {
	return []erpxt.VATRate{
		erpxt.VATNotTaxable, erpxt.VATExempt, erpxt.VAT0, erpxt.VAT4, erpxt.VAT5, erpxt.VAT8, erpxt.VAT23,
	}
}

// readPrice reads a price and reports whether it was sent.
func (b *requestBody) readPrice(name string) (shelfwire.Decimal, bool) {
	price, given := b.Number(name)
	if price.Sign() < 0 {
		b.AddProblem(name, "must not be negative")
	}
	return price, given
}

// readStock reads stock and type; those of the old product stay where they are left out.
func (r *row) readStock(b *requestBody, old *row) {
	r.OnHand = old.OnHand
	if quantity, given := b.Number("Quantity"); given {
		r.OnHand = shelfwire.Set(quantity)
	}
	code, _ := old.ProductType.Code()
	accepted := []erpxt.ProductType{
		erpxt.ProductTypeService, erpxt.ProductTypeGoods, erpxt.ProductTypeStocked, old.ProductType,
	}
	var ok bool
	if r.ProductType, ok = findByCode(accepted, b.Int("ProductType", int64(code))); !ok {
		b.AddProblem("ProductType", "is not a known type")
	}
}
