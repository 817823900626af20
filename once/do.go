package once

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
)

// recordTime bounds how long the end of a call is written, after its caller's context has ended as well, and how long a
// statement is tried again.
const recordTime = 10 * time.Second

// Do makes a call unless its key has been used before, and keeps what it returned. T goes through JSON, so a key is
// best: what JSON leaves out of a T does not come back, and a number in an any comes back as a [json.Number].
//
//   - A key that is done returns the kept result, or an error when that is not the JSON of a T: see [SQL.Correct].
//   - A key that is parked returns a [*ParkedError], and what the call returned beside its error. So does one that is
//     begun: it is parked then.
//   - A key whose record has another request matches [shelfwire.ErrConflict].
//   - A call that fails returns its own error, and what it returned beside it. When it may have happened, that
//     error is within a *ParkedError. So is a success whose result cannot be kept, which has the outcome applied.
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
	callErr = namedNil(callErr)
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
		if bad := unmarshalExact(record.Result, &result); bad != nil {
			err = &unreadableError{name: record.Name, cause: bad}
		}
	default:
		err = &ParkedError{Record: record}
		if record.End.Result != nil {
			_ = unmarshalExact(record.End.Result, &result) // best effort: the record has the text
		}
	}
	return result, err
}

// unmarshalExact reads a kept result. A number in an any becomes a json.Number, so that no digit of a key or an amount is
// lost.
func unmarshalExact(data json.RawMessage, result any) error {
	if !json.Valid(data) {
		return json.Unmarshal(data, result) // says what is wrong
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	return decoder.Decode(result)
}

// namedNil replaces a nil pointer in an error, whose methods may panic.
func namedNil(err error) error {
	if v := reflect.ValueOf(err); v.Kind() == reflect.Pointer && v.IsNil() {
		return fmt.Errorf("the call returned a nil %T as its error", err)
	}
	return err
}

// encodeResult returns a result as JSON. A database keeps no text that is not UTF-8, so that the bytes of such a one are
// replaced beside the error.
func encodeResult(result any) (data json.RawMessage, err error) {
	defer func() {
		if reason := recover(); reason != nil { // of a method of the result
			data, err = nil, fmt.Errorf("encoding it panicked: %v", reason)
		}
	}()
	data, err = json.Marshal(result)
	if err == nil && !utf8.Valid(data) {
		return bytes.ToValidUTF8(data, []byte("\ufffd")), errors.New("it has a text that is not UTF-8")
	}
	return data, err
}

// recordEnd records how a call has ended, and returns the error that its caller gets.
func recordEnd(ctx context.Context, store Store, record Record, result any, callErr error) error {
	data, err := encodeResult(result)
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
