package erpxttest

import "slices"

// maxDepth bounds how deep parentheses, functions and "not" may be nested.
const maxDepth = 100

// parser reads a filter by recursive descent. From the loosest to the tightest:
//
//	or → and → eq ne → gt ge lt le → not → (…), functions, literals, columns
type parser struct {
	filter string
	tokens []token // those that are left, the last of which is tokenEnd
	end    int     // of the token that was taken last
	depth  int
}

// parseFilter reads and checks a filter. The result is a condition.
func parseFilter(filter string) (expr, error) {
	tokens, err := lex(filter)
	if err != nil {
		return expr{}, err
	}
	p := &parser{filter: filter, tokens: tokens}
	e, err := p.disjunction()
	if err != nil {
		return expr{}, err
	}
	if t := p.tokens[0]; t.kind != tokenEnd {
		return expr{}, wrong(t.at, "the filter goes on after its end, with %.40q", t.text)
	}
	return e, needFlag(e)
}

// take takes the next token. The end stays.
func (p *parser) take() token {
	t := p.tokens[0]
	if t.kind != tokenEnd {
		p.tokens, p.end = p.tokens[1:], t.end()
	}
	return t
}

// word takes the next token when it is one of some words.
func (p *parser) word(words ...string) (token, bool) {
	t := p.tokens[0]
	if t.kind != tokenWord || !slices.Contains(words, t.text) {
		return t, false
	}
	return p.take(), true
}

// from gives an expression its place, which begins at an offset and ends with the token that was taken last.
func (p *parser) from(at int, e expr) expr {
	e.at, e.text = at, p.filter[at:p.end]
	return e
}

func (p *parser) disjunction() (expr, error) {
	return p.joined("or", p.conjunction, either)
}

func (p *parser) conjunction() (expr, error) { return p.joined("and", p.equality, both) }
func (p *parser) equality() (expr, error)    { return p.compared(p.relation, "eq", "ne") }
func (p *parser) relation() (expr, error)    { return p.compared(p.unary, "gt", "ge", "lt", "le") }

// joined reads conditions with a word between them.
func (p *parser) joined(word string, operand func() (expr, error), join func(a, b expr) expr) (expr, error) {
	left, err := operand()
	for err == nil {
		if _, ok := p.word(word); !ok {
			return left, nil
		}
		if err = needFlag(left); err != nil {
			break
		}
		var right expr
		if right, err = operand(); err != nil {
			break
		}
		if err = needFlag(right); err != nil {
			break
		}
		left = p.from(left.at, join(left, right))
	}
	return expr{}, err
}

// compared reads operands with an operator between them.
func (p *parser) compared(operand func() (expr, error), operators ...string) (expr, error) {
	left, err := operand()
	for err == nil {
		t, ok := p.word(operators...)
		if !ok {
			return left, nil
		}
		var right expr
		if right, err = operand(); err != nil {
			break
		}
		if err = needFit(t, left, right); err != nil {
			break
		}
		left = p.from(left.at, comparison(t.text, left, right))
	}
	return expr{}, err
}

func (p *parser) unary() (expr, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return expr{}, wrong(p.tokens[0].at, "the filter is nested too deeply")
	}
	t, ok := p.word("not")
	if !ok {
		return p.primary()
	}
	e, err := p.unary()
	if err == nil {
		err = needFlag(e)
	}
	if err != nil {
		return expr{}, err
	}
	return p.from(t.at, negation(e)), nil
}

func (p *parser) primary() (expr, error) {
	t := p.take()
	e, err := p.operand(t)
	if err != nil {
		return expr{}, err
	}
	return p.from(t.at, e), nil
}

// operand reads what begins with a token.
func (p *parser) operand(t token) (expr, error) {
	switch t.kind {
	case tokenEnd:
		return expr{}, wrong(t.at, "the filter ends too early")
	case tokenOpen:
		return p.group()
	case tokenText:
		return literal(kindText, t.value), nil
	case tokenNumber:
		return literal(kindNumber, t.value), nil
	case tokenDate:
		return literal(kindDate, t.value), nil
	case tokenWord:
		return p.named(t)
	default:
		return expr{}, wrong(t.at, "%q is out of place", t.text)
	}
}

func (p *parser) group() (expr, error) {
	e, err := p.disjunction()
	if err != nil {
		return expr{}, err
	}
	if t := p.take(); t.kind != tokenClose {
		return expr{}, wrong(t.at, "a parenthesis is not closed")
	}
	return e, nil
}

// named reads a function, a column, or a word with a value.
func (p *parser) named(t token) (expr, error) {
	switch {
	case slices.Contains([]string{"and", "or", "eq", "ne", "gt", "ge", "lt", "le"}, t.text):
		return expr{}, wrong(t.at, "%q is out of place", t.text)
	case p.tokens[0].kind == tokenOpen:
		p.take()
		return p.call(t)
	default:
		return name(t)
	}
}

func name(t token) (expr, error) {
	switch t.text {
	case "null":
		return literal(kindNull, value{null: true}), nil
	case "true", "false":
		return literal(kindFlag, value{flag: t.text == "true"}), nil
	}
	c, ok := columnNamed(t.text)
	if !ok {
		return expr{}, wrong(t.at, "there is no property %.40q", t.text)
	}
	return expr{kind: c.kind, eval: c.value, ids: everyID(), isID: t.text == "Id"}, nil
}

func needFlag(e expr) error {
	if e.kind != kindFlag {
		return wrong(e.at, "%.40q is %s, where a condition belongs", e.text, e.kind)
	}
	return nil
}

// needFit rejects to compare what is not of one kind, and to order conditions.
func needFit(operator token, a, b expr) error {
	equality := operator.text == "eq" || operator.text == "ne"
	switch {
	case a.kind != b.kind && a.kind != kindNull && b.kind != kindNull:
		return wrong(operator.at, "%.40q (%s) and %.40q (%s) cannot be compared", a.text, a.kind, b.text, b.kind)
	case a.kind == kindFlag && !equality:
		return wrong(operator.at, "conditions have no order")
	default:
		return nil
	}
}
