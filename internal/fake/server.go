package fake

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxBody is the length limit for the bodies of requests.
const maxBody = 16 << 20

// Server is a running provider.
type Server struct {
	provider Provider
	ops      []string // the names of the provider's operations
	addr     string
	clock    *Clock
	http     http.Server
	faults   faultQueue
	log      requestLog
	zips     sync.Pool // of *gzip.Writer, which are large

	mu       sync.Mutex
	closed   bool
	running  sync.WaitGroup // the accepting goroutine and the requests
	now      func() time.Time
	latency  time.Duration
	lastPage map[string]Response // by operation
}

// AnyPort is the address of a free port on the loopback interface.
const AnyPort = "127.0.0.1:0"

// NewServer returns a server that has yet to listen.
func NewServer(p Provider) *Server {
	s := &Server{provider: p, ops: p.operationNames(), clock: newClock(), lastPage: map[string]Response{}}
	s.now = s.clock.Now
	s.http = http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	return s
}

// Listen starts the server on an address such as [AnyPort]. It is called once.
func (s *Server) Listen(address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("%s: %w", s.provider.Name, err)
	}
	s.Serve(listener)
	return nil
}

// Serve starts the server on a listener, which it closes in the end.
func (s *Server) Serve(listener net.Listener) {
	s.addr = listener.Addr().String()
	s.running.Go(func() { _ = s.http.Serve(listener) })
}

// URL returns the URL of the server, without a path.
func (s *Server) URL() string { return "http://" + s.addr }

// Now returns the time by the server's clock, which is that of its clients unless SetClock has set another one.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	now := s.now
	s.mu.Unlock()
	return now() // without the lock: the clock may be the user's
}

// SetClock sets the clock of the server. Its clients keep theirs.
func (s *Server) SetClock(now func() time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = now
}

// Close cuts all connections and returns when every request has ended.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	_ = s.http.Close() // ends the contexts of the requests, and with them their waits
	s.running.Wait()
}

// Fail appends faults to the queue. It panics on a fault with an unknown operation or an impossible status.
func (s *Server) Fail(list ...Fault) {
	for _, f := range list {
		spec := f.faultSpec()
		s.checkOps(spec.Ops)
		s.checkStatus(spec)
		s.faults.add(spec)
	}
}

// Fail appends faults of package faults to the queue of a server.
func Fail[F Fault](s *Server, list []F) {
	for _, f := range list {
		s.Fail(f)
	}
}

// ClearFaults removes all faults from the queue.
func (s *Server) ClearFaults() { s.faults.clear() }

// SetLatency delays every response from now on.
func (s *Server) SetLatency(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latency = d
}

// Calls returns the number of requests of some operations; without any, of all requests. It panics on an unknown
// operation.
func (s *Server) Calls(ops ...string) int {
	s.checkOps(ops)
	return s.log.countCalls(ops)
}

// Records returns the newest requests in the order in which they came, 10,000 at most.
func (s *Server) Records() []Record { return s.log.newestRecords() }

// Requests returns the records as the public type of a provider's fake.
func Requests[R interface {
	~struct {
		Op, Method, Path string
		Query            url.Values
		Header           http.Header
		Body             string
		Status           int
	}
}](s *Server) []R {
	records := s.Records()
	list := make([]R, len(records))
	for i, r := range records {
		list[i] = R(r)
	}
	return list
}

// checkOps panics on a misspelled operation, which would never match.
func (s *Server) checkOps(ops []string) {
	for _, op := range ops {
		if !slices.Contains(s.ops, op) {
			panic(fmt.Sprintf("%s: there is no operation %q; there are %s",
				s.provider.Name, op, strings.Join(s.ops, ", ")))
		}
	}
}

// checkStatus panics on a status that a final response never has.
func (s *Server) checkStatus(spec Spec) {
	hasStatus := spec.Kind == Respond || spec.Kind == RespondError || spec.Kind == EchoKey
	if hasStatus && (spec.Status < 200 || spec.Status > 999) {
		panic(fmt.Sprintf("%s: a fault cannot answer with status %d", s.provider.Name, spec.Status))
	}
}

// ServeHTTP serves one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.beginRequest() {
		panic(http.ErrAbortHandler)
	}
	defer s.running.Done()
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		panic(http.ErrAbortHandler) // the client has gone, or sends without end
	}
	req := &Request{
		Method: r.Method, Host: r.Host, Path: r.URL.EscapedPath(), Query: r.URL.Query(),
		Header: r.Header, Body: body,
	}
	op := s.findOperation(req)
	record := s.newRecord(op.name, req)
	s.log.addRecord(record)
	response := s.makeResponse(r.Context(), &op, req)
	s.log.setStatus(record, response.Status)
	s.sendResponse(w, r, response)
}

// beginRequest counts a request as running, so that Close waits for it. It returns false when the server is closed.
func (s *Server) beginRequest() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.running.Add(1)
	}
	return !s.closed
}

func (s *Server) newRecord(op string, req *Request) *Record {
	r := &Record{
		Op: op, Method: req.Method, Path: req.Path, Query: maps.Clone(req.Query),
		Header: req.Header.Clone(), Body: string(req.Body),
	}
	s.provider.Redact(r)
	return r
}

// waitFor waits for a time. It returns false when the client leaves first.
func waitFor(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
