package once

import (
	"context"
	"encoding/json"
	"time"

	"github.com/shelfwire/shelfwire"
)

// recordTime bounds how long the end of a call is written, after its caller's context has ended as well.
const recordTime = 10 * time.Second

// Do makes a call unless its key has been used before, and keeps what it returned. T goes through JSON.
//
//   - A key that is done returns the kept result.
//   - A key that is begun or parked returns a [*ParkedError].
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
		return readRecord[T](ctx, store, record, fingerprint)
	}
	result, callErr := call(ctx)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTime)
	defer cancel()
	return result, recordEnd(ctx, store, record, result, callErr)
}

// readRecord returns what is known of a write that was begun before.
func readRecord[T any](ctx context.Context, store Store, record Record, fingerprint string) (result T, err error) {
	switch {
	case fingerprint != "" && record.Fingerprint != "" && record.Fingerprint != fingerprint:
		return result, &conflictError{name: record.Name}
	case record.State == Begun:
		record, err = parkKilled(ctx, store, record)
	case record.State == Parked:
		err = &ParkedError{Record: record}
	}
	if text := record.resultText(); text != nil {
		if bad := json.Unmarshal(text, &result); bad != nil && err == nil {
			err = &unreadableError{name: record.Name, cause: bad}
		}
	}
	return result, err
}

// parkKilled parks a record that was found begun.
func parkKilled(ctx context.Context, store Store, record Record) (Record, error) {
	record.End = End{Outcome: shelfwire.OutcomeUnknown, Reason: reasonKilled}
	if err := store.Park(ctx, record.Name, record.Attempt, record.End); err != nil {
		return record, &UnrecordedError{Name: record.Name, Outcome: shelfwire.OutcomeUnknown, Err: err}
	}
	record.State = Parked
	return record, &ParkedError{Record: record}
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

// resultText returns what the call returned, nil for nothing.
func (r *Record) resultText() json.RawMessage {
	if r.State == Parked {
		return r.End.Result
	}
	return r.Result
}
