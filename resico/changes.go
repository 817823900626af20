package resico

import (
	"context"
	"iter"
	"time"

	"github.com/shelfwire/shelfwire/internal/check"
)

// MarkOverlap is how far [Changes].Mark goes back behind the beginning of a walk: for changes that were being
// made at that moment, and because the provider compares whole seconds. Products changed within it come again
// on the next run, so store them by SKU.
const MarkOverlap = time.Minute

// Changes is a walk through the products that changed, with the mark from which the next one goes on.
type Changes struct {
	pages func() iter.Seq2[ProductPage, error]
	mark  time.Time
}

// ChangedSince walks through the products that changed after since, as [ProductsService.All] does. A zero since
// is the whole catalogue: the first run. Afterwards ask [Changes.Mark] where the next run begins, and keep it.
//
// A product that was deleted in the ERP is not among its changes, and whether one that was deactivated is, the
// provider does not say; read the whole catalogue from time to time, at night.
func (s *ProductsService) ChangedSince(ctx context.Context, since time.Time, q ProductQuery) *Changes {
	var problems check.Problems
	if !q.UpdatedAfter.IsZero() {
		problems.Add("UpdatedAfter", "must be empty: since takes its place")
	}
	if err := problems.Err(); err != nil {
		err = s.caller.Invalid(opListProducts, err)
		return &Changes{pages: func() iter.Seq2[ProductPage, error] {
			return func(yield func(ProductPage, error) bool) { yield(ProductPage{}, err) }
		}}
	}
	q.UpdatedAfter = since
	return &Changes{pages: func() iter.Seq2[ProductPage, error] { return s.Pages(ctx, q) }}
}

// All yields the products, as [ProductsService.All] does.
func (c *Changes) All() iter.Seq2[Product, error] { return products(c.Pages()) }

// Pages yields them page by page, as [ProductsService.Pages] does.
func (c *Changes) Pages() iter.Seq2[ProductPage, error] {
	return func(yield func(ProductPage, error) bool) {
		c.mark = time.Time{}
		var began time.Time // by the first reply only: a later one would hide what changed before it
		first := true
		for page, err := range c.pages() {
			if first {
				began, first = page.Time, false
			}
			if !yield(page, err) || err != nil {
				return
			}
		}
		if !began.IsZero() {
			c.mark = began.Add(-MarkOverlap)
		}
	}
}

// Mark returns the time to pass to the next ChangedSince: the server's clock when the walk began, less
// [MarkOverlap]. It returns false until a walk has come to its end without an error, and when the first reply did not
// tell the time: keep the old mark then.
func (c *Changes) Mark() (time.Time, bool) { return c.mark, !c.mark.IsZero() }
