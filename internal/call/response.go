package call

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Response is a response without a success status, with room for what the provider's package reads from it.
type Response struct {
	Status int
	Header http.Header
	Body   []byte // as it came: what is read from it is redacted afterwards

	// FromProvider says that the body is recognisably the provider's own account of the failure, as opposed to that
	// of a proxy or a framework's router. Only then does a 404 mean "not found", and a 400 a rejection.
	FromProvider bool

	// Ambiguous says that the provider's words leave open what the status claims: the call may be retried where that
	// is safe, and the outcome of a write is unknown.
	Ambiguous bool

	APIError
}

// APIError is the provider's own account of a failed call. A [Decoder] returns it for a body that tells of a
// failure under a success status.
type APIError struct {
	Code       string
	Message    string
	Details    json.RawMessage   // the remainder of the body
	Kind       error             // one of the Err… values; nil leaves it to the HTTP status
	RetryAfter time.Duration     // as the body says; the header of that name counts as well
	Outcome    shelfwire.Outcome // for a Decoder: OutcomeRejected when the provider is clear about it, else unknown
}

// Error returns the provider's message.
func (e *APIError) Error() string { return e.Message }

// copyAPIError copies the provider's words into an error, on one line and without control characters, which could play
// tricks on a terminal or a log. Each is redacted before it is cut to its limit.
func (c *Caller) copyAPIError(a *attempt, e *shelfwire.Error, r *APIError) {
	redact := c.redactorOf(a.op)
	printable := func(text string) string { return redact(toPrintable(redact(text))) } // a key may come together so
	e.Code = clipText(printable(r.Code), maxShortText)
	e.Message = clipText(redactNamed(printable(r.Message)), maxMessage)
	e.Details = redactJSON(r.Details, redact)
	e.RetryAfter = r.RetryAfter
}
