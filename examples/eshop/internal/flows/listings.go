package flows

import (
	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// Listings says what a push of stock and prices to MerchantPro did.
type Listings struct {
	Pushed       int
	Unchanged    int      // listings that need no change, without a look at them
	WithoutStock int      // products whose stock is not known, so that only their price is pushed
	WithoutPrice int      // products without a price, so that only their stock is pushed
	Negative     int      // products whose stock is below zero, which is pushed as zero
	NotListed    int      // products that MerchantPro does not have
	Missing      []string // the first of those, by SKU
	Attention
}

// maxMissing is how many products that are not listed are named.
const maxMissing = 100

// miss counts a product that is not listed.
func (l *Listings) miss(sku string) {
	l.NotListed++
	if len(l.Missing) < maxMissing {
		l.Missing = append(l.Missing, sku)
	}
}

// listing is a product as MerchantPro is to have it. What is absent is left alone there.
type listing struct {
	sku  string
	want shop.Listing
	sent shop.Listing // the zero value when nothing was sent
}

// newListing works out what MerchantPro is to have. Nothing is guessed: no price is not a price of 0, and a stock that
// nobody knows is not an empty one.
//
// How an old price is taken away is not documented. So the shop sends one only once a product is reduced; when the
// reduction is over, and from then on, it sends the price itself as the old one, which is no reduction.
func newListing(p shop.Product, stock shelfwire.Opt[shelfwire.Decimal], sent shop.Listing) listing {
	l := listing{sku: p.SKU, sent: sent}
	if quantity, known := stock.Get(); known {
		l.want.Stock = shelfwire.Set(notNegative(quantity))
	}
	price, priced := p.SellingPrice()
	if !priced {
		return l
	}
	l.want.Price = shelfwire.Set(price)
	if old, reduced := p.OldPrice(); reduced {
		l.want.OldPrice = shelfwire.Set(old)
	} else if !sent.OldPrice.IsZero() {
		l.want.OldPrice = shelfwire.Set(price)
	}
	return l
}

// isEmpty reports whether nothing is known about the product that could be pushed.
func (l *listing) isEmpty() bool { return l.want.Stock.IsZero() && l.want.Price.IsZero() }

// isSent reports whether all of it is what was last sent.
func (l *listing) isSent() bool {
	return !differs(l.want.Stock, l.sent.Stock) && !differs(l.want.Price, l.sent.Price) &&
		!differs(l.want.OldPrice, l.sent.OldPrice)
}

func differs(want, sent shelfwire.Opt[shelfwire.Decimal]) bool {
	w, wanted := want.Get()
	s, known := sent.Get()
	return wanted && (!known || !w.Equal(s))
}

// update is what to send: all of it, or only what was not sent before. All values are absolute.
func (l *listing) update(all bool) (u shopinventory.ItemUpdate) {
	if stock, ok := l.want.Stock.Get(); ok && (all || differs(l.want.Stock, l.sent.Stock)) {
		u.OnHand = shopinventory.SetOnHand(stock)
	}
	if all || differs(l.want.Price, l.sent.Price) {
		u.PriceGross = l.want.Price
	}
	if all || differs(l.want.OldPrice, l.sent.OldPrice) {
		u.OldPriceGross = l.want.OldPrice
	}
	return u
}

// record is what the shop remembers when the listing is sent.
func (l *listing) record(state shop.ListingState) shop.Listing {
	r := l.sent
	r.State = state
	for _, field := range []struct {
		to, from *shelfwire.Opt[shelfwire.Decimal]
	}{
		{&r.Stock, &l.want.Stock}, {&r.Price, &l.want.Price}, {&r.OldPrice, &l.want.OldPrice},
	} {
		if !field.from.IsZero() {
			*field.to = *field.from
		}
	}
	return r
}

// notNegative takes what was sold before it came in for nothing: no channel can have less than that.
func notNegative(quantity shelfwire.Decimal) shelfwire.Decimal {
	if quantity.IsNegative() {
		return shelfwire.NewDecimal(0)
	}
	return quantity
}
