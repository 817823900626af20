package fake_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// half of 128 KiB, and what arrives of anything longer.
const half = 64 << 10

// startStream starts a server whose only operation responds with a stream.
func startStream(t *testing.T, stream func(io.Writer) error) (*fake.Server, *http.Client) {
	t.Helper()
	serve := func(*fake.Request) fake.Response {
		header := http.Header{"Content-Type": {"text/xml"}}
		return fake.Response{Status: http.StatusOK, Header: header, Stream: stream}
	}
	srv := startProvider(t, fake.Provider{
		Name:      "streamtest",
		Endpoints: []fake.Endpoint{{Op: "Rows.List", Method: "GET PUT", Path: "rows", List: true, Serve: serve}},
		Redact:    func(*fake.Record) {},
	})
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return srv, &http.Client{Transport: transport}
}

// rows writes an element of n bytes in pieces.
func rows(n int) func(io.Writer) error {
	return func(w io.Writer) error {
		const open, shut = "<rows>", "</rows>"
		for _, piece := range []string{open, strings.Repeat("r", n-len(open)-len(shut)), shut} {
			if _, err := io.WriteString(w, piece); err != nil {
				return err
			}
		}
		return nil
	}
}

func readStream(t *testing.T, stream func(io.Writer) error) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, stream(&b))
	return b.String()
}

func TestResponse_Stream(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for name, tc := range map[string]struct {
		stream func(io.Writer) error
		kind   fake.Kind
		want   string
		err    error // while the body was read
	}{
		"short":     {rows(40), fake.Proceed, readStream(t, rows(40)), nil},
		"long":      {rows(5 * half), fake.Proceed, readStream(t, rows(5*half)), nil},
		"empty":     {func(io.Writer) error { return nil }, fake.Proceed, "", nil},
		"cut short": {rows(40), fake.TruncateBody, readStream(t, rows(40))[:20], io.ErrUnexpectedEOF},
		"cut whole": {rows(half), fake.TruncateBody, readStream(t, rows(half))[:half/2], io.ErrUnexpectedEOF},
		"cut long":  {rows(9 * half), fake.TruncateBody, readStream(t, rows(9*half))[:half], io.ErrUnexpectedEOF},
		"other":     {rows(40), fake.WrongType, "<unexpected>a single element</unexpected>", nil},
		"long other": {
			rows(9 * half), fake.WrongType, "<unexpected>a single element</unexpected>", nil,
		},
		"breaks": {
			func(w io.Writer) error {
				_, _ = io.WriteString(w, "<rows>")
				return broken
			}, fake.Proceed, "<rows>", io.ErrUnexpectedEOF,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv, client := startStream(t, tc.stream)
			srv.Fail(fake.Spec{Times: 1, Kind: tc.kind})
			resp, err := client.Do(newRequest(t, srv, http.MethodGet, "/rows"))
			require.NoError(t, err)
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			require.ErrorIs(t, err, tc.err)
			assert.True(t, tc.want == string(body), "%d bytes, want %d", len(body), len(tc.want))
			assert.Equal(t, http.StatusOK, resp.StatusCode)
			assert.Equal(t, "text/xml", resp.Header.Get("Content-Type"))
			assert.False(t, resp.Uncompressed, "streams are not compressed")
		})
	}
}

func TestResponse_Stream_DefaultsToJSON(t *testing.T) {
	t.Parallel()
	serve := func(*fake.Request) fake.Response { return fake.Response{Status: http.StatusOK, Stream: rows(40)} }
	srv := startProvider(t, fake.Provider{
		Endpoints: []fake.Endpoint{{Op: "Rows.List", Method: "GET", Path: "rows", Serve: serve}},
		Redact:    func(*fake.Record) {},
	})
	resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(newRequest(t, srv, http.MethodGet, "/rows"))
	require.NoError(t, err)
	defer resp.Body.Close()
	assert.Equal(t, "application/json", resp.Header.Get("Content-Type"))
}

func TestResponse_Stream_Repeated(t *testing.T) {
	t.Parallel()
	calls := 0
	srv, client := startStream(t, func(w io.Writer) error {
		calls++
		return rows(40)(w)
	})
	srv.Fail(fake.Spec{Times: 1, Kind: fake.RepeatPage})
	for range 2 {
		_, body := sendRequest(t, client, newRequest(t, srv, http.MethodGet, "/rows"))
		assert.Equal(t, readStream(t, rows(40)), body)
	}
	assert.Equal(t, 2, calls, "it is written anew, not kept")
}

// A client that goes away in the middle ends the stream.
func TestResponse_Stream_EndsWithItsClient(t *testing.T) {
	t.Parallel()
	ended := make(chan error, 1)
	srv, client := startStream(t, func(w io.Writer) (err error) {
		for err == nil {
			err = rows(half)(w)
		}
		ended <- err
		return err
	})
	resp, err := client.Do(newRequest(t, srv, http.MethodGet, "/rows"))
	require.NoError(t, err)
	_, err = io.ReadFull(resp.Body, make([]byte, 3*half))
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Error(t, <-ended)
	srv.Close()
}

// The form of an error may depend on the request.
func TestProvider_Error_GetsTheRequest(t *testing.T) {
	t.Parallel()
	srv := startProvider(t, fake.Provider{
		Endpoints: []fake.Endpoint{{Op: "Rows.List", Method: "GET", Path: "rows"}},
		Error: func(r *fake.Request, status int, message string) fake.Response {
			return fake.Response{Status: status, Body: []byte(r.Query.Get("as") + ": " + message)}
		},
		Secrets: func(*fake.Request) []string { return []string{"secret"} },
		Redact:  func(*fake.Record) {},
	})
	srv.Fail(
		fake.Spec{Times: 1, Kind: fake.RespondError, Status: 409, Message: "locked"},
		fake.Spec{Times: 1, Kind: fake.EchoKey, Status: 400},
	)
	client := newClient(t)
	status, body := sendRequest(t, client, newRequest(t, srv, http.MethodGet, "/rows?as=xml"))
	assert.Equal(t, 409, status)
	assert.Equal(t, "xml: locked", body)
	status, body = sendRequest(t, client, newRequest(t, srv, http.MethodGet, "/rows?as=json"))
	assert.Equal(t, 400, status)
	assert.Equal(t, "json: not accepted: secret", body)
}
