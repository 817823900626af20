package shopinventorytest

import "net/http"

// badAttempts is how many of them in a row lock the key.
const badAttempts = 3

// lock counts the calls without the right key since the last one with it.
type lock struct{ bad int }

func (l *lock) isLocked() bool { return l.bad >= badAttempts }

// ClearLock takes the lock from the key, and forgets the bad attempts.
func (s *Server) ClearLock() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lock = lock{}
}

// IsLocked reports whether the key is locked.
func (s *Server) IsLocked() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lock.isLocked()
}

func (s *Server) checkKey(c *call) *refusal {
	if s.lock.isLocked() {
		return refuse(http.StatusForbidden, "the API key is locked after too many bad attempts")
	}
	key, secret, _ := c.BasicAuth()
	if cred := s.Credentials(); key != cred.APIKey.Reveal() || secret != cred.APISecret.Reveal() {
		s.lock.bad++
		r := refuse(http.StatusUnauthorized, "the API key or its secret is missing or wrong")
		r.header = http.Header{"Www-Authenticate": {`Basic realm="shopinventorytest"`}}
		return r
	}
	s.lock.bad = 0
	return nil
}
