package call

import (
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// retryVerdict is how often a call is tried and what is known about it in the end.
type retryVerdict struct {
	attempts int
	outcome  shelfwire.Outcome
}

var (
	fourNotSent = retryVerdict{4, shelfwire.OutcomeNotSent}
	fourUnknown = retryVerdict{4, shelfwire.OutcomeUnknown}
	fourRefused = retryVerdict{4, shelfwire.OutcomeRejected}
	twoUnknown  = retryVerdict{2, shelfwire.OutcomeUnknown}
	oneNotSent  = retryVerdict{1, shelfwire.OutcomeNotSent}
	oneUnknown  = retryVerdict{1, shelfwire.OutcomeUnknown}
	oneRefused  = retryVerdict{1, shelfwire.OutcomeRejected}
	oneApplied  = retryVerdict{1, shelfwire.OutcomeApplied}
)

// effectCases say what each way of failing means for each effect. Idempotent calls fare like reads.
var effectCases = []struct {
	name        string
	scene       func(testing.TB) scene
	reaches     bool // the provider sees every attempt
	read, write retryVerdict
}{
	{"connection refused", refusesConnections, false, fourNotSent, fourNotSent},
	{"network unreachable", failsDialing(syscall.ENETUNREACH), false, fourNotSent, fourNotSent},
	{"host unknown", failsDialing(&net.DNSError{IsNotFound: true}), false, oneNotSent, oneNotSent},
	{"name server silent", failsDialing(&net.DNSError{IsTimeout: true}), false, fourNotSent, fourNotSent},
	{"certificate not trusted", unknownAuthority, false, oneNotSent, oneNotSent},
	{"cut in the TLS handshake", cutsHandshake, false, fourNotSent, fourNotSent},
	{"cut before the request was read", cutsBeforeReading, true, fourUnknown, oneUnknown},
	{"cut after the request was read", cutsAfterReading, true, fourUnknown, oneUnknown},
	{"half a body", sendsHalf, true, fourUnknown, oneUnknown},
	{"half a body without a length", sendsHalfQuietly, true, fourUnknown, oneUnknown},
	{"a page under 200", respondsWithText(200, "<html>"), true, twoUnknown, oneUnknown},
	{"words under 200", respondsWithText(200, "<b>Fatal error</b>"), true, twoUnknown, oneUnknown},
	{"nothing under 200", respondsWithText(200, ""), true, twoUnknown, oneUnknown},
	{"a list under 200", respondsWithText(200, "[]"), true, twoUnknown, oneUnknown},
	{"null under 200", respondsWithText(200, "null"), true, twoUnknown, oneUnknown},
	{"a page under 400", respondsWithText(400, "<html>"), true, twoUnknown, oneUnknown},
	{"a page under 401", respondsWithText(401, "<html>"), true, oneRefused, oneRefused},
	{"a page under 403", respondsWithText(403, "<html>"), true, oneRefused, oneRefused},
	{"a page under 404", respondsWithText(404, "<html>"), true, oneRefused, oneRefused},
	{"a page under 405", respondsWithText(405, "<html>"), true, oneRefused, oneRefused},
	{"a page under 409", respondsWithText(409, "<html>"), true, twoUnknown, oneUnknown},
	{"a page under 410", respondsWithText(410, "<html>"), true, twoUnknown, oneUnknown},
	{"a page under 413", respondsWithText(413, "<html>"), true, oneRefused, oneRefused},
	{"a page under 418", respondsWithText(418, "<html>"), true, twoUnknown, oneUnknown},
	{"a page under 422", respondsWithText(422, "<html>"), true, twoUnknown, oneUnknown},
	{"a page under 429", respondsWithText(429, "<html>"), true, fourRefused, fourRefused},
	{"a page under 499", respondsWithText(499, "<html>"), true, oneUnknown, oneUnknown},
	{"a page under 502", respondsWithText(502, "<html>"), true, fourUnknown, oneUnknown},
	{"429", respondsWithStatus(429), true, fourRefused, fourRefused},
	{"500", respondsWithStatus(500), true, fourUnknown, oneUnknown},
	{"502", respondsWithStatus(502), true, fourUnknown, oneUnknown},
	{"503", respondsWithStatus(503), true, fourUnknown, oneUnknown},
	{"504", respondsWithStatus(504), true, fourUnknown, oneUnknown},
	{"501", respondsWithStatus(501), true, oneUnknown, oneUnknown},
	{"505", respondsWithStatus(505), true, oneUnknown, oneUnknown},
	{"400", respondsWithStatus(400), true, oneRefused, oneRefused},
	{"401", respondsWithStatus(401), true, oneRefused, oneRefused},
	{"403", respondsWithStatus(403), true, oneRefused, oneRefused},
	{"404", respondsWithStatus(404), true, oneRefused, oneRefused},
	{"408", respondsWithStatus(408), true, fourUnknown, oneUnknown},
	{"425", respondsWithStatus(425), true, fourRefused, oneRefused},
	{"499", respondsWithStatus(499), true, oneUnknown, oneUnknown},
	{"519", respondsWithStatus(519), true, oneUnknown, oneUnknown},
	{"520", respondsWithStatus(520), true, fourUnknown, oneUnknown},
	{"521", respondsWithStatus(521), true, fourUnknown, oneUnknown},
	{"522", respondsWithStatus(522), true, fourUnknown, oneUnknown},
	{"523", respondsWithStatus(523), true, fourUnknown, oneUnknown},
	{"524", respondsWithStatus(524), true, fourUnknown, oneUnknown},
	{"525", respondsWithStatus(525), true, oneUnknown, oneUnknown},
	{"409", respondsWithStatus(409), true, oneRefused, oneRefused},
	{"422", respondsWithStatus(422), true, oneRefused, oneRefused},
	{"301", respondsWithStatus(301), true, oneUnknown, oneUnknown},
	{"302", respondsWithStatus(302), true, oneUnknown, oneUnknown},
	{"303", respondsWithStatus(303), true, oneUnknown, oneUnknown},
	{"307", respondsWithStatus(307), true, oneUnknown, oneUnknown},
	{"308", respondsWithStatus(308), true, oneUnknown, oneUnknown},
}

// The effect decides, and the verb changes nothing: a provider's list may be a POST and its creation a PUT.
func TestCanRetry_FollowsTheEffect(t *testing.T) {
	t.Parallel()
	for _, tt := range effectCases {
		for effect, want := range map[shelfwire.Effect]retryVerdict{
			shelfwire.EffectRead:       tt.read,
			shelfwire.EffectIdempotent: tt.read,
			shelfwire.EffectWrite:      tt.write,
		} {
			for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut} {
				t.Run(fmt.Sprintf("%s/%s by %s", tt.name, effect, method), func(t *testing.T) {
					t.Parallel()
					s := tt.scene(t)
					op := Op{Name: "Things.Do", Method: method, Effect: effect}
					err := s.caller(t).Do(t.Context(), Request{Op: op, Path: []string{"things"}}, decodeThing)
					e := requireError(t, err)
					assert.Equal(t, want, retryVerdict{e.Attempts, e.Outcome})
					reached := 0
					if tt.reaches {
						reached = want.attempts
					}
					assert.EqualValues(t, reached, s.seen.Load(), "requests that reached the provider")
				})
			}
		}
	}
}

