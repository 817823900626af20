package call

import (
	"bufio"
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// scene is a provider that fails in one way.
type scene struct {
	url    string
	client *http.Client  // nil for the default
	seen   *atomic.Int64 // requests, or connections where no request is read, that reached the provider
}

func (s scene) caller(tb testing.TB) *Caller {
	tb.Helper()
	return newCaller(tb, shelfwire.Options{BaseURL: s.url, HTTPClient: s.client, Retry: quick})
}

// newScene starts a server that counts its requests. It keeps the noise of failing handlers out of the output.
func newScene(tb testing.TB, handler http.HandlerFunc) scene {
	tb.Helper()
	srv, seen := newServer(handler)
	srv.Start()
	tb.Cleanup(srv.Close)
	return scene{url: srv.URL, seen: seen}
}

func newServer(handler http.HandlerFunc) (*httptest.Server, *atomic.Int64) {
	seen := new(atomic.Int64)
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen.Add(1)
		handler(w, r)
	}))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	return srv, seen
}

// respondsWithStatus is a server that gives one response to everything.
func respondsWithStatus(status int) func(testing.TB) scene {
	return func(tb testing.TB) scene {
		return newScene(tb, func(w http.ResponseWriter, _ *http.Request) {
			if status/100 == 3 {
				w.Header().Set("Location", "/elsewhere")
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"message":"no"}`)
		})
	}
}

// respondsWithText is a server that responds to everything with one text.
func respondsWithText(status int, text string) func(testing.TB) scene {
	return func(tb testing.TB) scene {
		return newScene(tb, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, text)
		})
	}
}

// refusesConnections is an address at which nobody listens.
func refusesConnections(testing.TB) scene {
	return scene{url: "http://127.0.0.1:1", seen: new(atomic.Int64)}
}

// failsDialing is a scene without a provider: every connection fails with the same error.
func failsDialing(err error) func(testing.TB) scene {
	return func(testing.TB) scene {
		transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: err}
		}}
		return scene{
			url:    "https://api.acme.example",
			client: &http.Client{Transport: transport},
			seen:   new(atomic.Int64),
		}
	}
}

// unknownAuthority is a server whose certificate the client has no reason to trust.
func unknownAuthority(tb testing.TB) scene {
	srv, seen := newServer(func(http.ResponseWriter, *http.Request) {})
	srv.StartTLS()
	tb.Cleanup(srv.Close)
	return scene{url: srv.URL, seen: seen}
}

// cutsHandshake is a server that closes every connection where TLS should begin.
func cutsHandshake(tb testing.TB) scene {
	addr := serveConns(tb, func(conn net.Conn) { _, _ = conn.Read(make([]byte, 16)) })
	return scene{url: "https://" + addr, seen: new(atomic.Int64)}
}

// cutsBeforeReading is a server that closes every connection at once.
func cutsBeforeReading(tb testing.TB) scene {
	seen := new(atomic.Int64)
	addr := serveConns(tb, func(net.Conn) { seen.Add(1) })
	return scene{url: "http://" + addr, seen: seen}
}

// cutsAfterReading is a server that reads the whole request and closes the connection.
func cutsAfterReading(tb testing.TB) scene {
	return newScene(tb, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		panic(http.ErrAbortHandler)
	})
}

// sendsHalf is a server that says success and closes the connection in the middle of the body.
func sendsHalf(tb testing.TB) scene {
	return newScene(tb, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, `{"id":`)
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
}

// sendsHalfQuietly is a server that says success, announces no length, and ends in the middle of the body as if that
// were all.
func sendsHalfQuietly(tb testing.TB) scene {
	seen := new(atomic.Int64)
	addr := serveConns(tb, func(conn net.Conn) {
		if readRequest(bufio.NewReader(conn)) == nil {
			seen.Add(1)
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"id\":")
		}
	})
	return scene{url: "http://" + addr, seen: seen}
}

// serveConns serves plain connections, each closed when its handler returns, or at the end of the test.
func serveConns(tb testing.TB, handle func(net.Conn)) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(tb, err)
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() {
				defer conn.Close()
				defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
				handle(conn)
			})
		}
	})
	tb.Cleanup(func() {
		_ = l.Close()
		stop()
		running.Wait()
	})
	return l.Addr().String()
}

// readRequest reads one request to its end.
func readRequest(r *bufio.Reader) error {
	req, err := http.ReadRequest(r)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, req.Body)
	return err
}
