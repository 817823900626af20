package erpxt

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/prefetch"
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
// A row owes its id, and everything else is best effort: see Product.Unread. A row without an id that can be read is left
// out; when all the others have been yielded, the walk ends with an error that holds a [*GapsError] and matches
// shelfwire.ErrIncomplete. A page that has no other rows ends the walk there, since it does not show how to go on. A page
// that is no list is asked for once more, and then an error that matches shelfwire.ErrMalformed.
//
// The iterator yields an error once, as its last pair.
func (s *ProductsService) All(ctx context.Context, q ProductQuery) iter.Seq2[Product, error] {
	pages := s.Pages(ctx, q)
	return func(yield func(Product, error) bool) {
		for page, err := range pages {
			for i := range page.Products {
				if !yield(page.Products[i], nil) {
					return
				}
			}
			if err != nil {
				yield(Product{}, err)
			}
		}
	}
}

// ProductPage is a page of a walk. How many products there are in all, the provider does not say.
type ProductPage struct {
	Products  []Product
	Gaps      []Gap // the rows of the page that were left out
	Page      int   // number of this page in the walk, from 1
	Delivered int   // products of the walk so far, these included
}

// Pages is like [ProductsService.All], page by page, with what a progress bar needs. An empty catalogue has no page.
func (s *ProductsService) Pages(ctx context.Context, q ProductQuery) iter.Seq2[ProductPage, error] {
	q.OrderBy = slices.Clone(q.OrderBy)
	return func(yield func(ProductPage, error) bool) {
		if err := q.checkWalk(); err != nil {
			yield(ProductPage{}, s.caller.InvalidInput(opListProducts, err))
			return
		}
		var gaps GapsError
		number, delivered := 0, 0
		for got, err := range s.watchedPages(ctx, &q) {
			if err != nil {
				yield(ProductPage{}, err)
				return
			}
			gaps.add(got.gaps)
			number, delivered = number+1, delivered+len(got.products)
			page := ProductPage{Products: got.products, Gaps: got.gaps, Page: number, Delivered: delivered}
			if !yield(page, nil) {
				return
			}
		}
		if err := s.gapsError(&gaps); err != nil {
			yield(ProductPage{}, err)
		}
	}
}

// watchedPages logs at the end what could not be read of the pages.
func (s *ProductsService) watchedPages(ctx context.Context, q *ProductQuery) iter.Seq2[page, error] {
	return func(yield func(page, error) bool) {
		var counts call.UnreadCounts
		defer func() { s.caller.WarnUnread(ctx, opListProducts, counts) }()
		pages := prefetch.Run(ctx, q.Prefetch, func(ctx context.Context) iter.Seq2[page, error] { return s.pages(ctx, q) })
		for got, err := range pages {
			if got.count(&counts); !yield(got, err) {
				return
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
	accept(got *page) error
}

// pages ends behind a page without a readable id: where the next one begins, nobody knows.
func (s *ProductsService) pages(ctx context.Context, q *ProductQuery) iter.Seq2[page, error] {
	next := newStep(q)
	return func(yield func(page, error) bool) {
		for number := 1; ; number++ {
			got, err := s.list(ctx, next.params())
			if err == nil && got.rows() == 0 {
				return
			}
			if err == nil {
				err = s.accept(next, &got)
			}
			for i := range got.gaps {
				got.gaps[i].Page = number
			}
			if !yield(got, err) || err != nil || len(got.products) == 0 {
				return
			}
		}
	}
}

func (s *ProductsService) accept(next step, got *page) error {
	if err := next.accept(got); err != nil {
		return s.caller.Error(opListProducts, shelfwire.OutcomeUnknown, err)
	}
	return nil
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

func (k *byKey) accept(got *page) error {
	for i := range got.products {
		id := got.products[i].ID
		if id <= k.last {
			return fmt.Errorf("%w: id %d came after %d, so the server did not follow the order or the filter",
				shelfwire.ErrIncomplete, id, k.last)
		}
		k.last = id
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

// accept rejects a page that only repeats the one before: a server that ignores $skip would never come to an end.
func (n *byPosition) accept(got *page) error {
	ids := make(map[int64]bool, len(got.products))
	fresh := n.previous == nil || len(got.products) == 0
	for i := range got.products {
		id := got.products[i].ID
		ids[id] = true
		fresh = fresh || !n.previous[id]
	}
	if !fresh {
		return fmt.Errorf("%w: the page from row %d on repeats the one before", shelfwire.ErrIncomplete, n.skip+1)
	}
	n.previous = ids
	n.skip += got.rows()
	return nil
}
