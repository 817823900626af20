package erpxt

import (
	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// productMember is a member of a product that this module knows.
type productMember struct {
	name, field string // on the wire, and in Go
	readOnly    bool   // it is no parameter of a write

	read  func(*Product, lenientjson.Value) (ok bool) // without ok the field is zero
	isSet func(*Product) bool                         // the field is not zero
	write func(*Product) ([]byte, error)

	isStored func(*Product) bool // whether JSON for storing has it; nil for always
	isSent   func(*Product) bool // whether the body of a write has it; nil for always
}

// productMembers are in the order of the fields of a Product.
var productMembers = [...]productMember{
	{
		name: "Id", field: "ID", readOnly: true,
		read:  func(p *Product, v lenientjson.Value) (ok bool) { p.ID, _, ok = v.Int(); return ok },
		isSet: func(p *Product) bool { return p.ID != 0 },
		write: func(p *Product) ([]byte, error) { return appendInt(p.ID), nil },
	},
	textMember("Name", "Name", func(p *Product) *string { return &p.Name }),
	textMember("Description", "Description", func(p *Product) *string { return &p.Description }),
	textMember("ItemCode", "ItemCode", func(p *Product) *string { return &p.ItemCode }),
	codeMember(),
	textMember("UnitOfMeasurment", "UnitOfMeasurement", func(p *Product) *string { return &p.UnitOfMeasurement }),
	{
		name: "Rate", field: "Rate",
		read:  readRate,
		isSet: func(p *Product) bool { return p.Rate != "" },
		write: func(p *Product) ([]byte, error) { return p.Rate.MarshalJSON() },
	},
	numberMember("SaleNetPrice", func(p *Product) *shelfwire.Opt[shelfwire.Decimal] { return &p.SaleNetPrice }),
	numberMember("SaleGrossPrice", func(p *Product) *shelfwire.Opt[shelfwire.Decimal] { return &p.SaleGrossPrice }),
	quantityMember(),
	typeMember(),
}

func textMember(name, field string, at func(*Product) *string) productMember {
	return productMember{
		name: name, field: field,
		read:  func(p *Product, v lenientjson.Value) (ok bool) { *at(p), ok = v.Text(); return ok },
		isSet: func(p *Product) bool { return *at(p) != "" },
		write: func(p *Product) ([]byte, error) { return appendText(nil, *at(p)), nil },
	}
}

// codeMember leaves an empty code out of a write: it would ask for nothing known.
func codeMember() productMember {
	m := textMember("ProductCode", "ProductCode", func(p *Product) *string { return &p.ProductCode })
	m.isSent = m.isSet
	return m
}

// numberMember leaves a number out of a write that is null: that null can be written is not documented.
func numberMember(name string, at func(*Product) *shelfwire.Opt[shelfwire.Decimal]) productMember {
	isSet := func(p *Product) bool { return !at(p).IsZero() }
	return productMember{
		name: name, field: name,
		read:     func(p *Product, v lenientjson.Value) (ok bool) { *at(p), ok = v.Decimal(); return ok },
		isSet:    isSet,
		write:    func(p *Product) ([]byte, error) { return at(p).MarshalJSON() },
		isStored: isSet,
		isSent:   func(p *Product) bool { return has(*at(p)) },
	}
}

// quantityMember is never written: stock is not among the parameters of any call.
func quantityMember() productMember {
	m := numberMember("Quantity", func(p *Product) *shelfwire.Opt[shelfwire.Decimal] { return &p.OnHand })
	m.readOnly = true
	return m
}

// typeMember leaves a type out that did not come.
func typeMember() productMember {
	isSet := func(p *Product) bool { return p.ProductType != "" }
	return productMember{
		name: "ProductType", field: "ProductType",
		read:     readType,
		isSet:    isSet,
		write:    func(p *Product) ([]byte, error) { return p.ProductType.MarshalJSON() },
		isStored: isSet,
		isSent:   isSet,
	}
}

func readRate(p *Product, v lenientjson.Value) bool {
	text, ok := vatRates.read(v)
	p.Rate = VATRate(text)
	return ok
}

func readType(p *Product, v lenientjson.Value) bool {
	text, ok := productTypes.read(v)
	p.ProductType = ProductType(text)
	return ok
}

func has(number shelfwire.Opt[shelfwire.Decimal]) bool {
	_, ok := number.Get()
	return ok
}
