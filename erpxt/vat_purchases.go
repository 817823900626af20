package erpxt

import "github.com/shelfwire/shelfwire"

// VATPurchase is an entry of the VAT purchase register. The article's list of the members of a line is incomplete, so
// the lines are left to [VATPurchase.Member], as "Items".
type VATPurchase struct {
	kept

	ID            int64         `json:"Id"`     // key, assigned by the server
	Number        string        `json:"Number"` // the supplier's number
	PaymentStatus PaymentStatus `json:"PaymentStatus,omitzero"`

	CustomerID                int64  `json:"CustomerId,omitzero"` // the supplier's card among the customers
	CustomerBankAccountNumber string `json:"CustomerBankAccountNumber,omitzero"`
	CustomerBankAccountName   string `json:"CustomerBankAccountName,omitzero"`

	PaymentTypeID     int64                `json:"PaymentTypeId,omitzero"` // one of the [PaymentType] records
	PaymentType       shelfwire.Opt[int64] `json:"PaymentType,omitzero"`   // a code whose meaning is undocumented here
	PaymentDeadline   shelfwire.Date       `json:"PaymentDeadline,omitzero"`
	BankAccountID     int64                `json:"BankAccountId,omitzero"`
	BankAccountNumber string               `json:"BankAccountNumber,omitzero"`

	PurchaseDate shelfwire.Date `json:"PurchaseDate,omitzero"`
	IssueDate    shelfwire.Date `json:"IssueDate,omitzero"`
	ReceiptDate  shelfwire.Date `json:"ReceiptDate,omitzero"`
	Description  string         `json:"Description"`

	Correction              shelfwire.Opt[bool] `json:"Correction,omitzero"`
	CorrectedDocumentNumber string              `json:"CorrectedDocumentNumber,omitzero"`
	InternalDocument        shelfwire.Opt[bool] `json:"InternalDocument,omitzero"`
	IncludedInJPKV7         shelfwire.Opt[bool] `json:"IncludedInJPKV7,omitzero"`
	// VATDeclarationDate is the month of the declaration, as it came. The article spells it VATDeclatationDate; both
	// spellings are read.
	VATDeclarationDate   string              `json:"VATDeclatationDate,omitzero"`
	IncludedInVATUE      shelfwire.Opt[bool] `json:"IncludedInVATUE,omitzero"`
	VATUEDeclarationDate string              `json:"VATUEDeclarationDate,omitzero"` // the month of the VAT-EU declaration, as it came

	Totals
	Currency

	// Unread lists the members that came in a form which could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}
