package resico

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/loose"
)

// Meta is what every reply carries beside its payload.
type Meta struct {
	// Time is the server's clock, as it seems when the request began; zero when the reply did not say.
	Time time.Time
	// Warning is what the server complained about while it did what was asked.
	Warning Warning
}

// Warning is the part "warning" of a reply. Only the member "unknown" is documented, by one example.
type Warning struct {
	// Unknown names the fields of the request that the server did not know and ignored.
	Unknown []string
	// Raw is the whole warning as it came.
	Raw json.RawMessage
}

// IsZero reports whether there was no warning.
func (w Warning) IsZero() bool { return len(w.Raw) == 0 }

// String says what the warning is about.
func (w Warning) String() string {
	if len(w.Unknown) > 0 {
		return "unknown fields: " + strings.Join(w.Unknown, ", ")
	}
	return string(w.Raw)
}

// envelope is the outer form of every reply; the payload stands beside it under a key that "type" names.
type envelope struct {
	Status  string          `json:"status"`
	Time    time.Time       `json:"time"`
	Type    string          `json:"type"`
	Warning json.RawMessage `json:"warning"`
}

func (e *envelope) meta() Meta { return Meta{Time: e.Time, Warning: parseWarning(e.Warning)} }

func parseWarning(raw json.RawMessage) Warning {
	switch string(raw) {
	case "", "null", "[]", "{}", `""`:
		return Warning{}
	}
	var known struct {
		Unknown []string `json:"unknown"`
	}
	_ = loose.Unmarshal(raw, &known, time.UTC) // another form is kept in Raw
	return Warning{Unknown: known.Unknown, Raw: bytes.Clone(raw)}
}

// reply is a reply of a given type.
type reply interface {
	outer() *envelope
	typeName() string
	hasPayload() bool
}

// decode reads a reply and checks every mark of success that the provider gives.
func (s *service) decode(body []byte, into reply) error {
	readErr := loose.Unmarshal(body, into, s.zone)
	if readErr != nil {
		// A failing reply may have another form; its status still counts.
		var outer envelope
		if loose.Unmarshal(body, &outer, s.zone) != nil || outer.Status == "" {
			return readErr
		}
		*into.outer() = outer
	}
	outer := into.outer()
	switch {
	case outer.Status != "ok" && outer.Status != "":
		return refusal(outer.Status, body, into)
	case readErr != nil:
		return readErr
	case outer.Status == "":
		return errors.New("the reply has no status")
	case outer.Type != into.typeName():
		return fmt.Errorf("the reply is of type %q, not %q", outer.Type, into.typeName())
	case !into.hasPayload():
		return fmt.Errorf("the reply has no %s", into.typeName())
	}
	return nil
}

// refusal reads a reply with a success status whose own status is not "ok". Only a plain word for failure, without
// a payload, counts as a refusal: the form is not documented, and a write that may have happened must not be
// taken for one that did not.
func refusal(status string, body []byte, into reply) *call.Refusal {
	var words call.Reply
	words.Body = body
	explain(&words)
	r := words.Refusal
	r.Code = status
	switch strings.ToLower(status) {
	case "error", "fail", "failed", "failure":
		if !into.hasPayload() {
			r.Outcome = shelfwire.OutcomeRefused
		}
	}
	if r.Message == "" {
		r.Message = fmt.Sprintf("the provider answered with status %q", status)
	}
	return &r
}

// explain looks for words in a failing reply. Its form is not documented; the server looks like Laravel, whose
// own forms are {"message": …, "errors": {…}} or a page of HTML.
func explain(r *call.Reply) {
	var body struct {
		Message json.RawMessage `json:"message"`
		Error   json.RawMessage `json:"error"`
		Errors  json.RawMessage `json:"errors"`
	}
	if json.Unmarshal(r.Body, &body) != nil {
		return
	}
	for _, raw := range []json.RawMessage{body.Message, body.Error, body.Errors} {
		if r.Message == "" {
			r.Message = words(raw)
		}
	}
	if isStructured(body.Errors) {
		r.Details = body.Errors
	} else if isStructured(body.Error) {
		r.Details = body.Error
	}
}

// words returns the text of a JSON string, or of the member "message" of an object.
func words(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var object struct {
		Message string `json:"message"`
	}
	_ = json.Unmarshal(raw, &object)
	return object.Message
}

func isStructured(raw json.RawMessage) bool {
	return len(raw) > 2 && (raw[0] == '{' || raw[0] == '[')
}

// warn logs what the server complained about.
func (s *service) warn(ctx context.Context, op call.Op, outer *envelope) {
	if warning := parseWarning(outer.Warning); !warning.IsZero() {
		s.caller.Warn(ctx, op, warning.String())
	}
}
