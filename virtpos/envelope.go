package virtpos

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// verdict is what a response says of its own success.
type verdict struct {
	success string // "1", or the first that is not; empty until one has come
	info    []string
}

// add takes in one of the elements in the root.
func (v *verdict) add(t *tree, n int) {
	switch t.nodes[n].name {
	case "success":
		v.addSuccess(successText(t.textOf(n)))
	case "info":
		v.info = t.appendTexts(v.info, n)
	}
}

// addSuccess takes one mark in. Two that contradict one another say nothing.
func (v *verdict) addSuccess(text string) {
	switch {
	case text == "" || text == v.success:
	case v.success == "":
		v.success = text
	default:
		v.success += " and " + text
	}
}

// successText brings a flag into the form that the guide shows, and leaves other words as they are.
func successText(text []byte) string {
	switch flag, ok := parseFlag(text); {
	case ok && flag:
		return "1"
	case ok:
		return "0"
	default:
		return string(text)
	}
}

// appendTexts appends the texts of an element and of those within it.
func (t *tree) appendTexts(texts []string, n int) []string {
	for i := n; i < t.nodes[n].end; i++ {
		if text := t.textOf(i); len(text) > 0 {
			texts = append(texts, string(text))
		}
	}
	return texts
}

func (v *verdict) words() string { return strings.Join(v.info, "; ") }

func (v *verdict) succeeded() bool { return v.success == "1" }

// failed reports whether the response has said that the call failed.
func (v *verdict) failed() bool { return v.success != "" && v.success != "1" }

// err is nil for a success, and a *call.Rejection for a failure. Only 0 says clearly that nothing was done. A response that
// says neither is not recognisably the provider's, and its error is none of the two.
func (v *verdict) err(redact redactor) error {
	switch {
	case v.succeeded():
		return nil
	case v.failed():
		return v.refusal(redact)
	case len(v.info) > 0:
		return fmt.Errorf("the response does not say success, but %q", redact.quote(v.words()))
	default:
		return errors.New("the response does not say success")
	}
}

func (v *verdict) refusal(redact redactor) *call.APIError {
	r := &call.APIError{Message: v.words(), Outcome: shelfwire.OutcomeUnknown}
	if v.success == "0" {
		r.Outcome = shelfwire.OutcomeRefused
	}
	switch {
	case r.Message != "":
	case v.success == "0":
		r.Message = "the response says success 0, and no more about it"
	default:
		r.Message = fmt.Sprintf("the response says success %q, which is neither 1 nor 0", redact.quote(v.success))
	}
	return r
}

// verdictOf reads the verdict of a small response.
func verdictOf(t *tree) (v verdict) {
	for n := range t.children(0) {
		v.add(t, n)
	}
	return v
}

// decode reads a small response. It calls read when the response says success; what read returns is the error of a
// response that is about something else.
func decode(body []byte, op call.Op, redact redactor, read func(*tree) error) error {
	t, err := parse(body, redact)
	switch v := verdictOf(t); {
	case v.failed():
		return v.refusal(redact) // whatever is wrong behind it
	case err == nil && v.succeeded():
		return read(t)
	case err == nil:
		return v.err(redact)
	case !v.succeeded() || op.Effect == shelfwire.EffectRead || errors.Is(err, io.ErrUnexpectedEOF):
		return err
	}
	if other := read(t); other != nil {
		return other
	}
	return call.MarkApplied(err)
}

// explain takes the server's words from a response whose status is no success. Which statuses the server uses, and
// whether it sends its usual response with them, is not documented.
func explain(r *call.Response) {
	t, err := parse(r.Body, nil)
	if err != nil {
		return
	}
	v := verdictOf(t)
	r.Own = v.failed()
	r.Message = v.words()
}
