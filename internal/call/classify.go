package call

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Reply is a reply that is no success, with room for what the provider's package reads from it.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte

	// Doubtful says that the status promises more than the provider's words: the call may be tried again where that is
	// safe, and a write must not be taken for one that was not made.
	Doubtful bool

	Refusal
}

// Refusal is the provider's own account of a failed call. As an error of a [Decoder] it means that the body of
// a reply with a success status says that the call failed.
type Refusal struct {
	Code       string
	Message    string
	Details    json.RawMessage
	Kind       error             // one of the Err… values; nil leaves it to the HTTP status
	RetryAfter time.Duration     // beside the header of that name
	Outcome    shelfwire.Outcome // for a Decoder: Refused when the provider is clear about it, else Unknown
}

func (r *Refusal) Error() string { return r.Message }

func isSuccess(status int) bool { return status/100 == 2 }

// classify turns everything but a complete body under a success status into a failure.
func (c *Caller) classify(a *attempt, resp *http.Response, body []byte, readErr error, g *guard) *failure {
	c.note(a, resp)
	if !isSuccess(resp.StatusCode) {
		return c.refused(a, resp, body)
	}
	if readErr == nil {
		return nil
	}
	return c.unread(a, readErr, g)
}

// note remembers the head of a reply.
func (c *Caller) note(a *attempt, resp *http.Response) {
	a.status, a.header = resp.StatusCode, resp.Header
	a.requestID = clip(c.redact(requestID(resp.Header)), maxShortText)
}

// unread is a reply with a success status of which not everything arrived.
func (c *Caller) unread(a *attempt, readErr error, g *guard) *failure {
	tooLarge := errors.Is(readErr, shelfwire.ErrTooLarge)
	if !tooLarge && !g.callerGone() {
		readErr = fmt.Errorf("%w: %w", shelfwire.ErrMalformed, readErr)
	}
	fail := c.failed(a, shelfwire.OutcomeApplied, g.explain(readErr))
	fail.temporary = !tooLarge && !g.callerGone()
	return fail
}

func (c *Caller) refused(a *attempt, resp *http.Response, body []byte) *failure {
	body = []byte(c.redact(string(body)))
	body = body[:min(len(body), maxErrorBody)]
	reply := &Reply{Status: resp.StatusCode, Header: resp.Header, Body: body}
	if resp.StatusCode/100 == 3 {
		reply.Message = "redirected to " + target(resp) + "; redirects are not followed"
	} else {
		c.explain(reply)
	}
	if reply.Message == "" {
		reply.Message = describe(body)
	}
	outcome, temporary := outcomeOf(resp.StatusCode), isTemporary(resp.StatusCode)
	if reply.Doubtful {
		outcome, temporary = shelfwire.OutcomeUnknown, true
	} else if reply.Kind == nil {
		reply.Kind = kindOf(resp.StatusCode)
	}
	reply.RetryAfter = max(reply.RetryAfter, retryAfter(resp.Header, time.Now()))
	fail := c.failed(a, outcome, reply.Kind)
	c.fill(fail.err, &reply.Refusal)
	fail.temporary = temporary
	return fail
}

// fill takes the provider's words over, cleared of secrets first and cut to their bound second.
func (c *Caller) fill(e *shelfwire.Error, r *Refusal) {
	e.Code = clip(c.redact(r.Code), maxShortText)
	e.Message = clip(c.redact(r.Message), maxMessage)
	e.Details = redactJSON(r.Details, c.redact)
	e.RetryAfter = r.RetryAfter
}

// outcomeOf reads what a status says about the change. A redirect may be the answer to a form that was accepted,
// so it proves nothing; nor does a server error.
func outcomeOf(status int) shelfwire.Outcome {
	if status/100 == 4 {
		return shelfwire.OutcomeRefused
	}
	return shelfwire.OutcomeUnknown
}

func isTemporary(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

func kindOf(status int) error {
	switch status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return shelfwire.ErrInvalid
	case http.StatusUnauthorized:
		return shelfwire.ErrUnauthorized
	case http.StatusForbidden:
		return shelfwire.ErrForbidden
	case http.StatusNotFound, http.StatusGone:
		return shelfwire.ErrNotFound
	case http.StatusConflict, http.StatusPreconditionFailed:
		return shelfwire.ErrConflict
	case http.StatusTooManyRequests:
		return shelfwire.ErrRateLimited
	}
	return nil
}

// target names where a redirect leads, without path and query, which may repeat a key.
func target(resp *http.Response) string {
	u, err := url.Parse(strings.Join(resp.Header[whereTo], ""))
	if err != nil || u.Host == "" {
		return "another address"
	}
	return u.Scheme + "://" + u.Host
}

func requestID(h http.Header) string {
	for _, name := range [...]string{"X-Request-Id", "X-Correlation-Id", "Request-Id"} {
		if id := h.Get(name); id != "" {
			return id
		}
	}
	return ""
}
