package erpxttest

import "strings"

// function is a function of OData over texts. The provider documents none.
type function struct {
	name  string
	arity int // number of arguments, all of them texts
	kind  exprKind
	apply func(texts []string) value
}

func knownFunctions() []function {
	return []function{
		textPredicate("contains", strings.Contains),
		textPredicate("endswith", strings.HasSuffix),
		textPredicate("startswith", strings.HasPrefix),
		textPredicate("substringof", func(part, whole string) bool { return strings.Contains(whole, part) }),
		{"tolower", 1, kindText, func(texts []string) value { return value{text: strings.ToLower(texts[0])} }},
		{"toupper", 1, kindText, func(texts []string) value { return value{text: strings.ToUpper(texts[0])} }},
	}
}

// textPredicate is a condition on two texts.
func textPredicate(name string, holds func(a, b string) bool) function {
	return function{name, 2, kindCondition, func(texts []string) value { return value{flag: holds(texts[0], texts[1])} }}
}

// findFunction returns the function of a name.
func findFunction(t token) (function, error) {
	var names []string
	for _, f := range knownFunctions() {
		if f.name == t.text {
			return f, nil
		}
		names = append(names, f.name)
	}
	return function{}, newSyntaxError(t.at, "the provider documents no function %.40q, nor any other; this fake understands %s",
		t.text, strings.Join(names, ", "))
}

// parseCall parses the arguments of a function, behind its opening parenthesis.
func (p *parser) parseCall(name token) (expr, error) {
	f, err := findFunction(name)
	if err != nil {
		return expr{}, err
	}
	args, err := p.parseArguments()
	if err != nil {
		return expr{}, err
	}
	if len(args) != f.arity {
		return expr{}, newSyntaxError(name.at, "wrong number of arguments of %s: %d, not %d", f.name, len(args), f.arity)
	}
	for _, arg := range args {
		if arg.kind != kindText {
			return expr{}, newSyntaxError(arg.at, "%s takes texts, and %.40q is %s", f.name, arg.text, arg.kind)
		}
	}
	return expr{kind: f.kind, ids: allIDs(), eval: func(r *row) value {
		texts := make([]string, len(args))
		for i := range args {
			texts[i] = args[i].eval(r).text
		}
		return f.apply(texts)
	}}, nil
}

// parseArguments parses arguments up to and including the closing parenthesis.
func (p *parser) parseArguments() ([]expr, error) {
	var args []expr
	for {
		arg, err := p.parseOr()
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
		switch t := p.nextToken(); t.kind {
		case tokenComma:
		case tokenClose:
			return args, nil
		default:
			return nil, newSyntaxError(t.at, "a parenthesis is not closed")
		}
	}
}
