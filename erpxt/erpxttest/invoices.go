package erpxttest

import (
	"github.com/shelfwire/shelfwire/erpxt"
)

// newInvoiceTable returns the table of sales invoices, in the form of version 1.4.
func (s *Server) newInvoiceTable() *table {
	t := newDocumentTable("Invoice", "FS", joinColumns(
		headColumns(), partyColumns(), totalColumns(), currencyColumns(), []column{flagColumn("IsFinal")}, tailColumns(),
	), itemColumns("CurrencyAdvance"))
	t.texts = s.documentTexts
	return t
}

// AddInvoices adds sales invoices, or replaces those with the same ID, and returns their ids. It skips the checks that a
// call makes: anything can be added. Absent values are filled in, as they are for an invoice of a call: ids, also those of
// lines; a number; today's dates; the deadline; parties and products as they are now; totals; PLN; draft, unpaid, net
// prices. An invoice that was read from JSON brings its unknown members along, those of lines and parties included.
func (s *Server) AddInvoices(invoices ...erpxt.Invoice) []int64 {
	return addDocuments(s, s.invoices, invoices)
}

// addDocuments adds values of package erpxt to a table of documents.
func addDocuments[T any](s *Server, t *table, values []T) []int64 {
	now := s.http.Now()
	return addRecords(s, t, values, func(r *record, old *row) {
		var before *record
		if old != nil {
			before = t.openRow(old)
		}
		s.completeDocument(t, r, before, now)
	})
}

// Invoices returns the invoices by id, as a client reads them.
func (s *Server) Invoices() []erpxt.Invoice { return readRecords[erpxt.Invoice](s, s.invoices) }

// DeleteInvoices deletes invoices, also confirmed ones. Unknown ids are skipped.
func (s *Server) DeleteInvoices(ids ...int64) { s.deleteRecords(s.invoices, ids) }

// ConfirmInvoice confirms an invoice, as a person does in the application. It panics for an unknown id.
func (s *Server) ConfirmInvoice(id int64) {
	s.lockState()
	defer s.mu.Unlock()
	s.confirmRow(s.invoices, id)
}

// SetPaymentStatus sets whether an invoice is paid, confirmed or not: what a person does in the application. It panics
// for an unknown id and for an invalid status.
func (s *Server) SetPaymentStatus(id int64, status erpxt.PaymentStatus) {
	s.lockState()
	defer s.mu.Unlock()
	code, ok := status.Code()
	if !ok {
		panic("erpxttest: not a payment status: " + string(status))
	}
	s.invoices.updateRow(id, func(r *record, _ oddForms) { r.setInt("PaymentStatus", int64(code)) })
}
