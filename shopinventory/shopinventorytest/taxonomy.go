package shopinventorytest

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// AddTaxes adds rates of tax and returns their ids. One without an ID gets the next one.
func (s *Server) AddTaxes(taxes ...shopinventory.Tax) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]int64, len(taxes))
	for i, tax := range taxes {
		if tax.ID == 0 {
			tax.ID = s.lastTaxID + 1
		}
		s.lastTaxID = max(s.lastTaxID, tax.ID)
		s.taxes = append(s.taxes, tax)
		ids[i] = tax.ID
	}
	return ids
}

// Taxes returns the rates of tax in the order in which they were added.
func (s *Server) Taxes() []shopinventory.Tax {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.taxes)
}

func (s *Server) taxonomyEndpoints() []fake.Endpoint {
	return []fake.Endpoint{
		{Op: "Taxonomy.Taxes", Method: http.MethodGet, Path: "taxonomy/taxes", Serve: s.serveCall((*Server).listTaxes)},
	}
}

// listTaxes responds with a bare list.
func (s *Server) listTaxes(c *call) (fake.Response, *rejection) {
	if rejected := c.checkQuery("limit"); rejected != nil {
		return fake.Response{}, rejected
	}
	w, rejected := s.readWindow(c)
	if rejected != nil {
		return fake.Response{}, rejected
	}
	buf := []byte{'['}
	for i, tax := range s.taxes[:min(w.limit, len(s.taxes))] {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = s.catalogue.forms.appendNumber(append(buf, `{"id":`...), strconv.FormatInt(tax.ID, 10))
		buf = fake.AppendJSONString(append(buf, `,"name":`...), tax.Name)
		buf = append(s.catalogue.forms.appendMember(buf, "value", tax.Value), '}')
	}
	return fake.Response{Status: http.StatusOK, Body: append(buf, ']')}, nil
}
