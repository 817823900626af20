package shopinventorytest

import "github.com/shelfwire/shelfwire"

// scale is the number of places of a price.
const scale = 2

type number = shelfwire.Opt[shelfwire.Decimal]

// price is a price in its two forms. Both are absent when there is none.
type price struct{ net, gross number }

// worked returns the price with the form that is absent worked out from the other one, by the tax.
func (p price) worked(tax shelfwire.Decimal) price {
	net, hasNet := p.net.Get()
	gross, hasGross := p.gross.Get()
	hundred := shelfwire.NewDecimal(100)
	taxed := sum(hundred, tax)
	switch {
	case hasNet && hasGross:
		return price{shelfwire.Set(rounded(net)), shelfwire.Set(rounded(gross))}
	case hasNet:
		return price{shelfwire.Set(rounded(net)), shelfwire.Set(ratio(rounded(net), taxed, hundred))}
	case hasGross:
		return price{shelfwire.Set(ratio(rounded(gross), hundred, taxed)), shelfwire.Set(rounded(gross))}
	default:
		return price{}
	}
}

// ratio returns n × a / b, rounded half up.
func ratio(n, a, b shelfwire.Decimal) shelfwire.Decimal {
	return shelfwire.Decimal{Decimal: n.Mul(a.Decimal).DivRound(b.Decimal, scale)}
}

// rounded gives a price its two places.
func rounded(n shelfwire.Decimal) shelfwire.Decimal {
	one := shelfwire.NewDecimal(1)
	return ratio(n, one, one)
}

// completePrices works out what is absent. An old price can be absent, the price cannot.
func (i *Item) completePrices() {
	i.setOldPrice(price{i.OldPriceNet, i.OldPriceGross})
	i.setPrice(price{i.PriceNet, i.PriceGross})
	if i.PriceNet.IsZero() {
		i.setPrice(price{net: shelfwire.Set(shelfwire.NewDecimal(0))})
	}
}

func (i *Item) setPrice(p price) {
	p = p.worked(i.Tax)
	i.PriceNet, i.PriceGross = p.net, p.gross
}

func (i *Item) setOldPrice(p price) {
	p = p.worked(i.Tax)
	i.OldPriceNet, i.OldPriceGross = p.net, p.gross
}
