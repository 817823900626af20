package erpxt

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// codeNotFound is the provider's code for an unknown id, sent under the status 400.
const codeNotFound = "EntityNotFoundException"

// apiError is the error in a response, read from any of the forms in which it may come: the provider's own, that of its
// framework, and that of OAuth 2.0.
type apiError struct {
	call.APIError

	isOwn   bool // in the provider's own form
	isClear bool // the name of an exception or a ModelState, neither of which comes with a success
	isOAuth bool // with an error of OAuth
}

// readAPIError reads the error of a response. A member of an unexpected type is skipped.
func readAPIError(value lenientjson.Value) (e apiError) {
	text := func(name string) string {
		text, _ := value.Member(name).Text()
		return text
	}
	e.Code, e.Message = text("Code"), joinTexts(text("Message"), text("MessageDetail"), text("ExceptionMessage"))
	e.Details = cloneDetails(value.Member("Data"))
	modelState := cloneDetails(value.Member("ModelState"))
	e.isOwn = modelState != nil || isProviderCode(value, e.Code)
	e.isClear = modelState != nil || isException(e.Code)
	if modelState != nil {
		e.Kind = shelfwire.ErrInvalid
		e.Message = joinTexts(e.Message, formatModelState(lenientjson.Value(modelState)))
	}
	if e.Details == nil {
		e.Details = modelState
	}
	if e.Code == codeNotFound {
		e.Kind = shelfwire.ErrNotFound
	}
	e.addOAuthError(text("error"), text("error_description"))
	return e
}

// addOAuthError fills in an error of OAuth where the provider's own form left something empty.
func (e *apiError) addOAuthError(code, description string) {
	e.isOAuth = code != ""
	if e.Code == "" {
		e.Code = code
	}
	if e.Message == "" {
		e.Message = description
	}
}

// isProviderCode tells the provider's codes from those of gateways and routers: they are names of exceptions, or
// stand in a member that is spelt exactly "Code".
func isProviderCode(value lenientjson.Value, code string) bool {
	if code == "" || isException(code) {
		return code != ""
	}
	for name := range value.Members() {
		if name == "Code" {
			return true
		}
	}
	return false
}

// isException tells the codes that name an exception from words such as "Success", which may come with a success.
func isException(code string) bool { return strings.HasSuffix(code, "Exception") }

// joinTexts joins texts with spaces, and skips blank ones.
func joinTexts(texts ...string) string {
	var joined []string
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			joined = append(joined, text)
		}
	}
	return strings.Join(joined, " ")
}

// cloneDetails copies an object or a list that holds something; nil for any other value.
func cloneDetails(value lenientjson.Value) json.RawMessage {
	if !value.IsObject() && !value.IsList() || value.IsEmpty() {
		return nil
	}
	return json.RawMessage(string(value))
}

// formatModelState returns the messages of a validation in one line, by field.
func formatModelState(state lenientjson.Value) string {
	var texts []string
	for field, messages := range state.Members() {
		list, _ := messages.List()
		var line []string
		for _, message := range list {
			text, _ := message.Text()
			line = append(line, text)
		}
		if joined := joinTexts(line...); joined != "" {
			texts = append(texts, field+": "+joined)
		}
	}
	slices.Sort(texts)
	return strings.Join(texts, "; ")
}

// parseError reads the provider's error from a failing response. A Message alone comes from the provider's framework
// or from a router, and leaves the outcome of the call open.
func parseError(r *call.Response) {
	value, err := lenientjson.Parse(r.Body)
	if err != nil {
		return
	}
	e := readAPIError(value)
	r.Ambiguous = isAmbiguousCode(e.Code) && !isAboutAccess(r.Status)
	isMissing := e.Code == codeNotFound && r.Status < http.StatusInternalServerError // a server error proves nothing
	r.APIError, r.FromProvider = e.APIError, e.isOwn
	if !isMissing {
		r.Kind = nil // the status decides
	}
	if r.Status == http.StatusNotFound || r.Status == http.StatusGone {
		r.FromProvider = isMissing
	}
}

// ambiguousCodes are parts of the names of exceptions that come from what lies below the provider's rules: its database,
// its network, and its clock. What they interrupt may have been stored.
var ambiguousCodes = []string{
	"Timeout", "Transaction", "ADO", "Sql", "Db", "Stale", "Lock", "Hibernate", "Canceled", "Abort",
	"Socket", "IOException", "HttpRequest", "Web", "Connection", "OutOfMemory", "NullReference",
}

// isAmbiguousCode reports whether the name of an exception leaves open what the request did.
func isAmbiguousCode(code string) bool {
	return isException(code) && slices.ContainsFunc(ambiguousCodes, func(part string) bool { return strings.Contains(code, part) })
}

// isAboutAccess reports whether a status is about the credentials or the rate of calls.
func isAboutAccess(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusTooManyRequests
}

var errNoToken = errors.New("the token endpoint gave no token")

// parseTokenError reads a failing response of the token endpoint. Its failure is about the token alone. To match
// ErrInvalid or ErrNotFound would blame the input of the call that needed the token.
func parseTokenError(r *call.Response) {
	e := apiError{}
	if value, err := lenientjson.Parse(r.Body); err == nil {
		e = readAPIError(value)
	}
	r.APIError, r.FromProvider = e.APIError, e.isOwn || e.isOAuth
	r.Kind = tokenErrorKind(r.Status, r.FromProvider, e.Code)
}

// tokenErrorKind returns the error to match; nil where the status decides. Token requests differ in their credentials
// alone, so a 400 in the endpoint's own form is about the credentials.
func tokenErrorKind(status int, own bool, code string) error {
	switch {
	case own && (code == "unauthorized_client" || code == "access_denied"):
		return shelfwire.ErrForbidden
	case own && isTransientCode(code):
		return errNoToken
	}
	switch status {
	case http.StatusUnauthorized:
		return shelfwire.ErrUnauthorized
	case http.StatusForbidden, http.StatusTooManyRequests:
		return nil
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		if own {
			return shelfwire.ErrUnauthorized
		}
	}
	if !own && status/100 == 4 {
		return nil // from a gateway or a router
	}
	return errNoToken
}

// isTransientCode tells the errors of OAuth that are about the endpoint from those about the credentials.
func isTransientCode(code string) bool {
	return code == "server_error" || code == "temporarily_unavailable"
}
