package call

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
)

const (
	// waitIfUnreadable is the wait for a Retry-After that cannot be parsed.
	waitIfUnreadable = time.Minute
	maxWait          = time.Duration(1<<63 - 1)
	// minUnixTime is the smallest number that means a moment in Unix time instead of seconds: September 2001.
	minUnixTime = 1_000_000_000
)

// parseRetryAfter reads the header Retry-After in the forms that are met in the field: seconds, with or without
// a fraction or a unit, an HTTP date, RFC 3339 and Unix time. Of several headers or values the longest wait
// counts, rounded up to whole seconds. A moment is compared with the server's own clock where the response
// shows it.
func parseRetryAfter(h http.Header, now time.Time) time.Duration {
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	var longest time.Duration
	for _, value := range h.Values("Retry-After") {
		longest = max(longest, parseWaits(value, now))
	}
	return longest
}

// parseWaits reads one header, whose value may be doubled. It is first read whole, since an HTTP date holds a
// comma.
func parseWaits(value string, now time.Time) time.Duration {
	if strings.TrimSpace(value) == "" {
		return 0
	}
	if wait, ok := parseWait(value, now); ok {
		return wait
	}
	var longest time.Duration
	for part := range strings.SplitSeq(value, ",") {
		wait, ok := parseWait(part, now)
		if !ok {
			return waitIfUnreadable
		}
		longest = max(longest, wait)
	}
	return longest
}

// parseWait reads a single value.
func parseWait(value string, now time.Time) (wait time.Duration, ok bool) {
	value = strings.Trim(value, "\" \t")
	if at, err := http.ParseTime(value); err == nil {
		return roundUpToSecond(at.Sub(now)), true
	}
	if at, err := time.Parse(time.RFC3339, value); err == nil {
		return roundUpToSecond(at.Sub(now)), true
	}
	return parseSeconds(trimSecondsUnit(value), now)
}

// trimSecondsUnit drops a unit for seconds behind a number.
func trimSecondsUnit(value string) string {
	lower := strings.ToLower(value)
	for _, unit := range [...]string{"seconds", "second", "secs", "sec", "s"} {
		if number, ok := strings.CutSuffix(lower, unit); ok {
			return strings.TrimSpace(number)
		}
	}
	return value
}

// parseSeconds reads a number of seconds, or of those since 1970 when it is large enough for that.
func parseSeconds(text string, now time.Time) (wait time.Duration, ok bool) {
	if n, err := strconv.ParseUint(text, 10, 64); err != nil && n == 1<<64-1 {
		return maxWait, true // more than an integer holds
	}
	number, err := shelfwire.ParseDecimal(text)
	if err != nil {
		return 0, false
	}
	seconds := number.Ceil()
	switch {
	case seconds.IsNegative():
		return 0, true
	case seconds.GreaterThan(shelfwire.NewDecimal(int64(maxWait / time.Second)).Decimal):
		return maxWait, true
	case seconds.IntPart() >= minUnixTime:
		return roundUpToSecond(time.Unix(seconds.IntPart(), 0).Sub(now)), true
	default:
		return time.Duration(seconds.IntPart()) * time.Second, true
	}
}

func roundUpToSecond(wait time.Duration) time.Duration {
	if wait > maxWait-time.Second {
		return maxWait
	}
	return max(0, (wait + time.Second - 1).Truncate(time.Second))
}
