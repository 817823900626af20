package erpxt

import (
	"context"
	"iter"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/prefetch"
)

// All walks through the products that match, page by page: GET /products, section "Pobieranie produktów" of the guide.
//
// A walk by rising id, which is the default, goes by key: each page asks for ids above the last one seen. Such a walk
// is complete whatever happens meanwhile: every product that exists and matches from its beginning to its end is
// yielded exactly once, also when others are created or deleted between two pages. A product created meanwhile may be
// yielded. The walk ends with an empty page. When an id does not rise, the server ignored the order or the filter,
// and the walk ends with an error that matches shelfwire.ErrIncomplete.
//
// A walk with any other OrderBy goes by position ($skip and $top), which promises less: a product deleted meanwhile
// moves those behind it forward, so that one of them can be missed; one created meanwhile, or one whose place in the
// order changes, can make another come twice. Where that matters, walk by id and sort afterwards.
//
// Each row must have an id; all other members are best effort: see Product.Unread. A row with an unreadable id is
// skipped; when the other rows have been yielded, the walk ends with an error that holds a [*GapsError] and matches
// shelfwire.ErrIncomplete. A page with such rows only ends the walk there, since the next page begins at
// an unknown id. A response that is no list is asked for once more; then the error matches shelfwire.ErrMalformed.
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

// ProductPage is a page of a walk. The total number of products is unknown.
type ProductPage struct {
	Products  []Product
	Gaps      []Gap // the rows of the page that were skipped
	Page      int   // number of this page in the walk, counted from 1
	Delivered int   // products of the walk so far, those of this page included
}

// Pages is like [ProductsService.All], but yields whole pages, with the counts for a progress bar. An empty result
// has no pages.
func (s *ProductsService) Pages(ctx context.Context, q ProductQuery) iter.Seq2[ProductPage, error] {
	q.OrderBy = slices.Clone(q.OrderBy)
	return func(yield func(ProductPage, error) bool) {
		var problems check.Problems
		if q.validateWalk(&problems); problems.Err() != nil {
			yield(ProductPage{}, s.caller.InvalidInput(opListProducts, problems.Err()))
			return
		}
		var gaps GapsError
		number, delivered := 0, 0
		for got, err := range s.prefetchPages(ctx, &q) {
			if err != nil {
				yield(ProductPage{}, err)
				return
			}
			gaps.appendGaps(got.gaps)
			number, delivered = number+1, delivered+len(got.products)
			page := ProductPage{Products: got.products, Gaps: got.gaps, Page: number, Delivered: delivered}
			if !yield(page, nil) {
				return
			}
		}
		if err := s.wrapGaps(&gaps); err != nil {
			yield(ProductPage{}, err)
		}
	}
}

// prefetchPages yields the pages of a walk, read in advance, and logs their unread members at the end.
func (s *ProductsService) prefetchPages(ctx context.Context, q *ProductQuery) iter.Seq2[listPage, error] {
	return func(yield func(listPage, error) bool) {
		var counts call.UnreadCounts
		defer func() { s.caller.WarnUnread(ctx, opListProducts, counts) }()
		pages := prefetch.Run(ctx, q.Prefetch, func(ctx context.Context) iter.Seq2[listPage, error] { return s.walkPages(ctx, q) })
		for got, err := range pages {
			if got.countUnread(&counts); !yield(got, err) {
				return
			}
		}
	}
}

// walkPages yields page after page until one is empty. It ends after a page of unreadable ids, since the place of
// the next one is unknown.
func (s *ProductsService) walkPages(ctx context.Context, q *ProductQuery) iter.Seq2[listPage, error] {
	cursor := newCursor(q)
	return func(yield func(listPage, error) bool) {
		for number := 1; ; number++ {
			got, err := s.fetchPage(ctx, cursor.nextParams())
			if err == nil && got.rowCount() == 0 {
				return
			}
			if err == nil {
				err = s.advanceCursor(cursor, &got)
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

// advanceCursor moves the cursor behind a page, or returns the error of a walk that cannot be complete.
func (s *ProductsService) advanceCursor(c cursor, got *listPage) error {
	if err := c.acceptPage(got); err != nil {
		return s.caller.Error(opListProducts, shelfwire.OutcomeUnknown, err)
	}
	return nil
}
