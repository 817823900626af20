package lenientjson

import (
	"bytes"
	"maps"
	"slices"
)

// Fields map the members of an object to the fields of a T, by their names on the wire.
type Fields[T any] struct {
	names   nameIndex
	readers []func(*T, Member)
}

// NewFields returns the fields of a T. Each function decodes its member by one of the methods of [Member].
func NewFields[T any](byName map[string]func(*T, Member)) *Fields[T] {
	names := slices.Sorted(maps.Keys(byName))
	f := &Fields[T]{names: newNameIndex(names)}
	for _, name := range names {
		f.readers = append(f.readers, byName[name])
	}
	return f
}

// Names returns the names of the fields on the wire in alphabetical order.
func (f *Fields[T]) Names() []string { return slices.Sorted(maps.Keys(f.names.exact)) }

// Read decodes an object into a T, and returns false for any other value. Of several members with one name the last
// counts, and the others are dropped; a list or an object that is lost so is listed as unread, and see [Notes.Err]. A
// member whose name differs from a field's in (ASCII) case only is read when there is none with exactly that name; of
// several such names the first wins. Members without a field are passed to unknown, which may be nil, before the fields
// are read.
func (f *Fields[T]) Read(notes *Notes, object Value, into *T, unknown func(name string, value Value)) bool {
	if !object.IsObject() {
		return false
	}
	if notes == nil {
		notes = &Notes{}
	}
	from := len(notes.members)
	f.names.collectFields(notes, object, unknown)
	for i, to := from, len(notes.members); i < to; i++ {
		member := notes.members[i]
		f.readers[member.field](into, Member{Value: member.value, name: member.name, notes: notes})
	}
	notes.members = notes.members[:from]
	return true
}

// foundMember is the member that a field is read from.
type foundMember struct {
	value   Value
	name    []byte
	field   int
	variant bool // its name differs from the field's in case
}

// maxFirstMembers is the most members for which Notes has room from the start.
const maxFirstMembers = 32

// collectFields appends one member for each field to notes.members, and passes the other members to unknown.
func (x *nameIndex) collectFields(notes *Notes, object Value, unknown func(string, Value)) {
	var few [64]int
	at := few[:] // by field: the index of its member in notes.members plus 1; 0 for none
	if len(x.exact) > len(few) {
		at = make([]int, len(x.exact))
	}
	if notes.members == nil {
		notes.members = make([]foundMember, 0, min(len(x.exact), maxFirstMembers))
	}
	m := newMemberScanner(object)
	for name, value, ok := m.next(); ok; name, value, ok = m.next() {
		member := foundMember{value: value, name: name}
		member.field, member.variant = x.findField(name)
		isField := member.field != notField
		if isField && at[member.field] == 0 {
			notes.members = append(notes.members, member)
			at[member.field] = len(notes.members)
			continue
		}
		if isField {
			kept := &notes.members[at[member.field]-1]
			member = kept.resolveDuplicate(member)
			if notes.noteDropped(member, kept); bytes.Equal(member.name, kept.name) {
				continue
			}
		}
		if unknown != nil {
			unknown(string(member.name), member.value)
		}
	}
}

// noteDropped notes a list or an object in whose place another one of its name is read, or nothing. Empty ones lose
// nothing, and neither do those that are like it.
func (n *Notes) noteDropped(dropped foundMember, kept *foundMember) {
	holds := dropped.value.isNested() && !dropped.value.IsEmpty()
	if holds && (kept.value.isNested() || kept.value.IsEmpty()) && !bytes.Equal(dropped.value, kept.value) {
		n.repeated = dropped.name
		n.addUnread(string(dropped.name), dropped.value)
	}
}

func (v Value) isNested() bool { return v.IsList() || v.IsObject() }

// resolveDuplicate decides which of two members a field is read from, and returns the other one: the earlier of two with
// the same name.
func (f *foundMember) resolveDuplicate(later foundMember) (other foundMember) {
	if later.variant && !bytes.Equal(f.name, later.name) {
		return later
	}
	other, *f = *f, later
	return other
}
