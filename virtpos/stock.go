package virtpos

import "github.com/shelfwire/shelfwire"

// StockRow is the stock of one lot of an item in one warehouse. An item with several lots has several rows, so rows must
// not be keyed by item.
//
// A number that the server left out, or left empty, is absent: it is not zero. Quantities are in the item's unit, prices
// in the company's currency; the API names neither.
type StockRow struct {
	WarehouseID   int64
	WarehouseName string

	ItemID    int64
	OnHand    shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // on hand
	Available shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // on hand less what is reserved
	LotNumber string                           // series or lot; empty where there is none

	Name    string                           // with StockItemName
	Article string                           // with StockArticle: the article number, often used as SKU
	COGS    shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // with StockCOGS: cost of goods
	Price   shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // with StockPrice: by the main price list
	Prices  []ListPrice                      // with StockOptionalPrices: by further price lists

	// ExpiryDate is there with StockExpiryDate, as it came: its form is not documented.
	ExpiryDate string

	// Extra are the elements that this module does not know, in their order.
	Extra []Element

	// Unread are the members that came in a form which could not be read for certain. Their fields are zero. Members of
	// Prices are named prices.pricelistid and prices.price, text between the members item.
	Unread []shelfwire.Unread `json:"-"`
}

// ListPrice is the price of an item by one price list.
type ListPrice struct {
	PriceListID int64                            // 0 when the price came without a price list, or with one that could not be read
	Price       shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"`
	Extra       []Element                        // what this module does not know
}

// Element is a part of a response that this module does not know. The same response in XML and in JSON gives the same elements:
// a list in JSON is one element after the other with the name of the list, as XML writes it.
type Element struct {
	Name     string
	Text     string // without the spaces around it
	Children []Element
}

// Stock is a whole response: warehouse by warehouse, in the order in which they came.
type Stock struct {
	Warehouses []WarehouseStock
}

// WarehouseStock is the stock of one warehouse.
type WarehouseStock struct {
	ID   int64
	Name string
	Rows []StockRow // none in an empty warehouse

	// Unread are the members that came in a form which could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}
