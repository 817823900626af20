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

// streaming is a server whose only operation answers with a stream.
func streaming(t *testing.T, stream func(io.Writer) error) (*fake.Server, *http.Client) {
	t.Helper()
	srv, err := fake.Listen("127.0.0.1:0", fake.Provider{
		Name: "streamtest",
		Ops:  []string{"Rows.List"},
		Route: func(*fake.Request) fake.Operation {
			return fake.Operation{Name: "Rows.List", List: true, Do: func() fake.Reply {
				header := http.Header{"Content-Type": {"text/xml"}}
				return fake.Reply{Status: http.StatusOK, Header: header, Stream: stream}
			}}
		},
		Hide: func(*fake.Record) {},
	})
	require.NoError(t, err)
	transport := &http.Transport{}
	t.Cleanup(func() {
		srv.Close()
		transport.CloseIdleConnections()
	})
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

func text(t *testing.T, stream func(io.Writer) error) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, stream(&b))
	return b.String()
}

func TestStream(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for name, tc := range map[string]struct {
		stream func(io.Writer) error
		kind   fake.Kind
		want   string
		err    error // while the body was read
	}{
		"short":     {rows(40), fake.Proceed, text(t, rows(40)), nil},
		"long":      {rows(5 * half), fake.Proceed, text(t, rows(5*half)), nil},
		"empty":     {func(io.Writer) error { return nil }, fake.Proceed, "", nil},
		"cut short": {rows(40), fake.CutBody, text(t, rows(40))[:20], io.ErrUnexpectedEOF},
		"cut whole": {rows(half), fake.CutBody, text(t, rows(half))[:half/2], io.ErrUnexpectedEOF},
		"cut long":  {rows(9 * half), fake.CutBody, text(t, rows(9*half))[:half], io.ErrUnexpectedEOF},
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
			srv, client := streaming(t, tc.stream)
			srv.Fail(fake.Spec{Times: 1, Kind: tc.kind})
			resp, err := client.Do(request(t, srv, http.MethodGet, "/rows"))
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

func TestStreamIsJSONUnlessItSaysMore(t *testing.T) {
	t.Parallel()
	srv, err := fake.Listen("127.0.0.1:0", fake.Provider{
		Route: func(*fake.Request) fake.Operation {
			return fake.Operation{Name: "Rows.List", Do: func() fake.Reply {
				return fake.Reply{Status: http.StatusOK, Stream: rows(40)}
			}}
		},
		Hide: func(*fake.Record) {},
	})
	require.NoError(t, err)
	defer srv.Close()
	resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(request(t, srv, http.MethodGet, "/rows"))
	require.NoError(t, err)
	defer resp.Body.Close()
	assert.Equal(t, "application/json", resp.Header.Get("Content-Type"))
}

func TestRepeatedStream(t *testing.T) {
	t.Parallel()
	calls := 0
	srv, client := streaming(t, func(w io.Writer) error {
		calls++
		return rows(40)(w)
	})
	srv.Fail(fake.Spec{Times: 1, Kind: fake.RepeatPage})
	for range 2 {
		_, body := do(t, client, request(t, srv, http.MethodGet, "/rows"))
		assert.Equal(t, text(t, rows(40)), body)
	}
	assert.Equal(t, 2, calls, "it is written anew, not kept")
}

// A client that goes away in the middle ends the stream.
func TestStreamEndsWithItsClient(t *testing.T) {
	t.Parallel()
	ended := make(chan error, 1)
	srv, client := streaming(t, func(w io.Writer) (err error) {
		for err == nil {
			err = rows(half)(w)
		}
		ended <- err
		return err
	})
	resp, err := client.Do(request(t, srv, http.MethodGet, "/rows"))
	require.NoError(t, err)
	_, err = io.ReadFull(resp.Body, make([]byte, 3*half))
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Error(t, <-ended)
	srv.Close()
}

// An operation may have a form of its own for errors.
func TestErrorOfAnOperation(t *testing.T) {
	t.Parallel()
	srv, err := fake.Listen("127.0.0.1:0", fake.Provider{
		Route: func(*fake.Request) fake.Operation {
			return fake.Operation{
				Name: "Rows.List",
				Do:   func() fake.Reply { return fake.Reply{Status: http.StatusOK} },
				Error: func(status int, message string) fake.Reply {
					return fake.Reply{Status: status, Body: []byte("<info>" + message + "</info>")}
				},
			}
		},
		Secrets: func(*fake.Request) []string { return []string{"secret"} },
		Hide:    func(*fake.Record) {},
	})
	require.NoError(t, err)
	transport := &http.Transport{}
	defer srv.Close()
	defer transport.CloseIdleConnections()
	srv.Fail(
		fake.Spec{Times: 1, Kind: fake.Explain, Status: 409, Message: "locked"},
		fake.Spec{Times: 1, Kind: fake.Echo, Status: 400},
	)
	client := &http.Client{Transport: transport}
	status, body := do(t, client, request(t, srv, http.MethodGet, "/rows"))
	assert.Equal(t, 409, status)
	assert.Equal(t, "<info>locked</info>", body)
	status, body = do(t, client, request(t, srv, http.MethodGet, "/rows"))
	assert.Equal(t, 400, status)
	assert.Equal(t, "<info>not accepted: secret</info>", body)
}
