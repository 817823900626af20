package virtpos

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// RowReport is what became of one row of a feed.
type RowReport struct {
	Index  int // in the feed, from 0
	Update OnHandUpdate
	Result OnHandResult
	Err    error

	// Resumed says that an earlier run had confirmed the row, so that it was not sent again.
	Resumed bool
}

// Outcome is what is known about the row on the server: [shelfwire.OutcomeApplied] when Err is nil.
func (r *RowReport) Outcome() shelfwire.Outcome { return shelfwire.OutcomeOf(r.Err) }

// ReplaceReport is what a run of [StoreService.ReplaceOnHand] did, row by row.
type ReplaceReport struct {
	Warehouse Warehouse
	Version   Version // read before the first update; 0 when it could not be read
	Rows      []RowReport

	// ZeroOutcome is what is known about the zeroing of what was not in the feed: OutcomeNotSent when it was held back.
	ZeroOutcome shelfwire.Outcome
	Zero        ZeroResult
}

// Updated is how many rows were confirmed, those of an earlier run included.
func (r *ReplaceReport) Updated() int {
	return r.count(func(row *RowReport) bool { return row.Err == nil })
}

// Unknown is how many rows may or may not have been updated, or were without a confirmation that could be read.
func (r *ReplaceReport) Unknown() int {
	return r.count(func(row *RowReport) bool { return row.Err != nil && mayBeIn(row.Outcome()) })
}

// Failed is how many rows were not updated.
func (r *ReplaceReport) Failed() int { return len(r.Rows) - r.Updated() - r.Unknown() }

func (r *ReplaceReport) count(holds func(*RowReport) bool) (n int) {
	for i := range r.Rows {
		if holds(&r.Rows[i]) {
			n++
		}
	}
	return n
}

func mayBeIn(o shelfwire.Outcome) bool {
	return o == shelfwire.OutcomeUnknown || o == shelfwire.OutcomeApplied
}

// ReplaceError says why a stock was not replaced as a whole. What was done is in the [ReplaceReport] beside it.
type ReplaceError struct {
	Reason  string // why nothing was zeroed, or that the zeroing failed
	Updated int    // rows that were confirmed
	Failed  int    // rows that were not updated
	Unknown int    // rows that may or may not have been updated
	Err     error  // the first cause, if there is one

	zero shelfwire.Outcome
}

// Error says what was not done, and what was.
func (e *ReplaceError) Error() string {
	text := fmt.Sprintf("virtpos: Store.ReplaceOnHand: %s; %d rows updated, %d not, %d unknown",
		e.Reason, e.Updated, e.Failed, e.Unknown)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the first cause.
func (e *ReplaceError) Unwrap() error { return e.Err }

// Is reports whether target is shelfwire.ErrIncomplete.
func (e *ReplaceError) Is(target error) bool { return target == shelfwire.ErrIncomplete }

// CallOutcome is the outcome of the whole call, for [shelfwire.OutcomeOf]: unknown as soon as anything was changed or may
// have been.
func (e *ReplaceError) CallOutcome() shelfwire.Outcome {
	if e.Updated > 0 || e.Unknown > 0 || mayBeIn(e.zero) {
		return shelfwire.OutcomeUnknown
	}
	return shelfwire.OutcomeNotSent
}
