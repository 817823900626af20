package resico

import (
	"context"
	"fmt"
	"net/http"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

var (
	opListProducts   = call.Op{Name: "Products.List", Method: http.MethodPost, Effect: shelfwire.EffectRead}
	opGetProduct     = call.Op{Name: "Products.Get", Method: http.MethodPost, Effect: shelfwire.EffectRead}
	opProductBalance = call.Op{Name: "Products.Balance", Method: http.MethodGet, Effect: shelfwire.EffectRead}
)

// ProductsService reads products and their balances.
type ProductsService struct{ service }

// Product is a row of the product list. It holds the fields that [ProductQuery].Fields asks for; the server
// may leave out some of them. An absent text is empty. Fields where zero has a meaning of its own are a
// [shelfwire.Opt], which tells a price of zero from an absent one.
type Product struct {
	SKU       string  `json:"SKU"`       // stock keeping unit: the product's key, always present
	ParentSKU string  `json:"ParentSKU"` // of the product that this one is a variant of
	Name      string  `json:"Name"`
	Unit      string  `json:"Unit"` // unit of measurement, such as "GB" (gabals, piece)
	VAT       VATCode `json:"VAT"`
	// Price is the price of one Unit in the tenant's currency. The guide's examples suggest that it includes
	// VAT; the vendor does not say so.
	Price     shelfwire.Opt[shelfwire.Decimal] `json:"Price,omitzero"`
	SalePrice shelfwire.Opt[shelfwire.Decimal] `json:"SalePrice,omitzero"` // reduced price; 0 in the examples
	Category  string                           `json:"Category"`
	Active    shelfwire.Opt[bool]              `json:"Active,omitzero"`  // whether the product is for sale
	Balance   Balance                          `json:"Balance,omitzero"` // stock by location

	// Unread lists the members in an ambiguous form. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

var productFields = lenientjson.NewFields(map[string]func(*Product, lenientjson.Member){
	"SKU":       func(p *Product, m lenientjson.Member) { m.Text(&p.SKU) },
	"ParentSKU": func(p *Product, m lenientjson.Member) { m.Text(&p.ParentSKU) },
	"Name":      func(p *Product, m lenientjson.Member) { m.Text(&p.Name) },
	"Unit":      func(p *Product, m lenientjson.Member) { m.Text(&p.Unit) },
	"VAT":       func(p *Product, m lenientjson.Member) { m.Text((*string)(&p.VAT)) },
	"Price":     func(p *Product, m lenientjson.Member) { m.Number(&p.Price) },
	"SalePrice": func(p *Product, m lenientjson.Member) { m.Number(&p.SalePrice) },
	"Category":  func(p *Product, m lenientjson.Member) { m.Text(&p.Category) },
	"Active":    func(p *Product, m lenientjson.Member) { m.Bool(&p.Active) },
	"Balance":   func(p *Product, m lenientjson.Member) { readBalance(&p.Balance, m) },
})

// VATCode is a tenant's letter for a rate of VAT, such as "A". The letters and their rates are undocumented
// (probe: resico/vat-letter); one example of the guide fits 21 % for "A".
type VATCode string

// ProductField names a field of [Product] in a query.
type ProductField string

// The fields that the guide shows in queries.
const (
	ProductSKU       ProductField = "SKU"
	ProductParentSKU ProductField = "ParentSKU"
	ProductName      ProductField = "Name"
	ProductUnit      ProductField = "Unit"
	ProductVAT       ProductField = "VAT"
	ProductPrice     ProductField = "Price"
	ProductSalePrice ProductField = "SalePrice"
	ProductCategory  ProductField = "Category"
	ProductActive    ProductField = "Active"
	ProductBalance   ProductField = "Balance"
)

// Get reads one product with the fields that the server chooses: POST /products with a filter for its SKU, a
// read in spite of its verb. Guide, heading "Produktu atlikuma (bilances) izgūšana", which shows that filter.
//
// A row with exactly this SKU is preferred to one in other capitals or with outer spaces. An unknown SKU
// matches shelfwire.ErrNotFound; a response with rows of other products only matches shelfwire.ErrMalformed.
// A SKU that the filter cannot express, with ";" in it or an operator such as ">" in front, matches
// shelfwire.ErrInvalid: use [ProductsService.Balance], which takes any.
func (s *ProductsService) Get(ctx context.Context, sku string) (Product, error) {
	var problems check.Problems
	validateFilterSKU(&problems, "SKU", sku)
	if err := problems.Err(); err != nil {
		return Product{}, s.caller.InvalidInput(opGetProduct, err)
	}
	at := window{limit: DefaultPageSize, page: 1}
	read, err := s.fetchSinglePage(ctx, opGetProduct, &ProductQuery{}, []string{sku}, at)
	if err != nil {
		return Product{}, err
	}
	page := newProductPage(read, pageResult{fresh: read.allIndexes()}, at.page)
	s.logUnread(ctx, opGetProduct, &page)
	if found := pickProduct(page.Products, sku); found != nil {
		return *found, nil
	}
	if len(page.Gaps) > 0 || page.Total > 0 {
		return Product{}, s.caller.Error(opGetProduct, shelfwire.OutcomeUnknown, fmt.Errorf(
			"%w: the server counts %d products with SKU %q, and none came with it",
			shelfwire.ErrIncomplete, max(page.Total, len(page.Gaps)), sku))
	}
	return Product{}, s.caller.Error(opGetProduct, shelfwire.OutcomeRejected,
		fmt.Errorf("%w: no product with SKU %q", shelfwire.ErrNotFound, sku))
}

// pickProduct prefers the row with exactly this SKU.
func pickProduct(rows []Product, sku string) *Product {
	for i := range rows {
		if rows[i].SKU == sku {
			return &rows[i]
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return &rows[0]
}
