package flows

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// PushListings brings the stock and the prices of the shop's active products to a MerchantPro shop, which lists them
// under the same SKU. What was sent and confirmed is remembered, so only what the shop has changed since is sent, and a
// stock that orders there have lowered is not put back by a new price.
//
// The stock is what can still be sold, over all locations: what the shop has sold itself is not offered there. Its tracking is
// left as it is there, and so is a product that is off sale here: the inventory API cannot hide it.
type PushListings struct {
	Shop      *shop.Shop
	Inventory inventory
	Progress  Progress
}

// inventory is the part of shopinventory.InventoryService that the listings need.
type inventory interface {
	Get(ctx context.Context, ref shopinventory.ItemRef) (shopinventory.Item, error)
	UpdateAll(
		ctx context.Context, changes iter.Seq2[shopinventory.ItemRef, shopinventory.ItemUpdate], opts shopinventory.UpdateAllOptions,
	) iter.Seq[shopinventory.UpdateResult]
}

// listingsPush is one run of the flow.
type listingsPush struct {
	*PushListings
	done       Listings
	everything bool
	silent     int   // unclear updates in a row
	failed     error // of the database, while changes were being sent
}

// Run pushes what changed since it was last pushed. A run that is asked to pushes everything, also the products that
// were not listed when they were last tried.
//
// A product that cannot be pushed is a [Problem] and does not keep the others from it. An error ends the run, a key that
// is not accepted above all; what was confirmed before it is remembered.
func (f *PushListings) Run(ctx context.Context, everything bool) (Listings, error) {
	p := &listingsPush{PushListings: f, everything: everything}
	due, err := p.due(ctx)
	if err != nil {
		return p.done, err
	}
	for r := range f.Inventory.UpdateAll(ctx, p.changes(ctx, due), shopinventory.UpdateAllOptions{}) {
		if err := p.settle(ctx, &due[r.Index], r.Err); err != nil {
			return p.done, err
		}
		f.Progress(r.Index+1, len(due))
	}
	return p.done, cmp.Or(p.failed, ctx.Err()) // a run that was broken off is no whole one, also when nothing was left to send
}

// due compares the catalogue with what was sent, and counts the products that are not going to be.
func (p *listingsPush) due(ctx context.Context) (due []listing, err error) {
	products, err := p.Shop.Active(ctx)
	if err != nil {
		return nil, err
	}
	stock, err := p.Shop.Sellable(ctx)
	if err != nil {
		return nil, err
	}
	sent, err := p.Shop.Listings(ctx)
	if err != nil {
		return nil, err
	}
	for _, product := range products {
		var sellable shelfwire.Opt[shelfwire.Decimal]
		if quantity, known := stock[product.SKU]; known {
			sellable = shelfwire.Set(quantity)
		}
		l := newListing(product, sellable, sent[product.SKU])
		p.count(&l, sellable)
		switch {
		case l.isEmpty():
		case p.everything || !l.isSent() || l.sent.State == shop.ListingSent:
			due = append(due, l)
		case l.sent.State == shop.ListingMissing:
			p.done.miss(l.sku)
		default:
			p.done.Unchanged++
		}
	}
	return due, nil
}

// count counts what is pushed in part only, or not as it is.
func (p *listingsPush) count(l *listing, sellable shelfwire.Opt[shelfwire.Decimal]) {
	if l.want.Price.IsZero() {
		p.done.WithoutPrice++
	}
	switch quantity, known := sellable.Get(); {
	case !known:
		p.done.WithoutStock++
	case quantity.IsNegative():
		p.done.Negative++
	}
}

// changes yields what to send. What is on its way is noted before: until it is confirmed nobody knows what MerchantPro
// has, and the next run sends all of it, also when the shop goes back to what was confirmed last. All values are
// absolute, so it does not matter whether the first try got there.
func (p *listingsPush) changes(ctx context.Context, due []listing) iter.Seq2[shopinventory.ItemRef, shopinventory.ItemUpdate] {
	return func(yield func(shopinventory.ItemRef, shopinventory.ItemUpdate) bool) {
		for _, l := range due {
			if p.failed = p.Shop.SaveListing(ctx, l.sku, l.record(shop.ListingSent)); p.failed != nil {
				return
			}
			all := p.everything || l.sent.State != shop.ListingConfirmed
			if !yield(shopinventory.BySKU(l.sku), l.update(all)) {
				return
			}
		}
	}
}

// settle notes what became of a listing, and decides whether the run goes on after it.
func (p *listingsPush) settle(ctx context.Context, l *listing, err error) error {
	switch {
	case err == nil:
		p.silent = 0
		p.done.Pushed++
		return p.save(ctx, l, shop.ListingConfirmed)
	case p.isMissing(ctx, l.sku, err):
		p.silent = 0
		p.done.miss(l.sku)
		return p.save(ctx, l, shop.ListingMissing)
	case isUnclear(err): // not remembered as confirmed, so the next run sends it again
		return p.unclear(l.sku, err)
	case isLasting(err) && !errors.Is(err, shelfwire.ErrIncomplete):
		p.silent = 0
		p.done.note(Problem{SKU: l.sku, Kind: Rejected, Reason: err.Error()})
		return nil
	default: // the key, too many calls, no connection: the next product would fare no better
		return err
	}
}

// isMissing reports whether MerchantPro does not have a product. Some shops say so with a 400, which can mean anything;
// then only a look tells.
func (p *listingsPush) isMissing(ctx context.Context, sku string, err error) bool {
	if errors.Is(err, shelfwire.ErrNotFound) {
		return true
	}
	if !errors.Is(err, shelfwire.ErrInvalid) || shelfwire.OutcomeOf(err) != shelfwire.OutcomeRejected {
		return false
	}
	_, err = p.Inventory.Get(ctx, shopinventory.BySKU(sku))
	return errors.Is(err, shelfwire.ErrNotFound) || errors.Is(err, shelfwire.ErrInvalid)
}

// unclear notes an update that may or may not have been made. One whose response has other values than were sent
// says nothing against the connection.
func (p *listingsPush) unclear(sku string, err error) error {
	p.done.note(Problem{SKU: sku, Kind: Unclear, Reason: err.Error()})
	if errors.Is(err, shelfwire.ErrConflict) {
		p.silent = 0
		return nil
	}
	p.silent++
	if p.silent == maxSilent {
		return fmt.Errorf("%d updates in a row are unclear, the last one of %s: %w", maxSilent, sku, err)
	}
	return nil
}

// save notes what came back, also while the program stops.
func (p *listingsPush) save(ctx context.Context, l *listing, state shop.ListingState) error {
	return p.Shop.SaveListing(context.WithoutCancel(ctx), l.sku, l.record(state))
}
