package call

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestParseRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 20, 9, 31, 42, 0, time.UTC)
	in := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	tests := []struct {
		name, value, date string
		want              time.Duration
	}{
		{"absent", "", "", 0},
		{"seconds", "7", "", 7 * time.Second},
		{"seconds with white space", " 7 ", "", 7 * time.Second},
		{"zero", "0", "", 0},
		{"negative", "-7", "", 0},
		{"a fraction, rounded up", "1.5", "", 2 * time.Second},
		{"a fraction of zero", "7.000", "", 7 * time.Second},
		{"quoted", `"7"`, "", 7 * time.Second},
		{"quoted with white space", " \" 7 \" ", "", 7 * time.Second},
		{"a quoted date", `"` + in(time.Minute) + `"`, "", time.Minute},
		{"nonsense is a cautious wait", "soon", "", time.Minute},
		{"another unit is nonsense", "7m", "", time.Minute},
		{"a unit", "7s", "", 7 * time.Second},
		{"a unit in words", "7 Seconds", "", 7 * time.Second},
		{"one second", "1 second", "", time.Second},
		{"a short unit", "90sec", "", 90 * time.Second},
		{"a short unit of several", "90 secs", "", 90 * time.Second},
		{"doubled in one header", "60, 90", "", 90 * time.Second},
		{"doubled with nonsense", "60, soon", "", time.Minute},
		{"RFC 3339", now.Add(90 * time.Second).Format(time.RFC3339), "", 90 * time.Second},
		{"RFC 3339 with a fraction, rounded up", now.Add(1500 * time.Millisecond).Format(time.RFC3339Nano), "", 2 * time.Second},
		{"RFC 3339 in another zone", now.Add(time.Minute).In(time.FixedZone("", 7200)).Format(time.RFC3339), "", time.Minute},
		{"Unix time", strconv.FormatInt(now.Unix()+90, 10), "", 90 * time.Second},
		{"Unix time in the past", strconv.FormatInt(now.Unix()-90, 10), "", 0},
		{"Unix time by a server's clock", strconv.FormatInt(now.Unix()+3690, 10), in(time.Hour), 90 * time.Second},
		{"the first moment of Unix time", "1000000000", "", 0},
		{"the longest number of seconds", "999999999", "", 999_999_999 * time.Second},
		{"date", in(90 * time.Second), "", 90 * time.Second},
		{"date in the past", in(-time.Hour), "", 0},
		{"date of RFC 850", now.Add(time.Minute).Format(time.RFC850), "", time.Minute},
		{"date of C", now.Add(time.Minute).Format(time.ANSIC), "", time.Minute},
		{"date by a server's clock that is late", in(-time.Hour + time.Minute), in(-time.Hour), time.Minute},
		{"date by a server's clock that is early", in(time.Hour + time.Minute), in(time.Hour), time.Minute},
		{"date beside an unreadable Date", in(time.Minute), "today", time.Minute},
		{"Date does not matter for seconds", "7", in(time.Hour), 7 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, parseRetryAfter(newHeaders("Retry-After", tt.value, "Date", tt.date), now))
		})
	}
}

// What does not fit into a duration is still a very long time, and not no time at all.
func TestParseRetryAfter_Huge(t *testing.T) {
	t.Parallel()
	const aCentury = 100 * 365 * 24 * time.Hour
	for name, value := range map[string]string{
		"longest duration":               "9223372036",
		"beyond a duration":              "9223372037",
		"largest integer":                "9223372036854775807",
		"beyond the largest integer":     "9223372036854775808",
		"a number without end":           "999999999999999999999999999999",
		"more digits than a decimal has": strings.Repeat("9", 70),
		"date in the year 9999":          "Fri, 31 Dec 9999 23:59:59 GMT",
		"a hundred and twenty-six years": "4000000000",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Greater(t, parseRetryAfter(newHeaders("Retry-After", value), time.Unix(0, 0)), aCentury)
		})
	}
}

// newHeaders makes a header of names and values in turn, without the empty ones.
func newHeaders(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			h.Set(pairs[i], pairs[i+1])
		}
	}
	return h
}

