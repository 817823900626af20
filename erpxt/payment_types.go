package erpxt

import "github.com/shelfwire/shelfwire"

// PaymentType is one of the company's ways of payment, such as "Przelew 14 dni". Documents name it by its ID.
type PaymentType struct {
	kept

	ID       int64                `json:"Id"`
	Name     string               `json:"Name"`
	Primary  shelfwire.Opt[bool]  `json:"Primary,omitzero"`  // whether it is the default one
	Deadline shelfwire.Opt[int64] `json:"Deadline,omitzero"` // days until payment is due, 0 to 366
	Type     PaymentMethod        `json:"Type,omitzero"`

	// Unread lists the members that came in a form which could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}
