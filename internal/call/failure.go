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
	foreign   bool // the response is not recognisably the provider's
}

// newFailure describes a failed attempt.
func (c *Caller) newFailure(a *attempt, outcome shelfwire.Outcome, cause error) *failure {
	e := c.newError(a.encodedRequest, outcome, cause)
	e.StatusCode, e.RequestID = a.status, a.requestID
	return &failure{err: e}
}

// newError returns the error of a call, redacted.
func (c *Caller) newError(m *encodedRequest, outcome shelfwire.Outcome, cause error) *shelfwire.Error {
	return &shelfwire.Error{
		Provider: c.provider,
		Op:       m.op.Name,
		Effect:   m.op.Effect,
		Method:   m.op.Method,
		Path:     c.redact(m.path),
		Outcome:  outcome,
		Err:      redactError(cause, c.redactorOf(m.op)),
	}
}

// notSentError is the error of a call whose input could not become a request.
func (c *Caller) notSentError(op Op, cause error) error {
	return c.newError(&encodedRequest{op: op}, shelfwire.OutcomeNotSent, cause)
}

// InvalidInput returns the error of a call whose input was rejected before there was a request; problems must
// not be nil.
func (c *Caller) InvalidInput(op Op, problems error) error { return c.notSentError(op, problems) }

// Error returns the error of a call whose responses were readable and do not give the caller what it asked for.
func (c *Caller) Error(op Op, outcome shelfwire.Outcome, cause error) error {
	return c.newError(&encodedRequest{op: op}, outcome, cause)
}

// mergeOutcome adds what an earlier attempt leaves open: a change that may have been made stays possible, even
// when a later attempt was rejected.
func (f *failure) mergeOutcome(last *failure) {
	if last != nil && outcomeWeight(last.err.Outcome) > outcomeWeight(f.err.Outcome) {
		f.err.Outcome = last.err.Outcome
	}
}

// outcomeWeight orders outcomes: that of a call is the heaviest of its attempts.
func outcomeWeight(o shelfwire.Outcome) int {
	switch o {
	case shelfwire.OutcomeNotSent:
		return 0
	case shelfwire.OutcomeRejected:
		return 1
	case shelfwire.OutcomeApplied:
		return 3
	default:
		return 2
	}
}

// canceledError is the error of a call that ends between two attempts: the failure of the last one, and the
// reason why no other follows.
func (c *Caller) canceledError(last *failure, reason error) error {
	if last == nil {
		return reason
	}
	e := *last.err // observers may hold the original
	if early, ok := errors.AsType[*shelfwire.Error](reason); ok {
		reason, e.RetryAfter = early.Err, max(e.RetryAfter, early.RetryAfter)
	}
	reason = redactError(reason, c.redact)
	if e.Err != nil {
		reason = fmt.Errorf("%w (%w)", e.Err, reason)
	}
	e.Err = reason
	return &e
}
