package call

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

var methods = []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodGet}

func writeBy(method string) Op {
	return Op{Name: "Things.Create", Method: method, Effect: shelfwire.EffectWrite}
}

// keepsOpenOnce is a server that answers the first request of every connection and lets end decide how the
// connection ends when the second one comes.
func keepsOpenOnce(tb testing.TB, end func(r *bufio.Reader, seen *atomic.Int64)) scene {
	seen := new(atomic.Int64)
	addr := listen(tb, func(conn net.Conn) {
		r := bufio.NewReader(conn)
		if readRequest(r) != nil {
			return
		}
		seen.Add(1)
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
		end(r, seen)
	})
	return scene{url: "http://" + addr, seen: seen}
}

func afterOneByte(r *bufio.Reader, seen *atomic.Int64) {
	if _, err := r.ReadByte(); err == nil {
		seen.Add(1)
	}
}

func afterTheRequest(r *bufio.Reader, seen *atomic.Int64) {
	if readRequest(r) == nil {
		seen.Add(1)
	}
}

// net/http repeats some requests by itself when a kept connection turns out to be closed. A write must not be
// among them, whatever its verb and whether it has a body.
func TestWriteIsNotReplayedOnAKeptConnection(t *testing.T) {
	t.Parallel()
	ends := map[string]func(*bufio.Reader, *atomic.Int64){
		"closed after a byte":      afterOneByte,
		"closed after the request": afterTheRequest,
	}
	bodies := map[string]any{"no body": nil, "JSON": map[string]int{"qty": 1}}
	for ending, end := range ends {
		for content, body := range bodies {
			for _, method := range methods {
				t.Run(ending+"/"+content+"/"+method, func(t *testing.T) {
					t.Parallel()
					s := keepsOpenOnce(t, end)
					c := s.caller(t)
					req := Request{Op: writeBy(method), Path: []string{"things"}, Body: body}
					require.NoError(t, c.Do(t.Context(), req, ignore))
					e := failed(t, c.Do(t.Context(), req, ignore))
					assert.Equal(t, oneUnknown, verdict{e.Attempts, e.Outcome})
					assert.EqualValues(t, 2, s.seen.Load(), "requests that reached the provider")
				})
			}
		}
	}
}

// When the provider closes an idle connection in the very moment of reuse, the client may notice in time or not.
// Either way the provider has seen the write exactly when the call says so.
func TestWriteIsCountedOnceWhenAnIdleConnectionCloses(t *testing.T) {
	t.Parallel()
	for _, method := range methods {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			s := keepsOpenOnce(t, func(*bufio.Reader, *atomic.Int64) {})
			c := s.caller(t)
			succeeded := 0
			for range 20 {
				err := do(t.Context(), c, writeBy(method))
				if err == nil {
					succeeded++
					continue
				}
				assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
			}
			assert.EqualValues(t, succeeded, s.seen.Load())
		})
	}
}

func TestWriteIsNotReplayedOverHTTP2(t *testing.T) {
	t.Parallel()
	ends := map[string]func(net.Conn){
		"stream reset":      func(net.Conn) { panic(http.ErrAbortHandler) },
		"connection closed": func(conn net.Conn) { _ = conn.Close() },
	}
	for ending, end := range ends {
		for _, method := range methods {
			t.Run(ending+"/"+method, func(t *testing.T) {
				t.Parallel()
				s := serveHTTP2(t, end)
				c := s.caller(t)
				require.NoError(t, do(t.Context(), c, writeBy(method)))
				e := failed(t, do(t.Context(), c, writeBy(method)))
				assert.Equal(t, oneUnknown, verdict{e.Attempts, e.Outcome})
				assert.EqualValues(t, 2, s.seen.Load(), "requests that reached the provider")
			})
		}
	}
}

// serveHTTP2 answers one request and lets end decide what becomes of the others.
func serveHTTP2(tb testing.TB, end func(net.Conn)) scene {
	tb.Helper()
	var last atomic.Value
	var answered atomic.Bool
	srv, seen := newServer(func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(tb, 2, r.ProtoMajor)
		_, _ = io.Copy(io.Discard, r.Body)
		if answered.CompareAndSwap(false, true) {
			_, _ = io.WriteString(w, "{}")
			return
		}
		conn, _ := last.Load().(net.Conn)
		end(conn)
	})
	srv.EnableHTTP2 = true
	srv.Listener = &noting{srv.Listener, &last}
	srv.StartTLS()
	tb.Cleanup(srv.Close)
	return scene{url: srv.URL, client: srv.Client(), seen: seen}
}

// noting remembers the connection that was accepted last.
type noting struct {
	net.Listener
	last *atomic.Value
}

func (l *noting) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err == nil {
		l.last.Store(conn)
	}
	return conn, err
}

// A rejected connection proves that nothing was sent only when the transport reports its steps.
func TestNotSentNeedsEvidence(t *testing.T) {
	t.Parallel()
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	tests := []struct {
		name   string
		answer answer
		want   verdict
	}{
		{"transport without trace", breaks(refused), oneUnknown},
		{"transport without trace, host unknown", breaks(&net.DNSError{IsNotFound: true}), oneUnknown},
		{"no connection", dialFails(refused), fourNotSent},
		{"connection, then an error that looks like a refusal", cuts(refused), oneUnknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, shelfwire.Options{Retry: quick}, tt.answer)
			e := failed(t, do(t.Context(), c, opWrite))
			assert.Equal(t, tt.want, verdict{e.Attempts, e.Outcome})
			assert.Equal(t, tt.want.attempts, s.count())
		})
	}
}

// The cause stays reachable, so that callers can tell a full disk from a pulled plug.
func TestTransportErrorIsTheCause(t *testing.T) {
	t.Parallel()
	c := refusesConnections(t).caller(t)
	err := do(t.Context(), c, opRead)
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	e := failed(t, err)
	assert.Zero(t, e.StatusCode)
	assert.Equal(t, "/things", e.Path)
	assert.Equal(t, http.MethodGet, e.Method)
	assert.NotContains(t, err.Error(), "http://", "the address has no place in the text")
}

// A transport that is built on another http.Client hands its *url.Error through, query and all.
func TestNestedURLErrorDoesNotShowTheQuery(t *testing.T) {
	t.Parallel()
	inner := &http.Client{Transport: roundTripper(breaks(errors.New("no route")))}
	c := newCaller(t, shelfwire.Options{Retry: once, HTTPClient: &http.Client{Transport: roundTripper(
		func(r *http.Request) (*http.Response, error) {
			again := r.Clone(r.Context())
			again.RequestURI = ""
			return inner.Do(again)
		},
	)}})
	err := c.Do(t.Context(), Request{Op: opRead, Path: []string{"things"}, Query: query("email", "ann@example.com")}, ignore)
	require.ErrorContains(t, err, "no route")
	assert.NotContains(t, err.Error(), "ann")
}
