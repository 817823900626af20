package fake_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/fake"
)

func TestSpec_TruncateBodyWithoutLength_IsPlain(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long ", 1000)
	srv, client := startWithResponse(t, fake.Response{Status: http.StatusOK, Body: []byte(long)})
	srv.Fail(ofKind(fake.TruncateBodyWithoutLength), header("Content-Length", "9"), ofKind(fake.TruncateBodyWithoutLength))
	for range 2 {
		r := newRequest(t, srv, http.MethodPut, "/")
		r.Header.Set("Accept-Encoding", "gzip")
		resp, err := client.Do(r)
		require.NoError(t, err)
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		assert.Equal(t, long[:len(long)/2], string(body))
		assert.Empty(t, resp.Header.Get("Content-Encoding"))
		assert.Empty(t, resp.TransferEncoding)
		assert.Equal(t, int64(-1), resp.ContentLength)
		assert.True(t, resp.Close)
	}
}

func TestServer_CompressesBodies(t *testing.T) {
	t.Parallel()
	srv, c, client := startServer(t)
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
		r := newRequest(t, srv, http.MethodGet, "/v1/list")
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
