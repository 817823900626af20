package erpxttest

import (
	"encoding/json"
	"fmt"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// SetMaxPageSize caps the number of products in a page, whatever $top is asked for. 0 is no cap.
func (s *Server) SetMaxPageSize(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.maxTop = n
}

// SetOddForm makes the server send a documented member of a product in another form than it should, as databases of
// many years do: SetOddForm(7, "Rate", `"23%"`), SetOddForm(7, "Quantity", `""`), SetOddForm(7, "Id", "null") for a row
// whose id cannot be read, SetOddForm(7, "Name", "\"Mysz \xb3\"") for a text that is not UTF-8. Filters and prices go by
// the value that the product has all the same. A client that sends the form back as it came leaves it as it is; another
// value of the member, sent or set, ends it, and so does the form "". It panics when there is no such product, when the
// member is not documented, and when the form is not JSON.
func (s *Server) SetOddForm(id int64, member, form string) {
	if _, documented := columnNamed(member); !documented || form != "" && !json.Valid([]byte(form)) {
		panic(fmt.Sprintf("erpxttest: %q: %s cannot be an odd form", member, form))
	}
	s.change(id, func(r *row) {
		delete(r.odd, member)
		if form == "" {
			return
		}
		if r.odd == nil {
			r.odd = map[string]json.RawMessage{}
		}
		r.odd[member] = fake.Compact([]byte(form))
	})
}

// keepOdd reads what comes back in its odd form like the value that it stands for, and returns the forms that stay: also
// those of members that are no parameters of the call.
func (b *body) keepOdd(old *row) map[string]json.RawMessage {
	kept := map[string]json.RawMessage{}
	for _, c := range columns() {
		form, ok := old.odd[c.name]
		if !ok {
			continue
		}
		sent, _ := b.Lookup(c.name)
		given := string(sent) != "null"
		isParameter := c.name != "Id" && c.name != "Quantity" && c.name != "ProductType"
		switch {
		case given && string(fake.Compact(sent)) == string(form):
			b.Set(c.name, c.appendValue(nil, old))
			kept[c.name] = form
		case !isParameter && !given, c.name == "Id":
			kept[c.name] = form
		}
	}
	return kept
}
