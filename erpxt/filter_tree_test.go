package erpxt_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// pair is a filter and the tree that was meant by it.
type pair struct {
	filter erpxt.Filter
	tree   *tree
}

// Any filter that can be built, printed and read by OData's rules, is the same filter.
func TestFilter_RoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPair(rt, 4, true)
		read, err := parseFilter(p.filter.String())
		if err != nil {
			rt.Fatalf("%s: %v", p.filter, err)
		}
		if read.String() != p.tree.String() {
			rt.Fatalf("%s is read as %s, not as %s", p.filter, read, p.tree)
		}
	})
}

// Readers that bind the operators in other orders than OData does read the same tree, so it is true of the same rows.
func TestFilter_RoundTrip_AnyPrecedence(t *testing.T) {
	t.Parallel()
	for _, g := range grammars {
		t.Run(g.name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				p := drawPair(rt, 4, true)
				read, err := g.parse(p.filter.String())
				if err != nil {
					rt.Fatalf("%s: %v", p.filter, err)
				}
				if read.String() != p.tree.String() {
					rt.Fatalf("%s is read as %s, not as %s", p.filter, read, p.tree)
				}
			})
		})
	}
}

// parenthesisPairs returns the place of each opening parenthesis outside of texts, and of its partner.
func parenthesisPairs(text string) map[int]int {
	found, open, quoted := map[int]int{}, []int{}, false
	for i, c := range []byte(text) {
		switch {
		case c == '\'':
			quoted = !quoted
		case quoted:
		case c == '(':
			open = append(open, i)
		case c == ')':
			found[open[len(open)-1]] = i
			open = open[:len(open)-1]
		}
	}
	return found
}

func drawPair(t *rapid.T, depth int, withRaw bool) pair {
	shapes := []string{"comparison"}
	if depth > 0 {
		shapes = append(shapes, "not", "and", "or", "and", "or")
		if withRaw {
			shapes = append(shapes, "raw")
		}
	}
	switch shape := rapid.SampledFrom(shapes).Draw(t, "shape"); shape {
	case "not":
		p := drawPair(t, depth-1, withRaw)
		return pair{erpxt.Not(p.filter), &tree{op: "not", parts: []*tree{p.tree}}}
	case "raw":
		p := drawPair(t, depth-1, withRaw)
		return pair{erpxt.RawFilter(p.filter.String()), p.tree}
	case "and":
		return drawSeveral(t, depth, withRaw, "and", erpxt.Filter.And)
	case "or":
		return drawSeveral(t, depth, withRaw, "or", erpxt.Filter.Or)
	default:
		return drawComparison(t)
	}
}

// drawSeveral joins two to four filters, one after the other or all at once, with zero filters among them.
func drawSeveral(
	t *rapid.T, depth int, withRaw bool, op string, join func(erpxt.Filter, ...erpxt.Filter) erpxt.Filter,
) pair {
	var filters []erpxt.Filter
	var trees []*tree
	for range rapid.IntRange(2, 4).Draw(t, "parts") {
		p := drawPair(t, depth-1, withRaw)
		filters, trees = append(filters, p.filter), append(trees, p.tree)
	}
	nowhere := rapid.IntRange(0, 2*len(filters)).Draw(t, "place of a zero filter")
	if nowhere <= len(filters) {
		filters = slices.Insert(filters, nowhere, erpxt.Filter{})
	}
	whole := joinTrees(op, trees...)
	if rapid.Bool().Draw(t, "at once") {
		return pair{join(filters[0], filters[1:]...), whole}
	}
	f := filters[0]
	for _, next := range filters[1:] {
		f = join(f, next)
	}
	return pair{f, whole}
}

// operators are the comparisons of a kind of field, by their names on the wire.
type operators[T any] map[string]func(T) erpxt.Filter

var fieldNames = rapid.StringMatching(`[A-Z][A-Za-z0-9_]{1,12}x`) // the x keeps it from being an operator

