package virtpos

import (
	"time"

	"github.com/shelfwire/shelfwire"
)

// RowResult says what happened to one row of a feed.
type RowResult struct {
	Index  int          // in the feed, from 0
	Update OnHandUpdate // as it was sent, with its Warehouse
	Result OnHandResult // the server's response; zero without one
	Err    error        // nil for a confirmed row

	// Resumed says that an earlier run confirmed the row, so this one skipped it.
	Resumed bool

	// Tolerated says that the provider rejected the row, and that [ReplaceOptions].Tolerate accepted that.
	Tolerated bool
}

// Outcome returns the effect of the row on the server: [shelfwire.OutcomeApplied] when Err is nil.
func (r *RowResult) Outcome() shelfwire.Outcome { return shelfwire.OutcomeOf(r.Err) }

// mayBeApplied reports whether the row has, or may have, changed the server.
func (r *RowResult) mayBeApplied() bool { return mayBeApplied(r.Outcome()) }

// ReplaceReport says what a run of [StoreService.ReplaceOnHand] did, row by row.
//
// It can be stored as JSON and resumed by another process. An error is restored with its text, its outcome and
// the shelfwire.Err… values that it matches. Members that could not be read for certain (Unread) are dropped.
type ReplaceReport struct {
	Warehouse WarehouseRef
	Began     time.Time   // when the run began, in UTC; in a chain of resumed runs, the first one
	Version   Version     // read before the first update; zero when it could not be read
	Rows      []RowResult // in the order of the feed

	// Earlier are rows of the resumed runs that were confirmed, or may have been changed, and were missing from the feed
	// of this one.
	Earlier []RowResult

	// ZeroOutcome is the outcome of zeroing the rows outside the feed: OutcomeApplied for a finished run, OutcomeNotSent
	// when the zeroing was held back.
	ZeroOutcome shelfwire.Outcome
	Zero        ZeroResult // the server's response to the zeroing

	// Missing are confirmed rows above zero that were out of stock when the warehouse was read back after the zeroing:
	// sold meanwhile, or zeroed by the server against the guide. Rows are matched by item and lot. Where none of an
	// item's lots is found, as on a server that ignores lots, any stock of the item stands for all of them.
	Missing []RowResult
	// Left is stock above zero that was found at the same time although the feed lacks its item or lot, has it at zero, or
	// has a row for it that was tolerated: received meanwhile, or not zeroed. When ReplaceOptions.MaxZeroed held the zeroing
	// back, it is the stock that would have been zeroed.
	Left []StockRow
	// Unchecked is how many confirmed rows could not be checked, because neither the row nor its confirmation names the id
	// of the item in VirtualPOS. Their items may be in Left.
	Unchecked int
	// CheckErr says why the warehouse could not be read back. Missing, Left and Unchecked are then empty.
	CheckErr error

	state warehouseState // after the run; lost when the report is stored
}

// Updated returns how many rows were confirmed, including those of an earlier run.
func (r *ReplaceReport) Updated() int {
	return r.countRows(func(row *RowResult) bool { return row.Err == nil })
}

// Unknown returns how many rows may have been updated: without a response, or with one that cannot be read.
func (r *ReplaceReport) Unknown() int {
	return r.countRows(func(row *RowResult) bool { return row.Err != nil && row.mayBeApplied() })
}

// Tolerated returns how many rows the provider rejected and ReplaceOptions.Tolerate accepted.
func (r *ReplaceReport) Tolerated() int {
	return r.countRows(func(row *RowResult) bool { return row.Tolerated })
}

// Failed returns how many rows were left as they were, except the tolerated ones.
func (r *ReplaceReport) Failed() int { return len(r.Rows) - r.Updated() - r.Unknown() - r.Tolerated() }

func (r *ReplaceReport) countRows(holds func(*RowResult) bool) (n int) {
	for i := range r.Rows {
		if holds(&r.Rows[i]) {
			n++
		}
	}
	return n
}

func mayBeApplied(o shelfwire.Outcome) bool {
	return o == shelfwire.OutcomeUnknown || o == shelfwire.OutcomeApplied
}
