package fake_test

import (
	"context"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// pipes is a listener without a network, for virtual time.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), done: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.done) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.conns <- far:
		return near, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

// inBubble runs a test in virtual time.
func inBubble(t *testing.T, test func(t *testing.T, srv *fake.Server, c *counter, client *http.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		listener, c := newPipes(), &counter{page: "one"}
		srv := fake.NewServer(c.provider())
		srv.Serve(listener)
		transport := &http.Transport{DialContext: listener.dial}
		test(t, srv, c, &http.Client{Transport: transport})
		transport.CloseIdleConnections()
		srv.Close()
	})
}

func TestServer_SetLatency(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, srv *fake.Server, _ *counter, client *http.Client) {
		srv.SetLatency(30 * time.Millisecond)
		began := time.Now()
		for range 3 {
			sendRequest(t, client, newRequest(t, srv, http.MethodPut, "/v1/add"))
		}
		assert.Equal(t, 90*time.Millisecond, time.Since(began))
		srv.SetLatency(0)
		sendRequest(t, client, newRequest(t, srv, http.MethodPut, "/v1/add"))
		assert.Equal(t, 90*time.Millisecond, time.Since(began))
	})
}

func TestSpec_Delay(t *testing.T) {
	t.Parallel()
	slow503 := fake.Spec{Delay: time.Minute, Kind: fake.Respond, Status: 503}
	for name, tc := range map[string]struct {
		spec    fake.Spec
		timeout time.Duration // of the client
		took    time.Duration
		status  int // 0 without a response
		applied int
	}{
		"then responds":            {fake.Spec{Delay: time.Minute}, time.Hour, time.Minute, 200, 1},
		"then fails":               {slow503, time.Hour, time.Minute, 503, 0},
		"the client goes away":     {fake.Spec{Delay: time.Minute}, time.Second, time.Second, 0, 0},
		"applied, the client gone": {fake.Spec{Delay: time.Minute, Apply: true}, time.Second, time.Second, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, srv *fake.Server, c *counter, client *http.Client) {
				tc.spec.Times = 1
				srv.Fail(tc.spec)
				client.Timeout = tc.timeout
				began := time.Now()
				resp, err := client.Do(newRequest(t, srv, http.MethodPut, "/v1/add"))
				assert.Equal(t, tc.took, time.Since(began))
				if tc.status == 0 {
					require.Error(t, err)
				} else {
					require.NoError(t, err)
					assert.Equal(t, tc.status, resp.StatusCode)
					require.NoError(t, resp.Body.Close())
				}
				synctest.Wait()
				assert.Equal(t, tc.applied, c.count())
				assert.Equal(t, tc.status, srv.Records()[0].Status)
			})
		})
	}
}
