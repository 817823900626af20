package erpxt

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// schema describes a kind of record: its members on the wire, and their fields.
type schema[T any] struct {
	noun    string // in messages, singular: "product"
	witness string // a member that tells a record from an error of the provider: "Name"

	members []memberOf[T]
	fields  *lenientjson.Fields[T]
	partsOf partsOf[T]
}

// partsOf returns what a record keeps beside its fields.
type partsOf[T any] func(*T) (*kept, *[]shelfwire.Unread)

// newSchema returns a schema. The members are in the order in which they are written.
func newSchema[T any](noun, witness string, parts partsOf[T], members ...memberOf[T]) *schema[T] {
	s := &schema[T]{noun: noun, witness: witness, members: members, partsOf: parts}
	readers := map[string]func(*T, lenientjson.Member){}
	for i := range members {
		readers[members[i].name] = func(t *T, m lenientjson.Member) { s.decodeMember(t, i, m) }
	}
	s.fields = lenientjson.NewFields(readers)
	return s
}

// decode decodes an object into an empty record. It returns false for any other value.
func (s *schema[T]) decode(notes *lenientjson.Notes, value lenientjson.Value, into *T) bool {
	k, unread := s.partsOf(into)
	isObject := s.fields.Read(notes, value, into, k.keepUnknown)
	*unread = notes.TakeUnread()
	k.nameUnread(*unread)
	return isObject
}

// decodeNested decodes an object inside another record.
func (s *schema[T]) decodeNested(m lenientjson.Member, into *T) bool {
	k, unread := s.partsOf(into)
	list, isObject := lenientjson.ReadRecord(m, s.fields, into, k.keepUnknown)
	*unread = list
	k.nameUnread(list)
	return isObject
}

// decodeMember decodes a member into its field, or keeps it as unread.
func (s *schema[T]) decodeMember(t *T, index int, m lenientjson.Member) {
	if !s.members[index].decode(t, m) {
		m.NoteUnread()
		k, _ := s.partsOf(t)
		k.unread = append(k.unread, unreadMember{index: index, value: bytes.Clone(m.Value)})
	}
}

// unmarshal decodes a record from JSON. Null leaves it as it is; any other value but an object is an error.
func (s *schema[T]) unmarshal(data []byte, into *T) error {
	value, err := lenientjson.Parse(data)
	if err != nil {
		return fmt.Errorf("%s: %w", s.noun, err)
	}
	if value.IsNull() {
		return nil
	}
	var read T
	var notes lenientjson.Notes
	if !s.decode(&notes, value, &read) {
		return errors.New(s.noun + ": not an object")
	}
	if err := notes.Err(); err != nil {
		return fmt.Errorf("%s: %w", s.noun, err)
	}
	*into = read
	return nil
}

// marshal encodes a whole record for storing. An unread member is written as it came, unless its field has been set.
func (s *schema[T]) marshal(t *T) ([]byte, error) {
	k, _ := s.partsOf(t)
	var list orderedObject
	var err error
	for i := range s.members {
		m := &s.members[i]
		if m.isStored != nil && !m.isStored(t) && s.findUnread(t, i) == nil {
			continue
		}
		if list, err = s.appendMember(list, t, i); err != nil {
			return nil, err
		}
	}
	return append(list, k.unknown...).MarshalJSON()
}

// appendMember appends a member of a record: its unread value as it came, or else the value of its field.
func (s *schema[T]) appendMember(list orderedObject, t *T, index int) (orderedObject, error) {
	if u := s.findUnread(t, index); u != nil {
		return append(list, member{u.shown.Field, u.value}), nil
	}
	m := &s.members[index]
	value, err := m.encode(t)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m.name, err)
	}
	return append(list, member{m.name, value}), nil
}

// findUnread returns the unread member of a field that is still zero; nil for none.
func (s *schema[T]) findUnread(t *T, index int) *unreadMember {
	k, _ := s.partsOf(t)
	for i := range k.unread {
		if k.unread[i].index == index && !s.members[index].isSet(t) {
			return &k.unread[i]
		}
	}
	return nil
}

// hasUnread reports whether a field is zero because its member was unreadable.
func (s *schema[T]) hasUnread(t *T, field string) bool {
	i := slices.IndexFunc(s.members, func(m memberOf[T]) bool { return m.field == field })
	return i >= 0 && s.findUnread(t, i) != nil
}

// dropUnread removes unread members of the record itself, and their entries in its list.
func (s *schema[T]) dropUnread(t *T, drop func(of *memberOf[T]) bool) {
	k, list := s.partsOf(t)
	var unread []unreadMember
	var shown []shelfwire.Unread
	for i := range k.unread {
		if u := &k.unread[i]; !drop(&s.members[u.index]) {
			unread, shown = append(unread, *u), append(shown, u.shown)
		}
	}
	for _, u := range *list {
		if isNestedField(u.Field) {
			shown = append(shown, u)
		}
	}
	k.unread, *list = unread, shown
}

// isNestedField reports whether an unread member belongs to an object inside the record.
func isNestedField(field string) bool { return strings.ContainsAny(field, ".[") }

// hasMember reports whether a value has at least one member of such a record.
func (s *schema[T]) hasMember(row lenientjson.Value) bool {
	return slices.ContainsFunc(s.members, func(m memberOf[T]) bool { return len(row.Member(m.name)) > 0 })
}
