package call

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// leapClock skips every wait.
type leapClock struct {
	mu           sync.Mutex
	now          time.Time
	waits        []time.Duration
	begun, ended int
}

func newLeapClock() *leapClock {
	return &leapClock{now: time.Date(2030, time.January, 1, 0, 0, 0, 0, time.UTC)}
}

func (c *leapClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *leapClock) Sleep(ctx context.Context, until time.Time) (time.Duration, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	wait := until.Sub(c.now)
	c.now, c.waits = until, append(c.waits, wait)
	return wait, nil
}

func (c *leapClock) Begin() { c.begun++ }
func (c *leapClock) End()   { c.ended++ }

// newLeapingCaller is like scripted, with a clock that skips every wait.
func newLeapingCaller(t *testing.T, o shelfwire.Options, responders ...responder) (*Caller, *script, *leapClock) {
	t.Helper()
	s, clock := &script{responders: responders}, newLeapClock()
	o.HTTPClient = WithClock(&http.Client{Transport: s}, clock)
	return newCaller(t, o), s, clock
}

func TestClock_Waits(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		retry      shelfwire.RetryPolicy
		responders []responder
		calls      int
		waits      []time.Duration // of the clock; nil for one that nobody knows
		err        error
	}{
		"back-off":      {shelfwire.RetryPolicy{BaseDelay: time.Hour, MaxDelay: time.Hour}, []responder{responds(503, ""), fine}, 2, nil, nil},
		"Retry-After":   {quick, []responder{respondsTooMany("60"), fine}, 2, []time.Duration{time.Minute}, nil},
		"a date":        {quick, []responder{respondsTooMany("Tue, 01 Jan 2030 00:00:42 GMT"), fine}, 2, []time.Duration{42 * time.Second}, nil},
		"twice":         {quick, []responder{respondsTooMany("60"), respondsTooMany("59"), fine}, 3, []time.Duration{time.Minute, 59 * time.Second}, nil},
		"too long":      {quick, []responder{respondsTooMany("61"), fine}, 1, []time.Duration{}, shelfwire.ErrRateLimited},
		"nothing to do": {quick, []responder{fine}, 1, []time.Duration{}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s, clock := newLeapingCaller(t, shelfwire.Options{Retry: tc.retry}, tc.responders...)
			began := time.Now()
			require.ErrorIs(t, doCall(t.Context(), c, opRead), tc.err)
			assert.Equal(t, tc.calls, s.count())
			if tc.waits != nil {
				assert.Equal(t, tc.waits, append([]time.Duration{}, clock.waits...))
			}
			assert.Less(t, time.Since(began), 30*time.Second, "nobody waits for the clock")
			assert.Equal(t, [2]int{1, 1}, [2]int{clock.begun, clock.ended})
		})
	}
}

// A hold is measured by the client's clock, and another call waits for it.
func TestClock_Hold(t *testing.T) {
	t.Parallel()
	c, s, clock := newLeapingCaller(t, shelfwire.Options{}, fine)
	holdFor(c, time.Minute, "told so")
	require.NoError(t, doCall(t.Context(), c, opWrite))
	assert.Equal(t, []time.Duration{time.Minute}, clock.waits)
	holdFor(c, time.Hour, "told so")
	require.ErrorIs(t, doCall(t.Context(), c, opWrite), shelfwire.ErrRateLimited)
	assert.Equal(t, 1, s.count())
	clock.now = clock.now.Add(time.Hour)
	require.NoError(t, doCall(t.Context(), c, opWrite))
	assert.Equal(t, clock.Now(), c.Now())
}

// Foreign responses hold the client by its clock, the second time for longer than a call is willing to wait.
func TestClock_ForeignHold(t *testing.T) {
	t.Parallel()
	c, s, clock := newLeapingCaller(t, shelfwire.Options{Retry: once}, responds(200, "<html>"))
	read := func() error {
		return c.Do(t.Context(), Request{Op: opRead, Path: []string{"things"}}, decodeThing)
	}
	for range foreignBeforeHold {
		require.ErrorIs(t, read(), shelfwire.ErrMalformed)
	}
	assert.Empty(t, clock.waits)
	require.ErrorIs(t, read(), shelfwire.ErrMalformed)
	assert.Equal(t, []time.Duration{time.Minute}, clock.waits)
	err := read()
	require.ErrorIs(t, err, shelfwire.ErrRateLimited)
	assert.Equal(t, 2*time.Minute, requireError(t, err).RetryAfter)
	assert.Equal(t, foreignBeforeHold+1, s.count())
}

