package shelfwire

import (
	"context"
	"reflect"
	"slices"
)

// OutcomeOf says what is known about the effect of a call that returned err: its [Outcome].
//   - nil is [OutcomeApplied].
//   - An [*Error] has its Outcome.
//   - A [*FieldError], which is input rejected before sending, is [OutcomeNotSent].
//   - An error with a method CallOutcome has what that returns. A call of several writes that got stuck half
//     way returns such an error: it is unknown, whatever became of the last write, since the call must not be
//     repeated as a whole.
//   - An error from outside this module is [OutcomeUnknown], the careful choice. So is a nil pointer, such as a nil *Error
//     in an error.
//
// Of joined errors (errors.Join, or fmt.Errorf with several %w), equal outcomes stay what they are, [OutcomeNotSent]
// with [OutcomeRejected] is [OutcomeRejected], and every other mix is [OutcomeUnknown]. Among them this package's Err…
// values, context.Canceled and context.DeadlineExceeded only give a reason, and are left out where another error says
// more; with words around them they count as errors from outside.
func OutcomeOf(err error) Outcome {
	if err == nil {
		return OutcomeApplied
	}
	outcome, _ := findOutcome(err)
	return outcome
}

// findOutcome walks down to the first errors that know an outcome. found is false when err says nothing about a
// call.
func findOutcome(err error) (outcome Outcome, found bool) {
	if v := reflect.ValueOf(err); v.Kind() == reflect.Pointer && v.IsNil() {
		return OutcomeUnknown, true
	}
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

// joinOutcomes joins the outcomes of the errors that know one.
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
	case a.isUnchanged() && b.isUnchanged():
		return OutcomeRejected
	default:
		return OutcomeUnknown
	}
}

// isSilent reports whether err is one of the values that give a reason and say nothing about a call.
func isSilent(err error) bool {
	return slices.Contains([]error{
		ErrInvalid, ErrUnauthorized, ErrForbidden, ErrNotFound, ErrConflict, ErrRateLimited, ErrTooLarge,
		ErrMalformed, ErrIncomplete, context.Canceled, context.DeadlineExceeded,
	}, err)
}
