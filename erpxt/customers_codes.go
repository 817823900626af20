package erpxt

// CustomerType is whether a customer is a person or a business, as a text: one of the
// constants, or "type 77" for an undocumented code of the provider. The zero value means that it is unknown. JSON
// has the provider's code; [CustomerTypeOfCode] and [CustomerType.Code] translate. Any other text is rejected as
// that of a [VATRate] is.
type CustomerType string

// The values of CustomerType.
const (
	CustomerTypePerson   CustomerType = "person"   // code 0: a natural person
	CustomerTypeBusiness CustomerType = "business" // code 1
)

var customerTypes = codeTable{
	noun: "type of customer", prefix: "type ",
	entries: []codeEntry{
		{"CustomerTypePerson", string(CustomerTypePerson), 0},
		{"CustomerTypeBusiness", string(CustomerTypeBusiness), 1},
	},
}

// CustomerTypeOfCode returns the value of one of the provider's codes, documented or not: CustomerTypeBusiness for
// 1. Codes are from 0 to 2147483647. For any other number the result is a text that every call rejects.
func CustomerTypeOfCode(code int) CustomerType { return CustomerType(customerTypes.textOf(code)) }

// Code returns the provider's code; false for the zero value and for an invalid text.
func (c CustomerType) Code() (int, bool) { return customerTypes.codeOf(string(c)) }

// MarshalJSON returns the provider's code; null for the zero value. For an invalid text the error matches
// shelfwire.ErrInvalid.
func (c CustomerType) MarshalJSON() ([]byte, error) { return customerTypes.marshalText(string(c)) }

// UnmarshalJSON decodes a code, bare or quoted, documented or not; null is the zero value.
func (c *CustomerType) UnmarshalJSON(data []byte) error {
	return customerTypes.unmarshalInto((*string)(c), data)
}

func (CustomerType) codes() *codeTable { return &customerTypes }

// CustomerStatus is where a customer is taxed, as a text: one of the
// constants, or "status 77" for an undocumented code of the provider. The zero value means that it is unknown. JSON
// has the provider's code; [CustomerStatusOfCode] and [CustomerStatus.Code] translate. Any other text is rejected as
// that of a [VATRate] is.
type CustomerStatus string

// The values of CustomerStatus.
const (
	CustomerStatusDomestic   CustomerStatus = "domestic"   // code 0
	CustomerStatusIntraEU    CustomerStatus = "intra-EU"   // code 1: a business in another country of the EU
	CustomerStatusOutsideEU  CustomerStatus = "outside EU" // code 2
	CustomerStatusTriangular CustomerStatus = "triangular" // code 3: in a triangular transaction
	CustomerStatusOSS        CustomerStatus = "OSS"        // code 10: a consumer in another country of the EU, under OSS
)

var customerStatuses = codeTable{
	noun: "status of customer", prefix: "status ",
	entries: []codeEntry{
		{"CustomerStatusDomestic", string(CustomerStatusDomestic), 0},
		{"CustomerStatusIntraEU", string(CustomerStatusIntraEU), 1},
		{"CustomerStatusOutsideEU", string(CustomerStatusOutsideEU), 2},
		{"CustomerStatusTriangular", string(CustomerStatusTriangular), 3},
		{"CustomerStatusOSS", string(CustomerStatusOSS), 10},
	},
}

// CustomerStatusOfCode returns the value of one of the provider's codes, documented or not: CustomerStatusOSS for
// 10. Codes are from 0 to 2147483647. For any other number the result is a text that every call rejects.
func CustomerStatusOfCode(code int) CustomerStatus {
	return CustomerStatus(customerStatuses.textOf(code))
}

// Code returns the provider's code; false for the zero value and for an invalid text.
func (c CustomerStatus) Code() (int, bool) { return customerStatuses.codeOf(string(c)) }

// MarshalJSON returns the provider's code; null for the zero value. For an invalid text the error matches
// shelfwire.ErrInvalid.
func (c CustomerStatus) MarshalJSON() ([]byte, error) { return customerStatuses.marshalText(string(c)) }

// UnmarshalJSON decodes a code, bare or quoted, documented or not; null is the zero value.
func (c *CustomerStatus) UnmarshalJSON(data []byte) error {
	return customerStatuses.unmarshalInto((*string)(c), data)
}

func (CustomerStatus) codes() *codeTable { return &customerStatuses }
