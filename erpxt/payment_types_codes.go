package erpxt

// PaymentMethod is how a payment is made, as a text: one of the
// constants, or "method 77" for an undocumented code of the provider. The zero value means that it is unknown. JSON
// has the provider's code; [PaymentMethodOfCode] and [PaymentMethod.Code] translate. Any other text is rejected as
// that of a [VATRate] is.
type PaymentMethod string

// The values of PaymentMethod.
const (
	PaymentMethodCash    PaymentMethod = "cash"    // code 0
	PaymentMethodAccount PaymentMethod = "account" // code 1: to a bank account
	PaymentMethodCard    PaymentMethod = "card"    // code 2
)

var paymentMethods = codeTable{
	noun: "method of payment", prefix: "method ",
	entries: []codeEntry{
		{"PaymentMethodCash", string(PaymentMethodCash), 0},
		{"PaymentMethodAccount", string(PaymentMethodAccount), 1},
		{"PaymentMethodCard", string(PaymentMethodCard), 2},
	},
}

// PaymentMethodOfCode returns the value of one of the provider's codes, documented or not: PaymentMethodCard for
// 2. Codes are from 0 to 2147483647. For any other number the result is a text that every call rejects.
func PaymentMethodOfCode(code int) PaymentMethod { return PaymentMethod(paymentMethods.textOf(code)) }

// Code returns the provider's code; false for the zero value and for an invalid text.
func (p PaymentMethod) Code() (int, bool) { return paymentMethods.codeOf(string(p)) }

// MarshalJSON returns the provider's code; null for the zero value. For an invalid text the error matches
// shelfwire.ErrInvalid.
func (p PaymentMethod) MarshalJSON() ([]byte, error) { return paymentMethods.marshalText(string(p)) }

// UnmarshalJSON decodes a code, bare or quoted, documented or not; null is the zero value.
func (p *PaymentMethod) UnmarshalJSON(data []byte) error {
	return paymentMethods.unmarshalInto((*string)(p), data)
}

func (PaymentMethod) codes() *codeTable { return &paymentMethods }
