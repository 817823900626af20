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

// maxBody is the longest body of a request that is read.
const maxBody = 16 << 20

// Server is a running provider.
type Server struct {
	provider Provider
	ops      []string // the names of the provider's operations
	address  string
	clock    *Clock
	http     http.Server
	faults   queue
	log      log
	zips     sync.Pool // of *gzip.Writer, which are large

	mu       sync.Mutex
	closed   bool
	running  sync.WaitGroup // the accepting goroutine and the requests
	now      func() time.Time
	latency  time.Duration
	lastPage map[string]Response // by operation
}

// AnyPort is the address of a free port that nobody else can reach.
const AnyPort = "127.0.0.1:0"

// NewServer returns a server that does not listen yet.
func NewServer(p Provider) *Server {
	s := &Server{provider: p, ops: p.operations(), clock: newClock(), lastPage: map[string]Response{}}
	s.now = s.clock.Now
	s.http = http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	return s
}

// Listen starts a server on an address such as [AnyPort]. It is called once.
func (s *Server) Listen(address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("%s: %w", s.provider.Name, err)
	}
	s.Serve(listener)
	return nil
}

// Serve starts a server on a listener, which it will close.
func (s *Server) Serve(listener net.Listener) {
	s.address = listener.Addr().String()
	s.running.Go(func() { _ = s.http.Serve(listener) })
}

// URL is the address of the server, without a path.
func (s *Server) URL() string { return "http://" + s.address }

// Now returns the time by the server's clock: that of its clients, unless it was set to another one.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	now := s.now
	s.mu.Unlock()
	return now() // without the lock: the clock may be the user's own
}

// SetClock sets the clock of the server. That of its clients stays.
func (s *Server) SetClock(now func() time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = now
}

// Close cuts all connections and returns when no request is being worked on any more.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	_ = s.http.Close() // ends the contexts of the requests, and with them their waits
	s.running.Wait()
}

// Fail puts a fault into the queue.
func (s *Server) Fail(list ...Fault) {
	for _, f := range list {
		spec := f.faultSpec()
		s.checkOps(spec.Ops)
		s.checkStatus(spec)
		s.faults.add(spec)
	}
}

// Fail puts the faults of package faults into the queue of a server.
func Fail[F Fault](s *Server, list []F) {
	for _, f := range list {
		s.Fail(f)
	}
}

// ClearFaults drops all faults that are left.
func (s *Server) ClearFaults() { s.faults.clear() }

// SetLatency delays every answer from now on.
func (s *Server) SetLatency(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latency = d
}

// Calls returns how many requests of some operations came; without operations, how many requests in all.
func (s *Server) Calls(ops ...string) int {
	s.checkOps(ops)
	return s.log.count(ops)
}

// Records returns the newest requests in the order in which they came, 10,000 at most.
func (s *Server) Records() []Record { return s.log.list() }

// Requests returns the records as the type that a provider's fake has for them.
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

// checkOps turns a misspelt name, which would never match, into a failure that is seen.
func (s *Server) checkOps(ops []string) {
	for _, op := range ops {
		if !slices.Contains(s.ops, op) {
			panic(fmt.Sprintf("%s: there is no operation %q; there are %s",
				s.provider.Name, op, strings.Join(s.ops, ", ")))
		}
	}
}

// checkStatus does the same for a status that no final response has.
func (s *Server) checkStatus(spec Spec) {
	answers := spec.Kind == Respond || spec.Kind == RespondError || spec.Kind == EchoKey
	if answers && (spec.Status < 200 || spec.Status > 999) {
		panic(fmt.Sprintf("%s: a fault cannot answer with status %d", s.provider.Name, spec.Status))
	}
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
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
	op := s.route(req)
	record := s.newRecord(op.name, req)
	s.log.begin(record)
	reply := s.answer(r.Context(), &op, req)
	s.log.answered(record, reply.Status)
	s.send(w, r, reply)
}

// enter notes that a request is being worked on, so that Close can wait for it.
func (s *Server) enter() bool {
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

// wait returns false when the client goes away first.
func wait(ctx context.Context, d time.Duration) bool {
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
