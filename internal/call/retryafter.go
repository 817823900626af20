package call

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
)

const (
	// unreadableWait is for a Retry-After that says something which cannot be read.
	unreadableWait = time.Minute
	longestWait    = time.Duration(1<<63 - 1)
	// epochFrom is from where on a number is taken for a moment in Unix time, not for seconds: September 2001.
	epochFrom = 1_000_000_000
)

// retryAfter reads the header Retry-After in the forms that are met in the field: seconds, with or without a fraction
// or a unit, an HTTP date, RFC 3339 and Unix time; of a doubled header or value the longest wait counts. It rounds up to
// whole seconds. A moment is measured against the server's own clock where the response shows it.
func retryAfter(h http.Header, now time.Time) time.Duration {
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	var longest time.Duration
	for _, value := range h.Values("Retry-After") {
		longest = max(longest, waitOf(value, now))
	}
	return longest
}

// waitOf reads one header. Its value may be doubled, but the commas of an HTTP date separate nothing.
func waitOf(value string, now time.Time) time.Duration {
	if strings.TrimSpace(value) == "" {
		return 0
	}
	if wait, ok := oneWait(value, now); ok {
		return wait
	}
	var longest time.Duration
	for part := range strings.SplitSeq(value, ",") {
		wait, ok := oneWait(part, now)
		if !ok {
			return unreadableWait
		}
		longest = max(longest, wait)
	}
	return longest
}

func oneWait(value string, now time.Time) (wait time.Duration, ok bool) {
	value = strings.Trim(value, "\" \t")
	if at, err := http.ParseTime(value); err == nil {
		return roundUp(at.Sub(now)), true
	}
	if at, err := time.Parse(time.RFC3339, value); err == nil {
		return roundUp(at.Sub(now)), true
	}
	return secondsOf(withoutUnit(value), now)
}

// withoutUnit takes a unit for seconds off a number.
func withoutUnit(value string) string {
	lower := strings.ToLower(value)
	for _, unit := range [...]string{"seconds", "second", "secs", "sec", "s"} {
		if number, ok := strings.CutSuffix(lower, unit); ok {
			return strings.TrimSpace(number)
		}
	}
	return value
}

// secondsOf reads a number of seconds: to wait, or since 1970.
func secondsOf(text string, now time.Time) (wait time.Duration, ok bool) {
	if n, err := strconv.ParseUint(text, 10, 64); err != nil && n == 1<<64-1 {
		return longestWait, true // more than can be counted
	}
	number, err := shelfwire.ParseDecimal(text)
	if err != nil {
		return 0, false
	}
	seconds := number.Ceil()
	switch {
	case seconds.IsNegative():
		return 0, true
	case seconds.GreaterThan(shelfwire.NewDecimal(int64(longestWait / time.Second)).Decimal):
		return longestWait, true
	case seconds.IntPart() >= epochFrom:
		return roundUp(time.Unix(seconds.IntPart(), 0).Sub(now)), true
	default:
		return time.Duration(seconds.IntPart()) * time.Second, true
	}
}

func roundUp(wait time.Duration) time.Duration {
	if wait > longestWait-time.Second {
		return longestWait
	}
	return max(0, (wait + time.Second - 1).Truncate(time.Second))
}
