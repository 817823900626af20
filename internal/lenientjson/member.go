package lenientjson

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Member is a member of an object on its way into a field. Each method reads the member into a field; where that
// cannot be done for certain, the field becomes zero and the member is noted as unread.
type Member struct {
	Value
	name  []byte
	place int // in a list of this name, counted from 1; 0 for a member that is no element
	notes *Notes
}

// label returns the name, and for an element its index behind it.
func (m Member) label() []byte {
	if m.place == 0 {
		return m.name
	}
	label := append(slices.Clip(m.name), '[')
	return append(strconv.AppendInt(label, int64(m.place-1), 10), ']')
}

// Text reads a text; see [Value.Text].
func (m Member) Text(into *string) {
	text, ok := m.Value.Text()
	*into = text
	m.noteUnless(ok)
}

// Texts reads a list of texts. A single text is a list of one.
func (m Member) Texts(into *[]string) {
	*into = nil
	if text, ok := m.Value.Text(); ok && text != "" {
		*into = []string{text}
		return
	}
	elements, ok := m.elements()
	for _, element := range elements {
		text, isText := element.Text()
		*into = append(*into, text)
		ok = ok && isText
	}
	if !ok {
		*into = nil
	}
	m.noteUnless(ok)
}

// Int reads a whole number; 0 when there is none.
func (m Member) Int(into *int64) {
	n, _, ok := m.Value.Int()
	*into = n
	m.noteUnless(ok)
}

// SmallInt reads a whole number that fits an int on every machine; 0 when there is none.
func (m Member) SmallInt(into *int) {
	n, _, ok := m.Value.Int()
	if ok = ok && int64(int32(n)) == n; !ok { //nolint:gosec // the comparison is the check
		n = 0
	}
	*into = int(n)
	m.noteUnless(ok)
}

// Number reads a number that can be absent or null.
func (m Member) Number(into *shelfwire.Opt[shelfwire.Decimal]) {
	number, ok := m.Decimal()
	*into = number
	m.noteUnless(ok)
}

// Amount reads a number; the zero value, which is not set, when there is none.
func (m Member) Amount(into *shelfwire.Decimal) {
	number, ok := m.Decimal()
	*into, _ = number.Get()
	m.noteUnless(ok)
}

// Flag reads a flag that can be absent or null.
func (m Member) Flag(into *shelfwire.Opt[bool]) {
	flag, ok := m.Value.Flag()
	*into = flag
	m.noteUnless(ok)
}

// Time reads a moment, in the zone of the notes where it names none.
func (m Member) Time(into *time.Time) {
	t, ok := m.Value.Time(m.notes.zone())
	*into = t
	m.noteUnless(ok)
}

// Date reads a day.
func (m Member) Date(into *shelfwire.Date) {
	d, ok := m.Value.Date(m.notes.zone())
	*into = d
	m.noteUnless(ok)
}

// Raw takes a value of any form as it came.
func (m Member) Raw(into *json.RawMessage) { *into = bytes.Clone(m.Value) }

// Unread notes that the member could not be read for certain.
func (m Member) Unread() { m.notes.add(string(m.label()), m.Value) }

func (m Member) noteUnless(ok bool) {
	if !ok {
		m.Unread()
	}
}

// Each calls read for each element of a list, which is a member of the list's name and its index. A value that is no
// list is noted as unread.
func (m Member) Each(read func(element Member)) {
	name := m.label()
	elements, ok := m.elements()
	for i, element := range elements {
		read(Member{Value: element, name: name, place: i + 1, notes: m.notes})
	}
	m.noteUnless(ok)
}

// EachMember calls read for each member of an object, in its order. What is noted has the object's name before it. A
// value that is no object, but for those that hold nothing, is noted as unread.
func (m Member) EachMember(read func(name string, member Member)) {
	before := m.notes.len()
	list := newMembers(m.Value)
	for name, value, ok := list.next(); ok; name, value, ok = list.next() {
		read(string(name), Member{Value: value, name: name, notes: m.notes})
	}
	m.notes.prefix(before, m)
	m.noteUnless(m.IsObject() || m.IsNothing())
}

// ReadObject reads a member that is an object. What is noted has the object's name before it. A value that is no
// object, but for those that hold nothing, is noted as unread.
func ReadObject[T any](m Member, fields *Fields[T], into *T) {
	before := m.notes.len()
	if fields.Read(m.notes, m.Value, into, nil) {
		m.notes.prefix(before, m)
		return
	}
	m.noteUnless(m.IsNothing())
}
