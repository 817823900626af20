package call

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// The own transport notices dead connections and lets idle ones go; the process-wide default stays as it was.
func TestNewOwnTransport(t *testing.T) {
	t.Parallel()
	own := transportOf(t, newCaller(t, shelfwire.Options{}))
	assert.Equal(t, 30*time.Second, own.IdleConnTimeout)
	assert.Equal(t, 32, own.MaxIdleConnsPerHost)
	require.NotNil(t, own.HTTP2)
	assert.Equal(t, 15*time.Second, own.HTTP2.SendPingTimeout)
	assert.Equal(t, 15*time.Second, own.HTTP2.PingTimeout)

	shared := http.DefaultTransport.(*http.Transport)
	assert.Nil(t, shared.HTTP2)
	assert.NotEqual(t, own.IdleConnTimeout, shared.IdleConnTimeout)
}

// What the program has set for HTTP/2 on its default transport is kept, and the setting itself not touched.
func TestNewOwnTransport_KeepsSettings(t *testing.T) {
	t.Parallel()
	shared := &http.Transport{HTTP2: &http.HTTP2Config{MaxReadFrameSize: 1 << 20}}
	own := newOwnTransport(shared, time.Minute, time.Second)
	assert.Equal(t, http.HTTP2Config{MaxReadFrameSize: 1 << 20, SendPingTimeout: time.Second, PingTimeout: time.Second}, *own.HTTP2)
	assert.Equal(t, time.Minute, own.IdleConnTimeout)
	assert.Equal(t, http.HTTP2Config{MaxReadFrameSize: 1 << 20}, *shared.HTTP2)
}

// A transport that the caller gives is used as it is.
func TestNewHTTPClient_LeavesTheTransportAlone(t *testing.T) {
	t.Parallel()
	given := &http.Transport{}
	c := newCaller(t, shelfwire.Options{HTTPClient: &http.Client{Transport: given}})
	assert.Same(t, given, transportOf(t, c))
	assert.Nil(t, given.HTTP2)
	assert.Zero(t, given.IdleConnTimeout)
	assert.Zero(t, given.MaxIdleConnsPerHost)

	c = newCaller(t, shelfwire.Options{HTTPClient: &http.Client{}})
	assert.Same(t, http.DefaultTransport, transportOf(t, c), "a client without a transport has the default one")
}

