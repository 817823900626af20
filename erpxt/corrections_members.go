package erpxt

import (
	"slices"

	"github.com/shelfwire/shelfwire"
)

// correctionItemSchema describes a line of a correction: all but its quantity and its price go back as they came.
var correctionItemSchema = newSchema("line", itemSchema.witness, itemSchema.partsOf,
	echoMembers(itemSchema.members, "Quantity", "ProductCurrencyPrice")...)

// echoMembers returns members of which all but the key and some parameters go back as they came.
func echoMembers[T any](members []memberOf[T], parameters ...string) []memberOf[T] {
	echoed := slices.Clone(members)
	for i := range echoed {
		if m := &echoed[i]; m.role != roleKey && !slices.Contains(parameters, m.name) {
			m.role = roleEchoed
		}
	}
	return echoed
}

var correctionSchema = newSchema("correction", "Number",
	func(c *Correction) (*kept, *[]shelfwire.Unread) { return &c.kept, &c.Unread },
	slices.Concat(
		[]memberOf[Correction]{
			codeMember("PaymentStatus", "PaymentStatus",
				func(c *Correction) *PaymentStatus { return &c.PaymentStatus }).echoed(),
			idMember("PurchasingPartyId", "PurchasingPartyID",
				func(c *Correction) *int64 { return &c.PurchasingPartyID }).echoed(),
			partyMember("PurchasingParty", "PurchasingParty", partySchema,
				func(c *Correction) **Party { return &c.PurchasingParty }).echoed(),
			idMember("ReceivingPartyId", "ReceivingPartyID",
				func(c *Correction) *int64 { return &c.ReceivingPartyID }).echoed(),
			partyMember("ReceivingParty", "ReceivingParty", partySchema,
				func(c *Correction) **Party { return &c.ReceivingParty }).echoed(),
			idMember("PaymentTypeId", "PaymentTypeID",
				func(c *Correction) *int64 { return &c.PaymentTypeID }).echoed(),
			countMember("PaymentType", "PaymentType",
				func(c *Correction) *shelfwire.Opt[int64] { return &c.PaymentType }).echoed(),
			dayMember("PaymentDeadline", "PaymentDeadline",
				func(c *Correction) *shelfwire.Date { return &c.PaymentDeadline }).echoed(),
			idMember("BankAccountId", "BankAccountID",
				func(c *Correction) *int64 { return &c.BankAccountID }).echoed(),
			textMember("BankAccountNumber", "BankAccountNumber",
				func(c *Correction) *string { return &c.BankAccountNumber }).echoed().omitStored(),
			dayMember("SalesDate", "SalesDate",
				func(c *Correction) *shelfwire.Date { return &c.SalesDate }).echoed(),
			codeMember("InvoiceType", "InvoiceType",
				func(c *Correction) *InvoiceType { return &c.InvoiceType }).echoed(),
			flagMember("IsOSSProcedure", "IsOSSProcedure",
				func(c *Correction) *shelfwire.Opt[bool] { return &c.IsOSSProcedure }).echoed(),
			textMember("OSSProcedureCountryCode", "OSSProcedureCountryCode",
				func(c *Correction) *string { return &c.OSSProcedureCountryCode }).echoed().omitStored(),
			idMember("CorrectedId", "CorrectedID", func(c *Correction) *int64 { return &c.CorrectedID }).echoed(),
			textMember("CorrectionReasonText", "CorrectionReasonText",
				func(c *Correction) *string { return &c.CorrectionReasonText }),
		},
		currencyMembers(func(c *Correction) *Currency { return &c.Currency }),
		[]memberOf[Correction]{
			linesMember(correctionItemSchema, func(c *Correction) *[]Item { return &c.Items }),
			dayMember("IssueDate", "IssueDate",
				func(c *Correction) *shelfwire.Date { return &c.IssueDate }).echoed(),
			textMember("Number", "Number", func(c *Correction) *string { return &c.Number }).echoed(),
			codeMember("Status", "Status", func(c *Correction) *DocumentStatus { return &c.Status }).echoed(),
			keyMember("Id", "ID", func(c *Correction) *int64 { return &c.ID }),
		},
	)...,
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the record as it is.
func (c *Correction) UnmarshalJSON(data []byte) error { return correctionSchema.unmarshal(data, c) }

// MarshalJSON encodes the whole record in the server's form, for storing.
func (c Correction) MarshalJSON() ([]byte, error) { return correctionSchema.marshal(&c) }
