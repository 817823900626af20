package erpxttest

import (
	"math"
	"net/http"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/fake"
)

func (s *Server) getProduct(c *call) (fake.Response, refused) {
	r, err := s.named(c.PathValue("id"))
	if err != nil {
		return fake.Response{}, err
	}
	return fake.Response{Status: http.StatusOK, Body: r.encoded()}, nil
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

// createProduct responds with nothing but the id.
func (s *Server) createProduct(c *call) (fake.Response, refused) {
	r := &row{}
	r.OnHand, r.ProductType = shelfwire.Set(noStock()), erpxt.ProductTypeService
	r.read(c.body, nil)
	if err := c.body.refusal(); err != nil {
		return fake.Response{}, err
	}
	s.catalogue.put(r)
	return fake.Response{Status: http.StatusOK, Body: []byte(r.idText())}, nil
}

// replaceProduct overwrites what the body leaves out, except for stock and type, which the guide does not count
// among the parameters of this call. It takes them when they are sent all the same.
func (s *Server) replaceProduct(c *call) (fake.Response, refused) {
	id := c.body.Whole("Id", 0)
	old := s.catalogue.byID[id]
	if id == 0 {
		c.body.Problem("Id", "is missing")
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
	c.body.Lookup("$id") // a number of the answer, not a member of the product
	r.extra = c.body.unknown()
	if err := c.body.refusal(); err != nil {
		return fake.Response{}, err
	}
	if old == nil {
		return fake.Response{}, unknownProduct(r.idText())
	}
	s.catalogue.put(r)
	return fake.Response{Status: http.StatusNoContent}, nil
}

// deleteProduct rejects products with stock control, as the guide says.
func (s *Server) deleteProduct(c *call) (fake.Response, refused) {
	r, err := s.named(c.PathValue("id"))
	if err != nil {
		return fake.Response{}, err
	}
	if r.ProductType == erpxt.ProductTypeStocked {
		return fake.Response{}, refuseCode(http.StatusBadRequest, "InvalidOperationException",
			"a product with stock control cannot be deleted: Product#"+c.PathValue("id"))
	}
	s.catalogue.remove(r.ID)
	return fake.Response{Status: http.StatusNoContent}, nil
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
	code := b.Whole("Rate", missing)
	if code == missing {
		b.Problem("Rate", "is missing")
		return
	}
	accepted := knownRates()
	if old != nil {
		accepted = append(accepted, old.Rate)
	}
	rate, ok := withCode(accepted, code)
	if !ok {
		b.Problem("Rate", "is not a known rate")
	}
	r.Rate = rate
}

// withCode returns the rate or the type of a code, when it is accepted.
func withCode[T interface{ Code() (int, bool) }](accepted []T, code int64) (found T, ok bool) {
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

func (b *body) price(name string) (shelfwire.Decimal, bool) {
	price, given := b.Number(name)
	if price.Sign() < 0 {
		b.Problem(name, "must not be negative")
	}
	return price, given
}

func (r *row) readStock(b *body, old *row) {
	r.OnHand = old.OnHand
	if quantity, given := b.Number("Quantity"); given {
		r.OnHand = shelfwire.Set(quantity)
	}
	code, _ := old.ProductType.Code()
	accepted := []erpxt.ProductType{
		erpxt.ProductTypeService, erpxt.ProductTypeGoods, erpxt.ProductTypeStocked, old.ProductType,
	}
	var ok bool
	if r.ProductType, ok = withCode(accepted, b.Whole("ProductType", int64(code))); !ok {
		b.Problem("ProductType", "is not a known type")
	}
}
