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

// shopError is what a body says about a failure: {"error": {"name", "message", "details"}} as the shop writes it, or one
// of the other forms that clients are known to look for, {"error": "…"} and {"message": "…"}, with lists for texts as
// well. None of them is in the guide.
type shopError struct {
	name, message string
	details       lenientjson.Value
	own           bool // it has the shop's own form, which no router or gateway has
}

func readError(body lenientjson.Value) *shopError {
	var e shopError
	object := body.Member("error")
	if object.IsObject() {
		e.name, e.message = texts(object.Member("name")), texts(object.Member("message"))
		e.details = object.Member("details")
		e.own = e.name != "" || e.message != "" && hasOnlyOwnMembers(object)
	} else {
		e.message = texts(object)
	}
	if e.message == "" {
		e.message = texts(body.Member("message"))
	}
	return &e
}

// String returns the name and the message: "undefined_filter: No such filter".
func (e *shopError) String() string {
	words := slices.DeleteFunc([]string{e.name, e.message}, func(text string) bool { return text == "" })
	return cmp.Or(strings.Join(words, ": "), "it has no words")
}

// hasOnlyOwnMembers tells the shop's error object from those of gateways, which have a code or a status.
func hasOnlyOwnMembers(object lenientjson.Value) bool {
	for name := range object.Members() {
		if !slices.Contains([]string{"name", "message", "details"}, strings.ToLower(name)) {
			return false
		}
	}
	return true
}

// texts returns a JSON text, or the texts of a list; empty for anything else.
func texts(v lenientjson.Value) string {
	if v.IsString() {
		text, _ := v.Text()
		return text
	}
	var list []string
	if v.IsList() {
		elements, _ := v.List()
		for _, element := range elements {
			if text := texts(element); text != "" {
				list = append(list, text)
			}
		}
	}
	return strings.Join(list, "; ")
}

// passing is how the shop words a failure that passes, whatever its status.
const passing = "Operation could not be completed"

var errPassing = errors.New("the shop says that it could not, for the time being")

// explain reads the shop's words from a failing response.
func explain(r *call.Response) {
	body, _ := lenientjson.Parse(r.Body) // what is no JSON has no words
	e := readError(body)
	r.Code, r.Message, r.Own = e.name, e.message, e.own
	if !e.details.IsNothing() {
		r.Details = json.RawMessage(e.details)
	}
	switch {
	case r.Status == http.StatusTooManyRequests:
		r.RetryAfter = resetIn(e.details, r.Header, time.Now())
	case isPassing(e.message) && !isRefusedKey(r.Status):
		r.Ambiguous, r.Kind = true, errPassing
	}
}

func isPassing(message string) bool { return strings.EqualFold(strings.Trim(message, " ."), passing) }

// isRefusedKey reports whether a status is about the key. Such a call is never repeated: the shop locks keys out.
func isRefusedKey(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden
}

const (
	resetUnknown = time.Minute     // when the shop does not say
	resetPast    = 5 * time.Second // when it names a moment that is over
	resetMost    = 48 * time.Hour  // the longest window is a day
)

// resetIn reads how long to wait after a 429 from the member reset_time of the details. It is a moment by what other
// clients do with it; whether in seconds since 1970 or as a date is not documented, so both are read, and small numbers
// are seconds to wait. Without it the header Retry-After counts, which the caller of this package's clients reads.
func resetIn(details lenientjson.Value, header http.Header, now time.Time) time.Duration {
	text, _ := details.Member("reset_time").Text()
	wait, ok := resetTime(strings.TrimSpace(text), serverTime(header, now))
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

// serverTime is the server's own clock where the response shows it.
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
	n := number.Truncate(0)
	switch {
	case n.Sign() <= 0:
		return 0, true
	case n.GreaterThan(shelfwire.NewDecimal(1 << 53).Decimal):
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
