package call

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// A slow consumer is no silent provider; a silent provider is.
func TestCaller_Stream_Duration(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _ := scripted(t, shelfwire.Options{Retry: once}, func(r *http.Request) (*http.Response, error) {
			body := &watchedReader{r.Context(), strings.NewReader(strings.Repeat("0123456789\n", 10))}
			return newResponse(r, http.StatusOK, io.NopCloser(body)), nil
		})
		n := 0
		err := c.Stream(t.Context(), Request{Op: opRead, Path: []string{"things"}}, readLines(func(string) bool {
			time.Sleep(5 * time.Minute)
			n++
			return true
		}))
		require.NoError(t, err)
		assert.Equal(t, 10, n)
	})
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		c, _ := scripted(t, shelfwire.Options{Retry: once}, func(r *http.Request) (*http.Response, error) {
			body := io.MultiReader(strings.NewReader("a\nb\n"), &trickle{r.Context(), time.Hour, 1})
			return newResponse(r, http.StatusOK, io.NopCloser(body)), nil
		})
		got, err := collectLines(t.Context(), c)
		require.ErrorContains(t, err, "given up after 1m0s of silence")
		assert.Equal(t, []string{"a", "b"}, got)
		assert.Equal(t, time.Minute, time.Since(began))
	})
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		c, _ := scripted(t, shelfwire.Options{Retry: quick}, trickles(time.Hour, 1))
		_, err := collectLines(ctx, c)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.NotErrorIs(t, err, shelfwire.ErrMalformed)
	})
}

// watchedReader is a body that ends with its request's context, as those of net/http do.
type watchedReader struct {
	ctx  context.Context
	text io.Reader
}

// Observers see one attempt for each request, with the time until the response was read.
func TestCaller_Stream_IsObserved(t *testing.T) {
	t.Parallel()
	var seen []shelfwire.Attempt
	c, _ := scripted(t, shelfwire.Options{
		Retry: quick, Observe: func(_ context.Context, a shelfwire.Attempt) { seen = append(seen, a) },
	}, respondsTruncated("x", errTest), responds(http.StatusOK, "a\n", "X-Request-Id", "r-1"))
	_, err := collectLines(t.Context(), c)
	require.NoError(t, err)
	require.Len(t, seen, 2)
	require.Error(t, seen[0].Err)
	assert.Equal(t, "r-1", seen[1].RequestID)
	require.NoError(t, seen[1].Err)
}
