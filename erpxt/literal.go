package erpxt

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
)

// operator is one of the comparisons of the provider's filters.
type operator string

const (
	eq operator = " eq "
	ne operator = " ne "
	gt operator = " gt "
	ge operator = " ge "
	lt operator = " lt "
	le operator = " le "
)

const null = "null"

// compare makes a comparison with a literal that is written already.
func compare(field string, op operator, literal string) Filter {
	if !isName(field) {
		return refused(fmt.Sprintf("names a field %.40q, which is not a name", field))
	}
	return Filter{text: field + string(op) + literal, kind: comparison}
}

// compareText writes a text in single quotes, with its own quotes doubled, so that it ends where it should.
func compareText(field string, op operator, value string) Filter {
	if !utf8.ValidString(value) {
		return refused(fmt.Sprintf("compares %.40q with a text that is not UTF-8", field))
	}
	return comparePlain(field, op, "'"+strings.ReplaceAll(value, "'", "''")+"'")
}

func compareNumber(field string, op operator, value shelfwire.Decimal) Filter {
	if !value.IsSet() {
		return refused(fmt.Sprintf(`compares %.40q with no number; a zero is shelfwire.MustDecimal("0")`, field))
	}
	text, err := value.MarshalText()
	if err != nil {
		return refused(fmt.Sprintf("compares %.40q with a number that cannot be sent: %v", field, err))
	}
	return comparePlain(field, op, string(text))
}

func compareID(field string, op operator, value int64) Filter {
	return comparePlain(field, op, strconv.FormatInt(value, 10))
}

func compareDate(field string, op operator, value shelfwire.Date) Filter {
	if !value.IsValid() {
		return refused(fmt.Sprintf("compares %.40q with %q, which is not a day of the calendar", field, value))
	}
	return comparePlain(field, op, "datetime'"+value.String()+"'")
}

func compareRate(field string, op operator, value VATRate) Filter {
	return compareCode(field, op, &vatRates, string(value))
}

func compareType(field string, op operator, value ProductType) Filter {
	return compareCode(field, op, &productTypes, string(value))
}

// compareCode compares with a code, also with one beyond the documented ones: a read may have shown it.
func compareCode(field string, op operator, table *codeTable, text string) Filter {
	if text == "" {
		return refused(fmt.Sprintf("compares %.40q with no %s", field, table.what))
	}
	code, ok := table.code(text)
	if !ok {
		return refused(fmt.Sprintf("compares %.40q with what is none: %s", field, table.invalid(text)))
	}
	return compare(field, op, strconv.Itoa(code))
}

// comparePlain compares a field whose values are no codes.
func comparePlain(field string, op operator, literal string) Filter {
	for _, coded := range []string{string(ProductRate), string(ProductTypeField)} {
		if strings.EqualFold(field, coded) {
			return refused(fmt.Sprintf(
				"compares %q with a plain value, but the provider has codes there: use a RateField or a TypeField", field))
		}
	}
	return compare(field, op, literal)
}

// isName reports whether s can only be read as the name of a field: a letter or an underscore, followed by those and
// by digits, and none of the words that mean something else in a filter.
func isName(s string) bool {
	for i, c := range []byte(s) {
		letter := c == '_' || c|' ' >= 'a' && c|' ' <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != "" && !isReserved(s)
}

// isReserved ignores case, since some servers do.
func isReserved(s string) bool {
	switch strings.ToLower(s) {
	case "eq", "ne", "gt", "ge", "lt", "le", "and", "or", "not", "add", "sub", "mul", "div", "mod",
		null, "true", "false", "nan", "inf":
		return true
	}
	return false
}
