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
				func(c *Correction) *PaymentStatus { return &c.PaymentStatus }).asEchoed(),
			idMember("PurchasingPartyId", "PurchasingPartyID",
				func(c *Correction) *int64 { return &c.PurchasingPartyID }).asEchoed(),
			partyMember("PurchasingParty", "PurchasingParty", partySchema,
				func(c *Correction) **Party { return &c.PurchasingParty }).asEchoed(),
			idMember("ReceivingPartyId", "ReceivingPartyID",
				func(c *Correction) *int64 { return &c.ReceivingPartyID }).asEchoed(),
			partyMember("ReceivingParty", "ReceivingParty", partySchema,
				func(c *Correction) **Party { return &c.ReceivingParty }).asEchoed(),
			idMember("PaymentTypeId", "PaymentTypeID",
				func(c *Correction) *int64 { return &c.PaymentTypeID }).asEchoed(),
			countMember("PaymentType", "PaymentType",
				func(c *Correction) *shelfwire.Opt[int64] { return &c.PaymentType }).asEchoed(),
			dayMember("PaymentDeadline", "PaymentDeadline",
				func(c *Correction) *shelfwire.Date { return &c.PaymentDeadline }).asEchoed(),
			idMember("BankAccountId", "BankAccountID",
				func(c *Correction) *int64 { return &c.BankAccountID }).asEchoed(),
			textMember("BankAccountNumber", "BankAccountNumber",
				func(c *Correction) *string { return &c.BankAccountNumber }).asEchoed().omitStored(),
			dayMember("SalesDate", "SalesDate",
				func(c *Correction) *shelfwire.Date { return &c.SalesDate }).asEchoed(),
			codeMember("InvoiceType", "InvoiceType",
				func(c *Correction) *InvoiceType { return &c.InvoiceType }).asEchoed(),
			flagMember("IsOSSProcedure", "IsOSSProcedure",
				func(c *Correction) *shelfwire.Opt[bool] { return &c.IsOSSProcedure }).asEchoed(),
			textMember("OSSProcedureCountryCode", "OSSProcedureCountryCode",
				func(c *Correction) *string { return &c.OSSProcedureCountryCode }).asEchoed().omitStored(),
			idMember("CorrectedId", "CorrectedID", func(c *Correction) *int64 { return &c.CorrectedID }).asEchoed(),
			textMember("CorrectionReasonText", "CorrectionReasonText",
				func(c *Correction) *string { return &c.CorrectionReasonText }),
		},
		currencyMembers(func(c *Correction) *Currency { return &c.Currency }),
		[]memberOf[Correction]{
			linesMember(correctionItemSchema, func(c *Correction) *[]Item { return &c.Items }),
			dayMember("IssueDate", "IssueDate",
				func(c *Correction) *shelfwire.Date { return &c.IssueDate }).asEchoed(),
			textMember("Number", "Number", func(c *Correction) *string { return &c.Number }).asEchoed(),
			codeMember("Status", "Status", func(c *Correction) *DocumentStatus { return &c.Status }).asEchoed(),
			keyMember("Id", "ID", func(c *Correction) *int64 { return &c.ID }),
		},
	)...,
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the record as it is.
func (c *Correction) UnmarshalJSON(data []byte) error { return correctionSchema.unmarshal(data, c) }

// MarshalJSON encodes the whole record in the server's form, for storing.
func (c Correction) MarshalJSON() ([]byte, error) { return correctionSchema.marshal(&c) }
