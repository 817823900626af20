package flows

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// once sends a write that must not happen twice, between two records: one committed before it is sent, by the [Gate] of the
// client if it has one, and one after its response. It returns the provider's key for what was made, also when that
// happened in an earlier run.
//
// send returns the key also beside an error, when it came; "" when it did not.
//
// What cannot have happened comes back as the provider's error, and the step may be tried again. What may have
// happened comes back as a [*shop.ParkedError], now and for ever after, until a person has looked; a step that can be
// looked for as a [*shop.LandingError], until its request cannot arrive any more. A step of no order is different:
// whoever sends it has looked, so that it is sent whatever became of it before. So is a repeatable one, whose unclear
// outcome comes back as the provider's error.
func once[Request any](
	ctx context.Context, w writing, step shop.Step, request Request,
	send func(context.Context, Request) (string, error),
) (string, error) {
	text, err := json.Marshal(request)
	if err != nil {
		return "", err
	}
	s, p := w.shop, w.newPassage(step, text)
	if result, done, err := w.enter(ctx, step, p); done || err != nil {
		return result, err
	}
	result, err := send(context.WithValue(ctx, passageKey{}, p), request)
	ctx = context.WithoutCancel(ctx) // whatever came back is recorded, also while the program stops
	if p.pass(ctx) != nil {          // which it has not come to when it ended before the gate
		return p.result, p.err
	}
	switch outcome := shelfwire.OutcomeOf(err); {
	case err == nil, outcome == shelfwire.OutcomeApplied && result != "": // the key is there, whatever else was not read
		return result, recorded(persist(func() error { return s.Done(ctx, step, result) }), nil)
	case outcome == shelfwire.OutcomeNotSent, outcome == shelfwire.OutcomeRejected, step.IsRepeatable():
		rejected := func() error { return s.Rejected(ctx, step, outcome.String(), err.Error()) }
		return "", recorded(persist(rejected), err)
	default:
		parked := func() error { return s.Park(ctx, step, outcome.String(), err.Error()) }
		return "", recorded(persist(parked), step.Unclear(err.Error()))
	}
}

// persist tries a few times to write a record: of what is not written down now nobody knows later what became.
func persist(write func() error) (err error) {
	for pause := 100 * time.Millisecond; ; pause *= 2 {
		if err = write(); err == nil || pause > time.Second {
			return err
		}
		time.Sleep(pause)
	}
}

// recorded is the error of a step, unless its record could not be written: then the step stays in the state
// sending, and the next try parks it.
func recorded(failed, outcome error) error {
	if failed == nil {
		return outcome
	}
	return &unrecordedError{failed: fmt.Errorf("the response could not be recorded: %w", failed), outcome: outcome}
}

// unrecordedError says that the database failed after a step had its response. The outcome is that of the response: that of the
// two errors joined would be unknown, and what was rejected is rejected.
type unrecordedError struct{ failed, outcome error }

// Error says both.
func (e *unrecordedError) Error() string { return errors.Join(e.failed, e.outcome).Error() }

// Unwrap returns both, without an outcome that is no error.
func (e *unrecordedError) Unwrap() []error {
	return slices.DeleteFunc([]error{e.failed, e.outcome}, func(err error) bool { return err == nil })
}

// CallOutcome is for shelfwire.OutcomeOf.
func (e *unrecordedError) CallOutcome() shelfwire.Outcome { return shelfwire.OutcomeOf(e.outcome) }
