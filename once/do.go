package once

import (
	"context"
	"encoding/json"
	"time"

	"github.com/shelfwire/shelfwire"
)

// recordTime bounds how long the end of a call is written, after its caller's context has ended as well.
const recordTime = 10 * time.Second

// Do makes a call unless its key has been used before, and keeps what it returned. T goes through JSON, so a key is
// best: what JSON leaves out of a T does not come back.
//
//   - A key that is done returns the kept result.
//   - A key that is parked returns a [*ParkedError], and what the call returned beside its error. So does one that is
//     begun: it is parked then.
//   - A key whose record has another request matches [shelfwire.ErrConflict].
//   - A call that fails returns its own error, and what it returned beside it. When it may have happened, that
//     error is within a *ParkedError.
//   - An [*UnrecordedError] comes in place of any of these when the end of the call could not be recorded.
//
// [shelfwire.OutcomeOf] of the error says what is known of the write.
func Do[T any](ctx context.Context, store Store, key Key, call func(context.Context) (T, error)) (result T, err error) {
	fingerprint, err := key.validate()
	if err != nil {
		return result, err
	}
	record, started, err := store.Begin(ctx, key.Name, fingerprint)
	if err != nil {
		return result, &notBegunError{name: key.Name, cause: err}
	}
	if !started {
		return readRecord[T](record, fingerprint)
	}
	result, callErr := call(ctx)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTime)
	defer cancel()
	return result, recordEnd(ctx, store, record, result, callErr)
}

// readRecord returns what is known of a write that was begun before.
func readRecord[T any](record Record, fingerprint string) (result T, err error) {
	switch {
	case !record.Matches(fingerprint):
		return result, &conflictError{name: record.Name}
	case record.State == Done:
		if bad := json.Unmarshal(record.Result, &result); bad != nil {
			err = &unreadableError{name: record.Name, cause: bad}
		}
	default:
		err = &ParkedError{Record: record}
		if record.End.Result != nil {
			_ = json.Unmarshal(record.End.Result, &result) // best effort: the record has the text
		}
	}
	return result, err
}

// recordEnd records how a call has ended, and returns the error that its caller gets.
func recordEnd(ctx context.Context, store Store, record Record, result any, callErr error) error {
	data, err := json.Marshal(result)
	if err != nil && callErr == nil {
		callErr = &unkeptError{cause: err}
	}
	outcome := shelfwire.OutcomeOf(callErr)
	failure := callErr
	switch {
	case callErr == nil:
		err = store.Finish(ctx, record.Name, record.Attempt, data)
	case outcome == shelfwire.OutcomeNotSent, outcome == shelfwire.OutcomeRejected:
		err = store.Release(ctx, record.Name, record.Attempt, End{Outcome: outcome, Reason: callErr.Error()})
	default:
		record.State, record.End = Parked, End{Outcome: outcome, Reason: callErr.Error(), Result: data}
		failure = &ParkedError{Record: record, Err: callErr}
		err = store.Park(ctx, record.Name, record.Attempt, record.End)
	}
	if err != nil {
		return &UnrecordedError{Name: record.Name, Outcome: outcome, CallErr: callErr, Err: err}
	}
	return failure
}
