package erpxttest

import "slices"

// maxDepth bounds how deep parentheses and "not" may be nested.
const maxDepth = 100

// parser reads a filter by recursive descent. From the loosest to the tightest:
//
//	or → and → eq ne → gt ge lt le → not → (…), literals, columns
type parser struct {
	tokens []token
	depth  int
}

// parseFilter reads and checks a filter. The result is a condition.
func parseFilter(filter string) (expr, error) {
	tokens, err := lex(filter)
	if err != nil {
		return expr{}, err
	}
	p := &parser{tokens: tokens}
	e, err := p.disjunction()
	if err != nil {
		return expr{}, err
	}
	if t := p.tokens[0]; t.kind != tokenEnd {
		return expr{}, wrong(t.at, "the filter goes on after its end")
	}
	return e, needFlag(e, 0)
}

// word takes the next token when it is one of some words.
func (p *parser) word(words ...string) (token, bool) {
	t := p.tokens[0]
	if t.kind != tokenWord || !slices.Contains(words, t.text) {
		return t, false
	}
	p.tokens = p.tokens[1:]
	return t, true
}

func (p *parser) disjunction() (expr, error) {
	return p.joined("or", p.conjunction, either)
}

func (p *parser) conjunction() (expr, error) {
	return p.joined("and", func() (expr, error) {
		return p.compared(func() (expr, error) { return p.compared(p.unary, "gt", "ge", "lt", "le") }, "eq", "ne")
	}, both)
}

// joined reads conditions with a word between them.
func (p *parser) joined(word string, operand func() (expr, error), join func(a, b expr) expr) (expr, error) {
	left, err := operand()
	for err == nil {
		t, ok := p.word(word)
		if !ok {
			return left, nil
		}
		var right expr
		if right, err = operand(); err != nil {
			break
		}
		if err = needFlag(left, t.at); err != nil {
			break
		}
		if err = needFlag(right, t.at); err != nil {
			break
		}
		left = join(left, right)
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
		left = comparison(t.text, left, right)
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
		err = needFlag(e, t.at)
	}
	return negation(e), err
}

func (p *parser) primary() (expr, error) {
	t := p.tokens[0]
	if t.kind == tokenEnd {
		return expr{}, wrong(t.at, "the filter ends too early")
	}
	p.tokens = p.tokens[1:]
	switch t.kind {
	case tokenOpen:
		return p.group()
	case tokenText:
		return literal(kindText, t.value), nil
	case tokenNumber:
		return literal(kindNumber, t.value), nil
	case tokenDate:
		return literal(kindDate, t.value), nil
	case tokenWord:
		return name(t)
	default:
		return expr{}, wrong(t.at, "a parenthesis is out of place")
	}
}

func (p *parser) group() (expr, error) {
	e, err := p.disjunction()
	if err != nil {
		return expr{}, err
	}
	if t := p.tokens[0]; t.kind != tokenClose {
		return expr{}, wrong(t.at, "a parenthesis is not closed")
	}
	p.tokens = p.tokens[1:]
	return e, nil
}

// name is a word that is no operator.
func name(t token) (expr, error) {
	switch t.text {
	case "null":
		return literal(kindNull, value{null: true}), nil
	case "true", "false":
		return literal(kindFlag, value{flag: t.text == "true"}), nil
	}
	c, ok := columnNamed(t.text)
	if !ok {
		return expr{}, wrong(t.at, "there is no property %q", t.text)
	}
	return expr{kind: c.kind, eval: c.value, ids: everyID(), isID: t.text == "Id"}, nil
}

func needFlag(e expr, at int) error {
	if e.kind != kindFlag {
		return wrong(at, "%s stands where a condition belongs", e.kind)
	}
	return nil
}

// needFit refuses to compare what is not of one kind, and to order conditions.
func needFit(operator token, a, b expr) error {
	equality := operator.text == "eq" || operator.text == "ne"
	switch {
	case a.kind != b.kind && a.kind != kindNull && b.kind != kindNull:
		return wrong(operator.at, "%s and %s cannot be compared", a.kind, b.kind)
	case a.kind == kindFlag && !equality:
		return wrong(operator.at, "conditions have no order")
	default:
		return nil
	}
}
