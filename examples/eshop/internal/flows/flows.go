// Package flows is what moves between the shop and its providers, one file per flow. Each file names the few calls of
// the client that it needs, so that a test can stand in for them, and so that you can take the file into a shop of
// your own.
//
// A flow does its work once and returns. When it runs, and how often it is tried again, package jobs decides.
package flows

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// Progress is told how far a flow has come.
type Progress func(done, total int)

// productChanges is the part of resico.ProductsService that the imports need.
type productChanges interface {
	ChangedSince(ctx context.Context, since time.Time, q resico.ProductQuery) *resico.Changes
}

// Import says what an import did.
type Import struct {
	Since    time.Time // zero when everything was read
	Read     int       // products that the provider listed
	Without  int       // of these, without the price or balance that was asked for: the shop keeps what it had
	Unread   int       // of these, with fields that could not be read: the shop keeps what it had, and asks again
	Nameless int       // products that came without a SKU, so that they were left out
	Unknown  int       // balances of products that the catalogue does not have
	Gone     int       // products taken off sale because the provider no longer lists them
	Ahead    time.Time // how far the last run seemed to have come, when that lies in the future; then everything was read
	NotAgain string    // why the products of earlier runs with unread fields could not be read again
}

// ClockTrouble says what to do about a mark in the future.
func (i Import) ClockTrouble() string {
	return fmt.Sprintf("the last run ended at %s, which is in the future, so everything was read: is this machine's clock right?",
		i.Ahead.UTC().Format(time.RFC3339))
}

// walk reads what changed since the flow's mark, page by page, and moves the mark when all of it is stored. The
// next page is fetched while one is being stored.
type walk struct {
	flow     string
	shop     *shop.Shop
	products productChanges
	fields   []resico.ProductField
	progress Progress
	done     *Import

	known map[string]bool // products that earlier runs could not read whole
	due   map[string]bool // of these, the ones that this run has not met
}

// run reads what changed, and then again what earlier runs could not read whole. Products without a SKU do not hold the
// mark, or one of them would make every run read more.
func (w *walk) run(ctx context.Context, since time.Time, store func([]resico.Product) error) error {
	if err := w.remember(ctx); err != nil {
		return err
	}
	changes := w.products.ChangedSince(ctx, since, resico.ProductQuery{Fields: w.fields, Prefetch: 1})
	failed, err := w.pages(ctx, w.reported(changes.Pages()), store)
	if err != nil {
		return err
	}
	gaps, onlyGaps := errors.AsType[*resico.GapsError](failed)
	if failed != nil && !onlyGaps {
		return failed
	}
	if onlyGaps {
		w.done.Nameless = gaps.Count
	}
	// Without a time in the responses, the old mark makes the next run read a little more.
	if mark, ok := changes.Checkpoint(); ok {
		if err := w.shop.SetMark(ctx, w.flow, mark); err != nil {
			return err
		}
	}
	return w.again(ctx, store)
}

// pages stores pages. failed is the provider's error, err the shop's own.
func (w *walk) pages(
	ctx context.Context, pages iter.Seq2[resico.ProductPage, error], store func([]resico.Product) error,
) (failed, err error) {
	for page, failed := range pages {
		if failed != nil {
			return failed, nil
		}
		if err := store(page.Products); err != nil {
			return nil, err
		}
		if err := w.keep(ctx, page.Products); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// reported tells how far the walk has come when a page is stored.
func (w *walk) reported(pages iter.Seq2[resico.ProductPage, error]) iter.Seq2[resico.ProductPage, error] {
	return func(yield func(resico.ProductPage, error) bool) {
		for page, err := range pages {
			if !yield(page, err) {
				return
			}
			if err == nil {
				w.progress(page.Delivered, page.Total)
			}
		}
	}
}

// aheadBy is how far in the future a mark may lie, since it is by the provider's clock.
const aheadBy = 10 * time.Minute

// since is where a walk begins: at the mark, or at the beginning of time. A mark in the future is of a clock that was wrong,
// and nobody knows what has changed since it was set.
func (w *walk) since(ctx context.Context, everything bool) (time.Time, error) {
	if everything {
		return time.Time{}, nil
	}
	mark, err := w.shop.Mark(ctx, w.flow)
	if time.Until(mark) > aheadBy {
		w.done.Ahead, mark = mark, time.Time{}
	}
	return mark, err
}
