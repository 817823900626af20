package erpxt

import (
	"slices"

	"github.com/shelfwire/shelfwire"
)

var purchaseInvoiceSchema = newSchema("purchase invoice", "SellingPartyId",
	func(p *PurchaseInvoice) (*kept, *[]shelfwire.Unread) { return &p.kept, &p.Unread },
	slices.Concat(
		[]memberOf[PurchaseInvoice]{
			codeMember("PaymentStatus", "PaymentStatus",
				func(p *PurchaseInvoice) *PaymentStatus { return &p.PaymentStatus }),
			idMember("SellingPartyId", "SellingPartyID",
				func(p *PurchaseInvoice) *int64 { return &p.SellingPartyID }),
			textMember("SellingPartyBankAccountNumber", "SellingPartyBankAccountNumber",
				func(p *PurchaseInvoice) *string { return &p.SellingPartyBankAccountNumber }).omitStored(),
			textMember("SellingPartyBankAccountName", "SellingPartyBankAccountName",
				func(p *PurchaseInvoice) *string { return &p.SellingPartyBankAccountName }).omitStored(),
			idMember("ReceivingPartyId", "ReceivingPartyID",
				func(p *PurchaseInvoice) *int64 { return &p.ReceivingPartyID }),
			idMember("PaymentTypeId", "PaymentTypeID", func(p *PurchaseInvoice) *int64 { return &p.PaymentTypeID }),
			countMember("PaymentType", "PaymentType",
				func(p *PurchaseInvoice) *shelfwire.Opt[int64] { return &p.PaymentType }),
			dayMember("PaymentDeadline", "PaymentDeadline",
				func(p *PurchaseInvoice) *shelfwire.Date { return &p.PaymentDeadline }),
			idMember("BankAccountId", "BankAccountID", func(p *PurchaseInvoice) *int64 { return &p.BankAccountID }),
			textMember("BankAccountNumber", "BankAccountNumber",
				func(p *PurchaseInvoice) *string { return &p.BankAccountNumber }).omitStored(),
			dayMember("PurchaseDate", "PurchaseDate",
				func(p *PurchaseInvoice) *shelfwire.Date { return &p.PurchaseDate }),
			codeMember("InvoiceType", "InvoiceType",
				func(p *PurchaseInvoice) *InvoiceType { return &p.InvoiceType }),
		},
		totalsMembers(func(p *PurchaseInvoice) *Totals { return &p.Totals }),
		currencyMembers(func(p *PurchaseInvoice) *Currency { return &p.Currency }),
		[]memberOf[PurchaseInvoice]{
			linesMember(itemSchema, func(p *PurchaseInvoice) *[]Item { return &p.Items }),
			keyMember("Id", "ID", func(p *PurchaseInvoice) *int64 { return &p.ID }),
		},
	)...,
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the record as it is.
func (p *PurchaseInvoice) UnmarshalJSON(data []byte) error {
	return purchaseInvoiceSchema.unmarshal(data, p)
}

// MarshalJSON encodes the whole record in the server's form, for storing.
func (p PurchaseInvoice) MarshalJSON() ([]byte, error) { return purchaseInvoiceSchema.marshal(&p) }
