package fake_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire/internal/fake"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// counter is a provider with a counter: PUT /v1/add adds one to it, and GET /v1/list answers with a page.
type counter struct {
	mu    sync.Mutex
	added int
	page  string
}

func (c *counter) provider() fake.Provider {
	return fake.Provider{
		Name: "countertest",
		Base: "/v1",
		Endpoints: []fake.Endpoint{
			{Op: "Counter.Add", Method: "PUT GET", Path: "add", Serve: c.add},
			{Op: "Counter.List", Method: "PUT GET", Path: "list", List: true, Serve: c.list},
		},
		Error: func(_ *fake.Request, status int, message string) fake.Response {
			return fake.Response{Status: status, Body: []byte(strconv.Quote(message))}
		},
		Secrets: func(r *fake.Request) []string { return []string{r.Header.Get("X-Key")} },
		Redact:  func(r *fake.Record) { r.Header.Del("X-Key") },
	}
}

func (c *counter) add(*fake.Request) fake.Response {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.added++
	return fake.Response{Status: http.StatusOK, Body: []byte(`{"added":true}`)}
}

func (c *counter) list(*fake.Request) fake.Response {
	c.mu.Lock()
	defer c.mu.Unlock()
	return fake.Response{Status: http.StatusOK, Body: []byte(`["` + c.page + `"]`)}
}

func (c *counter) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.added
}

func (c *counter) turn(page string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.page = page
}

// start returns a server of a counter, and a client of its own for it.
func start(t *testing.T) (*fake.Server, *counter, *http.Client) {
	t.Helper()
	c := &counter{page: "one"}
	srv := listen(t, c.provider())
	return srv, c, newClient(t)
}

// listen starts a server that ends with the test.
func listen(t *testing.T, p fake.Provider) *fake.Server {
	t.Helper()
	srv := fake.NewServer(p)
	require.NoError(t, srv.Listen(fake.AnyPort))
	t.Cleanup(srv.Close)
	return srv
}

// newClient returns a client that takes bodies as they come.
func newClient(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func request(t *testing.T, srv *fake.Server, method, path string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, srv.URL()+path, strings.NewReader("body"))
	require.NoError(t, err)
	r.Header.Set("X-Key", "secret")
	return r
}

