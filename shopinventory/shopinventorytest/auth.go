package shopinventorytest

import (
	"net/http"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// badAttempts is how many of them in a row lock the key.
const badAttempts = 3

// lock counts the calls without the right key since the last one with it.
type lock struct{ bad int }

func (l *lock) isLocked() bool { return l.bad >= badAttempts }

// Unlock takes the lock from the key, and forgets the bad attempts.
func (s *Server) Unlock() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lock = lock{}
}

// Locked reports whether the key is locked.
func (s *Server) Locked() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lock.isLocked()
}

func (s *Server) checkKey(header http.Header) *refusal {
	if s.lock.isLocked() {
		return refuse(http.StatusForbidden, "the API key is locked after too many bad attempts")
	}
	key, secret, _ := (&http.Request{Header: header}).BasicAuth()
	if cred := s.Credentials(); key != cred.Key || secret != cred.Secret {
		s.lock.bad++
		r := refuse(http.StatusUnauthorized, "the API key or its secret is missing or wrong")
		r.header = http.Header{"Www-Authenticate": {`Basic realm="shopinventorytest"`}}
		return r
	}
	s.lock.bad = 0
	return nil
}

// secrets are the credentials that a request carries, encoded and in the clear.
func secrets(r *fake.Request) []string {
	_, encoded, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	list := []string{encoded}
	if key, secret, ok := (&http.Request{Header: r.Header}).BasicAuth(); ok {
		list = append(list, key, secret)
	}
	return list
}

// hide takes the credentials out of a record.
func hide(r *fake.Record) { r.Header.Del("Authorization") }
