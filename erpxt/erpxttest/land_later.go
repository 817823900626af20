package erpxttest

import (
	"net/http"
	"slices"
	"time"
)

// landing is a request that is carried out after its connection was lost.
type landing struct {
	op    string
	delay time.Duration
	due   time.Time // zero until the request comes
	run   func(now time.Time)
}

// LandLater makes the next call of an operation lose its connection at once, and carries it out a while later by the
// server's clock: as when a request waits in a queue of the provider while its caller has given up. A caller who looks
// for the result in between finds nothing. It is carried out before the first call, and the first look at the server's
// state, that comes after this time; nothing notices how it ended. The waits of the server's clients move its clock.
// LandLater panics on an unknown operation.
func (s *Server) LandLater(op string, delay time.Duration) {
	s.http.Calls(op) // panics on an unknown operation
	s.mu.Lock()
	defer s.mu.Unlock()
	s.landings = append(s.landings, &landing{op: op, delay: delay})
}

// postponeCall keeps a request for later and closes its connection, when LandLater says so. The server is locked.
func (s *Server) postponeCall(op string, c *call, run handlerFunc) {
	for _, l := range s.landings {
		if l.op == op && l.due.IsZero() {
			l.due = c.now.Add(l.delay)
			l.run = func(now time.Time) {
				c.now = now
				_, _ = run(s, c)
			}
			panic(http.ErrAbortHandler)
		}
	}
}

// lockState locks the server's state after carrying out the requests that are due.
func (s *Server) lockState() {
	s.mu.Lock()
	if len(s.landings) == 0 || s.readsClock {
		return
	}
	s.readsClock = true
	s.mu.Unlock()
	now := s.http.Now() // without the lock: a clock of SetClock may look at the server
	s.mu.Lock()
	s.readsClock = false
	for i := s.nextLanding(now); i >= 0; i = s.nextLanding(now) {
		due := s.landings[i]
		s.landings = slices.Delete(s.landings, i, i+1)
		due.run(due.due)
	}
}

// nextLanding returns the index of the request that is due first; -1 when none is due.
func (s *Server) nextLanding(now time.Time) int {
	next := -1
	for i, l := range s.landings {
		isDue := l.run != nil && !l.due.After(now)
		if isDue && (next < 0 || l.due.Before(s.landings[next].due)) {
			next = i
		}
	}
	return next
}
