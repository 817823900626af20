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
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// lines reads a response line by line, as a provider's package reads items. It hands each line to take, which returns
// false when the consumer has left.
func lines(take func(string) bool) func(*Body) error {
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

// collect streams a call and returns the lines that were delivered.
func collect(ctx context.Context, c *Caller) (got []string, err error) {
	err = c.Stream(ctx, Request{Op: opRead, Path: []string{"things"}}, lines(func(line string) bool {
		got = append(got, line)
		return true
	}))
	return got, err
}

// breaksOff answers with success and a body that ends with an error.
func breaksOff(body string, end error) answer {
	return func(r *http.Request) (*http.Response, error) {
		return respond(r, http.StatusOK, io.NopCloser(io.MultiReader(strings.NewReader(body), iotest.ErrReader(end)))), nil
	}
}

func TestStream(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{Retry: quick}, replies(http.StatusOK, "a\nb\nc\n"))
	got, err := collect(t.Context(), c)
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b", "c"}, got)
	assert.Equal(t, 1, s.count())
}

// A response that breaks before anything was delivered is asked for again; one that breaks later is not.
func TestStreamBreaks(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		first answer
		got   []string
		tries int
		fails bool
	}{
		"before the body":       {breaksOff("", errTest), []string{"a", "b"}, 2, false},
		"in the first item":     {breaksOff("x", errTest), []string{"a", "b"}, 2, false},
		"after the first item":  {breaksOff("x\n", errTest), []string{"x"}, 1, true},
		"with a 503":            {replies(http.StatusServiceUnavailable, "x\n"), []string{"a", "b"}, 2, false},
		"without an answer":     {cuts(errTest), []string{"a", "b"}, 2, false},
		"a quiet end within it": {replies(http.StatusOK, "x"), []string{"a", "b"}, 2, false},
		"a quiet end later":     {replies(http.StatusOK, "x\ny"), []string{"x"}, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, shelfwire.Options{Retry: quick}, tc.first, replies(http.StatusOK, "a\nb\n"))
			got, err := collect(t.Context(), c)
			assert.Equal(t, tc.got, got)
			assert.Equal(t, tc.tries, s.count())
			if !tc.fails {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			assert.Equal(t, http.StatusOK, failed(t, err).StatusCode)
		})
	}
}

var errTest = errors.New("the wire broke")

func TestStreamSaysWhereItBroke(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, shelfwire.Options{Retry: quick}, breaksOff("a\nbc", errTest))
	_, err := collect(t.Context(), c)
	require.ErrorIs(t, err, errTest)
	assert.ErrorContains(t, err, `after "bc"`)
	assert.Equal(t, 1, failed(t, err).Attempts)
}

// A single item is bounded, and not the whole.
func TestStreamBoundsOneItem(t *testing.T) {
	t.Parallel()
	item := strings.Repeat("x", 50) + "\n"
	c, _ := scripted(t, shelfwire.Options{Retry: quick, MaxResponseBytes: 100}, replies(http.StatusOK, strings.Repeat(item, 1000)))
	got, err := collect(t.Context(), c)
	require.NoError(t, err)
	assert.Len(t, got, 1000)

	endless := strings.Repeat(item, 3) + strings.Repeat("y", 10_000)
	c, s := scripted(t, shelfwire.Options{Retry: quick, MaxResponseBytes: 100}, replies(http.StatusOK, endless))
	got, err = collect(t.Context(), c)
	require.ErrorIs(t, err, shelfwire.ErrTooLarge)
	assert.NotErrorIs(t, err, shelfwire.ErrMalformed)
	assert.Len(t, got, 3)
	assert.Equal(t, 1, s.count())
}

// An endless beginning is not asked for again either: it would be the same.
func TestStreamTooLargeAtOnce(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{Retry: quick, MaxResponseBytes: 100}, replies(http.StatusOK, strings.Repeat("y", 10_000)))
	_, err := collect(t.Context(), c)
	require.ErrorIs(t, err, shelfwire.ErrTooLarge)
	assert.Equal(t, 1, s.count())
}

