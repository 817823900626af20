package call

import (
	"bytes"
	"errors"
	"slices"

	"github.com/shelfwire/shelfwire"
)

// decodeBody lets the provider's decoder read the body of a response with a success status.
func (c *Caller) decodeBody(a *attempt, body []byte, decode Decoder) *failure {
	err := decode(body)
	if a.emptyStatuses != nil && len(bytes.TrimSpace(body)) == 0 && !slices.Contains(a.emptyStatuses, a.status) {
		err = errEmptyStatus
	}
	if err == nil {
		return nil
	}
	return c.decodeFailure(a, body, err, func() shelfwire.Outcome { return c.partialOutcome(a, body, decode) })
}

// errEmptyStatus is that of an empty response under a status of success that does not say that the call is done.
var errEmptyStatus = errors.New("the response is empty, and its status does not say that the call is done")

// partialOutcome is what the complete part of a truncated body shows of a change. The decoder keeps what it
// reads there, such as the key of what was created.
func (c *Caller) partialOutcome(a *attempt, body []byte, decode Decoder) shelfwire.Outcome {
	if a.op.Effect == shelfwire.EffectRead {
		return shelfwire.OutcomeUnknown
	}
	whole, ok := c.completePrefix(body)
	if !ok {
		return shelfwire.OutcomeUnknown
	}
	if a.partialDecoder != nil {
		decode = a.partialDecoder
	}
	err := decode(whole)
	if _, applied := errors.AsType[*appliedError](err); applied || err == nil {
		return shelfwire.OutcomeApplied
	}
	return shelfwire.OutcomeUnknown
}

// MarkApplied wraps an error of a [Decoder] that happened behind the provider's own mark of success: the change
// was made, and only the rest of the response is lost.
func MarkApplied(err error) error { return &appliedError{err} }

type appliedError struct{ error }

func (e *appliedError) Unwrap() error { return e.error }

// decodeFailure describes a response with a success status whose body was rejected by its decoder. head is the
// beginning of the body, and partial tells the outcome when the end is missing, foreign or flawed.
func (c *Caller) decodeFailure(a *attempt, head []byte, err error, part func() shelfwire.Outcome) *failure {
	if refusal, ok := errors.AsType[*APIError](err); ok {
		fail := c.newFailure(a, refusal.Outcome, refusal.Kind)
		c.copyAPIError(a, fail.err, refusal)
		return fail
	}
	if applied, ok := errors.AsType[*appliedError](err); ok {
		return c.newFailure(a, shelfwire.OutcomeApplied, asMalformed(applied.error))
	}
	words := c.describeForeignBody(head)
	if words == "" && isTruncated(err) {
		return c.truncatedFailure(a, err, part())
	}
	if words != "" {
		err = nil
	}
	return c.foreignFailure(a, part(), foreignError{cause: err, bodyText: words})
}
