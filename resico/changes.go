package resico

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/shelfwire/shelfwire/internal/check"
)

// DefaultOverlap is how far [Changes.Checkpoint] goes back behind the beginning of a walk unless [ProductQuery].Overlap
// says so: for changes that were being made at that moment, and because the provider compares whole seconds. Products
// changed within it come again on the next run, so store them by SKU.
const DefaultOverlap = time.Minute

// Changes is a walk through the products that changed, with the checkpoint from which the next one goes on.
type Changes struct {
	pages      func() iter.Seq2[ProductPage, error]
	overlap    time.Duration
	checkpoint time.Time
	gaps       []Gap
}

// ChangedSince walks through the products that changed after since, as [ProductsService.All] does. A zero since
// is the whole catalogue: the first run. Afterwards ask [Changes.Checkpoint] where the next run begins, and keep it.
//
// The zone in which the server compares the time is a guess, Europe/Riga: the provider does not say. If it were UTC, a
// run would miss what changed in the last two or three hours before it, unless [ProductQuery].Overlap is three hours.
// Every run then brings the products of those three hours again. See [Client.In] for another zone.
//
// A product that was deleted in the ERP is not among its changes, and whether one that was deactivated is, the
// provider does not say; read the whole catalogue from time to time, at night.
func (s *ProductsService) ChangedSince(ctx context.Context, since time.Time, q ProductQuery) *Changes {
	var problems check.Problems
	if !q.UpdatedAfter.IsZero() {
		problems.Add("UpdatedAfter", "must be empty: since takes its place")
	}
	if q.Overlap < 0 {
		problems.Add("Overlap", "must not be negative")
	}
	if err := problems.Err(); err != nil {
		err = s.caller.InvalidInput(opListProducts, err)
		return &Changes{pages: func() iter.Seq2[ProductPage, error] {
			return func(yield func(ProductPage, error) bool) { yield(ProductPage{}, err) }
		}}
	}
	changes := &Changes{overlap: cmp.Or(q.Overlap, DefaultOverlap)}
	q.UpdatedAfter, q.Overlap = since, 0
	query := q.clone()
	changes.pages = func() iter.Seq2[ProductPage, error] { return s.Pages(ctx, *query) }
	return changes
}

// All yields the products, as [ProductsService.All] does.
func (c *Changes) All() iter.Seq2[Product, error] { return products(c.Pages()) }

// Pages yields them page by page, as [ProductsService.Pages] does.
func (c *Changes) Pages() iter.Seq2[ProductPage, error] {
	return func(yield func(ProductPage, error) bool) {
		c.checkpoint, c.gaps = time.Time{}, nil
		var began time.Time // by the first response only: a later one would hide what changed before it
		first := true
		for page, err := range c.pages() {
			if first {
				began, first = page.ServerTime, false
			}
			c.gaps = append(c.gaps, page.Gaps[:min(len(page.Gaps), maxGaps-len(c.gaps))]...)
			if _, onlyGaps := errors.AsType[*GapsError](err); onlyGaps {
				c.move(began)
			}
			if !yield(page, err) || err != nil {
				return
			}
		}
		c.move(began)
	}
}

func (c *Changes) move(began time.Time) {
	if !began.IsZero() {
		c.checkpoint = began.Add(-c.overlap)
	}
}

// Checkpoint returns the time to pass to the next ChangedSince: the server's clock when the walk began, less
// [ProductQuery].Overlap. It returns false until a walk has come to its end, and when the first response did not tell the
// time: keep the old checkpoint then. A walk that fails or loses its place has not come to its end. One with gaps has, also
// when it ends with a [*GapsError]; else one product without a SKU would make every run read more.
func (c *Changes) Checkpoint() (time.Time, bool) { return c.checkpoint, !c.checkpoint.IsZero() }

// Gaps returns the rows of the pages so far that could not be read whole, the first 10,000 of them. The next walk does
// not bring them again unless they change, so read the SKUs among them again later, with [ProductQuery].SKUs.
func (c *Changes) Gaps() []Gap { return slices.Clone(c.gaps) }
