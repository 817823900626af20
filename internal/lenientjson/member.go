package lenientjson

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Member is a member of an object, to be decoded into a field. Each method decodes one form of field. When the member
// is ambiguous or of another form, the field becomes zero and the member is listed as unread.
type Member struct {
	Value
	name     []byte
	position int // of an element in the list of this name, from 1; 0 for a member of an object
	notes    *Notes
}

// fieldName returns the name, followed by the index of an element: "lines[2]".
func (m Member) fieldName() []byte {
	if m.position == 0 {
		return m.name
	}
	label := append(slices.Clip(m.name), '[')
	return append(strconv.AppendInt(label, int64(m.position-1), 10), ']')
}

// Text decodes a text; see [Value.Text].
func (m Member) Text(into *string) {
	text, ok := m.Value.Text()
	*into = text
	m.noteUnless(ok)
}

// Texts decodes a list of texts. A single text is a list of one.
func (m Member) Texts(into *[]string) {
	*into = nil
	if text, ok := m.Value.Text(); ok && text != "" {
		*into = []string{text}
		return
	}
	elements, ok := m.listElements()
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

// Int decodes a whole number; 0 when it is absent or null.
func (m Member) Int(into *int64) {
	n, _, ok := m.Value.Int()
	*into = n
	m.noteUnless(ok)
}

// SmallInt decodes a whole number of 32 bits, which fits an int on every machine; 0 when it is absent or null.
func (m Member) SmallInt(into *int) {
	n, _, ok := m.Value.Int()
	if ok = ok && int64(int32(n)) == n; !ok { //nolint:gosec // the comparison is the check
		n = 0
	}
	*into = int(n)
	m.noteUnless(ok)
}

// Number decodes a number that can be absent or null.
func (m Member) Number(into *shelfwire.Opt[shelfwire.Decimal]) {
	number, ok := m.Decimal()
	*into = number
	m.noteUnless(ok)
}

// Amount decodes a number; the zero Decimal, whose IsSet is false, when it is absent or null.
func (m Member) Amount(into *shelfwire.Decimal) {
	number, ok := m.Decimal()
	*into, _ = number.Get()
	m.noteUnless(ok)
}

// Bool decodes a flag that can be absent or null.
func (m Member) Bool(into *shelfwire.Opt[bool]) {
	flag, ok := m.Value.Bool()
	*into = flag
	m.noteUnless(ok)
}

// Time decodes a moment. One without a zone is in [Notes].Zone.
func (m Member) Time(into *time.Time) {
	t, ok := m.Value.Time(m.notes.timeZone())
	*into = t
	m.noteUnless(ok)
}

// Date decodes a day; see [Value.Date].
func (m Member) Date(into *shelfwire.Date) {
	d, ok := m.Value.Date(m.notes.timeZone())
	*into = d
	m.noteUnless(ok)
}

// Raw copies a value of any form.
func (m Member) Raw(into *json.RawMessage) { *into = bytes.Clone(m.Value) }

// NoteUnread lists the member as unread.
func (m Member) NoteUnread() { m.notes.addUnread(string(m.fieldName()), m.Value) }

func (m Member) noteUnless(ok bool) {
	if !ok {
		m.NoteUnread()
	}
}

// EachElement calls read for each element of a list, as a member with the list's name and an index. Any other value is
// listed as unread.
func (m Member) EachElement(read func(element Member)) {
	name := m.fieldName()
	elements, ok := m.listElements()
	for i, element := range elements {
		read(Member{Value: element, name: name, position: i + 1, notes: m.notes})
	}
	m.noteUnless(ok)
}

// EachMember calls read for each member of an object, in its order. Unread members are listed with the object's name in
// front. Any other value, unless it is empty, is listed as unread.
func (m Member) EachMember(read func(name string, member Member)) {
	before := m.notes.countUnread()
	list := newMemberScanner(m.Value)
	for name, value, ok := list.next(); ok; name, value, ok = list.next() {
		read(string(name), Member{Value: value, name: name, notes: m.notes})
	}
	m.notes.prefixFields(before, m)
	m.noteUnless(m.IsObject() || m.IsEmpty())
}

// ReadObject decodes a member that is an object. Unread members are listed with the object's name in front. Any other
// value, unless it is empty, is listed as unread.
func ReadObject[T any](m Member, fields *Fields[T], into *T) {
	before := m.notes.countUnread()
	if fields.Read(m.notes, m.Value, into, nil) {
		m.notes.prefixFields(before, m)
		return
	}
	m.noteUnless(m.IsEmpty())
}

// ReadRecord decodes a member that is an object, and passes its members without a field to unknown. It returns the
// unread members under their names within the object; they are also listed with the object's name in front. For any
// other value it returns false, and lists nothing.
func ReadRecord[T any](
	m Member, fields *Fields[T], into *T, unknown func(string, Value),
) (unread []shelfwire.Unread, ok bool) {
	before := m.notes.countUnread()
	if !fields.Read(m.notes, m.Value, into, unknown) {
		return nil, false
	}
	unread = append(unread, m.notes.unread[before:]...)
	for i := range unread {
		unread[i].Field = m.notes.redactText(unread[i].Field)
	}
	m.notes.prefixFields(before, m)
	return unread, true
}
