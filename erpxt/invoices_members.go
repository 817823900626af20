package erpxt

import (
	"slices"

	"github.com/shelfwire/shelfwire"
)

var invoiceSchema = newSchema("invoice", "Number",
	func(i *Invoice) (*kept, *[]shelfwire.Unread) { return &i.kept, &i.Unread },
	slices.Concat(
		[]memberOf[Invoice]{
			codeMember("PaymentStatus", "PaymentStatus", func(i *Invoice) *PaymentStatus { return &i.PaymentStatus }),
			idMember("PurchasingPartyId", "PurchasingPartyID", func(i *Invoice) *int64 { return &i.PurchasingPartyID }),
			partyMember("PurchasingParty", "PurchasingParty", partySchema, func(i *Invoice) **Party { return &i.PurchasingParty }),
			idMember("ReceivingPartyId", "ReceivingPartyID", func(i *Invoice) *int64 { return &i.ReceivingPartyID }),
			partyMember("ReceivingParty", "ReceivingParty", partySchema, func(i *Invoice) **Party { return &i.ReceivingParty }),
			idMember("PaymentTypeId", "PaymentTypeID", func(i *Invoice) *int64 { return &i.PaymentTypeID }),
			countMember("PaymentType", "PaymentType",
				func(i *Invoice) *shelfwire.Opt[int64] { return &i.PaymentType }).asComputed(),
			dayMember("PaymentDeadline", "PaymentDeadline", func(i *Invoice) *shelfwire.Date { return &i.PaymentDeadline }),
			idMember("BankAccountId", "BankAccountID", func(i *Invoice) *int64 { return &i.BankAccountID }),
			textMember("BankAccountNumber", "BankAccountNumber",
				func(i *Invoice) *string { return &i.BankAccountNumber }).asComputed().omitStored(),
			dayMember("SalesDate", "SalesDate", func(i *Invoice) *shelfwire.Date { return &i.SalesDate }),
			codeMember("InvoiceType", "InvoiceType", func(i *Invoice) *InvoiceType { return &i.InvoiceType }),
			flagMember("IsOSSProcedure", "IsOSSProcedure",
				func(i *Invoice) *shelfwire.Opt[bool] { return &i.IsOSSProcedure }),
			textMember("OSSProcedureCountryCode", "OSSProcedureCountryCode",
				func(i *Invoice) *string { return &i.OSSProcedureCountryCode }).omitStored(),
			flagMember("IsFinal", "IsFinal", func(i *Invoice) *shelfwire.Opt[bool] { return &i.IsFinal }).asEchoed(),
		},
		totalsMembers(func(i *Invoice) *Totals { return &i.Totals }),
		currencyMembers(func(i *Invoice) *Currency { return &i.Currency }),
		[]memberOf[Invoice]{
			linesMember(itemSchema, func(i *Invoice) *[]Item { return &i.Items }),
			textMember("Description", "Description", func(i *Invoice) *string { return &i.Description }),
			dayMember("IssueDate", "IssueDate", func(i *Invoice) *shelfwire.Date { return &i.IssueDate }),
			textMember("Number", "Number", func(i *Invoice) *string { return &i.Number }).asComputed(),
			codeMember("Status", "Status", func(i *Invoice) *DocumentStatus { return &i.Status }).asComputed(),
			keyMember("Id", "ID", func(i *Invoice) *int64 { return &i.ID }),
		},
	)...,
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the invoice as it is.
func (i *Invoice) UnmarshalJSON(data []byte) error { return invoiceSchema.unmarshal(data, i) }

// MarshalJSON encodes the whole invoice in the server's form, for storing.
func (i Invoice) MarshalJSON() ([]byte, error) { return invoiceSchema.marshal(&i) }
