package erpxt

import "github.com/shelfwire/shelfwire"

// Proforma is a pro forma invoice; the German edition calls it an order. It becomes an invoice in the application only.
type Proforma struct {
	kept

	ID     int64          `json:"Id"`              // key, assigned by the server
	Number string         `json:"Number"`          // assigned by the server
	Status ProformaStatus `json:"Status,omitzero"` // open or converted
	// InvoiceDocIDNum is the invoice, the advance invoice or the receipt that was made from it; 0: none yet.
	InvoiceDocIDNum int64 `json:"InvoiceDocIdNum,omitzero"`

	PurchasingPartyID int64          `json:"PurchasingPartyId,omitzero"` // the customer
	ReceivingPartyID  int64          `json:"ReceivingPartyId,omitzero"`  // 0: none
	PaymentTypeID     int64          `json:"PaymentTypeId,omitzero"`     // one of the [PaymentType] records
	BankAccountID     int64          `json:"BankAccountId,omitzero"`     // one of the [BankAccount] records; 0: none
	IssueDate         shelfwire.Date `json:"IssueDate,omitzero"`
	InvoiceType       InvoiceType    `json:"InvoiceType,omitzero"` // whether the prices of Items are net or gross
	Description       string         `json:"Description"`

	IsOSSProcedure          shelfwire.Opt[bool] `json:"IsOSSProcedure,omitzero"`          // sold to another country of the EU under OSS
	OSSProcedureCountryCode string              `json:"OSSProcedureCountryCode,omitzero"` // "EL" for Greece, "XI" for Northern Ireland

	Currency // read only

	Items []Item `json:"Items"`

	// Unread lists the members that came in a form which could not be read for certain, those of lines among them
	// ("Items[2].Quantity"). Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// NewProforma is a pro forma invoice to create, in PLN.
type NewProforma struct {
	PurchasingPartyID int64 // required: the customer
	PaymentTypeID     int64 // required: one of the [PaymentType] records
	// InvoiceType is required: prices of Items are net or gross.
	InvoiceType InvoiceType
	Items       []NewItem // the provider allows a document without lines
	// Description is the shop's own reference, such as the number of an order: FindByDescription and CreateOnce look
	// for it.
	Description      string
	ReceivingPartyID int64          // 0: none
	BankAccountID    int64          // 0: left to the server
	IssueDate        shelfwire.Date // zero: today, by the server
	// OSSCountryCode is the country of a sale under the OSS procedure. The customer needs CustomerStatusOSS, and every
	// line a VATRateID.
	OSSCountryCode string
}
