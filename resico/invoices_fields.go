package resico

import "github.com/shelfwire/shelfwire/internal/lenientjson"

// The members of an invoice's head, by their names on the wire.
var (
	invoiceFields = lenientjson.NewFields(map[string]func(*Invoice, lenientjson.Member){
		"ID":                 func(i *Invoice, m lenientjson.Member) { m.Int((*int64)(&i.ID)) },
		"Number":             func(i *Invoice, m lenientjson.Member) { m.Text(&i.Number) },
		"DocumentType":       func(i *Invoice, m lenientjson.Member) { m.Text(&i.DocumentType) },
		"Type":               func(i *Invoice, m lenientjson.Member) { m.Text((*string)(&i.Type)) },
		"Description":        func(i *Invoice, m lenientjson.Member) { m.Text(&i.Description) },
		"PaymentMethod":      func(i *Invoice, m lenientjson.Member) { m.Text((*string)(&i.PaymentMethod)) },
		"OtherPaymentMethod": func(i *Invoice, m lenientjson.Member) { m.Text(&i.OtherPaymentMethod) },
		"POSCode":            func(i *Invoice, m lenientjson.Member) { m.Text(&i.POSCode) },
		"LocationCode":       func(i *Invoice, m lenientjson.Member) { m.Text(&i.LocationCode) },
		"PaymentTerms":       func(i *Invoice, m lenientjson.Member) { m.Text(&i.PaymentTerms) },
		"ShipmentStartDate":  func(i *Invoice, m lenientjson.Member) { m.Date(&i.ShipmentStartDate) },
		"ShipmentEndDate":    func(i *Invoice, m lenientjson.Member) { m.Date(&i.ShipmentEndDate) },
		"ShipmentAsPeriod":   func(i *Invoice, m lenientjson.Member) { readFlag(m, &i.ShipmentAsPeriod) },
		"ReceiptNo":          func(i *Invoice, m lenientjson.Member) { m.Text(&i.ReceiptNo) },
		"PaymentDueDate":     func(i *Invoice, m lenientjson.Member) { m.Date(&i.PaymentDueDate) },
		"Transporter":        func(i *Invoice, m lenientjson.Member) { m.Text(&i.Transporter) },
		"TransporterNotes":   func(i *Invoice, m lenientjson.Member) { m.Text(&i.TransporterNotes) },
		"Notes":              func(i *Invoice, m lenientjson.Member) { m.Text(&i.Notes) },
		"CurrencyCode":       func(i *Invoice, m lenientjson.Member) { m.Text(&i.CurrencyCode) },
		"ExchangeRate":       func(i *Invoice, m lenientjson.Member) { m.Amount(&i.ExchangeRate) },
		"ExchangeRateDate":   func(i *Invoice, m lenientjson.Member) { m.Date(&i.ExchangeRateDate) },
		"Status":             func(i *Invoice, m lenientjson.Member) { m.SmallInt(&i.Status) },
		"Paid":               func(i *Invoice, m lenientjson.Member) { readFlag(m, &i.Paid) },
		"LinkedNumber":       func(i *Invoice, m lenientjson.Member) { m.Text(&i.LinkedNumber) },
		"CreationDate":       func(i *Invoice, m lenientjson.Member) { m.Date(&i.CreationDate) },
		"ApproveDate":        func(i *Invoice, m lenientjson.Member) { m.Date(&i.ApproveDate) },
		"ApprovedDate":       func(i *Invoice, m lenientjson.Member) { m.Date(&i.ApprovedDate) },
		"ApprovedBy":         func(i *Invoice, m lenientjson.Member) { m.Text(&i.ApprovedBy) },
		"PrintoutHeader":     func(i *Invoice, m lenientjson.Member) { m.SmallInt(&i.PrintoutHeader) },
		"ElectronicPrintout": func(i *Invoice, m lenientjson.Member) { readFlag(m, &i.ElectronicPrintout) },
		"ModifiedBy":         func(i *Invoice, m lenientjson.Member) { m.Text(&i.ModifiedBy) },
		"DeleteReason":       func(i *Invoice, m lenientjson.Member) { m.Text(&i.DeleteReason) },
		"Client":             func(i *Invoice, m lenientjson.Member) { lenientjson.ReadObject(m, partyFields, &i.Client) },
		"Customer":           func(i *Invoice, m lenientjson.Member) { lenientjson.ReadObject(m, partyFields, &i.Customer) },
		"Total":              func(i *Invoice, m lenientjson.Member) { lenientjson.ReadObject(m, totalFields, &i.Total) },
		"Custom":             func(i *Invoice, m lenientjson.Member) { m.Raw(&i.Custom) },
		"Created":            func(i *Invoice, m lenientjson.Member) { m.Time(&i.Created) },
		"Updated":            func(i *Invoice, m lenientjson.Member) { m.Time(&i.Updated) },
	})

	partyFields = lenientjson.NewFields(map[string]func(*Party, lenientjson.Member){
		"Code":                 func(p *Party, m lenientjson.Member) { m.Text(&p.Code) },
		"Name":                 func(p *Party, m lenientjson.Member) { m.Text(&p.Name) },
		"LegalAddress":         func(p *Party, m lenientjson.Member) { m.Text(&p.LegalAddress) },
		"Phone":                func(p *Party, m lenientjson.Member) { m.Text(&p.Phone) },
		"Email":                func(p *Party, m lenientjson.Member) { m.Text(&p.Email) },
		"RegistrationNo":       func(p *Party, m lenientjson.Member) { m.Text(&p.RegistrationNo) },
		"VATRegistrationNo":    func(p *Party, m lenientjson.Member) { m.Text(&p.VATRegistrationNo) },
		"DeliveryAddress":      func(p *Party, m lenientjson.Member) { m.Text(&p.DeliveryAddress) },
		"PrimaryBankName":      func(p *Party, m lenientjson.Member) { m.Text(&p.PrimaryBankName) },
		"PrimaryBankCode":      func(p *Party, m lenientjson.Member) { m.Text(&p.PrimaryBankCode) },
		"PrimaryBankAccount":   func(p *Party, m lenientjson.Member) { m.Text(&p.PrimaryBankAccount) },
		"SecondaryBankName":    func(p *Party, m lenientjson.Member) { m.Text(&p.SecondaryBankName) },
		"SecondaryBankCode":    func(p *Party, m lenientjson.Member) { m.Text(&p.SecondaryBankCode) },
		"SecondaryBankAccount": func(p *Party, m lenientjson.Member) { m.Text(&p.SecondaryBankAccount) },
	})

	totalFields = lenientjson.NewFields(map[string]func(*InvoiceTotal, lenientjson.Member){
		"total_excl_vat":      func(t *InvoiceTotal, m lenientjson.Member) { m.Amount(&t.ExclVAT) },
		"total_incl_vat":      func(t *InvoiceTotal, m lenientjson.Member) { m.Amount(&t.InclVAT) },
		"total_incl_vat2":     func(t *InvoiceTotal, m lenientjson.Member) { m.Amount(&t.InclVAT2) },
		"total_discount":      func(t *InvoiceTotal, m lenientjson.Member) { m.Amount(&t.Discount) },
		"currency":            func(t *InvoiceTotal, m lenientjson.Member) { m.Text(&t.Currency) },
		"row_count":           func(t *InvoiceTotal, m lenientjson.Member) { m.SmallInt(&t.RowCount) },
		"vat_entries":         func(t *InvoiceTotal, m lenientjson.Member) { m.Raw(&t.VATEntries) },
		"reverse_vat_entries": func(t *InvoiceTotal, m lenientjson.Member) { m.Raw(&t.ReverseVATEntries) },
		"total_entries":       func(t *InvoiceTotal, m lenientjson.Member) { m.Raw(&t.TotalEntries) },
	})
)
