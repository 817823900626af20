package erpxt

import (
	"fmt"

	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// linesMember describes the lines of a document. An edit matches them by their ids.
func linesMember[T any](of *schema[Item], at func(*T) *[]Item) memberOf[T] {
	return memberOf[T]{
		name: "Items", field: "Items", vital: true, isList: true,
		decode: func(t *T, m lenientjson.Member) bool { return decodeLines(of, m, at(t)) },
		isSet:  func(t *T) bool { return len(*at(t)) > 0 },
		encode: func(t *T) ([]byte, error) { return encodeLines(*at(t), of.marshal) },
		nested: &lines[T]{of, at},
	}
}

// decodeLines decodes a list of objects; null is an empty one.
func decodeLines(of *schema[Item], m lenientjson.Member, into *[]Item) bool {
	if m.IsNull() {
		return true
	}
	if !m.IsList() {
		return false
	}
	ok := true
	var items []Item
	m.EachElement(func(element lenientjson.Member) {
		items = append(items, Item{})
		ok = of.decodeNested(element, &items[len(items)-1]) && ok
	})
	if ok {
		*into = items
	}
	return ok
}

// encodeLines encodes a list.
func encodeLines(items []Item, encode func(*Item) ([]byte, error)) ([]byte, error) {
	buf := []byte{'['}
	for i := range items {
		if i > 0 {
			buf = append(buf, ',')
		}
		line, err := encode(&items[i])
		if err != nil {
			return nil, fmt.Errorf("[%d]: %w", i, err)
		}
		buf = append(buf, line...)
	}
	return append(buf, ']'), nil
}

// lines are the lines of a T.
type lines[T any] struct {
	of *schema[Item]
	at func(*T) *[]Item
}

// findLine returns the index of the line with an id; -1 for none.
func findLine(items []Item, id int64) int {
	for i := range items {
		if id != 0 && items[i].ID == id {
			return i
		}
	}
	return -1
}

// restore gives each line what the line with its id kept. A new line has kept nothing, also when it was copied from
// another one.
func (l *lines[T]) restore(before, after *T) {
	read, edited := *l.at(before), *l.at(after)
	for i := range edited {
		origin := &Item{}
		if at := findLine(read, edited[i].ID); at >= 0 {
			origin = &read[at]
		}
		l.of.restore(origin, &edited[i])
	}
}

func (l *lines[T]) validateChanges(problems *check.Problems, field string, before, after *T) {
	read, edited := *l.at(before), *l.at(after)
	for i := range read {
		if read[i].ID <= 0 {
			problems.Add(fmt.Sprintf("%s[%d].ID", field, i), "could not be read, so the line cannot be sent back")
		}
	}
	for i := range edited {
		name := fmt.Sprintf("%s[%d]", field, i)
		if edited[i].ID == 0 {
			l.of.validateChanges(problems, name+".", &Item{}, &edited[i])
			continue
		}
		switch at := findLine(read, edited[i].ID); {
		case at < 0:
			problems.Add(name+".ID", "is not the id of a line of the document; a new line has none")
		case findLine(edited[:i], edited[i].ID) >= 0:
			problems.Add(name+".ID", "is that of another line, too")
		default:
			l.of.validateChanges(problems, name+".", &read[at], &edited[i])
		}
	}
}

func (l *lines[T]) validateTexts(problems *check.Problems, field string, t *T) {
	for i := range *l.at(t) {
		l.of.validateTexts(problems, fmt.Sprintf("%s[%d].", field, i), &(*l.at(t))[i])
	}
}

func (l *lines[T]) encodeNew(t *T) ([]byte, error) {
	return encodeLines(*l.at(t), l.of.encodeNew)
}

func (l *lines[T]) encodeEdit(before, after *T, raw lenientjson.Value) ([]byte, error) {
	read := *l.at(before)
	elements, _ := raw.List()
	return encodeLines(*l.at(after), func(item *Item) ([]byte, error) {
		if at := findLine(read, item.ID); at >= 0 && at < len(elements) {
			return l.of.encodeEdit(&read[at], item, elements[at])
		}
		return l.of.encodeNew(item)
	})
}

func (l *lines[T]) listVital(add func(string), field string, t *T) {
	for i := range *l.at(t) {
		l.of.listVital(add, fmt.Sprintf("%s[%d].", field, i), &(*l.at(t))[i])
	}
}
