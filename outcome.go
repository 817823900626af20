package shelfwire

import "errors"

// Outcome is what is known about the effect of a failed call on the server.
type Outcome uint8

// The outcomes of failed calls.
const (
	// OutcomeUnknown: the request was sent, and then came silence, a server error (5xx) or a redirect.
	// The change may or may not have been made. Never repeat such a write without looking first.
	OutcomeUnknown Outcome = iota
	// OutcomeNotSent: nothing reached the provider.
	OutcomeNotSent
	// OutcomeRefused: the provider answered that it did not do it.
	OutcomeRefused
	// OutcomeApplied: the provider answered with success, but the reply was unreadable, cut short or too
	// large. The change was made as far as the provider says; what it answered is lost.
	OutcomeApplied
)

// String returns "unknown", "not sent", "refused" or "applied".
func (o Outcome) String() string {
	switch o {
	case OutcomeNotSent:
		return "not sent"
	case OutcomeRefused:
		return "refused"
	case OutcomeApplied:
		return "applied"
	default:
		return "unknown"
	}
}

// OutcomeOf says what is known about the effect of a call that returned err.
//
// For nil it is [OutcomeApplied]. For input that was refused before sending it is [OutcomeNotSent]. For an
// error that does not come from this module it is [OutcomeUnknown], the careful answer. A call made of several
// writes that got stuck half way is OutcomeUnknown too, whatever became of the last write: it must not be repeated
// as a whole. Such errors say so with a method CallOutcome.
func OutcomeOf(err error) Outcome {
	if err == nil {
		return OutcomeApplied
	}
	if several, ok := errors.AsType[interface {
		error
		CallOutcome() Outcome
	}](err); ok {
		return several.CallOutcome()
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Outcome
	}
	if _, ok := errors.AsType[*FieldError](err); ok {
		return OutcomeNotSent
	}
	return OutcomeUnknown
}
