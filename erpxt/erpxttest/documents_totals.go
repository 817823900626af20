package erpxttest

import "github.com/shelfwire/shelfwire"

// completeItems fills in what is absent in the lines: ids, and what they take from the products.
func (s *Server) completeItems(t *table, r *record) {
	items := r.listOf("Items")
	for _, item := range items {
		s.completeItem(t, r, item)
	}
	r.setList("Items", items)
}

// completeItem gives a line all its documented members, in their order, and then the others.
func (s *Server) completeItem(t *table, r, item *record) {
	if item.idOf("Id") == 0 {
		item.setInt("Id", s.nextNestedID())
	}
	defaults := &record{}
	if price, ok := item.numberOf("ProductCurrencyPrice"); ok {
		defaults.setNumber("ProductPrice", r.toPLN(price))
	}
	if product := s.products.byID[item.idOf("ProductId")]; product != nil {
		defaults.setMember("ProductName", s.products.valueOf(product, "Name"))
		defaults.setMember("UnitOfMeasurement", s.products.valueOf(product, "UnitOfMeasurment"))
	}
	ordered := &record{members: make([]member, 0, len(item.members))}
	for _, c := range t.documents.items {
		value := item.rawMember(c.name)
		if !item.isGiven(c.name) && defaults.isGiven(c.name) {
			value = defaults.rawMember(c.name)
		}
		ordered.setMember(c.name, c.encodeValue(value, s.zone))
	}
	for _, m := range item.members {
		ordered.setDefault(m.name, m.value)
	}
	*item = *ordered
}

// toPLN converts an amount in the document's currency. At a rate of 1 it is the same amount, with the same places.
func (r *record) toPLN(amount shelfwire.Decimal) shelfwire.Decimal {
	rate, _ := r.numberOf("CurrencyRate")
	converter, _ := r.numberOf("CurrencyConverter")
	if rate.Equal(converter) || converter.Sign() == 0 {
		return amount
	}
	return multiplyRatio(amount, rate, converter)
}

// amounts are the sums of a document or of one of its lines.
type amounts struct{ net, vat, gross shelfwire.Decimal }

// completeTotals sets the sums: in the document's currency, and converted to PLN.
func (s *Server) completeTotals(t *table, r *record) {
	sum := s.sumDocument(r)
	for name, amount := range map[string]shelfwire.Decimal{"NetTotal": sum.net, "VatTotal": sum.vat, "GrossTotal": sum.gross} {
		t.completeMember(r, "Currency"+name, []byte(amount.String()))
		t.completeMember(r, name, []byte(r.toPLN(amount).String()))
	}
}

// sumDocument adds up the lines.
func (s *Server) sumDocument(r *record) amounts {
	zero := shelfwire.MustDecimal("0.00")
	sum := amounts{zero, zero, zero}
	for _, item := range r.listOf("Items") {
		line := s.sumItem(r, item)
		sum = amounts{sum.net.Add(line.net), sum.vat.Add(line.vat), sum.gross.Add(line.gross)}
	}
	return sum
}

// sumItem works out the amounts of a line. Its value is rounded to two places, and so is its VAT.
func (s *Server) sumItem(r, item *record) amounts {
	quantity, _ := item.numberOf("Quantity")
	price, _ := item.numberOf("ProductCurrencyPrice")
	value := quantity.Mul(price).DivRound(shelfwire.NewDecimal(1), priceScale)
	percent := s.itemPercent(r, item)
	if r.idOf("InvoiceType") == 0 {
		vat := multiplyRatio(value, percent, hundred())
		return amounts{value, vat, value.Add(vat)}
	}
	vat := multiplyRatio(value, percent, hundred().Add(percent))
	return amounts{value.Sub(vat), vat, value}
}

// itemPercent returns the rate of VAT of a line: the product's, or under the OSS procedure that of another country.
func (s *Server) itemPercent(r, item *record) shelfwire.Decimal {
	if r.isOSS() {
		if rate := s.vatRates.byID[item.idOf("VatRateId")]; rate != nil {
			return s.vatRates.openRow(rate).countryPercent()
		}
	}
	if product := s.products.byID[item.idOf("ProductId")]; product != nil {
		return s.products.openRow(product).ratePercent()
	}
	return shelfwire.Decimal{}
}
