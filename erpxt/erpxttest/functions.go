package erpxttest

import "strings"

// function is a function of OData over texts. The provider documents none.
type function struct {
	name  string
	takes int // texts
	kind  kind
	apply func(texts []string) value
}

func functions() []function {
	return []function{
		textTest("contains", strings.Contains),
		textTest("endswith", strings.HasSuffix),
		textTest("startswith", strings.HasPrefix),
		textTest("substringof", func(part, whole string) bool { return strings.Contains(whole, part) }),
		{"tolower", 1, kindText, func(texts []string) value { return value{text: strings.ToLower(texts[0])} }},
		{"toupper", 1, kindText, func(texts []string) value { return value{text: strings.ToUpper(texts[0])} }},
	}
}

func textTest(name string, holds func(a, b string) bool) function {
	return function{name, 2, kindFlag, func(texts []string) value { return value{flag: holds(texts[0], texts[1])} }}
}

// functionNamed finds the function that a word calls.
func functionNamed(t token) (function, error) {
	var names []string
	for _, f := range functions() {
		if f.name == t.text {
			return f, nil
		}
		names = append(names, f.name)
	}
	return function{}, wrong(t.at, "the provider documents no function %.40q, nor any other; this fake understands %s",
		t.text, strings.Join(names, ", "))
}

// call reads the arguments of a function, behind its opening parenthesis.
func (p *parser) call(name token) (expr, error) {
	f, err := functionNamed(name)
	if err != nil {
		return expr{}, err
	}
	args, err := p.arguments()
	if err != nil {
		return expr{}, err
	}
	if len(args) != f.takes {
		return expr{}, wrong(name.at, "wrong number of arguments of %s: %d, not %d", f.name, len(args), f.takes)
	}
	for _, arg := range args {
		if arg.kind != kindText {
			return expr{}, wrong(arg.at, "%s takes texts, and %.40q is %s", f.name, arg.text, arg.kind)
		}
	}
	return expr{kind: f.kind, ids: everyID(), eval: func(r *row) value {
		texts := make([]string, len(args))
		for i := range args {
			texts[i] = args[i].eval(r).text
		}
		return f.apply(texts)
	}}, nil
}

func (p *parser) arguments() ([]expr, error) {
	var args []expr
	for {
		arg, err := p.disjunction()
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
		switch t := p.take(); t.kind {
		case tokenComma:
		case tokenClose:
			return args, nil
		default:
			return nil, wrong(t.at, "a parenthesis is not closed")
		}
	}
}
