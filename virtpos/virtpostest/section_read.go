package virtpostest

import (
	"net/http"
	"slices"

	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/virtpos"
)

// SetSection sets what a section that has no type of its own responds with, such as "orders", behind success 1: its form is
// made up by the test. Parameters are ignored. Without elements the section exists and has none.
func (s *Server) SetSection(name string, elements ...virtpos.Element) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.store.sections == nil {
		s.store.sections = map[string][]virtpos.Element{}
	}
	s.store.sections[name] = slices.Clone(elements)
}

func (s *Server) readSection(c *call) (fake.Response, *rejection) {
	elements, known := s.store.sections[c.PathValue("section")]
	if !known {
		return fake.Response{}, &rejection{http.StatusNotFound, "there is nothing at this address"}
	}
	return c.writeResponse(func(d document) {
		d.writeFlag("success", true)
		writeElements(d, elements)
	}), nil
}
