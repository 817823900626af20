package call

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// A buffer is lent again, unless one long response has made it too large to be kept for short ones. Not parallel: the pool
// is emptied by collections.
func TestBufferPool(t *testing.T) {
	lentAgain := func(size int) bool {
		b := new(bufferPool)
		for range 100 { // a pool drops some of what it is given, at random under the race detector
			buf := make([]byte, 0, size)
			b.put(&buf)
		}
		for range 100 {
			if buf := b.get(); cap(*buf) > 0 {
				assert.Equal(t, size, cap(*buf))
				return true
			}
		}
		return false
	}
	assert.True(t, lentAgain(1))
	assert.True(t, lentAgain(maxPooledBuffer))
	assert.False(t, lentAgain(maxPooledBuffer+1))
	assert.False(t, lentAgain(32*maxPooledBuffer))
}

// The buffer of a response comes back after its call, however the call ended.
func TestBufferPool_OfCalls(t *testing.T) {
	for name, a := range map[string]responder{
		"success": fine,
		"refused": responds(400, `{"message":"no"}`),
		"cut":     respondsTruncated("{", errTest),
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := scripted(t, shelfwire.Options{Retry: once}, a)
			for range 100 {
				_ = doCall(t.Context(), c, opWrite)
				if cap(*c.buffers.get()) > 0 {
					return
				}
			}
			assert.Fail(t, "no buffer came back")
		})
	}
}

// On its announcement alone a response gets at most a mebibyte.
func TestReadUpTo_ContentLength(t *testing.T) {
	t.Parallel()
	for announced, most := range map[int64]int{-1: 4096, 10_000: 16_384, mebibyte: 2*mebibyte - 1, 1 << 40: 2*mebibyte - 1} {
		t.Run(strconv.FormatInt(announced, 10), func(t *testing.T) {
			t.Parallel()
			resp := &http.Response{ContentLength: announced, Body: io.NopCloser(strings.NewReader("{}"))}
			g := newGuard(t.Context(), stallLimits{})
			defer g.stop()
			body, err := readUpTo(resp, defaultMaxBody, g, nil)
			require.NoError(t, err)
			assert.Equal(t, "{}", string(body))
			assert.GreaterOrEqual(t, int64(cap(body)), min(announced, mebibyte))
			assert.LessOrEqual(t, cap(body), most)
		})
	}
}
