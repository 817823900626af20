package erpxt_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// tree is a filter as a reader understands it. And and or are associative, so one inside its own kind belongs to it.
type tree struct {
	op      string // "and", "or", "not", or an operator of a comparison
	parts   []*tree
	field   string // of a comparison
	literal literal
}

// literal is a value with its type: "text", "number", "date" or "null".
type literal struct{ kind, value string }

// String is a form in which two trees are the same exactly when they mean the same.
func (t *tree) String() string {
	if t.field != "" {
		return fmt.Sprintf("(%s %s %s %q)", t.op, t.field, t.literal.kind, t.literal.value)
	}
	parts := make([]string, len(t.parts))
	for i, part := range t.parts {
		parts[i] = part.String()
	}
	return "(" + t.op + " " + strings.Join(parts, " ") + ")"
}

// joinTrees puts trees under an and or an or, and lifts those of the same kind.
func joinTrees(op string, parts ...*tree) *tree {
	if len(parts) == 1 {
		return parts[0]
	}
	whole := &tree{op: op}
	for _, part := range parts {
		if part.op == op {
			whole.parts = append(whole.parts, part.parts...)
		} else {
			whole.parts = append(whole.parts, part)
		}
	}
	return whole
}

var errNotAFilter = errors.New("not a filter")

// A token is a word, a number, a date, a text, a parenthesis or a space. The alternatives are tried in this order.
var tokenSource = regexp.MustCompile(
	`^(?:datetime'\d{4}-\d\d-\d\d'|[A-Za-z_][A-Za-z0-9_]*|-?\d+(?:\.\d+)?|'(?:[^']|'')*'|[() ])`)

// parser reads filters by OData's rules: not binds tighter than comparisons, and those tighter than and, than or.
// It is strict: one space between words, none inside parentheses, only forms that the guide shows.
type parser struct{ tokens []string }

func newParser(text string) (p parser, err error) {
	for rest := text; rest != ""; {
		token := tokenSource.FindString(rest)
		if token == "" {
			return p, fmt.Errorf("%w at %.20q", errNotAFilter, rest)
		}
		p.tokens = append(p.tokens, token)
		rest = rest[len(token):]
	}
	return p, nil
}

func parseFilter(text string) (*tree, error) {
	p, err := newParser(text)
	if err != nil {
		return nil, err
	}
	t, err := p.or()
	if err == nil && len(p.tokens) > 0 {
		return nil, fmt.Errorf("%w: %q is left", errNotAFilter, p.tokens)
	}
	return t, err
}

func (p *parser) or() (*tree, error)  { return p.chain("or", p.and) }
func (p *parser) and() (*tree, error) { return p.chain("and", p.unary) }

func (p *parser) chain(op string, next func() (*tree, error)) (*tree, error) {
	t, err := next()
	parts := []*tree{t}
	for err == nil && p.take(" ", op, " ") {
		t, err = next()
		parts = append(parts, t)
	}
	if err != nil {
		return nil, err
	}
	return joinTrees(op, parts...), nil
}

func (p *parser) unary() (*tree, error) {
	switch {
	case p.take("not", " "):
		// Of "not A eq 1" a reader makes "(not A) eq 1", which compares a truth with a number.
		if len(p.tokens) == 0 || p.tokens[0] != "(" && p.tokens[0] != "not" {
			return nil, errNotAFilter
		}
		t, err := p.unary()
		return &tree{op: "not", parts: []*tree{t}}, err
	case p.take("("):
		t, err := p.or()
		if err == nil && !p.take(")") {
			return nil, errNotAFilter
		}
		return t, err
	default:
		return p.comparison()
	}
}

func (p *parser) comparison() (*tree, error) {
	if len(p.tokens) < 5 || p.tokens[1] != " " || p.tokens[3] != " " {
		return nil, errNotAFilter
	}
	field, op, value := p.tokens[0], p.tokens[2], p.tokens[4]
	p.tokens = p.tokens[5:]
	if !isWord(field) || !slices.Contains([]string{"eq", "ne", "gt", "ge", "lt", "le"}, op) {
		return nil, errNotAFilter
	}
	l, err := readLiteral(value)
	return &tree{op: op, field: field, literal: l}, err
}

func isWord(token string) bool {
	first := token[0]
	return (first == '_' || first >= 'A' && first <= 'Z' || first >= 'a' && first <= 'z') &&
		!strings.Contains(token, "'") &&
		!slices.Contains([]string{"and", "or", "not", "null", "true", "false"}, token)
}

func readLiteral(token string) (literal, error) {
	switch {
	case token == "null":
		return literal{kind: "null"}, nil
	case strings.HasPrefix(token, "datetime'"):
		return literal{"date", token[len("datetime'") : len(token)-1]}, nil
	case token[0] == '\'':
		return literal{"text", strings.ReplaceAll(token[1:len(token)-1], "''", "'")}, nil
	case token[0] == '-' || token[0] >= '0' && token[0] <= '9':
		return literal{"number", token}, nil
	}
	return literal{}, errNotAFilter
}

// take takes these tokens when they come next.
func (p *parser) take(want ...string) bool {
	if len(p.tokens) < len(want) || !slices.Equal(p.tokens[:len(want)], want) {
		return false
	}
	p.tokens = p.tokens[len(want):]
	return true
}
