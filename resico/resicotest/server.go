package resicotest

import (
	"cmp"
	"net/http"
	"net/url"
	"sync"
	"time"
	_ "time/tzdata" // Europe/Riga, also on machines without a zone database

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/resico"
)

// Server is an in-memory Resico. Its methods are safe for concurrent use.
type Server struct {
	http *fake.Server

	mu        sync.Mutex // guards the fields below
	zone      *time.Location
	maxLimit  int
	catalogue catalogue
	customers customerIndex
	invoices  []*invoice
	lines     int64 // added so far, over all invoices
	vatRates  map[resico.VATCode]shelfwire.Decimal
	quirks    quirks
}

// New starts a server on a free port of 127.0.0.1. It panics when no port is free. Close stops it.
func New() *Server { return fake.Must(Start(fake.AnyPort)) }

// NewServer is like [New], and closes the server at the end of the test. A *testing.T fits.
func NewServer(tb interface {
	Helper()
	Cleanup(func())
}) *Server {
	tb.Helper()
	return fake.CloseAfter(tb, New())
}

// Start starts a server on an IP address and port, such as "127.0.0.1:8701": for a process of its own.
func Start(addr string) (*Server, error) {
	s := &Server{
		zone:     fake.Must(time.LoadLocation("Europe/Riga")),
		vatRates: map[resico.VATCode]shelfwire.Decimal{"A": shelfwire.NewDecimal(21)},
	}
	s.http = fake.NewServer(s.newProvider())
	if err := s.http.Listen(addr); err != nil {
		return nil, err
	}
	return s, nil
}

// Close stops the server and closes all its connections, also those of calls that are being delayed. Its
// state can still be read.
func (s *Server) Close() { s.http.Close() }

// URL is the base URL of the server, for Options.BaseURL.
func (s *Server) URL() string { return s.http.URL() + basePath }

// Credentials returns the credentials that the server accepts. They are the same for every server.
func (s *Server) Credentials() resico.Credentials {
	return resico.Credentials{
		ClientCode: shelfwire.NewSecret("resicotest-client"),
		ClientKey:  shelfwire.NewSecret("resicotest-key-0123456789"),
	}
}

// Client returns a client of the server. With nil, it has no limiter, and about a millisecond between
// attempts. With options, the same defaults fill BaseURL, Limiter and Retry where they are zero. It panics
// when the options are invalid.
//
// The client waits no real time between attempts; see "Time" in the comment of this package.
func (s *Server) Client(opts *shelfwire.Options) *resico.Client {
	o := s.http.Options(opts)
	o.BaseURL = cmp.Or(o.BaseURL, s.URL())
	return fake.Must(resico.New(s.Credentials(), o))
}

// Fail makes calls fail; see package faults. It panics when a fault names an unknown operation.
func (s *Server) Fail(list ...faults.Fault) { fake.Fail(s.http, list) }

// ClearFaults removes the faults that are still to come, also those that happen always.
func (s *Server) ClearFaults() { s.http.ClearFaults() }

// SetLatency delays every response from now on, after the request was carried out.
func (s *Server) SetLatency(d time.Duration) { s.http.SetLatency(d) }

// Calls returns how many requests of some operations reached the server, failed and retried ones included.
// Operations are named as in shelfwire.Error.Op, such as "Invoices.Create"; an empty list counts all
// requests.
func (s *Server) Calls(op ...string) int { return s.http.Calls(op...) }

// Request is a request that reached the server.
type Request struct {
	Op     string // as in shelfwire.Error.Op; empty for an unknown operation
	Method string
	Path   string // escaped, as it was sent
	Query  url.Values
	Header http.Header // without the credentials
	Body   string
	Status int // of the response; 0 when none was sent
}

// Requests returns the requests in the order in which they came: the newest 10,000.
func (s *Server) Requests() []Request { return fake.Requests[Request](s.http) }

// SetClock sets the server's clock. The clock of a new server is real time plus the waits of its clients.
func (s *Server) SetClock(now func() time.Time) { s.http.SetClock(now) }
