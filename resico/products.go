package resico

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/ahead"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var opListProducts = call.Op{Name: "Products.List", Method: http.MethodPost, Effect: shelfwire.EffectRead}

// ProductsService reads products and their balances.
type ProductsService struct{ service }

// Product is a row of the product list. Which fields it holds depends on [ProductQuery].Fields; the server may
// also leave out a field that was asked for. A text that was left out is empty. Where zero would mean something,
// the field is a [shelfwire.Opt], so that no price and a price of zero are not the same.
type Product struct {
	SKU       string  `json:"SKU"`       // stock keeping unit: the product's key, always there
	ParentSKU string  `json:"ParentSKU"` // of the product that this one is a variant of
	Name      string  `json:"Name"`
	Unit      string  `json:"Unit"` // unit of measurement, such as "GB" (gabals, piece)
	VAT       VATCode `json:"VAT"`
	// Price is in the tenant's currency. The guide's examples suggest that it includes VAT; that is not documented.
	Price     shelfwire.Opt[shelfwire.Decimal] `json:"Price,omitzero"`
	SalePrice shelfwire.Opt[shelfwire.Decimal] `json:"SalePrice,omitzero"` // reduced price; the examples show 0 where there is none
	Category  string                           `json:"Category"`
	Active    shelfwire.Opt[bool]              `json:"Active,omitzero"` // whether the product is for sale
	Balance   Balance                          `json:"Balance,omitzero"`
}

// VATCode is a tenant's letter for a rate of VAT, such as "A". The letters and their rates are not documented;
// one example of the guide fits 21 % for "A".
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

// ProductOrder is the order of a product list. The zero value orders by SKU, descending, as the vendor's
// examples do. Only that order is documented; see [ProductsService.All] for what another one costs.
type ProductOrder struct {
	Field      ProductField
	Descending bool
}

// String returns the order as it goes over the wire.
func (o ProductOrder) String() string {
	switch {
	case o.Field == "" || o.Field == ProductSKU && o.Descending:
		return "SKU desc"
	case o.Descending:
		return string(o.Field) + " desc"
	default:
		return string(o.Field) + " asc"
	}
}

// DefaultPageSize is the number of products in a page when [ProductQuery].PageSize is 0: the only one that the
// vendor's examples show.
const DefaultPageSize = 100

// ProductQuery says which products to read and what of them. The zero value is the whole catalogue, which the
// vendor asks not to read on every run.
type ProductQuery struct {
	// UpdatedAfter limits the walk to products changed after this time, to the second. The provider does not
	// say whether a change of stock alone counts as a change of the product.
	UpdatedAfter time.Time

	// SKUs limits the walk to these products. They are asked for in groups of PageSize. A SKU must not hold
	// ";" or begin with an operator such as ">": the provider documents no way to write one.
	SKUs []string

	// Fields are the fields to return; none means those that the server chooses. ProductSKU is always added.
	Fields []ProductField

	// OrderBy is the order of the walk.
	OrderBy ProductOrder

	// PageSize is the number of products to ask for at a time; 0 means DefaultPageSize. Pages after the first
	// are up to a few rows smaller, so that they overlap. The greatest size that the server takes is not
	// documented; when it caps the size, the walk goes on with the server's.
	PageSize int

	// Prefetch is the number of pages read in advance while the caller works on one. 0 reads in step. Pages
	// are still read one after the other, and come in order.
	Prefetch int
}

func (q *ProductQuery) check() error {
	var problems check.Problems
	problems.NotNegative("PageSize", int64(q.PageSize))
	problems.NotNegative("Prefetch", int64(q.Prefetch))
	for i, sku := range q.SKUs {
		field := fmt.Sprintf("SKUs[%d]", i)
		switch {
		case strings.TrimSpace(sku) == "":
			problems.Add(field, "is empty")
		case strings.Contains(sku, ";"):
			problems.Add(field, `has a ";", which separates SKUs in a list; ask for its balance instead`)
		case strings.ContainsAny(sku[:1], "<>=!"):
			problems.Add(field, "begins with an operator of the provider's filters")
		}
	}
	for i, field := range q.Fields {
		if field == "" || strings.Contains(string(field), ",") {
			problems.Add(fmt.Sprintf("Fields[%d]", i), "is not the name of one field")
		}
	}
	if strings.ContainsAny(string(q.OrderBy.Field), " ,;") {
		problems.Add("OrderBy.Field", "is not the name of one field")
	}
	return problems.Err()
}

// ProductPage is a page of a walk.
type ProductPage struct {
	Meta
	Products  []Product
	Delivered int // products of the walk so far, these included
	Total     int // products that match, as the server counts them now; with SKUs, at most this many
	Page      int // number of this page, from 1, as the server counts it
	LastPage  int // number of the last page, as the server counts it now
}

// All walks through the products that match, page by page: POST /products, which reads in spite of its verb.
//
// A walk is complete or it says so. Every product that exists from the beginning of the walk to its end is yielded
// exactly once, also when others are added or deleted meanwhile: each page overlaps the one before, and when the
// overlap is gone the walk looks for the place where it stopped. When it cannot find it, it ends with an error
// that matches shelfwire.ErrIncomplete. The promise needs an order by a field that is unique and does not change,
// as the SKU is and does by default; ordered by anything else, a walk can miss and repeat products that change
// meanwhile. Below a PageSize of 20, where pages cannot always overlap, a product can be missed when
// exactly as many are added as deleted between two pages.
//
// The iterator yields an error once, as its last pair. Warnings are logged; [ProductsService.Pages] returns them.
func (s *ProductsService) All(ctx context.Context, q ProductQuery) iter.Seq2[Product, error] {
	return products(s.Pages(ctx, q))
}

func products(pages iter.Seq2[ProductPage, error]) iter.Seq2[Product, error] {
	return func(yield func(Product, error) bool) {
		for page, err := range pages {
			if err != nil {
				yield(Product{}, err)
				return
			}
			for _, p := range page.Products {
				if !yield(p, nil) {
					return
				}
			}
		}
	}
}

// Pages is like [ProductsService.All], page by page, with what a progress bar needs. A page holds only products that no page
// before it held. An empty catalogue is one page without products.
func (s *ProductsService) Pages(ctx context.Context, q ProductQuery) iter.Seq2[ProductPage, error] {
	q.SKUs, q.Fields = slices.Clone(q.SKUs), slices.Clone(q.Fields)
	return func(yield func(ProductPage, error) bool) {
		if err := q.check(); err != nil {
			yield(ProductPage{}, s.caller.Invalid(opListProducts, err))
			return
		}
		ahead.Run(ctx, q.Prefetch, func(ctx context.Context) iter.Seq2[ProductPage, error] {
			return s.walk(ctx, &q)
		})(yield)
	}
}