// An effect that somebody forgot to give must not make a call repeatable.
func TestCanRetry_UnknownEffectIsAWrite(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{Retry: quick}, responds(503, ""))
	e := requireError(t, doCall(t.Context(), c, Op{Name: "Things.Do", Method: http.MethodGet}))
	assert.Equal(t, oneUnknown, retryVerdict{e.Attempts, e.Outcome})
	assert.Equal(t, 1, s.count())
}

func TestRetryPolicy_MaxAttempts(t *testing.T) {
	t.Parallel()
	for given, want := range map[int]int{0: 4, 1: 1, 2: 2, 7: 7} {
		t.Run(strconv.Itoa(given), func(t *testing.T) {
			t.Parallel()
			policy := quick
			policy.MaxAttempts = given
			c, s := scripted(t, shelfwire.Options{Retry: policy}, responds(503, ""))
			assert.Equal(t, want, requireError(t, doCall(t.Context(), c, opRead)).Attempts)
			assert.Equal(t, want, s.count())
		})
	}
}

func TestRetryPolicy_EndsWithSuccess(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{Retry: quick},
		responds(503, ""), failsUntraced(io.ErrUnexpectedEOF), responds(200, "{}"))
	require.NoError(t, doCall(t.Context(), c, opRead))
	assert.Equal(t, 3, s.count())
}

func TestRetryPolicy_Default(t *testing.T) {
	t.Parallel()
	assert.Equal(t, retryPolicy{
		maxAttempts: 4, baseDelay: 500 * time.Millisecond, maxDelay: 30 * time.Second, maxRetryAfter: time.Minute,
	}, newRetryPolicy(shelfwire.RetryPolicy{}))
}

// Each wait may be anything from nothing to its bound, and the bound doubles up to MaxDelay.
func TestRetryPolicy_BackoffDelay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const calls = 300
		bounds := []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 5 * time.Second, 5 * time.Second}
		shortest, longest := make([]time.Duration, len(bounds)), make([]time.Duration, len(bounds))
		policy := shelfwire.RetryPolicy{MaxAttempts: len(bounds) + 1, BaseDelay: time.Second, MaxDelay: 5 * time.Second}
		for range calls {
			c, s := scripted(t, shelfwire.Options{Retry: policy}, responds(503, ""))
			require.Error(t, doCall(t.Context(), c, opRead))
			gaps := s.gaps()
			require.Len(t, gaps, len(bounds))
			for i, gap := range gaps {
				longest[i] = max(longest[i], gap)
				if shortest[i] == 0 || gap < shortest[i] {
					shortest[i] = gap
				}
			}
		}
		for i, bound := range bounds {
			assert.LessOrEqual(t, longest[i], bound, "wait %d", i+1)
			assert.Greater(t, longest[i], bound*9/10, "wait %d does not use its whole range", i+1)
			assert.Less(t, shortest[i], bound/10, "wait %d does not use its whole range", i+1)
		}
	})
}

func TestRetryPolicy_BackoffDelay_KeepsItsBounds(t *testing.T) {
	t.Parallel()
	const huge = time.Duration(math.MaxInt64)
	tests := []struct {
		name      string
		base, max time.Duration
		number    int
		bound     time.Duration
	}{
		{"base above max", time.Minute, time.Second, 1, time.Second},
		{"many attempts", time.Second, time.Minute, 1000, time.Minute},
		{"max huge, few attempts", time.Second, huge, 3, 4 * time.Second},
		{"max huge, doubled past the range", time.Second, huge - 1, 1000, huge - 1},
		{"max the longest duration there is", time.Second, huge, 1000, huge},
		{"base the longest duration there is", huge, huge, 1, huge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			policy := retryPolicy{baseDelay: tt.base, maxDelay: tt.max}
			for range 50 {
				var wait time.Duration
				require.NotPanics(t, func() { wait = policy.backoffDelay(tt.number) })
				require.GreaterOrEqual(t, wait, time.Duration(0))
				require.LessOrEqual(t, wait, tt.bound)
			}
		})
	}
}
