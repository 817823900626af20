package erpxt

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// Product is a product card. Prices are in PLN in the Polish editions. A price or a quantity that the server left out
// is absent, and null when it said so.
//
// A product that was read remembers the members that this module does not know, and those that it could not read:
// [ProductsService.Edit] sends both back as they came, and JSON keeps them, so that a product can be stored and read
// again.
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
	// OnHand is on hand, in the unit of measurement. It is never written.
	OnHand      shelfwire.Opt[shelfwire.Decimal] `json:"Quantity,omitzero"`
	ProductType ProductType                      `json:"ProductType,omitzero"` // set in the ERP

	// Unread are the members that came in a form which could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`

	unread  []unreadMember // what Unread shows, whole
	unknown []member       // members that are not fields, as they came
}

// member is a member of an object: its name and its value as it came.
type member struct {
	name  string
	value json.RawMessage
}

// UnmarshalJSON reads the server's form. It takes numbers in quotes and texts without them. A member that cannot be
// read for certain costs its own field alone, and stands in Unread.
func (p *Product) UnmarshalJSON(data []byte) error {
	value, err := lenientjson.Parse(data)
	if err != nil {
		return fmt.Errorf("product: %w", err)
	}
	if value.IsNull() {
		return nil
	}
	var read Product
	if !read.readFrom(new(lenientjson.Notes), value) {
		return errors.New("product: not an object")
	}
	*p = read
	return nil
}

// MarshalJSON writes all that a product holds, in the server's form. A member that could not be read is written as it
// came, unless its field has been set since.
func (p Product) MarshalJSON() ([]byte, error) {
	var list object
	var err error
	for i := range productMembers {
		m := &productMembers[i]
		if m.isStored != nil && !m.isStored(&p) && p.unreadOf(m) == nil {
			continue
		}
		if list, err = m.appendTo(list, &p); err != nil {
			return nil, err
		}
	}
	return append(list, p.unknown...).MarshalJSON()
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
