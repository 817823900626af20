package erpxt

import (
	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// productMember describes a member of a product that has a field.
type productMember struct {
	name, field string // on the wire, and in Go
	readOnly    bool   // never sent

	decode func(*Product, lenientjson.Value) (ok bool) // false leaves the field zero
	isSet  func(*Product) bool                         // the field is not zero
	encode func(*Product) ([]byte, error)

	isStored func(*Product) bool // whether JSON for storing has it; nil: always
	isSent   func(*Product) bool // whether the body of a write has it; nil: always
}

// productMembers are the members in the order of the fields of a Product.
var productMembers = [...]productMember{
	{
		name: "Id", field: "ID", readOnly: true,
		decode: func(p *Product, v lenientjson.Value) (ok bool) { p.ID, _, ok = v.Int(); return ok },
		isSet:  func(p *Product) bool { return p.ID != 0 },
		encode: func(p *Product) ([]byte, error) { return encodeInt(p.ID), nil },
	},
	textMember("Name", "Name", func(p *Product) *string { return &p.Name }),
	textMember("Description", "Description", func(p *Product) *string { return &p.Description }),
	textMember("ItemCode", "ItemCode", func(p *Product) *string { return &p.ItemCode }),
	codeMember(),
	textMember("UnitOfMeasurment", "UnitOfMeasurement", func(p *Product) *string { return &p.UnitOfMeasurement }),
	{
		name: "Rate", field: "Rate",
		decode: decodeRate,
		isSet:  func(p *Product) bool { return p.Rate != "" },
		encode: func(p *Product) ([]byte, error) { return p.Rate.MarshalJSON() },
	},
	numberMember("SaleNetPrice", func(p *Product) *shelfwire.Opt[shelfwire.Decimal] { return &p.SaleNetPrice }),
	numberMember("SaleGrossPrice", func(p *Product) *shelfwire.Opt[shelfwire.Decimal] { return &p.SaleGrossPrice }),
	onHandMember(),
	typeMember(),
}

// textMember describes a text, which is written also when it is empty.
func textMember(name, field string, at func(*Product) *string) productMember {
	return productMember{
		name: name, field: field,
		decode: func(p *Product, v lenientjson.Value) (ok bool) { *at(p), ok = v.Text(); return ok },
		isSet:  func(p *Product) bool { return *at(p) != "" },
		encode: func(p *Product) ([]byte, error) { return appendText(nil, *at(p)), nil },
	}
}

// codeMember describes the product code. An empty code is omitted from a write: its effect is undocumented.
func codeMember() productMember {
	m := textMember("ProductCode", "ProductCode", func(p *Product) *string { return &p.ProductCode })
	m.isSent = m.isSet
	return m
}

// numberMember describes a number. A write omits null: whether the server takes it is undocumented.
func numberMember(name string, at func(*Product) *shelfwire.Opt[shelfwire.Decimal]) productMember {
	isSet := func(p *Product) bool { return !at(p).IsZero() }
	return productMember{
		name: name, field: name,
		decode:   func(p *Product, v lenientjson.Value) (ok bool) { *at(p), ok = v.Decimal(); return ok },
		isSet:    isSet,
		encode:   func(p *Product) ([]byte, error) { return at(p).MarshalJSON() },
		isStored: isSet,
		isSent:   func(p *Product) bool { return hasNumber(*at(p)) },
	}
}

// onHandMember describes the quantity on hand, which calls only read.
func onHandMember() productMember {
	m := numberMember("Quantity", func(p *Product) *shelfwire.Opt[shelfwire.Decimal] { return &p.OnHand })
	m.readOnly = true
	return m
}

// typeMember describes the type of a product. An empty type is omitted.
func typeMember() productMember {
	isSet := func(p *Product) bool { return p.ProductType != "" }
	return productMember{
		name: "ProductType", field: "ProductType",
		decode:   decodeType,
		isSet:    isSet,
		encode:   func(p *Product) ([]byte, error) { return p.ProductType.MarshalJSON() },
		isStored: isSet,
		isSent:   isSet,
	}
}

func decodeRate(p *Product, v lenientjson.Value) bool {
	text, ok := vatRates.decodeCode(v)
	p.Rate = VATRate(text)
	return ok
}

func decodeType(p *Product, v lenientjson.Value) bool {
	text, ok := productTypes.decodeCode(v)
	p.ProductType = ProductType(text)
	return ok
}

// hasNumber reports whether a number is set: neither absent nor null.
func hasNumber(number shelfwire.Opt[shelfwire.Decimal]) bool {
	_, ok := number.Get()
	return ok
}
