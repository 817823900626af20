package erpxt

import "fmt"

// ProductType is what kind of thing a product is. It is set in the ERP: the provider documents it for reading only.
type ProductType int

// The types that the provider documents.
const (
	ProductTypeService ProductType = 0 // a service
	ProductTypeGoods   ProductType = 1 // goods without stock control
	// ProductTypeStocked is goods with stock control. Such a product cannot be deleted through the API.
	ProductTypeStocked ProductType = 2
)

// String returns "service", "goods", "goods with stock control", or "type 3" for a type that is not documented.
func (t ProductType) String() string {
	switch t {
	case ProductTypeService:
		return "service"
	case ProductTypeGoods:
		return "goods"
	case ProductTypeStocked:
		return "goods with stock control"
	default:
		return fmt.Sprintf("type %d", int(t))
	}
}
