package call

import "net/http"

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
	a.requestID = redactAndClip(requestID(resp.Header), c.redact, maxShortText)
}

// statusFailure describes a response whose status is no success: in the provider's words where there are some,
// otherwise by what the body looks like.
func (c *Caller) statusFailure(a *attempt, resp *http.Response, body []byte) *failure {
	body = body[:min(len(body), maxErrorBody)]
	r := &Response{Status: resp.StatusCode, Header: resp.Header, Body: body}
	if resp.StatusCode/100 == 3 {
		r.Message = "redirected to " + redirectTarget(resp) + "; redirects are not followed"
	} else {
		c.parseError(r)
	}
	if r.Message == "" {
		r.Message = describeBody([]byte(c.redact(string(body))))
	}
	v := interpretStatus(r)
	if r.Kind == nil {
		r.Kind = v.kind
	}
	r.RetryAfter = max(r.RetryAfter, parseRetryAfter(resp.Header, c.clock.Now()))
	fail := c.newFailure(a, v.outcome, r.Kind)
	c.copyAPIError(fail.err, &r.APIError)
	fail.temporary, fail.foreign = v.temporary, v.foreign
	return fail
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
