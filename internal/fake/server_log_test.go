package fake_test

import (
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/fake"
)

func TestServer_Records(t *testing.T) {
	t.Parallel()
	srv, _, client := startServer(t)
	sendRequest(t, client, newRequest(t, srv, http.MethodPut, "/v1/add?a=1"))
	sendRequest(t, client, newRequest(t, srv, http.MethodGet, "/elsewhere"))
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

func TestServer_Records_ForgetsOldRequests(t *testing.T) {
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

func (discard) Header() http.Header { return http.Header{} }

func (discard) Write(p []byte) (int, error) { return len(p), nil }

func (discard) WriteHeader(int) {}
