package erpxt

import "github.com/shelfwire/shelfwire"

var paymentSchema = newSchema("payment", "PaymentId",
	func(p *Payment) (*kept, *[]shelfwire.Unread) { return &p.kept, &p.Unread },
	textMember("PaymentType", "Kind", func(p *Payment) *string { return (*string)(&p.Kind) }).omitStored(),
	textMember("DocumentNumber", "DocumentNumber", func(p *Payment) *string { return &p.DocumentNumber }),
	idMember("CorrectedDocumentId", "CorrectedDocumentID",
		func(p *Payment) *int64 { return &p.CorrectedDocumentID }),
	textMember("CorrectedDocumentType", "CorrectedDocumentType",
		func(p *Payment) *string { return &p.CorrectedDocumentType }).omitStored(),
	textMember("CorrectionReason", "CorrectionReason",
		func(p *Payment) *string { return &p.CorrectionReason }).omitStored(),
	momentMember("CreationDate", "CreationDate", func(p *Payment) *shelfwire.Date { return &p.CreationDate }),
	momentMember("UpdateDate", "UpdateDate", func(p *Payment) *shelfwire.Date { return &p.UpdateDate }),
	dayMember("IssueDate", "IssueDate", func(p *Payment) *shelfwire.Date { return &p.IssueDate }),
	dayMember("DueDate", "DueDate", func(p *Payment) *shelfwire.Date { return &p.DueDate }),
	textMember("SenderTaxId", "SenderTaxID",
		func(p *Payment) *string { return &p.SenderTaxID }).omitStored(),
	textMember("SenderName", "SenderName", func(p *Payment) *string { return &p.SenderName }).omitStored(),
	partyMember("SenderAddress", "SenderAddress", paymentAddressSchema,
		func(p *Payment) **PaymentAddress { return &p.SenderAddress }),
	textMember("RecipientTaxId", "RecipientTaxID",
		func(p *Payment) *string { return &p.RecipientTaxID }).omitStored(),
	textMember("RecipientName", "RecipientName",
		func(p *Payment) *string { return &p.RecipientName }).omitStored(),
	partyMember("RecipientAddress", "RecipientAddress", paymentAddressSchema,
		func(p *Payment) **PaymentAddress { return &p.RecipientAddress }),
	textMember("RecipientAccountNumber", "RecipientAccountNumber",
		func(p *Payment) *string { return &p.RecipientAccountNumber }).omitStored(),
	numberMember("Amount", "Amount",
		func(p *Payment) *shelfwire.Opt[shelfwire.Decimal] { return &p.Amount }),
	numberMember("VatAmount", "VATAmount",
		func(p *Payment) *shelfwire.Opt[shelfwire.Decimal] { return &p.VATAmount }),
	textMember("Currency", "Currency", func(p *Payment) *string { return &p.Currency }).omitStored(),
	flagMember("SplitPayment", "SplitPayment",
		func(p *Payment) *shelfwire.Opt[bool] { return &p.SplitPayment }),
	flagMember("Payable", "Payable", func(p *Payment) *shelfwire.Opt[bool] { return &p.Payable }),
	keyMember("PaymentId", "PaymentID", func(p *Payment) *int64 { return &p.PaymentID }),
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the record as it is.
func (p *Payment) UnmarshalJSON(data []byte) error { return paymentSchema.unmarshal(data, p) }

// MarshalJSON encodes the whole record in the server's form, for storing.
func (p Payment) MarshalJSON() ([]byte, error) { return paymentSchema.marshal(&p) }

var paymentAddressSchema = newSchema("address", "Street",
	func(a *PaymentAddress) (*kept, *[]shelfwire.Unread) { return &a.kept, &a.Unread },
	textMember("Street", "Street", func(a *PaymentAddress) *string { return &a.Street }),
	textMember("HouseNumber", "HouseNumber", func(a *PaymentAddress) *string { return &a.HouseNumber }),
	textMember("ApartmentNumbe", "ApartmentNumber",
		func(a *PaymentAddress) *string { return &a.ApartmentNumber }),
	textMember("ApartmentNumber", "ApartmentNumber",
		func(a *PaymentAddress) *string { return &a.ApartmentNumber }).asAlias(),
	textMember("ZipCode", "ZipCode", func(a *PaymentAddress) *string { return &a.ZipCode }),
	textMember("City", "City", func(a *PaymentAddress) *string { return &a.City }),
	textMember("Region", "Region", func(a *PaymentAddress) *string { return &a.Region }),
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the address as it is.
func (a *PaymentAddress) UnmarshalJSON(data []byte) error {
	return paymentAddressSchema.unmarshal(data, a)
}

// MarshalJSON encodes the whole address in the server's form, for storing.
func (a PaymentAddress) MarshalJSON() ([]byte, error) { return paymentAddressSchema.marshal(&a) }
