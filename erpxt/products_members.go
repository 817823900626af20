package erpxt

import "github.com/shelfwire/shelfwire"

// productSchema has the members in the order of the fields of a Product.
var productSchema = newSchema("product", "Name",
	func(p *Product) (*kept, *[]shelfwire.Unread) { return &p.kept, &p.Unread },
	keyMember("Id", "ID", func(p *Product) *int64 { return &p.ID }),
	textMember("Name", "Name", func(p *Product) *string { return &p.Name }),
	textMember("Description", "Description", func(p *Product) *string { return &p.Description }),
	textMember("ItemCode", "ItemCode", func(p *Product) *string { return &p.ItemCode }),
	// An empty code is omitted from a write: its effect is undocumented.
	textMember("ProductCode", "ProductCode", func(p *Product) *string { return &p.ProductCode }).omitEmpty(),
	textMember("UnitOfMeasurment", "UnitOfMeasurement", func(p *Product) *string { return &p.UnitOfMeasurement }),
	rateMember(),
	numberMember("SaleNetPrice", "SaleNetPrice",
		func(p *Product) *shelfwire.Opt[shelfwire.Decimal] { return &p.SaleNetPrice }),
	numberMember("SaleGrossPrice", "SaleGrossPrice",
		func(p *Product) *shelfwire.Opt[shelfwire.Decimal] { return &p.SaleGrossPrice }),
	numberMember("Quantity", "OnHand",
		func(p *Product) *shelfwire.Opt[shelfwire.Decimal] { return &p.OnHand }).asComputed(),
	codeMember("ProductType", "ProductType", func(p *Product) *ProductType { return &p.ProductType }),
)

// rateMember describes the rate of VAT, which is always written: a card must have one.
func rateMember() memberOf[Product] {
	m := codeMember("Rate", "Rate", func(p *Product) *VATRate { return &p.Rate })
	m.isStored, m.isSent = nil, nil
	return m
}