func TestRetryAfter_IsObeyed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		status int
		header string
		op     Op
		want   time.Duration
	}{
		{"429 of a read", 429, "7", opRead, 7 * time.Second},
		{"429 of a write", 429, "7", opWrite, 7 * time.Second},
		{"503 of a read", 503, "7", opRead, 7 * time.Second},
		{"exactly the cap", 429, "60", opRead, time.Minute},
		{"a date", 429, "Sat, 01 Jan 2000 00:00:07 GMT", opRead, 7 * time.Second}, // a bubble begins in 2000
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, s := scripted(t, shelfwire.Options{Retry: quick},
					responds(tt.status, "", "Retry-After", tt.header), responds(200, ""))
				require.NoError(t, doCall(t.Context(), c, tt.op))
				assert.Equal(t, []time.Duration{tt.want}, s.gaps())
			})
		})
	}
}

// A provider that asks for no wait is not called again without one.
func TestRetryAfter_DoesNotShortenTheBackoff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		policy := shelfwire.RetryPolicy{MaxAttempts: 50, BaseDelay: time.Hour, MaxDelay: time.Hour}
		c, s := scripted(t, shelfwire.Options{Retry: policy}, responds(429, "", "Retry-After", "0"))
		require.Error(t, doCall(t.Context(), c, opRead))
		assert.Greater(t, s.times[len(s.times)-1].Sub(s.times[0]), 5*time.Hour)
	})
}

func TestRetryAfter_BeyondTheCapReturnsAtOnce(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		policy shelfwire.RetryPolicy
		header string
		want   time.Duration
	}{
		{"default cap", shelfwire.RetryPolicy{}, "61", 61 * time.Second},
		{"own cap", shelfwire.RetryPolicy{MaxRetryAfter: time.Second}, "2", 2 * time.Second},
		{"a date", shelfwire.RetryPolicy{}, "Sat, 01 Jan 2000 01:00:00 GMT", time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				c, s := scripted(t, shelfwire.Options{Retry: tt.policy},
					responds(429, `{"message":"slow down"}`, "Retry-After", tt.header))
				err := doCall(t.Context(), c, opWrite)
				assert.Zero(t, time.Since(began))
				assert.Equal(t, 1, s.count())
				require.ErrorIs(t, err, shelfwire.ErrRateLimited)
				e := requireError(t, err)
				assert.Equal(t, tt.want, e.RetryAfter)
				assert.Equal(t, "slow down", e.Message)
				assert.Equal(t, oneRefused, retryVerdict{e.Attempts, e.Outcome})
			})
		})
	}
}

// The provider's body may say how long to wait, too; the longer of the two counts.
func TestRetryAfter_OfTheBody(t *testing.T) {
	t.Parallel()
	for name, header := range map[string]string{"alone": "", "beside a shorter header": "3"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, s := scripted(t, shelfwire.Options{Retry: quick},
					responds(429, "", "Retry-After", header), responds(200, ""))
				c.parseError = func(r *Response) { r.RetryAfter = 9 * time.Second }
				require.NoError(t, doCall(t.Context(), c, opRead))
				assert.Equal(t, []time.Duration{9 * time.Second}, s.gaps())
			})
		})
	}
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("7", "")
	f.Add("-7", "")
	f.Add("99999999999999999999", "")
	f.Add("Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT")
	f.Add("Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT")
	now := time.Date(2026, 3, 20, 9, 31, 42, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value, date string) {
		wait := parseRetryAfter(http.Header{"Retry-After": {value}, "Date": {date}}, now)
		if wait < 0 {
			t.Fatalf("Retry-After %q with Date %q asks for %s", value, date, wait)
		}
	})
}

// Of a header that comes twice the longest wait counts.
func TestParseRetryAfter_Doubled(t *testing.T) {
	t.Parallel()
	h := http.Header{"Retry-After": {"60", "90", "7"}}
	assert.Equal(t, 90*time.Second, parseRetryAfter(h, time.Now()))
}
