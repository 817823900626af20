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

// DefaultOverlap is how long before the beginning of a walk [Changes.Checkpoint] lies when
// [ProductQuery].Overlap is 0. It covers changes that were being made at that moment, and the provider's
// comparison by whole seconds. Products changed within it come again on the next run, so store them by SKU.
const DefaultOverlap = time.Minute

// Changes is a walk through the products that changed, with the checkpoint from which the next walk
// continues. It is for one goroutine at a time.
type Changes struct {
	pages      func() iter.Seq2[ProductPage, error]
	now        func() time.Time
	overlap    time.Duration
	checkpoint time.Time
	gaps       []Gap
}

// ChangedSince walks through the products that changed after since, as [ProductsService.All] does: POST
// /products, a read in spite of its verb. Guide, heading "Preču informācija izgūšana no Resico ERP". A zero
// since means the whole catalogue: the first run; one in the future, as a wrong clock may have stored it, counts
// as now. After the walk store [Changes.Checkpoint], and pass it to the next run.
//
// Europe/Riga is a guess for the zone in which the server compares times (probe: resico/updated-zone); see
// [Client.In] for another one. If it is UTC, a run misses the changes of the two or three hours before it. An
// [ProductQuery].Overlap of three hours covers that; every run then brings the products of those three hours
// again.
//
// Products deleted in the ERP are not among the changes, and for deactivated ones that is undocumented. Read
// the whole catalogue from time to time, at night.
func (s *ProductsService) ChangedSince(ctx context.Context, since time.Time, q ProductQuery) *Changes {
	var problems check.Problems
	if !q.UpdatedAfter.IsZero() {
		problems.Add("UpdatedAfter", "must be empty: since takes its place")
	}
	if q.Overlap < 0 {
		problems.Add("Overlap", "must not be negative")
	}
	changes := &Changes{now: s.caller.Now, overlap: cmp.Or(q.Overlap, DefaultOverlap)}
	if err := problems.Err(); err != nil {
		err = s.caller.InvalidInput(opListProducts, err)
		changes.pages = func() iter.Seq2[ProductPage, error] {
			return func(yield func(ProductPage, error) bool) { yield(ProductPage{}, err) }
		}
		return changes
	}
	if now := s.caller.Now(); since.After(now) {
		since = now
	}
	q.UpdatedAfter, q.Overlap = since, 0
	query := q.clone()
	changes.pages = func() iter.Seq2[ProductPage, error] { return s.Pages(ctx, *query) }
	return changes
}

// All yields the products one by one, as [ProductsService.All] does. Each iteration is a new walk.
func (c *Changes) All() iter.Seq2[Product, error] { return flattenPages(c.Pages()) }

// Pages yields the products page by page, as [ProductsService.Pages] does. Each iteration is a new walk.
func (c *Changes) Pages() iter.Seq2[ProductPage, error] {
	return func(yield func(ProductPage, error) bool) {
		c.checkpoint, c.gaps = time.Time{}, nil
		var began time.Time // by the first response: changes made during the walk belong to the next one
		now, first := c.now(), true
		for page, err := range c.pages() {
			if first {
				began, first = earlierOf(page.ServerTime, now), false
			}
			c.gaps = append(c.gaps, page.Gaps[:min(len(page.Gaps), maxGaps-len(c.gaps))]...)
			if _, onlyGaps := errors.AsType[*GapsError](err); onlyGaps {
				c.setCheckpoint(began)
			}
			if !yield(page, err) || err != nil {
				return
			}
		}
		c.setCheckpoint(began)
	}
}

// earlierOf returns the time by the server's clock, or the local one if that is earlier: a clock of the server that is
// ahead would hide changes, and a local one that is slow makes the next walk read more at most.
func earlierOf(server, local time.Time) time.Time {
	if local.Before(server) {
		return local
	}
	return server
}

func (c *Changes) setCheckpoint(began time.Time) {
	if !began.IsZero() {
		c.checkpoint = began.Add(-c.overlap)
	}
}

// Checkpoint returns the time to pass to the next ChangedSince: the server's clock when the walk began, or the
// local one if that is earlier, less [ProductQuery].Overlap. It returns false while the walk is unfinished, when
// it failed, and when its first response had no time: keep the old checkpoint then. A walk with gaps counts as
// finished, also when it ends with a [*GapsError], so that a product without a SKU cannot hold the checkpoint back.
func (c *Changes) Checkpoint() (time.Time, bool) { return c.checkpoint, !c.checkpoint.IsZero() }

// Gaps returns the rows so far that were read only in part, at most the first 10,000. The next walk brings
// them only if they change, so read those with a SKU again later, with [ProductQuery].SKUs.
func (c *Changes) Gaps() []Gap { return slices.Clone(c.gaps) }
