package erpxt

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/ahead"
	"github.com/shelfwire/shelfwire/internal/check"
)

// All walks through the products that match, page by page: GET /products.
//
// Without an order of the caller's own it walks by key: each page asks for ids above the last one seen. So a walk is
// complete whatever happens meanwhile: every product that exists and matches from its beginning to its end is yielded
// exactly once, also when others are created or deleted between two pages. A product created meanwhile may come or
// not. The walk ends with an empty page. When the ids do not rise, the server did not follow the order or the
// filter, and the walk ends with an error that matches shelfwire.ErrIncomplete.
//
// With an OrderBy other than by rising id it walks by position ($skip and $top), which promises less: a product
// deleted meanwhile moves those behind it forward, so one of them can be missed; one created meanwhile, or one whose
// place in the order changes, can make another come twice. Where that matters, walk by id and sort afterwards.
//
// The iterator yields an error once, as its last pair.
func (s *ProductsService) All(ctx context.Context, q ProductQuery) iter.Seq2[Product, error] {
	q.OrderBy = slices.Clone(q.OrderBy)
	return func(yield func(Product, error) bool) {
		if err := q.checkWalk(); err != nil {
			yield(Product{}, s.caller.Invalid(opListProducts, err))
			return
		}
		pages := ahead.Run(ctx, q.Prefetch, func(ctx context.Context) iter.Seq2[[]Product, error] {
			return s.pages(ctx, &q)
		})
		for page, err := range pages {
			if err != nil {
				yield(Product{}, err)
				return
			}
			for i := range page {
				if !yield(page[i], nil) {
					return
				}
			}
		}
	}
}

func (q *ProductQuery) checkWalk() error {
	var problems check.Problems
	q.check(&problems)
	if q.Skip > 0 || q.Top > 0 {
		problems.Add("Top", "and Skip are for List; All reads everything and has PageSize")
	}
	return problems.Err()
}

// step is how a walk goes on: the page to read next, and what a page must be like.
type step interface {
	params() listParams
	accept(page []Product) error
}

func (s *ProductsService) pages(ctx context.Context, q *ProductQuery) iter.Seq2[[]Product, error] {
	next := newStep(q)
	return func(yield func([]Product, error) bool) {
		for {
			page, err := s.list(ctx, next.params())
			if err == nil && len(page) == 0 {
				return
			}
			if err == nil {
				if err = next.accept(page); err != nil {
					err = s.caller.Error(opListProducts, shelfwire.OutcomeUnknown, err)
				}
			}
			if !yield(page, err) || err != nil {
				return
			}
		}
	}
}

func newStep(q *ProductQuery) step {
	if len(q.OrderBy) == 0 || q.OrderBy[0] == (ProductOrder{Field: ProductID}) {
		return &byKey{filter: q.Filter, size: orDefault(q.PageSize)}
	}
	return &byPosition{filter: q.Filter.String(), order: orderText(q.OrderBy), size: orDefault(q.PageSize)}
}

// byKey goes on above the last id.
type byKey struct {
	filter Filter
	size   int
	last   int64
}

func (k *byKey) params() listParams {
	filter := k.filter
	if k.last > 0 {
		filter = filter.And(ProductID.Gt(k.last))
	}
	return listParams{Filter: filter.String(), OrderBy: string(ProductID), Top: k.size}
}

func (k *byKey) accept(page []Product) error {
	for i := range page {
		if page[i].ID <= k.last {
			return fmt.Errorf("%w: id %d came after %d, so the server did not follow the order or the filter",
				shelfwire.ErrIncomplete, page[i].ID, k.last)
		}
		k.last = page[i].ID
	}
	return nil
}

// byPosition goes on behind the rows that came.
type byPosition struct {
	filter, order string
	size, skip    int
	previous      map[int64]bool // ids of the page before
}

func (n *byPosition) params() listParams {
	return listParams{Filter: n.filter, OrderBy: n.order, Skip: n.skip, Top: n.size}
}

// accept refuses a page that only repeats the one before: a server that ignores $skip would never come to an end.
func (n *byPosition) accept(page []Product) error {
	ids := make(map[int64]bool, len(page))
	fresh := n.previous == nil
	for i := range page {
		ids[page[i].ID] = true
		fresh = fresh || !n.previous[page[i].ID]
	}
	if !fresh {
		return fmt.Errorf("%w: the page from row %d on repeats the one before", shelfwire.ErrIncomplete, n.skip+1)
	}
	n.previous = ids
	n.skip += len(page)
	return nil
}
