package resico

import (
	"context"
	"iter"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// walk reads the pages of a query, one group of SKUs after the other.
func (s *ProductsService) walk(ctx context.Context, q *ProductQuery) iter.Seq2[ProductPage, error] {
	return func(yield func(ProductPage, error) bool) {
		var unread call.UnreadCounts
		defer func() { s.caller.WarnUnread(ctx, opListProducts, unread) }()
		var nameless GapsError
		delivered := 0
		skus := unique(q.SKUs)
		deliver := func(page ProductPage, err error) bool {
			page.count(&unread)
			nameless.add(page.Gaps)
			delivered += len(page.Products)
			page.Delivered = delivered
			if len(skus) > 0 && err == nil {
				page.Total = len(skus)
			}
			return yield(page, err) && err == nil
		}
		known := &ledger{}
		for _, group := range groups(skus, q.limit()) {
			w := newWalker(q.limit(), known)
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

// count counts the members of a page that could not be read.
func (p *ProductPage) count(unread *call.UnreadCounts) {
	unread.Add(p.Unread)
	for _, product := range p.Products {
		unread.Add(product.Unread)
	}
	for _, gap := range p.Gaps {
		if gap.SKU == "" {
			unread.Add(gap.Unread)
		}
	}
}

// unique returns each SKU once, in order.
func unique(skus []string) (once []string) {
	seen := map[string]bool{}
	for _, sku := range skus {
		if !seen[sku] {
			seen[sku] = true
			once = append(once, sku)
		}
	}
	return once
}

// groups cuts the wanted SKUs into lists of at most size. No SKUs are one group: all products.
func groups(skus []string, size int) [][]string {
	if len(skus) == 0 {
		return [][]string{nil}
	}
	return slices.Collect(slices.Chunk(skus, size))
}

func (s *ProductsService) walkGroup(
	ctx context.Context, q *ProductQuery, skus []string, w *walker,
) iter.Seq2[ProductPage, error] {
	return func(yield func(ProductPage, error) bool) {
		for {
			at, page, err := s.read(ctx, q, skus, w)
			if err != nil {
				yield(ProductPage{}, err)
				return
			}
			step, err := w.accept(at, page)
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

// read reads the next page. One whose limit the server rejects is read with another one.
func (s *ProductsService) read(
	ctx context.Context, q *ProductQuery, skus []string, w *walker,
) (at window, page *listPage, err error) {
	at = w.next()
	if page := w.takeKept(at); page != nil {
		return at, page, nil
	}
	page, err = s.list(ctx, opListProducts, q, skus, at)
	if err != nil && w.isRejected(at, err) {
		w.fallBack()
		at = w.next()
		page, err = s.list(ctx, opListProducts, q, skus, at)
	}
	return at, page, err
}

func newProductPage(p *listPage, s step, number int) ProductPage {
	products, gaps := p.split(s.fresh, number)
	return ProductPage{
		Meta: p.Meta, Products: products, Gaps: gaps, Unread: p.Unread,
		Total: p.Total, Page: p.CurrentPage, LastPage: p.LastPage, Unproven: s.unproven,
	}
}
