package erpxt

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// codeNotFound is the provider's code for something that does not exist. It comes under the status 400.
const codeNotFound = "EntityNotFoundException"

// errorBody is the body of a failing reply, in all the dialects in which it may come: the provider's own, that of its
// framework's validation, and OAuth's. None of them is documented; each is seen or likely.
type errorBody struct {
	Message          string          `json:"Message"`
	Code             string          `json:"Code"`
	Data             json.RawMessage `json:"Data"`
	ModelState       json.RawMessage `json:"ModelState"`
	Error            string          `json:"error"`
	ErrorDescription string          `json:"error_description"`
}

// readError reads what it can: a member of an unexpected type costs that member and not the rest.
func readError(body []byte) (e errorBody) {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return e
	}
	for name, value := range members {
		switch strings.ToLower(name) {
		case "message":
			_ = json.Unmarshal(value, &e.Message)
		case "code":
			e.Code, _ = readText(value)
		case "data":
			e.Data = structured(value)
		case "modelstate":
			e.ModelState = structured(value)
		case "error":
			_ = json.Unmarshal(value, &e.Error)
		case "error_description":
			_ = json.Unmarshal(value, &e.ErrorDescription)
		}
	}
	return e
}

// structured keeps objects and lists that hold something.
func structured(raw json.RawMessage) json.RawMessage {
	if len(raw) > 2 && (raw[0] == '{' || raw[0] == '[') {
		return raw
	}
	return nil
}

// explain reads the provider's words from a failing reply.
func explain(r *call.Reply) {
	e := readError(r.Body)
	r.Code, r.Message, r.Details = e.Code, e.Message, e.Data
	if r.Code == "" {
		r.Code = e.Error
	}
	if r.Message == "" {
		r.Message = e.ErrorDescription
	}
	if len(e.ModelState) > 0 {
		r.Message = strings.TrimSpace(r.Message + " " + modelState(e.ModelState))
		if r.Details == nil {
			r.Details = e.ModelState
		}
	}
	if r.Code == codeNotFound && r.Status/100 == 4 {
		r.Kind = shelfwire.ErrNotFound
	}
}

// modelState puts the messages of a validation, by field, into a line.
func modelState(raw json.RawMessage) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return ""
	}
	var texts []string
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		var messages []string
		if json.Unmarshal(fields[field], &messages) != nil {
			continue
		}
		texts = append(texts, field+": "+strings.Join(messages, " "))
	}
	return strings.Join(texts, "; ")
}

var errNoToken = errors.New("the token endpoint gave no token")

// explainToken reads a failing reply of the token endpoint. What went wrong there says nothing about the input of the
// call that needed the token, nor about whether a product exists: it must not match ErrInvalid or ErrNotFound. The
// request for a token is always the same but for the credentials, so a 400 is about them.
func explainToken(r *call.Reply) {
	explain(r)
	switch r.Status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusUnprocessableEntity:
		r.Kind = shelfwire.ErrUnauthorized
	case http.StatusForbidden, http.StatusTooManyRequests: // as the status says
		r.Kind = nil
	default:
		r.Kind = errNoToken
	}
	if r.Code == "unauthorized_client" || r.Code == "access_denied" {
		r.Kind = shelfwire.ErrForbidden
	}
}
