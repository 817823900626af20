package erpxt

import "github.com/shelfwire/shelfwire"

// PurchaseInvoice is an invoice that the company received.
type PurchaseInvoice struct {
	kept

	ID            int64         `json:"Id"` // key, assigned by the server
	PaymentStatus PaymentStatus `json:"PaymentStatus,omitzero"`

	SellingPartyID                int64  `json:"SellingPartyId,omitzero"` // the supplier's card among the customers
	SellingPartyBankAccountNumber string `json:"SellingPartyBankAccountNumber,omitzero"`
	SellingPartyBankAccountName   string `json:"SellingPartyBankAccountName,omitzero"`
	ReceivingPartyID              int64  `json:"ReceivingPartyId,omitzero"` // 0: none

	PaymentTypeID     int64                `json:"PaymentTypeId,omitzero"` // one of the [PaymentType] records
	PaymentType       shelfwire.Opt[int64] `json:"PaymentType,omitzero"`   // a code whose meaning is undocumented here
	PaymentDeadline   shelfwire.Date       `json:"PaymentDeadline,omitzero"`
	BankAccountID     int64                `json:"BankAccountId,omitzero"`
	BankAccountNumber string               `json:"BankAccountNumber,omitzero"`

	PurchaseDate shelfwire.Date `json:"PurchaseDate,omitzero"`
	InvoiceType  InvoiceType    `json:"InvoiceType,omitzero"` // whether the prices of Items are net or gross

	Totals
	Currency

	Items []Item `json:"Items"`

	// Unread lists the members that came in a form which could not be read for certain, those of lines among them
	// ("Items[2].Quantity"). Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}
