package shopinventorytest

import "net/http"

// maxFailures is the number of calls in a row without the right key that locks the key.
const maxFailures = 3

// keyLock counts the calls without the right key since the last call with it.
type keyLock struct{ failures int }

func (l *keyLock) isLocked() bool { return l.failures >= maxFailures }

// ClearLock unlocks the key, and resets the count of failed attempts.
func (s *Server) ClearLock() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lock = keyLock{}
}

// IsLocked reports whether the key is locked.
func (s *Server) IsLocked() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lock.isLocked()
}

// checkKey rejects a call without the right key, and every call while the key is locked.
func (s *Server) checkKey(c *call) *rejection {
	if s.lock.isLocked() {
		return newRejection(http.StatusForbidden, "the API key is locked after too many bad attempts")
	}
	key, secret, _ := c.BasicAuth()
	if cred := s.Credentials(); key != cred.APIKey.Reveal() || secret != cred.APISecret.Reveal() {
		s.lock.failures++
		r := newRejection(http.StatusUnauthorized, "the API key or its secret is missing or wrong")
		r.header = http.Header{"Www-Authenticate": {`Basic realm="shopinventorytest"`}}
		return r
	}
	s.lock.failures = 0
	return nil
}
