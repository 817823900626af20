package lenientjson

import (
	"bytes"
	"maps"
	"slices"
)

// Fields say how the members of an object go into the fields of a T, by their names on the wire.
type Fields[T any] struct {
	names nameIndex
	read  []func(*T, Member)
}

// NewFields returns the fields of a T. Each function reads its member by one of the methods of [Member].
func NewFields[T any](byName map[string]func(*T, Member)) *Fields[T] {
	names := slices.Sorted(maps.Keys(byName))
	f := &Fields[T]{names: newNameIndex(names)}
	for _, name := range names {
		f.read = append(f.read, byName[name])
	}
	return f
}

// Names returns the names of the members that are read, in the order of the alphabet.
func (f *Fields[T]) Names() []string { return slices.Sorted(maps.Keys(f.names.exact)) }

// Read reads an object. Of several members with one name the last counts, and the others are dropped. A member whose
// name differs from a field's in capital letters only (of ASCII) is read when there is none of exactly that name, and
// the first such name wins. Members that are no fields are passed to unknown, which may be nil, before the fields are
// read. Read returns false when the value is not an object.
func (f *Fields[T]) Read(notes *Notes, object Value, into *T, unknown func(name string, value Value)) bool {
	if !object.IsObject() {
		return false
	}
	if notes == nil {
		notes = &Notes{}
	}
	from := len(notes.found)
	f.names.collect(notes, object, unknown)
	for i, to := from, len(notes.found); i < to; i++ {
		member := notes.found[i]
		f.read[member.field](into, Member{Value: member.value, name: member.name, notes: notes})
	}
	notes.found = notes.found[:from]
	return true
}

// found is a member of the object that is being read.
type found struct {
	value   Value
	name    []byte
	field   int
	variant bool // its name is the field's but for capital letters
}

// collect puts the members that are fields on top of notes.found, one for each field, and passes on the others.
func (x *nameIndex) collect(notes *Notes, object Value, unknown func(string, Value)) {
	var few [64]int
	at := few[:] // by field, where its member stands, counted from 1; 0 for none
	if len(x.exact) > len(few) {
		at = make([]int, len(x.exact))
	}
	m := newMembers(object)
	for name, value, ok := m.next(); ok; name, value, ok = m.next() {
		member := found{value: value, name: name}
		member.field, member.variant = x.find(name)
		isField := member.field != notField
		if isField && at[member.field] == 0 {
			notes.found = append(notes.found, member)
			at[member.field] = len(notes.found)
			continue
		}
		if isField {
			member = notes.found[at[member.field]-1].settle(member)
		}
		if unknown != nil && member.name != nil {
			unknown(string(member.name), member.value)
		}
	}
}

// settle decides between two members for one field, and returns the one that is not the field's. A member of the same
// name is dropped.
func (f *found) settle(later found) (other found) {
	switch {
	case bytes.Equal(f.name, later.name):
		f.value = later.value
		return found{}
	case later.variant:
		return later
	default:
		other, *f = *f, later
		return other
	}
}