// What a call has skipped is missing at its deadline, as it would with real time.
func TestClock_Deadline(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		responders []responder
		deadline   time.Duration
		calls      int
		err        error
	}{
		"in time":         {[]responder{respondsTooMany("40"), respondsTooMany("40"), fine}, 90 * time.Second, 3, nil},
		"over at once":    {[]responder{respondsTooMany("40"), respondsTooMany("40"), fine}, 30 * time.Second, 1, context.DeadlineExceeded},
		"over the third":  {[]responder{respondsTooMany("40"), respondsTooMany("40"), respondsTooMany("40"), fine}, 110 * time.Second, 3, context.DeadlineExceeded},
		"over the second": {[]responder{respondsTooMany("40"), respondsTooMany("40"), fine}, 70 * time.Second, 2, context.DeadlineExceeded},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s, _ := newLeapingCaller(t, shelfwire.Options{}, tc.responders...)
			ctx, cancel := context.WithTimeout(t.Context(), tc.deadline)
			defer cancel()
			err := doCall(ctx, c, opRead)
			require.ErrorIs(t, err, tc.err)
			assert.Equal(t, tc.calls, s.count())
			if tc.err != nil {
				assert.Equal(t, 429, requireError(t, err).StatusCode, "the last response is not lost")
			}
		})
	}
}

// A wait for a hold counts as well as one between attempts.
func TestClock_DeadlineAfterAHold(t *testing.T) {
	t.Parallel()
	c, s, _ := newLeapingCaller(t, shelfwire.Options{}, respondsTooMany("40"), fine)
	holdFor(c, 40*time.Second, "told so")
	ctx, cancel := context.WithTimeout(t.Context(), 70*time.Second)
	defer cancel()
	require.ErrorIs(t, doCall(ctx, c, opRead), context.DeadlineExceeded)
	assert.Equal(t, 1, s.count())
	holdFor(c, 50*time.Second, "told so")
	require.NoError(t, doCall(ctx, c, opRead), "another call has skipped nothing yet")
}

// A context that ends during a wait ends the call with its cause.
func TestClock_CanceledSleep(t *testing.T) {
	t.Parallel()
	gone := errors.New("the shop has closed")
	ctx, cancel := context.WithCancelCause(t.Context())
	c, s, _ := newLeapingCaller(t, shelfwire.Options{}, func(r *http.Request) (*http.Response, error) {
		defer cancel(gone)
		return responds(503, "")(r)
	})
	err := doCall(ctx, c, opRead)
	require.ErrorIs(t, err, gone)
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, 1, s.count())

	var w waits
	err = w.sleepUntil(ctx, newLeapClock(), time.Now())
	require.ErrorIs(t, err, gone)
	require.ErrorIs(t, err, context.Canceled)
}

// The HTTP client that was given sends the requests, and where none was given it is the client's own.
func TestWithClock(t *testing.T) {
	t.Parallel()
	own := &script{responders: []responder{fine}}
	for name, tc := range map[string]struct {
		given *http.Client
		own   bool
	}{
		"none":         {nil, true},
		"no transport": {&http.Client{Timeout: time.Hour}, false},
		"its own":      {&http.Client{Timeout: time.Hour, Transport: own}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := newLeapClock()
			client := WithClock(tc.given, clock)
			c, err := New(testProvider(), &shelfwire.Options{HTTPClient: client}, &check.Problems{})
			require.NoError(t, err)
			plain, err := New(testProvider(), &shelfwire.Options{HTTPClient: tc.given}, &check.Problems{})
			require.NoError(t, err)
			assert.Equal(t, tc.own, c.ownPool)
			assert.Equal(t, plain.client.Timeout, c.client.Timeout)
			assert.IsType(t, plain.client.Transport, c.client.Transport, "nothing stands between")
			assert.Same(t, clock, c.clock)
			assert.Equal(t, realClock{}, plain.clock)

			p := testProvider()
			p.ShareConnections = c
			pooled, err := New(p, &shelfwire.Options{HTTPClient: client}, &check.Problems{})
			require.NoError(t, err)
			assert.Same(t, c.client, pooled.client)
			assert.Same(t, clock, pooled.clock)
		})
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.acme.example/v1/things", http.NoBody)
	require.NoError(t, err)
	resp, err := WithClock(&http.Client{Transport: own}, newLeapClock()).Do(r)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Equal(t, 1, own.count(), "it is an HTTP client by itself")
}
