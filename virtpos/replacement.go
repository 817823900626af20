package virtpos

import (
	"context"
	"fmt"
	"iter"
	"sync/atomic"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/bulk"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// replacement is one run.
type replacement struct {
	store   *StoreService
	report  *ReplaceReport
	opts    *ReplaceOptions
	before  map[rowKey]*RowReport // rows of the run to go on from that may be in, and have not come again
	read    int                   // rows of the feed so far
	seen    map[rowKey]int        // rows of the feed, by their index
	written map[serverRow]int     // rows of the server, by the index of the row that wrote them
	giveUp  *call.GiveUp
	feedErr atomic.Pointer[error] // set on the goroutine of the feed
}

// rowKey tells the rows of a feed apart.
type rowKey struct {
	item Item
	lot  string
}

func keyOf(u *OnHandUpdate) rowKey { return rowKey{u.Item, u.LotNumber.Or("")} }

// serverRow is what the server says it has changed.
type serverRow struct {
	id, item int64
	lot      string
}

func newReplacement(s *StoreService, report *ReplaceReport, opts *ReplaceOptions) *replacement {
	r := &replacement{
		store: s, report: report, opts: opts, giveUp: s.caller.NewGiveUp(),
		before: map[rowKey]*RowReport{}, seen: map[rowKey]int{}, written: map[serverRow]int{},
	}
	if opts.Resume == nil {
		return r
	}
	for i := range opts.Resume.Rows {
		if row := &opts.Resume.Rows[i]; mayBeIn(row.Outcome()) {
			r.before[keyOf(&row.Update)] = row
		}
	}
	return r
}

// update sends the rows of the feed.
func (r *replacement) update(ctx context.Context, feed iter.Seq2[OnHandUpdate, error]) {
	work := bulk.Work[RowReport, RowReport]{
		Workers: r.opts.Workers,
		Do: func(ctx context.Context, row RowReport) RowReport {
			if row.Err == nil && !row.Resumed {
				row.Result, row.Err = r.store.updateOnHand(ctx, &row.Update)
			}
			return row
		},
		Prepare:   r.prepare,
		Conflicts: func(a, b RowReport) bool { return a.Update.Item.mayBe(b.Update.Item.ref) },
		Last:      func(row RowReport) bool { return !row.Resumed && r.giveUp.Note(row.Err) },
		Skipped:   r.skipped,
	}
	if work.Workers == 0 {
		work.Workers = DefaultWorkers
	}
	var unread call.UnreadCounts
	for row := range work.Run(ctx, r.rows(feed)) {
		if row.Index == notRead {
			continue
		}
		if !row.Resumed {
			unread.Add(row.Result.Unread)
		}
		r.settle(&row)
		r.report.Rows = append(r.report.Rows, row)
		if r.opts.Progress != nil {
			r.opts.Progress(row)
		}
	}
	r.store.caller.WarnUnread(ctx, opUpdateOnHand, unread)
}

// rows makes rows of the feed, up to its first error.
func (r *replacement) rows(feed iter.Seq2[OnHandUpdate, error]) iter.Seq[RowReport] {
	return func(yield func(RowReport) bool) {
		for update, err := range feed {
			if err != nil {
				r.feedErr.Store(&err)
				return
			}
			if !yield(RowReport{Update: update}) {
				return
			}
		}
	}
}

// prepare numbers a row, refuses what cannot be sent, and takes over what was sent before.
func (r *replacement) prepare(row *RowReport) {
	row.Index = r.read
	r.read++
	if row.Update.Warehouse == (Warehouse{}) {
		row.Update.Warehouse = r.report.Warehouse
	}
	var problems check.Problems
	if row.Update.Warehouse != r.report.Warehouse {
		problems.Add("Warehouse", "is not the one whose stock is replaced")
	}
	if row.Update.Quantity.IsZero() {
		problems.Add("Quantity", "is missing")
	}
	key := keyOf(&row.Update)
	if first, twice := r.seen[key]; twice {
		problems.Add("Item", fmt.Sprintf("is in row %d with the same lot already", first))
	} else {
		r.seen[key] = row.Index
	}
	if err := problems.Err(); err != nil {
		row.Err = r.store.caller.Invalid(opUpdateOnHand, err)
		return
	}
	if earlier := r.before[key]; earlier != nil {
		delete(r.before, key)
		if earlier.Err == nil && earlier.Update.same(&row.Update) {
			row.Result, row.Resumed = earlier.Result, true
		}
	}
}

// same reports whether two updates send the same.
func (u *OnHandUpdate) same(other *OnHandUpdate) bool {
	return u.Warehouse == other.Warehouse && u.Item == other.Item && fmt.Sprint(u.form()) == fmt.Sprint(other.form())
}

// settle notes which row of the server was changed. One that was changed before has been overwritten.
func (r *replacement) settle(row *RowReport) {
	if row.Err != nil || row.Result.ItemID == 0 {
		return
	}
	lot := row.Update.LotNumber.Or("")
	for _, key := range []serverRow{{item: row.Result.ItemID, lot: lot}, {item: row.Result.ItemID, id: row.Result.ID}} {
		if key.lot == "" && key.id == 0 && lot != "" {
			continue // the server names no row
		}
		first, twice := r.written[key]
		if twice && first != row.Index {
			row.Err = r.store.caller.Error(opUpdateOnHand, shelfwire.OutcomeApplied, fmt.Errorf(
				"%w: row %d has overwritten row %d: the server takes both for item %d, stock row %d",
				shelfwire.ErrConflict, row.Index, first, row.Result.ItemID, row.Result.ID))
			return
		}
		r.written[key] = row.Index
	}
}

// notRead is the index of a row that the feed had not given when the run ended.
const notRead = -1

// skipped is the row at which a run ended.
func (r *replacement) skipped(next *RowReport, reason error) RowReport {
	if next == nil {
		return RowReport{Index: notRead}
	}
	row := *next
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
		if row := &r.report.Rows[i]; row.Err != nil {
			return fmt.Sprintf("row %d was not confirmed", row.Index), row.Err
		}
	}
	for key := range r.before {
		return fmt.Sprintf("%s, which the earlier run has updated, is not in the feed any more", key.item), nil
	}
	return "", nil
}
