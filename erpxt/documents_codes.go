package erpxt

// DocumentStatus is whether a document is a draft or confirmed, as a text: one of the
// constants, or "status 77" for an undocumented code of the provider. The zero value means that it is unknown. JSON
// has the provider's code; [DocumentStatusOfCode] and [DocumentStatus.Code] translate. Any other text is rejected as
// that of a [VATRate] is.
type DocumentStatus string

// The values of DocumentStatus.
const (
	DocumentStatusDraft     DocumentStatus = "draft"     // code 0: in the buffer: it can be changed and deleted
	DocumentStatusConfirmed DocumentStatus = "confirmed" // code 1: for good
)

var documentStatuses = codeTable{
	noun: "status of a document", prefix: "status ",
	entries: []codeEntry{
		{"DocumentStatusDraft", string(DocumentStatusDraft), 0},
		{"DocumentStatusConfirmed", string(DocumentStatusConfirmed), 1},
	},
}

// DocumentStatusOfCode returns the value of one of the provider's codes, documented or not: DocumentStatusConfirmed for
// 1. Codes are from 0 to 2147483647. For any other number the result is a text that every call rejects.
func DocumentStatusOfCode(code int) DocumentStatus {
	return DocumentStatus(documentStatuses.textOf(code))
}

// Code returns the provider's code; false for the zero value and for an invalid text.
func (d DocumentStatus) Code() (int, bool) { return documentStatuses.codeOf(string(d)) }

// MarshalJSON returns the provider's code; null for the zero value. For an invalid text the error matches
// shelfwire.ErrInvalid.
func (d DocumentStatus) MarshalJSON() ([]byte, error) { return documentStatuses.marshalText(string(d)) }

// UnmarshalJSON decodes a code, bare or quoted, documented or not; null is the zero value.
func (d *DocumentStatus) UnmarshalJSON(data []byte) error {
	return documentStatuses.unmarshalInto((*string)(d), data)
}

func (DocumentStatus) codes() *codeTable { return &documentStatuses }

// PaymentStatus is whether a document was paid, as a text: one of the
// constants, or "status 77" for an undocumented code of the provider. The zero value means that it is unknown. JSON
// has the provider's code; [PaymentStatusOfCode] and [PaymentStatus.Code] translate. Any other text is rejected as
// that of a [VATRate] is.
type PaymentStatus string

// The values of PaymentStatus.
const (
	PaymentStatusUnpaid PaymentStatus = "unpaid"      // code 0
	PaymentStatusPaid   PaymentStatus = "paid"        // code 1
	PaymentStatusPartly PaymentStatus = "partly paid" // code 2: read only
)

var paymentStatuses = codeTable{
	noun: "status of payment", prefix: "status ",
	entries: []codeEntry{
		{"PaymentStatusUnpaid", string(PaymentStatusUnpaid), 0},
		{"PaymentStatusPaid", string(PaymentStatusPaid), 1},
		{"PaymentStatusPartly", string(PaymentStatusPartly), 2},
	},
}

// PaymentStatusOfCode returns the value of one of the provider's codes, documented or not: PaymentStatusPartly for
// 2. Codes are from 0 to 2147483647. For any other number the result is a text that every call rejects.
func PaymentStatusOfCode(code int) PaymentStatus { return PaymentStatus(paymentStatuses.textOf(code)) }

// Code returns the provider's code; false for the zero value and for an invalid text.
func (p PaymentStatus) Code() (int, bool) { return paymentStatuses.codeOf(string(p)) }

// MarshalJSON returns the provider's code; null for the zero value. For an invalid text the error matches
// shelfwire.ErrInvalid.
func (p PaymentStatus) MarshalJSON() ([]byte, error) { return paymentStatuses.marshalText(string(p)) }

// UnmarshalJSON decodes a code, bare or quoted, documented or not; null is the zero value.
func (p *PaymentStatus) UnmarshalJSON(data []byte) error {
	return paymentStatuses.unmarshalInto((*string)(p), data)
}

