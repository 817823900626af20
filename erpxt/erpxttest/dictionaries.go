package erpxttest

import (
	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// newPaymentTypeTable returns the table of payment types.
func newPaymentTypeTable() *table {
	return &table{noun: "PaymentType", key: "Id", columns: []column{
		textColumn("Name"), flagColumn("Primary"), codeColumn("Deadline"), codeColumn("Type"), idColumn("Id"),
	}}
}

// newPaymentTypes returns the payment types of a new server.
func newPaymentTypes() []erpxt.PaymentType {
	return []erpxt.PaymentType{
		{ID: 1, Name: "gotówka", Type: erpxt.PaymentMethodCash},
		{
			ID: 2, Name: "przelew", Type: erpxt.PaymentMethodAccount,
			Deadline: shelfwire.Set(int64(14)), Primary: shelfwire.Set(true),
		},
	}
}

// AddPaymentTypes adds payment types, or replaces those with the same ID, and returns their ids. Absent values are
// filled in: the next ID; a Deadline of 0 days; the method cash; not primary. A new server has two: 1, cash, and 2, to an
// account in 14 days, the primary one.
func (s *Server) AddPaymentTypes(types ...erpxt.PaymentType) []int64 {
	return addRecords(s, s.paymentTypes, types, func(r *record, _ *row) { r.removeNull("Primary", "Deadline", "Type") })
}

// PaymentTypes returns the payment types by id, as a client reads them.
func (s *Server) PaymentTypes() []erpxt.PaymentType {
	return readRecords[erpxt.PaymentType](s, s.paymentTypes)
}

// DeletePaymentTypes deletes payment types, also those on documents. Unknown ids are skipped.
func (s *Server) DeletePaymentTypes(ids ...int64) { s.deleteRecords(s.paymentTypes, ids) }

// newBankAccountTable returns the table of bank accounts.
func newBankAccountTable() *table {
	return &table{noun: "BankAccount", key: "Id", columns: append(textColumns("AccountNumber", "BankName", "Symbol"),
		codeColumn("ReportingPeriod"), flagColumn("Primary"), idColumn("Id"))}
}

// AddBankAccounts adds bank accounts, or replaces those with the same ID, and returns their ids. Absent values are filled
// in: the next ID; the reporting period monthly; not primary.
func (s *Server) AddBankAccounts(accounts ...erpxt.BankAccount) []int64 {
	return addRecords(s, s.bankAccounts, accounts, func(r *record, _ *row) {
		r.removeNull("ReportingPeriod", "Primary")
		r.setDefault("ReportingPeriod", encodeInt(codeOf(erpxt.ReportingPeriodMonthly)))
	})
}

// BankAccounts returns the bank accounts by id, as a client reads them.
func (s *Server) BankAccounts() []erpxt.BankAccount {
	return readRecords[erpxt.BankAccount](s, s.bankAccounts)
}

// DeleteBankAccounts deletes bank accounts, also those on documents. Unknown ids are skipped.
func (s *Server) DeleteBankAccounts(ids ...int64) { s.deleteRecords(s.bankAccounts, ids) }

// newTemplateTable returns the table of templates for prints.
func newTemplateTable() *table {
	return &table{noun: "CustomPrint", key: "Id", columns: []column{
		idColumn("Id"), textColumn("Name"), textColumn("Language"), codeColumn("Type"),
	}}
}

// AddPrintTemplates adds templates for prints, or replaces those with the same ID, and returns their ids. Absent values
// are filled in: the next ID; the language PL; the type 0.
func (s *Server) AddPrintTemplates(templates ...erpxt.PrintTemplate) []int64 {
	return addRecords(s, s.templates, templates, func(r *record, _ *row) {
		r.removeNull("Type")
		if r.textOf("Language") == "" {
			r.setText("Language", "PL")
		}
	})
}

// PrintTemplates returns the templates by id, as a client reads them.
func (s *Server) PrintTemplates() []erpxt.PrintTemplate {
	return readRecords[erpxt.PrintTemplate](s, s.templates)
}

// DeletePrintTemplates deletes templates. Unknown ids are skipped.
func (s *Server) DeletePrintTemplates(ids ...int64) { s.deleteRecords(s.templates, ids) }
