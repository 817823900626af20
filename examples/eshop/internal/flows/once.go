package flows

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/once"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// writing is how a flow writes: with records in a shop, and through a gate or without one.
type writing struct {
	shop       *shop.Shop
	isGated    bool
	unrecorded func(*UnrecordedError) // told of each key that is written down nowhere; nil for nobody
}

// writeOnce sends a write that must not happen twice, by [once.Do] with the shop's own records: one is committed before it
// is sent, by the [Gate] of the client if it has one, and one after its response. It returns the provider's key for what
// was made, also when that happened in an earlier run.
//
// send returns the key also beside an error, when it came; "" when it did not.
//
// What cannot have happened comes back as the provider's error, and the step may be tried again. What may have
// happened comes back as a [*shop.ParkedError], now and for ever after, until a person has looked; a step that can be
// looked for as a [*shop.LandingError], until its request cannot arrive any more. A step of no order is different:
// whoever sends it has looked, so that it is sent whatever became of it before. So is a repeatable one, whose unclear
// outcome comes back as the provider's error.
func writeOnce[Request any](
	ctx context.Context, w writing, step shop.Step, request Request,
	send func(context.Context, Request) (string, error),
) (string, error) {
	text, err := json.Marshal(request)
	if err != nil {
		return "", err
	}
	store := newStepStore(w, step, text)
	key, err := once.Do(ctx, store, once.Key{Name: step.Target}, func(ctx context.Context) (string, error) {
		ctx, withdraw := context.WithCancelCause(context.WithValue(ctx, passageKey{}, &store.passage))
		defer withdraw(nil)
		store.withdraw = withdraw
		key, err := send(ctx, request)
		if key != "" && shelfwire.OutcomeOf(err) == shelfwire.OutcomeApplied {
			err = nil // what was made is known, whatever else was not read
		}
		return key, err
	})
	if p := &store.passage; p.done || p.err != nil { // found here, or at the gate
		return p.result, p.err
	}
	return key, w.tellUnrecorded(step, key, store.explain(err))
}

// UnrecordedError says that a write has made something, and that its key could not be written down: a person will be asked
// for it.
type UnrecordedError struct {
	Order       int64
	Target, Key string
	Err         error
}

// Error names what was made, and its key.
func (e *UnrecordedError) Error() string {
	return fmt.Sprintf("%v; the key of %s is %s", e.Err, e.Target, e.Key)
}

// Unwrap returns what kept it from being written down.
func (e *UnrecordedError) Unwrap() error { return e.Err }

// tellUnrecorded tells of a key that could not be recorded.
func (w writing) tellUnrecorded(step shop.Step, key string, err error) error {
	if _, is := errors.AsType[*once.UnrecordedError](err); !is || key == "" {
		return err
	}
	lost := &UnrecordedError{Order: step.Order, Target: step.Target, Key: key, Err: err}
	if w.unrecorded != nil {
		w.unrecorded(lost)
	}
	return lost
}
