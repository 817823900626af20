package erpxt

// The fields of a product, for filters and for the order of a list. The guide's examples filter by Name,
// ProductCode and SaleGrossPrice; whether the server filters by the others is undocumented
// (probe: erpxt/filter-by-text, erpxt/filter-by-code, erpxt/filter-by-number).
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

// ProductQuery is the Query of products.
type ProductQuery = Query

// ProductOrder is an Order of products.
type ProductOrder = Order

// ProductField is a Field of a product.
type ProductField = Field

// ProductPage is a Page of products.
type ProductPage = Page[Product]
