package erpxt

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Filter limits the rows of a list. The zero value is no filter: every row.
//
// The methods of fields make filters; [Filter.And], [Filter.Or] and [Not] combine them. Wherever two of these
// meet, parentheses are added, so that all readers see the same order of operators (probe: erpxt/parentheses,
// erpxt/precedence). Filters are values: each method returns a new one. An invalid filter, such as one on a
// field without a name, is rejected by the call that is given it, with an error that matches
// shelfwire.ErrInvalid and names the field "Filter".
//
// A filter goes into the URL of a request, so a server may reject a very long one. The limit is undocumented
// (probe: erpxt/long-filter).
type Filter struct {
	text    string
	kind    filterKind
	problem string // why it is invalid; text is empty then
}

// filterKind is the outermost operator of a filter: it decides about parentheses.
type filterKind uint8

const (
	kindComparison filterKind = iota
	kindNegation
	kindConjunction
	kindDisjunction
	kindRaw // of a RawFilter: unknown
)

// RawFilter is a filter in the provider's own notation, for conditions beyond the typed filters. It is sent
// as it stands, in parentheses where it is combined with others. Quotes and parentheses must be balanced, so that it
// cannot change the meaning of its neighbors; the rest is sent unchecked. Never build it from foreign text: see
// [TextField.Eq] for that.
//
// The provider documents the comparisons eq, ne, gt, ge, lt and le, and the words and, or and not. For functions, which
// are undocumented, see [TextField].
func RawFilter(text string) Filter {
	switch {
	case strings.TrimSpace(text) == "":
		return invalidFilter("has an empty RawFilter")
	case !utf8.ValidString(text):
		return invalidFilter("has a RawFilter that is not UTF-8")
	case !isBalanced(text):
		return invalidFilter("has a RawFilter with unbalanced quotes or parentheses")
	}
	return Filter{text: text, kind: kindRaw}
}

// And matches the rows that f and all the others match. A zero filter among them is skipped, so that a filter can be
// built step by step:
//
//	var f erpxt.Filter
//	if code != "" {
//		f = f.And(erpxt.ProductCode.Eq(code))
//	}
func (f Filter) And(others ...Filter) Filter { return f.joinFilters(kindConjunction, " and ", others) }

// Or matches the rows that f or any of the others matches. A zero filter among them is skipped: alternatives can be
// collected in a loop that begins with the zero value. An empty loop leaves the zero value, which matches every row.
func (f Filter) Or(others ...Filter) Filter { return f.joinFilters(kindDisjunction, " or ", others) }

// Not matches all rows but those that f matches. Not of a zero filter is rejected, since it would match no
// row. Whether a field that is null matches the opposite of a comparison is undocumented
// (probe: erpxt/not-null).
func Not(f Filter) Filter {
	switch {
	case f.isInvalid():
		return f
	case f.isZero():
		return invalidFilter("has a Not without a filter")
	}
	return Filter{text: "not " + f.operandText(kindNegation), kind: kindNegation}
}

// String returns the value of $filter before it is escaped for the URL: "" for no filter. For an invalid filter it
// returns the reason, as a text that servers reject.
func (f Filter) String() string {
	if f.isInvalid() {
		return "invalid filter: " + f.problem
	}
	return f.text
}

// joinFilters combines filters. The first invalid one stands for the whole.
func (f Filter) joinFilters(kind filterKind, operator string, others []Filter) Filter {
	parts := slices.DeleteFunc(append([]Filter{f}, others...), Filter.isZero)
	if i := slices.IndexFunc(parts, Filter.isInvalid); i >= 0 {
		return parts[i]
	}
	switch len(parts) {
	case 0:
		return Filter{}
	case 1:
		return parts[0]
	}
	texts := make([]string, len(parts))
	for i, part := range parts {
		texts[i] = part.operandText(kind)
	}
	return Filter{text: strings.Join(texts, operator), kind: kind}
}

func (f Filter) isZero() bool    { return f == Filter{} }
func (f Filter) isInvalid() bool { return f.problem != "" }

// operandText returns the text of f for a place inside a filter of another kind.
func (f Filter) operandText(outer filterKind) string {
	if f.kind.needsParentheses(outer) {
		return "(" + f.text + ")"
	}
	return f.text
}

// needsParentheses reports whether a filter needs parentheses inside another one. Some servers read and and or from
// left to right, so a mix of them always does. And and or are associative, so each may stand bare in its own kind, as
// may a comparison in the provider's examples.
func (k filterKind) needsParentheses(outer filterKind) bool {
	switch k {
	case kindComparison:
		return outer == kindNegation
	case kindConjunction, kindDisjunction:
		return k != outer
	default:
		return true
	}
}

// invalidFilter returns a filter that every call rejects for this problem.
func invalidFilter(problem string) Filter { return Filter{problem: problem} }

// isBalanced reports whether every quote and every parenthesis outside of quotes has its partner. A doubled quote
// counts as the end of one text and the beginning of another, which gives the same result.
func isBalanced(text string) bool {
	depth, quoted := 0, false
	for _, c := range []byte(text) {
		switch {
		case c == '\'':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0 && !quoted
}
