package call

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// readLines reads a response line by line, as a provider's package reads items. It hands each line to take, which returns
// false when the consumer has left.
func readLines(take func(string) bool) func(*Body) error {
	return func(b *Body) error {
		r := bufio.NewReaderSize(b, 16)
		for {
			line, err := r.ReadString('\n')
			if err == io.EOF && line == "" {
				return nil
			}
			if err == io.EOF {
				return fmt.Errorf("after %q: %w", line, io.ErrUnexpectedEOF)
			}
			if err != nil {
				return fmt.Errorf("after %q: %w", line, err)
			}
			b.ItemDone()
			b.Commit()
			if !take(strings.TrimSpace(line)) {
				return nil
			}
		}
	}
}

// collectLines streams a call and returns the lines that were delivered.
func collectLines(ctx context.Context, c *Caller) (got []string, err error) {
	err = c.Stream(ctx, Request{Op: opRead, Path: []string{"things"}}, readLines(func(line string) bool {
		got = append(got, line)
		return true
	}))
	return got, err
}

// respondsTruncated responds with success and a body that ends with an error.
func respondsTruncated(body string, end error) responder {
	return func(r *http.Request) (*http.Response, error) {
		return newResponse(r, http.StatusOK, io.NopCloser(io.MultiReader(strings.NewReader(body), iotest.ErrReader(end)))), nil
	}
}

func TestCaller_Stream(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{Retry: quick}, responds(http.StatusOK, "a\nb\nc\n"))
	got, err := collectLines(t.Context(), c)
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b", "c"}, got)
	assert.Equal(t, 1, s.count())
}

// A response that breaks before anything was delivered is requested again; one that breaks later is not.
func TestCaller_Stream_Breaks(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		first responder
		got   []string
		tries int
		fails bool
	}{
		"before the body":       {respondsTruncated("", errTest), []string{"a", "b"}, 2, false},
		"in the first item":     {respondsTruncated("x", errTest), []string{"a", "b"}, 2, false},
		"after the first item":  {respondsTruncated("x\n", errTest), []string{"x"}, 1, true},
		"with a 503":            {responds(http.StatusServiceUnavailable, "x\n"), []string{"a", "b"}, 2, false},
		"without an answer":     {failsAfterSending(errTest), []string{"a", "b"}, 2, false},
		"a quiet end within it": {responds(http.StatusOK, "x"), []string{"a", "b"}, 2, false},
		"a quiet end later":     {responds(http.StatusOK, "x\ny"), []string{"x"}, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, shelfwire.Options{Retry: quick}, tc.first, responds(http.StatusOK, "a\nb\n"))
			got, err := collectLines(t.Context(), c)
			assert.Equal(t, tc.got, got)
			assert.Equal(t, tc.tries, s.count())
			if !tc.fails {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			assert.Equal(t, http.StatusOK, requireError(t, err).StatusCode)
		})
	}
}

var errTest = errors.New("the wire broke")

func TestCaller_Stream_SaysWhereItBroke(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, shelfwire.Options{Retry: quick}, respondsTruncated("a\nbc", errTest))
	_, err := collectLines(t.Context(), c)
	require.ErrorIs(t, err, errTest)
	assert.ErrorContains(t, err, `after "bc"`)
	assert.Equal(t, 1, requireError(t, err).Attempts)
}

// A single item is bounded, and not the whole.
func TestCaller_Stream_LimitsOneItem(t *testing.T) {
	t.Parallel()
	item := strings.Repeat("x", 50) + "\n"
	c, _ := scripted(t, shelfwire.Options{Retry: quick, MaxResponseBytes: 100}, responds(http.StatusOK, strings.Repeat(item, 1000)))
	got, err := collectLines(t.Context(), c)
	require.NoError(t, err)
	assert.Len(t, got, 1000)

	endless := strings.Repeat(item, 3) + strings.Repeat("y", 10_000)
	c, s := scripted(t, shelfwire.Options{Retry: quick, MaxResponseBytes: 100}, responds(http.StatusOK, endless))
	got, err = collectLines(t.Context(), c)
	require.ErrorIs(t, err, shelfwire.ErrTooLarge)
	assert.NotErrorIs(t, err, shelfwire.ErrMalformed)
	assert.Len(t, got, 3)
	assert.Equal(t, 1, s.count())
}

// An endless beginning is not requested again either: it would be the same.
func TestCaller_Stream_TooLargeAtOnce(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{Retry: quick, MaxResponseBytes: 100}, responds(http.StatusOK, strings.Repeat("y", 10_000)))
	_, err := collectLines(t.Context(), c)
	require.ErrorIs(t, err, shelfwire.ErrTooLarge)
	assert.Equal(t, 1, s.count())
}

func TestCaller_Stream_Rejections(t *testing.T) {
	t.Parallel()
	page := "<!DOCTYPE html><html><title>Maintenance</title></html>"
	refuse := func(b *Body) error {
		_, err := io.ReadAll(b)
		if err != nil {
			return err
		}
		return &APIError{Message: "no such shop " + testKey, Outcome: shelfwire.OutcomeRejected, Kind: shelfwire.ErrNotFound}
	}
	for name, tc := range map[string]struct {
		responder responder
		read      func(*Body) error
		kind      error
		says      string
		tries     int
	}{
		"in the response": {responds(http.StatusOK, "x"), refuse, shelfwire.ErrNotFound, "no such shop [redacted]", 1},
		"by status":       {responds(http.StatusNotFound, `{"message":"gone"}`), refuse, shelfwire.ErrNotFound, "gone", 1},
		"a page":          {responds(http.StatusOK, page), readLines(nil), shelfwire.ErrMalformed, "an HTML page titled Maintenance", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, shelfwire.Options{Retry: quick}, tc.responder)
			err := c.Stream(t.Context(), Request{Op: opRead, Path: []string{"things"}}, tc.read)
			require.ErrorIs(t, err, tc.kind)
			require.ErrorContains(t, err, tc.says)
			assert.NotContains(t, err.Error(), testKey)
			assert.Equal(t, tc.tries, s.count())
		})
	}
}

// A consumer that leaves closes the response, and leaves no error behind.
func TestCaller_Stream_ConsumerLeaves(t *testing.T) {
	t.Parallel()
	closed := false
	body := &closeCheck{Reader: strings.NewReader("a\nb\nc\n"), closed: &closed}
	c, _ := scripted(t, shelfwire.Options{Retry: quick}, func(r *http.Request) (*http.Response, error) {
		return newResponse(r, http.StatusOK, body), nil
	})
	n := 0
	err := c.Stream(t.Context(), Request{Op: opRead, Path: []string{"things"}}, readLines(func(string) bool { n++; return false }))
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	assert.True(t, closed)
}

type closeCheck struct {
	io.Reader
	closed *bool
}

func (c *closeCheck) Close() error {
	*c.closed = true
	return nil
}

func (w *watchedReader) Read(p []byte) (int, error) {
	if w.ctx.Err() != nil {
		return 0, context.Cause(w.ctx)
	}
	return w.text.Read(p)
}
