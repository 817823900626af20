package shopinventorytest

import "github.com/shelfwire/shelfwire"

// pricePlaces is how many places prices have.
type pricePlaces struct{ net, gross int32 }

type number = shelfwire.Opt[shelfwire.Decimal]

// price is a price in its two forms. Both are absent when there is none.
type price struct{ net, gross number }

// worked returns the price with the form that is absent worked out from the other one, by the tax.
func (p price) worked(tax shelfwire.Decimal, to pricePlaces) price {
	net, hasNet := p.net.Get()
	gross, hasGross := p.gross.Get()
	hundred := shelfwire.NewDecimal(100)
	taxed := sum(hundred, tax)
	net, gross = rounded(net, to.net), rounded(gross, to.gross)
	switch {
	case hasNet && !hasGross:
		gross = ratio(net, taxed, hundred, to.gross)
	case hasGross && !hasNet:
		net = ratio(gross, hundred, taxed, to.net)
	case !hasNet:
		return price{}
	}
	return price{shelfwire.Set(net), shelfwire.Set(gross)}
}

// ratio returns n × a / b, rounded half up.
func ratio(n, a, b shelfwire.Decimal, places int32) shelfwire.Decimal {
	return n.Mul(a).DivRound(b, places)
}

// rounded gives a price its places.
func rounded(n shelfwire.Decimal, places int32) shelfwire.Decimal {
	one := shelfwire.NewDecimal(1)
	return ratio(n, one, one, places)
}

// completePrices works out what is absent. An old price can be absent, the price cannot.
func (i *Item) completePrices(to pricePlaces) {
	i.setOldPrice(price{i.OldPriceNet, i.OldPriceGross}, to)
	i.setPrice(price{i.PriceNet, i.PriceGross}, to)
	if i.PriceNet.IsZero() {
		i.setPrice(price{net: shelfwire.Set(shelfwire.NewDecimal(0))}, to)
	}
}

func (i *Item) setPrice(p price, to pricePlaces) {
	p = p.worked(i.Tax, to)
	i.PriceNet, i.PriceGross = p.net, p.gross
}

func (i *Item) setOldPrice(p price, to pricePlaces) {
	p = p.worked(i.Tax, to)
	i.OldPriceNet, i.OldPriceGross = p.net, p.gross
}
