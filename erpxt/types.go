package erpxt

// ProductType is what kind of thing a product is, as a text: one of the constants, or "type 7" for a code of the provider
// that is not documented. The zero value means that no type was given. A type is set in the ERP: the provider documents
// it for reading only.
//
// No number is a ProductType: [ProductTypeOfCode] and [ProductType.Code] translate the provider's codes. JSON has the
// code. A text that is none of those above is rejected like that of a [VATRate].
type ProductType string

// The types that the provider documents.
const (
	ProductTypeService ProductType = "service" // code 0
	ProductTypeGoods   ProductType = "goods"   // goods without stock control, code 1
	// ProductTypeStocked is goods with stock control, code 2. Such a product cannot be deleted through the API.
	ProductTypeStocked ProductType = "stocked"
)

var productTypes = codeTable{
	what: "type of product", prefix: "type ",
	entries: []codeEntry{
		{"ProductTypeService", string(ProductTypeService), 0},
		{"ProductTypeGoods", string(ProductTypeGoods), 1},
		{"ProductTypeStocked", string(ProductTypeStocked), 2},
	},
}

// ProductTypeOfCode returns the type of one of the provider's codes: ProductTypeStocked for 2, and "type 7" for 7, which
// is not documented. Codes are from 0 to 2147483647. For any other number the result is a text that every call rejects.
func ProductTypeOfCode(code int) ProductType { return ProductType(productTypes.text(code)) }

// Code returns the provider's code, such as 2 for ProductTypeStocked. It returns false for the zero value and for a text
// that is not a type.
func (t ProductType) Code() (int, bool) { return productTypes.code(string(t)) }

// MarshalJSON returns the provider's code, null for the zero value. For a text that is not a type the error matches
// shelfwire.ErrInvalid.
func (t ProductType) MarshalJSON() ([]byte, error) { return productTypes.marshal(string(t)) }

// UnmarshalJSON reads a code, bare or quoted, also one that is not documented; null is the zero value.
func (t *ProductType) UnmarshalJSON(data []byte) error {
	text, err := productTypes.unmarshal(data)
	if err == nil {
		*t = ProductType(text)
	}
	return err
}
