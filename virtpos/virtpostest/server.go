package virtpostest

import (
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/virtpos"
)

// Server is an in-memory VirtualPOS. Its methods are safe for concurrent use.
type Server struct {
	http *fake.Server

	mu     sync.Mutex // guards what follows
	quirks quirks
	store  store
}

// New starts a server on a free port of 127.0.0.1. It panics when there is none. Close stops it.
func New() *Server { return fake.Must(Start(fake.AnyPort)) }

// NewServer is like [New], and closes the server at the end of the test. tb is usually a *testing.T.
func NewServer(tb interface {
	Helper()
	Cleanup(func())
}) *Server {
	tb.Helper()
	return fake.CloseAfter(tb, New())
}

// Start starts a server on a given address, such as "127.0.0.1:8704", for a process of its own. Close stops it.
func Start(addr string) (*Server, error) {
	s := &Server{}
	s.http = fake.NewServer(s.newProvider())
	if err := s.http.Listen(addr); err != nil {
		return nil, err
	}
	return s, nil
}

// Close stops the server and cuts all its connections, including those of delayed calls. Its state can still be
// read.
func (s *Server) Close() { s.http.Close() }

// URL returns the base URL for virtpos.New. The API is below it, at /api.
func (s *Server) URL() string { return s.http.URL() }

// acceptedKey is the only key that the server accepts.
const acceptedKey = "virtpostest-key-0123456789"

// Credentials returns the only credentials that the server accepts. They are the same for every server.
func (s *Server) Credentials() virtpos.Credentials {
	return virtpos.Credentials{APIKey: shelfwire.NewSecret(acceptedKey)}
}

// Client returns a client of the server. With nil options it is a quick one: without a limiter, and with about
// a millisecond between attempts. In other options, zero values of Limiter and Retry are filled in likewise. It
// panics when the options are invalid.
//
// The client spends no real time on waits between attempts, whatever the options: see "Time" in the package
// comment.
func (s *Server) Client(opts *shelfwire.Options) *virtpos.Client {
	return fake.Must(virtpos.New(s.URL(), s.Credentials(), s.http.Options(opts)))
}

// Fail makes calls fail; see package faults. It panics when a fault names an unknown operation.
func (s *Server) Fail(list ...faults.Fault) { fake.Fail(s.http, list) }

// ClearFaults drops the faults that are still to come, and ends those that happen always.
func (s *Server) ClearFaults() { s.http.ClearFaults() }

// SetLatency delays every response from now on. The delay comes after the request was carried out.
func (s *Server) SetLatency(d time.Duration) { s.http.SetLatency(d) }

// Calls returns how many requests of some operations reached the server, including failed and retried ones.
// Operations are named as in shelfwire.Error.Op, such as "Store.List"; without any, it counts all requests.
func (s *Server) Calls(op ...string) int { return s.http.Calls(op...) }

// Request is a request that reached the server.
type Request struct {
	Op     string      // as in shelfwire.Error.Op; empty for an unknown operation
	Method string      // GET or POST, or whatever was sent
	Path   string      // escaped, as it was sent
	Query  url.Values  // without the key
	Header http.Header // as it was sent
	Body   string      // without the key
	Status int         // of the response; 0 when there was none
}

// Requests returns the newest 10,000 requests, in the order in which they came.
func (s *Server) Requests() []Request { return fake.Requests[Request](s.http) }

// SetClock sets the server's clock, which VersionsInSeconds reads. The default is real time and the waits of
// the clients.
func (s *Server) SetClock(now func() time.Time) { s.http.SetClock(now) }
