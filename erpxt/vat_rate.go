package erpxt

import "github.com/shelfwire/shelfwire"

// VATRate is a rate of VAT, as a text: one of the constants, or "code 11" for an undocumented code of the provider. The
// zero value means that the rate is unknown; it differs from 0 % and from a sale outside of VAT.
//
// The provider numbers its rates by codes of its own, in which 9 stands for 23 % and 8 for 8 %. JSON has the code;
// [VATRateOfCode] and [VATRate.Code] translate between code and text. Any other text, such as "9", "23" or " 23%", is
// rejected by every call that is given it, before anything is sent, with an error that matches shelfwire.ErrInvalid and
// lists the constants. Each rate has one text, so rates can be compared with ==.
type VATRate string

// The rates that the provider documents. Exempt, not taxable and 0 % are three different things on an invoice. The
// German edition has the same codes, but its guide omits the percentages.
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
	noun: "rate of VAT", prefix: "code ",
	entries: []codeEntry{
		{"VAT23", string(VAT23), 9}, {"VAT8", string(VAT8), 8}, {"VAT5", string(VAT5), 7}, {"VAT4", string(VAT4), 6},
		{"VAT0", string(VAT0), 2}, {"VATExempt", string(VATExempt), 1}, {"VATNotTaxable", string(VATNotTaxable), 0},
	},
}

// VATRateOfCode returns the rate of one of the provider's codes: VAT23 for 9, and "code 11" for 11, which is
// undocumented (probe: erpxt/codes). Codes are from 0 to 2147483647. For any other number the result is a
// text that every call rejects.
func VATRateOfCode(code int) VATRate { return VATRate(vatRates.textOf(code)) }

// Code returns the provider's code, such as 9 for VAT23; false for the zero value and for an invalid text.
func (r VATRate) Code() (int, bool) { return vatRates.codeOf(string(r)) }

// Percent returns the rate in percent, such as 23. It returns false for exempt, not taxable, undocumented and
// invalid rates and for the zero value, which have none.
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
func (r VATRate) isKnown() bool { return vatRates.indexOf(string(r)) >= 0 }

// MarshalJSON returns the provider's code; null for the zero value. For an invalid text the error matches
// shelfwire.ErrInvalid.
func (r VATRate) MarshalJSON() ([]byte, error) { return vatRates.marshalText(string(r)) }

// UnmarshalJSON decodes a code, bare or quoted, documented or not; null is the zero value. The texts of the constants
// are an error: the provider sends codes only.
func (r *VATRate) UnmarshalJSON(data []byte) error {
	text, err := vatRates.unmarshalCode(data)
	if err == nil {
		*r = VATRate(text)
	}
	return err
}

func (VATRate) codes() *codeTable { return &vatRates }
