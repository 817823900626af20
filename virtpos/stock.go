package virtpos

import "github.com/shelfwire/shelfwire"

// StockRow is the stock of one lot of an item in one warehouse. An item with several lots has several rows, so
// key rows by warehouse, item and lot.
//
// A number that the server left out or left empty is absent, which differs from zero. Quantities are in the
// item's unit, prices in the company's currency; the API names neither.
type StockRow struct {
	WarehouseID   int64  // in VirtualPOS; always there
	WarehouseName string // empty when it comes after the items

	ItemID    int64                            // in VirtualPOS; always there
	OnHand    shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // on hand: the guide's quantity
	Available shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // on hand less reservations: the guide's available_quantity
	LotNumber string                           // series or lot; empty where there is none

	Name    string                           // with StockItemName
	Article string                           // with StockArticle: the article number, often used as SKU
	COGS    shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // with StockCOGS: cost of goods
	Price   shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // with StockPrice: by the main price list
	Prices  []ListPrice                      // with StockOptionalPrices: by further price lists

	// ExpiryDate comes with StockExpiryDate, as the server wrote it: its form is undocumented
	// (probe: virtpos/expiry-form).
	ExpiryDate string

	// Extra are the elements unknown to this package, in the order of the response.
	Extra []Element

	// Unread are the members whose form could not be read for certain. Their fields are zero. Members of Prices are
	// named prices.pricelistid and prices.price; text between the members is named item.
	Unread []shelfwire.Unread `json:"-"`
}

// ListPrice is the price of an item by one price list.
type ListPrice struct {
	PriceListID int64                            // in VirtualPOS; 0 when it is missing or cannot be read
	Price       shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // in the company's currency
	Extra       []Element                        // elements unknown to this package
}

// Element is a part of a response unknown to this package. The same response gives the same elements in XML and
// in JSON: a JSON list becomes one element per value, each with the name of the list, as XML writes it.
type Element struct {
	Name     string
	Text     string    // trimmed of surrounding spaces
	Children []Element // in the order of the response
}

// Stock is a whole response, by warehouse, in the order of the response.
type Stock struct {
	Warehouses []WarehouseStock // those that the query selects, including empty ones
}

// WarehouseStock is the stock of one warehouse.
type WarehouseStock struct {
	ID   int64      // in VirtualPOS
	Name string     // empty when it comes after the items
	Rows []StockRow // in the order of the response; none in an empty warehouse

	// Unread are the members whose form could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}
