package call

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Response is a response that is no success, with room for what the provider's package reads from it.
type Response struct {
	Status int
	Header http.Header
	Body   []byte // as it came: what is read from it is cleared of keys afterwards

	// Own says that the body is recognisably the provider's own account of the failure, and not that of a proxy, a
	// framework's router or anybody else on the way. Only then is a 404 a "not found", and a 400 a rejection.
	Own bool

	// Ambiguous says that the status promises more than the provider's words: the call may be tried again where that is
	// safe, and a write must not be taken for one that was not made.
	Ambiguous bool

	APIError
}

// APIError is the provider's own account of a failed call. As an error of a [Decoder] it means that the body of
// a response with a success status says that the call failed.
type APIError struct {
	Code       string
	Message    string
	Details    json.RawMessage
	Kind       error             // one of the Err… values; nil leaves it to the HTTP status
	RetryAfter time.Duration     // beside the header of that name
	Outcome    shelfwire.Outcome // for a Decoder: Rejected when the provider is clear about it, else Unknown
}

func (r *APIError) Error() string { return r.Message }

func isSuccess(status int) bool { return status/100 == 2 }

// classify turns everything but a complete body under a success status into a failure.
func (c *Caller) classify(a *attempt, resp *http.Response, body []byte) *failure {
	c.note(a, resp)
	if isSuccess(resp.StatusCode) {
		return nil
	}
	return c.refused(a, resp, body)
}

// note remembers the head of a response.
func (c *Caller) note(a *attempt, resp *http.Response) {
	a.status, a.header = resp.StatusCode, resp.Header
	a.requestID = clearAndClip(requestID(resp.Header), c.redact, maxShortText)
}

func (c *Caller) refused(a *attempt, resp *http.Response, body []byte) *failure {
	body = body[:min(len(body), maxErrorBody)]
	reply := &Response{Status: resp.StatusCode, Header: resp.Header, Body: body}
	if resp.StatusCode/100 == 3 {
		reply.Message = "redirected to " + target(resp) + "; redirects are not followed"
	} else {
		c.explain(reply)
	}
	if reply.Message == "" {
		reply.Message = describe([]byte(c.redact(string(body))))
	}
	v := verdictOf(reply)
	if reply.Kind == nil {
		reply.Kind = v.kind
	}
	reply.RetryAfter = max(reply.RetryAfter, retryAfter(resp.Header, c.clock.Now()))
	fail := c.failed(a, v.outcome, reply.Kind)
	c.fill(fail.err, &reply.APIError)
	fail.temporary, fail.foreign = v.temporary, v.foreign
	return fail
}

// fill takes the provider's words over, cleared of secrets first and cut to their bound second.
func (c *Caller) fill(e *shelfwire.Error, r *APIError) {
	e.Code = clearAndClip(r.Code, c.redact, maxShortText)
	e.Message = clearAndClip(r.Message, c.redact, maxMessage)
	e.Details = redactJSON(r.Details, c.redact)
	e.RetryAfter = r.RetryAfter
}

// statusVerdict is what a response without success says about its call.
type statusVerdict struct {
	outcome   shelfwire.Outcome
	kind      error
	temporary bool // the same request may succeed later
	foreign   bool // the response is not recognisably the provider's
}

// verdictOf reads a status together with who has sent it. A redirect may be the answer to a form that was accepted, so
// it proves nothing; nor does a server error, whoever words it.
func verdictOf(r *Response) statusVerdict {
	v := statusVerdict{outcome: shelfwire.OutcomeUnknown, temporary: isTemporary(r.Status)}
	switch {
	case r.Ambiguous:
		v.temporary = true
		return v
	case r.Status/100 != 4 || r.Status == http.StatusRequestTimeout || r.Status == statusClientClosedRequest:
		return v
	}
	if r.Own || isRefusedByAnyone(r.Status) {
		v.outcome = shelfwire.OutcomeRefused
	}
	if v.kind = kindOf(r.Status); !r.Own && !isMeantByAnyone(r.Status) {
		v.foreign, v.kind = true, foreignError{}
	}
	return v
}

const (
	statusTooManyRequests = http.StatusTooManyRequests
	// statusClientClosedRequest is how some proxies say that their client has gone.
	statusClientClosedRequest = 499
)

// isRefusedByAnyone reports whether a status says that a request was not carried out, whoever has sent it.
func isRefusedByAnyone(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed,
		http.StatusNotAcceptable, http.StatusLengthRequired, http.StatusRequestEntityTooLarge,
		http.StatusRequestURITooLong, http.StatusUnsupportedMediaType, http.StatusTooManyRequests,
		http.StatusRequestHeaderFieldsTooLarge:
		return true
	}
	return false
}

// isMeantByAnyone reports whether a status is to be taken at its word without the provider's own words: a key that is
// not accepted is often rejected by a gateway, and so are too many calls.
func isMeantByAnyone(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return false
}

// isTemporary includes what gateways say about a server that they cannot reach: 520 to 524.
func isTemporary(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout, 520, 521, 522, 523, 524:
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

// errForeign is what errors.Is finds in the error of a foreign response.
var errForeign = errors.New("not the provider's own response")

// foreignError is the cause of a call that was answered by somebody else than the provider: a bot check, a maintenance
// page, a framework's router, PHP's own words. It matches shelfwire.ErrMalformed.
type foreignError struct {
	cause error
	words string // what came instead of data, cleared of keys
}

func (e foreignError) Error() string {
	switch {
	case e.words != "":
		return shelfwire.ErrMalformed.Error() + ": " + e.words + " instead of data"
	case e.cause == nil:
		return e.wordless()
	default:
		return malformed(e.cause).Error()
	}
}

// wordless is the error without a word of the body.
func (e foreignError) wordless() string {
	return shelfwire.ErrMalformed.Error() + ": the response is not in the provider's own form"
}

func (e foreignError) Is(target error) bool {
	return target == shelfwire.ErrMalformed || target == errForeign || errors.Is(e.cause, target)
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
