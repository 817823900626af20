package erpxt

import (
	"bytes"
	"encoding/json"

	"github.com/shelfwire/shelfwire"
)

// kept is what a record that was read remembers beside its fields, so that it can go back whole. Every record embeds it.
type kept struct {
	unread  []unreadMember // the unread members of this object itself, with their whole values
	unknown []member       // unknown members, as they came
}

// unreadMember is a member that could not be read for certain.
type unreadMember struct {
	index int              // of its field in the table of members
	shown shelfwire.Unread // its entry in the record's Unread, with the name as it came
	value json.RawMessage  // whole
}

// Member returns a member of the object that has no field here, as it came, by its exact name on the wire. It is the
// way to what the provider adds later, or documents for other versions only. The members of a record go back in the
// writes that say so.
func (k kept) Member(name string) (json.RawMessage, bool) {
	for _, m := range k.unknown {
		if m.name == name {
			return bytes.Clone(m.value), true
		}
	}
	return nil, false
}
