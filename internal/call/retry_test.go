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

// verdict is how often a call is tried and what is known about it in the end.
type verdict struct {
	attempts int
	outcome  shelfwire.Outcome
}

var (
	fourNotSent = verdict{4, shelfwire.OutcomeNotSent}
	fourUnknown = verdict{4, shelfwire.OutcomeUnknown}
	fourRefused = verdict{4, shelfwire.OutcomeRefused}
	twoUnknown  = verdict{2, shelfwire.OutcomeUnknown}
	oneNotSent  = verdict{1, shelfwire.OutcomeNotSent}
	oneUnknown  = verdict{1, shelfwire.OutcomeUnknown}
	oneRefused  = verdict{1, shelfwire.OutcomeRefused}
	oneApplied  = verdict{1, shelfwire.OutcomeApplied}
)

// effectCases say what each way of failing means for each effect. Idempotent calls fare like reads.
var effectCases = []struct {
	name        string
	scene       func(testing.TB) scene
	reaches     bool // the provider sees every attempt
	read, write verdict
}{
	{"connection refused", refusesConnections, false, fourNotSent, fourNotSent},
	{"network unreachable", dialer(syscall.ENETUNREACH), false, fourNotSent, fourNotSent},
	{"host unknown", dialer(&net.DNSError{IsNotFound: true}), false, oneNotSent, oneNotSent},
	{"name server silent", dialer(&net.DNSError{IsTimeout: true}), false, fourNotSent, fourNotSent},
	{"certificate not trusted", unknownAuthority, false, oneNotSent, oneNotSent},
	{"cut in the TLS handshake", cutsHandshake, false, fourNotSent, fourNotSent},
	{"cut before the request was read", cutsBeforeReading, true, fourUnknown, oneUnknown},
	{"cut after the request was read", cutsAfterReading, true, fourUnknown, oneUnknown},
	{"half a body", sendsHalf, true, fourUnknown, oneUnknown},
	{"half a body without a length", sendsHalfQuietly, true, fourUnknown, oneUnknown},
	{"a page under 200", saysText(200, "<html>"), true, twoUnknown, oneUnknown},
	{"words under 200", saysText(200, "<b>Fatal error</b>"), true, twoUnknown, oneUnknown},
	{"nothing under 200", saysText(200, ""), true, twoUnknown, oneUnknown},
	{"a list under 200", saysText(200, "[]"), true, twoUnknown, oneUnknown},
	{"null under 200", saysText(200, "null"), true, twoUnknown, oneUnknown},
	{"a page under 400", saysText(400, "<html>"), true, twoUnknown, oneUnknown},
	{"a page under 401", saysText(401, "<html>"), true, oneRefused, oneRefused},
	{"a page under 403", saysText(403, "<html>"), true, oneRefused, oneRefused},
	{"a page under 404", saysText(404, "<html>"), true, oneRefused, oneRefused},
	{"a page under 405", saysText(405, "<html>"), true, oneRefused, oneRefused},
	{"a page under 409", saysText(409, "<html>"), true, twoUnknown, oneUnknown},
	{"a page under 410", saysText(410, "<html>"), true, twoUnknown, oneUnknown},
	{"a page under 413", saysText(413, "<html>"), true, oneRefused, oneRefused},
	{"a page under 418", saysText(418, "<html>"), true, twoUnknown, oneUnknown},
	{"a page under 422", saysText(422, "<html>"), true, twoUnknown, oneUnknown},
	{"a page under 429", saysText(429, "<html>"), true, fourRefused, fourRefused},
	{"a page under 499", saysText(499, "<html>"), true, oneUnknown, oneUnknown},
	{"a page under 502", saysText(502, "<html>"), true, fourUnknown, oneUnknown},
	{"429", says(429), true, fourRefused, fourRefused},
	{"500", says(500), true, fourUnknown, oneUnknown},
	{"502", says(502), true, fourUnknown, oneUnknown},
	{"503", says(503), true, fourUnknown, oneUnknown},
	{"504", says(504), true, fourUnknown, oneUnknown},
	{"501", says(501), true, oneUnknown, oneUnknown},
	{"505", says(505), true, oneUnknown, oneUnknown},
	{"400", says(400), true, oneRefused, oneRefused},
	{"401", says(401), true, oneRefused, oneRefused},
	{"403", says(403), true, oneRefused, oneRefused},
	{"404", says(404), true, oneRefused, oneRefused},
	{"408", says(408), true, fourUnknown, oneUnknown},
	{"425", says(425), true, fourRefused, oneRefused},
	{"499", says(499), true, oneUnknown, oneUnknown},
	{"519", says(519), true, oneUnknown, oneUnknown},
	{"520", says(520), true, fourUnknown, oneUnknown},
	{"521", says(521), true, fourUnknown, oneUnknown},
	{"522", says(522), true, fourUnknown, oneUnknown},
	{"523", says(523), true, fourUnknown, oneUnknown},
	{"524", says(524), true, fourUnknown, oneUnknown},
	{"525", says(525), true, oneUnknown, oneUnknown},
	{"409", says(409), true, oneRefused, oneRefused},
	{"422", says(422), true, oneRefused, oneRefused},
	{"301", says(301), true, oneUnknown, oneUnknown},
	{"302", says(302), true, oneUnknown, oneUnknown},
	{"303", says(303), true, oneUnknown, oneUnknown},
	{"307", says(307), true, oneUnknown, oneUnknown},
	{"308", says(308), true, oneUnknown, oneUnknown},
}

