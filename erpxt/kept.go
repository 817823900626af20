package erpxt

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// kept is what a record that was read remembers beside its fields, so that it can go back whole. Every record embeds it.
type kept struct {
	unread  []unreadMember // the unread members of this object itself, with their whole values
	unknown []member       // unknown members, as they came
}

// unreadMember is a member that could not be read for certain.
type unreadMember struct {
	index int              // of its field in the schema
	shown shelfwire.Unread // its entry in the record's Unread, with the name as it came
	value json.RawMessage  // whole
}

// Member returns a member of the object that has no field here, as it came, by its exact name on the wire. It is the
// way to what the provider adds later, or documents for other versions only. Edit sends such members back.
func (k kept) Member(name string) (json.RawMessage, bool) {
	for _, m := range k.unknown {
		if m.name == name {
			return bytes.Clone(m.value), true
		}
	}
	return nil, false
}

// keepUnknown keeps an unknown member. Of two members with one name the later one counts.
func (k *kept) keepUnknown(name string, value lenientjson.Value) {
	if name == "$id" { // the number of the object in its response
		return
	}
	m := member{name: name, value: bytes.Clone(value)}
	if i := slices.IndexFunc(k.unknown, func(u member) bool { return u.name == name }); i >= 0 {
		k.unknown[i] = m
		return
	}
	k.unknown = append(k.unknown, m)
}

// nameUnread gives the unread members their entries in the list of the record, which are in the same order.
func (k *kept) nameUnread(list []shelfwire.Unread) {
	own := 0
	for _, u := range list {
		if own < len(k.unread) && !isNestedField(u.Field) {
			k.unread[own].shown = u
			own++
		}
	}
}

// otherUnknown returns the unknown members but those that are other spellings of a member with a field. Of one member in
// two spellings the record was read from one; a server that reads without regard to capitals would take the other.
func (s *schema[T]) otherUnknown(t *T) []member {
	k, _ := s.partsOf(t)
	isSpelling := func(u member) bool {
		return slices.ContainsFunc(s.members, func(m memberOf[T]) bool { return strings.EqualFold(m.name, u.name) })
	}
	if !slices.ContainsFunc(k.unknown, isSpelling) {
		return k.unknown
	}
	return slices.DeleteFunc(slices.Clone(k.unknown), isSpelling)
}
