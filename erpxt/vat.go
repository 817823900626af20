package erpxt

import "github.com/shelfwire/shelfwire"

// VATRate is a rate of VAT, as a text: one of the constants, or "code 11" for a code of the provider that is not
// documented. The zero value means that no rate was given. It is neither 0 % nor a sale that is not taxable.
//
// The provider numbers its rates by codes of its own, in which 9 stands for 23 % and 8 for 8 %, so no number is a
// VATRate: [VATRateOfCode] and [VATRate.Code] translate. JSON has the code. A text that is none of those above, such as
// "9", "23" or " 23%", is rejected by every call that is given it, before anything is sent, with an error that matches
// shelfwire.ErrInvalid and lists the constants. Rates can be compared with ==, since each has one text only.
type VATRate string

// The rates that the provider documents. Exempt, not taxable and 0 % are three different things on an invoice. The
// German edition has the same codes, but its guide puts no percentages beside them.
const (
	VAT23         VATRate = "23%" // code 9
	VAT8          VATRate = "8%"  // code 8
	VAT5          VATRate = "5%"  // code 7
	VAT4          VATRate = "4%"  // code 6
	VAT0          VATRate = "0%"  // code 2
	VATExempt     VATRate = "zw"  // exempt from VAT ("zwolniony"), code 1
	VATNotTaxable VATRate = "np"  // outside of VAT ("nie podlega"), code 0
)

var vatRates = codeTable{
	what: "rate of VAT", prefix: "code ",
	entries: []codeEntry{
		{"VAT23", string(VAT23), 9}, {"VAT8", string(VAT8), 8}, {"VAT5", string(VAT5), 7}, {"VAT4", string(VAT4), 6},
		{"VAT0", string(VAT0), 2}, {"VATExempt", string(VATExempt), 1}, {"VATNotTaxable", string(VATNotTaxable), 0},
	},
}

// VATRateOfCode returns the rate of one of the provider's codes: VAT23 for 9, and "code 11" for 11, which is not
// documented. Codes are from 0 to 2147483647. For any other number the result is a text that every call rejects.
func VATRateOfCode(code int) VATRate { return VATRate(vatRates.text(code)) }

// Code returns the provider's code, such as 9 for VAT23. It returns false for the zero value and for a text that is not a
// rate.
func (r VATRate) Code() (int, bool) { return vatRates.code(string(r)) }

// Percent returns the rate in percent, such as 23. It returns false where there is no percentage: for exempt, not
// taxable, a code that is not documented, a text that is not a rate, and no rate.
func (r VATRate) Percent() (shelfwire.Decimal, bool) {
	switch r {
	case VAT23:
		return shelfwire.NewDecimal(23), true
	case VAT8:
		return shelfwire.NewDecimal(8), true
	case VAT5:
		return shelfwire.NewDecimal(5), true
	case VAT4:
		return shelfwire.NewDecimal(4), true
	case VAT0:
		return shelfwire.NewDecimal(0), true
	default:
		return shelfwire.Decimal{}, false
	}
}

// isKnown reports whether the provider documents the rate.
func (r VATRate) isKnown() bool { return vatRates.index(string(r)) >= 0 }

// MarshalJSON returns the provider's code, null for the zero value. For a text that is not a rate the error matches
// shelfwire.ErrInvalid.
func (r VATRate) MarshalJSON() ([]byte, error) { return vatRates.marshal(string(r)) }

// UnmarshalJSON reads a code, bare or quoted, also one that is not documented; null is the zero value. It does not read
// the texts of the constants, which the provider never sends.
func (r *VATRate) UnmarshalJSON(data []byte) error {
	text, err := vatRates.unmarshal(data)
	if err == nil {
		*r = VATRate(text)
	}
	return err
}
