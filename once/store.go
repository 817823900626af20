package once

import (
	"context"
	"encoding/json"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Store keeps the records. [NewMemory] and [NewSQL] are two; package oncetest has the tests that every other one
// has to pass. It must be safe for concurrent use.
//
// Finish, Release and Park end the attempt with a number. An error that matches [ErrSuperseded] says that the record
// is at another one. An attempt that has ended may end differently, as its process may know more than who parked it,
// except that what is done stays done, with its first result. People settle a parked record by Finish, when they have
// found that the write happened, or by Release, when they have found that it did not.
type Store interface {
	// Begin records that an attempt is about to be made, and commits that before it returns: when the name has no
	// record, or one that is Released. Otherwise started is false, and the record is as it stands. One that was Begun
	// is parked before, with [Killed] as its end, in the same step, so that an end that arrives meanwhile is never
	// overwritten; unless the fingerprint is that of another request ([Record.Matches]): then nothing is changed.
	Begin(ctx context.Context, name, fingerprint string) (record Record, started bool, err error)

	// Finish records that the write has happened, and its result: JSON, such as "null" where there is none. It is an
	// error for a result that is no JSON, nil included, and for a record that is done with another result.
	Finish(ctx context.Context, name string, attempt int64, result json.RawMessage) error

	// Release records that the write has not happened, so that it may be begun anew.
	Release(ctx context.Context, name string, attempt int64, end End) error

	// Park records that the write has happened or may have, and that it needs a person.
	Park(ctx context.Context, name string, attempt int64, end End) error
}

// Record is what is known about a write.
type Record struct {
	Name        string          // of the key
	Fingerprint string          // of the request; empty without one
	State       State           // where it stands
	Attempt     int64           // 1 for the first, and one more whenever it is begun anew
	Result      json.RawMessage // what the call returned; nil for none
	Begun       time.Time       // when the attempt was begun
	Ended       time.Time       // when the record was last changed after that; zero while it is begun
	End         End             // how it ended, for Released and Parked
}

// Matches reports whether the record may be of a request with this fingerprint. An empty one matches all.
func (r *Record) Matches(fingerprint string) bool {
	return fingerprint == "" || r.Fingerprint == "" || r.Fingerprint == fingerprint
}

// Killed is the end of an attempt that was found begun.
func Killed() End { return End{Outcome: shelfwire.OutcomeUnknown, Reason: reasonKilled} }

// reasonKilled is the reason of a record that was found begun.
const reasonKilled = "the program was killed before a response came, or is still waiting for one"

// End says how an attempt ended without success.
type End struct {
	Outcome shelfwire.Outcome // of the attempt
	Reason  string            // the error of the call, in words
	Result  json.RawMessage   // what the call returned beside its error; nil for none
}

// State says where a write stands.
type State string

// The states of a record.
const (
	Begun    State = "begun"    // about to be sent, or sent, or its process was killed
	Done     State = "done"     // it has happened
	Released State = "released" // it has not happened and may be begun anew
	Parked   State = "parked"   // it has happened or may have: a person has to look
)
