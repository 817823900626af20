package erpxttest

import (
	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// priceScale is the number of decimal places of a price.
const priceScale = 2

// grossOf returns the price with VAT, rounded half up. Exempt and not taxable products have no VAT.
func grossOf(net shelfwire.Decimal, rate erpxt.VATRate) shelfwire.Decimal {
	return multiplyRatio(net, 100+ratePercent(rate), 100)
}

// netOf returns the price before VAT, rounded half up.
func netOf(gross shelfwire.Decimal, rate erpxt.VATRate) shelfwire.Decimal {
	return multiplyRatio(gross, 100, 100+ratePercent(rate))
}

// multiplyRatio returns n × a / b, rounded half up.
func multiplyRatio(n shelfwire.Decimal, a, b int64) shelfwire.Decimal {
	return n.Mul(shelfwire.NewDecimal(a)).DivRound(shelfwire.NewDecimal(b), priceScale)
}

// ratePercent returns the rate as the server counts with it; 0 where there is no percentage.
func ratePercent(rate erpxt.VATRate) int64 {
	switch rate {
	case erpxt.VAT23:
		return 23
	case erpxt.VAT8:
		return 8
	case erpxt.VAT5:
		return 5
	case erpxt.VAT4:
		return 4
	default:
		return 0
	}
}

// roundPrice rounds to the places of a price. A price with fewer places stays as it is.
func roundPrice(price shelfwire.Decimal) shelfwire.Decimal {
	if price.Exponent() >= -priceScale {
		return price
	}
	return multiplyRatio(price, 1, 1)
}

// setPrices follows the guide: when both prices are set, the gross price follows from the net price. With neither
// they are 0.
func (r *row) setPrices(net shelfwire.Decimal, hasNet bool, gross shelfwire.Decimal, hasGross bool) {
	net, gross = roundPrice(net), roundPrice(gross)
	if hasNet {
		gross = grossOf(net, r.Rate)
	} else {
		net = netOf(gross, r.Rate)
	}
	if !hasNet && !hasGross {
		gross = net
	}
	r.SaleNetPrice, r.SaleGrossPrice = shelfwire.Set(net), shelfwire.Set(gross)
}

// completePrices works out a price that is absent, and keeps one that is set.
func (r *row) completePrices() {
	net, hasNet := r.SaleNetPrice.Get()
	gross, hasGross := r.SaleGrossPrice.Get()
	completed := *r
	completed.setPrices(net, hasNet, gross, hasGross)
	if r.SaleNetPrice.IsZero() {
		r.SaleNetPrice = completed.SaleNetPrice
	}
	if r.SaleGrossPrice.IsZero() {
		r.SaleGrossPrice = completed.SaleGrossPrice
	}
}
