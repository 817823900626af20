package call

import (
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// failure is a failed attempt.
type failure struct {
	err       *shelfwire.Error
	temporary bool // the same request may succeed later
	foreign   bool // it was answered, and not recognisably by the provider
}

// failed describes a failed attempt.
func (c *Caller) failed(a *attempt, outcome shelfwire.Outcome, cause error) *failure {
	e := c.fail(a.message, outcome, cause)
	e.StatusCode, e.RequestID = a.status, a.requestID
	return &failure{err: e}
}

func (c *Caller) fail(m *message, outcome shelfwire.Outcome, cause error) *shelfwire.Error {
	return &shelfwire.Error{
		Provider: c.provider,
		Op:       m.op.Name,
		Effect:   m.op.Effect,
		Method:   m.op.Method,
		Path:     c.redact(m.path),
		Outcome:  outcome,
		Err:      cleared(cause, c.redact),
	}
}

// unsent describes a call whose input could not be made a request.
func (c *Caller) unsent(op Op, cause error) error {
	return c.fail(&message{op: op}, shelfwire.OutcomeNotSent, cause)
}

// InvalidInput describes a call that was rejected before there was a request; problems must not be nil.
func (c *Caller) InvalidInput(op Op, problems error) error { return c.unsent(op, problems) }

// Error describes a call whose responses were readable, but not what the caller asked for.
func (c *Caller) Error(op Op, outcome shelfwire.Outcome, cause error) error {
	return c.fail(&message{op: op}, outcome, cause)
}

// after adds what earlier attempts leave open: a change that may have been made stays possible whatever the
// later ones met.
func (f *failure) after(last *failure) {
	if last != nil && weight(last.err.Outcome) > weight(f.err.Outcome) {
		f.err.Outcome = last.err.Outcome
	}
}

func weight(o shelfwire.Outcome) int {
	switch o {
	case shelfwire.OutcomeNotSent:
		return 0
	case shelfwire.OutcomeRefused:
		return 1
	case shelfwire.OutcomeApplied:
		return 3
	default:
		return 2
	}
}

// interrupted is a call that ended between two attempts: the last answer, and why there is no further one.
func (c *Caller) interrupted(last *failure, reason error) error {
	if last == nil {
		return reason
	}
	e := *last.err // observers may hold the original
	if early, ok := errors.AsType[*shelfwire.Error](reason); ok {
		reason, e.RetryAfter = early.Err, max(e.RetryAfter, early.RetryAfter)
	}
	reason = cleared(reason, c.redact)
	if e.Err != nil {
		reason = fmt.Errorf("%w (%w)", e.Err, reason)
	}
	e.Err = reason
	return &e
}
