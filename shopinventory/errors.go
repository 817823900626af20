package shopinventory

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// errorBody is an error as the shop writes it, {"error": {"name", "message", "details"}}, and in the other forms that
// clients are known to look for. None of them is in the guide.
type errorBody struct {
	Error   json.RawMessage `json:"error"`
	Message json.RawMessage `json:"message"`
}

type errorObject struct {
	Name    string          `json:"name"`
	Message string          `json:"message"`
	Details json.RawMessage `json:"details"`
}

// passing is how the shop words a failure that passes, whatever its status.
const passing = "Operation could not be completed"

var errPassing = errors.New("the shop says that it could not, for the time being")

// explain reads the shop's words from a failing reply.
func explain(r *call.Reply) {
	var body errorBody
	_ = json.Unmarshal(r.Body, &body) // another form has no words
	var object errorObject
	if json.Unmarshal(body.Error, &object) != nil {
		object = errorObject{Message: text(body.Error)}
	}
	r.Code, r.Message = object.Name, object.Message
	if r.Message == "" {
		r.Message = text(body.Message)
	}
	if len(object.Details) > 2 {
		r.Details = object.Details
	}
	switch {
	case r.Status == http.StatusTooManyRequests:
		r.RetryAfter = resetIn(object.Details, r.Header, time.Now())
	case strings.TrimSuffix(strings.TrimSpace(r.Message), ".") == passing && !isRefusedKey(r.Status):
		r.Doubtful, r.Kind = true, errPassing
	}
}

// isRefusedKey reports whether a status is about the key. Such a call is never repeated: the shop locks keys out.
func isRefusedKey(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden
}

// text returns a JSON text, or the texts of a list.
func text(raw json.RawMessage) string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return one
	}
	var many []string
	if json.Unmarshal(raw, &many) == nil {
		return strings.Join(many, "; ")
	}
	return ""
}

const (
	resetUnknown = time.Minute     // when the shop does not say
	resetPast    = 5 * time.Second // when it names a moment that is over
	resetMost    = 48 * time.Hour  // the longest window is a day
)

// resetIn reads how long to wait after a 429 from the member reset_time of the details. It is a moment by what other
// clients do with it; whether in seconds since 1970 or as a date is not documented, so both are read, and small numbers
// are seconds to wait. Without it the header Retry-After counts, which the caller of this package's clients reads.
func resetIn(details json.RawMessage, header http.Header, now time.Time) time.Duration {
	var object struct {
		ResetTime json.RawMessage `json:"reset_time"`
	}
	_ = json.Unmarshal(details, &object) // without it, nothing is said
	wait, ok := resetTime(strings.Trim(string(object.ResetTime), `" `), serverTime(header, now))
	switch {
	case ok && wait <= 0:
		return resetPast
	case ok:
		return min(wait, resetMost)
	case header.Get("Retry-After") != "":
		return 0
	default:
		return resetUnknown
	}
}

// serverTime is the server's own clock where the reply shows it.
func serverTime(header http.Header, now time.Time) time.Time {
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		return date
	}
	return now
}

// epochSeconds and epochMillis are from where on a number is taken for a moment.
const (
	epochSeconds = 1_000_000_000
	epochMillis  = 100_000_000_000
)

func resetTime(text string, now time.Time) (wait time.Duration, ok bool) {
	for _, layout := range [...]string{time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02 15:04:05-07:00", http.TimeFormat} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.Sub(now), true
		}
	}
	number, err := shelfwire.ParseDecimal(text)
	if err != nil {
		return 0, false
	}
	const most = int64(1) << 53
	n := number.Truncate(0)
	if !n.BigInt().IsInt64() || n.IntPart() > most || n.IntPart() < -most {
		return resetMost, true
	}
	switch n := n.IntPart(); {
	case n >= epochMillis:
		return time.UnixMilli(n).Sub(now), true
	case n >= epochSeconds:
		return time.Unix(n, 0).Sub(now), true
	default:
		return time.Duration(min(n, int64(resetMost/time.Second))) * time.Second, true
	}
}
