package virtpos

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"sync/atomic"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/bulk"
	"github.com/shelfwire/shelfwire/internal/call"
)

// replacement is one run.
type replacement struct {
	store   *StoreService
	report  *ReplaceReport
	opts    *ReplaceOptions
	feed    *feedChecker
	earlier map[rowKey]*RowResult // rows of the run to go on from that may be in, and have not come again
	giveUp  *call.GiveUp
	feedErr atomic.Pointer[error] // set on the goroutine of the feed
}

// newReplacement begins a run. Where one is resumed that can be relied on, its version and its rows are taken over.
func newReplacement(s *StoreService, report *ReplaceReport, opts *ReplaceOptions) *replacement {
	r := &replacement{
		store: s, report: report, opts: opts, feed: newFeedChecker(report.Warehouse), giveUp: s.caller.NewGiveUp(),
		earlier: map[rowKey]*RowResult{},
	}
	resume := opts.Resume
	if resume == nil || !opts.TrustConfirmed && !s.warehouses.isUnchanged(report.Warehouse, resume.run) {
		return r
	}
	report.Version, report.Began = resume.Version, resume.Began
	for _, rows := range [][]RowResult{resume.Earlier, resume.Rows} {
		for i := range rows {
			if rows[i].mayBeIn() {
				r.earlier[keyOf(&rows[i].Update)] = &rows[i]
			}
		}
	}
	return r
}

// update sends the rows of the feed.
func (r *replacement) update(ctx context.Context, feed iter.Seq2[OnHandUpdate, error]) {
	work := bulk.Work[RowResult, RowResult]{
		Workers: cmp.Or(r.opts.Workers, DefaultWorkers),
		Do: func(ctx context.Context, row RowResult) RowResult {
			if row.Err == nil && !row.Resumed {
				row.Result, row.Err = r.store.updateOnHand(ctx, &row.Update)
			}
			return row
		},
		ProvesWell:    func(row RowResult) bool { return !row.Resumed && call.IsAnswered(row.Err) },
		Prepare:       r.prepare,
		Conflict:      func(a, b RowResult) bool { return a.Update.Item.mayBe(b.Update.Item.ref) },
		IsLast:        func(row RowResult) bool { return !row.Resumed && r.giveUp.Observe(row.Err) },
		SkippedResult: r.skipped,
	}
	var unread call.UnreadCounts
	for row := range work.Run(ctx, r.rows(feed)) {
		if row.Index != notRead {
			r.collect(row, &unread)
		}
	}
	r.keepEarlier()
	r.store.caller.WarnUnread(ctx, opUpdateOnHand, unread)
}

// rows makes rows of the feed, up to its first error.
func (r *replacement) rows(feed iter.Seq2[OnHandUpdate, error]) iter.Seq[RowResult] {
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

// prepare rejects what cannot be sent, and takes over what was sent before.
func (r *replacement) prepare(row *RowResult) {
	if err := r.feed.checkRow(row); err != nil {
		row.Err = r.store.caller.InvalidInput(opUpdateOnHand, err)
		return
	}
	earlier := r.earlier[keyOf(&row.Update)]
	if earlier != nil && earlier.Err == nil && earlier.Update.isSame(&row.Update) {
		row.Result, row.Resumed = earlier.Result, true
	}
}

// isSame reports whether two updates send the same.
func (u *OnHandUpdate) isSame(other *OnHandUpdate) bool {
	return u.Warehouse == other.Warehouse && u.Item == other.Item && fmt.Sprint(u.form()) == fmt.Sprint(other.form())
}

// collect adds a row to the report.
func (r *replacement) collect(row RowResult, unread *call.UnreadCounts) {
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

// isRejected reports whether the provider has said that it does not take the row.
func (r *replacement) isRejected(row *RowResult) bool {
	return row.Outcome() == shelfwire.OutcomeRefused && call.IsAnswered(row.Err) && !r.store.caller.IsFinal(row.Err)
}

// keepEarlier carries on what this run has not changed, so that the next one knows of it.
func (r *replacement) keepEarlier() {
	for i := range r.report.Rows {
		if row := &r.report.Rows[i]; row.mayBeIn() {
			delete(r.earlier, keyOf(&row.Update))
		}
	}
	for _, row := range r.earlier {
		r.report.Earlier = append(r.report.Earlier, *row)
	}
	slices.SortFunc(r.report.Earlier, func(a, b RowResult) int { return cmp.Compare(a.Index, b.Index) })
}

// notRead is the index of a row that the feed had not given when the run ended.
const notRead = -1

// skipped is the row at which a run ended.
func (r *replacement) skipped(next *RowResult, reason error) RowResult {
	if next == nil {
		return RowResult{Index: notRead}
	}
	row := *next
	row.Resumed = false
	row.Err = r.store.caller.Error(opUpdateOnHand, shelfwire.OutcomeNotSent,
		fmt.Errorf("%w: this row and those after it were not sent: %w", shelfwire.ErrIncomplete, reason))
	return row
}

// obstacle says why nothing may be zeroed; the empty text means that it may.
func (r *replacement) obstacle(ctx context.Context) (reason string, cause error) {
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
		return row.Update.Item.String() + ", which an earlier run has updated, is not in the feed any more", nil
	}
	return "", nil
}
