package erpxt

import (
	"context"
	"iter"
)

// List reads one page of products: GET /products, section "Pobieranie produktów" of the guide. It asks for at most Top
// of them, and the server may return fewer; the total is unknown. An empty list is a success. Any other
// response than a list matches shelfwire.ErrMalformed.
//
// Each row must have an id; all other members are best effort: see Product.Unread. When some ids are
// unreadable, List returns the other rows and an error that holds a [*GapsError].
func (s *ProductsService) List(ctx context.Context, q ProductQuery) ([]Product, error) {
	return s.listRecords(ctx, q)
}

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
	return s.walkRecords(ctx, q)
}

// Pages is like [ProductsService.All], but yields whole pages, with the counts for a progress bar. An empty result
// has no pages.
func (s *ProductsService) Pages(ctx context.Context, q ProductQuery) iter.Seq2[ProductPage, error] {
	return s.yieldPages(ctx, q)
}
