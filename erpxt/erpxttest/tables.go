package erpxttest

// tables are the resources of a server.
type tables struct {
	products, customers, paymentTypes, bankAccounts, templates, vatRates *table
	invoices, proformas, advances, corrections                           *table // documents with lines that calls make
	purchases, vatPurchases, payments                                    *table

	lastNestedID int64             // of an address or a line
	deals        map[int64][]int64 // the advance invoices of one deal, by each of their ids
	finalized    map[int64]int64   // the final invoice, by the id of the advance invoice
}

// fillTables makes the tables of a new server.
func (s *Server) fillTables() {
	s.tables = tables{
		products: newProductTable(), customers: newCustomerTable(), paymentTypes: newPaymentTypeTable(),
		bankAccounts: newBankAccountTable(), templates: newTemplateTable(), vatRates: newVATRateTable(),
		invoices: s.newInvoiceTable(), proformas: s.newProformaTable(), advances: s.newAdvanceTable(),
		corrections: s.newCorrectionTable(),
		purchases:   newPurchaseTable(), vatPurchases: newVATPurchaseTable(), payments: newPaymentTable(),
		deals: map[int64][]int64{}, finalized: map[int64]int64{},
	}
	for _, t := range s.allTables() {
		t.zone = s.zone
	}
	s.AddPaymentTypes(newPaymentTypes()...)
}

// tableOf returns the table of a resource, named as in operations. It panics on an unknown one.
func (s *Server) tableOf(resource string) *table {
	t, known := map[string]*table{
		"Products": s.products, "Customers": s.customers, "PaymentTypes": s.paymentTypes, "BankAccounts": s.bankAccounts,
		"PrintTemplates": s.templates, "VATRates": s.vatRates, "Invoices": s.invoices, "Proformas": s.proformas,
		"AdvanceInvoices": s.advances, "Corrections": s.corrections, "PurchaseInvoices": s.purchases,
		"VATPurchases": s.vatPurchases, "Payments": s.payments,
	}[resource]
	if !known {
		panic("erpxttest: there is no resource " + resource)
	}
	return t
}

func (s *Server) allTables() []*table {
	return append(s.documentTables(), s.products, s.customers, s.paymentTypes, s.bankAccounts, s.templates, s.vatRates,
		s.purchases, s.vatPurchases, s.payments)
}

// documentTables returns the tables of documents with lines that calls make.
func (s *Server) documentTables() []*table {
	return []*table{s.invoices, s.proformas, s.advances, s.corrections}
}