// The effect decides, and the verb changes nothing: a provider's list may be a POST and its creation a PUT.
func TestRetriesFollowTheEffect(t *testing.T) {
	t.Parallel()
	for _, tt := range effectCases {
		for effect, want := range map[shelfwire.Effect]verdict{
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
					e := failed(t, err)
					assert.Equal(t, want, verdict{e.Attempts, e.Outcome})
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
func TestEffectNotGivenIsTreatedAsWrite(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{Retry: quick}, replies(503, ""))
	e := failed(t, do(t.Context(), c, Op{Name: "Things.Do", Method: http.MethodGet}))
	assert.Equal(t, oneUnknown, verdict{e.Attempts, e.Outcome})
	assert.Equal(t, 1, s.count())
}

func TestMaxAttempts(t *testing.T) {
	t.Parallel()
	for given, want := range map[int]int{0: 4, 1: 1, 2: 2, 7: 7} {
		t.Run(strconv.Itoa(given), func(t *testing.T) {
			t.Parallel()
			policy := quick
			policy.MaxAttempts = given
			c, s := scripted(t, shelfwire.Options{Retry: policy}, replies(503, ""))
			assert.Equal(t, want, failed(t, do(t.Context(), c, opRead)).Attempts)
			assert.Equal(t, want, s.count())
		})
	}
}

func TestRetryEndsWithSuccess(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, shelfwire.Options{Retry: quick},
		replies(503, ""), breaks(io.ErrUnexpectedEOF), replies(200, "{}"))
	require.NoError(t, do(t.Context(), c, opRead))
	assert.Equal(t, 3, s.count())
}

func TestDefaultRetryPolicy(t *testing.T) {
	t.Parallel()
	assert.Equal(t, retryPolicy{
		maxAttempts: 4, baseDelay: 500 * time.Millisecond, maxDelay: 30 * time.Second, maxRetryAfter: time.Minute,
	}, newRetryPolicy(shelfwire.RetryPolicy{}))
}

// Each wait may be anything from nothing to its bound, and the bound doubles up to MaxDelay.
func TestBackOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const calls = 300
		bounds := []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 5 * time.Second, 5 * time.Second}
		shortest, longest := make([]time.Duration, len(bounds)), make([]time.Duration, len(bounds))
		policy := shelfwire.RetryPolicy{MaxAttempts: len(bounds) + 1, BaseDelay: time.Second, MaxDelay: 5 * time.Second}
		for range calls {
			c, s := scripted(t, shelfwire.Options{Retry: policy}, replies(503, ""))
			require.Error(t, do(t.Context(), c, opRead))
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

func TestJitterKeepsItsBoundsForAnyPolicy(t *testing.T) {
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
				require.NotPanics(t, func() { wait = policy.jitter(tt.number) })
				require.GreaterOrEqual(t, wait, time.Duration(0))
				require.LessOrEqual(t, wait, tt.bound)
			}
		})
	}
}