func drawComparison(t *rapid.T) pair {
	name := fieldNames.Draw(t, "field")
	switch rapid.SampledFrom([]string{"text", "number", "id", "date", "rate", "null"}).Draw(t, "kind") {
	case "text":
		f, value := erpxt.TextField(name), drawText(t)
		return drawCompared(t, name, operators[string]{"eq": f.Eq, "ne": f.Ne, "gt": f.Gt, "ge": f.Ge, "lt": f.Lt, "le": f.Le},
			value, literal{"text", value})
	case "number":
		f, value := erpxt.NumberField(name), drawNumber(t)
		return drawCompared(t, name, operators[shelfwire.Decimal]{
			"eq": f.Eq, "ne": f.Ne, "gt": f.Gt, "ge": f.Ge, "lt": f.Lt, "le": f.Le,
		}, value, literal{"number", value.String()})
	case "id":
		f, value := erpxt.IDField(name), rapid.Int64().Draw(t, "id")
		return drawCompared(t, name, operators[int64]{"eq": f.Eq, "ne": f.Ne, "gt": f.Gt, "ge": f.Ge, "lt": f.Lt, "le": f.Le},
			value, literal{"number", strconv.FormatInt(value, 10)})
	case "date":
		f, value := erpxt.DateField(name), drawDate(t)
		return drawCompared(t, name, operators[shelfwire.Date]{
			"eq": f.Eq, "ne": f.Ne, "gt": f.Gt, "ge": f.Ge, "lt": f.Lt, "le": f.Le,
		}, value, literal{"date", value.String()})
	case "rate":
		f, code := erpxt.RateField(name), rapid.IntRange(0, 254).Draw(t, "code")
		return drawCompared(t, name, operators[erpxt.VATRate]{"eq": f.Eq, "ne": f.Ne},
			erpxt.VATRateOfCode(code), literal{"number", strconv.Itoa(code)})
	default:
		f := erpxt.TextField(name)
		return drawCompared(t, name, operators[struct{}]{
			"eq": func(struct{}) erpxt.Filter { return f.IsNull() },
			"ne": func(struct{}) erpxt.Filter { return f.IsNotNull() },
		}, struct{}{}, literal{kind: "null"})
	}
}

func drawCompared[T any](t *rapid.T, name string, methods operators[T], value T, l literal) pair {
	names := make([]string, 0, len(methods))
	for _, op := range []string{"eq", "ne", "gt", "ge", "lt", "le"} { // in an order that rapid can draw again
		if methods[op] != nil {
			names = append(names, op)
		}
	}
	op := rapid.SampledFrom(names).Draw(t, "operator")
	return pair{methods[op](value), &tree{op: op, field: name, literal: l}}
}

// drawText prefers what might end a literal early or look like a part of a filter.
func drawText(t *rapid.T) string {
	tricky := rapid.SampledFrom([]string{
		"'", "''", "' or ", "(", ")", " and ", "not ", "datetime'", "null", `"`, `\'`, "%27", "\n",
	})
	parts := rapid.SliceOfN(rapid.OneOf(rapid.String(), tricky), 0, 5).Draw(t, "text")
	return strings.Join(parts, "")
}

func drawNumber(t *rapid.T) shelfwire.Decimal {
	coefficient, exponent := rapid.Int64().Draw(t, "coefficient"), rapid.Int32Range(-20, 20).Draw(t, "exponent")
	return shelfwire.Decimal{Decimal: decimal.New(coefficient, exponent)}
}

func drawDate(t *rapid.T) shelfwire.Date {
	day := rapid.IntRange(1, 9998*365).Draw(t, "day")
	return shelfwire.DateOf(time.Date(1, 1, day, 0, 0, 0, 0, time.UTC))
}

// The parser above is the judge, so it is judged here.
func TestParser(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"A eq 1":                         `(eq A number "1")`,
		"A eq 'x''y'":                    `(eq A text "x'y")`,
		"A ne null":                      `(ne A null "")`,
		"A lt datetime'2026-01-02'":      `(lt A date "2026-01-02")`,
		"A eq 1 or B eq 2 and C eq 3":    `(or (eq A number "1") (and (eq B number "2") (eq C number "3")))`,
		"(A eq 1 or B eq 2) and C eq 3":  `(and (or (eq A number "1") (eq B number "2")) (eq C number "3"))`,
		"(A eq 1 and B eq 2) and C eq 3": `(and (eq A number "1") (eq B number "2") (eq C number "3"))`,
		"not (A eq 1) and B eq 2":        `(and (not (eq A number "1")) (eq B number "2"))`,
		"not not (A eq 1)":               `(not (not (eq A number "1")))`,
	} {
		read, err := parseFilter(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, read.String(), text)
	}
	for _, text := range []string{
		"", "A", "A eq", "A eq B", "A like 1", "not A eq 1", "A eq 1 and", "(A eq 1", "A eq 1)", "A eq 'x", "A eq 'x'y'",
		"A  eq 1", "( A eq 1)", "null eq 1", "not eq 1", "A eq 1 A eq 1", "1 eq A", "datetime'2026-01-02' eq A", "A eq 'x''",
	} {
		_, err := parseFilter(text)
		require.Error(t, err, text)
	}
}
