package call

import (
	"net/http"

	"github.com/shelfwire/shelfwire"
)

// statusMeaning is what a response without success says about its call.
type statusMeaning struct {
	outcome   shelfwire.Outcome
	kind      error
	temporary bool // the same request may succeed later
	foreign   bool // the response may be somebody else's
}

// interpretStatus reads a status together with who has sent it. A redirect may follow a form that was accepted,
// and a server error may follow a change, so after both the outcome is unknown.
func interpretStatus(r *Response) statusMeaning {
	v := statusMeaning{outcome: shelfwire.OutcomeUnknown, temporary: isTemporary(r.Status)}
	switch {
	case r.Ambiguous:
		v.temporary = true
		return v
	case r.Status/100 != 4 || r.Status == http.StatusRequestTimeout || r.Status == statusClientClosedRequest:
		return v
	}
	if r.FromProvider || isRejectionFromAnyone(r.Status) {
		v.outcome = shelfwire.OutcomeRejected
	}
	if v.kind = errorForStatus(r.Status); !r.FromProvider && !isTrustedFromAnyone(r.Status) {
		v.foreign, v.kind = true, foreignError{}
	}
	return v
}

const (
	statusTooManyRequests = http.StatusTooManyRequests
	// statusClientClosedRequest is what some proxies say when their client has gone.
	statusClientClosedRequest = 499
)

// isRejectionFromAnyone reports whether a status means that the request was not carried out, whoever has sent
// it.
func isRejectionFromAnyone(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed,
		http.StatusNotAcceptable, http.StatusLengthRequired, http.StatusRequestEntityTooLarge,
		http.StatusRequestURITooLong, http.StatusUnsupportedMediaType, http.StatusTooManyRequests,
		http.StatusRequestHeaderFieldsTooLarge:
		return true
	}
	return false
}

// isTrustedFromAnyone reports whether a status counts even without the provider's own words: bad keys and too
// many calls are often rejected by a gateway.
func isTrustedFromAnyone(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return false
}

// isTemporary reports whether the same request may succeed later. 520 to 524 are what gateways say about a
// server that they cannot reach.
func isTemporary(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout, 520, 521, 522, 523, 524:
		return true
	}
	return false
}

// errorForStatus returns the Err… value of package shelfwire for a status, nil when it has none.
func errorForStatus(status int) error {
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
