package erpxt

import "github.com/shelfwire/shelfwire"

// Totals are the sums of a document, computed by the server: in PLN, and in the currency of the document.
type Totals struct {
	NetTotal           shelfwire.Opt[shelfwire.Decimal] `json:"NetTotal,omitzero"`
	VATTotal           shelfwire.Opt[shelfwire.Decimal] `json:"VatTotal,omitzero"`
	GrossTotal         shelfwire.Opt[shelfwire.Decimal] `json:"GrossTotal,omitzero"`
	CurrencyNetTotal   shelfwire.Opt[shelfwire.Decimal] `json:"CurrencyNetTotal,omitzero"`
	CurrencyVATTotal   shelfwire.Opt[shelfwire.Decimal] `json:"CurrencyVatTotal,omitzero"`
	CurrencyGrossTotal shelfwire.Opt[shelfwire.Decimal] `json:"CurrencyGrossTotal,omitzero"`
}

// Currency is the currency of a document and its rate. Whether the server takes these members in a write is
// undocumented: Edit sends them back as they came, and rejects a change.
type Currency struct {
	CurrencyCode      string                           `json:"CurrencyCode,omitzero"` // "PLN"
	CurrencyRateType  CurrencyRateType                 `json:"CurrencyRateType,omitzero"`
	CurrencyRateDate  shelfwire.Date                   `json:"CurrencyRateDate,omitzero"`
	CurrencyConverter shelfwire.Opt[shelfwire.Decimal] `json:"CurrencyConverter,omitzero"` // denominator of the rate
	CurrencyRate      shelfwire.Opt[shelfwire.Decimal] `json:"CurrencyRate,omitzero"`      // numerator of the rate
}

// Party is the buyer, the seller or the receiver of a document, as it stands on the document.
type Party struct {
	kept

	Name              string       `json:"Name"`
	NIPPrefix         string       `json:"NipPrefix"` // country of the tax number: "PL"
	NIP               string       `json:"Nip"`       // tax number
	Country           string       `json:"Country"`
	City              string       `json:"City"`
	Street            string       `json:"Street"`
	BuildingNumber    string       `json:"BuildingNumber"`
	FlatNumber        string       `json:"FlatNumber"`
	BankName          string       `json:"BankName"`
	BankAccountNumber string       `json:"BankAccountNumber"`
	CustomerType      CustomerType `json:"CustomerType,omitzero"`

	// Unread lists the members of the party that could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// Item is a line of a document.
type Item struct {
	kept

	ID        int64 `json:"Id,omitzero"`        // key, assigned by the server; 0 for a new line
	ProductID int64 `json:"ProductId,omitzero"` // the product's card; 0 for none
	// Quantity is in units of the product.
	Quantity shelfwire.Opt[shelfwire.Decimal] `json:"Quantity,omitzero"`
	// ProductCurrencyPrice is the price of one unit after discount, in the document's currency: a net price under
	// InvoiceTypeNet, a gross price under InvoiceTypeGross.
	ProductCurrencyPrice shelfwire.Opt[shelfwire.Decimal] `json:"ProductCurrencyPrice,omitzero"`
	// ProductPrice is the same price in PLN. It is read only.
	ProductPrice       shelfwire.Opt[shelfwire.Decimal] `json:"ProductPrice,omitzero"`
	ProductName        string                           `json:"ProductName,omitzero"`       // read only
	ProductDescription string                           `json:"ProductDescription"`         // of this line
	UnitOfMeasurement  string                           `json:"UnitOfMeasurement,omitzero"` // read only
	// VATRateID is a rate of [VATRatesService.List], for lines of the OSS procedure.
	VATRateID shelfwire.Opt[int64] `json:"VatRateId,omitzero"`
	// CurrencyAdvance is the value of the advance, in the document's currency, on advance invoices. It is read only.
	CurrencyAdvance shelfwire.Opt[shelfwire.Decimal] `json:"CurrencyAdvance,omitzero"`

	// Unread lists the members of the line that could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// NewItem is a line of a document to create. The server applies the rate of VAT of the product, or that of VATRateID.
type NewItem struct {
	ProductID            int64                // required
	Quantity             shelfwire.Decimal    // required, above zero
	ProductCurrencyPrice shelfwire.Decimal    // required: the price of one unit, net or gross by the InvoiceType of the document
	ProductDescription   string               // of this line, may be empty
	VATRateID            shelfwire.Opt[int64] // required under the OSS procedure, and for that alone
}
