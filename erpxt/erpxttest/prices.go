package erpxttest

import "github.com/shelfwire/shelfwire"

// priceScale is the number of decimal places of a price and of an amount.
const priceScale = 2

// hundred is the whole of a percentage.
func hundred() shelfwire.Decimal { return shelfwire.NewDecimal(100) }

// grossOf returns an amount with VAT, rounded half up.
func grossOf(net, percent shelfwire.Decimal) shelfwire.Decimal {
	return multiplyRatio(net, hundred().Add(percent), hundred())
}

// netOf returns an amount before VAT, rounded half up.
func netOf(gross, percent shelfwire.Decimal) shelfwire.Decimal {
	return multiplyRatio(gross, hundred(), hundred().Add(percent))
}

// multiplyRatio returns n × a / b, rounded half up.
func multiplyRatio(n, a, b shelfwire.Decimal) shelfwire.Decimal {
	return n.Mul(a).DivRound(b, priceScale)
}

// roundPrice rounds to the places of a price. A price with fewer places stays as it is.
func roundPrice(price shelfwire.Decimal) shelfwire.Decimal {
	if price.Exponent() >= -priceScale {
		return price
	}
	return multiplyRatio(price, hundred(), hundred())
}

// setPrices follows the guide: when both prices are set, the gross price follows from the net price. With neither
// they are 0.
func (r *record) setPrices(net shelfwire.Decimal, hasNet bool, gross shelfwire.Decimal, hasGross bool) {
	net, gross = roundPrice(net), roundPrice(gross)
	if hasNet {
		gross = grossOf(net, r.ratePercent())
	} else {
		net = netOf(gross, r.ratePercent())
	}
	if !hasNet && !hasGross {
		gross = net
	}
	r.setNumber("SaleNetPrice", net)
	r.setNumber("SaleGrossPrice", gross)
}

// completePrices works out a price that is absent, and keeps one that is set, null included.
func (r *record) completePrices() {
	net, hasNet := r.numberOf("SaleNetPrice")
	gross, hasGross := r.numberOf("SaleGrossPrice")
	completed := &record{}
	completed.setMember("Rate", r.rawMember("Rate"))
	completed.setPrices(net, hasNet, gross, hasGross)
	for _, m := range completed.members {
		r.setDefault(m.name, m.value)
	}
}
