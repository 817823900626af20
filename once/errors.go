package once

import (
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// ErrSuperseded is returned by a [Store] whose record is at another attempt: somebody has released the write and it
// was begun anew, while this attempt was still on its way. The write may have happened twice.
var ErrSuperseded = errors.New("the write was begun anew meanwhile")

// ParkedError says that a write has happened or may have, so that it must not be repeated. A person has to look at
// the provider, and settle the record by [Store.Finish] or [Store.Release].
type ParkedError struct {
	Record Record
	Err    error // the error of the call that was parked just now; nil for one that was parked before
}

// Error names the write and what is known about it.
func (e *ParkedError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s is parked: %v", e.Record.Name, e.Err)
	}
	return fmt.Sprintf("%s is parked: %s", e.Record.Name, e.Record.End.Reason)
}

// Unwrap returns the error of the call.
func (e *ParkedError) Unwrap() error { return e.Err }

// CallOutcome is [shelfwire.OutcomeApplied] or [shelfwire.OutcomeUnknown], for [shelfwire.OutcomeOf].
func (e *ParkedError) CallOutcome() shelfwire.Outcome { return e.Record.End.Outcome }

// WasKilled reports whether the write was found begun: its program was killed, or is still at it.
func (e *ParkedError) WasKilled() bool { return e.Record.End.Reason == reasonKilled }

// UnrecordedError says that a call came to its end and the store did not record it. The next [Do] with its key will
// find the record begun, and park it.
type UnrecordedError struct {
	Name    string            // of the key
	Outcome shelfwire.Outcome // of the call
	CallErr error             // of the call; nil when it succeeded
	Err     error             // of the store
}

// Error names the write, how it ended and why that is not recorded.
func (e *UnrecordedError) Error() string {
	ending := "succeeded"
	if e.CallErr != nil {
		ending = "failed: " + e.CallErr.Error()
	}
	return fmt.Sprintf("%s %s; that could not be recorded: %v", e.Name, ending, e.Err)
}

// Unwrap returns the errors of the call and of the store.
func (e *UnrecordedError) Unwrap() []error {
	if e.CallErr == nil {
		return []error{e.Err}
	}
	return []error{e.CallErr, e.Err}
}

// CallOutcome is the outcome of the call, for [shelfwire.OutcomeOf].
func (e *UnrecordedError) CallOutcome() shelfwire.Outcome { return e.Outcome }

// notBegunError says that the store kept a call from being made.
type notBegunError struct {
	name  string
	cause error
}

func (e *notBegunError) Error() string { return fmt.Sprintf("%s was not begun: %v", e.name, e.cause) }

func (e *notBegunError) Unwrap() error { return e.cause }

func (e *notBegunError) CallOutcome() shelfwire.Outcome { return shelfwire.OutcomeNotSent }

// conflictError says that a name was used for another request.
type conflictError struct{ name string }

func (e *conflictError) Error() string {
	return fmt.Sprintf("%v: %s was begun with another request", shelfwire.ErrConflict, e.name)
}

func (e *conflictError) Unwrap() error { return shelfwire.ErrConflict }

func (e *conflictError) CallOutcome() shelfwire.Outcome { return shelfwire.OutcomeNotSent }

// unkeptError says that a call succeeded with a result that has no JSON.
type unkeptError struct{ cause error }

func (e *unkeptError) Error() string {
	return fmt.Sprintf("the call succeeded, and its result cannot be kept: %v", e.cause)
}

func (e *unkeptError) Unwrap() error { return e.cause }

func (e *unkeptError) CallOutcome() shelfwire.Outcome { return shelfwire.OutcomeApplied }

// unreadableError says that a kept result does not fit the type that is asked for.
type unreadableError struct {
	name  string
	cause error
}

func (e *unreadableError) Error() string {
	return fmt.Sprintf("%s is done; its kept result cannot be read: %v", e.name, e.cause)
}

func (e *unreadableError) Unwrap() error { return e.cause }

func (e *unreadableError) CallOutcome() shelfwire.Outcome { return shelfwire.OutcomeApplied }
