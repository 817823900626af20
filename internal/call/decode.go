package call

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/shelfwire/shelfwire"
)

// decode reads the body of a response with a success status. The status alone proves nothing: only a body that the
// provider's package recognizes as a success is one.
func (c *Caller) decode(a *attempt, body []byte, decode Decoder) *failure {
	err := decode(body)
	if err == nil {
		return nil
	}
	return c.undecoded(a, body, err, func() shelfwire.Outcome { return c.outcomeOfPart(a, body, decode) })
}

// MarkApplied says of a response that the provider's own mark of success was read in it, and that err happened behind the
// mark: whatever was asked for has been done. For errors of a [Decoder].
func MarkApplied(err error) error { return &appliedError{err} }

type appliedError struct{ error }

func (e *appliedError) Unwrap() error { return e.error }

// undecoded is a response with a success status that does not say what it should; head is how it begins, and part tells
// what of a response that breaks off, is followed by somebody else's text or has a flaw shows of the change.
func (c *Caller) undecoded(a *attempt, head []byte, err error, part func() shelfwire.Outcome) *failure {
	if refusal, ok := errors.AsType[*APIError](err); ok {
		fail := c.failed(a, refusal.Outcome, refusal.Kind)
		c.fill(fail.err, refusal)
		return fail
	}
	if applied, ok := errors.AsType[*appliedError](err); ok {
		return c.failed(a, shelfwire.OutcomeApplied, malformed(applied.error))
	}
	words := c.foreignWords(head)
	if words == "" && isBrokenOff(err) {
		return c.brokenOff(a, err, part())
	}
	if words != "" {
		err = nil
	}
	return c.foreign(a, part(), foreignError{cause: err, words: words})
}

// foreign is a response with a success status that is not recognisably the provider's, or not from its beginning to its end.
func (c *Caller) foreign(a *attempt, outcome shelfwire.Outcome, err error) *failure {
	fail := c.failed(a, outcome, err)
	fail.foreign = true
	return fail
}

// foreignWords says what a body is that is no data at all: a page, PHP's words, also in front of data. It is empty for
// what may be data.
func (c *Caller) foreignWords(head []byte) string {
	head = bytes.TrimSpace(head)
	for _, start := range [...]string{"{", "[", "<?xml", "<root"} {
		if bytes.HasPrefix(head, []byte(start)) {
			return ""
		}
	}
	return clip(describe([]byte(c.redact(string(head[:min(len(head), maxErrorBody)])))), maxForeign)
}

// maxForeign is how much of somebody else's words an error holds.
const maxForeign = 512

func malformed(err error) error {
	if errors.Is(err, shelfwire.ErrMalformed) || errors.Is(err, shelfwire.ErrTooLarge) {
		return err
	}
	return fmt.Errorf("%w: %w", shelfwire.ErrMalformed, err)
}

// isBrokenOff reports whether a decoder has come to the end of a response too early: one that breaks off without having
// announced its length looks whole to HTTP.
func isBrokenOff(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }

// brokenOff is a response with a success status of which not everything arrived.
func (c *Caller) brokenOff(a *attempt, err error, outcome shelfwire.Outcome) *failure {
	fail := c.failed(a, outcome, malformed(err))
	fail.temporary = true
	return fail
}

// unread is a response with a success status that could not be read to its end.
func (c *Caller) unread(a *attempt, readErr error, outcome shelfwire.Outcome, g *guard) *failure {
	switch {
	case errors.Is(readErr, shelfwire.ErrTooLarge):
		return c.failed(a, outcome, readErr)
	case g.callerGone():
		return c.failed(a, outcome, g.explain(readErr))
	case errors.Is(readErr, errForeign):
		return c.foreign(a, outcome, readErr)
	default:
		return c.brokenOff(a, g.explain(readErr), outcome)
	}
}

// outcomeOfPart is what the part of a body that has come whole shows of a change. The decoder keeps what it reads from
// it, such as the key of what was created.
func (c *Caller) outcomeOfPart(a *attempt, body []byte, decode Decoder) shelfwire.Outcome {
	if a.op.Effect == shelfwire.EffectRead {
		return shelfwire.OutcomeUnknown
	}
	whole, ok := c.complete(body)
	if !ok {
		return shelfwire.OutcomeUnknown
	}
	if a.part != nil {
		decode = a.part
	}
	err := decode(whole)
	if _, applied := errors.AsType[*appliedError](err); applied || err == nil {
		return shelfwire.OutcomeApplied
	}
	return shelfwire.OutcomeUnknown
}
