package shelfwire

import (
	"context"
	"fmt"
	"slices"
)

// Outcome is what is known about the effect of a failed call on the server.
type Outcome uint8

// The outcomes of failed calls.
const (
	// OutcomeUnknown: every other case. The request was sent, and then came silence, a 5xx, a gateway's 408, 499 or
	// 52x, a redirect, or anything under a 2xx that is not recognisably the provider's. The change may or may not
	// have been made. Never repeat such a write without looking first.
	OutcomeUnknown Outcome = iota
	// OutcomeNotSent: nothing left this machine.
	OutcomeNotSent
	// OutcomeRefused: the change was not made. The provider said so in its own words, or the status is one that
	// means it whoever answers: 401, 403, 404, 405, 406, 411, 413, 414, 415, 429 or 431.
	OutcomeRefused
	// OutcomeApplied: the provider's own mark of success was read, and something behind it was not. The change was
	// made; the rest of the response is lost.
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

// MarshalText returns what String returns. JSON holds that text.
func (o Outcome) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText reads what String returns; any other text is an error.
func (o *Outcome) UnmarshalText(text []byte) error {
	for _, known := range []Outcome{OutcomeUnknown, OutcomeNotSent, OutcomeRefused, OutcomeApplied} {
		if string(text) == known.String() {
			*o = known
			return nil
		}
	}
	return fmt.Errorf("%q is not an outcome", clip(string(text)))
}

// OutcomeOf says what is known about the effect of a call that returned err.
//
// For nil it is [OutcomeApplied], for an [*Error] its Outcome, for a [*FieldError], which is input rejected before
// sending, [OutcomeNotSent], and for an error from outside this module [OutcomeUnknown], the careful answer. An
// error of a call of several writes that got stuck half way is unknown too, whatever became of the last write,
// since the call must not be repeated as a whole; such an error has a method CallOutcome, which decides.
//
// Of joined errors (errors.Join, or fmt.Errorf with several %w), equal outcomes stay what they are, not sent with
// refused is refused, and every other mix is unknown. An error from outside counts as unknown there. Left out,
// where another error says more, are only this package's Err… values, context.Canceled and
// context.DeadlineExceeded by themselves; with words around them they count as errors from outside.
func OutcomeOf(err error) Outcome {
	if err == nil {
		return OutcomeApplied
	}
	outcome, _ := findOutcome(err)
	return outcome
}

// findOutcome walks down to the first errors that know an outcome. Not found means that err says nothing about a
// call.
func findOutcome(err error) (outcome Outcome, found bool) {
	switch e := any(err).(type) {
	case interface{ CallOutcome() Outcome }:
		return e.CallOutcome(), true
	case *Error:
		return e.Outcome, true
	case *FieldError:
		return OutcomeNotSent, true
	case interface{ Unwrap() []error }:
		return joinOutcomes(e.Unwrap())
	case interface{ Unwrap() error }:
		outcome, _ = findOutcome(e.Unwrap())
		return outcome, true
	default:
		return OutcomeUnknown, !isSilent(err)
	}
}

// joinOutcomes leaves out the errors that say nothing about a call.
func joinOutcomes(errs []error) (joined Outcome, found bool) {
	for _, err := range errs {
		outcome, ok := findOutcome(err)
		if !ok {
			continue
		}
		if found {
			outcome = joinOutcome(joined, outcome)
		}
		joined, found = outcome, true
	}
	return joined, found || len(errs) == 0
}

func joinOutcome(a, b Outcome) Outcome {
	switch {
	case a == b:
		return a
	case a.unchanged() && b.unchanged():
		return OutcomeRefused
	default:
		return OutcomeUnknown
	}
}

// unchanged reports whether it is certain that the call changed nothing.
func (o Outcome) unchanged() bool { return o == OutcomeNotSent || o == OutcomeRefused }

// isSilent reports whether err is one of the values that give a reason and say nothing about a call.
func isSilent(err error) bool {
	return slices.Contains([]error{
		ErrInvalid, ErrUnauthorized, ErrForbidden, ErrNotFound, ErrConflict, ErrRateLimited, ErrTooLarge,
		ErrMalformed, ErrIncomplete, context.Canceled, context.DeadlineExceeded,
	}, err)
}
