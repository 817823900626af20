package erpxt

import (
	"context"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// ProductsService reads and writes product cards. Its calls are those of the vendor's guide "API – Produkty",
// https://pomoc.erpxt.pl/dokumentacja/api-produkty/; each method names the section that it serves.
type ProductsService struct{ resource[Product] }

func newProducts(caller *call.Caller) *ProductsService {
	idOf := func(p *Product) int64 { return p.ID }
	return &ProductsService{newResource(caller, "Products", productSchema, ProductID, idOf, "products")}
}

// Product is a product card. Prices are in PLN in the Polish editions. A price or a quantity is absent when the server
// leaves it out, and null when the server sends null.
//
// A product that was read remembers its unknown and its unreadable members: [ProductsService.Edit] sends both back as
// they came, and JSON keeps them, so that a product can be stored and read again.
type Product struct {
	kept

	ID                int64   `json:"Id"`               // key, assigned by the server
	Name              string  `json:"Name"`             // required in writes
	Description       string  `json:"Description"`      // may be empty
	ItemCode          string  `json:"ItemCode"`         // PKWiU: the Polish classification of goods and services
	ProductCode       string  `json:"ProductCode"`      // the company's SKU; empty: the server assigns one
	UnitOfMeasurement string  `json:"UnitOfMeasurment"` // required in writes, such as "szt." (piece)
	Rate              VATRate `json:"Rate"`             // rate of VAT, required in writes

	// SaleNetPrice is the price of one unit before VAT. The server works one price out from the other: see
	// [ProductsService.Edit] and [ProductsService.Replace].
	SaleNetPrice shelfwire.Opt[shelfwire.Decimal] `json:"SaleNetPrice,omitzero"`
	// SaleGrossPrice is the price of one unit with VAT.
	SaleGrossPrice shelfwire.Opt[shelfwire.Decimal] `json:"SaleGrossPrice,omitzero"`
	// OnHand is the quantity on hand, in UnitOfMeasurement; the wire calls it "Quantity". It is read only.
	OnHand shelfwire.Opt[shelfwire.Decimal] `json:"Quantity,omitzero"`
	// ProductType is set in the ERP. Replace sends it when it is set; Edit sends it back as it came.
	ProductType ProductType `json:"ProductType,omitzero"`

	// Unread lists the members that came in a form which could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// NewProduct is a product card to create.
//
// Set one of the two prices: the server works out the other from it and the rate of VAT. When both are set, the server
// takes the net price and ignores the gross one. A card with neither price is undocumented.
type NewProduct struct {
	Name              string                           // required
	Description       string                           // may be empty
	ItemCode          string                           // PKWiU, may be empty
	ProductCode       string                           // the company's SKU; empty: the server assigns one
	UnitOfMeasurement string                           // required, such as "szt." (piece)
	Rate              VATRate                          // required
	SaleNetPrice      shelfwire.Opt[shelfwire.Decimal] // price of one unit before VAT, in PLN in the Polish editions
	SaleGrossPrice    shelfwire.Opt[shelfwire.Decimal] // price of one unit with VAT
}

// toProduct returns the product that the card will be, without an ID.
func (n *NewProduct) toProduct() *Product {
	return &Product{
		Name: n.Name, Description: n.Description, ItemCode: n.ItemCode, ProductCode: n.ProductCode,
		UnitOfMeasurement: n.UnitOfMeasurement, Rate: n.Rate,
		SaleNetPrice: n.SaleNetPrice, SaleGrossPrice: n.SaleGrossPrice,
	}
}

// Get reads one product by its id: GET /products/{id}, section "Pobieranie produktów" of the guide. To look a product
// up by its code, use [ProductsService.List] with a filter.
//
// The response must be an object with this id; any other response matches shelfwire.ErrMalformed. All other members are
// best effort: those that could not be read for certain are listed in Product.Unread.
//
// For an unknown id the error matches shelfwire.ErrNotFound: that is the provider's code EntityNotFoundException, or
// an empty 404. A 404 with any other text comes from a web server or a router and matches shelfwire.ErrMalformed.
func (s *ProductsService) Get(ctx context.Context, id int64) (Product, error) {
	return s.getRecord(ctx, s.ops.get, id)
}

// Create creates a product and returns its id: POST /products, section "Dodawanie nowego produktu" of the guide. It
// is a write and is repeated only after an attempt that certainly created nothing. When its outcome is unknown, look
// for the product by its code or name before trying again.
//
// The response must hold the new id: bare, as the provider sends it, quoted, with a fraction of zeros, or as the Id of
// an object. Any other response under a status of success matches shelfwire.ErrMalformed and has outcome unknown. When
// a response breaks off behind the id, Create returns the id and an error of outcome applied.
//
// See [NewProduct] for the rule on prices. Whether the server rejects a ProductCode that exists already is not
// documented.
func (s *ProductsService) Create(ctx context.Context, product NewProduct) (int64, error) {
	p := product.toProduct()
	var problems check.Problems
	if p.validate(&problems); problems.Err() != nil {
		return 0, s.caller.InvalidInput(s.ops.create, problems.Err())
	}
	return s.createRecord(ctx, s.ops.create, productBody{p})
}

// Replace overwrites a product: PUT /products, section "Edycja karty produktu" of the guide.
//
// DANGER: the server overwrites the whole card. A description or a price that product leaves out is set to an empty or
// a default value. To change something on a card, use [ProductsService.Edit]; Replace is for a caller who holds the
// whole card.
//
// These products are rejected with an error that matches shelfwire.ErrInvalid, before anything is sent:
//
//   - one with members in Product.Unread, unless their fields have been set since or are read only;
//   - one with an undocumented Rate, also when it was read; Edit sends such a rate back;
//   - one with a text with invalid UTF-8, since it would be sent as another one.
//
// When both prices are set, the server takes SaleNetPrice and works the gross price out from it: a changed gross price
// beside an old net price would be lost. OnHand is never sent. ProductType is sent when it is set; whether the server
// changes it is undocumented. Unknown members of a product that was read are sent back.
//
// The change was made when the response is empty, as documented, or an object with this id. Writing the same card twice
// has the effect of writing it once, so the call is repeated after a lost response. For an unknown id the
// error matches shelfwire.ErrNotFound, by the provider's code alone.
func (s *ProductsService) Replace(ctx context.Context, product Product) error {
	var problems check.Problems
	validateID(&problems, "ID", product.ID)
	product.validate(&problems)
	if product.validateUnread(&problems); problems.Err() != nil {
		return s.caller.InvalidInput(s.ops.replace, problems.Err())
	}
	return s.putRecord(ctx, s.ops.replace, s.path, product.ID, productBody{&product})
}

// Delete deletes a product: DELETE /products/{id}, section "Usuwanie produktu" of the guide. Goods with stock control
// cannot be deleted through the API. For an unknown id the error matches shelfwire.ErrNotFound, by the
// provider's code EntityNotFoundException alone.
//
// The product was deleted when the response is empty, as documented, or an object with this id. When a response was
// lost, the call is repeated; if the second response has that code, the first call deleted the product and Delete
// returns nil. Any other 404 leaves the outcome open.
func (s *ProductsService) Delete(ctx context.Context, id int64) error {
	return s.deleteRecord(ctx, s.path, id)
}
