package erpxttest

import (
	"fmt"
	"slices"
)

// bodyReading is how the body of a call on a document is read.
type bodyReading struct {
	old     *record // the document that is changed; nil for a new one
	lenient bool    // nothing is mandatory: see ConfirmStores
}

// copyDocument copies the parameters of a document, and for a change also what a client sends back.
func (s *Server) copyDocument(t *table, b *requestBody, r *record, reading bodyReading) {
	s.rejectOwn(t, b, reading)
	b.copyReference(r, "PurchasingPartyId", reading)
	b.copyReference(r, "PaymentTypeId", reading)
	b.copyIDs(r, "ReceivingPartyId", "BankAccountId")
	b.copyCode(r, "InvoiceType", 0, 1)
	b.copyFlags(r, "IsOSSProcedure")
	b.copyTexts(r, "OSSProcedureCountryCode")
	for _, name := range []string{"IssueDate", "SalesDate", "PaymentDeadline"} {
		if t.hasColumn(name) {
			b.copyDays(r, name)
		}
	}
	for _, name := range []string{"Description", "CorrectionReasonText"} {
		if value, _ := b.Lookup(name); string(value) != "null" && t.hasColumn(name) {
			b.copyTexts(r, name)
		}
	}
	if t.hasColumn("PaymentStatus") {
		b.copyPaymentStatus(r)
	}
	if r.isOSS() {
		b.checkCountry("OSSProcedureCountryCode", r.textOf("OSSProcedureCountryCode"))
	}
	s.copyItems(t, b, r, reading)
	b.copySentBack(t, r, reading)
}

// rejectOwn rejects the members that the server sets, or ignores them.
func (s *Server) rejectOwn(t *table, b *requestBody, reading bodyReading) {
	if reading.old == nil {
		b.rejectMembers("is assigned by the server", "Id")
	}
	if !t.documents.takesOwn {
		b.rejectMembers("is set by the server", t.documents.own...)
		return
	}
	for _, name := range t.documents.own {
		b.Lookup(name)
	}
}

// copySentBack copies the members of a document that are no parameters of a new one.
func (b *requestBody) copySentBack(t *table, r *record, reading bodyReading) {
	if reading.old == nil {
		return
	}
	for _, name := range append(currencyNames(), "IsFinal") {
		if value, given := b.Lookup(name); given && t.hasColumn(name) {
			r.setMember(name, value)
		}
	}
	b.copyUnknown(r)
}

// copyReference copies an id that is mandatory.
func (b *requestBody) copyReference(r *record, name string, reading bodyReading) {
	b.copyIDs(r, name)
	if r.idOf(name) == 0 && !reading.lenient {
		b.AddProblem(name, "is missing")
	}
}

// copyPaymentStatus takes unpaid and paid only, as the vendor's article says.
func (b *requestBody) copyPaymentStatus(r *record) {
	status := b.Int("PaymentStatus", 0)
	if status != 0 && status != 1 {
		b.AddProblem("PaymentStatus", "must be 0 or 1")
	}
	r.setInt("PaymentStatus", status)
}

// copyItems copies the lines. A line without an id is new, and those of the old document that are left out are gone,
// unless the server merges lines.
func (s *Server) copyItems(t *table, b *requestBody, r *record, reading bodyReading) {
	var before, items, seen []*record
	if reading.old != nil {
		before = reading.old.listOf("Items")
	}
	if s.mergesLines {
		items = before
	}
	for i, sent := range b.readList("Items") {
		item := sent.copyItem(t, before, reading)
		if slices.ContainsFunc(seen, item.hasSameID) {
			sent.AddProblem("Id", "is given twice")
		}
		seen = append(seen, item)
		if r.isOSS() && item.idOf("VatRateId") == 0 {
			sent.AddProblem("VatRateId", "is missing")
		}
		b.takeProblems(fmt.Sprintf("Items[%d]", i), sent)
		items = putItem(items, item)
	}
	r.setList("Items", items)
}

// hasSameID reports whether two lines have the same id, new ones apart.
func (r *record) hasSameID(other *record) bool {
	return r.idOf("Id") != 0 && r.idOf("Id") == other.idOf("Id")
}

// putItem replaces the line with the same id, or appends the line.
func putItem(items []*record, item *record) []*record {
	if i := slices.IndexFunc(items, item.hasSameID); i >= 0 {
		items = slices.Clone(items)
		items[i] = item
		return items
	}
	return append(items, item)
}

// copyItem copies a line. before are the lines of the old document.
func (b *requestBody) copyItem(t *table, before []*record, reading bodyReading) *record {
	item := &record{}
	b.copyIDs(item, "Id", "ProductId", "VatRateId")
	b.copyTexts(item, "ProductDescription")
	var old *record
	if i := slices.IndexFunc(before, item.hasSameID); i >= 0 {
		old = before[i]
	}
	switch {
	case item.idOf("Id") != 0 && reading.old == nil:
		b.AddProblem("Id", "is assigned by the server")
	case item.idOf("Id") != 0 && old == nil:
		b.AddProblem("Id", "is not that of a line of this document")
	}
	if item.idOf("ProductId") == 0 && (old == nil || old.isGiven("ProductId")) {
		b.AddProblem("ProductId", "is missing")
	}
	b.copyQuantity(t, item)
	b.copyOwnOfItem(t, item, old)
	if reading.old != nil {
		b.copyUnknown(item)
	}
	return item
}

// copyQuantity copies how many and at what price. A correction may leave nothing of a line.
func (b *requestBody) copyQuantity(t *table, item *record) {
	quantity, given := b.readAmount("Quantity")
	switch {
	case !given:
		b.AddProblem("Quantity", "is missing")
	case quantity.Sign() == 0 && !t.hasColumn("CorrectedId"):
		b.AddProblem("Quantity", "must be above zero")
	}
	item.setNumber("Quantity", quantity)
	price, given := b.readAmount("ProductCurrencyPrice")
	if !given {
		b.AddProblem("ProductCurrencyPrice", "is missing")
	}
	item.setNumber("ProductCurrencyPrice", price)
}

// ownOfItems returns the members of a line that the server sets.
func ownOfItems() []string { return []string{"ProductPrice", "ProductName", "UnitOfMeasurement"} }

// copyOwnOfItem rejects the members of a line that the server sets, or ignores them. An advance stays as it is.
func (b *requestBody) copyOwnOfItem(t *table, item, old *record) {
	own := ownOfItems()
	if !t.documents.takesOwn {
		b.rejectMembers("is set by the server", own...)
	}
	for _, name := range append(own, "CurrencyAdvance") {
		b.Lookup(name)
	}
	if old != nil && old.isGiven("CurrencyAdvance") {
		item.setMember("CurrencyAdvance", old.rawMember("CurrencyAdvance"))
	}
}
