package erpxttest

import (
	"math"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// createProduct responds with the bare id.
func (s *Server) createProduct(c *call) (fake.Response, rejection) {
	r := &record{}
	r.setMember("Quantity", noStock())
	r.setInt("ProductType", codeOf(erpxt.ProductTypeService))
	c.body.copyProduct(r, nil)
	if err := c.body.rejectProblems(); err != nil {
		return fake.Response{}, err
	}
	return newCreatedResponse(s.products.putRecord(r)), nil
}

// replaceProduct overwrites the whole card except stock and type, which the guide does not list among the parameters of
// this call. When they are sent, they are stored.
func (s *Server) replaceProduct(c *call) (fake.Response, rejection) {
	t, r := s.products, &record{}
	id, old := t.readID(c.body)
	odd := t.keepOddForms(c.body, old, "Quantity", "ProductType")
	r.setInt("Id", id)
	var before *record
	if old != nil {
		before = t.openRow(old)
	}
	c.body.copyProduct(r, before)
	if old != nil {
		c.body.copyStock(r, before)
	}
	c.body.copyUnknown(r)
	if err := c.body.rejectProblems(); err != nil {
		return fake.Response{}, err
	}
	if old == nil {
		return fake.Response{}, rejectUnknownID(t.noun, id)
	}
	t.putOdd(r, odd)
	return newDoneResponse(), nil
}

// deleteProduct rejects products with stock control, as the guide says, and those that stand on a document.
func (s *Server) deleteProduct(c *call) (fake.Response, rejection) {
	r, err := s.products.findByPath(c)
	if err != nil {
		return fake.Response{}, err
	}
	switch {
	case s.products.openRow(r).idOf("ProductType") == codeOf(erpxt.ProductTypeStocked):
		return fake.Response{}, rejectOperation("a product with stock control cannot be deleted", s.products, r.id)
	case s.isOnDocument(func(d *record) bool { return d.idOf("ProductId") == r.id }):
		return fake.Response{}, rejectOperation("a product on a document cannot be deleted", s.products, r.id)
	}
	s.products.removeRow(r.id)
	return newDoneResponse(), nil
}

// copyProduct copies the parameters of POST and PUT. old is nil for a new product.
func (b *requestBody) copyProduct(r, old *record) {
	b.copyRequired(r, "Name", "UnitOfMeasurment")
	b.copyTexts(r, "Description", "ItemCode", "ProductCode")
	b.copyRate(r, old)
	net, hasNet := b.readAmount("SaleNetPrice")
	gross, hasGross := b.readAmount("SaleGrossPrice")
	r.setPrices(net, hasNet, gross, hasGross)
}

// copyRate accepts the known rates, and the one that the product has: AddProducts may have set any rate.
func (b *requestBody) copyRate(r, old *record) {
	const missing = math.MinInt64
	code := b.Int("Rate", missing)
	switch {
	case code == missing:
		b.AddProblem("Rate", "is missing")
	case !isKnownRate(code) && (old == nil || old.idOf("Rate") != code):
		b.AddProblem("Rate", "is not a known rate")
	}
	r.setInt("Rate", code)
}

func isKnownRate(code int64) bool {
	for _, rate := range []erpxt.VATRate{
		erpxt.VATNotTaxable, erpxt.VATExempt, erpxt.VAT0, erpxt.VAT4, erpxt.VAT5, erpxt.VAT8, erpxt.VAT23,
	} {
		if codeOf(rate) == code {
			return true
		}
	}
	return false
}

// copyStock copies stock and type; those of the old product stay where they are left out.
func (b *requestBody) copyStock(r, old *record) {
	r.setMember("Quantity", old.rawMember("Quantity"))
	if quantity, given := b.Number("Quantity"); given {
		r.setNumber("Quantity", quantity)
	}
	before := old.idOf("ProductType")
	code := b.Int("ProductType", before)
	if code != before && (code < codeOf(erpxt.ProductTypeService) || code > codeOf(erpxt.ProductTypeStocked)) {
		b.AddProblem("ProductType", "is not a known type")
	}
	r.setInt("ProductType", code)
}

// ratePercent returns the rate of a product as the server counts with it; 0 where there is no percentage.
func (r *record) ratePercent() shelfwire.Decimal {
	percent, _ := erpxt.VATRateOfCode(int(r.idOf("Rate"))).Percent()
	return percent
}
