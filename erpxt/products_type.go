package erpxt

// ProductType is the kind of a product, as a text: one of the constants, or "type 7" for an undocumented code of the
// provider. The zero value means that the type is unknown. A type is set in the ERP; the provider documents it as read
// only.
//
// JSON has the provider's code; [ProductTypeOfCode] and [ProductType.Code] translate between code and text. Any other
// text is rejected as that of a [VATRate] is.
type ProductType string

// The types that the provider documents.
const (
	ProductTypeService ProductType = "service" // code 0
	ProductTypeGoods   ProductType = "goods"   // goods without stock control, code 1
	// ProductTypeStocked is goods with stock control, code 2. Such a product cannot be deleted through the API.
	ProductTypeStocked ProductType = "stocked"
)

var productTypes = codeTable{
	noun: "type of product", prefix: "type ",
	entries: []codeEntry{
		{"ProductTypeService", string(ProductTypeService), 0},
		{"ProductTypeGoods", string(ProductTypeGoods), 1},
		{"ProductTypeStocked", string(ProductTypeStocked), 2},
	},
}

// ProductTypeOfCode returns the type of one of the provider's codes: ProductTypeStocked for 2, and "type 7"
// for 7, which is undocumented (probe: erpxt/codes). Codes are from 0 to 2147483647. For any other number the
// result is a text that every call rejects.
func ProductTypeOfCode(code int) ProductType { return ProductType(productTypes.textOf(code)) }

// Code returns the provider's code, such as 2 for ProductTypeStocked; false for the zero value and for a text that is
// not a type.
func (t ProductType) Code() (int, bool) { return productTypes.codeOf(string(t)) }

// MarshalJSON returns the provider's code; null for the zero value. For an invalid text the error matches
// shelfwire.ErrInvalid.
func (t ProductType) MarshalJSON() ([]byte, error) { return productTypes.marshalText(string(t)) }

// UnmarshalJSON decodes a code, bare or quoted, documented or not; null is the zero value.
func (t *ProductType) UnmarshalJSON(data []byte) error {
	text, err := productTypes.unmarshalCode(data)
	if err == nil {
		*t = ProductType(text)
	}
	return err
}

func (ProductType) codes() *codeTable { return &productTypes }
