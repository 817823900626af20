package erpxttest

import (
	"github.com/shelfwire/shelfwire/erpxt"
)

// newProformaTable returns the table of pro forma invoices, in the form of version 1.4.
func (s *Server) newProformaTable() *table {
	t := newDocumentTable("Proforma", "PF", joinColumns([]column{
		idColumn("PurchasingPartyId"), idColumn("ReceivingPartyId"), idColumn("PaymentTypeId"), idColumn("BankAccountId"),
		codeColumn("InvoiceType"), textColumn("OSSProcedureCountryCode"), flagColumn("IsOSSProcedure"),
		idColumn("InvoiceDocIdNum"),
	}, currencyColumns(), tailColumns()), itemColumns("ProductName", "UnitOfMeasurement", "CurrencyAdvance"))
	t.texts = s.documentTexts
	return t
}

// AddProformas adds pro forma invoices, or replaces those with the same ID, and returns their ids. It skips the checks
// that a call makes, and fills in what is absent as AddInvoices does.
func (s *Server) AddProformas(proformas ...erpxt.Proforma) []int64 {
	return addDocuments(s, s.proformas, proformas)
}

// Proformas returns the pro forma invoices by id, as a client reads them.
func (s *Server) Proformas() []erpxt.Proforma { return readRecords[erpxt.Proforma](s, s.proformas) }

// DeleteProformas deletes pro forma invoices, also converted ones. Unknown ids are skipped.
func (s *Server) DeleteProformas(ids ...int64) { s.deleteRecords(s.proformas, ids) }

// ConvertProforma makes a draft of an invoice from a pro forma invoice, as a person does in the application, and returns
// the id of the invoice. The draft has the same parties, payment, description and lines, with new ids. ConvertProforma
// panics for an unknown id, and when the pro forma invoice is converted already.
func (s *Server) ConvertProforma(id int64) int64 {
	now := s.http.Now()
	s.lockState()
	defer s.mu.Unlock()
	var invoice int64
	s.proformas.updateRow(id, func(r *record, _ oddForms) {
		if s.proformas.isFinished(r) {
			panic("erpxttest: converted already: Proforma#" + string(encodeInt(id)))
		}
		draft := newFollower(r)
		s.completeDocument(s.invoices, draft, nil, now)
		invoice = s.invoices.putRecord(draft).id
		r.setInt("InvoiceDocIdNum", invoice)
		r.setInt("Status", 1)
	})
	return invoice
}

// newFollower returns the beginning of a document that is made from another one: what the two have in common.
func newFollower(source *record) *record {
	r := &record{}
	for _, name := range append([]string{
		"PurchasingPartyId", "ReceivingPartyId", "PaymentTypeId", "BankAccountId", "InvoiceType", "IsOSSProcedure",
		"OSSProcedureCountryCode", "Description",
	}, currencyNames()...) {
		if value := source.rawMember(name); value != nil {
			r.setMember(name, value)
		}
	}
	items := source.listOf("Items")
	for i, item := range items {
		items[i] = newLine(item)
	}
	r.setList("Items", items)
	return r
}

// newLine returns a copy of a line without an id.
func newLine(source *record) *record {
	item := &record{}
	for _, name := range []string{"ProductId", "Quantity", "ProductCurrencyPrice", "ProductDescription", "VatRateId"} {
		item.setMember(name, source.rawMember(name))
	}
	return item
}
