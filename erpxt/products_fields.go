package erpxt

// The fields of a product, for filters and for the order of a list. The guide's examples filter by Name, ProductCode
// and SaleGrossPrice; whether the server filters by the others is undocumented.
const (
	ProductID                IDField     = "Id"
	ProductName              TextField   = "Name"
	ProductDescription       TextField   = "Description"
	ProductItemCode          TextField   = "ItemCode" // PKWiU: the Polish classification of goods and services
	ProductCode              TextField   = "ProductCode"
	ProductUnitOfMeasurement TextField   = "UnitOfMeasurment" // spelt so on the wire
	ProductRate              RateField   = "Rate"
	ProductSaleNetPrice      NumberField = "SaleNetPrice"
	ProductSaleGrossPrice    NumberField = "SaleGrossPrice"
	ProductOnHand            NumberField = "Quantity" // the quantity on hand
	ProductTypeField         TypeField   = "ProductType"
)

// Names of the types that all resources share, as they are with products.
type (
	ProductQuery = Query         // what to read
	ProductOrder = Order         // a field to order products by
	ProductField = Field         // a field of a product
	ProductPage  = Page[Product] // a page of a walk
)
