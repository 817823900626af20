package erpxttest

import (
	"slices"

	"github.com/shelfwire/shelfwire/erpxt"
)

// newPurchaseTable returns the table of purchase invoices, in the form of version 1.4.
func newPurchaseTable() *table {
	return &table{noun: "PurchaseInvoice", key: "Id", columns: joinColumns([]column{
		codeColumn("PaymentStatus"), idColumn("SellingPartyId"), idColumn("ReceivingPartyId"), idColumn("PaymentTypeId"),
		codeColumn("PaymentType"), dateColumn("PaymentDeadline"), textColumn("SellingPartyBankAccountNumber"),
		textColumn("SellingPartyBankAccountName"), idColumn("BankAccountId"), textColumn("BankAccountNumber"),
		dateColumn("PurchaseDate"), codeColumn("InvoiceType"),
	}, totalColumns(), currencyColumns(), []column{listColumn("Items"), idColumn("Id")})}
}

// AddPurchaseInvoices adds purchase invoices, or replaces those with the same ID, and returns their ids. An absent ID is
// the next one; everything else is sent as it is given, lines included.
func (s *Server) AddPurchaseInvoices(invoices ...erpxt.PurchaseInvoice) []int64 {
	return addRecords(s, s.purchases, invoices, removeNulls)
}

// removeNulls removes the members that are null, so that their defaults apply.
func removeNulls(r *record, _ *row) {
	r.members = slices.DeleteFunc(r.members, func(m member) bool { return string(m.value) == "null" })
}

// PurchaseInvoices returns the purchase invoices by id, as a client reads them.
func (s *Server) PurchaseInvoices() []erpxt.PurchaseInvoice {
	return readRecords[erpxt.PurchaseInvoice](s, s.purchases)
}

// DeletePurchaseInvoices deletes purchase invoices. Unknown ids are skipped.
func (s *Server) DeletePurchaseInvoices(ids ...int64) { s.deleteRecords(s.purchases, ids) }

// newVATPurchaseTable returns the table of the VAT purchase register, in the form of version 1.4.
func newVATPurchaseTable() *table {
	return &table{noun: "VatPurchaseBook", key: "Id", columns: joinColumns([]column{
		codeColumn("PaymentStatus"), idColumn("CustomerId"), idColumn("PaymentTypeId"), codeColumn("PaymentType"),
		dateColumn("PaymentDeadline"), textColumn("CustomerBankAccountNumber"), textColumn("CustomerBankAccountName"),
		idColumn("BankAccountId"), textColumn("BankAccountNumber"), dateColumn("PurchaseDate"),
	}, totalColumns(), currencyColumns(), []column{
		optionalText("Description"), dateColumn("IssueDate"), dateColumn("ReceiptDate"), textColumn("Number"),
		flagColumn("Correction"), textColumn("CorrectedDocumentNumber"), flagColumn("InternalDocument"),
		flagColumn("IncludedInJPKV7"), textColumn("VATDeclatationDate"), flagColumn("IncludedInVATUE"),
		textColumn("VATUEDeclarationDate"), listColumn("Items"), idColumn("Id"),
	}), texts: func(r *record) []string { return []string{r.textOf("Description"), r.textOf("Number")} }}
}

// AddVATPurchases adds entries of the VAT purchase register, or replaces those with the same ID, and returns their ids.
// An absent ID is the next one; everything else is sent as it is given.
func (s *Server) AddVATPurchases(entries ...erpxt.VATPurchase) []int64 {
	return addRecords(s, s.vatPurchases, entries, removeNulls)
}

// VATPurchases returns the entries by id, as a client reads them.
func (s *Server) VATPurchases() []erpxt.VATPurchase {
	return readRecords[erpxt.VATPurchase](s, s.vatPurchases)
}

// DeleteVATPurchases deletes entries. Unknown ids are skipped.
func (s *Server) DeleteVATPurchases(ids ...int64) { s.deleteRecords(s.vatPurchases, ids) }
