package erpxttest

import (
	"strings"
	"time"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// SetTokenLifetime sets how long tokens live that are issued from now on. Clients are told a whole number of seconds,
// rounded up.
func (s *Server) SetTokenLifetime(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens.lifetime = d
}

// Endpoints returns all endpoints.
func (s *Server) Endpoints() []fake.Endpoint { return s.endpoints() }

// Snapshot returns all records as they are sent, after the requests of LandLater that are due.
func (s *Server) Snapshot() string {
	s.lockState()
	defer s.mu.Unlock()
	var all strings.Builder
	for _, t := range s.allTables() {
		all.Write(encodeRows(t.rows))
	}
	return all.String()
}