// countConnections is a server that counts the connections on which its requests come.
func countConnections(t *testing.T) (scene, func() int64) {
	t.Helper()
	var opened atomic.Int64
	srv, seen := newServer(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"id":1}`) })
	srv.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	srv.Start()
	t.Cleanup(srv.Close)
	return scene{url: srv.URL, seen: seen}, opened.Load
}

func TestCaller_CloseIdleConnections(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		given *http.Client
		want  int64
	}{
		"of the own transport":      {nil, 2},
		"of a given transport stay": {&http.Client{Transport: &http.Transport{}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, opened := countConnections(t)
			c := newCaller(t, shelfwire.Options{BaseURL: s.url, HTTPClient: tt.given})
			require.NoError(t, doCall(t.Context(), c, opWrite))
			c.CloseIdleConnections()
			require.NoError(t, doCall(t.Context(), c, opWrite))
			assert.Equal(t, tt.want, opened())
		})
	}
}

// Callers of one pool share its connections; only the pool's owner closes them.
func TestProvider_ShareConnections(t *testing.T) {
	t.Parallel()
	s, opened := countConnections(t)
	owner := newCaller(t, shelfwire.Options{BaseURL: s.url})
	p := testProvider()
	p.ShareConnections = owner
	sharer, err := New(p, &shelfwire.Options{BaseURL: s.url}, &check.Problems{})
	require.NoError(t, err)
	for _, c := range []*Caller{owner, sharer, owner} {
		require.NoError(t, doCall(t.Context(), c, opWrite))
		sharer.CloseIdleConnections()
	}
	assert.EqualValues(t, 1, opened())
	owner.CloseIdleConnections()
	require.NoError(t, doCall(t.Context(), sharer, opWrite))
	assert.EqualValues(t, 2, opened())
}

// closeCounter is a default transport that a program has put in place of net/http's.
type closeCounter struct {
	http.RoundTripper
	closed int
}

func (c *closeCounter) CloseIdleConnections() { c.closed++ }

// A program may have replaced the default transport: it is used, and its connections serve others. Not parallel: the
// default is the process's.
func TestNewHTTPClient_ReplacedDefaultTransport(t *testing.T) {
	before := http.DefaultTransport
	defer func() { http.DefaultTransport = before }()
	replaced := &closeCounter{RoundTripper: roundTripper(fine)}
	http.DefaultTransport = replaced
	c, err := New(testProvider(), nil, &check.Problems{})
	require.NoError(t, err)
	require.NoError(t, doCall(t.Context(), c, opWrite))
	c.CloseIdleConnections()
	assert.Zero(t, replaced.closed)
}

// Clients that are made, used and dropped leave nothing behind. Not parallel: it looks at the goroutines of the process.
func TestCaller_CloseIdleConnections_Leaks(t *testing.T) {
	s, opened := countConnections(t)
	before := goleak.IgnoreCurrent()
	for range 50 {
		c, err := New(testProvider(), &shelfwire.Options{BaseURL: s.url}, &check.Problems{})
		require.NoError(t, err)
		require.NoError(t, doCall(t.Context(), c, opRead))
		c.CloseIdleConnections()
	}
	assert.EqualValues(t, 50, opened())
	goleak.VerifyNone(t, before)
}

// A connection of HTTP/2 that has gone dead behind a proxy fails one call, and the next one goes over another.
func TestNewOwnTransport_DeadConnection(t *testing.T) {
	t.Parallel()
	const ping = 2 * time.Second // a slow machine responds within it
	srv, seen := newServer(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"id":1,"protocol":"`+r.Proto+`"}`)
	})
	srv.EnableHTTP2 = true
	srv.StartTLS()
	t.Cleanup(srv.Close)
	proxy := newDeafProxy(t, srv.Listener.Addr().String())

	transport := newOwnTransport(http.DefaultTransport.(*http.Transport), idleConnTimeout, ping)
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	transport.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	t.Cleanup(transport.CloseIdleConnections)
	c := newCaller(t, shelfwire.Options{BaseURL: "https://" + proxy.addr, HTTPClient: &http.Client{Transport: transport}})
	call := func() error {
		return c.Do(t.Context(), Request{Op: opWrite, Path: []string{"x"}}, func(body []byte) error {
			assert.JSONEq(t, `{"id":1,"protocol":"HTTP/2.0"}`, string(body))
			return nil
		})
	}
	require.NoError(t, call())
	proxy.silent.Store(proxy.opened.Load())
	began := time.Now()
	e := requireError(t, call())
	assert.Equal(t, oneUnknown, retryVerdict{e.Attempts, e.Outcome})
	assert.Less(t, time.Since(began), 20*time.Second, "not the minute of the guard")
	require.NoError(t, call())
	assert.EqualValues(t, 2, proxy.opened.Load())
	assert.EqualValues(t, 2, seen.Load())
}

// deafProxy passes connections on to a server. Those up to the number in silent swallow everything.
type deafProxy struct {
	addr           string
	opened, silent atomic.Int64
}

func newDeafProxy(t *testing.T, server string) *deafProxy {
	t.Helper()
	p := new(deafProxy)
	p.addr = serveConns(t, func(conn net.Conn) {
		number := p.opened.Add(1)
		onward, err := net.Dial("tcp", server)
		if err != nil {
			return
		}
		go p.forward(number, onward, conn)
		p.forward(number, conn, onward)
	})
	return p
}

// forward copies until one side ends, and closes both.
func (p *deafProxy) forward(number int64, from, to net.Conn) {
	defer from.Close()
	defer to.Close()
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		if number > p.silent.Load() {
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
	}
}
