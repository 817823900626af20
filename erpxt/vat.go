package erpxt

import (
	"fmt"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// VATRate is a rate of VAT, by the provider's codes. The zero value means that no rate was given; it is not the code 0,
// which stands for a sale that is not taxable.
type VATRate uint8

// The rates that the provider documents. Exempt, not taxable and 0 % are three different things on an invoice. The
// German edition has the same codes, but its guide puts no percentages beside them.
const (
	VATNotTaxable VATRate = 1 + iota // outside of VAT ("nie podlega"), code 0
	VATExempt                        // exempt from VAT ("zwolniony"), code 1
	VAT0                             // 0 %, code 2
	VAT4          VATRate = 7        // 4 %, code 6
	VAT5          VATRate = 8        // 5 %, code 7
	VAT8          VATRate = 9        // 8 %, code 8
	VAT23         VATRate = 10       // 23 %, code 9
)

// maxRateCode is the greatest code that a VATRate can hold.
const maxRateCode = 254

// Code returns the provider's code, -1 for a rate that is missing.
func (r VATRate) Code() int { return int(r) - 1 }

// Percent returns the rate in percent, such as 23. It returns false where there is no percentage: for exempt, not
// taxable, a code that is not documented and no rate.
func (r VATRate) Percent() (shelfwire.Decimal, bool) {
	switch r {
	case VAT0, VAT4, VAT5, VAT8, VAT23:
		return shelfwire.NewDecimal(r.percent()), true
	default:
		return shelfwire.Decimal{}, false
	}
}

func (r VATRate) percent() int64 {
	switch r {
	case VAT4:
		return 4
	case VAT5:
		return 5
	case VAT8:
		return 8
	case VAT23:
		return 23
	default:
		return 0
	}
}

// isKnown reports whether the provider documents the rate.
func (r VATRate) isKnown() bool {
	_, taxed := r.Percent()
	return taxed || r == VATExempt || r == VATNotTaxable
}

// String returns "23%", "exempt", "not taxable", "missing", or "code 11" for a code that is not documented.
func (r VATRate) String() string {
	switch {
	case r == 0:
		return "missing"
	case r == VATNotTaxable:
		return "not taxable"
	case r == VATExempt:
		return "exempt"
	case r.isKnown():
		return fmt.Sprintf("%d%%", r.percent())
	default:
		return fmt.Sprintf("code %d", r.Code())
	}
}

// MarshalJSON returns the provider's code, null for a rate that is missing.
func (r VATRate) MarshalJSON() ([]byte, error) {
	if r == 0 {
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, int64(r.Code()), 10), nil
}

// UnmarshalJSON reads a code, bare or quoted, also one that is not documented; null is a rate that is missing.
func (r *VATRate) UnmarshalJSON(data []byte) error {
	value, err := lenientjson.Parse(data)
	if err != nil {
		return err
	}
	rate, ok := readRate(value)
	if !ok {
		return fmt.Errorf("%.24s is not a code of a rate of VAT", value)
	}
	*r = rate
	return nil
}

func readRate(v lenientjson.Value) (VATRate, bool) {
	code, given, ok := v.Int()
	switch {
	case !ok || code < 0 || code > maxRateCode:
		return 0, false
	case !given:
		return 0, true
	default:
		return VATRate(code + 1), true
	}
}
