package call

import (
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// Ten foreign responses in a row hold the client for a minute, and each further one twice as long, up to 15 minutes.
func TestHold_ForeignResponses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		page := responds(200, "<html>")
		c, s := scripted(t, shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: 1, MaxRetryAfter: time.Hour}}, page)
		call := func() error {
			return c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, decodeThing)
		}
		began := time.Now()
		for range 10 {
			require.Error(t, call())
		}
		assert.Zero(t, time.Since(began), "nine are no reason yet")
		var waits []time.Duration
		for range 6 {
			began = time.Now()
			require.Error(t, call())
			waits = append(waits, time.Since(began))
		}
		assert.Equal(t, []time.Duration{
			time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 15 * time.Minute,
		}, waits)
		assert.Equal(t, 16, s.count())
	})
}

// After a response of the provider the next hold is as short as the first.
func TestHold_ForeignResponsesAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		page := responds(404, "<html>")
		responders := append(slices.Repeat([]responder{page}, 11), fine)
		c, s := scripted(t, shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: 1, MaxRetryAfter: time.Hour}},
			append(responders, page)...)
		for range 22 {
			_ = doCall(t.Context(), c, opRead)
		}
		assert.Equal(t, 22, s.count())
		left, reason, _ := c.hold.timeLeft(time.Now(), time.Hour)
		assert.Equal(t, time.Minute, left)
		assert.Equal(t, "the last 10 responses were not the provider's", reason)
	})
}

// Foreign responses to calls that were under way together are one sign, not many: they hold the client for a minute.
func TestHold_ForeignResponsesTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s := scripted(t, shelfwire.Options{Retry: once}, responderAfter(time.Second, responds(404, "<html>")))
		var calls sync.WaitGroup
		for range 25 {
			calls.Go(func() { assert.Error(t, doCall(t.Context(), c, opRead)) })
		}
		calls.Wait()
		left, _, _ := c.hold.timeLeft(time.Now(), time.Hour)
		assert.Equal(t, time.Minute, left)
		time.Sleep(time.Minute)
		require.Error(t, doCall(t.Context(), c, opRead))
		left, _, _ = c.hold.timeLeft(time.Now(), time.Hour)
		assert.Equal(t, 2*time.Minute, left, "this one was asked after the hold")
		assert.Equal(t, 26, s.count())
	})
}

// The probe during a long hold, and meets somebody else, makes the hold no shorter.
func TestHold_ProbeMeetsForeignResponses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		page := responds(404, "<html>")
		c, _ := scripted(t, shelfwire.Options{Retry: once}, page, page, page, page, page, page, page, page, page,
			respondsTooMany("1000"), page, fine)
		for range 10 {
			require.Error(t, doCall(t.Context(), c, opRead))
		}
		time.Sleep(15 * time.Minute)
		require.ErrorIs(t, doCall(t.Context(), c, opRead), shelfwire.ErrMalformed, "it has asked")
		left, _, _ := c.hold.timeLeft(time.Now(), time.Hour)
		assert.Equal(t, 100*time.Second, left)
	})
}

// A response of the provider, also a rejection, begins the count anew. Silence does not.
func TestHold_ForeignResponsesInARow(t *testing.T) {
	t.Parallel()
	page := responds(404, "<html>")
	for name, tt := range map[string]struct {
		between responder
		held    bool
	}{
		"success":       {fine, false},
		"its own words": {responds(400, `{"message":"no"}`), false},
		"key refused":   {responds(401, ""), false},
		"cut":           {failsAfterSending(errTest), true},
		"503":           {responds(503, ""), true},
		"502 of a page": {responds(502, "<html>"), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				responders := []responder{page, page, page, page, page, page, page, page, page, tt.between, page, fine}
				c, _ := scripted(t, shelfwire.Options{Retry: once}, responders...)
				for range 11 {
					_ = c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, decodeThing)
				}
				began := time.Now()
				require.NoError(t, c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, decodeThing))
				assert.Equal(t, tt.held, time.Since(began) == time.Minute)
			})
		})
	}
}
