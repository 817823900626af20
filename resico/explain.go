package resico

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// isFailure reports whether the status of an envelope is a plain word for failure. Which ones the provider uses is not
// documented.
func isFailure(status string) bool {
	switch strings.ToLower(status) {
	case "error", "fail", "failed", "failure":
		return true
	}
	return false
}

// explain looks for the provider's words in a response without success. Their form is not documented. The provider's
// own account is an envelope whose status is a word for failure, and, under 400 and 422, the form in which Laravel
// rejects input by the rules of the application, {"message": …, "errors": {…}}: the server looks like Laravel, and those
// rules run before the application does anything. A message alone is not: Laravel's router answers so for an address
// that it does not know, and so do gateways.
func explain(r *call.Response) {
	value, err := lenientjson.Parse(r.Body)
	if err != nil || !value.IsObject() {
		return
	}
	r.APIError = explanation(value)
	r.Own = (isFailedEnvelope(value) || isValidation(r.Status, value)) && !holdsPayload(value)
}

// holdsPayload reports whether a payload stands beside the words of failure, which contradicts them.
func holdsPayload(body lenientjson.Value) bool {
	for _, t := range knownTypes {
		if !body.Member(t.name).IsNothing() {
			return true
		}
	}
	return false
}

// isFailedEnvelope recognizes an envelope by the word for failure in its status, or by its type beside another word.
func isFailedEnvelope(body lenientjson.Value) bool {
	status := body.Member("status")
	if !status.IsString() {
		return false
	}
	word := trimmedText(status)
	return isFailure(word) || !isOK(word) && isKnownType(trimmedText(body.Member("type")))
}

// isOK recognizes the status of a success.
func isOK(status string) bool { return strings.EqualFold(status, "ok") }

func isValidation(status int, body lenientjson.Value) bool {
	if status != http.StatusBadRequest && status != http.StatusUnprocessableEntity {
		return false
	}
	problems := body.Member("errors")
	return body.Member("message").IsString() && problems.IsObject() && !problems.IsNothing()
}

// explanation picks the words out of a failing response, and what structure there is behind them.
func explanation(body lenientjson.Value) (said call.APIError) {
	for _, name := range [...]string{"message", "error", "errors"} {
		if said.Message == "" {
			said.Message = wordsOf(body.Member(name))
		}
	}
	for _, name := range [...]string{"errors", "error"} {
		value := body.Member(name)
		if said.Details == nil && (value.IsObject() || value.IsList()) && !value.IsNothing() {
			said.Details = bytes.Clone(value)
		}
	}
	return said
}

// wordsOf returns the text of a string, or of the member "message" of an object.
func wordsOf(v lenientjson.Value) string {
	if v.IsObject() {
		v = v.Member("message")
	}
	return trimmedText(v)
}
