package shopinventory

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

var (
	opListProducts = call.Op{Name: "Products.List", Method: http.MethodGet, Effect: shelfwire.EffectRead}
	opGetProduct   = call.Op{Name: "Products.Get", Method: http.MethodGet, Effect: shelfwire.EffectRead}
)

// ProductsService reads products with their stock and prices: the bulk read of the inventory.
//
// The vendor lists its calls (https://www.merchantpro.bg/help/kb/api/api-products). The form of the
// list, its filters and its fields follow other clients, some of which were checked against real shops.
type ProductsService struct {
	caller *call.Caller
	list   *listing[Product, int64]
}

func newProductsService(caller *call.Caller) *ProductsService {
	return &ProductsService{caller: caller, list: &listing[Product, int64]{
		caller: caller, op: opListProducts, path: "products", read: readProduct,
		key:    func(p *Product) int64 { return p.ID },
		unread: func(p *Product) []shelfwire.Unread { return p.Unread },
	}}
}

// ProductPage is a page of the product list: of a walk ([ProductsService.Pages]), or on its own
// ([ProductsService.List]).
type ProductPage struct {
	Products  []Product // of a walk, those that no earlier page held
	Start     int       // rows of the list before this page, as the shop counts
	Total     int       // products that match, as the shop counts now; 0 when it gives no number
	Delivered int       // products of the walk so far, these included
	Gaps      []Gap     // rows without a readable id, which are missing in Products
}

func newProductPage(p walkPage[Product]) ProductPage {
	return ProductPage{Products: p.rows, Start: p.start, Total: p.total, Delivered: p.delivered, Gaps: p.gaps}
}

// All walks through the products that match, page by page: GET /products. It changes nothing on the server.
//
// A walk is complete, or it ends with an error that matches shelfwire.ErrIncomplete. Complete means: every product that
// exists from the beginning of the walk to its end is yielded exactly once. The order of the list is undocumented, so
// each page begins with the last product of the page before it, and the walk reads the list once more when
//
//   - the shop's count of products changes,
//   - that product is another one,
//   - a product comes twice,
//   - or the number of products differs from the count at the end.
//
// Products that were yielded are skipped then. After three readings with changes the walk is incomplete. This rests on
// one assumption: products keep their order, or a change of their places shows in one of these four signs.
//
// A page whose numbers contradict its rows is requested once more and then ends the walk with
// shelfwire.ErrIncomplete (probe: shopinventory/products-page, shopinventory/products-start). So is one with
// a product of another Status than the query's, which shows that the shop ignored the filter. A response
// without a list of products, and one that tells of a failure, such as "success": false beside an empty list,
// matches shelfwire.ErrMalformed. A row without a readable id is skipped, and the
// walk then ends, after all others were yielded, with a [*GapsError]; all other members are best effort, see
// Product.Unread. The walk keeps the ids of all products in memory, about 14 bytes each.
//
// An unknown filter is an error that matches shelfwire.ErrInvalid, with the Code "undefined_filter"
// (probe: shopinventory/unknown-filter). The iterator yields an error once, as its last pair.
func (s *ProductsService) All(ctx context.Context, q ProductQuery) iter.Seq2[Product, error] {
	return flattenPages(s.Pages(ctx, q), func(page ProductPage) []Product { return page.Products })
}

// Pages is like [ProductsService.All], page by page, with the numbers that a progress bar needs. An empty catalogue is
// one page without products.
func (s *ProductsService) Pages(ctx context.Context, q ProductQuery) iter.Seq2[ProductPage, error] {
	query, err := q.encode(opListProducts, s.caller, 0)
	if err != nil {
		return func(yield func(ProductPage, error) bool) { yield(ProductPage{}, err) }
	}
	return mapPages(s.list.walkAhead(ctx, query, q.Prefetch, func() walker[Product] {
		return newPassWalk(s.list, pageSizeOr(q.PageSize))
	}), newProductPage)
}

// List reads one page, behind a number of products: GET /products. It changes nothing on the server. Prefetch is
// ignored. A page behind the last product is empty.
//
// Use [ProductsService.Pages] for more than one page: products move from page to page while others are added and
// deleted, which a walk allows for.
func (s *ProductsService) List(ctx context.Context, q ProductQuery, start int) (ProductPage, error) {
	query, err := q.encode(opListProducts, s.caller, start)
	if err != nil {
		return ProductPage{}, err
	}
	page, err := s.list.readSinglePage(ctx, query, window{start: start, limit: pageSizeOr(q.PageSize)})
	return newProductPage(page), err
}

// Get reads one product with its variants: GET /products/{id} (probe: shopinventory/product-by-id). It
// changes nothing on the server. The id is that of a product; whether a variant can be read by its own is
// undocumented (probe: shopinventory/variant-by-id).
//
// A response without the product matches shelfwire.ErrMalformed. An unknown id matches shelfwire.ErrNotFound, or
// shelfwire.ErrInvalid where the shop responds with 400.
func (s *ProductsService) Get(ctx context.Context, id int64) (Product, error) {
	var problems check.Problems
	if id <= 0 {
		problems.Add("id", "must be above zero")
		return Product{}, s.caller.InvalidInput(opGetProduct, problems.Err())
	}
	var product Product
	err := s.caller.Do(ctx, call.Request{
		Op: opGetProduct, Path: []string{"products", strconv.FormatInt(id, 10)}, Query: url.Values{"include": {"variants"}},
	}, func(body []byte) error {
		object, err := readRecord(s.caller, body)
		if err != nil {
			return err
		}
		notes := lenientjson.Notes{Redact: s.caller.Redact}
		product = readProduct(&notes, object)
		if product.ID != id {
			return fmt.Errorf("the product %d was asked for, and %d came", id, product.ID)
		}
		return notes.Err()
	})
	if err != nil {
		return Product{}, err
	}
	warnUnread(ctx, s.caller, opGetProduct, product.Unread)
	return product, nil
}

// readRecord returns the object of a response with a single record.
func readRecord(caller *call.Caller, body []byte) (lenientjson.Value, error) {
	object, err := lenientjson.Parse(body)
	if err != nil {
		return nil, err
	}
	said := readVerdicts(object)
	switch {
	case !object.IsObject():
		return nil, errors.New("the response is no object")
	case said.flags == verdictFailure:
		return nil, failureError(caller, object)
	default:
		return object, nil
	}
}

// warnUnread logs the unread members of one record.
func warnUnread(ctx context.Context, caller *call.Caller, op call.Op, unread []shelfwire.Unread) {
	var counts call.UnreadCounts
	counts.Add(unread)
	caller.WarnUnread(ctx, op, counts)
}
