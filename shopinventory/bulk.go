package shopinventory

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/bulk"
	"github.com/shelfwire/shelfwire/internal/check"
)

// DefaultWorkers is how many changes are under way at a time when [BulkOptions] does not say.
const DefaultWorkers = 4

// BulkOptions are settings of [InventoryService.UpdateAll].
type BulkOptions struct {
	// Workers is how many changes are under way at a time; 0 means DefaultWorkers. They share the client's limiter, so
	// more of them help only where the limiter lets more calls through than they make.
	Workers int

	// AfterBreak gets the results that a caller who leaves the loop does not see: of the changes that were taken from the
	// input, under way or not begun. It is called before the loop is left for good, in the order of the input.
	AfterBreak func(BulkResult)
}

// BulkResult is what became of one change.
type BulkResult struct {
	Index  int // in the input, from 0
	Ref    Ref
	Update Update
	Item   Item // as [InventoryService.Update] returns it
	Err    error
}

// Outcome is what is known about the change on the server: [shelfwire.OutcomeApplied] when Err is nil.
func (r *BulkResult) Outcome() shelfwire.Outcome { return shelfwire.OutcomeOf(r.Err) }

// UpdateAll makes changes, several at a time, and yields one result for each of them in the order of the input. Each is
// a call of [InventoryService.Update], with its rules: absolute changes and adjustments can be mixed, and no adjustment
// is made twice. A change that fails does not keep the others from being made.
//
// It reads the input while it yields, on the same goroutine and at most two changes per worker ahead, so neither needs
// to fit in memory. Changes of the same product are made one after the other, in order. So are those of one product by
// its id and of one by its SKU or EAN, since they may be the same: name all by the same kind of identifier to have them
// made at a time.
//
// It ends before the input does when the context ends, or when the shop refuses the key (401 or 403), because it locks
// out keys that try again: the first change is made alone for the same reason. Then the changes that are under way are
// still yielded, and after them one that was not sent, whose error matches shelfwire.ErrIncomplete and says why. What
// follows it was not taken from the input.
//
// A caller who leaves the loop ends the changes that are under way; see [BulkOptions].AfterBreak.
func (s *InventoryService) UpdateAll(
	ctx context.Context, changes iter.Seq2[Ref, Update], opts BulkOptions,
) iter.Seq[BulkResult] {
	var problems check.Problems
	problems.NotNegative("Workers", int64(opts.Workers))
	if err := problems.Err(); err != nil {
		return func(yield func(BulkResult) bool) { yield(BulkResult{Err: s.caller.Invalid(opSet, err)}) }
	}
	work := bulk.Work[BulkResult, BulkResult]{
		Workers: opts.Workers,
		Do: func(ctx context.Context, r BulkResult) BulkResult {
			r.Item, r.Err = s.Update(ctx, r.Ref, r.Update)
			return r
		},
		Proves: func(r BulkResult) bool { return r.Err == nil || wasAnswered(r.Err) },
		Clash:  func(a, b BulkResult) bool { return a.Ref.mayBe(b.Ref) },
		Last: func(r BulkResult) bool {
			return errors.Is(r.Err, shelfwire.ErrUnauthorized) || errors.Is(r.Err, shelfwire.ErrForbidden)
		},
		Unbegun: s.unbegun,
		Left:    opts.AfterBreak,
	}
	if work.Workers == 0 {
		work.Workers = DefaultWorkers
	}
	return work.Run(ctx, numbered(changes))
}

// wasAnswered reports whether a failed call came to an answer of the shop.
func wasAnswered(err error) bool {
	e, ok := errors.AsType[*shelfwire.Error](err)
	return ok && e.StatusCode != 0
}

// unbegun is the result of the change at which a bulk ended.
func (s *InventoryService) unbegun(r BulkResult, reason error) BulkResult {
	if errors.Is(reason, bulk.ErrLast) {
		reason = errors.New("the shop has refused the key")
	}
	r.Err = s.caller.Error(opSet, shelfwire.OutcomeNotSent,
		fmt.Errorf("%w: this change and those after it were not sent: %w", shelfwire.ErrIncomplete, reason))
	return r
}

func numbered(changes iter.Seq2[Ref, Update]) iter.Seq[BulkResult] {
	return func(yield func(BulkResult) bool) {
		index := 0
		for ref, update := range changes {
			if !yield(BulkResult{Index: index, Ref: ref, Update: update}) {
				return
			}
			index++
		}
	}
}
