package transcript

import (
	"strings"
	"unicode/utf8"
)

// node is what was seen in one place: values of one or several kinds.
type node struct {
	kinds  map[string]*kindShape // scalars, by kind
	fields *object
	items  *list
}

// kindShape is what values of one kind have in common. Numbers have digits before and behind the point, texts have
// characters.
type kindShape struct {
	count   int
	length  span
	scale   span
	isASCII bool
}

// span is the smallest and the largest of several numbers.
type span struct {
	low, high int
	used      bool
}

func (s *span) add(n int) {
	if !s.used {
		*s = span{n, n, true}
	}
	s.low, s.high = min(s.low, n), max(s.high, n)
}

// object is what several objects have in common.
type object struct {
	count   int
	members map[string]*member
	seen    map[string]int // in the current object
}

// member is what the members of one name have in common.
type member struct {
	node

	objects int  // that have it
	repeats span // how often in one object: elements of XML can be there several times
}

// list is what several lists have in common.
type list struct {
	count  int
	length span
	item   node
}

func newObject() *object { return &object{members: map[string]*member{}} }

func (n *node) object() *object {
	if n.fields == nil {
		n.fields = newObject()
	}
	return n.fields
}

func (n *node) list() *list {
	if n.items == nil {
		n.items = new(list)
	}
	return n.items
}

// begin starts another object.
func (o *object) begin() {
	o.count++
	o.seen = map[string]int{}
}

// member returns what is known of a member of the current object. All whose names may be data are one.
func (o *object) member(parent, name string) *member {
	if !isShownName(parent, name) {
		name = dataNames
	}
	m := o.members[name]
	if m == nil {
		m = new(member)
		o.members[name] = m
	}
	o.seen[name]++
	return m
}

// end ends the current object.
func (o *object) end() {
	for name, n := range o.seen {
		m := o.members[name]
		m.objects++
		m.repeats.add(n)
	}
	o.seen = nil
}

// addString adds a text.
func (n *node) addString(text string) {
	kind, isASCII := textKind(text)
	n.addScalar(kind, utf8.RuneCountInString(text), -1, isASCII)
	if kind == kindQuotedNumber {
		n.kinds[kind].scale.add(scaleOf(text))
	}
}

// addNumber adds a number.
func (n *node) addNumber(text string) {
	if strings.ContainsAny(text, "eE") {
		n.addScalar("number with an exponent", len(text), -1, true)
		return
	}
	whole, _, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	n.addScalar(kindNumber, len(whole), scaleOf(text), true)
}

func scaleOf(number string) int {
	at := strings.LastIndexAny(number, ".,")
	if at < 0 {
		return 0
	}
	return len(number) - at - 1
}

// addScalar adds a value of a kind; a scale below 0 is none.
func (n *node) addScalar(kind string, length, scale int, isASCII bool) {
	if n.kinds == nil {
		n.kinds = map[string]*kindShape{}
	}
	k := n.kinds[kind]
	if k == nil {
		k = &kindShape{isASCII: true}
		n.kinds[kind] = k
	}
	k.count++
	k.length.add(length)
	if scale >= 0 {
		k.scale.add(scale)
	}
	k.isASCII = k.isASCII && isASCII
}
