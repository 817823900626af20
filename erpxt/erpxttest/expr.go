package erpxttest

import (
	"cmp"
	"math"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// kind is the type of an expression.
type kind string

const (
	kindNull   kind = "null"
	kindFlag   kind = "a condition"
	kindText   kind = "a text"
	kindNumber kind = "a number"
	kindDate   kind = "a date"
)

// value is what an expression gives for one product. Which member counts depends on the kind of the expression.
type value struct {
	null   bool
	flag   bool
	text   string // also a date, in the form of sortableTime
	number shelfwire.Decimal
}

// compare orders two values of the same kind, neither of them null.
func (v *value) compare(other *value, k kind) int {
	switch k {
	case kindNumber:
		return v.number.Cmp(other.number)
	case kindFlag:
		return cmp.Compare(rank(v.flag), rank(other.flag))
	default:
		return strings.Compare(v.text, other.text)
	}
}

func rank(flag bool) int {
	if flag {
		return 1
	}
	return 0
}

// expr is an expression that has been read and checked.
type expr struct {
	kind  kind
	text  string // as it stands in the filter
	at    int    // its byte offset there
	eval  func(*row) value
	ids   idRange // a condition holds for no other products
	isID  bool    // it is the column Id
	exact int64   // the value of a whole number that stands in the filter, when whole is set
	whole bool
}

func literal(k kind, v value) expr {
	e := expr{kind: k, eval: func(*row) value { return v }, ids: everyID()}
	if k == kindNumber && v.number.IsInteger() && v.number.BigInt().IsInt64() {
		e.exact, e.whole = v.number.BigInt().Int64(), true
	}
	return e
}

func condition(ids idRange, holds func(*row) bool) expr {
	return expr{kind: kindFlag, ids: ids, eval: func(r *row) value { return value{flag: holds(r)} }}
}

func (e expr) holds(r *row) bool { return e.eval(r).flag }

func both(a, b expr) expr {
	ids := idRange{max(a.ids.low, b.ids.low), min(a.ids.high, b.ids.high)}
	return condition(ids, func(r *row) bool { return a.holds(r) && b.holds(r) })
}

func either(a, b expr) expr {
	ids := idRange{min(a.ids.low, b.ids.low), max(a.ids.high, b.ids.high)}
	return condition(ids, func(r *row) bool { return a.holds(r) || b.holds(r) })
}

func negation(a expr) expr {
	return condition(everyID(), func(r *row) bool { return !a.holds(r) })
}

// comparison compares two expressions that fit together. Nothing is greater or less than null.
func comparison(op string, a, b expr) expr {
	k := a.kind
	if k == kindNull {
		k = b.kind
	}
	return condition(idsOf(op, a, b), func(r *row) bool {
		x, y := a.eval(r), b.eval(r)
		if x.null || y.null {
			return op == "eq" && x.null == y.null || op == "ne" && x.null != y.null
		}
		return ordered(op, x.compare(&y, k))
	})
}

func ordered(op string, order int) bool {
	switch op {
	case "eq":
		return order == 0
	case "ne":
		return order != 0
	case "gt":
		return order > 0
	case "ge":
		return order >= 0
	case "lt":
		return order < 0
	default:
		return order <= 0
	}
}

// idRange is a range of ids, both ends included. It lets a walk by key begin where it left off, however many
// products come before.
type idRange struct{ low, high int64 }

func everyID() idRange { return idRange{math.MinInt64, math.MaxInt64} }

// idsOf is the range of "Id gt 12" and the like. The ends may be wider than the condition, never narrower.
func idsOf(op string, a, b expr) idRange {
	ids := everyID()
	if !a.isID || !b.whole {
		return ids
	}
	switch op {
	case "eq":
		return idRange{b.exact, b.exact}
	case "gt", "ge":
		ids.low = b.exact
	case "lt", "le":
		ids.high = b.exact
	}
	return ids
}