func TestStreamRefusals(t *testing.T) {
	t.Parallel()
	page := "<!DOCTYPE html><html><title>Maintenance</title></html>"
	refuse := func(b *Body) error {
		_, err := io.ReadAll(b)
		if err != nil {
			return err
		}
		return &APIError{Message: "no such shop " + testKey, Outcome: shelfwire.OutcomeRefused, Kind: shelfwire.ErrNotFound}
	}
	for name, tc := range map[string]struct {
		answer answer
		read   func(*Body) error
		kind   error
		says   string
		tries  int
	}{
		"in the response": {replies(http.StatusOK, "x"), refuse, shelfwire.ErrNotFound, "no such shop [redacted]", 1},
		"by status":       {replies(http.StatusNotFound, `{"message":"gone"}`), refuse, shelfwire.ErrNotFound, "gone", 1},
		"a page":          {replies(http.StatusOK, page), lines(nil), shelfwire.ErrMalformed, "an HTML page titled Maintenance", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, shelfwire.Options{Retry: quick}, tc.answer)
			err := c.Stream(t.Context(), Request{Op: opRead, Path: []string{"things"}}, tc.read)
			require.ErrorIs(t, err, tc.kind)
			require.ErrorContains(t, err, tc.says)
			assert.NotContains(t, err.Error(), testKey)
			assert.Equal(t, tc.tries, s.count())
		})
	}
}

// A consumer that leaves closes the response, and leaves no error behind.
func TestStreamConsumerLeaves(t *testing.T) {
	t.Parallel()
	closed := false
	body := &closeNoter{Reader: strings.NewReader("a\nb\nc\n"), closed: &closed}
	c, _ := scripted(t, shelfwire.Options{Retry: quick}, func(r *http.Request) (*http.Response, error) {
		return respond(r, http.StatusOK, body), nil
	})
	n := 0
	err := c.Stream(t.Context(), Request{Op: opRead, Path: []string{"things"}}, lines(func(string) bool { n++; return false }))
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	assert.True(t, closed)
}

type closeNoter struct {
	io.Reader
	closed *bool
}

func (c *closeNoter) Close() error {
	*c.closed = true
	return nil
}

// A slow consumer is no silent provider; a silent provider is.
func TestStreamTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _ := scripted(t, shelfwire.Options{Retry: once}, func(r *http.Request) (*http.Response, error) {
			body := &watched{r.Context(), strings.NewReader(strings.Repeat("0123456789\n", 10))}
			return respond(r, http.StatusOK, io.NopCloser(body)), nil
		})
		n := 0
		err := c.Stream(t.Context(), Request{Op: opRead, Path: []string{"things"}}, lines(func(string) bool {
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
			return respond(r, http.StatusOK, io.NopCloser(body)), nil
		})
		got, err := collect(t.Context(), c)
		require.ErrorContains(t, err, "given up after 1m0s of silence")
		assert.Equal(t, []string{"a", "b"}, got)
		assert.Equal(t, time.Minute, time.Since(began))
	})
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		c, _ := scripted(t, shelfwire.Options{Retry: quick}, trickles(time.Hour, 1))
		_, err := collect(ctx, c)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.NotErrorIs(t, err, shelfwire.ErrMalformed)
	})
}

// watched is a body that ends with its request's context, as those of net/http do.
type watched struct {
	ctx  context.Context
	text io.Reader
}

func (w *watched) Read(p []byte) (int, error) {
	if w.ctx.Err() != nil {
		return 0, context.Cause(w.ctx)
	}
	return w.text.Read(p)
}

// Observers see one attempt for each request, with the time until the response was read.
func TestStreamIsObserved(t *testing.T) {
	t.Parallel()
	var seen []shelfwire.Attempt
	c, _ := scripted(t, shelfwire.Options{
		Retry: quick, Observe: func(_ context.Context, a shelfwire.Attempt) { seen = append(seen, a) },
	}, breaksOff("x", errTest), replies(http.StatusOK, "a\n", "X-Request-Id", "r-1"))
	_, err := collect(t.Context(), c)
	require.NoError(t, err)
	require.Len(t, seen, 2)
	require.Error(t, seen[0].Err)
	assert.Equal(t, "r-1", seen[1].RequestID)
	require.NoError(t, seen[1].Err)
}
