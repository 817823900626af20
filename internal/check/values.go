package check

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
)

// Positive adds a problem for a number that is missing, zero or negative.
func (p *Problems) Positive(field string, d shelfwire.Decimal) {
	switch {
	case !d.IsSet():
		p.Add(field, "is missing")
	case !d.IsPositive():
		p.Add(field, "must be above zero")
	default:
		p.addUnwritable(field, d)
	}
}

// Amount adds a problem for a number that is missing or negative. A zero has to be given as such.
func (p *Problems) Amount(field string, d shelfwire.Decimal) {
	switch {
	case !d.IsSet():
		p.Add(field, `is missing; a zero is shelfwire.MustDecimal("0")`)
	case d.IsNegative():
		p.Add(field, "must not be negative")
	default:
		p.addUnwritable(field, d)
	}
}

// Number adds a problem for a number that is missing or has no wire form; it may be negative.
func (p *Problems) Number(field string, d shelfwire.Decimal) {
	if !d.IsSet() {
		p.Add(field, `is missing; a zero is shelfwire.MustDecimal("0")`)
		return
	}
	p.addUnwritable(field, d)
}

// addUnwritable adds a problem for a number that has no wire form.
func (p *Problems) addUnwritable(field string, d shelfwire.Decimal) {
	if _, err := d.MarshalText(); err != nil {
		p.Add(field, "cannot be sent: "+err.Error())
	}
}

// Date adds a problem for a day that is missing in the calendar. The zero date is valid.
func (p *Problems) Date(field string, d shelfwire.Date) {
	if !d.IsZero() && !d.IsValid() {
		p.Add(field, "is not a day of the calendar")
	}
}

// Text adds a problem for a text of invalid UTF-8, which would be sent as another text.
func (p *Problems) Text(field, value string) {
	if !utf8.ValidString(value) {
		p.Add(field, "is not UTF-8")
	}
}

// Email adds a problem for a text other than a bare e-mail address whose domain has a dot.
func (p *Problems) Email(field, value string) {
	addr, err := mail.ParseAddress(value)
	if err != nil || addr.Address != value || !strings.Contains(value[strings.LastIndex(value, "@"):], ".") {
		p.Add(field, "is not an e-mail address")
	}
}

// CleanPasted cleans a telephone number or an e-mail address that was copied from a page or a document: Unicode spaces
// become plain ones, format characters such as zero-width and direction marks are removed, and surrounding spaces are
// trimmed. Invalid UTF-8 stays as it is.
func CleanPasted(text string) string {
	if !utf8.ValidString(text) {
		return text
	}
	text = strings.Map(func(c rune) rune {
		switch {
		case unicode.Is(unicode.Zs, c), c == '\t':
			return ' '
		case unicode.Is(unicode.Cf, c):
			return -1
		default:
			return c
		}
	}, text)
	return strings.TrimSpace(text)
}

// Phone adds a problem for a text other than a telephone number: 5 to 15 digits, optionally a plus sign in front, and
// spaces, dashes, dots and parentheses to group the digits.
func (p *Problems) Phone(field, value string) {
	digits := 0
	for i, c := range value {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '+' && i == 0:
		case !strings.ContainsRune(" -().", c):
			p.Add(field, "is not a telephone number")
			return
		}
	}
	if digits < 5 || digits > 15 {
		p.Add(field, "is not a telephone number of 5 to 15 digits")
	}
}
