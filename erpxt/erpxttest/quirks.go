package erpxttest

import (
	"encoding/json"
	"fmt"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// SetMaxPageSize caps the number of products in a page, also below $top. 0 is no cap.
func (s *Server) SetMaxPageSize(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.maxPageSize = n
}

// SetOddForm makes the server send a documented member of a product in another form than the documented one, as
// databases of many years do: SetOddForm(7, "Rate", `"23%"`), SetOddForm(7, "Quantity", `""`), SetOddForm(7, "Id",
// "null") for a row with an unreadable id, SetOddForm(7, "Name", "\"Mysz \xb3\"") for a text with invalid UTF-8.
//
// Filters and prices use the value that the product has. The form stays when a client sends it back as it came; another
// value of the member, sent or set, ends it, and so does the form "". SetOddForm panics for an unknown id,
// when the member is undocumented, and when the form is not JSON.
func (s *Server) SetOddForm(id int64, member, form string) {
	if _, documented := findColumn(member); !documented || form != "" && !json.Valid([]byte(form)) {
		panic(fmt.Sprintf("erpxttest: %q: %s cannot be an odd form", member, form))
	}
	s.updateRow(id, func(r *row) {
		delete(r.oddForms, member)
		if form == "" {
			return
		}
		if r.oddForms == nil {
			r.oddForms = map[string]json.RawMessage{}
		}
		r.oddForms[member] = fake.CompactJSON([]byte(form))
	})
}

// keepOddForms reads a member that comes back in its odd form as the value that it stands for, and returns the forms
// that stay, those of members that are no parameters of the call included.
func (b *requestBody) keepOddForms(old *row) map[string]json.RawMessage {
	kept := map[string]json.RawMessage{}
	for _, c := range productColumns() {
		form, ok := old.oddForms[c.name]
		if !ok {
			continue
		}
		sent, _ := b.Lookup(c.name)
		given := string(sent) != "null"
		isParameter := c.name != "Id" && c.name != "Quantity" && c.name != "ProductType"
		switch {
		case given && string(fake.CompactJSON(sent)) == string(form):
			b.Set(c.name, c.appendValue(nil, old))
			kept[c.name] = form
		case !isParameter && !given, c.name == "Id":
			kept[c.name] = form
		}
	}
	return kept
}
