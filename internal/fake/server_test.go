package fake_test

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire/internal/fake"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// counter is a provider with a counter: PUT /v1/add adds one to it, and GET /v1/list responds with a page.
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

// startServer returns a server of a counter, and a client of its own for it.
func startServer(t *testing.T) (*fake.Server, *counter, *http.Client) {
	t.Helper()
	c := &counter{page: "one"}
	srv := startProvider(t, c.provider())
	return srv, c, newClient(t)
}

// startProvider starts a server that ends with the test.
func startProvider(t *testing.T, p fake.Provider) *fake.Server {
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

func newRequest(t *testing.T, srv *fake.Server, method, path string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, srv.URL()+path, strings.NewReader("body"))
	require.NoError(t, err)
	r.Header.Set("X-Key", "secret")
	return r
}

// sendRequest returns the status and the body of a response that comes in full.
func sendRequest(t *testing.T, client *http.Client, r *http.Request) (int, string) {
	t.Helper()
	resp, err := client.Do(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(body)
}

func TestServer_LeavesPathsAlone(t *testing.T) {
	t.Parallel()
	srv, _, client := startServer(t)
	for _, path := range []string{"/v1/%2E%2E/add", "/v1//add", "/v1/a%2Fb", "/v1/a%20b", "/v1/%61dd"} {
		sendRequest(t, client, newRequest(t, srv, http.MethodGet, path))
		records := srv.Records()
		assert.Equal(t, path, records[len(records)-1].Path)
	}
	assert.Equal(t, 1, srv.Calls("Counter.Add"), "%61dd is add")
}

func TestServer_BoundsRequestBodies(t *testing.T) {
	t.Parallel()
	srv, c, client := startServer(t)
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

func TestServer_InParallel(t *testing.T) {
	t.Parallel()
	srv, c, client := startServer(t)
	srv.Fail(fake.Spec{Times: 10, Kind: fake.Respond, Status: 503}, fake.Spec{Times: 10, Kind: fake.DropConnection, Apply: true})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 25 {
				resp, err := client.Do(newRequest(t, srv, http.MethodPut, "/v1/add"))
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
