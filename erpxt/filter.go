package erpxt

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Filter says which rows of a list to return. The zero value is no filter: every row.
//
// Filters are made by the methods of fields and put together with [Filter.And], [Filter.Or] and [Not]. Parentheses come by
// themselves, wherever two of these meet, so that no reader depends on an order of operators. Filters are values: none of
// the methods changes one. A filter that cannot be right, such as one on a field without a name, is
// rejected by the call that is given it, with an error that matches shelfwire.ErrInvalid and names the field "Filter".
//
// A filter goes into the address of a request, so a server may reject a very long one. How long is not documented.
type Filter struct {
	text    string
	kind    kind
	problem string // why it cannot be right; text is empty then
}

// kind is what stands outermost in a filter: it decides about parentheses.
type kind uint8

const (
	comparison kind = iota
	negation
	conjunction
	disjunction
	raw // anything at all
)

// RawFilter is a filter in the provider's own notation, for what the typed ones cannot say. It is sent as it stands,
// in parentheses where it is put together with others. Quotes and parentheses must be balanced, so that it cannot
// change the meaning of what stands beside it; nothing else is checked. Never build it from foreign text: see
// [TextField.Eq] for that.
//
// The provider documents the comparisons eq, ne, gt, ge, lt and le, and the words and, or and not. For functions, which it
// does not document, see [TextField].
func RawFilter(text string) Filter {
	switch {
	case strings.TrimSpace(text) == "":
		return refused("has an empty RawFilter")
	case !utf8.ValidString(text):
		return refused("has a RawFilter that is not UTF-8")
	case !balanced(text):
		return refused("has a RawFilter with unbalanced quotes or parentheses")
	}
	return Filter{text: text, kind: raw}
}

// And matches the rows that f and all the others match. A zero filter among them changes nothing, so that a filter
// can be put together step by step:
//
//	var f erpxt.Filter
//	if code != "" {
//		f = f.And(erpxt.ProductCode.Eq(code))
//	}
func (f Filter) And(others ...Filter) Filter { return f.join(conjunction, " and ", others) }

// Or matches the rows that f or any of the others matches. A zero filter among them changes nothing: it does not
// stand for every row here, so that alternatives can be collected in a loop, beginning with the zero value. Mind that
// a loop without a turn leaves no filter.
func (f Filter) Or(others ...Filter) Filter { return f.join(disjunction, " or ", others) }

// Not matches the rows that f does not match. Not of a zero filter would match nothing and is rejected. Whether a
// field that is null matches the opposite of a comparison is not documented.
func Not(f Filter) Filter {
	switch {
	case f.isRefused():
		return f
	case f.isZero():
		return refused("has a Not without a filter")
	}
	return Filter{text: "not " + f.operand(negation), kind: negation}
}

// String returns the filter as the value of $filter, before it is escaped for the address: "" for no filter. For a
// filter that cannot be right it says why, in words which no server takes for a filter.
func (f Filter) String() string {
	if f.isRefused() {
		return "invalid filter: " + f.problem
	}
	return f.text
}

// join puts filters together. The first one that cannot be right stands for the whole.
func (f Filter) join(kind kind, operator string, others []Filter) Filter {
	parts := slices.DeleteFunc(append([]Filter{f}, others...), Filter.isZero)
	if i := slices.IndexFunc(parts, Filter.isRefused); i >= 0 {
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
		texts[i] = part.operand(kind)
	}
	return Filter{text: strings.Join(texts, operator), kind: kind}
}

func (f Filter) isZero() bool    { return f == Filter{} }
func (f Filter) isRefused() bool { return f.problem != "" }

// operand returns the text of f for a place inside a filter of another kind.
func (f Filter) operand(outer kind) string {
	if f.kind.needsParentheses(outer) {
		return "(" + f.text + ")"
	}
	return f.text
}

// needsParentheses leaves no order of operators to the reader: servers are met that read and and or from left to right.
// And and or are associative, so each may stand bare in its own kind. A comparison stands bare beside them, as in the
// provider's examples.
func (k kind) needsParentheses(outer kind) bool {
	switch k {
	case comparison:
		return outer == negation
	case conjunction, disjunction:
		return k != outer
	default:
		return true
	}
}

func refused(problem string) Filter { return Filter{problem: problem} }

// balanced reports whether every quote and every parenthesis outside of quotes has its partner. A doubled quote
// inside a text counts as its end and a new beginning, which comes to the same.
func balanced(text string) bool {
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
