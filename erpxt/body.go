package erpxt

import (
	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// body is a product as it is written.
type body struct {
	productBody
	unknown []member
}

// productBody are the parameters that the guide lists for POST and PUT, and the product's type, which goes back as it
// came. The optional texts are sent also when they are empty; an empty code would ask for nothing known.
type productBody struct {
	Name              string                           `json:"Name"`
	Description       string                           `json:"Description"`
	ItemCode          string                           `json:"ItemCode"`
	ProductCode       string                           `json:"ProductCode,omitempty"`
	UnitOfMeasurement string                           `json:"UnitOfMeasurment"`
	Rate              VATRate                          `json:"Rate"`
	SaleNetPrice      shelfwire.Opt[shelfwire.Decimal] `json:"SaleNetPrice,omitzero"`
	SaleGrossPrice    shelfwire.Opt[shelfwire.Decimal] `json:"SaleGrossPrice,omitzero"`
	ProductType       shelfwire.Opt[ProductType]       `json:"ProductType,omitzero"`
	ID                int64                            `json:"Id,omitzero"`
}

// MarshalJSON writes the parameters and behind them what this module does not know.
func (b body) MarshalJSON() ([]byte, error) { return withMembers(b.productBody, b.unknown) }

func newBody(n *NewProduct) productBody {
	return productBody{
		Name: n.Name, Description: n.Description, ItemCode: n.ItemCode, ProductCode: n.ProductCode,
		UnitOfMeasurement: n.UnitOfMeasurement, Rate: n.Rate,
		SaleNetPrice: given(n.SaleNetPrice), SaleGrossPrice: given(n.SaleGrossPrice),
	}
}

// replacement is the body that overwrites a product. Stock is not among its parameters, so it is never written back.
func replacement(p *Product) body {
	b := body{unknown: p.unknown, productBody: productBody{
		Name: p.Name, Description: p.Description, ItemCode: p.ItemCode, ProductCode: p.ProductCode,
		UnitOfMeasurement: p.UnitOfMeasurement, Rate: p.Rate,
		SaleNetPrice: given(p.SaleNetPrice), SaleGrossPrice: given(p.SaleGrossPrice), ID: p.ID,
	}}
	if p.typed || p.ProductType != 0 {
		b.ProductType = shelfwire.Set(p.ProductType)
	}
	return b
}

// given leaves a price out that is null: that null can be written is not documented.
func given(price shelfwire.Opt[shelfwire.Decimal]) shelfwire.Opt[shelfwire.Decimal] {
	if price.IsNull() {
		return shelfwire.Opt[shelfwire.Decimal]{}
	}
	return price
}

// check notes what the guide requires and is missing, and what cannot be right.
func (b *productBody) check(problems *check.Problems) {
	b.checkTexts(problems)
	if b.Rate != 0 && !b.Rate.isKnown() {
		problems.Add("Rate", "is not a rate that the provider documents")
	}
	checkPrice(problems, "SaleNetPrice", b.SaleNetPrice)
	checkPrice(problems, "SaleGrossPrice", b.SaleGrossPrice)
}

func (b *productBody) checkTexts(problems *check.Problems) {
	problems.Required("Name", b.Name)
	problems.Required("UnitOfMeasurement", b.UnitOfMeasurement)
	if b.Rate == 0 {
		problems.Add("Rate", "is missing")
	}
}

func checkPrice(problems *check.Problems, field string, price shelfwire.Opt[shelfwire.Decimal]) {
	if amount, ok := price.Get(); ok {
		problems.Amount(field, amount)
	}
}

func checkID(problems *check.Problems, field string, id int64) {
	if id <= 0 {
		problems.Add(field, "must be above zero")
	}
}
