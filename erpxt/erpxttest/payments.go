package erpxttest

import "github.com/shelfwire/shelfwire/erpxt"

// newPaymentTable returns the table of payments, in the form of version 1.4.
func newPaymentTable() *table {
	return &table{noun: "Payment", key: "PaymentId", columns: []column{
		idColumn("PaymentId"), textColumn("PaymentType"), textColumn("DocumentNumber"), dateColumn("CreationDate"),
		dateColumn("UpdateDate"), dateColumn("IssueDate"), dateColumn("DueDate"), textColumn("SenderTaxId"),
		textColumn("SenderName"), objectColumn("SenderAddress"), textColumn("RecipientTaxId"), textColumn("RecipientName"),
		objectColumn("RecipientAddress"), textColumn("RecipientAccountNumber"), numberColumn("Amount"),
		numberColumn("VatAmount"), textColumn("Currency"), flagColumn("SplitPayment"), flagColumn("Payable"),
		idColumn("CorrectedDocumentId"), optionalText("CorrectedDocumentType"), optionalText("CorrectionReason"),
	}, texts: func(r *record) []string {
		return []string{r.textOf("DocumentNumber"), r.textOf("SenderName"), r.textOf("RecipientName")}
	}}
}

// AddPayments adds payments, or replaces those with the same PaymentID, and returns their ids. An absent PaymentID is the
// next one; everything else is sent as it is given.
func (s *Server) AddPayments(payments ...erpxt.Payment) []int64 {
	return addRecords(s, s.payments, payments, removeNulls)
}

// Payments returns the payments by id, as a client reads them.
func (s *Server) Payments() []erpxt.Payment { return readRecords[erpxt.Payment](s, s.payments) }

// DeletePayments deletes payments. Unknown ids are skipped.
func (s *Server) DeletePayments(ids ...int64) { s.deleteRecords(s.payments, ids) }
