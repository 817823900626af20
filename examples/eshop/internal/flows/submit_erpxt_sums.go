package flows

import (
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// sums are what an order comes to. Its VAT is taken out of each line, or out of all lines with one rate: which of the two
// ERP XT does is not documented, and they differ by a few hundredths at most.
type sums struct{ Gross, VATByLine, VATByRate shelfwire.Decimal }

var (
	errNoRate    = errors.New("no rate of Poland stands for its VAT code")
	errOtherSums = errors.New("the invoice has other sums than the order")
)

// sumOrder adds up the lines of an order.
func sumOrder(o shop.Order) (s sums, err error) {
	byRate := map[erpxt.VATRate]shelfwire.Decimal{}
	for _, line := range o.Lines {
		rate, ok := polishRate(line.VAT)
		if !ok {
			return sums{}, fmt.Errorf("%s cannot be on an invoice in ERP XT: %w, %q", line.SKU, errNoRate, line.VAT)
		}
		gross := line.Price.Mul(line.Quantity).Round(2)
		s.Gross, s.VATByLine = s.Gross.Add(gross), s.VATByLine.Add(vatIn(gross, rate))
		byRate[rate] = byRate[rate].Add(gross)
	}
	for rate, gross := range byRate {
		s.VATByRate = s.VATByRate.Add(vatIn(gross, rate))
	}
	return s, nil
}

// vatIn is the VAT in a gross amount, rounded to hundredths.
func vatIn(gross shelfwire.Decimal, rate erpxt.VATRate) shelfwire.Decimal {
	percent, _ := rate.Percent() // every rate of polishRate has one
	return gross.Mul(percent).DivRound(percent.Add(shelfwire.NewDecimal(100)), 2)
}

// check stops the confirmation of an invoice with other sums. The VAT counts as well: a product card with another rate
// has the same gross total.
func (s sums) check(i *erpxt.Invoice) error {
	gross, hasGross := i.GrossTotal.Get()
	vat, hasVAT := i.VATTotal.Get()
	if hasGross && hasVAT && gross.Equal(s.Gross) && (vat.Equal(s.VATByLine) || vat.Equal(s.VATByRate)) {
		return nil
	}
	return fmt.Errorf("%w: %s with VAT of %s, and the order %s with %s; put invoice %d or the product card right in ERP XT",
		errOtherSums, i.GrossTotal, i.VATTotal, s.Gross, s.VATByLine, i.ID)
}
