package shopinventorytest

import "github.com/shelfwire/shelfwire"

// pricePlaces are the decimal places of prices.
type pricePlaces struct{ net, gross int32 }

type optDecimal = shelfwire.Opt[shelfwire.Decimal]

// price is a price in its two forms. No price has both absent.
type price struct{ net, gross optDecimal }

// withBothForms returns the rounded price, with an absent form computed from the other one by the tax.
func (p price) withBothForms(tax shelfwire.Decimal, to pricePlaces) price {
	net, hasNet := p.net.Get()
	gross, hasGross := p.gross.Get()
	hundred := shelfwire.NewDecimal(100)
	taxed := addNumbers(hundred, tax)
	net, gross = roundPrice(net, to.net), roundPrice(gross, to.gross)
	switch {
	case hasNet && !hasGross:
		gross = scaleNumber(net, taxed, hundred, to.gross)
	case hasGross && !hasNet:
		net = scaleNumber(gross, hundred, taxed, to.net)
	case !hasNet:
		return price{}
	}
	return price{shelfwire.Set(net), shelfwire.Set(gross)}
}

// scaleNumber returns n × a / b, rounded half up.
func scaleNumber(n, a, b shelfwire.Decimal, places int32) shelfwire.Decimal {
	return n.Mul(a).DivRound(b, places)
}

// roundPrice rounds a price half up.
func roundPrice(n shelfwire.Decimal, places int32) shelfwire.Decimal {
	one := shelfwire.NewDecimal(1)
	return scaleNumber(n, one, one, places)
}

// completePrices computes absent forms. The default price is 0; an old price may stay absent.
func (i *Item) completePrices(to pricePlaces) {
	i.setOldPrice(price{i.OldPriceNet, i.OldPriceGross}, to)
	i.setPrice(price{i.PriceNet, i.PriceGross}, to)
	if i.PriceNet.IsZero() {
		i.setPrice(price{net: shelfwire.Set(shelfwire.NewDecimal(0))}, to)
	}
}

func (i *Item) setPrice(p price, to pricePlaces) {
	p = p.withBothForms(i.Tax, to)
	i.PriceNet, i.PriceGross = p.net, p.gross
}

func (i *Item) setOldPrice(p price, to pricePlaces) {
	p = p.withBothForms(i.Tax, to)
	i.OldPriceNet, i.OldPriceGross = p.net, p.gross
}
