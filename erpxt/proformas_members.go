package erpxt

import (
	"slices"

	"github.com/shelfwire/shelfwire"
)

var proformaSchema = newSchema("pro forma invoice", "Number",
	func(p *Proforma) (*kept, *[]shelfwire.Unread) { return &p.kept, &p.Unread },
	slices.Concat(
		[]memberOf[Proforma]{
			idMember("PurchasingPartyId", "PurchasingPartyID",
				func(p *Proforma) *int64 { return &p.PurchasingPartyID }),
			idMember("ReceivingPartyId", "ReceivingPartyID",
				func(p *Proforma) *int64 { return &p.ReceivingPartyID }),
			idMember("PaymentTypeId", "PaymentTypeID", func(p *Proforma) *int64 { return &p.PaymentTypeID }),
			idMember("BankAccountId", "BankAccountID", func(p *Proforma) *int64 { return &p.BankAccountID }),
			codeMember("InvoiceType", "InvoiceType", func(p *Proforma) *InvoiceType { return &p.InvoiceType }),
			flagMember("IsOSSProcedure", "IsOSSProcedure",
				func(p *Proforma) *shelfwire.Opt[bool] { return &p.IsOSSProcedure }),
			textMember("OSSProcedureCountryCode", "OSSProcedureCountryCode",
				func(p *Proforma) *string { return &p.OSSProcedureCountryCode }).omitStored(),
			idMember("InvoiceDocIdNum", "InvoiceDocIDNum",
				func(p *Proforma) *int64 { return &p.InvoiceDocIDNum }).asComputed(),
		},
		currencyMembers(func(p *Proforma) *Currency { return &p.Currency }),
		[]memberOf[Proforma]{
			linesMember(itemSchema, func(p *Proforma) *[]Item { return &p.Items }),
			textMember("Description", "Description", func(p *Proforma) *string { return &p.Description }),
			dayMember("IssueDate", "IssueDate", func(p *Proforma) *shelfwire.Date { return &p.IssueDate }),
			textMember("Number", "Number", func(p *Proforma) *string { return &p.Number }).asComputed(),
			codeMember("Status", "Status", func(p *Proforma) *ProformaStatus { return &p.Status }).asComputed(),
			keyMember("Id", "ID", func(p *Proforma) *int64 { return &p.ID }),
		},
	)...,
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the record as it is.
func (p *Proforma) UnmarshalJSON(data []byte) error { return proformaSchema.unmarshal(data, p) }

// MarshalJSON encodes the whole record in the server's form, for storing.
func (p Proforma) MarshalJSON() ([]byte, error) { return proformaSchema.marshal(&p) }
