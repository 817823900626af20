package erpxttest

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
	_ "time/tzdata" // Europe/Warsaw, also on machines without a zone database

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// Server is an in-memory ERP XT. Its methods are safe for concurrent use.
type Server struct {
	http *fake.Server

	mu            sync.Mutex // guards what follows
	tokens        tokenStore
	landings      []*landing
	readsClock    bool // a call of lockState has asked for the time
	zone          *time.Location
	maxPageSize   int
	ignoresFilter bool
	singleList    bool
	mergesLines   bool
	confirmBody   ConfirmBody
	printForm     PrintForm
	tables
}

// New starts a server on a free port of 127.0.0.1. It panics when none is free. Close stops it.
func New() *Server { return fake.Must(Start(fake.AnyPort)) }

// NewServer is like [New], and closes the server at the end of the test. It takes a *testing.T.
func NewServer(tb interface {
	Helper()
	Cleanup(func())
}) *Server {
	tb.Helper()
	return fake.CloseAfter(tb, New())
}

// Start starts a server on an address such as "127.0.0.1:8702": for a process of its own.
func Start(addr string) (*Server, error) {
	s := &Server{
		tokens: tokenStore{lifetime: defaultLifetime}, zone: fake.Must(time.LoadLocation("Europe/Warsaw")),
		confirmBody: ConfirmByID, printForm: PrintDataURI,
	}
	s.http = fake.NewServer(s.newProvider())
	s.fillTables()
	if err := s.http.Listen(addr); err != nil {
		return nil, err
	}
	return s, nil
}

// Close stops the server and cuts all its connections, those of delayed calls included. Its state can still be read.
func (s *Server) Close() { s.http.Close() }

// URL is the base URL of the server, for Options.BaseURL.
func (s *Server) URL() string { return s.http.URL() + basePath }

// Credentials are the only ones that the server accepts. All servers have the same.
func (s *Server) Credentials() erpxt.Credentials {
	return erpxt.Credentials{
		ClientID:     shelfwire.NewSecret("erpxttest-client"),
		ClientSecret: shelfwire.NewSecret("erpxttest-secret-0123456789"),
	}
}

// Client returns a client of the server. With nil options, it is a quick one: no limiter, and about a millisecond
// between attempts. In given options, BaseURL, Limiter and Retry are filled in likewise where they are zero. Client
// panics when the options are invalid.
//
// The client spends no real time on waits between attempts under any options: see "Time" in the comment of this
// package.
func (s *Server) Client(opts *shelfwire.Options) *erpxt.Client {
	o := s.http.Options(opts)
	o.BaseURL = cmp.Or(o.BaseURL, s.URL())
	return fake.Must(erpxt.New(s.Credentials(), o))
}

// Fail makes calls fail; see package faults. It panics when a fault names an unknown operation.
func (s *Server) Fail(list ...faults.Fault) { fake.Fail(s.http, list) }

// ClearFaults drops all pending and permanent faults, and those of LandLater that no request has met yet.
func (s *Server) ClearFaults() {
	s.http.ClearFaults()
	s.lockState()
	defer s.mu.Unlock()
	s.landings = slices.DeleteFunc(s.landings, func(l *landing) bool { return l.run == nil })
}

// SetLatency delays every response from now on, after its request was carried out. 0 ends the delay.
func (s *Server) SetLatency(d time.Duration) { s.http.SetLatency(d) }

// Calls returns how many requests of some operations reached the server, failed and repeated ones included.
// Operations are named as in shelfwire.Error.Op, such as "Products.Create"; the token request is "Token". Without
// arguments, Calls counts all requests.
func (s *Server) Calls(op ...string) int { return s.http.Calls(op...) }

// Request is a request that reached the server.
type Request struct {
	Op     string // as in shelfwire.Error.Op; empty for an unknown operation
	Method string
	Path   string // escaped, as it was sent
	Query  url.Values
	Header http.Header // credentials are removed
	Body   string      // credentials are removed
	Status int         // of the response; 0 for a lost response
}

// Requests returns the newest 10,000 requests in the order in which they came.
func (s *Server) Requests() []Request { return fake.Requests[Request](s.http) }

// SetClock sets the server's clock, by which tokens expire. By default it is real time plus the waits of its clients.
func (s *Server) SetClock(now func() time.Time) { s.http.SetClock(now) }
