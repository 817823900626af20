package resicotest

import (
	"fmt"
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

	mu        sync.Mutex // guards what follows
	clock     func() time.Time
	zone      *time.Location
	maxLimit  int
	catalogue catalogue
	customers []*customer
	invoices  []*invoice
	lines     int64 // added so far, over all invoices
	vatRates  map[resico.VATCode]shelfwire.Decimal
	odd       oddities
}

// New starts a server on a free port of 127.0.0.1. It panics when there is none. Close stops it.
func New() *Server {
	s, err := Start("127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	return s
}

// TB is the part of testing.TB that [NewServer] needs.
type TB interface {
	Helper()
	Cleanup(func())
}

// NewServer is like [New], and closes the server at the end of the test.
func NewServer(tb TB) *Server {
	tb.Helper()
	s := New()
	tb.Cleanup(s.Close)
	return s
}

// Start starts a server on a given address, such as "127.0.0.1:8701": for a process of its own.
func Start(addr string) (*Server, error) {
	s, err := newServer()
	if err != nil {
		return nil, err
	}
	if s.http, err = fake.Listen(addr, s.provider()); err != nil {
		return nil, err
	}
	return s, nil
}

func newServer() (*Server, error) {
	riga, err := time.LoadLocation("Europe/Riga")
	if err != nil {
		return nil, fmt.Errorf("resicotest: %w", err)
	}
	return &Server{
		clock:    time.Now,
		zone:     riga,
		vatRates: map[resico.VATCode]shelfwire.Decimal{"A": shelfwire.NewDecimal(21)},
	}, nil
}

// Close stops the server and cuts all its connections, also those of calls that are being delayed. What it holds
// can still be read.
func (s *Server) Close() { s.http.Close() }

// URL is the address for Options.BaseURL.
func (s *Server) URL() string { return "http://" + s.http.Address() + basePath }

// Credentials are the only ones that the server accepts. They are the same for every server.
func (s *Server) Credentials() resico.Credentials {
	return resico.Credentials{ClientCode: "resicotest-client", ClientKey: "resicotest-key-0123456789"}
}

// Client returns a client of the server. With nil, it is a quick one: no limiter, and about a millisecond between
// attempts. With options, BaseURL, Limiter and Retry are filled in like that where they are zero. It panics
// when the options are not valid.
func (s *Server) Client(opts *shelfwire.Options) *resico.Client {
	var o shelfwire.Options
	if opts != nil {
		o = *opts
	}
	if o.BaseURL == "" {
		o.BaseURL = s.URL()
	}
	if o.Limiter == nil {
		o.Limiter = shelfwire.Unlimited
	}
	if o.Retry == (shelfwire.RetryPolicy{}) {
		o.Retry = shelfwire.RetryPolicy{BaseDelay: time.Millisecond, MaxDelay: 2 * time.Millisecond}
	}
	client, err := resico.New(s.Credentials(), &o)
	if err != nil {
		panic(err)
	}
	return client
}

// Fail makes calls fail; see package faults. It panics when a fault names an operation that there is not.
func (s *Server) Fail(list ...faults.Fault) {
	for _, f := range list {
		s.http.Fail(f.Spec())
	}
}

// Heal drops the faults that have not happened yet, and ends those that happen always.
func (s *Server) Heal() { s.http.Heal() }

// Latency delays every answer from now on, after the request was carried out.
func (s *Server) Latency(d time.Duration) { s.http.Latency(d) }

// Calls returns how many requests of some operations reached the server, failed and repeated ones included.
// Operations are named as in shelfwire.Error.Op, such as "Invoices.Create"; without any, it counts all requests.
func (s *Server) Calls(op ...string) int { return s.http.Calls(op...) }

// Request is a request that reached the server.
type Request struct {
	Op     string // as in shelfwire.Error.Op; empty when the server knows no such operation
	Method string
	Path   string // escaped, as it was sent
	Query  url.Values
	Header http.Header // without the credentials
	Body   string
	Status int // of the answer; 0 when there was none
}

// Requests returns the requests in the order in which they came: the newest 10,000.
func (s *Server) Requests() []Request {
	records := s.http.Records()
	list := make([]Request, len(records))
	for i, r := range records {
		list[i] = Request(r)
	}
	return list
}

// SetClock sets the server's clock. A new server's is time.Now.
func (s *Server) SetClock(now func() time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock = now
}

// SetZone sets the zone of the server's times. A new server's is Europe/Riga.
func (s *Server) SetZone(zone *time.Location) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.zone = zone
	s.catalogue.setZone(zone)
}

// SetMaxLimit caps the number of products in a page, whatever limit is asked for. 0 is no cap.
func (s *Server) SetMaxLimit(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.maxLimit = n
}

// now reads the clock. It must be called without the lock: the clock is the user's own.
func (s *Server) now() time.Time {
	s.mu.Lock()
	clock, zone := s.clock, s.zone
	s.mu.Unlock()
	return clock().In(zone)
}
