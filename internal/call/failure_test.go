package call

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// Whatever goes wrong, the caller gets an error of one type that names the call.
func TestNewError_EveryFailureIsOne(t *testing.T) {
	t.Parallel()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, tt := range map[string]struct {
		ctx       context.Context
		req       Request
		responder responder
	}{
		"empty segment":  {t.Context(), Request{Op: opWrite, Path: []string{""}}, nil},
		"impossible":     {t.Context(), Request{Op: opWrite, Path: []string{"x"}, Body: make(chan int)}, nil},
		"ended context":  {ended, Request{Op: opWrite, Path: []string{"x"}}, nil},
		"no connection":  {t.Context(), Request{Op: opWrite, Path: []string{"x"}}, dialFails(io.EOF)},
		"cut":            {t.Context(), Request{Op: opWrite, Path: []string{"x"}}, failsAfterSending(io.EOF)},
		"status":         {t.Context(), Request{Op: opWrite, Path: []string{"x"}}, responds(500, "")},
		"unreadable":     {t.Context(), Request{Op: opWrite, Path: []string{"x"}}, responds(200, "?")},
		"no such status": {t.Context(), Request{Op: opWrite, Path: []string{"x"}}, responds(999, "")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := scripted(t, shelfwire.Options{Retry: once}, tt.responder)
			err := c.Do(tt.ctx, tt.req, func([]byte) error { return errors.New("unreadable") })
			e := requireError(t, err)
			assert.Equal(t, error(e), err, "the error itself, not one that wraps it")
			assert.Equal(t, "acme", e.Provider)
			assert.Equal(t, "Things.Create", e.Op)
			assert.Equal(t, http.MethodPost, e.Method)
			assert.Equal(t, shelfwire.EffectWrite, e.Effect)
		})
	}
}

func TestCaller_InvalidInputAndError(t *testing.T) {
	t.Parallel()
	c := newCaller(t, shelfwire.Options{})
	var problems check.Problems
	problems.Add("SKU", "is missing")
	e := requireError(t, c.InvalidInput(opWrite, problems.Err()))
	assert.Equal(t, retryVerdict{0, shelfwire.OutcomeNotSent}, retryVerdict{e.Attempts, e.Outcome})
	assert.EqualError(t, e, "acme: Things.Create: invalid input: SKU is missing")
	require.ErrorIs(t, e, shelfwire.ErrInvalid)

	e = requireError(t, c.Error(opSet, shelfwire.OutcomeUnknown, shelfwire.ErrIncomplete))
	assert.Equal(t, shelfwire.OutcomeUnknown, e.Outcome)
	require.ErrorIs(t, e, shelfwire.ErrIncomplete)
}

// An observer may keep an attempt's error; what happens to the call later does not change it.
func TestCanceledError_LeavesTheObservedErrorAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var seen []error
		var texts []string
		c, _ := scripted(t, shelfwire.Options{
			Retry: shelfwire.RetryPolicy{MaxAttempts: 3},
			Observe: func(_ context.Context, a shelfwire.Attempt) {
				seen, texts = append(seen, a.Err), append(texts, a.Err.Error())
			},
		}, responds(503, "", "Retry-After", "20"))
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		err := doCall(ctx, c, opSet)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Len(t, seen, 2)
		for i, err := range seen {
			assert.EqualError(t, err, texts[i])
			assert.NotErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, i+1, requireError(t, err).Attempts)
		}
	})
}
