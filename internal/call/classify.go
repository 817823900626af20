package call

import (
	"bytes"
	"net/http"
)

// classifyResponse returns the failure that a status shows, nil for a success status.
func (c *Caller) classifyResponse(a *attempt, resp *http.Response, body []byte) *failure {
	c.recordResponse(a, resp)
	if isSuccess(resp.StatusCode) {
		return nil
	}
	return c.statusFailure(a, resp, body)
}

func isSuccess(status int) bool { return status/100 == 2 }

// recordResponse copies the status and the headers of a response to its attempt.
func (c *Caller) recordResponse(a *attempt, resp *http.Response) {
	a.status, a.header = resp.StatusCode, resp.Header
	a.requestID = redactAndClip(requestID(resp.Header), c.redactorOf(a.op), maxShortText)
}

// statusFailure describes a response whose status is no success: in the provider's words where there are some,
// otherwise by what the body looks like.
func (c *Caller) statusFailure(a *attempt, resp *http.Response, body []byte) *failure {
	body = body[:min(len(body), maxErrorBody)]
	r := &Response{Status: resp.StatusCode, Header: resp.Header, Body: body}
	if resp.StatusCode/100 == 3 {
		r.Message = describeRedirect(resp)
	} else {
		c.parseError(r)
	}
	if r.Message == "" && canQuote(a.op, body) {
		r.Message = describeBody([]byte(redactText(string(body), c.redact)))
	}
	v := interpretStatus(r)
	if r.Kind == nil {
		r.Kind = v.kind
	}
	r.RetryAfter = max(r.RetryAfter, parseRetryAfter(resp.Header, c.clock.Now()))
	fail := c.newFailure(a, v.outcome, r.Kind)
	c.copyAPIError(a, fail.err, &r.APIError)
	fail.temporary, fail.foreign = v.temporary, v.foreign
	return fail
}

// canQuote reports whether an error may quote a body. That of a response that is a secret may be a secret as a whole,
// unless it is an object, whose members are redacted, or a page, of which only the title is quoted.
func canQuote(op Op, body []byte) bool {
	return !op.ResponseIsSecret || redactMembers(body) != nil || isHTML(bytes.TrimSpace(body))
}

// requestID returns the provider's identifier of a request, "" when the headers have none.
func requestID(h http.Header) string {
	for _, name := range [...]string{"X-Request-Id", "X-Correlation-Id", "Request-Id"} {
		if id := h.Get(name); id != "" {
			return id
		}
	}
	return ""
}
