package call

import (
	"context"
	"errors"
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

// respondsLate responds after a while, unless the attempt has ended before.
func respondsLate(wait time.Duration, a responder) responder {
	return func(r *http.Request) (*http.Response, error) {
		select {
		case <-time.After(wait):
			return a(r)
		case <-r.Context().Done():
			return nil, context.Cause(r.Context())
		}
	}
}

// Options.StallTimeout says how long a silence may last, and an operation's own time for the first byte counts only
// where it does not.
func TestStallTimeout(t *testing.T) {
	t.Parallel()
	const connecting, firstByte, arriving = "connecting", "waiting for the first byte of the response", "the response was arriving"
	for name, tt := range map[string]struct {
		stall     time.Duration
		firstByte time.Duration // of the operation
		responder responder
		after     time.Duration
		phase     string // "" when the call succeeds
	}{
		"default, just in time":         {0, 0, respondsLate(59*time.Second, fine), 59 * time.Second, ""},
		"default, 70 s":                 {0, 0, respondsLate(70*time.Second, fine), time.Minute, firstByte},
		"70 s can be waited for":        {71 * time.Second, 0, respondsLate(70*time.Second, fine), 70 * time.Second, ""},
		"its own, too late":             {5 * time.Second, 0, respondsLate(6*time.Second, fine), 5 * time.Second, firstByte},
		"its own, no connection":        {5 * time.Second, 0, dialHangs, 5 * time.Second, connecting},
		"its own, within the body":      {5 * time.Second, 0, trickles(6*time.Second, 1), 5 * time.Second, arriving},
		"its own, a body that moves":    {5 * time.Second, 0, trickles(4*time.Second, 9), 36 * time.Second, ""},
		"never, an hour to begin":       {-1, 0, respondsLate(time.Hour, fine), time.Hour, ""},
		"never, an hour in the body":    {-1, 0, trickles(time.Hour, 2), 2 * time.Hour, ""},
		"never, also for slow ones":     {-time.Second, 10 * time.Minute, respondsLate(time.Hour, trickles(time.Hour, 1)), 2 * time.Hour, ""},
		"slow operation":                {0, 10 * time.Minute, respondsLate(599*time.Second, fine), 599 * time.Second, ""},
		"slow operation, too late":      {0, 10 * time.Minute, respondsLate(time.Hour, fine), 10 * time.Minute, firstByte},
		"slow operation, not connected": {0, 10 * time.Minute, dialHangs, 10 * time.Minute, connecting},
		"slow operation, in the body":   {0, 10 * time.Minute, trickles(61*time.Second, 1), time.Minute, arriving},
		"the setting is shorter":        {30 * time.Second, 10 * time.Minute, respondsLate(time.Minute, fine), 30 * time.Second, firstByte},
		"the setting is longer":         {time.Hour, 10 * time.Minute, respondsLate(30*time.Minute, fine), 30 * time.Minute, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				c, s := scripted(t, shelfwire.Options{Retry: once, StallTimeout: tt.stall}, tt.responder)
				op := opWrite
				op.FirstByteTimeout = tt.firstByte
				err := doCall(t.Context(), c, op)
				assert.Equal(t, tt.after, time.Since(began))
				assert.Equal(t, 1, s.count())
				if tt.phase == "" {
					require.NoError(t, err)
					return
				}
				require.ErrorContains(t, err, "given up after "+tt.after.String()+" of silence while "+tt.phase)
				require.ErrorContains(t, err, "Options.StallTimeout")
				require.NotErrorIs(t, err, context.DeadlineExceeded)
				timeout, ok := errors.AsType[interface {
					error
					Timeout() bool
				}](err)
				assert.True(t, ok && timeout.Timeout())
				assert.True(t, IsUnanswered(err))
				assert.False(t, c.IsFinal(err))
			})
		})
	}
}

// The caller's own deadline is named as such.
func TestStallTimeout_BesideADeadline(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		within   time.Duration
		deadline bool
	}{
		"before": {4 * time.Second, true},
		"after":  {6 * time.Second, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, _ := scripted(t, shelfwire.Options{Retry: once, StallTimeout: 5 * time.Second}, hangs)
				ctx, cancel := context.WithTimeout(t.Context(), tt.within)
				defer cancel()
				err := doCall(ctx, c, opRead)
				assert.Equal(t, tt.deadline, errors.Is(err, context.DeadlineExceeded))
				assert.Equal(t, !tt.deadline, strings.Contains(err.Error(), "of silence"))
			})
		})
	}
}

// The consumer's time never counts, wherever it is spent, and the provider's silence by the setting.
func TestCaller_Stream_StallTimeout(t *testing.T) {
	t.Parallel()
	const arriving = "silence while the response was arriving"
	for name, tt := range map[string]struct {
		stall     time.Duration
		firstByte time.Duration // of the operation
		responder responder
		consumer  time.Duration // before the first read, and for each line
		after     time.Duration
		fails     string
	}{
		"slow consumer":                  {time.Second, 0, respondsWithGaps("a\nb\n"), time.Hour, 3 * time.Hour, ""},
		"silent provider":                {5 * time.Second, 0, respondsWithGaps("a\nb\n", time.Minute), time.Hour, 3*time.Hour + 5*time.Second, arriving},
		"provider as slow as allowed":    {5 * time.Second, 0, trickles(4*time.Second, 9), 0, 36 * time.Second, ""},
		"never":                          {-1, 0, trickles(time.Hour, 2), time.Minute, 2*time.Hour + time.Minute, ""},
		"slow to begin":                  {0, 10 * time.Minute, respondsLate(9*time.Minute, respondsWithGaps("a\n")), 0, 9 * time.Minute, ""},
		"slow to begin, then silent":     {0, 10 * time.Minute, respondsLate(9*time.Minute, trickles(time.Hour, 1)), 0, 10 * time.Minute, arriving},
		"slower to begin than it may be": {0, 10 * time.Minute, respondsLate(time.Hour, respondsWithGaps("a\n")), 0, 10 * time.Minute, "waiting for the first byte"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				c, _ := scripted(t, shelfwire.Options{Retry: once, StallTimeout: tt.stall}, tt.responder)
				op := opRead
				op.FirstByteTimeout = tt.firstByte
				read := readLines(func(string) bool { time.Sleep(tt.consumer); return true })
				err := c.Stream(t.Context(), Request{Op: op, Path: []string{"things"}}, func(b *Body) error {
					time.Sleep(tt.consumer)
					if err := read(b); !errors.Is(err, io.ErrUnexpectedEOF) { // white space without a line's end
						return err
					}
					return nil
				})
				assert.Equal(t, tt.after, time.Since(began))
				if tt.fails == "" {
					require.NoError(t, err)
					return
				}
				require.ErrorContains(t, err, tt.fails)
				assert.NotErrorIs(t, err, context.DeadlineExceeded)
			})
		})
	}
}

// respondsWithGaps responds with a body that ends with its request's context, and perhaps falls silent at its end.
func respondsWithGaps(text string, silence ...time.Duration) responder {
	return func(r *http.Request) (*http.Response, error) {
		var body io.Reader = &watchedReader{r.Context(), strings.NewReader(text)}
		for _, pause := range silence {
			body = io.MultiReader(body, &trickle{r.Context(), pause, 1})
		}
		return newResponse(r, http.StatusOK, io.NopCloser(body)), nil
	}
}
