package virtpos

import "github.com/shelfwire/shelfwire"

// recordType says how the elements of a section are read into records of a type.
type recordType[T any] struct {
	section   *section // nil for a part of a record
	members   []member[T]
	byName    map[string]int // the members' places
	moreNodes int            // that a record may have beyond maxNodes

	id         func(*T) *int64
	attributes func(*T) *map[int]string // nil for a record without
	extra      func(*T) *[]Element
	unread     func(*T) *[]shelfwire.Unread
	lines      func(*T) []DocumentLine // nil for a record without
}

// member says how a child element of a record is read.
type member[T any] struct {
	name string
	read func(r *fieldReader, n, field int, record *T)
}

// newMember returns a member that fills a field.
func newMember[T, V any](name string, field func(*T) *V, parse func(*tree, int) (V, bool)) member[T] {
	return member[T]{name, func(r *fieldReader, n, at int, record *T) { readField(r, n, at, field(record), parse) }}
}

// newRecordType completes a type. Its first member is the id, if it has one.
func newRecordType[T any](r recordType[T]) *recordType[T] {
	if len(r.members) > maxFields {
		panic("virtpos: a record has too many members")
	}
	r.byName = make(map[string]int, len(r.members))
	for i, m := range r.members {
		r.byName[m.name] = i
	}
	return &r
}

// readRecord reads an element. key is its name in a JSON object that is keyed by id, and stands in for a missing id.
// Members that cannot be read for certain are added to the record's own list.
func (rt *recordType[T]) readRecord(t *tree, n int, key string, redact redactor) (record T) {
	notes := unreadNotes{redact: redact}
	r := fieldReader{tree: t, notes: &notes}
	if len(t.textOf(n)) > 0 {
		notes.addUnread(t.nodes[n].name, string(t.textOf(n)))
	}
	for child := range t.children(n) {
		rt.readMember(&r, child, &record)
	}
	if rt.id != nil && r.seenIn[0] == 0 && isID(key) {
		*rt.id(&record), _ = parseID([]byte(key))
	}
	*rt.unread(&record) = notes.takeUnread()
	return record
}

func (rt *recordType[T]) readMember(r *fieldReader, n int, record *T) {
	name := r.tree.nodes[n].name
	if i, known := rt.byName[name]; known {
		rt.members[i].read(r, n, i, record)
		return
	}
	if number := attributeNumber(name); number > 0 && rt.attributes != nil {
		r.readAttribute(n, number, rt.attributes(record))
		return
	}
	extra := rt.extra(record)
	*extra = append(*extra, r.tree.copyElement(n))
}

const (
	attributePrefix = "attribute"
	maxAttribute    = 15
)

// attributeNumber returns the number of an attribute, such as 3 for attribute3; 0 for any other name.
func attributeNumber(name string) int {
	if len(name) <= len(attributePrefix) || name[:len(attributePrefix)] != attributePrefix {
		return 0
	}
	digits := name[len(attributePrefix):]
	number, ok := parseID([]byte(digits))
	if !ok || number > maxAttribute || !isID(digits) || digits[0] == '0' {
		return 0
	}
	return int(number)
}

// readAttribute reads a custom field. One that comes twice is noted as unread, as other members are.
func (r *fieldReader) readAttribute(n, number int, into *map[int]string) {
	if r.tree.isEmpty(n) {
		return
	}
	text, ok := readText(r.tree, n)
	_, twice := (*into)[number]
	if !ok || twice {
		r.notes.addUnread(r.prefix+r.tree.nodes[n].name, r.tree.rawText(n))
	}
	switch {
	case twice:
		(*into)[number] = "" // which of them counts is unknown
	case ok && *into == nil:
		*into = map[int]string{number: text}
	case ok:
		(*into)[number] = text
	}
}
