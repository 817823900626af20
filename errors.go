package shelfwire

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// The kinds of errors, the same for all providers. Compare with errors.Is.
var (
	// ErrInvalid: the input is wrong. Either this module rejected it before sending (OutcomeNotSent,
	// with a FieldError for each field) or the provider did (OutcomeRejected; status 400 or 422).
	ErrInvalid = errors.New("invalid input")
	// ErrUnauthorized: the provider rejects the credentials.
	ErrUnauthorized = errors.New("unauthorized")
	// ErrForbidden: the credentials are known and lack the right to do this, or have been locked out.
	ErrForbidden = errors.New("forbidden")
	// ErrNotFound: the thing does not exist, in the provider's own words. A 404 in other words, such as that of a
	// proxy or of a wrong base URL, is ErrMalformed.
	ErrNotFound = errors.New("not found")
	// ErrConflict: the provider's state does not allow the change.
	ErrConflict = errors.New("conflict")
	// ErrRateLimited: the provider asks for fewer calls, and the retries are used up or the wait it asks for
	// is longer than RetryPolicy.MaxRetryAfter; see Error.RetryAfter.
	ErrRateLimited = errors.New("rate limited")
	// ErrTooLarge: the response, or one item of a streamed response, is longer than allowed.
	ErrTooLarge = errors.New("response too large")
	// ErrMalformed: the response differs from what the provider documents, in its format or type, or is cut short;
	// or it is not recognisably the provider's, such as a login page under 200 or a 404 in somebody else's words.
	ErrMalformed = errors.New("malformed response")
	// ErrIncomplete: a walk ended before it could be sure of having seen everything.
	ErrIncomplete = errors.New("incomplete")
)

// Error is a failed call. Get at it with errors.As, or errors.AsType in Go 1.26.
//
// Keys are redacted from everything in it that the provider or the transport said.
type Error struct {
	Provider   string          // "resico"
	Op         string          // "Invoices.Create"
	Effect     Effect          // what the call does on the server
	Method     string          // HTTP method; empty when the call failed before there was a request
	Path       string          // escaped path, without the query
	StatusCode int             // HTTP status of the last attempt; 0 when it got no response
	Code       string          // the provider's own code, when it has one
	Message    string          // the provider's words, or what the body looks like: "an HTML page titled …"
	Details    json.RawMessage // provider-specific remainder of the error body; nil when longer than 4 KiB
	RequestID  string          // the provider's identifier of the request, when it gives one
	RetryAfter time.Duration   // how long the provider asks to wait; 0 when it leaves that open
	Attempts   int             // how often the request was tried
	Outcome    Outcome         // what is known about the effect on the server, over all attempts
	Err        error           // cause; one of the Err… values of this package where one fits
}

// Error says which call failed, what the provider said, the cause and, for a call that changes something, what
// is known about the change.
func (e *Error) Error() string {
	parts := []string{e.Provider, e.Op}
	if e.StatusCode != 0 {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%d %s", e.StatusCode, http.StatusText(e.StatusCode))))
	}
	if e.Code != "" {
		parts = append(parts, e.Code)
	}
	if e.Message != "" {
		parts = append(parts, e.Message)
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	text := strings.Join(parts, ": ")
	if e.Attempts > 1 {
		text += fmt.Sprintf(" (after %d attempts)", e.Attempts)
	}
	return text + e.outcomeText()
}

// outcomeText is the part of the message that a caller of a write must see.
func (e *Error) outcomeText() string {
	switch {
	case e.Effect != EffectIdempotent && e.Effect != EffectWrite:
		return ""
	case e.Outcome == OutcomeUnknown:
		return "; the change may or may not have been made"
	case e.Outcome == OutcomeApplied:
		return "; the provider reported success, so the change was made"
	case e.Outcome == OutcomeNotSent && e.Attempts > 0:
		return "; nothing was sent"
	default:
		return ""
	}
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// FieldError is one field of the input that cannot be right. It matches [ErrInvalid].
type FieldError struct {
	Field   string // as in Go, with indexes: "Lines[2].SKU"
	Problem string // "is missing", "must not be negative"
}

// Error returns the field and its problem.
func (e *FieldError) Error() string { return e.Field + " " + e.Problem }

// Is reports whether target is [ErrInvalid].
func (e *FieldError) Is(target error) bool { return target == ErrInvalid }

// clipText cuts foreign text that goes into an error to 64 bytes and "…".
func clipText(s string) string {
	const most = 64
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
