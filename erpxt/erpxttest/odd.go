package erpxttest

import (
	"encoding/json"
	"fmt"

	"github.com/shelfwire/shelfwire/erpxt"
)

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
		r.odd[member] = compact([]byte(form))
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
		sent, given := b.get(c.name)
		isParameter := c.name != "Id" && c.name != "Quantity" && c.name != "ProductType"
		switch {
		case given && string(compact(sent)) == string(form):
			b.members = append(b.members, member{c.name, c.appendValue(nil, old)})
			kept[c.name] = form
		case !isParameter && !given, c.name == "Id":
			kept[c.name] = form
		}
	}
	return kept
}

// SetCreateResponse sets what the server answers to a new product; nil for its bare id, as a new server does. Others may
// answer with the id in an object, in quotes, with a fraction of zeros, or with the whole product:
//
//	srv.SetCreateResponse(func(p erpxt.Product) string { return fmt.Sprintf(`{"Id":"%d"}`, p.ID) })
//
// The function must not call the server.
func (s *Server) SetCreateResponse(write func(created erpxt.Product) string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.createResponse = write
}

// SetChangeResponse sets what the server answers, under 200, when a product was changed or deleted; nil for 204 and
// no body, as a new server does. The function is given the product that was changed, or that was deleted. It must not
// call the server.
func (s *Server) SetChangeResponse(write func(erpxt.Product) string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changeResponse = write
}
