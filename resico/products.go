package resico

import (
	"context"
	"fmt"
	"iter"
	"net/http"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
	"github.com/shelfwire/shelfwire/internal/prefetch"
)

var (
	opListProducts = call.Op{Name: "Products.List", Method: http.MethodPost, Effect: shelfwire.EffectRead}
	opGetProduct   = call.Op{Name: "Products.Get", Method: http.MethodPost, Effect: shelfwire.EffectRead}
)

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

	// Unread are the members that came in a form which could not be read for certain. Their fields are zero.
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
	"Active":    func(p *Product, m lenientjson.Member) { m.Flag(&p.Active) },
	"Balance":   func(p *Product, m lenientjson.Member) { readBalance(&p.Balance, m) },
})

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

// ProductPage is a page of a walk.
type ProductPage struct {
	Meta      `json:"-"`
	Products  []Product
	Delivered int // products of the walk so far, these included
	Total     int // products that match, as the server counts them now; with SKUs, at most this many
	Page      int // number of this page, from 1, as the server counts it
	LastPage  int // number of the last page, as the server counts it now

	// Unproven says that nothing on this page shows that it goes on where the walk stopped: it holds no product that
	// was delivered already, and the server's count of products has not changed. When exactly as many products were
	// added as deleted since the page before it was read, a product can be missing in front of this page. It is so
	// after the first page wherever pages do not overlap; see [ProductsService.All].
	Unproven bool

	// Gaps are the rows of the page that could not be read whole. Those with a SKU are among Products, too.
	Gaps []Gap

	// Unread are the members beside the rows that came in a form which could not be read for certain. Their fields are
	// zero.
	Unread []shelfwire.Unread
}

// All walks through the products that match, page by page: POST /products, which reads in spite of its verb.
//
// A walk is complete or it says so. Every product that exists from the beginning of the walk to its end is yielded exactly
// once, also when others are added or deleted meanwhile, and the walk ends with an error that matches
// shelfwire.ErrIncomplete when it cannot be sure of that. There are two modes:
//
//   - Pages overlap: those after the first have a slightly smaller limit, so that the product delivered last comes again.
//     Whatever has moved, the next product stands behind it. When it does not come, the walk looks for it.
//   - Pages do not overlap where the server does not honor such limits (it rejects, rounds or ignores them, caps them
//     without saying so, or filters pages after it cut them) and where small pages would cost more than a fifth more
//     requests. The limit then stays that of PageSize, and the walk looks back whenever the server's count of products
//     changes. It cannot notice that exactly as many products were added as deleted between two pages, nor any change
//     where the server gives no count. Pages that depend on this have [ProductPage].Unproven set.
//
// The promise needs an order by a field that is unique and does not change, as the SKU is and does by default; ordered by
// anything else, a walk can miss products that change meanwhile.
//
// What the server owes is a list with a SKU in each row; everything else is best effort, see Product.Unread. A response
// without a list is asked for once more and then matches shelfwire.ErrMalformed, as one does with products that were not
// in SKUs (capital letters and outer spaces aside). A SKU that the server does not know is left out. A row without a SKU
// is left out, and the walk ends, after everything else was yielded, with a [*GapsError].
//
// An empty page that the paginator shows not to be the last is asked for once more and then counts as filtered; where many
// are, only as far as that costs no more than a fifth more requests. Without such a sign, in last_page, total or
// next_page_url, an empty page is the end: nothing tells it from a failing one. When fewer products came than the server
// counts, one page behind its last is looked at.
//
// A product that the server lists twice is yielded once, unless 5,000 others came between. The iterator yields an error once,
// as its last pair. Warnings are logged; [ProductsService.Pages] returns them.
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
	query := q.clone()
	return func(yield func(ProductPage, error) bool) {
		var problems check.Problems
		query.check(&problems)
		if err := problems.Err(); err != nil {
			yield(ProductPage{}, s.caller.InvalidInput(opListProducts, err))
			return
		}
		prefetch.Run(ctx, query.Prefetch, func(ctx context.Context) iter.Seq2[ProductPage, error] {
			return s.walk(ctx, query)
		})(yield)
	}
}

// List reads one page, from 1, of PageSize products: POST /products, which reads in spite of its verb. All SKUs of the query
// go out in one request, and Prefetch has no meaning. A page behind the last is empty. Another page than the one asked for
// is an error that matches shelfwire.ErrMalformed.
//
// Pages read one by one promise nothing together: products move from one to another while others are added and deleted.
// [ProductsService.Pages] minds that. Rows without a SKU are among Gaps, and no error.
func (s *ProductsService) List(ctx context.Context, q ProductQuery, page int) (ProductPage, error) {
	var problems check.Problems
	q.check(&problems)
	if page < 1 {
		problems.Add("page", "must be at least 1")
	}
	if err := problems.Err(); err != nil {
		return ProductPage{}, s.caller.InvalidInput(opListProducts, err)
	}
	skus := unique(q.SKUs)
	at := window{limit: q.limit(), page: page}
	read, err := s.listOne(ctx, opListProducts, &q, skus, at)
	if err != nil {
		return ProductPage{}, err
	}
	listed := newProductPage(read, step{fresh: read.all()}, page)
	listed.Delivered = len(listed.Products)
	if len(skus) > 0 {
		listed.Total = len(skus)
	}
	s.logUnread(ctx, opListProducts, &listed)
	return listed, nil
}

// Get reads one product with the fields that the server chooses: POST /products with a filter for its SKU. It reads.
//
// A row of exactly the SKU is preferred to one in other capitals or with spaces around it; rows of other products only are
// an error that matches shelfwire.ErrMalformed. A SKU that the list does not know matches shelfwire.ErrNotFound. One that
// the filter cannot hold, with a ";" or an operator such as ">" in front, matches shelfwire.ErrInvalid:
// [ProductsService.Balance] takes any.
func (s *ProductsService) Get(ctx context.Context, sku string) (Product, error) {
	var problems check.Problems
	checkFilterSKU("SKU", sku, &problems)
	if err := problems.Err(); err != nil {
		return Product{}, s.caller.InvalidInput(opGetProduct, err)
	}
	at := window{limit: DefaultPageSize, page: 1}
	read, err := s.listOne(ctx, opGetProduct, &ProductQuery{}, []string{sku}, at)
	if err != nil {
		return Product{}, err
	}
	page := newProductPage(read, step{fresh: read.all()}, at.page)
	s.logUnread(ctx, opGetProduct, &page)
	if found := pickProduct(page.Products, sku); found != nil {
		return *found, nil
	}
	if len(page.Gaps) > 0 || page.Total > 0 {
		return Product{}, s.caller.Error(opGetProduct, shelfwire.OutcomeUnknown, fmt.Errorf(
			"%w: the server counts %d products with SKU %q, and none came with it",
			shelfwire.ErrIncomplete, max(page.Total, len(page.Gaps)), sku))
	}
	return Product{}, s.caller.Error(opGetProduct, shelfwire.OutcomeRefused,
		fmt.Errorf("%w: no product with SKU %q", shelfwire.ErrNotFound, sku))
}

// pickProduct prefers the row of exactly the SKU.
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

func (s *ProductsService) logUnread(ctx context.Context, op call.Op, page *ProductPage) {
	var unread call.UnreadCounts
	page.count(&unread)
	s.caller.WarnUnread(ctx, op, unread)
}
