package shopinventory

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// shopError is an error in a response body: the shop's {"error": {"name", "message", "details"}}, or one of the forms
// that other clients are known to read, {"error": "…"} and {"message": "…"}, where lists may replace texts. The guide
// has none of them.
type shopError struct {
	name, message string
	details       lenientjson.Value
	isShopForm    bool // it has the shop's form, as opposed to that of a router or a gateway
}

// readError decodes the error of a body. All fields are empty when there is none.
func readError(body lenientjson.Value) *shopError {
	var e shopError
	object := body.Member("error")
	if object.IsObject() {
		e.name, e.message = joinTexts(object.Member("name")), joinTexts(object.Member("message"))
		e.details = object.Member("details")
		e.isShopForm = e.name != "" || e.message != "" && hasOnlyShopMembers(object)
	} else {
		e.message = joinTexts(object)
	}
	if e.message == "" {
		e.message = joinTexts(body.Member("message"))
	}
	return &e
}

// String returns the name and the message: "undefined_filter: No such filter".
func (e *shopError) String() string {
	texts := slices.DeleteFunc([]string{e.name, e.message}, func(text string) bool { return text == "" })
	return cmp.Or(strings.Join(texts, ": "), "it has no words")
}

// hasOnlyShopMembers reports whether an error object could be the shop's; those of gateways have a code or a status.
func hasOnlyShopMembers(object lenientjson.Value) bool {
	for name := range object.Members() {
		if !slices.Contains([]string{"name", "message", "details"}, strings.ToLower(name)) {
			return false
		}
	}
	return true
}

// joinTexts returns a JSON text, or the joined texts of a list; "" for any other value.
func joinTexts(v lenientjson.Value) string {
	if v.IsString() {
		text, _ := v.Text()
		return text
	}
	var list []string
	if v.IsList() {
		elements, _ := v.List()
		for _, element := range elements {
			if text := joinTexts(element); text != "" {
				list = append(list, text)
			}
		}
	}
	return strings.Join(list, "; ")
}

// transientMessage is the shop's message for a transient failure, under various statuses.
const transientMessage = "Operation could not be completed"

var errTransient = errors.New("the shop says that it could not, for the time being")

// parseError reads the shop's error from a failed response.
func parseError(r *call.Response) {
	body, _ := lenientjson.Parse(r.Body) // a body other than JSON has no error
	e := readError(body)
	r.Code, r.Message, r.FromProvider = e.name, e.message, e.isShopForm
	if !e.details.IsEmpty() {
		r.Details = json.RawMessage(e.details)
	}
	switch {
	case r.Status == http.StatusTooManyRequests:
		r.RetryAfter = resetWait(e.details, r.Header, time.Now())
	case isTransient(e.message) && !isKeyRejection(r.Status):
		r.Ambiguous, r.Kind = true, errTransient
	}
}

func isTransient(message string) bool {
	return strings.EqualFold(strings.Trim(message, " ."), transientMessage)
}

// isKeyRejection reports whether a status rejects the key. Such a call is final: the shop locks out keys that try
// again.
func isKeyRejection(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden
}

const (
	defaultResetWait = time.Minute     // when the shop gives no reset time
	pastResetWait    = 5 * time.Second // when its reset time is over
	maxResetWait     = 48 * time.Hour  // twice the longest window
)

// resetWait returns how long to wait after a 429, by the member reset_time of the details. Other clients take
// it for a moment; its form is undocumented (probe: shopinventory/too-many), so seconds since 1970, dates,
// and small numbers of seconds to wait are accepted. It returns 0 to leave the wait to the header
// Retry-After.
func resetWait(details lenientjson.Value, header http.Header, now time.Time) time.Duration {
	text, _ := details.Member("reset_time").Text()
	wait, ok := parseResetTime(strings.TrimSpace(text), serverTime(header, now))
	switch {
	case ok && wait <= 0:
		return pastResetWait
	case ok:
		return min(wait, maxResetWait)
	case header.Get("Retry-After") != "":
		return 0
	default:
		return defaultResetWait
	}
}

// serverTime returns the server's time by the header Date, now without one.
func serverTime(header http.Header, now time.Time) time.Time {
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		return date
	}
	return now
}

// From these values on, a number is a moment, in seconds or in milliseconds since 1970.
const (
	minEpochSeconds = 1_000_000_000
	minEpochMillis  = 100_000_000_000
)

// parseResetTime parses a reset time of any form, and returns the wait until then.
func parseResetTime(text string, now time.Time) (wait time.Duration, ok bool) {
	for _, layout := range [...]string{time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02 15:04:05-07:00", http.TimeFormat} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.Sub(now), true
		}
	}
	number, err := shelfwire.ParseDecimal(text)
	if err != nil {
		return 0, false
	}
	n := number.Truncate(0)
	switch {
	case n.Sign() <= 0:
		return 0, true
	case n.GreaterThan(shelfwire.NewDecimal(1 << 53).Decimal):
		return maxResetWait, true
	}
	switch n := n.IntPart(); {
	case n >= minEpochMillis:
		return time.UnixMilli(n).Sub(now), true
	case n >= minEpochSeconds:
		return time.Unix(n, 0).Sub(now), true
	default:
		return time.Duration(min(n, int64(maxResetWait/time.Second))) * time.Second, true
	}
}
