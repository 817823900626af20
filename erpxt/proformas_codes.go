package erpxt

// ProformaStatus is whether a pro forma invoice was converted into another document, as a text: one of the
// constants, or "status 77" for an undocumented code of the provider. The zero value means that it is unknown. JSON
// has the provider's code; [ProformaStatusOfCode] and [ProformaStatus.Code] translate. Any other text is rejected as
// that of a [VATRate] is.
type ProformaStatus string

// The values of ProformaStatus.
const (
	ProformaStatusOpen      ProformaStatus = "open"      // code 0
	ProformaStatusConverted ProformaStatus = "converted" // code 1
)

var proformaStatuses = codeTable{
	noun: "status of a pro forma invoice", prefix: "status ",
	entries: []codeEntry{
		{"ProformaStatusOpen", string(ProformaStatusOpen), 0},
		{"ProformaStatusConverted", string(ProformaStatusConverted), 1},
	},
}

// ProformaStatusOfCode returns the value of one of the provider's codes, documented or not: ProformaStatusConverted for
// 1. Codes are from 0 to 2147483647. For any other number the result is a text that every call rejects.
func ProformaStatusOfCode(code int) ProformaStatus {
	return ProformaStatus(proformaStatuses.textOf(code))
}

// Code returns the provider's code; false for the zero value and for an invalid text.
func (p ProformaStatus) Code() (int, bool) { return proformaStatuses.codeOf(string(p)) }

// MarshalJSON returns the provider's code; null for the zero value. For an invalid text the error matches
// shelfwire.ErrInvalid.
func (p ProformaStatus) MarshalJSON() ([]byte, error) { return proformaStatuses.marshalText(string(p)) }

// UnmarshalJSON decodes a code, bare or quoted, documented or not; null is the zero value.
func (p *ProformaStatus) UnmarshalJSON(data []byte) error {
	return proformaStatuses.unmarshalInto((*string)(p), data)
}

func (ProformaStatus) codes() *codeTable { return &proformaStatuses }
