package call

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// "No limit" is a natural thing to ask for.
func TestReadBody_LargestLimit(t *testing.T) {
	t.Parallel()
	for name, announced := range map[string]bool{"announced": true, "not announced": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, func(w http.ResponseWriter, _ *http.Request) {
				if !announced {
					_ = http.NewResponseController(w).Flush()
				}
				_, _ = io.WriteString(w, `{"id":7}`)
			})
			c := newCaller(t, shelfwire.Options{BaseURL: s.url, MaxResponseBytes: math.MaxInt64})
			var got string
			var err error
			require.NotPanics(t, func() {
				err = c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, func(body []byte) error {
					got = string(body)
					return nil
				})
			})
			require.NoError(t, err)
			assert.Equal(t, `{"id":7}`, got)
		})
	}
}

// With a large limit, an announcement alone must not make the client ask for the memory. The numbers are such
// that asking for it panics, where smaller ones would end the process.
func TestReadBody_ContentLengthIsNotBelieved(t *testing.T) {
	t.Parallel()
	for _, announced := range []int64{1 << 50, math.MaxInt64} {
		t.Run(strconv.FormatInt(announced, 10), func(t *testing.T) {
			t.Parallel()
			addr := serveConns(t, func(conn net.Conn) {
				_, _ = conn.Read(make([]byte, 4096))
				_, _ = fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n{}", announced)
			})
			c := newCaller(t, shelfwire.Options{BaseURL: "http://" + addr, MaxResponseBytes: math.MaxInt64 - 1, Retry: once})
			var err error
			require.NotPanics(t, func() { err = doCall(t.Context(), c, opWrite) })
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
		})
	}
}

// The limit counts what comes out of the decompression, and memory follows the limit and not the bomb.
// Not parallel: it measures what the process allocates.
func TestReadBody_GzipBomb(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	zeros := make([]byte, mebibyte)
	for range 64 {
		_, err := z.Write(zeros)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	for _, status := range []int{200, 500} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			s := newScene(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				w.WriteHeader(status)
				_, _ = w.Write(bomb.Bytes())
			})
			c := newCaller(t, shelfwire.Options{BaseURL: s.url, MaxResponseBytes: mebibyte, Retry: once})
			var err error
			used := allocatedBy(func() { err = doCall(t.Context(), c, opWrite) })
			require.Error(t, err)
			assert.Equal(t, status == 200, errors.Is(err, shelfwire.ErrTooLarge))
			assert.Less(t, used, uint64(16*mebibyte))
		})
	}
}

// allocatedBy is the number of bytes that a function makes the process allocate.
func allocatedBy(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Of an error body a part is read and less is kept; its length is no error of its own.
func TestReadBody_LongErrorBody(t *testing.T) {
	s := sendsBody(t, 500, 64*mebibyte)
	c := newCaller(t, shelfwire.Options{BaseURL: s.url, Retry: once})
	var err error
	used := allocatedBy(func() { err = doCall(t.Context(), c, opWrite) })
	e := requireError(t, err)
	assert.Equal(t, 500, e.StatusCode)
	assert.Equal(t, shelfwire.OutcomeUnknown, e.Outcome)
	assert.NotErrorIs(t, err, shelfwire.ErrTooLarge)
	assert.LessOrEqual(t, len(e.Message), 4<<10)
	assert.True(t, strings.HasPrefix(e.Message, "xxx"))
	assert.Less(t, used, uint64(16*mebibyte), "64 MiB were sent")
}

// Whatever a response announces, a call allocates no more than the limit allows.
func TestReadBody_PreallocationStaysWithinTheLimit(t *testing.T) {
	addr := serveConns(t, func(conn net.Conn) {
		_, _ = conn.Read(make([]byte, 4096))
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 1099511627776\r\n\r\n{}")
	})
	c := newCaller(t, shelfwire.Options{BaseURL: "http://" + addr, MaxResponseBytes: 4 * mebibyte, Retry: once})
	used := allocatedBy(func() { require.Error(t, doCall(t.Context(), c, opRead)) })
	assert.Less(t, used, uint64(5*mebibyte))
}

// The memory of a response is used again for the next one, so nothing that a call returned may lie in it.
func TestReadBody_ResponsesShareNoMemory(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		first  responder
		decode Decoder
	}{
		"refused": {responds(400, `{"code":"E7","message":"first one","details":{"id":7}}`), ignoreBody},
		"refused under a success": {responds(200, `{"id":7}`), func(body []byte) error {
			return &APIError{Code: "E7", Message: "first one", Details: body}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := scripted(t, shelfwire.Options{Retry: once}, tt.first, responds(200, strings.Repeat("#", 4096)))
			e := requireError(t, c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, tt.decode))
			for range 10 {
				require.NoError(t, doCall(t.Context(), c, opRead))
			}
			assert.Equal(t, "E7", e.Code)
			assert.Equal(t, "first one", e.Message)
			assert.Equal(t, `{"id":7}`, string(e.Details))
		})
	}
}

// A response never shows the rest of a longer one before it.
func TestReadBody_AfterALongerOne(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, shelfwire.Options{}, responds(200, strings.Repeat("#", 4096)), responds(200, "short"), responds(200, ""))
	for _, want := range []string{strings.Repeat("#", 4096), "short", ""} {
		var got string
		require.NoError(t, c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, func(body []byte) error {
			got = string(body)
			return nil
		}))
		assert.Equal(t, want, got)
	}
}
