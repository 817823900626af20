package call

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

const mebibyte = 1 << 20

// sendsBody is a server that responds with a status and so many bytes.
func sendsBody(tb testing.TB, status, size int, headers ...string) scene {
	return newScene(tb, func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		chunk := bytes.Repeat([]byte("x"), 32<<10)
		for size > 0 {
			n, err := w.Write(chunk[:min(size, len(chunk))])
			if err != nil {
				return
			}
			size -= n
		}
	})
}

func TestReadBody_UpToTheLimit(t *testing.T) {
	t.Parallel()
	const limit = 1000
	tests := []struct {
		name  string
		size  int
		known bool // the server announces the length
		fits  bool
	}{
		{"nothing", 0, true, true},
		{"one less", limit - 1, true, true},
		{"exactly, announced", limit, true, true},
		{"exactly, not announced", limit, false, true},
		{"one more, announced", limit + 1, true, false},
		{"one more, not announced", limit + 1, false, false},
		{"far more", 100 * limit, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, func(w http.ResponseWriter, _ *http.Request) {
				if tt.known {
					w.Header().Set("Content-Length", strconv.Itoa(tt.size))
				} else {
					_ = http.NewResponseController(w).Flush()
				}
				_, _ = io.WriteString(w, strings.Repeat("x", tt.size))
			})
			c := newCaller(t, shelfwire.Options{BaseURL: s.url, MaxResponseBytes: limit, Retry: quick})
			got := -1
			err := c.Do(t.Context(), Request{Op: opSet, Path: []string{"x"}}, func(body []byte) error { got = len(body); return nil })
			if tt.fits {
				require.NoError(t, err)
				assert.Equal(t, tt.size, got)
				return
			}
			require.ErrorIs(t, err, shelfwire.ErrTooLarge)
			e := requireError(t, err)
			assert.Equal(t, oneUnknown, retryVerdict{e.Attempts, e.Outcome}, "asking again would not make it shorter")
			assert.Equal(t, -1, got, "a cut body is not decoded")
			assert.NotErrorIs(t, err, shelfwire.ErrMalformed)
		})
	}
}

func TestReadBody_DefaultLimit(t *testing.T) {
	t.Parallel()
	c := newCaller(t, shelfwire.Options{})
	assert.EqualValues(t, 32*mebibyte, c.maxBody)
}

// The words of an error body count even when the body ends early.
func TestReadBody_ErrorBodyCutShort(t *testing.T) {
	t.Parallel()
	s := sendsBody(t, 400, 10, "Content-Length", "100")
	e := requireError(t, doCall(t.Context(), s.caller(t), opWrite))
	assert.Equal(t, strings.Repeat("x", 10), e.Message)
	assert.Equal(t, oneUnknown, retryVerdict{e.Attempts, e.Outcome})
}

func TestReadBody_WrongContentLength(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, announced string
		body            string
		want            string // what is decoded; "" when the call fails
	}{
		{"too long", "100", `{"id":`, ""},
		{"huge", "1099511627776", `{"id":`, ""},
		{"too short", "8", `{"id":7}garbage`, `{"id":7}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			addr := serveConns(t, func(conn net.Conn) {
				_, _ = conn.Read(make([]byte, 4096))
				_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nConnection: close\r\n"+
					"Content-Length: "+tt.announced+"\r\n\r\n"+tt.body)
			})
			c := newCaller(t, shelfwire.Options{BaseURL: "http://" + addr, Retry: quick})
			got := ""
			err := c.Do(t.Context(), Request{Op: opWrite, Path: []string{"x"}}, func(body []byte) error {
				got = string(body)
				return decodeThing([]byte(strings.TrimSuffix(got, "garbage")))
			})
			assert.Equal(t, tt.want, strings.TrimPrefix(got, "{}"), "what came whole is looked at")
			if tt.want != "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			require.ErrorIs(t, err, io.ErrUnexpectedEOF)
			e := requireError(t, err)
			assert.Equal(t, oneUnknown, retryVerdict{e.Attempts, e.Outcome})
		})
	}
}

// A body that was read to its end leaves its connection for the next call.
func TestReadBody_ConnectionIsReused(t *testing.T) {
	t.Parallel()
	for name, status := range map[string]int{"success": 200, "failure": 400} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			addresses := map[string]bool{}
			s := newScene(t, func(w http.ResponseWriter, r *http.Request) {
				addresses[r.RemoteAddr] = true
				w.WriteHeader(status)
				_, _ = io.WriteString(w, strings.Repeat("x", 10_000))
			})
			c := s.caller(t)
			for range 5 {
				_ = doCall(t.Context(), c, opWrite)
			}
			assert.Len(t, addresses, 1)
		})
	}
}

// closeRecorder is a body that notes that it was closed.
type closeRecorder struct {
	io.Reader
	closed atomic.Bool
}

func (b *closeRecorder) Close() error { b.closed.Store(true); return nil }

func TestReadBody_ClosesTheBody(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		status int
		body   io.Reader
	}{
		"success":   {200, strings.NewReader("{}")},
		"too large": {200, strings.NewReader(strings.Repeat("x", 200))},
		"cut":       {200, brokenReader{io.ErrUnexpectedEOF}},
		"refused":   {400, strings.NewReader("no")},
		"redirect":  {302, strings.NewReader("")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := &closeRecorder{Reader: tt.body}
			respond := func(r *http.Request) (*http.Response, error) { return newResponse(r, tt.status, body), nil }
			c, _ := scripted(t, shelfwire.Options{Retry: once, MaxResponseBytes: 100}, respond)
			_ = doCall(t.Context(), c, opRead)
			assert.True(t, body.closed.Load())
		})
	}
}

// A body that ends with its connection may have lost its end without anybody noticing: half a number is a number.
func TestReadBody_WithoutLength(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		head, body string
		whole      bool
	}{
		"a number":             {"", "10906567", false},
		"a number, counted":    {"Content-Length: 8\r\n", "10906567", true},
		"a number in a chunk":  {"Transfer-Encoding: chunked\r\n", "8\r\n10906567\r\n0\r\n\r\n", true},
		"nothing":              {"", "", false},
		"nothing, counted":     {"Content-Length: 0\r\n", "", true},
		"spaces":               {"", " \n", false},
		"an object":            {"", `{"id":7}`, true},
		"an object and spaces": {"", "{\"id\":7}\r\n", true},
		"a list":               {"", `[]`, true},
		"a text":               {"", `"7"`, true},
		"an element":           {"", `<root/>`, true},
		"a word":               {"", `true`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			addr := serveConns(t, func(conn net.Conn) {
				_, _ = conn.Read(make([]byte, 4096))
				_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nConnection: close\r\n"+tt.head+"\r\n"+tt.body)
			})
			c := newCaller(t, shelfwire.Options{BaseURL: "http://" + addr, Retry: once})
			err := doCall(t.Context(), c, opWrite)
			if tt.whole {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, io.ErrUnexpectedEOF)
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
		})
	}
}
