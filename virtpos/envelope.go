package virtpos

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// envelope is the part of a response that says whether the call succeeded.
type envelope struct {
	success string   // "1" for a success; empty when it is missing
	info    []string // the server's texts
}

// addElement reads one of the elements in the root.
func (e *envelope) addElement(t *tree, n int) {
	switch t.nodes[n].name {
	case "success":
		e.addSuccess(normalizeSuccess(t.textOf(n)))
	case "info":
		e.info = t.collectTexts(e.info, n)
	}
}

// addSuccess adds a value of success. Contradicting values make neither a success nor a rejection.
func (e *envelope) addSuccess(text string) {
	switch {
	case text == "" || text == e.success:
	case e.success == "":
		e.success = text
	default:
		e.success += " and " + text
	}
}

// normalizeSuccess returns "1" or "0" for a flag in any form, and any other text as it is.
func normalizeSuccess(text []byte) string {
	switch flag, ok := parseFlag(text); {
	case ok && flag:
		return "1"
	case ok:
		return "0"
	default:
		return string(text)
	}
}

// collectTexts appends the texts of an element and of its descendants.
func (t *tree) collectTexts(texts []string, n int) []string {
	for i := n; i < t.nodes[n].end; i++ {
		if text := t.textOf(i); len(text) > 0 {
			texts = append(texts, string(text))
		}
	}
	return texts
}

func (e *envelope) infoText() string { return strings.Join(e.info, "; ") }

func (e *envelope) isSuccess() bool { return e.success == "1" }

// isFailure reports whether the response says that the call failed.
func (e *envelope) isFailure() bool { return e.success != "" && e.success != "1" }

// toError returns nil for a success and a *call.APIError for a failure. A response that says neither is
// foreign, and gets a plain error.
func (e *envelope) toError(redact redactor) error {
	switch {
	case e.isSuccess():
		return nil
	case e.isFailure():
		return e.toAPIError(redact)
	case len(e.info) > 0:
		return fmt.Errorf("the response does not say success, but %q", redact.quote(e.infoText()))
	default:
		return errors.New("the response does not say success")
	}
}

// toAPIError returns the error of a failure. Only success 0 proves that the call was rejected.
func (e *envelope) toAPIError(redact redactor) *call.APIError {
	r := &call.APIError{Message: e.infoText(), Outcome: shelfwire.OutcomeUnknown}
	if e.success == "0" {
		r.Outcome = shelfwire.OutcomeRejected
	}
	switch {
	case r.Message != "":
	case e.success == "0":
		r.Message = "the response says success 0, and no more about it"
	default:
		r.Message = fmt.Sprintf("the response says success %q, which is neither 1 nor 0", redact.quote(e.success))
	}
	return r
}

// readEnvelope reads the envelope of a small response.
func readEnvelope(t *tree) (e envelope) {
	for n := range t.children(0) {
		e.addElement(t, n)
	}
	return e
}

// decodeResponse reads a small response, and calls read with its tree when it says success. An error of read
// means that the response is about something else.
func decodeResponse(body []byte, op call.Op, redact redactor, read func(*tree) error) error {
	t, err := parseTree(body, redact)
	switch e := readEnvelope(t); {
	case e.isFailure():
		return e.toAPIError(redact) // also when the rest is malformed
	case err == nil && e.isSuccess():
		return read(t)
	case err == nil:
		return e.toError(redact)
	case !e.isSuccess() || op.Effect == shelfwire.EffectRead || errors.Is(err, io.ErrUnexpectedEOF):
		return err
	}
	if other := read(t); other != nil {
		return other
	}
	return call.MarkApplied(err)
}

// parseAPIError reads the server's info from a response with an error status. The vendor documents neither the
// statuses nor the responses that come with them.
func parseAPIError(r *call.Response) {
	t, err := parseTree(r.Body, nil)
	if err != nil {
		return
	}
	e := readEnvelope(t)
	r.FromProvider = e.isFailure()
	r.Message = e.infoText()
}
