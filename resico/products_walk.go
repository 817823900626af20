package resico

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// walkPages walks through the pages of a query, one group of SKUs after the other.
func (s *ProductsService) walkPages(ctx context.Context, q *ProductQuery) iter.Seq2[ProductPage, error] {
	return func(yield func(ProductPage, error) bool) {
		var unread call.UnreadCounts
		defer func() { s.caller.WarnUnread(ctx, opListProducts, unread) }()
		var nameless GapsError
		delivered := 0
		skus := uniqueSKUs(q.SKUs)
		deliver := func(page ProductPage, err error) bool {
			page.countUnread(&unread)
			nameless.addGaps(page.Gaps)
			delivered += len(page.Products)
			page.Delivered = delivered
			if len(skus) > 0 && err == nil {
				page.Total = len(skus)
			}
			return yield(page, err) && err == nil
		}
		known := &recentSKUs{}
		for _, group := range groupSKUs(skus, q.pageSize()) {
			w := newWalker(q.pageSize(), known)
			for page, err := range s.walkGroup(ctx, q, group, w) {
				if !deliver(page, err) {
					return
				}
			}
		}
		if err := s.gapsError(&nameless); err != nil {
			yield(ProductPage{}, err)
		}
	}
}

// walkGroup walks through the pages of one group of SKUs.
func (s *ProductsService) walkGroup(
	ctx context.Context, q *ProductQuery, skus []string, w *walker,
) iter.Seq2[ProductPage, error] {
	return func(yield func(ProductPage, error) bool) {
		for {
			at, page, err := s.fetchNext(ctx, q, skus, w)
			if err != nil {
				yield(ProductPage{}, err)
				return
			}
			step, err := w.acceptPage(at, page)
			if err != nil {
				yield(ProductPage{}, s.caller.Error(opListProducts, shelfwire.OutcomeUnknown, err))
				return
			}
			isWanted := len(step.fresh) > 0 || step.done && (w.rows == 0 || step.unproven)
			if isWanted && !yield(newProductPage(page, step, at.page), nil) || step.done {
				return
			}
		}
	}
}

// fetchNext requests the next page, and falls back to the constant mode when the server rejects its limit.
func (s *ProductsService) fetchNext(
	ctx context.Context, q *ProductQuery, skus []string, w *walker,
) (at window, page *listPage, err error) {
	at = w.nextPage()
	if page := w.takeKept(at); page != nil {
		return at, page, nil
	}
	page, err = s.fetchPage(ctx, opListProducts, q, skus, at)
	if err != nil && w.isLimitRejected(at, err) {
		w.fallBack()
		at = w.nextPage()
		page, err = s.fetchPage(ctx, opListProducts, q, skus, at)
	}
	return at, page, err
}
