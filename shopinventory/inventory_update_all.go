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

// DefaultWorkers is the number of concurrent updates when UpdateAllOptions.Workers is 0.
const DefaultWorkers = 4

// UpdateAllOptions are settings of [InventoryService.UpdateAll].
type UpdateAllOptions struct {
	// Workers is the number of concurrent updates, at most 1,000; 0 means [DefaultWorkers]. All share the client's limiter, so more
	// workers help only while the limiter has calls to spare.
	Workers int

	// AfterBreak, which may be nil, gets the results that remain when the caller breaks out of the loop: of changes
	// that were read from the input, whether running or skipped. It is called in the order of the input, before the
	// loop statement ends.
	AfterBreak func(UpdateResult)
}

// UpdateResult is the result of one change.
type UpdateResult struct {
	Index  int        // position in the input, from 0
	Ref    ItemRef    // from the input
	Update ItemUpdate // from the input
	Result Item       // as [InventoryService.Update] returns it
	Err    error      // as [InventoryService.Update] returns it; nil after success
}

// Outcome returns the outcome of the change on the server: [shelfwire.OutcomeApplied] when Err is nil.
func (r *UpdateResult) Outcome() shelfwire.Outcome { return shelfwire.OutcomeOf(r.Err) }

// UpdateAll makes changes concurrently and yields one result for each, in the order of the input. Each change is a
// call of [InventoryService.Update] with its rules: absolute changes and adjustments can be mixed, and each
// adjustment is made at most once. The other changes go on after one fails.
//
// The input is read while results are yielded, on a goroutine of its own and at most two changes per worker ahead, so
// neither has to fit in memory. A result is yielded as soon as it and those before it are there. Changes of one
// product are made one after the other, in order. A change by id and one by SKU or EAN may concern the same product,
// so they run one after the other, too: use one kind of identifier throughout to run them concurrently.
//
// UpdateAll ends early
//
//   - when the context ends,
//   - when the shop rejects the key (401 or 403), because it locks out keys that try again,
//   - when the client would have to wait for longer than its retry policy allows,
//   - when ten changes in a row had no response from the shop: silence, the status of an unhealthy server, a 429 that
//     outlasted the retries, or a foreign response such as a bot check. Changes that were invalid count neither way.
//
// It then yields the results of running changes, and a last one for the first change that was skipped: its error
// matches shelfwire.ErrIncomplete and gives the reason, and its Ref is empty when the input had yet to give it. The
// rest of the input stays unread. Until the shop has responded once, changes are made one by one, so that such a
// failure costs one call.
//
// Breaking out of the loop cancels running changes; see [UpdateAllOptions].AfterBreak. Invalid options yield one
// result, whose error matches shelfwire.ErrInvalid.
//
// Guide: as for [InventoryService.Update]. The API has no bulk call.
func (s *InventoryService) UpdateAll(
	ctx context.Context, changes iter.Seq2[ItemRef, ItemUpdate], opts UpdateAllOptions,
) iter.Seq[UpdateResult] {
	var problems check.Problems
	problems.Between("Workers", int64(opts.Workers), bulk.MaxWorkers)
	if err := problems.Err(); err != nil {
		return func(yield func(UpdateResult) bool) { yield(UpdateResult{Err: s.caller.InvalidInput(opSet, err)}) }
	}
	return func(yield func(UpdateResult) bool) {
		run := bulkRun{service: s, giveUp: s.caller.NewGiveUp()}
		run.newWork(&opts).Run(ctx, pendingResults(changes))(yield)
	}
}

// bulkRun is the state of one call of UpdateAll.
type bulkRun struct {
	service *InventoryService
	giveUp  *call.GiveUp
	read    int // changes that were read from the input
}

func (b *bulkRun) newWork(opts *UpdateAllOptions) bulk.Work[UpdateResult, UpdateResult] {
	return bulk.Work[UpdateResult, UpdateResult]{
		Workers: cmp.Or(opts.Workers, DefaultWorkers),
		Do: func(ctx context.Context, r UpdateResult) UpdateResult {
			r.Result, r.Err = b.service.Update(ctx, r.Ref, r.Update)
			return r
		},
		ProvesHealthy: func(r UpdateResult) bool { return call.IsAnswered(r.Err) },
		Prepare:       b.prepareChange,
		Conflict:      func(a, b UpdateResult) bool { return a.Ref.mayMatch(b.Ref) },
		IsLast:        func(r UpdateResult) bool { return b.giveUp.Observe(r.Err) },
		SkippedResult: b.skippedResult,
		AfterBreak:    opts.AfterBreak,
	}
}

// prepareChange numbers a change, and copies the list that the input may use again for the next one.
func (b *bulkRun) prepareChange(r *UpdateResult) {
	r.Index = b.read
	b.read++
	if list, ok := r.Update.Warehouses.Get(); ok {
		r.Update.Warehouses = shelfwire.Set(slices.Clone(list))
	}
}

// skippedResult returns the result of the first change that was skipped. Next is nil when the input has yet to give it.
func (b *bulkRun) skippedResult(next *UpdateResult, reason error) UpdateResult {
	r := UpdateResult{Index: b.read}
	if next != nil {
		r = *next
	}
	if errors.Is(reason, bulk.ErrStopped) {
		reason = b.giveUp.Cause()
	}
	if errors.Is(reason, shelfwire.ErrUnauthorized) || errors.Is(reason, shelfwire.ErrForbidden) {
		reason = fmt.Errorf("the shop has rejected the key: %w", reason)
	}
	r.Err = b.service.caller.Error(opSet, shelfwire.OutcomeNotSent,
		fmt.Errorf("%w: this change and those after it were not sent: %w", shelfwire.ErrIncomplete, reason))
	return r
}

// pendingResults yields the results of changes before they are made.
func pendingResults(changes iter.Seq2[ItemRef, ItemUpdate]) iter.Seq[UpdateResult] {
	return func(yield func(UpdateResult) bool) {
		for ref, update := range changes {
			if !yield(UpdateResult{Ref: ref, Update: update}) {
				return
			}
		}
	}
}
