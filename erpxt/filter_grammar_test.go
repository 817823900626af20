package erpxt_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// grammar is how a reader binds the operators between conditions. All of them bind comparisons tightest, since the
// provider's own examples need that.
type grammar struct {
	name      string
	and, or   int  // how tight
	fromRight bool // a op b op c is a op (b op c)
	notToEnd  bool // not stands for all that follows, up to a closing parenthesis
}

var grammars = []grammar{
	{name: "OData", and: 2, or: 1},
	{name: "from left to right", and: 1, or: 1},
	{name: "from right to left", and: 1, or: 1, fromRight: true},
	{name: "or before and", and: 1, or: 2},
	{name: "not to the end", and: 2, or: 1, notToEnd: true},
	{name: "not to the end, from left to right", and: 1, or: 1, notToEnd: true},
}

func (g grammar) parse(text string) (*tree, error) {
	p, err := newParser(text)
	if err != nil {
		return nil, err
	}
	t, err := g.climb(&p, 0)
	if err == nil && len(p.tokens) > 0 {
		return nil, errNotAFilter
	}
	return t, err
}

// climb reads conditions whose operators bind at least so tight.
func (g grammar) climb(p *parser, least int) (*tree, error) {
	left, err := g.operand(p)
	for err == nil {
		op, binds := g.next(p)
		if binds == 0 || binds < least {
			return left, nil
		}
		p.tokens = p.tokens[3:]
		inside := binds + 1
		if g.fromRight {
			inside = binds
		}
		var right *tree
		right, err = g.climb(p, inside)
		if err == nil {
			left = joinTrees(op, left, right)
		}
	}
	return nil, err
}

// next returns the operator that comes next and how tight it binds.
func (g grammar) next(p *parser) (string, int) {
	if len(p.tokens) < 3 || p.tokens[0] != " " || p.tokens[2] != " " {
		return "", 0
	}
	return p.tokens[1], map[string]int{"and": g.and, "or": g.or}[p.tokens[1]]
}

func (g grammar) operand(p *parser) (*tree, error) {
	switch {
	case p.take("not", " "):
		operand := g.operand
		if g.notToEnd {
			operand = func(p *parser) (*tree, error) { return g.climb(p, 0) }
		}
		t, err := operand(p)
		return &tree{op: "not", parts: []*tree{t}}, err
	case p.take("("):
		t, err := g.climb(p, 0)
		if err == nil && !p.take(")") {
			return nil, errNotAFilter
		}
		return t, err
	default:
		return p.comparison()
	}
}

// The grammars are the judges, so they are judged here: without parentheses they differ.
func TestGrammars(t *testing.T) {
	t.Parallel()
	const a, b, c = `(eq A number "1")`, `(eq B number "2")`, `(eq C number "3")`
	andFirst, orFirst := "(or "+a+" (and "+b+" "+c+"))", "(and (or "+a+" "+b+") "+c+")"
	notA, notBoth := "(and (not "+a+") "+b+")", "(not (and "+a+" "+b+"))"
	for i, want := range []struct{ mixed, not string }{
		{andFirst, notA}, {orFirst, notA}, {andFirst, notA}, {orFirst, notA}, {andFirst, notBoth}, {orFirst, notBoth},
	} {
		read, err := grammars[i].parse("A eq 1 or B eq 2 and C eq 3")
		require.NoError(t, err)
		assert.Equal(t, want.mixed, read.String(), grammars[i].name)
		read, err = grammars[i].parse("not (A eq 1) and B eq 2")
		require.NoError(t, err)
		assert.Equal(t, want.not, read.String(), grammars[i].name)
		for _, text := range []string{"", "A eq 1 and", "(A eq 1", "A eq 1)", "A eq 1 B eq 2", "not", "A eq 1 xor B eq 2"} {
			_, err = grammars[i].parse(text)
			require.Error(t, err, text)
		}
	}
}
