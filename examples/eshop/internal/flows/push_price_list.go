package flows

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// PushPriceList keeps the shop's active products as product cards in ERP XT, found by ProductCode, which is the
// SKU. What was pushed is remembered, so only what the shop has changed since is sent; what people change on a
// card stays until the shop changes the same thing. A product that is off sale keeps its card as it is.
//
// Prices go as they stand. A shop whose price list for Poland has other figures puts them in here.
type PushPriceList struct {
	Shop     *shop.Shop
	Cards    productCards
	Progress Progress
	DryRun   bool // looks every product up, writes nothing and remembers nothing
}

// productCards is the part of erpxt.ProductsService that the price list needs.
type productCards interface {
	All(ctx context.Context, q erpxt.ProductQuery) iter.Seq2[erpxt.Product, error]
	Create(ctx context.Context, product erpxt.NewProduct) (int64, error)
	Edit(ctx context.Context, id int64, edit func(*erpxt.Product) error) (erpxt.Product, error)
}

// groupSize is how many products one list is asked for. The filter that names them is part of the address, and many
// servers reject an address of more than 2,000 characters.
const groupSize = 20

// push is one run of the flow.
type push struct {
	*PushPriceList
	done   Push
	silent int // writes in a row of which nobody knows what became
}

// Run pushes what changed since it was last pushed. A run that is asked to looks at every card, so that it sees those
// that were deleted in ERP XT.
//
// A product that cannot be pushed is a [Problem] and does not keep the others from it. An error ends the run; what
// was pushed before it is remembered.
func (f *PushPriceList) Run(ctx context.Context, everything bool) (Push, error) {
	p := &push{PushPriceList: f, done: Push{DryRun: f.DryRun}}
	due, err := p.due(ctx, everything)
	if err != nil {
		return p.done, err
	}
	handled := 0
	for group := range slices.Chunk(due, groupSize) {
		cards, err := p.look(ctx, group)
		if err != nil {
			return p.done, err
		}
		for _, e := range group {
			if err := p.product(ctx, e, cards[e.sku]); err != nil {
				return p.done, err
			}
		}
		handled += len(group)
		f.Progress(handled, len(due))
	}
	return p.done, nil
}

// due compares the catalogue with what was pushed, and counts the products that are not going to be.
func (p *push) due(ctx context.Context, everything bool) (due []entry, err error) {
	products, err := p.Shop.Active(ctx)
	if err != nil {
		return nil, err
	}
	pushed := map[string]shop.Card{}
	if !p.DryRun {
		if pushed, err = p.Shop.Cards(ctx); err != nil {
			return nil, err
		}
	}
	for _, product := range products {
		price, priced := product.SellingPrice()
		rate, taxed := polishRate(product.VAT)
		e := newEntry(product, price, rate, pushed[product.SKU])
		switch {
		case !priced: // which is not a price of 0
			p.done.WithoutPrice++
		case !taxed:
			p.done.WithoutRate++
		case !everything && e.isPushed():
			p.done.Unchanged++
		default:
			due = append(due, e)
		}
	}
	return due, nil
}

// look finds the cards of a group of products with one list. The list is walked to its end: a page that a server has
// cut short must not make a card look missing.
func (p *push) look(ctx context.Context, group []entry) (map[string][]erpxt.Product, error) {
	var filter erpxt.Filter
	for _, e := range group {
		filter = filter.Or(erpxt.ProductCode.Eq(e.sku))
	}
	cards := map[string][]erpxt.Product{}
	for card, err := range p.Cards.All(ctx, erpxt.ProductQuery{Filter: filter}) {
		if err != nil {
			return nil, err
		}
		cards[card.ProductCode] = append(cards[card.ProductCode], card)
	}
	return cards, nil
}

// product pushes one product, whose cards are found.
func (p *push) product(ctx context.Context, e entry, found []erpxt.Product) error {
	switch len(found) {
	case 0:
		return p.settle(e.sku, p.create(ctx, e))
	case 1:
		return p.settle(e.sku, p.edit(ctx, e, found[0]))
	default: // which one is meant, nobody but a person can know
		p.done.note(Problem{SKU: e.sku, Kind: Twice, Reason: fmt.Sprintf(
			"%d cards have this code, the first two with the IDs %d and %d", len(found), found[0].ID, found[1].ID)})
		return nil
	}
}

// create makes a card that was found missing.
//
// When nobody knows what became of it, nobody needs to look: the card has a code, and the next run asks for it before
// it does anything. Until then it is not repeated, because the request may still be on its way.
func (p *push) create(ctx context.Context, e entry) error {
	if p.DryRun {
		p.done.Created++
		return nil
	}
	key, err := writeOnce(ctx, writing{shop: p.Shop}, shop.CardStep(e.sku), e.newCard(),
		func(ctx context.Context, n erpxt.NewProduct) (string, error) {
			id, err := p.Cards.Create(ctx, n)
			return keyText(id), err
		})
	if err != nil {
		return err
	}
	p.done.Created++
	id, err := strconv.ParseInt(key, 10, 64)
	if err != nil {
		return err
	}
	e.pushed = shop.Card{} // a card that is not there any more
	return p.remember(ctx, e, id)
}

// edit brings a card up to date. It sets what it sets, so it can be repeated and needs no record.
func (p *push) edit(ctx context.Context, e entry, card erpxt.Product) error {
	id := card.ID
	if e.pushed.ID != id { // a card that the shop has not made, or not seen made
		e.pushed = shop.Card{}
		if err := p.found(ctx, e.sku, id); err != nil {
			return err
		}
	}
	if !e.apply(&card) {
		p.done.Unchanged++
		return p.remember(ctx, e, id)
	}
	if !p.DryRun {
		_, err := p.Cards.Edit(ctx, id, func(now *erpxt.Product) error {
			e.apply(now)
			return nil
		})
		if err != nil {
			return err
		}
	}
	p.done.Edited++
	return p.remember(ctx, e, id)
}

// found records that a card is there: what became of a write without a response, if there was one.
func (p *push) found(ctx context.Context, sku string, id int64) error {
	if p.DryRun {
		return nil
	}
	return p.Shop.Done(ctx, shop.CardStep(sku), strconv.FormatInt(id, 10))
}

// remember keeps what the shop has put on a card.
func (p *push) remember(ctx context.Context, e entry, id int64) error {
	if p.DryRun || e.isPushed() {
		return nil
	}
	e.want.ID = id
	return p.Shop.SaveCard(context.WithoutCancel(ctx), e.sku, e.want)
}

// settle decides whether the run goes on after a product.
func (p *push) settle(sku string, err error) error {
	problem := Problem{SKU: sku, Kind: Rejected}
	switch {
	case err == nil:
		p.silent = 0
		return nil
	case isUnclear(err):
		problem.Kind = Unclear
		p.silent++
	case isLasting(err), errors.Is(err, shelfwire.ErrNotFound): // deleted a moment ago
		p.silent = 0
	default:
		return err
	}
	problem.Reason = err.Error()
	if parked, ok := errors.AsType[*shop.ParkedError](err); ok {
		problem.Reason = parked.Reason
	}
	p.done.note(problem)
	if p.silent == maxSilent {
		return fmt.Errorf("%d writes in a row are unclear, the last one of %s: %w", maxSilent, sku, err)
	}
	return nil
}
