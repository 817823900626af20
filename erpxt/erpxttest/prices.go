package erpxttest

import (
	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// scale is the number of places of a price.
const scale = 2

// grossOf adds VAT and rounds half up. Exempt and not taxable are no VAT.
func grossOf(net shelfwire.Decimal, rate erpxt.VATRate) shelfwire.Decimal {
	return perCent(net, 100+percent(rate), 100)
}

// netOf takes VAT out and rounds half up.
func netOf(gross shelfwire.Decimal, rate erpxt.VATRate) shelfwire.Decimal {
	return perCent(gross, 100, 100+percent(rate))
}

// perCent returns n × a / b.
func perCent(n shelfwire.Decimal, a, b int64) shelfwire.Decimal {
	return n.Mul(shelfwire.NewDecimal(a)).DivRound(shelfwire.NewDecimal(b), scale)
}

// percent is the server's own idea of the rates.
func percent(rate erpxt.VATRate) int64 {
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

// rounded drops the places that a price does not have. Fewer places stay as they are.
func rounded(price shelfwire.Decimal) shelfwire.Decimal {
	if price.Exponent() >= -scale {
		return price
	}
	return perCent(price, 1, 1)
}

// setPrices is the guide's rule: with both, the gross price follows from the net price. With neither they are 0.
func (r *row) setPrices(net shelfwire.Decimal, hasNet bool, gross shelfwire.Decimal, hasGross bool) {
	net, gross = rounded(net), rounded(gross)
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

// completePrices works out what is absent, and leaves alone what is there.
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
