package erpxttest

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// SetOddForm makes the server send a documented member of a product in another form than the documented one, as
// databases of many years do: SetOddForm(7, "Rate", `"23%"`), SetOddForm(7, "Quantity", `""`), SetOddForm(7, "Id",
// "null") for a row with an unreadable id, SetOddForm(7, "Name", "\"Mysz \xb3\"") for a text with invalid UTF-8.
//
// Filters and prices use the value that the product has. The form stays when a client sends it back as it came; another
// value of the member, sent or set, ends it, and so does the form "". SetOddForm panics for an unknown id,
// when the member is undocumented, and when the form is not JSON.
func (s *Server) SetOddForm(id int64, member, form string) {
	s.lock()
	defer s.mu.Unlock()
	s.products.setOddForm(id, member, form)
}

// setOddForm sets the form of a documented member; "" ends it.
func (t *table) setOddForm(id int64, member, form string) {
	if !t.has(member) || form != "" && !json.Valid([]byte(form)) {
		panic(fmt.Sprintf("erpxttest: %q: %s cannot be an odd form", member, form))
	}
	t.updateRow(id, func(_ *record, odd map[string]json.RawMessage) {
		delete(odd, member)
		if form != "" {
			odd[member] = fake.CompactJSON([]byte(form))
		}
	})
}

// keepOddForms reads a member that comes back in its odd form as the value that it stands for, and returns the forms
// that stay, those of members that are no parameters of the call and are left out included. old may be nil.
func (t *table) keepOddForms(b *requestBody, old *row, noParameters ...string) map[string]json.RawMessage {
	kept := map[string]json.RawMessage{}
	if old == nil {
		return kept
	}
	for i, c := range t.columns {
		form, ok := old.odd[c.name]
		if !ok {
			continue
		}
		sent, _ := b.Lookup(c.name)
		given := string(sent) != "null"
		switch {
		case given && string(fake.CompactJSON(sent)) == string(form):
			b.Set(c.name, old.values[i])
			kept[c.name] = form
		case !given && slices.Contains(noParameters, c.name), c.name == t.key:
			kept[c.name] = form
		}
	}
	return kept
}