// do returns the status and the body of a response that comes in full.
func do(t *testing.T, client *http.Client, r *http.Request) (int, string) {
	t.Helper()
	resp, err := client.Do(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(body)
}

func TestServerLogsRequests(t *testing.T) {
	t.Parallel()
	srv, _, client := start(t)
	do(t, client, request(t, srv, http.MethodPut, "/v1/add?a=1"))
	do(t, client, request(t, srv, http.MethodGet, "/elsewhere"))
	assert.Equal(t, 1, srv.Calls("Counter.Add"))
	assert.Equal(t, 0, srv.Calls("Counter.List"))
	assert.Equal(t, 1, srv.Calls("Counter.Add", "Counter.List"))
	assert.Equal(t, 2, srv.Calls())

	records := srv.Records()
	require.Len(t, records, 2)
	first := records[0]
	assert.Equal(t, "Counter.Add", first.Op)
	assert.Equal(t, http.MethodPut, first.Method)
	assert.Equal(t, "/v1/add", first.Path)
	assert.Equal(t, "1", first.Query.Get("a"))
	assert.Equal(t, "body", first.Body)
	assert.Equal(t, http.StatusOK, first.Status)
	assert.Equal(t, "4", first.Header.Get("Content-Length"))
	assert.Empty(t, first.Header.Get("X-Key"), "no credentials")
	assert.Equal(t, http.StatusNotFound, records[1].Status)
	assert.Empty(t, records[1].Op)

	first.Header.Set("Content-Length", "changed")
	first.Query.Set("a", "changed")
	again := srv.Records()[0]
	assert.Equal(t, "4", again.Header.Get("Content-Length"), "the records are copies")
	assert.Equal(t, "1", again.Query.Get("a"))
}

func TestServerLeavesPathsAlone(t *testing.T) {
	t.Parallel()
	srv, _, client := start(t)
	for _, path := range []string{"/v1/%2E%2E/add", "/v1//add", "/v1/a%2Fb", "/v1/a%20b", "/v1/%61dd"} {
		do(t, client, request(t, srv, http.MethodGet, path))
		records := srv.Records()
		assert.Equal(t, path, records[len(records)-1].Path)
	}
	assert.Equal(t, 1, srv.Calls("Counter.Add"), "%61dd is add")
}

func TestServerRefusesUnknownOperations(t *testing.T) {
	t.Parallel()
	srv, _, _ := start(t)
	const want = `countertest: there is no operation "Counter.Ad"; there are Counter.Add, Counter.List`
	assert.PanicsWithValue(t, want, func() { srv.Fail(fake.Spec{Ops: []string{"Counter.Ad"}, Times: 1}) })
	assert.PanicsWithValue(t, want, func() { srv.Calls("Counter.Ad") })
}

func TestServerCompresses(t *testing.T) {
	t.Parallel()
	srv, c, client := start(t)
	long := strings.Repeat("long ", 1000)
	sent := 0
	for name, tc := range map[string]struct {
		page, accept string
		want         bool
	}{
		"accepted":           {page: long, accept: "gzip", want: true},
		"among others":       {page: long, accept: "br;q=1, GZIP;q=0.8", want: true},
		"not accepted":       {page: long, accept: "identity"},
		"nothing said":       {page: long},
		"too short to do it": {page: "short", accept: "gzip"},
		"of 1,024 bytes":     {page: long[:1020], accept: "gzip", want: true},
		"of 1,023 bytes":     {page: long[:1019], accept: "gzip"},
	} {
		c.turn(tc.page)
		r := request(t, srv, http.MethodGet, "/v1/list")
		if tc.accept != "" {
			r.Header.Set("Accept-Encoding", tc.accept)
		}
		resp, err := client.Do(r)
		sent++
		require.NoError(t, err, name)
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err, name)
		require.NoError(t, resp.Body.Close(), name)
		assert.Equal(t, tc.want, resp.Header.Get("Content-Encoding") == "gzip", name)
		assert.Equal(t, int64(len(body)), resp.ContentLength, name)
		if tc.want {
			body = unzip(t, body)
		}
		assert.Equal(t, `["`+tc.page+`"]`, string(body), name)
	}
	assert.Equal(t, sent, srv.Calls(), "none was broken off and repeated")
}

func unzip(t *testing.T, body []byte) []byte {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(body))
	require.NoError(t, err)
	plain, err := io.ReadAll(zip)
	require.NoError(t, err)
	return plain
}

func TestServerBoundsRequests(t *testing.T) {
	t.Parallel()
	srv, c, client := start(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, srv.URL()+"/v1/add",
		bytes.NewReader(make([]byte, 16<<20+1)))
	require.NoError(t, err)
	resp, err := client.Do(r)
	if err == nil {
		_ = resp.Body.Close()
	}
	require.Error(t, err)
	assert.Zero(t, c.count())
}

func TestServerForgetsOldRequests(t *testing.T) {
	t.Parallel()
	srv := fake.NewServer((&counter{}).provider())
	srv.Serve(newPipes())
	defer srv.Close()
	const most = 10_000
	for i := range 2*most + 5 {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "/v1/add?n="+strconv.Itoa(i), http.NoBody)
		require.NoError(t, err)
		srv.ServeHTTP(discard{}, r)
	}
	records := srv.Records()
	assert.Len(t, records, most)
	assert.Equal(t, strconv.Itoa(2*most+4), records[most-1].Query.Get("n"), "the newest ones stay")
	assert.Equal(t, 2*most+5, srv.Calls("Counter.Add"), "the counts go on")
}

type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) WriteHeader(int)             {}

func TestListenOnATakenAddress(t *testing.T) {
	t.Parallel()
	srv, _, _ := start(t)
	address := strings.TrimPrefix(srv.URL(), "http://")
	require.ErrorContains(t, fake.NewServer((&counter{}).provider()).Listen(address), "countertest: ")
}

