package erpxt

import (
	"slices"

	"github.com/shelfwire/shelfwire"
)

var advanceInvoiceSchema = newSchema("advance invoice", "Number",
	func(a *AdvanceInvoice) (*kept, *[]shelfwire.Unread) { return &a.kept, &a.Unread },
	slices.Concat(
		[]memberOf[AdvanceInvoice]{
			codeMember("PaymentStatus", "PaymentStatus",
				func(a *AdvanceInvoice) *PaymentStatus { return &a.PaymentStatus }),
			idMember("PurchasingPartyId", "PurchasingPartyID",
				func(a *AdvanceInvoice) *int64 { return &a.PurchasingPartyID }),
			idMember("ReceivingPartyId", "ReceivingPartyID",
				func(a *AdvanceInvoice) *int64 { return &a.ReceivingPartyID }),
			idMember("PaymentTypeId", "PaymentTypeID", func(a *AdvanceInvoice) *int64 { return &a.PaymentTypeID }),
			countMember("PaymentType", "PaymentType",
				func(a *AdvanceInvoice) *shelfwire.Opt[int64] { return &a.PaymentType }),
			dayMember("PaymentDeadline", "PaymentDeadline",
				func(a *AdvanceInvoice) *shelfwire.Date { return &a.PaymentDeadline }),
			idMember("BankAccountId", "BankAccountID", func(a *AdvanceInvoice) *int64 { return &a.BankAccountID }),
			dayMember("SalesDate", "SalesDate", func(a *AdvanceInvoice) *shelfwire.Date { return &a.SalesDate }),
			codeMember("InvoiceType", "InvoiceType", func(a *AdvanceInvoice) *InvoiceType { return &a.InvoiceType }),
			flagMember("IsOSSProcedure", "IsOSSProcedure",
				func(a *AdvanceInvoice) *shelfwire.Opt[bool] { return &a.IsOSSProcedure }),
			textMember("OSSProcedureCountryCode", "OSSProcedureCountryCode",
				func(a *AdvanceInvoice) *string { return &a.OSSProcedureCountryCode }).omitStored(),
		},
		currencyMembers(func(a *AdvanceInvoice) *Currency { return &a.Currency }),
		[]memberOf[AdvanceInvoice]{
			linesMember(itemSchema, func(a *AdvanceInvoice) *[]Item { return &a.Items }),
			textMember("Description", "Description", func(a *AdvanceInvoice) *string { return &a.Description }),
			dayMember("IssueDate", "IssueDate", func(a *AdvanceInvoice) *shelfwire.Date { return &a.IssueDate }),
			textMember("Number", "Number", func(a *AdvanceInvoice) *string { return &a.Number }),
			codeMember("Status", "Status", func(a *AdvanceInvoice) *DocumentStatus { return &a.Status }),
			keyMember("Id", "ID", func(a *AdvanceInvoice) *int64 { return &a.ID }),
		},
	)...,
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the record as it is.
func (a *AdvanceInvoice) UnmarshalJSON(data []byte) error {
	return advanceInvoiceSchema.unmarshal(data, a)
}

// MarshalJSON encodes the whole record in the server's form, for storing.
func (a AdvanceInvoice) MarshalJSON() ([]byte, error) { return advanceInvoiceSchema.marshal(&a) }
