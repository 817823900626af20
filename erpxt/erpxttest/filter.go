package erpxttest

import "slices"

// maxDepth bounds the nesting of parentheses, functions and "not".
const maxDepth = 100

// parser parses a filter by recursive descent. From the loosest to the tightest binding:
//
//	or → and → eq ne → gt ge lt le → not → (…), functions, literals, columns
type parser struct {
	table  *table
	filter string
	tokens []token // the remaining ones; the last one is tokenEnd
	end    int     // byte offset behind the token that was taken last
	depth  int     // of the current nesting
}

// parseFilter parses and checks a filter. The result is a condition.
func (t *table) parseFilter(filter string) (expr, error) {
	tokens, err := tokenize(filter)
	if err != nil {
		return expr{}, err
	}
	p := &parser{table: t, filter: filter, tokens: tokens}
	e, err := p.parseOr()
	if err != nil {
		return expr{}, err
	}
	if t := p.tokens[0]; t.kind != tokenEnd {
		return expr{}, newSyntaxError(t.at, "the filter goes on after its end, with %.40q", t.text)
	}
	return e, requireCondition(e)
}

// nextToken takes the next token. tokenEnd is never used up.
func (p *parser) nextToken() token {
	t := p.tokens[0]
	if t.kind != tokenEnd {
		p.tokens, p.end = p.tokens[1:], t.endOffset()
	}
	return t
}

// acceptWord takes the next token if it is one of some words.
func (p *parser) acceptWord(words ...string) (token, bool) {
	t := p.tokens[0]
	if t.kind != tokenWord || !slices.Contains(words, t.text) {
		return t, false
	}
	return p.nextToken(), true
}

// setPosition sets the place of an expression: from an offset to the end of the token that was taken last.
func (p *parser) setPosition(at int, e expr) expr {
	e.at, e.text = at, p.filter[at:p.end]
	return e
}

func (p *parser) parseOr() (expr, error) {
	return p.parseJoined("or", p.parseAnd, orExpr)
}

func (p *parser) parseAnd() (expr, error)      { return p.parseJoined("and", p.parseEquality, andExpr) }
func (p *parser) parseEquality() (expr, error) { return p.parseCompared(p.parseRelation, "eq", "ne") }
func (p *parser) parseRelation() (expr, error) {
	return p.parseCompared(p.parseUnary, "gt", "ge", "lt", "le")
}

// parseJoined parses conditions with a word between them.
func (p *parser) parseJoined(word string, operand func() (expr, error), join func(a, b expr) expr) (expr, error) {
	left, err := operand()
	for err == nil {
		if _, ok := p.acceptWord(word); !ok {
			return left, nil
		}
		if err = requireCondition(left); err != nil {
			break
		}
		var right expr
		if right, err = operand(); err != nil {
			break
		}
		if err = requireCondition(right); err != nil {
			break
		}
		left = p.setPosition(left.at, join(left, right))
	}
	return expr{}, err
}

// parseCompared parses operands with an operator between them.
func (p *parser) parseCompared(operand func() (expr, error), operators ...string) (expr, error) {
	left, err := operand()
	for err == nil {
		t, ok := p.acceptWord(operators...)
		if !ok {
			return left, nil
		}
		var right expr
		if right, err = operand(); err != nil {
			break
		}
		if err = requireComparable(t, left, right); err != nil {
			break
		}
		left = p.setPosition(left.at, comparisonExpr(t.text, left, right))
	}
	return expr{}, err
}

func (p *parser) parseUnary() (expr, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return expr{}, newSyntaxError(p.tokens[0].at, "the filter is nested too deeply")
	}
	t, ok := p.acceptWord("not")
	if !ok {
		return p.parsePrimary()
	}
	e, err := p.parseUnary()
	if err == nil {
		err = requireCondition(e)
	}
	if err != nil {
		return expr{}, err
	}
	return p.setPosition(t.at, notExpr(e)), nil
}

func (p *parser) parsePrimary() (expr, error) {
	t := p.nextToken()
	e, err := p.parseOperand(t)
	if err != nil {
		return expr{}, err
	}
	return p.setPosition(t.at, e), nil
}

// parseOperand parses the operand that begins with a token.
func (p *parser) parseOperand(t token) (expr, error) {
	switch t.kind {
	case tokenEnd:
		return expr{}, newSyntaxError(t.at, "the filter ends too early")
	case tokenOpen:
		return p.parseGroup()
	case tokenText:
		return literalExpr(kindText, t.value), nil
	case tokenNumber:
		return literalExpr(kindNumber, t.value), nil
	case tokenDate:
		return literalExpr(kindDate, t.value), nil
	case tokenWord:
		return p.parseWord(t)
	default:
		return expr{}, newSyntaxError(t.at, "%q is out of place", t.text)
	}
}

func (p *parser) parseGroup() (expr, error) {
	e, err := p.parseOr()
	if err != nil {
		return expr{}, err
	}
	if t := p.nextToken(); t.kind != tokenClose {
		return expr{}, newSyntaxError(t.at, "a parenthesis is not closed")
	}
	return e, nil
}

// parseWord parses a function, a column, or a word with a value.
func (p *parser) parseWord(t token) (expr, error) {
	switch {
	case slices.Contains([]string{"and", "or", "eq", "ne", "gt", "ge", "lt", "le"}, t.text):
		return expr{}, newSyntaxError(t.at, "%q is out of place", t.text)
	case p.tokens[0].kind == tokenOpen:
		p.nextToken()
		return p.parseCall(t)
	default:
		return p.resolveName(t)
	}
}

// resolveName returns the value of a word, or the column of this name.
func (p *parser) resolveName(t token) (expr, error) {
	switch t.text {
	case "null":
		return literalExpr(kindNull, value{null: true}), nil
	case "true", "false":
		return literalExpr(kindCondition, value{flag: t.text == "true"}), nil
	}
	i, ok := p.table.findScalar(t.text)
	if !ok {
		return expr{}, newSyntaxError(t.at, "there is no property %.40q", t.text)
	}
	c := &p.table.columns[i]
	eval := func(r *row) value { return c.decodeValue(r.values[i]) }
	return expr{kind: c.kind, eval: eval, ids: allIDs(), isID: c.name == p.table.key}, nil
}

// requireCondition rejects any other expression than a condition.
func requireCondition(e expr) error {
	if e.kind != kindCondition {
		return newSyntaxError(e.at, "%.40q is %s, where a condition belongs", e.text, e.kind)
	}
	return nil
}

// requireComparable rejects operands of different kinds, and an order of conditions.
func requireComparable(operator token, a, b expr) error {
	equality := operator.text == "eq" || operator.text == "ne"
	switch {
	case a.kind != b.kind && a.kind != kindNull && b.kind != kindNull:
		return newSyntaxError(operator.at, "%.40q (%s) and %.40q (%s) cannot be compared", a.text, a.kind, b.text, b.kind)
	case a.kind == kindCondition && !equality:
		return newSyntaxError(operator.at, "conditions have no order")
	default:
		return nil
	}
}
