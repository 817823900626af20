package flows

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// once sends a write that must not happen twice, between two records: one committed before it is sent, one after
// it is answered. It returns the provider's key for what was made, also when that happened in an earlier run.
//
// What cannot have happened comes back as the provider's error, and the step may be tried again. What may have
// happened comes back as a [*shop.ParkedError], now and for ever after, until a person has looked. A step of no order
// is different: whoever sends it has looked, so that it is sent whatever became of it before.
func once[Request any](
	ctx context.Context, s *shop.Shop, step shop.Step, request Request,
	send func(context.Context, Request) (string, error),
) (string, error) {
	text, err := json.Marshal(request)
	if err != nil {
		return "", err
	}
	if result, done, err := s.Begin(ctx, step, text); done || err != nil {
		return result, err
	}
	result, err := send(ctx, request)
	ctx = context.WithoutCancel(ctx) // whatever came back is recorded, also while the program stops
	if err == nil {
		return result, recorded(s.Done(ctx, step, result), nil)
	}
	switch outcome := shelfwire.OutcomeOf(err); outcome {
	case shelfwire.OutcomeNotSent, shelfwire.OutcomeRefused:
		return "", recorded(s.Refused(ctx, step, outcome.String(), err.Error()), err)
	default:
		parked := &shop.ParkedError{Target: step.Target, Reason: err.Error()}
		return "", recorded(s.Park(ctx, step, outcome.String(), err.Error()), parked)
	}
}

// recorded is the error of a step, unless its record could not be written: then the step stays in the state
// sending, and the next try parks it.
func recorded(failed, answer error) error {
	if failed == nil {
		return answer
	}
	return errors.Join(fmt.Errorf("the answer could not be recorded: %w", failed), answer)
}
