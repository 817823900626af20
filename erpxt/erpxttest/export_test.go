package erpxttest

import "time"

// SetTokenLifetime sets how long tokens live that are issued from now on. Clients are told a whole number of seconds,
// rounded up.
func (s *Server) SetTokenLifetime(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens.lifetime = d
}
