package erpxttest

import (
	"cmp"
	"math"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// exprKind is the type of the values of an expression. Its text stands in messages.
type exprKind string

const (
	kindNull      exprKind = "null"
	kindCondition exprKind = "a condition"
	kindText      exprKind = "a text"
	kindNumber    exprKind = "a number"
	kindDate      exprKind = "a date"
)

// value is the value of an expression for one record. The kind of the expression tells which field holds it.
type value struct {
	null   bool
	flag   bool
	text   string // also a date, in the form of sortableTime
	number shelfwire.Decimal
}

// compareTo orders two values of the same kind. Neither may be null.
func (v *value) compareTo(other *value, k exprKind) int {
	switch k {
	case kindNumber:
		return v.number.Cmp(other.number)
	case kindCondition:
		return cmp.Compare(boolRank(v.flag), boolRank(other.flag))
	default:
		return strings.Compare(v.text, other.text)
	}
}

// boolRank orders false before true.
func boolRank(flag bool) int {
	if flag {
		return 1
	}
	return 0
}

// expr is an expression that has been parsed and checked.
type expr struct {
	kind      exprKind
	text      string // its part of the filter
	at        int    // byte offset of text in the filter
	eval      func(*row) value
	ids       idRange // a condition holds only for records with these ids
	isID      bool    // whether it is the column with the id
	integer   int64   // the value of a literal that is a whole number, when isInteger is set
	isInteger bool
}

// literalExpr is an expression with the same value for all records.
func literalExpr(k exprKind, v value) expr {
	e := expr{kind: k, eval: func(*row) value { return v }, ids: allIDs()}
	if k == kindNumber && v.number.IsInteger() && v.number.BigInt().IsInt64() {
		e.integer, e.isInteger = v.number.BigInt().Int64(), true
	}
	return e
}

// conditionExpr is a condition that holds only for records with ids in a range.
func conditionExpr(ids idRange, holds func(*row) bool) expr {
	return expr{kind: kindCondition, ids: ids, eval: func(r *row) value { return value{flag: holds(r)} }}
}

// holds reports whether a condition holds for a record.
func (e expr) holds(r *row) bool { return e.eval(r).flag }

func andExpr(a, b expr) expr {
	ids := idRange{max(a.ids.low, b.ids.low), min(a.ids.high, b.ids.high)}
	return conditionExpr(ids, func(r *row) bool { return a.holds(r) && b.holds(r) })
}

func orExpr(a, b expr) expr {
	ids := idRange{min(a.ids.low, b.ids.low), max(a.ids.high, b.ids.high)}
	return conditionExpr(ids, func(r *row) bool { return a.holds(r) || b.holds(r) })
}

func notExpr(a expr) expr {
	return conditionExpr(allIDs(), func(r *row) bool { return !a.holds(r) })
}

// comparisonExpr compares two expressions of kinds that fit. Nothing is greater or less than null.
func comparisonExpr(op string, a, b expr) expr {
	k := a.kind
	if k == kindNull {
		k = b.kind
	}
	return conditionExpr(comparedIDs(op, a, b), func(r *row) bool {
		x, y := a.eval(r), b.eval(r)
		if x.null || y.null {
			return op == "eq" && x.null == y.null || op == "ne" && x.null != y.null
		}
		return satisfiesOperator(op, x.compareTo(&y, k))
	})
}

// satisfiesOperator reports whether an operator holds for the result of a comparison.
func satisfiesOperator(op string, order int) bool {
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

// idRange is a range of ids, both ends included. It lets a walk by key begin at its last id instead of the first
// record.
type idRange struct{ low, high int64 }

func allIDs() idRange { return idRange{math.MinInt64, math.MaxInt64} }

// comparedIDs returns the ids for which a comparison such as "Id gt 12" may hold. The range may be wider than the
// condition, so an excluded end may be included.
func comparedIDs(op string, a, b expr) idRange {
	ids := allIDs()
	if !a.isID || !b.isInteger {
		return ids
	}
	switch op {
	case "eq":
		return idRange{b.integer, b.integer}
	case "gt", "ge":
		ids.low = b.integer
	case "lt", "le":
		ids.high = b.integer
	}
	return ids
}
