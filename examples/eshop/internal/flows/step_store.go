package flows

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/once"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// stepStore is a [once.Store] with one record, that of a step. The shop has its records in a table of its own: there they
// are joined with the orders, and a key is stored in one transaction with what it belongs to.
//
// It differs from others in what a [shop.Step] allows: the record may be made as late as at the gate, of two orders one
// waits for the other, and a repeatable step is never parked.
type stepStore struct {
	passage

	shop    *shop.Shop
	step    shop.Step
	isGated bool
}

func newStepStore(w writing, step shop.Step, request []byte) *stepStore {
	step = step.Once()
	s := &stepStore{shop: w.shop, step: step, isGated: w.isGated}
	s.begin = func(ctx context.Context) (string, bool, error) { return w.shop.Begin(ctx, step, request) }
	return s
}

// Begin returns what has become of the step. Without a gate it records at once that the step is about to be sent.
func (s *stepStore) Begin(ctx context.Context, name, _ string) (once.Record, bool, error) {
	if s.isGated {
		s.result, s.done, s.err = s.shop.Look(ctx, s.step)
	} else {
		_ = s.pass(ctx)
	}
	if s.err != nil || !s.done {
		return once.Record{Name: name, State: once.Begun}, s.err == nil, s.err
	}
	result, err := json.Marshal(s.result)
	return once.Record{Name: name, State: once.Done, Result: result}, false, err
}

// Finish records the key of what was made.
func (s *stepStore) Finish(ctx context.Context, _ string, _ int64, result json.RawMessage) error {
	var key string
	if err := json.Unmarshal(result, &key); err != nil {
		return err
	}
	return s.end(ctx, func() error { return s.shop.Done(ctx, s.step, key) })
}

// Release records that the step may be sent again.
func (s *stepStore) Release(ctx context.Context, _ string, _ int64, end once.End) error {
	return s.end(ctx, func() error { return s.shop.Rejected(ctx, s.step, end.Outcome.String(), end.Reason) })
}

// Park records that nobody knows what has become of the step.
func (s *stepStore) Park(ctx context.Context, name string, attempt int64, end once.End) error {
	if s.step.IsRepeatable() {
		return s.Release(ctx, name, attempt, end)
	}
	return s.end(ctx, func() error { return s.shop.Park(ctx, s.step, end.Outcome.String(), end.Reason) })
}

// end writes the end of a step that has begun: one that ended before the gate has not.
func (s *stepStore) end(ctx context.Context, write func() error) error {
	if err := s.pass(ctx); err != nil {
		return err
	}
	return persist(persistTime, write)
}

// persistTime is for how long a record is tried to be written. It leaves the last try some of the time that [once.Do] gives.
// Tests with a database that never comes back have less patience.
var persistTime = 8 * time.Second

// persist tries again and again to write a record: of what is not written down now nobody knows later what became.
func persist(patience time.Duration, write func() error) error {
	began := time.Now()
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		err := write()
		if err == nil || errors.Is(err, shop.ErrOvertaken) || time.Since(began)+pause > patience {
			return err
		}
		time.Sleep(pause)
	}
}

// explain says in the shop's own words what became of a step that was sent.
func (s *stepStore) explain(err error) error {
	parked, isParked := errors.AsType[*once.ParkedError](err)
	unrecorded, isUnrecorded := errors.AsType[*once.UnrecordedError](err)
	switch {
	case isParked && s.step.IsRepeatable():
		return parked.Err
	case isParked:
		return s.step.Unclear(parked.Err.Error())
	case isUnrecorded && !s.step.IsRepeatable() && isDoubtful(unrecorded):
		return errors.Join(err, s.step.Unclear(unrecorded.CallErr.Error()))
	case isUnrecorded && errors.Is(err, shop.ErrOvertaken) && (unrecorded.CallErr != nil || s.step.IsRepeatable()):
		return fmt.Errorf("%s: %w", s.step.Target, shop.ErrOvertaken) // without its outcome: there is another try
	default:
		return err
	}
}

// isDoubtful reports whether a write without a record of its end has failed, and may have happened all the same.
func isDoubtful(e *once.UnrecordedError) bool {
	return e.CallErr != nil && (e.Outcome == shelfwire.OutcomeUnknown || e.Outcome == shelfwire.OutcomeApplied)
}
