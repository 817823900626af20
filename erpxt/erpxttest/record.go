package erpxttest

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// member is a member of a JSON object: its name, and its value in compact JSON.
type member struct {
	name  string
	value json.RawMessage
}

// record is a JSON object that is being made. Of members with one name, the last one set counts.
type record struct{ members []member }

// parseRecord parses a JSON object. It returns false for any other text.
func parseRecord(text []byte) (*record, bool) {
	object, ok := fake.ParseObject(text)
	if !ok {
		return nil, false
	}
	r := &record{}
	for name, value := range object.All() {
		r.setMember(name, fake.CompactJSON(value))
	}
	return r, true
}

// encodeRecord returns a value of package erpxt in its wire form. It panics when the value has none.
func encodeRecord(v any) *record {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic("erpxttest: " + err.Error())
	}
	r, _ := parseRecord(buf.Bytes()) // an object
	return r
}

func (r *record) indexOf(name string) int {
	return slices.IndexFunc(r.members, func(m member) bool { return m.name == name })
}

// rawMember returns the value of a member; nil for a missing one.
func (r *record) rawMember(name string) json.RawMessage {
	if i := r.indexOf(name); i >= 0 {
		return r.members[i].value
	}
	return nil
}

// isGiven reports whether a member is there and is not null.
func (r *record) isGiven(name string) bool {
	value := r.rawMember(name)
	return value != nil && string(value) != "null"
}

func (r *record) setMember(name string, value json.RawMessage) {
	if i := r.indexOf(name); i >= 0 {
		r.members[i].value = value
		return
	}
	r.members = append(r.members, member{name, value})
}

func (r *record) removeMember(name string) {
	r.members = slices.DeleteFunc(r.members, func(m member) bool { return m.name == name })
}

// removeNull removes members that are null, so that their defaults apply.
func (r *record) removeNull(names ...string) {
	for _, name := range names {
		if !r.isGiven(name) {
			r.removeMember(name)
		}
	}
}

// setDefault sets a member that is missing.
func (r *record) setDefault(name string, value json.RawMessage) {
	if r.rawMember(name) == nil {
		r.setMember(name, value)
	}
}

func (r *record) setText(name, text string) { r.setMember(name, fake.AppendJSONString(nil, text)) }

func (r *record) setInt(name string, n int64) { r.setMember(name, encodeInt(n)) }

// setID sets an id, or null for 0.
func (r *record) setID(name string, id int64) {
	if id == 0 {
		r.setMember(name, json.RawMessage("null"))
		return
	}
	r.setInt(name, id)
}

func (r *record) setNumber(name string, n shelfwire.Decimal) {
	r.setMember(name, json.RawMessage(n.String()))
}

// textOf returns a text; "" where there is none.
func (r *record) textOf(name string) (text string) {
	_ = json.Unmarshal(r.rawMember(name), &text)
	return text
}

// idOf returns an id; 0 where there is none.
func (r *record) idOf(name string) (id int64) {
	_ = json.Unmarshal(r.rawMember(name), &id)
	return id
}

// isOSS reports whether a document is under the OSS procedure.
func (r *record) isOSS() bool { return string(r.rawMember("IsOSSProcedure")) == "true" }

// numberOf returns a number, and false where there is none.
func (r *record) numberOf(name string) (n shelfwire.Decimal, ok bool) {
	ok = r.isGiven(name) && json.Unmarshal(r.rawMember(name), &n) == nil
	return n, ok
}

// objectOf returns a nested object; nil where there is none.
func (r *record) objectOf(name string) *record {
	nested, _ := parseRecord(r.rawMember(name))
	return nested
}

// listOf returns the objects of a nested list.
func (r *record) listOf(name string) (list []*record) {
	var elements []json.RawMessage
	_ = json.Unmarshal(r.rawMember(name), &elements)
	for _, element := range elements {
		if nested, ok := parseRecord(element); ok {
			list = append(list, nested)
		}
	}
	return list
}

// setList sets a list of objects.
func (r *record) setList(name string, list []*record) {
	text := []byte{'['}
	for i, nested := range list {
		if i > 0 {
			text = append(text, ',')
		}
		text = nested.appendJSON(text)
	}
	r.setMember(name, append(text, ']'))
}

func (r *record) setObject(name string, nested *record) { r.setMember(name, nested.appendJSON(nil)) }

// appendJSON appends the object.
func (r *record) appendJSON(buf []byte) []byte {
	buf = append(buf, '{')
	for i, m := range r.members {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = append(append(fake.AppendJSONString(buf, m.name), ':'), m.value...)
	}
	return append(buf, '}')
}

func encodeInt(n int64) json.RawMessage { return strconv.AppendInt(nil, n, 10) }
