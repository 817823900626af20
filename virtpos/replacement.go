package virtpos

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/bulk"
	"github.com/shelfwire/shelfwire/internal/check"
)

// maxSilent is after how many rows without an answer, one after the other, a run ends: then it is not the row, it is the
// server.
const maxSilent = 10

// replacement is one run.
type replacement struct {
	store              *StoreService
	report             *ReplaceReport
	opts               *ReplaceOptions
	before             map[rowKey]*RowReport // rows of the run to go on from that may be in, and have not come again
	seen               map[rowKey]int        // rows of the feed, by their index
	written            map[serverRow]int     // rows of the server, by the index of the row that wrote them
	silent             int                   // the last so many rows were without an answer
	sourceErr, stopErr error
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
		store: s, report: report, opts: opts,
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
				row.Result, row.Err = r.store.UpdateOnHand(ctx, row.Update)
			}
			return row
		},
		Clash:   func(a, b RowReport) bool { return a.Update.Item.mayBe(b.Update.Item.ref) },
		Last:    r.isLast,
		Unbegun: r.unbegun,
	}
	if work.Workers == 0 {
		work.Workers = DefaultWorkers
	}
	for row := range work.Run(ctx, r.rows(feed)) {
		r.settle(&row)
		r.report.Rows = append(r.report.Rows, row)
		if r.opts.Progress != nil {
			r.opts.Progress(row)
		}
	}
}

// rows numbers the feed, refuses what cannot be sent, and takes over what was sent before.
func (r *replacement) rows(feed iter.Seq2[OnHandUpdate, error]) iter.Seq[RowReport] {
	return func(yield func(RowReport) bool) {
		index := 0
		for update, err := range feed {
			if err != nil {
				r.sourceErr = err
				return
			}
			if update.Warehouse == (Warehouse{}) {
				update.Warehouse = r.report.Warehouse
			}
			row := RowReport{Index: index, Update: update}
			r.prepare(&row)
			if !yield(row) {
				return
			}
			index++
		}
	}
}

func (r *replacement) prepare(row *RowReport) {
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

// isLast ends a run that will not get any better.
func (r *replacement) isLast(row RowReport) bool {
	if errors.Is(row.Err, shelfwire.ErrUnauthorized) || errors.Is(row.Err, shelfwire.ErrForbidden) {
		r.stopErr = row.Err
		return true
	}
	if !isSilence(row.Err) {
		r.silent = 0
		return false
	}
	r.silent++
	if r.silent >= maxSilent {
		r.stopErr = row.Err
	}
	return r.silent >= maxSilent
}

// isSilence reports whether a call was tried and came to no answer about its row.
func isSilence(err error) bool {
	e, ok := errors.AsType[*shelfwire.Error](err)
	return ok && e.Attempts > 0 &&
		(e.StatusCode == 0 || e.StatusCode == http.StatusTooManyRequests || e.StatusCode >= http.StatusInternalServerError)
}

func (r *replacement) unbegun(row RowReport, reason error) RowReport {
	row.Err = r.store.caller.Error(opUpdateOnHand, shelfwire.OutcomeNotSent,
		fmt.Errorf("%w: this row and those after it were not sent: %w", shelfwire.ErrIncomplete, reason))
	return row
}

// obstacle says why nothing may be zeroed; the empty text means that it may.
func (r *replacement) obstacle(ctx context.Context) (reason string, cause error) {
	switch {
	case r.sourceErr != nil:
		return "the feed ended with an error", r.sourceErr
	case r.stopErr != nil:
		return "the run ended before the feed did", r.stopErr
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
