package resico

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-querystring/query"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// List reads one page, from 1, of PageSize products: POST /products, a read in spite of its verb. Guide,
// heading "Preču informācija izgūšana no Resico ERP". All SKUs of the query go out in one request; Prefetch
// is ignored. A page past the last one is empty (probe: resico/page-beyond-end). A response with another page
// number matches shelfwire.ErrMalformed. Rows without a SKU are in Gaps.
//
// Use [ProductsService.Pages] for more than one page: products move from page to page while others are added
// and deleted, which a walk allows for.
func (s *ProductsService) List(ctx context.Context, q ProductQuery, page int) (ProductPage, error) {
	var problems check.Problems
	q.validate(&problems)
	if page < 1 {
		problems.Add("page", "must be at least 1")
	}
	if err := problems.Err(); err != nil {
		return ProductPage{}, s.caller.InvalidInput(opListProducts, err)
	}
	skus := uniqueSKUs(q.SKUs)
	at := window{limit: q.pageSize(), page: page}
	read, err := s.fetchSinglePage(ctx, opListProducts, &q, skus, at)
	if err != nil {
		return ProductPage{}, err
	}
	listed := newProductPage(read, pageResult{fresh: read.allIndexes()}, page)
	listed.Delivered = len(listed.Products)
	if len(skus) > 0 {
		listed.Total = len(skus)
	}
	s.logUnread(ctx, opListProducts, &listed)
	return listed, nil
}

// listParams is the query string of the product list.
type listParams struct {
	Limit  int            `url:"limit"`
	Page   int            `url:"page"`
	Order  string         `url:"order"`
	Return []ProductField `url:"return,comma,omitempty"`
}

// listFilter is the body of the product list request.
type listFilter struct {
	Updated string `json:"Updated,omitempty"`
	SKU     string `json:"SKU,omitempty"`
}

// fetchPage requests one page.
func (s *ProductsService) fetchPage(
	ctx context.Context, op call.Op, q *ProductQuery, skus []string, at window,
) (*listPage, error) {
	params, err := query.Values(listParams{
		Limit: at.limit, Page: at.page, Order: q.OrderBy.String(), Return: withSKU(q.Fields),
	})
	if err != nil {
		return nil, s.caller.InvalidInput(op, err)
	}
	filter := listFilter{SKU: strings.Join(skus, ";")}
	if !q.UpdatedAfter.IsZero() {
		filter.Updated = ">" + formatUpdatedAfter(q.UpdatedAfter, s.zone)
	}
	var page *listPage
	err = s.caller.Do(ctx, call.Request{
		Op: op, Path: []string{"products"}, Query: params, Body: filter,
	}, func(body []byte) (err error) {
		page, err = s.parsePage(body, skus)
		return err
	})
	if err != nil {
		return nil, err
	}
	if !page.Warning.IsZero() {
		s.caller.Warn(ctx, op, page.Warning.String())
	}
	return page, nil
}

// fetchSinglePage requests a page outside of a walk, and once more when it is empty before the end.
func (s *ProductsService) fetchSinglePage(
	ctx context.Context, op call.Op, q *ProductQuery, skus []string, at window,
) (*listPage, error) {
	page, err := s.fetchPage(ctx, op, q, skus, at)
	if err == nil && len(page.Rows) == 0 && newWalker(at.limit, nil).showsMore(at, page) {
		page, err = s.fetchPage(ctx, op, q, skus, at)
	}
	if err != nil {
		return nil, err
	}
	if page.CurrentPage != 0 && page.CurrentPage != at.page {
		return nil, s.caller.Error(op, shelfwire.OutcomeUnknown, fmt.Errorf("%w: page %d was asked for, and page %d came",
			shelfwire.ErrMalformed, at.page, page.CurrentPage))
	}
	return page, nil
}

// withSKU adds the SKU, which a walk needs to keep its place.
func withSKU(fields []ProductField) []ProductField {
	if len(fields) == 0 || slices.Contains(fields, ProductSKU) {
		return fields
	}
	return append([]ProductField{ProductSKU}, fields...)
}
