// Package flows is what moves between the shop and its providers, one file per flow. Each file names the few calls of
// the client that it needs, so that a test can stand in for them, and so that you can take the file into a shop of
// your own.
//
// A flow does its work once and returns. When it runs, and how often it is tried again, package jobs decides.
package flows

import (
	"context"
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
	Since   time.Time // zero when everything was read
	Read    int       // products that the provider listed
	Without int       // of these, without the price or balance that was asked for: the shop keeps what it had
	Unknown int       // balances of products that the catalogue does not have
	Gone    int       // products taken off sale because the provider no longer lists them
}

// walk reads what changed since the flow's mark, page by page, and moves the mark when all of it is stored. The
// next page is fetched while one is being stored.
type walk struct {
	flow     string
	shop     *shop.Shop
	products productChanges
	fields   []resico.ProductField
	progress Progress
}

func (w *walk) run(ctx context.Context, since time.Time, store func([]resico.Product) error) error {
	changes := w.products.ChangedSince(ctx, since, resico.ProductQuery{Fields: w.fields, Prefetch: 1})
	if err := w.pages(changes.Pages(), store); err != nil {
		return err
	}
	mark, ok := changes.Mark()
	if !ok { // the replies did not tell the time; the old mark makes the next run read a little more
		return nil
	}
	return w.shop.SetMark(ctx, w.flow, mark)
}

func (w *walk) pages(pages iter.Seq2[resico.ProductPage, error], store func([]resico.Product) error) error {
	for page, err := range pages {
		if err != nil {
			return err
		}
		if err := store(page.Products); err != nil {
			return err
		}
		w.progress(page.Delivered, page.Total)
	}
	return nil
}

// since is where a walk begins: at the mark, or at the beginning of time.
func (w *walk) since(ctx context.Context, everything bool) (time.Time, error) {
	if everything {
		return time.Time{}, nil
	}
	return w.shop.Mark(ctx, w.flow)
}
