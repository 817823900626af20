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

// codeNotFound is the provider's code for something that does not exist. It comes under the status 400.
const codeNotFound = "EntityNotFoundException"

// words are what a response says about a failure, in all the dialects in which that may come: the provider's own, that
// of its framework, and OAuth's.
type words struct {
	call.APIError

	own   bool // in the provider's own form
	oauth bool // with an error of OAuth
}

// readWords reads what it can: a member of an unexpected type costs that member and not the rest.
func readWords(value lenientjson.Value) (w words) {
	text := func(name string) string {
		text, _ := value.Member(name).Text()
		return text
	}
	w.Code, w.Message = text("Code"), joinTexts(text("Message"), text("MessageDetail"), text("ExceptionMessage"))
	w.Details = structured(value.Member("Data"))
	modelState := structured(value.Member("ModelState"))
	w.own = modelState != nil || isOwnCode(value, w.Code)
	if modelState != nil {
		w.Kind = shelfwire.ErrInvalid
		w.Message = joinTexts(w.Message, modelStateText(lenientjson.Value(modelState)))
	}
	if w.Details == nil {
		w.Details = modelState
	}
	if w.Code == codeNotFound {
		w.Kind = shelfwire.ErrNotFound
	}
	w.addOAuth(text("error"), text("error_description"))
	return w
}

func (w *words) addOAuth(code, description string) {
	w.oauth = code != ""
	if w.Code == "" {
		w.Code = code
	}
	if w.Message == "" {
		w.Message = description
	}
}

// isOwnCode tells the provider's codes, which are names of exceptions in a member called Code, from those of gateways
// and routers, which have a code as well.
func isOwnCode(value lenientjson.Value, code string) bool {
	if code == "" || strings.HasSuffix(code, "Exception") {
		return code != ""
	}
	for name := range value.Members() {
		if name == "Code" {
			return true
		}
	}
	return false
}

func joinTexts(texts ...string) string {
	var joined []string
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			joined = append(joined, text)
		}
	}
	return strings.Join(joined, " ")
}

// structured keeps a copy of objects and lists that hold something.
func structured(value lenientjson.Value) json.RawMessage {
	if !value.IsObject() && !value.IsList() || value.IsNothing() {
		return nil
	}
	return json.RawMessage(string(value))
}

// modelStateText puts the messages of a validation, by field, into a line.
func modelStateText(state lenientjson.Value) string {
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

// explain reads the provider's words from a failing response. A bare Message is how the provider's framework words
// what the provider has not caught, and a router what it does not know, so it says nothing about the call.
func explain(r *call.Response) {
	value, err := lenientjson.Parse(r.Body)
	if err != nil {
		return
	}
	w := readWords(value)
	isMissing := w.Code == codeNotFound && r.Status < http.StatusInternalServerError // a server error proves nothing
	r.APIError, r.Own = w.APIError, w.own
	if !isMissing {
		r.Kind = nil // the status says it
	}
	if r.Status == http.StatusNotFound || r.Status == http.StatusGone {
		r.Own = isMissing
	}
}

var errNoToken = errors.New("the token endpoint gave no token")

// explainToken reads a failing response of the token endpoint. What went wrong there says nothing about the input of the
// call that needed the token, nor about whether a product exists: it must not match ErrInvalid or ErrNotFound.
func explainToken(r *call.Response) {
	w := words{}
	if value, err := lenientjson.Parse(r.Body); err == nil {
		w = readWords(value)
	}
	r.APIError, r.Own = w.APIError, w.own || w.oauth
	r.Kind = tokenKind(r.Status, r.Own, w.Code)
}

// tokenKind returns nil where the status is to decide. The request for a token is always the same but for the
// credentials, so a 400 in the endpoint's own words is about them.
func tokenKind(status int, own bool, code string) error {
	switch {
	case own && (code == "unauthorized_client" || code == "access_denied"):
		return shelfwire.ErrForbidden
	case own && isPassingCode(code):
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
		return nil // it is somebody else's
	}
	return errNoToken
}

// isPassingCode tells the errors of OAuth that are about the endpoint, not about the credentials.
func isPassingCode(code string) bool {
	return code == "server_error" || code == "temporarily_unavailable"
}
