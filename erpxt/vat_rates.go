package erpxt

import "github.com/shelfwire/shelfwire"

// CountryVATRate is a rate of VAT of a country of the EU, for sales under the OSS procedure. Domestic rates are
// [VATRate] constants.
type CountryVATRate struct {
	kept

	RateID      int64  `json:"RateId"` // key: see NewItem.VATRateID
	Rate        string `json:"Rate"`   // as it came, such as "19" or "19%"
	Symbol      string `json:"Symbol"`
	CountryCode string `json:"CountryCode"` // "EL" for Greece, "XI" for Northern Ireland

	// Unread lists the members that came in a form which could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}
