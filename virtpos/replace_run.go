package virtpos

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"sync/atomic"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/bulk"
	"github.com/shelfwire/shelfwire/internal/call"
)

// replacement is one run of ReplaceOnHand.
type replacement struct {
	store   *StoreService
	report  *ReplaceReport
	opts    *ReplaceOptions
	feed    *feedChecker
	earlier map[rowKey]*RowResult // rows that the run to resume has, or may have, changed
	giveUp  *call.GiveUp
	feedErr atomic.Pointer[error] // set on the goroutine of the feed
}

// sendUpdates sends the rows of the feed.
func (r *replacement) sendUpdates(ctx context.Context, feed iter.Seq2[OnHandUpdate, error]) {
	work := bulk.Work[RowResult, RowResult]{
		Workers: cmp.Or(r.opts.Workers, DefaultWorkers),
		Do: func(ctx context.Context, row RowResult) RowResult {
			if row.Err == nil && !row.Resumed {
				row.Result, row.Err = r.store.updateOnHand(ctx, &row.Update)
			}
			return row
		},
		ProvesHealthy: func(row RowResult) bool { return !row.Resumed && call.IsAnswered(row.Err) },
		Prepare:       r.prepareRow,
		Conflict:      func(a, b RowResult) bool { return a.Update.Item.mayMatch(b.Update.Item.ref) },
		IsLast:        func(row RowResult) bool { return !row.Resumed && r.giveUp.Observe(row.Err) },
		SkippedResult: r.skippedRow,
	}
	var unread call.UnreadCounts
	for row := range work.Run(ctx, r.feedRows(feed)) {
		if row.Index != notRead {
			r.collectRow(row, &unread)
		}
	}
	r.keepEarlier()
	r.store.caller.WarnUnread(ctx, opUpdateOnHand, unread)
}

// feedRows yields the rows of the feed, up to its first error.
func (r *replacement) feedRows(feed iter.Seq2[OnHandUpdate, error]) iter.Seq[RowResult] {
	return func(yield func(RowResult) bool) {
		for update, err := range feed {
			if err != nil {
				r.feedErr.Store(&err)
				return
			}
			if !yield(RowResult{Update: update}) {
				return
			}
		}
	}
}

// prepareRow rejects an invalid row, and takes over the result of one that an earlier run confirmed.
func (r *replacement) prepareRow(row *RowResult) {
	if err := r.feed.checkInput(row); err != nil {
		row.Err = r.store.caller.InvalidInput(opUpdateOnHand, err)
		return
	}
	earlier := r.earlier[rowKeyOf(&row.Update)]
	if earlier != nil && earlier.Err == nil && earlier.Update.isSame(&row.Update) {
		row.Result, row.Resumed = earlier.Result, true
	}
}

// collectRow adds a row to the report.
func (r *replacement) collectRow(row RowResult, unread *call.UnreadCounts) {
	if !row.Resumed {
		unread.Add(row.Result.Unread)
	}
	if row.Err == nil {
		if err := r.feed.checkConfirmed(&row); err != nil {
			row.Err = r.store.caller.Error(opUpdateOnHand, shelfwire.OutcomeApplied, err)
		}
	}
	row.Tolerated = r.opts.Tolerate != nil && r.isRejected(&row) && r.opts.Tolerate(row)
	r.report.Rows = append(r.report.Rows, row)
	if r.opts.Progress != nil {
		r.opts.Progress(row)
	}
}

// isRejected reports whether the provider rejected this row, rather than every call.
func (r *replacement) isRejected(row *RowResult) bool {
	return row.Outcome() == shelfwire.OutcomeRejected && call.IsAnswered(row.Err) && !r.store.caller.IsFinal(row.Err)
}

// notRead is the index of a row that the feed had yet to yield when the run ended.
const notRead = -1

// skippedRow is the result for the first row that was skipped because the run ended.
func (r *replacement) skippedRow(next *RowResult, reason error) RowResult {
	if next == nil {
		return RowResult{Index: notRead}
	}
	row := *next
	row.Resumed = false
	row.Err = r.store.caller.Error(opUpdateOnHand, shelfwire.OutcomeNotSent,
		fmt.Errorf("%w: this row and those after it were not sent: %w", shelfwire.ErrIncomplete, reason))
	return row
}

// findObstacle returns why the zeroing is prevented, or "" when it may take place.
func (r *replacement) findObstacle(ctx context.Context) (reason string, cause error) {
	switch {
	case r.feedErr.Load() != nil:
		return "the feed ended with an error", *r.feedErr.Load()
	case r.giveUp.Cause() != nil:
		return "the run ended before the feed did", r.giveUp.Cause()
	case ctx.Err() != nil:
		return "the context has ended", ctx.Err()
	case len(r.report.Rows) == 0 && !r.opts.AllowEmpty:
		return "the feed was empty", nil
	}
	for i := range r.report.Rows {
		if row := &r.report.Rows[i]; row.Err != nil && !row.Tolerated {
			return fmt.Sprintf("row %d was not confirmed", row.Index), row.Err
		}
	}
	if r.report.Updated() == 0 && !r.opts.AllowEmpty {
		return "no row was confirmed", r.report.Rows[0].Err
	}
	for _, row := range r.report.Earlier {
		return row.Update.Item.String() + ", which an earlier run has updated, is not in the feed any more, or was rejected; " +
			"start anew, without Resume", nil
	}
	return "", nil
}
