package erpxttest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// oddForms are the forms of members that are sent otherwise than documented.
type oddForms map[memberPath]json.RawMessage

// SetOddForm makes the server send a documented member of a product in another form than the documented one, as
// databases of many years do: SetOddForm(7, "Rate", `"23%"`), SetOddForm(7, "Quantity", `""`), SetOddForm(7, "Id",
// "null") for a row with an unreadable id, SetOddForm(7, "Name", "\"Mysz \xb3\"") for a text with invalid UTF-8.
//
// Filters and prices use the value that the product has. The form stays when a client sends it back as it came; another
// value of the member, sent or set, ends it, and so does the form "". SetOddForm panics for an unknown id,
// when the member is undocumented, and when the form is not JSON.
func (s *Server) SetOddForm(id int64, member, form string) {
	s.SetOddFormOf("Products", id, member, form)
}

// SetOddFormOf is like [Server.SetOddForm] for a record of any resource that has ids, named as in operations, and for
// members of its lines and nested objects, too: SetOddFormOf("Invoices", 7, "Items[0].Quantity", `"2,5"`),
// SetOddFormOf("Customers", 7, "Address.City", "false"). A line keeps its forms when others come and go. SetOddFormOf
// also panics for an unknown resource and a line that the record does not have.
func (s *Server) SetOddFormOf(resource string, id int64, member, form string) {
	s.lockState()
	defer s.mu.Unlock()
	t := s.tableOf(resource)
	t.updateRow(id, func(r *record, odd oddForms) {
		path, ok := t.parsePath(r, member)
		if !ok || form != "" && !json.Valid([]byte(form)) {
			panic(fmt.Sprintf("erpxttest: %q: %s cannot be an odd form", member, form))
		}
		delete(odd, path)
		if form != "" {
			odd[path] = fake.CompactJSON([]byte(form))
		}
	})
}

// memberPath is where a member stands: in the record itself, in a nested object, or in the line with an id.
type memberPath struct {
	column string // of the record
	line   int64  // the id of the line; 0 for an object
	member string // of the line or the object; "" for the column itself
}

var memberPattern = regexp.MustCompile(`^(\w+)(?:\[(\d+)\])?(?:\.(\w+))?$`)

// parsePath parses a path such as "Items[0].Quantity". It returns false for one that the record does not have.
func (t *table) parsePath(r *record, text string) (memberPath, bool) {
	parts := memberPattern.FindStringSubmatch(text)
	if len(parts) == 0 || !t.hasColumn(parts[1]) {
		return memberPath{}, false
	}
	path := memberPath{column: parts[1], member: parts[3]}
	if parts[2] == "" {
		return path, path.member == "" || r.objectOf(path.column) != nil
	}
	index, _ := strconv.Atoi(parts[2])
	lines := r.listOf(path.column)
	if index >= len(lines) || path.member == "" {
		return memberPath{}, false
	}
	path.line = lines[index].idOf("Id")
	return path, true
}

// valueIn returns the member in the value of its column; nil where it is missing.
func (p memberPath) valueIn(column json.RawMessage) (value json.RawMessage) {
	if p.member == "" {
		return column
	}
	p.eachHolder(column, func(holder *record) { value = holder.rawMember(p.member) })
	return value
}

// replaceIn returns the value of the column with another value of the member.
func (p memberPath) replaceIn(column, value json.RawMessage) json.RawMessage {
	if p.member == "" {
		return value
	}
	return p.eachHolder(column, func(holder *record) { holder.setMember(p.member, value) })
}

// eachHolder calls a function for the object or the line that has the member, and returns the changed column.
func (p memberPath) eachHolder(column json.RawMessage, change func(*record)) json.RawMessage {
	whole := &record{}
	whole.setMember(p.column, column)
	if p.line == 0 {
		if nested := whole.objectOf(p.column); nested != nil {
			change(nested)
			whole.setObject(p.column, nested)
		}
		return whole.rawMember(p.column)
	}
	lines := whole.listOf(p.column)
	for _, line := range lines {
		if line.idOf("Id") == p.line {
			change(line)
		}
	}
	whole.setList(p.column, lines)
	return whole.rawMember(p.column)
}

// showIn returns the value of a column as it is sent.
func (o oddForms) showIn(column string, value json.RawMessage) json.RawMessage {
	for path, form := range o {
		if path.column == column {
			value = path.replaceIn(value, form)
		}
	}
	return value
}

// keepOddForms reads a member that comes back in its odd form as the value that it stands for, and returns the forms
// that stay, those of members that are no parameters of the call and are left out included. old may be nil.
func (t *table) keepOddForms(b *requestBody, old *row, noParameters ...string) oddForms {
	kept := oddForms{}
	if old == nil {
		return kept
	}
	for path, form := range old.odd {
		sent, _ := b.Lookup(path.column)
		value := path.valueIn(sent)
		isGiven := value != nil && string(value) != "null"
		switch {
		case isGiven && string(fake.CompactJSON(value)) == string(form):
			b.Set(path.column, path.replaceIn(sent, path.valueIn(t.valueOf(old, path.column))))
			kept[path] = form
		case !isGiven && path.isAmong(noParameters), path.column == t.key:
			kept[path] = form
		}
	}
	return kept
}

// isAmong reports whether a member is among those of a record that are no parameters, or is one of a line.
func (p memberPath) isAmong(noParameters []string) bool {
	return slices.Contains(noParameters, p.column) || slices.Contains(ownOfItems(), p.member)
}
