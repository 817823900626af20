package resico

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// isFailureStatus reports whether the status of an envelope is a plain word for failure. The provider's own
// words are undocumented (probe: resico/envelope).
func isFailureStatus(status string) bool {
	switch strings.ToLower(status) {
	case "error", "fail", "failed", "failure":
		return true
	}
	return false
}

// parseError looks for the provider's message in a failed response. The form of errors is undocumented
// (probe: resico/unknown-sku-balance). Two forms count as the provider's own: an envelope whose status is a
// word for failure, and, under 400 and 422, the form in which Laravel rejects input, {"message": …, "errors":
// {…}}: the server looks like Laravel, whose validation runs before the application does anything. A message
// alone may come from a gateway, or from Laravel's router for an unknown URL.
func parseError(r *call.Response) {
	value, err := lenientjson.Parse(r.Body)
	if err != nil || !value.IsObject() {
		return
	}
	r.APIError = parseAPIError(value)
	r.FromProvider = (isFailedEnvelope(value) || isValidationError(r.Status, value)) && !hasPayload(value)
}

// hasPayload reports whether a payload stands beside the message, which contradicts a failure.
func hasPayload(body lenientjson.Value) bool {
	for _, t := range knownTypes {
		if !body.Member(t.name).IsEmpty() {
			return true
		}
	}
	return false
}

// isFailedEnvelope recognizes an envelope by a word for failure in its status, or by its type beside another
// word.
func isFailedEnvelope(body lenientjson.Value) bool {
	status := body.Member("status")
	if !status.IsString() {
		return false
	}
	word := trimmedText(status)
	return isFailureStatus(word) || !isOKStatus(word) && isKnownType(trimmedText(body.Member("type")))
}

// isOKStatus reports whether the status of an envelope means success.
func isOKStatus(status string) bool { return strings.EqualFold(status, "ok") }

// isValidationError recognizes Laravel's form for rejected input.
func isValidationError(status int, body lenientjson.Value) bool {
	if status != http.StatusBadRequest && status != http.StatusUnprocessableEntity {
		return false
	}
	problems := body.Member("errors")
	return body.Member("message").IsString() && problems.IsObject() && !problems.IsEmpty()
}

// parseAPIError picks the message and the details out of a failed response.
func parseAPIError(body lenientjson.Value) (apiErr call.APIError) {
	for _, name := range [...]string{"message", "error", "errors"} {
		if apiErr.Message == "" {
			apiErr.Message = messageOf(body.Member(name))
		}
	}
	for _, name := range [...]string{"errors", "error"} {
		value := body.Member(name)
		if apiErr.Details == nil && (value.IsObject() || value.IsList()) && !value.IsEmpty() {
			apiErr.Details = bytes.Clone(value)
		}
	}
	return apiErr
}

// messageOf returns a string, or the member "message" of an object.
func messageOf(v lenientjson.Value) string {
	if v.IsObject() {
		v = v.Member("message")
	}
	return trimmedText(v)
}
