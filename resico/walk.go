package resico

import (
	"context"
	"iter"
	"slices"

	"github.com/shelfwire/shelfwire"
)

// walk reads the pages of a query, one group of SKUs after the other.
func (s *ProductsService) walk(ctx context.Context, q *ProductQuery) iter.Seq2[ProductPage, error] {
	size := q.PageSize
	if size == 0 {
		size = DefaultPageSize
	}
	return func(yield func(ProductPage, error) bool) {
		delivered := 0
		deliver := func(page ProductPage, err error) bool {
			delivered += len(page.Products)
			page.Delivered = delivered
			if len(q.SKUs) > 0 && err == nil {
				page.Total = len(q.SKUs)
			}
			return yield(page, err) && err == nil
		}
		for _, skus := range groups(q.SKUs, size) {
			w := walker{size: size}
			for page, err := range s.walkGroup(ctx, q, skus, &w) {
				if !deliver(page, err) {
					return
				}
			}
			size = w.size
		}
	}
}

// groups cuts the wanted SKUs, each once, into lists of at most size. No SKUs are one group: all products.
func groups(skus []string, size int) [][]string {
	if len(skus) == 0 {
		return [][]string{nil}
	}
	var unique []string
	seen := map[string]bool{}
	for _, sku := range skus {
		if !seen[sku] {
			seen[sku] = true
			unique = append(unique, sku)
		}
	}
	return slices.Collect(slices.Chunk(unique, size))
}

func (s *ProductsService) walkGroup(
	ctx context.Context, q *ProductQuery, skus []string, w *walker,
) iter.Seq2[ProductPage, error] {
	return func(yield func(ProductPage, error) bool) {
		for {
			at := w.next()
			page, err := s.list(ctx, q, skus, at)
			if err != nil {
				yield(ProductPage{}, err)
				return
			}
			fresh, done, err := w.accept(at, page.Payload)
			if err != nil {
				yield(ProductPage{}, s.caller.Error(opListProducts, shelfwire.OutcomeUnknown, err))
				return
			}
			if (len(fresh) > 0 || done) && !yield(newProductPage(page, fresh), nil) || done {
				return
			}
		}
	}
}

func newProductPage(r *listReply, fresh []Product) ProductPage {
	return ProductPage{
		Meta: r.meta(), Products: fresh,
		Total: r.Payload.Total, Page: r.Payload.CurrentPage, LastPage: r.Payload.LastPage,
	}
}
