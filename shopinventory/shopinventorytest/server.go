package shopinventorytest

import (
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// Server is an in-memory shop. Its methods are safe for concurrent use.
type Server struct {
	http *fake.Server

	mu            sync.Mutex // guards what follows
	lock          keyLock
	limits        limits
	catalogue     catalogue
	orders        orderBook
	taxes         []shopinventory.Tax
	lastTaxID     int64         // the greatest one
	adjustments   map[int64]int // by id
	ignoresOnHand bool
	maxPageSize   int // 0 for none of its own
}

// New starts a server on a free port of 127.0.0.1; Close stops it. It panics when no port is free.
func New() *Server { return fake.Must(Start(fake.AnyPort)) }

// NewServer is like [New], and closes the server at the end of the test. A *testing.T fits.
func NewServer(tb interface {
	Helper()
	Cleanup(func())
}) *Server {
	tb.Helper()
	return fake.CloseAfter(tb, New())
}

// Start starts a server on a network address, such as "127.0.0.1:8703", for a process of its own.
func Start(addr string) (*Server, error) {
	s := &Server{adjustments: map[int64]int{}}
	s.catalogue.pricePlaces = pricePlaces{net: 2, gross: 2}
	s.http = fake.NewServer(s.newProvider())
	if err := s.http.Listen(addr); err != nil {
		return nil, err
	}
	return s, nil
}

// Close stops the server and cuts all its connections, also those of delayed calls. The methods that read its state
// still work.
func (s *Server) Close() { s.http.Close() }

// URL returns the base URL of the shop for shopinventory.New, without the path of the API.
func (s *Server) URL() string { return s.http.URL() }

// Credentials returns the credentials that the server accepts. They are the same for every server.
func (s *Server) Credentials() shopinventory.Credentials {
	return shopinventory.Credentials{
		APIKey:    shelfwire.NewSecret("shopinventorytest-key"),
		APISecret: shelfwire.NewSecret("shopinventorytest-secret-0123456789"),
	}
}

// Client returns a client of the server. Options may be nil. The defaults of Limiter and Retry are no limiter and
// about a millisecond between attempts. It panics when the options are invalid.
//
// The client's waits between attempts take no real time under any options: see "Time" in the comment of this package.
func (s *Server) Client(opts *shelfwire.Options) *shopinventory.Client {
	return fake.Must(shopinventory.New(s.URL(), s.Credentials(), s.http.Options(opts)))
}

// Fail makes calls fail; see package faults. It panics when a fault names an unknown operation.
func (s *Server) Fail(list ...faults.Fault) { fake.Fail(s.http, list) }

// ClearFaults removes all faults that are still to be met, also those that every call meets.
func (s *Server) ClearFaults() { s.http.ClearFaults() }

// SetLatency delays every response from now on, after the request was carried out.
func (s *Server) SetLatency(d time.Duration) { s.http.SetLatency(d) }

// Calls returns how many requests of some operations reached the server, failed and repeated ones included. Operations
// are named as in shelfwire.Error.Op, such as "Inventory.Update"; without any, Calls counts all requests.
func (s *Server) Calls(op ...string) int { return s.http.Calls(op...) }

// Request is a request that reached the server.
type Request struct {
	Op     string // as in shelfwire.Error.Op; empty for an unknown operation
	Method string
	Path   string // escaped, as it was sent
	Query  url.Values
	Header http.Header // without the credentials
	Body   string
	Status int // of the response; 0 without one
}

// Requests returns the requests in the order in which they came: the newest 10,000.
func (s *Server) Requests() []Request { return fake.Requests[Request](s.http) }

// SetClock sets the server's clock, which the limits go by. The default is real time plus the skipped waits of its
// clients.
func (s *Server) SetClock(now func() time.Time) { s.http.SetClock(now) }
