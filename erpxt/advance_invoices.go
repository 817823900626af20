package erpxt

import "github.com/shelfwire/shelfwire"

// AdvanceInvoice is an invoice for a payment in advance.
type AdvanceInvoice struct {
	kept

	ID            int64          `json:"Id"`              // key, assigned by the server
	Number        string         `json:"Number"`          // assigned by the server
	Status        DocumentStatus `json:"Status,omitzero"` // draft or confirmed
	PaymentStatus PaymentStatus  `json:"PaymentStatus,omitzero"`

	PurchasingPartyID int64                `json:"PurchasingPartyId,omitzero"` // the customer
	ReceivingPartyID  int64                `json:"ReceivingPartyId,omitzero"`  // 0: none
	PaymentTypeID     int64                `json:"PaymentTypeId,omitzero"`     // one of the [PaymentType] records
	PaymentType       shelfwire.Opt[int64] `json:"PaymentType,omitzero"`       // a code whose meaning is undocumented here
	PaymentDeadline   shelfwire.Date       `json:"PaymentDeadline,omitzero"`
	BankAccountID     int64                `json:"BankAccountId,omitzero"` // one of the [BankAccount] records; 0: none

	SalesDate   shelfwire.Date `json:"SalesDate,omitzero"`
	IssueDate   shelfwire.Date `json:"IssueDate,omitzero"`
	InvoiceType InvoiceType    `json:"InvoiceType,omitzero"` // whether the prices of Items are net or gross
	Description string         `json:"Description"`

	IsOSSProcedure          shelfwire.Opt[bool] `json:"IsOSSProcedure,omitzero"`
	OSSProcedureCountryCode string              `json:"OSSProcedureCountryCode,omitzero"`

	Currency

	Items []Item `json:"Items"` // with CurrencyAdvance

	// Unread lists the members that came in a form which could not be read for certain, those of lines among them
	// ("Items[2].Quantity"). Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}
