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

// "No bound" is a natural thing to ask for.
func TestLargestBoundThereIs(t *testing.T) {
	t.Parallel()
	for name, announced := range map[string]bool{"announced": true, "not announced": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
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

// With a large bound, an announcement alone must not make the client ask for the memory. The numbers are such
// that asking for it panics, where smaller ones would end the process.
func TestAnnouncementIsNotBelieved(t *testing.T) {
	t.Parallel()
	for _, announced := range []int64{1 << 50, math.MaxInt64} {
		t.Run(strconv.FormatInt(announced, 10), func(t *testing.T) {
			t.Parallel()
			addr := listen(t, func(conn net.Conn) {
				_, _ = conn.Read(make([]byte, 4096))
				_, _ = fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n{}", announced)
			})
			c := newCaller(t, shelfwire.Options{BaseURL: "http://" + addr, MaxResponseBytes: math.MaxInt64 - 1, Retry: once})
			var err error
			require.NotPanics(t, func() { err = do(t.Context(), c, opWrite) })
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
		})
	}
}

// The bound counts what comes out of the decompression, and memory follows the bound and not the bomb.
// Not parallel: it measures what the process allocates.
func TestGzipBomb(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	zeros := make([]byte, mebibyte)
	for range 256 {
		_, err := z.Write(zeros)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	for _, status := range []int{200, 500} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				w.WriteHeader(status)
				_, _ = w.Write(bomb.Bytes())
			})
			c := newCaller(t, shelfwire.Options{BaseURL: s.url, MaxResponseBytes: mebibyte, Retry: once})
			var err error
			used := allocated(func() { err = do(t.Context(), c, opWrite) })
			require.Error(t, err)
			assert.Equal(t, status == 200, errors.Is(err, shelfwire.ErrTooLarge))
			assert.Less(t, used, uint64(16*mebibyte))
		})
	}
}

// allocated is the number of bytes that a function makes the process allocate.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Of an error body a part is read and less is kept; its length is no error of its own.
func TestLongErrorBody(t *testing.T) {
	s := sends(t, 500, 64*mebibyte)
	c := newCaller(t, shelfwire.Options{BaseURL: s.url, Retry: once})
	var err error
	used := allocated(func() { err = do(t.Context(), c, opWrite) })
	e := failed(t, err)
	assert.Equal(t, 500, e.StatusCode)
	assert.Equal(t, shelfwire.OutcomeUnknown, e.Outcome)
	assert.NotErrorIs(t, err, shelfwire.ErrTooLarge)
	assert.LessOrEqual(t, len(e.Message), 4<<10)
	assert.True(t, strings.HasPrefix(e.Message, "xxx"))
	assert.Less(t, used, uint64(16*mebibyte), "64 MiB were sent")
}

// Whatever a response announces, a call allocates no more than the bound allows.
func TestAnnouncementStaysWithinTheBound(t *testing.T) {
	addr := listen(t, func(conn net.Conn) {
		_, _ = conn.Read(make([]byte, 4096))
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 1099511627776\r\n\r\n{}")
	})
	c := newCaller(t, shelfwire.Options{BaseURL: "http://" + addr, MaxResponseBytes: 4 * mebibyte, Retry: once})
	used := allocated(func() { require.Error(t, do(t.Context(), c, opRead)) })
	assert.Less(t, used, uint64(5*mebibyte))
}

// The memory of a response is used again for the next one, so nothing that a call returned may lie in it.
func TestRepliesShareNoMemory(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		first  answer
		decode Decoder
	}{
		"refused": {replies(400, `{"code":"E7","message":"first one","details":{"id":7}}`), ignore},
		"refused under a success": {replies(200, `{"id":7}`), func(body []byte) error {
			return &APIError{Code: "E7", Message: "first one", Details: body}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := scripted(t, shelfwire.Options{Retry: once}, tt.first, replies(200, strings.Repeat("#", 4096)))
			e := failed(t, c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, tt.decode))
			for range 10 {
				require.NoError(t, do(t.Context(), c, opRead))
			}
			assert.Equal(t, "E7", e.Code)
			assert.Equal(t, "first one", e.Message)
			assert.Equal(t, `{"id":7}`, string(e.Details))
		})
	}
}

// A response never shows the rest of a longer one before it.
func TestReplyAfterALongerOne(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, shelfwire.Options{}, replies(200, strings.Repeat("#", 4096)), replies(200, "short"), replies(200, ""))
	for _, want := range []string{strings.Repeat("#", 4096), "short", ""} {
		var got string
		require.NoError(t, c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, func(body []byte) error {
			got = string(body)
			return nil
		}))
		assert.Equal(t, want, got)
	}
}
