package erpxt

import (
	"slices"

	"github.com/shelfwire/shelfwire"
)

var vatPurchaseSchema = newSchema("VAT purchase", "Number",
	func(v *VATPurchase) (*kept, *[]shelfwire.Unread) { return &v.kept, &v.Unread },
	slices.Concat(
		[]memberOf[VATPurchase]{
			codeMember("PaymentStatus", "PaymentStatus",
				func(v *VATPurchase) *PaymentStatus { return &v.PaymentStatus }),
			idMember("CustomerId", "CustomerID", func(v *VATPurchase) *int64 { return &v.CustomerID }),
			textMember("CustomerBankAccountNumber", "CustomerBankAccountNumber",
				func(v *VATPurchase) *string { return &v.CustomerBankAccountNumber }).omitStored(),
			textMember("CustomerBankAccountName", "CustomerBankAccountName",
				func(v *VATPurchase) *string { return &v.CustomerBankAccountName }).omitStored(),
			idMember("PaymentTypeId", "PaymentTypeID", func(v *VATPurchase) *int64 { return &v.PaymentTypeID }),
			countMember("PaymentType", "PaymentType",
				func(v *VATPurchase) *shelfwire.Opt[int64] { return &v.PaymentType }),
			dayMember("PaymentDeadline", "PaymentDeadline",
				func(v *VATPurchase) *shelfwire.Date { return &v.PaymentDeadline }),
			idMember("BankAccountId", "BankAccountID", func(v *VATPurchase) *int64 { return &v.BankAccountID }),
			textMember("BankAccountNumber", "BankAccountNumber",
				func(v *VATPurchase) *string { return &v.BankAccountNumber }).omitStored(),
			dayMember("PurchaseDate", "PurchaseDate",
				func(v *VATPurchase) *shelfwire.Date { return &v.PurchaseDate }),
		},
		totalsMembers(func(v *VATPurchase) *Totals { return &v.Totals }),
		currencyMembers(func(v *VATPurchase) *Currency { return &v.Currency }),
		[]memberOf[VATPurchase]{
			textMember("Description", "Description", func(v *VATPurchase) *string { return &v.Description }),
			dayMember("IssueDate", "IssueDate", func(v *VATPurchase) *shelfwire.Date { return &v.IssueDate }),
			dayMember("ReceiptDate", "ReceiptDate", func(v *VATPurchase) *shelfwire.Date { return &v.ReceiptDate }),
			textMember("Number", "Number", func(v *VATPurchase) *string { return &v.Number }),
			flagMember("Correction", "Correction",
				func(v *VATPurchase) *shelfwire.Opt[bool] { return &v.Correction }),
			textMember("CorrectedDocumentNumber", "CorrectedDocumentNumber",
				func(v *VATPurchase) *string { return &v.CorrectedDocumentNumber }).omitStored(),
			flagMember("InternalDocument", "InternalDocument",
				func(v *VATPurchase) *shelfwire.Opt[bool] { return &v.InternalDocument }),
			flagMember("IncludedInJPKV7", "IncludedInJPKV7",
				func(v *VATPurchase) *shelfwire.Opt[bool] { return &v.IncludedInJPKV7 }),
			textMember("VATDeclatationDate", "VATDeclarationDate",
				func(v *VATPurchase) *string { return &v.VATDeclarationDate }).omitStored(),
			textMember("VATDeclarationDate", "VATDeclarationDate",
				func(v *VATPurchase) *string { return &v.VATDeclarationDate }).asAlias(),
			flagMember("IncludedInVATUE", "IncludedInVATUE",
				func(v *VATPurchase) *shelfwire.Opt[bool] { return &v.IncludedInVATUE }),
			textMember("VATUEDeclarationDate", "VATUEDeclarationDate",
				func(v *VATPurchase) *string { return &v.VATUEDeclarationDate }).omitStored(),
			keyMember("Id", "ID", func(v *VATPurchase) *int64 { return &v.ID }),
		},
	)...,
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the record as it is.
func (v *VATPurchase) UnmarshalJSON(data []byte) error { return vatPurchaseSchema.unmarshal(data, v) }

// MarshalJSON encodes the whole record in the server's form, for storing.
func (v VATPurchase) MarshalJSON() ([]byte, error) { return vatPurchaseSchema.marshal(&v) }
