package virtpos

import (
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire"
)

// RowResult is what became of one row of a feed.
type RowResult struct {
	Index  int // in the feed, from 0
	Update OnHandUpdate
	Result OnHandResult
	Err    error // nil for a row that was confirmed

	// Resumed says that an earlier run had confirmed the row, so that it was not sent again.
	Resumed bool

	// Tolerated says that the provider rejected the row, and that [ReplaceOptions].Tolerate accepted it.
	Tolerated bool
}

// Outcome is what is known about the row on the server: [shelfwire.OutcomeApplied] when Err is nil.
func (r *RowResult) Outcome() shelfwire.Outcome { return shelfwire.OutcomeOf(r.Err) }

// mayBeIn reports whether the row has changed the server, or may have.
func (r *RowResult) mayBeIn() bool { return mayBeIn(r.Outcome()) }

// ReplaceReport is what a run of [StoreService.ReplaceOnHand] did, row by row.
//
// It can be kept as JSON, to be resumed by another process: an error comes back from it with its text, its outcome and
// the shelfwire.Err… values that it matches. Members that could not be read for certain (Unread) are not kept.
type ReplaceReport struct {
	Warehouse WarehouseRef
	Began     time.Time // when the run began; of runs that resume each other, the first one
	Version   Version   // read before the first update; zero when it could not be read
	Rows      []RowResult

	// Earlier are rows of the runs before this one, when it resumed one: they were confirmed there, or may have been
	// changed, and have not come again.
	Earlier []RowResult

	// ZeroOutcome is what is known about the zeroing of what was not in the feed: OutcomeNotSent when it was held back,
	// and OutcomeApplied for a finished run.
	ZeroOutcome shelfwire.Outcome
	Zero        ZeroResult

	// Missing are confirmed rows with a quantity above zero whose item had no stock when the warehouse was read back
	// after the zeroing: sold meanwhile, or zeroed by the server against the guide. Lots of an item are summed.
	Missing []RowResult
	// Left is stock above zero that was there then, of items that the feed lacks: received meanwhile, or not zeroed.
	Left []StockRow
	// Unchecked is how many confirmed rows could not be looked for, since neither the row nor its confirmation names the
	// id of the item in VirtualPOS. Their items are among those of Left.
	Unchecked int
	// CheckErr says why the warehouse could not be read back. Missing, Left and Unchecked are empty then.
	CheckErr error

	run runID // of the client that made the report; lost when the report is kept
}

// Updated is how many rows were confirmed, those of an earlier run included.
func (r *ReplaceReport) Updated() int {
	return r.count(func(row *RowResult) bool { return row.Err == nil })
}

// Unknown is how many rows may or may not have been updated, or were without a confirmation that could be read.
func (r *ReplaceReport) Unknown() int {
	return r.count(func(row *RowResult) bool { return row.Err != nil && row.mayBeIn() })
}

// Tolerated is how many rows the provider rejected and ReplaceOptions.Tolerate accepted.
func (r *ReplaceReport) Tolerated() int {
	return r.count(func(row *RowResult) bool { return row.Tolerated })
}

// Failed is how many rows were not updated, without those that were tolerated.
func (r *ReplaceReport) Failed() int { return len(r.Rows) - r.Updated() - r.Unknown() - r.Tolerated() }

func (r *ReplaceReport) count(holds func(*RowResult) bool) (n int) {
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

// failed makes the error of a run that was not finished.
func (r *ReplaceReport) failed(reason string, cause error) error {
	return &ReplaceError{
		Reason: reason, Updated: r.Updated(), Failed: r.Failed(), Unknown: r.Unknown(), Err: cause, zero: r.ZeroOutcome,
	}
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

// CheckError says that a stock was replaced, and that too many rows of the feed were without stock when it was read back:
// the server has zeroed what it was to keep. They are in [ReplaceReport].Missing, and are not set again by themselves:
// set them with [StoreService.UpdateOnHand], and do not replace the stock of this server as a whole any more.
type CheckError struct {
	Missing int // rows without stock
	Max     int // how many were expected at most: see [ReplaceOptions].MaxMissing
	Rows    int // rows that were looked for
}

// Error says how many rows are missing.
func (e *CheckError) Error() string {
	return fmt.Sprintf("virtpos: Store.ReplaceOnHand: the stock was replaced, but %d of %d rows have no stock any more, "+
		"and at most %d were expected to", e.Missing, e.Rows, e.Max)
}

// Is reports whether target is shelfwire.ErrConflict.
func (e *CheckError) Is(target error) bool { return target == shelfwire.ErrConflict }

// CallOutcome is [shelfwire.OutcomeApplied]: the run is finished.
func (e *CheckError) CallOutcome() shelfwire.Outcome { return shelfwire.OutcomeApplied }
