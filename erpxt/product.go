package erpxt

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// Product is a product card. Prices are in PLN in the Polish editions. A price or a quantity that the server left out
// is absent, and null when it said so.
//
// A product that was read remembers the members that this module does not know: [ProductsService.Edit] and
// [ProductsService.Replace] send them back, and JSON keeps them, so that a product can be stored and read again.
type Product struct {
	ID                int64   `json:"Id"`               // key, given by the server
	Name              string  `json:"Name"`             // required in writes
	Description       string  `json:"Description"`      // may be empty
	ItemCode          string  `json:"ItemCode"`         // PKWiU: the Polish classification of goods and services
	ProductCode       string  `json:"ProductCode"`      // the company's own code; the server gives one when there is none
	UnitOfMeasurement string  `json:"UnitOfMeasurment"` // required in writes, such as "szt." (piece)
	Rate              VATRate `json:"Rate"`             // required in writes
	// The server works one price out from the other: see Edit and Replace.
	SaleNetPrice   shelfwire.Opt[shelfwire.Decimal] `json:"SaleNetPrice,omitzero"`
	SaleGrossPrice shelfwire.Opt[shelfwire.Decimal] `json:"SaleGrossPrice,omitzero"`
	// Quantity is on hand, in the unit of measurement. It is never written.
	Quantity    shelfwire.Opt[shelfwire.Decimal] `json:"Quantity,omitzero"`
	ProductType ProductType                      `json:"ProductType"` // set in the ERP

	typed   bool     // ProductType came from the server
	unknown []member // members that are not fields, as they came
}

// UnmarshalJSON reads the server's form. It takes numbers in quotes and texts without them.
func (p *Product) UnmarshalJSON(data []byte) error {
	if isNull(data) {
		return nil
	}
	var read Product
	if err := scanObject(data, read.setMember); err != nil {
		return fmt.Errorf("product: %w", err)
	}
	*p = read
	return nil
}

func (p *Product) setMember(name, value []byte) error {
	known, err := p.set(name[1:len(name)-1], value)
	if known && err == nil {
		return nil
	}
	text, nameErr := readText(name)
	if nameErr != nil {
		return nameErr
	}
	if !known {
		known, err = p.set([]byte(spelling(text)), value)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	if !known && text != "$id" { // $id counts the objects of one reply
		p.keep(text, value)
	}
	return nil
}

// set sets a field by its name on the wire and reports whether there is one.
func (p *Product) set(name, value []byte) (known bool, err error) {
	switch string(name) {
	case "Id":
		p.ID, err = readInt(value)
	case "Name":
		p.Name, err = readText(value)
	case "Description":
		p.Description, err = readText(value)
	case "ItemCode":
		p.ItemCode, err = readText(value)
	case "ProductCode":
		p.ProductCode, err = readText(value)
	case "UnitOfMeasurment":
		p.UnitOfMeasurement, err = readText(value)
	case "Rate":
		err = p.Rate.UnmarshalJSON(value)
	case "SaleNetPrice":
		err = p.SaleNetPrice.UnmarshalJSON(value)
	case "SaleGrossPrice":
		err = p.SaleGrossPrice.UnmarshalJSON(value)
	case "Quantity":
		err = p.Quantity.UnmarshalJSON(value)
	case "ProductType":
		var n int64
		n, err = readInt(value)
		p.ProductType, p.typed = ProductType(n), !isNull(value)
	default:
		return false, nil
	}
	return true, err
}

// spelling returns the name of the field that differs from name in capital letters only, as encoding/json finds it.
func spelling(name string) string {
	for _, known := range [...]string{
		"Id", "Name", "Description", "ItemCode", "ProductCode", "UnitOfMeasurment", "Rate",
		"SaleNetPrice", "SaleGrossPrice", "Quantity", "ProductType",
	} {
		if strings.EqualFold(name, known) {
			return known
		}
	}
	return ""
}

// keep remembers a member that is no field. Of two with one name the later one counts.
func (p *Product) keep(name string, value []byte) {
	m := member{name: name, value: bytes.Clone(value)}
	if i := slices.IndexFunc(p.unknown, func(u member) bool { return u.name == name }); i >= 0 {
		p.unknown[i] = m
		return
	}
	p.unknown = append(p.unknown, m)
}

// MarshalJSON writes all that a product holds, in the server's form.
func (p Product) MarshalJSON() ([]byte, error) {
	type fields Product // without its methods
	return withMembers(fields(p), p.unknown)
}

// withMembers writes an object that has at least one field, with further members behind them.
func withMembers(v any, members []member) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	object := bytes.TrimSuffix(bytes.TrimSpace(out.Bytes()), []byte("}"))
	for _, m := range members {
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		object = append(append(append(append(object, ','), name...), ':'), m.value...)
	}
	return append(object, '}'), nil
}

// NewProduct is a product card to create.
//
// The server works out one price from the other and the rate of VAT: give the net or the gross one. Given both, it
// takes the net price and ignores the gross one. What it does without any is not documented.
type NewProduct struct {
	Name              string                           // required
	Description       string                           // may be empty
	ItemCode          string                           // PKWiU, may be empty
	ProductCode       string                           // empty for one that the server gives
	UnitOfMeasurement string                           // required, such as "szt." (piece)
	Rate              VATRate                          // required
	SaleNetPrice      shelfwire.Opt[shelfwire.Decimal] // in PLN in the Polish editions
	SaleGrossPrice    shelfwire.Opt[shelfwire.Decimal]
}
