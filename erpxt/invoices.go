package erpxt

import "github.com/shelfwire/shelfwire"

// Invoice is a sales invoice. A new invoice is a draft until it is confirmed.
//
// An invoice that was read remembers its unknown and unreadable members, also those of its lines: Edit and Confirm send
// them back as they came, and JSON keeps them.
type Invoice struct {
	kept

	ID            int64          `json:"Id"`              // key, assigned by the server
	Number        string         `json:"Number"`          // such as "FS/20/6/1", assigned by the server
	Status        DocumentStatus `json:"Status,omitzero"` // draft or confirmed
	PaymentStatus PaymentStatus  `json:"PaymentStatus,omitzero"`

	PurchasingPartyID int64  `json:"PurchasingPartyId,omitzero"` // the customer
	PurchasingParty   *Party `json:"PurchasingParty,omitzero"`   // as on the invoice, read only
	ReceivingPartyID  int64  `json:"ReceivingPartyId,omitzero"`  // 0: none
	ReceivingParty    *Party `json:"ReceivingParty,omitzero"`    // as on the invoice, read only

	PaymentTypeID int64 `json:"PaymentTypeId,omitzero"` // one of the [PaymentType] records
	// PaymentType is a code of the provider whose meaning is undocumented here. It is read only; see PaymentTypeID.
	PaymentType       shelfwire.Opt[int64] `json:"PaymentType,omitzero"`
	PaymentDeadline   shelfwire.Date       `json:"PaymentDeadline,omitzero"`   // when the payment is due
	BankAccountID     int64                `json:"BankAccountId,omitzero"`     // one of the [BankAccount] records; 0: none
	BankAccountNumber string               `json:"BankAccountNumber,omitzero"` // as on the invoice, read only

	SalesDate   shelfwire.Date `json:"SalesDate,omitzero"`
	IssueDate   shelfwire.Date `json:"IssueDate,omitzero"`
	InvoiceType InvoiceType    `json:"InvoiceType,omitzero"` // whether the prices of Items are net or gross
	Description string         `json:"Description"`

	IsOSSProcedure          shelfwire.Opt[bool] `json:"IsOSSProcedure,omitzero"`          // sold to another country of the EU under OSS
	OSSProcedureCountryCode string              `json:"OSSProcedureCountryCode,omitzero"` // "EL" for Greece, "XI" for Northern Ireland
	IsFinal                 shelfwire.Opt[bool] `json:"IsFinal,omitzero"`                 // settles advance invoices; read only

	Totals   // computed by the server
	Currency // read only

	Items []Item `json:"Items"`

	// Unread lists the members that came in a form which could not be read for certain, those of lines and parties
	// among them ("Items[2].Quantity"). Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// NewInvoice is a sales invoice to create, as a draft in PLN.
type NewInvoice struct {
	PurchasingPartyID int64 // required: the customer
	PaymentTypeID     int64 // required: one of the [PaymentType] records
	// InvoiceType is required: prices of Items are net or gross.
	InvoiceType InvoiceType
	Items       []NewItem // the provider allows an invoice without lines
	// Description is the shop's own reference, such as the number of an order: FindByDescription and CreateOnce look
	// for it.
	Description      string
	PaymentStatus    PaymentStatus  // PaymentStatusUnpaid or PaymentStatusPaid; zero: unpaid
	ReceivingPartyID int64          // 0: none
	BankAccountID    int64          // 0: left to the server
	IssueDate        shelfwire.Date // zero: today, by the server
	SalesDate        shelfwire.Date // zero: today, by the server
	// OSSCountryCode is the country of a sale under the OSS procedure. The customer needs CustomerStatusOSS, and every
	// line a VATRateID.
	OSSCountryCode string
}
