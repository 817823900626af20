package virtpos

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// ReplaceError says why a run ended before the stock was replaced as a whole. The [ReplaceReport] beside it
// says what was done. It matches shelfwire.ErrIncomplete and the errors that Err matches.
type ReplaceError struct {
	Reason  string // why the zeroing was held back, or that it failed
	Updated int    // rows that were confirmed
	Failed  int    // rows that were left as they were
	Unknown int    // rows that may have been updated
	Err     error  // the first cause; may be nil

	zero shelfwire.Outcome
}

// Error gives the reason, the counts and the first cause.
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

// CallOutcome returns the outcome of the whole call, for [shelfwire.OutcomeOf]: unknown as soon as anything
// was, or may have been, changed.
func (e *ReplaceError) CallOutcome() shelfwire.Outcome {
	if e.Updated > 0 || e.Unknown > 0 || mayBeApplied(e.zero) {
		return shelfwire.OutcomeUnknown
	}
	return shelfwire.OutcomeNotSent
}

// CheckError says that a stock was replaced, and that too many rows of the feed were out of stock when it was
// read back: the server has zeroed rows that it should have kept. They are in [ReplaceReport].Missing; set them
// again with [StoreService.UpdateOnHand], and stop replacing stock as a whole on this server. It matches
// shelfwire.ErrConflict.
type CheckError struct {
	Missing int // rows that are out of stock
	Max     int // how many were allowed: see [ReplaceOptions].MaxMissing
	Rows    int // rows that were checked
}

// Error says how many rows are missing.
func (e *CheckError) Error() string {
	return fmt.Sprintf("virtpos: Store.ReplaceOnHand: the stock was replaced, but %d of %d rows have no stock any more, "+
		"and at most %d were expected to", e.Missing, e.Rows, e.Max)
}

// Is reports whether target is shelfwire.ErrConflict.
func (e *CheckError) Is(target error) bool { return target == shelfwire.ErrConflict }

// CallOutcome returns [shelfwire.OutcomeApplied]: the run is finished.
func (e *CheckError) CallOutcome() shelfwire.Outcome { return shelfwire.OutcomeApplied }

// replaceError returns the error of a run that ended early.
func (r *ReplaceReport) replaceError(reason string, cause error) error {
	return &ReplaceError{
		Reason: reason, Updated: r.Updated(), Failed: r.Failed(), Unknown: r.Unknown(), Err: cause, zero: r.ZeroOutcome,
	}
}