func (PaymentStatus) codes() *codeTable { return &paymentStatuses }

// InvoiceType is what the prices on a document are, and what the server computes its totals from, as a text: one of the
// constants, or "type 77" for an undocumented code of the provider. The zero value means that it is unknown. JSON
// has the provider's code; [InvoiceTypeOfCode] and [InvoiceType.Code] translate. Any other text is rejected as
// that of a [VATRate] is.
type InvoiceType string

// The values of InvoiceType.
const (
	InvoiceTypeNet   InvoiceType = "net"   // code 0: prices without VAT
	InvoiceTypeGross InvoiceType = "gross" // code 1: prices with VAT
)

var invoiceTypes = codeTable{
	noun: "type of invoice", prefix: "type ",
	entries: []codeEntry{
		{"InvoiceTypeNet", string(InvoiceTypeNet), 0},
		{"InvoiceTypeGross", string(InvoiceTypeGross), 1},
	},
}

// InvoiceTypeOfCode returns the value of one of the provider's codes, documented or not: InvoiceTypeGross for
// 1. Codes are from 0 to 2147483647. For any other number the result is a text that every call rejects.
func InvoiceTypeOfCode(code int) InvoiceType { return InvoiceType(invoiceTypes.textOf(code)) }

// Code returns the provider's code; false for the zero value and for an invalid text.
func (i InvoiceType) Code() (int, bool) { return invoiceTypes.codeOf(string(i)) }

// MarshalJSON returns the provider's code; null for the zero value. For an invalid text the error matches
// shelfwire.ErrInvalid.
func (i InvoiceType) MarshalJSON() ([]byte, error) { return invoiceTypes.marshalText(string(i)) }

// UnmarshalJSON decodes a code, bare or quoted, documented or not; null is the zero value.
func (i *InvoiceType) UnmarshalJSON(data []byte) error {
	return invoiceTypes.unmarshalInto((*string)(i), data)
}

func (InvoiceType) codes() *codeTable { return &invoiceTypes }

// CurrencyRateType is where the rate of a currency comes from, as a text: one of the
// constants, or "type 77" for an undocumented code of the provider. The zero value means that it is unknown. JSON
// has the provider's code; [CurrencyRateTypeOfCode] and [CurrencyRateType.Code] translate. Any other text is rejected as
// that of a [VATRate] is.
type CurrencyRateType string

// The values of CurrencyRateType.
const (
	CurrencyRateTypeNBP    CurrencyRateType = "NBP"    // code 0: average rate of the National Bank of Poland
	CurrencyRateTypeManual CurrencyRateType = "manual" // code 1
)

var currencyRateTypes = codeTable{
	noun: "type of currency rate", prefix: "type ",
	entries: []codeEntry{
		{"CurrencyRateTypeNBP", string(CurrencyRateTypeNBP), 0},
		{"CurrencyRateTypeManual", string(CurrencyRateTypeManual), 1},
	},
}

// CurrencyRateTypeOfCode returns the value of one of the provider's codes, documented or not: CurrencyRateTypeManual for
// 1. Codes are from 0 to 2147483647. For any other number the result is a text that every call rejects.
func CurrencyRateTypeOfCode(code int) CurrencyRateType {
	return CurrencyRateType(currencyRateTypes.textOf(code))
}

// Code returns the provider's code; false for the zero value and for an invalid text.
func (c CurrencyRateType) Code() (int, bool) { return currencyRateTypes.codeOf(string(c)) }

// MarshalJSON returns the provider's code; null for the zero value. For an invalid text the error matches
// shelfwire.ErrInvalid.
func (c CurrencyRateType) MarshalJSON() ([]byte, error) {
	return currencyRateTypes.marshalText(string(c))
}

// UnmarshalJSON decodes a code, bare or quoted, documented or not; null is the zero value.
func (c *CurrencyRateType) UnmarshalJSON(data []byte) error {
	return currencyRateTypes.unmarshalInto((*string)(c), data)
}

func (CurrencyRateType) codes() *codeTable { return &currencyRateTypes }