func TestCloseEndsWaits(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*fake.Server){
		"delayed": func(srv *fake.Server) { srv.Fail(fake.Spec{Times: 1, Delay: time.Hour}) },
		"latency": func(srv *fake.Server) { srv.SetLatency(time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv, _, client := start(t)
			arrived, failed := make(chan struct{}), make(chan error)
			srv.Fail(fake.Spec{Times: 1, Before: func() { close(arrived) }})
			prepare(srv)
			r := request(t, srv, http.MethodPut, "/v1/add")
			go func() {
				resp, err := client.Do(r)
				if err == nil {
					_ = resp.Body.Close()
				}
				failed <- err
			}()
			<-arrived
			srv.Close()
			require.Error(t, <-failed)
			srv.Close() // again, which does no harm
		})
	}
}

func TestClosedServerAnswersNothing(t *testing.T) {
	t.Parallel()
	srv, c, _ := start(t)
	srv.Close()
	r := request(t, srv, http.MethodPut, "/v1/add")
	assert.PanicsWithValue(t, http.ErrAbortHandler, func() { srv.ServeHTTP(discard{}, r) })
	assert.Zero(t, c.count())
	assert.Zero(t, srv.Calls())
}

func TestCloseWaitsForRequests(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, srv *fake.Server, _ *counter, client *http.Client) {
		release := make(chan struct{})
		srv.Fail(fake.Spec{Times: 1, Before: func() { <-release }})
		r := request(t, srv, http.MethodPut, "/v1/add")
		go func() {
			resp, err := client.Do(r)
			if err == nil {
				_ = resp.Body.Close()
			}
		}()
		synctest.Wait()
		var closed atomic.Bool
		go func() {
			srv.Close()
			closed.Store(true)
		}()
		synctest.Wait()
		assert.False(t, closed.Load(), "a request is being worked on")
		close(release)
		synctest.Wait()
		assert.True(t, closed.Load())
	})
}

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

// bubble runs a test in virtual time.
func bubble(t *testing.T, test func(t *testing.T, srv *fake.Server, c *counter, client *http.Client)) {
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

func TestLatency(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, srv *fake.Server, _ *counter, client *http.Client) {
		srv.SetLatency(30 * time.Millisecond)
		began := time.Now()
		for range 3 {
			do(t, client, request(t, srv, http.MethodPut, "/v1/add"))
		}
		assert.Equal(t, 90*time.Millisecond, time.Since(began))
		srv.SetLatency(0)
		do(t, client, request(t, srv, http.MethodPut, "/v1/add"))
		assert.Equal(t, 90*time.Millisecond, time.Since(began))
	})
}

func TestDelay(t *testing.T) {
	t.Parallel()
	slow503 := fake.Spec{Delay: time.Minute, Kind: fake.Respond, Status: 503}
	for name, tc := range map[string]struct {
		spec    fake.Spec
		timeout time.Duration // of the client
		took    time.Duration
		status  int // 0 for no answer
		applied int
	}{
		"then answers":             {fake.Spec{Delay: time.Minute}, time.Hour, time.Minute, 200, 1},
		"then fails":               {slow503, time.Hour, time.Minute, 503, 0},
		"the client goes away":     {fake.Spec{Delay: time.Minute}, time.Second, time.Second, 0, 0},
		"applied, the client gone": {fake.Spec{Delay: time.Minute, Apply: true}, time.Second, time.Second, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T, srv *fake.Server, c *counter, client *http.Client) {
				tc.spec.Times = 1
				srv.Fail(tc.spec)
				client.Timeout = tc.timeout
				began := time.Now()
				resp, err := client.Do(request(t, srv, http.MethodPut, "/v1/add"))
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

func TestServerInParallel(t *testing.T) {
	t.Parallel()
	srv, c, client := start(t)
	srv.Fail(fake.Spec{Times: 10, Kind: fake.Respond, Status: 503}, fake.Spec{Times: 10, Kind: fake.DropConnection, Apply: true})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 25 {
				resp, err := client.Do(request(t, srv, http.MethodPut, "/v1/add"))
				if err == nil {
					_ = resp.Body.Close()
				}
				_ = srv.Records()
			}
		})
	}
	group.Wait()
	assert.Equal(t, 200, srv.Calls("Counter.Add"))
	assert.Equal(t, 190, c.count())
}
