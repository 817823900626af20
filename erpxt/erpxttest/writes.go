package erpxttest

import (
	"math"
	"net/http"
	"slices"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/fake"
)

func (s *Server) getProduct(c *call) (fake.Reply, refused) {
	r, err := s.named(c.id)
	if err != nil {
		return fake.Reply{}, err
	}
	return fake.Reply{Status: http.StatusOK, Body: r.encoded()}, nil
}

// named finds the product that a path names.
func (s *Server) named(id string) (*row, refused) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil, refuseModel(map[string][]string{"id": {"is not a whole number"}})
	}
	r := s.catalogue.byID[n]
	if r == nil {
		return nil, unknownProduct(id)
	}
	return r, nil
}

// createProduct answers with nothing but the id, unless SetCreateResponse says otherwise.
func (s *Server) createProduct(c *call) (fake.Reply, refused) {
	r := &row{}
	r.Quantity = shelfwire.Set(noStock())
	r.read(c.body, nil)
	if err := c.body.refusal(); err != nil {
		return fake.Reply{}, err
	}
	s.catalogue.put(r)
	if s.createResponse != nil {
		return fake.Reply{Status: http.StatusOK, Body: []byte(s.createResponse(r.product()))}, nil
	}
	return fake.Reply{Status: http.StatusOK, Body: []byte(r.idText())}, nil
}

// changed answers when a product was changed or deleted.
func (s *Server) changed(r *row) (fake.Reply, refused) {
	if s.changeResponse != nil {
		return fake.Reply{Status: http.StatusOK, Body: []byte(s.changeResponse(r.product()))}, nil
	}
	return fake.Reply{Status: http.StatusNoContent}, nil
}

// replaceProduct overwrites what the body leaves out, except for stock and type, which the guide does not count
// among the parameters of this call. It takes them when they are sent all the same.
func (s *Server) replaceProduct(c *call) (fake.Reply, refused) {
	id := c.body.whole("Id", 0)
	old := s.catalogue.byID[id]
	if id == 0 {
		c.body.problem("Id", "is missing")
	}
	r := &row{}
	r.ID = id
	if old != nil {
		r.odd = c.body.keepOdd(old)
	}
	r.read(c.body, old)
	if old != nil {
		r.readStock(c.body, old)
	}
	_, _ = c.body.get("$id") // a number of the answer, not a member of the product
	r.extra = c.body.unknown()
	if err := c.body.refusal(); err != nil {
		return fake.Reply{}, err
	}
	if old == nil {
		return fake.Reply{}, unknownProduct(r.idText())
	}
	s.catalogue.put(r)
	return s.changed(r)
}

// deleteProduct refuses products with stock control, as the guide says.
func (s *Server) deleteProduct(c *call) (fake.Reply, refused) {
	r, err := s.named(c.id)
	if err != nil {
		return fake.Reply{}, err
	}
	if r.ProductType == erpxt.ProductTypeStocked {
		return fake.Reply{}, refuseCode(http.StatusBadRequest, "InvalidOperationException",
			"a product with stock control cannot be deleted: Product#"+c.id)
	}
	s.catalogue.remove(r.ID)
	return s.changed(r)
}

// read takes the parameters that creating and editing have in common. There is no old product to create one.
func (r *row) read(b *body, old *row) {
	r.Name, r.UnitOfMeasurement = b.required("Name"), b.required("UnitOfMeasurment")
	r.Description, r.ItemCode, r.ProductCode = b.text("Description"), b.text("ItemCode"), b.text("ProductCode")
	r.readRate(b, old)
	net, hasNet := b.price("SaleNetPrice")
	gross, hasGross := b.price("SaleGrossPrice")
	r.setPrices(net, hasNet, gross, hasGross)
}

// readRate takes the known rates, and the one that the product has: AddProducts may have given it any.
func (r *row) readRate(b *body, old *row) {
	const missing = math.MinInt64
	code := b.whole("Rate", missing)
	if code == missing {
		b.problem("Rate", "is missing")
		return
	}
	accepted := knownRates()
	if old != nil {
		accepted = append(accepted, old.Rate)
	}
	i := slices.IndexFunc(accepted, func(rate erpxt.VATRate) bool { return int64(rate.Code()) == code })
	if i < 0 {
		b.problem("Rate", "is not a known rate")
		return
	}
	r.Rate = accepted[i]
}

func knownRates() []erpxt.VATRate {
	return []erpxt.VATRate{
		erpxt.VATNotTaxable, erpxt.VATExempt, erpxt.VAT0, erpxt.VAT4, erpxt.VAT5, erpxt.VAT8, erpxt.VAT23,
	}
}

func (b *body) price(name string) (shelfwire.Decimal, bool) {
	price, given := b.number(name)
	if price.Sign() < 0 {
		b.problem(name, "must not be negative")
	}
	return price, given
}

func (r *row) readStock(b *body, old *row) {
	r.Quantity = old.Quantity
	if quantity, given := b.number("Quantity"); given {
		r.Quantity = shelfwire.Set(quantity)
	}
	r.ProductType = erpxt.ProductType(b.whole("ProductType", int64(old.ProductType)))
	known := r.ProductType >= erpxt.ProductTypeService && r.ProductType <= erpxt.ProductTypeStocked
	if !known && r.ProductType != old.ProductType {
		b.problem("ProductType", "is not a known type")
	}
}
