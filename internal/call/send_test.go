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

func newWriteOp(method string) Op {
	return Op{Name: "Things.Create", Method: method, Effect: shelfwire.EffectWrite}
}

// breaksSecondRequest is a server that responds to the first request of every connection and lets end decide how the
// connection ends when the second one comes.
func breaksSecondRequest(tb testing.TB, end func(r *bufio.Reader, seen *atomic.Int64)) scene {
	seen := new(atomic.Int64)
	addr := serveConns(tb, func(conn net.Conn) {
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

func cutAfterOneByte(r *bufio.Reader, seen *atomic.Int64) {
	if _, err := r.ReadByte(); err == nil {
		seen.Add(1)
	}
}

func cutAfterRequest(r *bufio.Reader, seen *atomic.Int64) {
	if readRequest(r) == nil {
		seen.Add(1)
	}
}

// net/http repeats some requests by itself when a kept connection turns out to be closed. A write must not be
// among them, whatever its verb and whether it has a body.
func TestSendRequest_WriteIsNotReplayedOnAKeptConnection(t *testing.T) {
	t.Parallel()
	ends := map[string]func(*bufio.Reader, *atomic.Int64){
		"closed after a byte":      cutAfterOneByte,
		"closed after the request": cutAfterRequest,
	}
	bodies := map[string]any{"no body": nil, "JSON": map[string]int{"qty": 1}}
	for ending, end := range ends {
		for content, body := range bodies {
			for _, method := range methods {
				t.Run(ending+"/"+content+"/"+method, func(t *testing.T) {
					t.Parallel()
					s := breaksSecondRequest(t, end)
					c := s.caller(t)
					req := Request{Op: newWriteOp(method), Path: []string{"things"}, Body: body}
					require.NoError(t, c.Do(t.Context(), req, ignoreBody))
					e := requireError(t, c.Do(t.Context(), req, ignoreBody))
					assert.Equal(t, oneUnknown, retryVerdict{e.Attempts, e.Outcome})
					assert.EqualValues(t, 2, s.seen.Load(), "requests that reached the provider")
				})
			}
		}
	}
}

// When the provider closes an idle connection in the very moment of reuse, the client may notice in time or not.
// Either way the provider has seen the write exactly when the call says so.
func TestSendRequest_WriteIsSentOnceWhenAnIdleConnectionCloses(t *testing.T) {
	t.Parallel()
	for _, method := range methods {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			s := breaksSecondRequest(t, func(*bufio.Reader, *atomic.Int64) {})
			c := s.caller(t)
			succeeded := 0
			for range 20 {
				err := doCall(t.Context(), c, newWriteOp(method))
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

func TestSendRequest_WriteIsNotReplayedOverHTTP2(t *testing.T) {
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
				require.NoError(t, doCall(t.Context(), c, newWriteOp(method)))
				e := requireError(t, doCall(t.Context(), c, newWriteOp(method)))
				assert.Equal(t, oneUnknown, retryVerdict{e.Attempts, e.Outcome})
				assert.EqualValues(t, 2, s.seen.Load(), "requests that reached the provider")
			})
		}
	}
}

// serveHTTP2 responds to one request and lets end decide what becomes of the others.
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
	srv.Listener = &recordingListener{srv.Listener, &last}
	srv.StartTLS()
	tb.Cleanup(srv.Close)
	return scene{url: srv.URL, client: srv.Client(), seen: seen}
}

// recordingListener remembers the connection that was accepted last.
type recordingListener struct {
	net.Listener
	last *atomic.Value
}

func (l *recordingListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err == nil {
		l.last.Store(conn)
	}
	return conn, err
}

// The cause stays reachable, so that callers can tell a full disk from a pulled plug.
func TestSendRequest_TransportErrorIsTheCause(t *testing.T) {
	t.Parallel()
	c := refusesConnections(t).caller(t)
	err := doCall(t.Context(), c, opRead)
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	e := requireError(t, err)
	assert.Zero(t, e.StatusCode)
	assert.Equal(t, "/things", e.Path)
	assert.Equal(t, http.MethodGet, e.Method)
	assert.NotContains(t, err.Error(), "http://", "the address has no place in the text")
}

// A transport that is built on another http.Client hands its *url.Error through, query and all.
func TestUnwrapURLError_HidesTheQuery(t *testing.T) {
	t.Parallel()
	inner := &http.Client{Transport: roundTripper(failsUntraced(errors.New("no route")))}
	c := newCaller(t, shelfwire.Options{Retry: once, HTTPClient: &http.Client{Transport: roundTripper(
		func(r *http.Request) (*http.Response, error) {
			again := r.Clone(r.Context())
			again.RequestURI = ""
			return inner.Do(again)
		},
	)}})
	err := c.Do(t.Context(), Request{Op: opRead, Path: []string{"things"}, Query: query("email", "ann@example.com")}, ignoreBody)
	require.ErrorContains(t, err, "no route")
	assert.NotContains(t, err.Error(), "ann")
}
