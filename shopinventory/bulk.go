package shopinventory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/bulk"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// DefaultWorkers is how many changes are under way at a time when [UpdateAllOptions] does not say.
const DefaultWorkers = 4

// UpdateAllOptions are settings of [InventoryService.UpdateAll].
type UpdateAllOptions struct {
	// Workers is how many changes are under way at a time; 0 means DefaultWorkers. They share the client's limiter, so
	// more of them help only where the limiter lets more calls through than they make.
	Workers int

	// AfterBreak gets the results that a caller who leaves the loop does not see: of the changes that were taken from the
	// input, under way or not begun. It is called before the loop is left for good, in the order of the input.
	AfterBreak func(UpdateResult)
}

// UpdateResult is what became of one change.
type UpdateResult struct {
	Index  int // in the input, from 0
	Ref    ItemRef
	Update ItemUpdate
	Result Item // as [InventoryService.Update] returns it
	Err    error
}

// Outcome is what is known about the change on the server: [shelfwire.OutcomeApplied] when Err is nil.
func (r *UpdateResult) Outcome() shelfwire.Outcome { return shelfwire.OutcomeOf(r.Err) }

// UpdateAll makes changes, several at a time, and yields one result for each of them in the order of the input. Each is
// a call of [InventoryService.Update], with its rules: absolute changes and adjustments can be mixed, and no adjustment
// is made twice. A change that fails does not keep the others from being made.
//
// It reads the input while it yields, on a goroutine of its own and at most two changes per worker ahead, so neither
// needs to fit in memory; a finished result is yielded without waiting for the next change. Changes of the same product
// are made one after the other, in order. So are those of one product by its id and of one by its SKU or EAN, since they
// may be the same: name all by the same kind of identifier to have them made at a time.
//
// It ends before the input does when the context ends, when the shop rejects the key (401 or 403), because it locks out
// keys that try again, when the client would have to wait for longer than it is willing to, or when ten changes in a row
// had no answer of the shop: then it is not the product, it is the shop. No answer is silence, a status of a server that
// is not well, a 429 that outlasted the retries, or a response that is not the shop's, such as a bot check; changes that
// were rejected before they were sent do not count. Until the first answer, changes are made one by one for the same
// reasons. When it ends, the changes that are under way are still yielded, and after them one that was not sent, whose
// error matches shelfwire.ErrIncomplete and says why; its Ref is empty when the input had not given it yet. What follows
// it was not taken from the input.
//
// A caller who leaves the loop ends the changes that are under way; see [UpdateAllOptions].AfterBreak.
func (s *InventoryService) UpdateAll(
	ctx context.Context, changes iter.Seq2[ItemRef, ItemUpdate], opts UpdateAllOptions,
) iter.Seq[UpdateResult] {
	var problems check.Problems
	problems.NotNegative("Workers", int64(opts.Workers))
	if err := problems.Err(); err != nil {
		return func(yield func(UpdateResult) bool) { yield(UpdateResult{Err: s.caller.InvalidInput(opSet, err)}) }
	}
	return func(yield func(UpdateResult) bool) {
		run := bulkRun{s: s, giveUp: s.caller.NewGiveUp()}
		run.work(&opts).Run(ctx, results(changes))(yield)
	}
}

// bulkRun is one run over the changes.
type bulkRun struct {
	s      *InventoryService
	giveUp *call.GiveUp
	read   int // changes of the input so far
}

func (b *bulkRun) work(opts *UpdateAllOptions) bulk.Work[UpdateResult, UpdateResult] {
	return bulk.Work[UpdateResult, UpdateResult]{
		Workers: cmp.Or(opts.Workers, DefaultWorkers),
		Do: func(ctx context.Context, r UpdateResult) UpdateResult {
			r.Result, r.Err = b.s.Update(ctx, r.Ref, r.Update)
			return r
		},
		ProvesWell:    func(r UpdateResult) bool { return call.IsAnswered(r.Err) },
		Prepare:       b.prepare,
		Conflict:      func(a, b UpdateResult) bool { return a.Ref.mayMatch(b.Ref) },
		IsLast:        func(r UpdateResult) bool { return b.giveUp.Observe(r.Err) },
		SkippedResult: b.skipped,
		OnLeft:        opts.AfterBreak,
	}
}

// prepare numbers a change, and copies what its caller may use again for the next one.
func (b *bulkRun) prepare(r *UpdateResult) {
	r.Index = b.read
	b.read++
	if list, ok := r.Update.Warehouses.Get(); ok {
		r.Update.Warehouses = shelfwire.Set(slices.Clone(list))
	}
}

// skipped is the result of the change at which a bulk ended. When the input had not given it yet, only its index is
// known.
func (b *bulkRun) skipped(next *UpdateResult, reason error) UpdateResult {
	r := UpdateResult{Index: b.read}
	if next != nil {
		r = *next
	}
	if errors.Is(reason, bulk.ErrStopped) {
		reason = b.giveUp.Cause()
	}
	if errors.Is(reason, shelfwire.ErrUnauthorized) || errors.Is(reason, shelfwire.ErrForbidden) {
		reason = fmt.Errorf("the shop has refused the key: %w", reason)
	}
	r.Err = b.s.caller.Error(opSet, shelfwire.OutcomeNotSent,
		fmt.Errorf("%w: this change and those after it were not sent: %w", shelfwire.ErrIncomplete, reason))
	return r
}

func results(changes iter.Seq2[ItemRef, ItemUpdate]) iter.Seq[UpdateResult] {
	return func(yield func(UpdateResult) bool) {
		for ref, update := range changes {
			if !yield(UpdateResult{Ref: ref, Update: update}) {
				return
			}
		}
	}
}
