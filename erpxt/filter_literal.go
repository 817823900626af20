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

const nullLiteral = "null"

// compareLiteral makes a comparison with an encoded literal.
func compareLiteral(field string, op operator, literal string) Filter {
	if !isFieldName(field) {
		return invalidFilter(fmt.Sprintf("names a field %.40q, which is not a name", field))
	}
	return Filter{text: field + string(op) + literal, kind: kindComparison}
}

// compareText encodes a text in single quotes and doubles its own quotes, so that it ends where it should.
func compareText(field string, op operator, value string) Filter {
	if !utf8.ValidString(value) {
		return invalidFilter(fmt.Sprintf("compares %.40q with a text that is not UTF-8", field))
	}
	return compareUncoded(field, op, quoteText(value))
}

// quoteText puts a text in single quotes and doubles its own ones.
func quoteText(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

func compareNumber(field string, op operator, value shelfwire.Decimal) Filter {
	if !value.IsSet() {
		return invalidFilter(fmt.Sprintf(`compares %.40q with no number; a zero is shelfwire.MustDecimal("0")`, field))
	}
	text, err := value.MarshalText()
	if err != nil {
		return invalidFilter(fmt.Sprintf("compares %.40q with a number that cannot be sent: %v", field, err))
	}
	return compareUncoded(field, op, string(text))
}

func compareID(field string, op operator, value int64) Filter {
	return compareUncoded(field, op, strconv.FormatInt(value, 10))
}

func compareDate(field string, op operator, value shelfwire.Date) Filter {
	if !value.IsValid() {
		return invalidFilter(fmt.Sprintf("compares %.40q with %q, which is not a day of the calendar", field, value))
	}
	return compareUncoded(field, op, "datetime'"+value.String()+"'")
}

// compareCode compares with the code of a text, documented or not: a read may have shown an undocumented one.
func compareCode(field string, op operator, table *codeTable, text string) Filter {
	if text == "" {
		return invalidFilter(fmt.Sprintf("compares %.40q with no %s", field, table.noun))
	}
	code, ok := table.codeOf(text)
	if !ok {
		return invalidFilter(fmt.Sprintf("compares %.40q with what is none: %s", field, table.describeInvalid(text)))
	}
	return compareLiteral(field, op, strconv.Itoa(code))
}

// compareUncoded makes a comparison for a field of plain values; fields of codes are rejected.
func compareUncoded(field string, op operator, literal string) Filter {
	for _, coded := range []string{string(ProductRate), string(ProductTypeField)} {
		if strings.EqualFold(field, coded) {
			return invalidFilter(fmt.Sprintf(
				"compares %q with a plain value, but the provider has codes there: use a RateField or a TypeField", field))
		}
	}
	return compareLiteral(field, op, literal)
}

// isFieldName reports whether s can only be read as the name of a field: a letter or an underscore, followed by those
// and by digits. The words with another meaning in a filter are excluded.
func isFieldName(s string) bool {
	for i, c := range []byte(s) {
		letter := c == '_' || c|' ' >= 'a' && c|' ' <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != "" && !isReservedWord(s)
}

// isReservedWord ignores case, since some servers do.
func isReservedWord(s string) bool {
	switch strings.ToLower(s) {
	case "eq", "ne", "gt", "ge", "lt", "le", "and", "or", "not", "add", "sub", "mul", "div", "mod",
		nullLiteral, "true", "false", "nan", "inf":
		return true
	}
	return false
}
