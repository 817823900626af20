// Package bulk works on the items of a sequence, several at a time, and yields their results in order.
//
// A run has three goroutines besides those of its tasks: the consumer's, which gets the results; the one of
// runTasks, which starts tasks and orders their results; and the one of the input, which reads the source.
package bulk

import (
	"context"
	"errors"
	"iter"
)

// MaxWorkers bounds Work.Workers, which a user may have mistaken for something else.
const MaxWorkers = 1000

// Work says how items become results. One goroutine of the run calls Prepare, ProvesHealthy, Conflict, IsLast and
// SkippedResult; it has ended by the time Run returns.
type Work[In, Out any] struct {
	// Workers is how many items are worked on at a time, from 1 to MaxWorkers.
	Workers int

	// ProvesHealthy reports whether a result shows that other items can succeed. Until the first such result, items are
	// worked on one by one: a fault that all of them share should fail once. Nil accepts every result.
	ProvesHealthy func(Out) bool

	// Prepare is called with each item in the order of the source, before the source goes on: it can copy memory that
	// the source uses again. It may be nil.
	Prepare func(*In)

	// Do works on an item, in a goroutine of its own.
	Do func(context.Context, In) Out

	// Conflict reports whether two items have to be worked on one after the other. Nil lets all items overlap.
	Conflict func(a, b In) bool

	// IsLast reports whether a result stops the run. It sees every result as soon as it comes, before the next item is
	// started. Nil stops at none.
	IsLast func(Out) bool

	// SkippedResult makes the result of the first item that was skipped: because the context ended, whose error is
	// the reason then, or because of a last result, where the reason is [ErrStopped]. Item is nil when the source has
	// yet to give it.
	SkippedResult func(item *In, reason error) Out

	// AfterBreak gets the results that were left when the consumer broke off: one for each item that was read from the
	// source and not yielded. It runs on the consumer's goroutine and may be nil.
	AfterBreak func(Out)
}

// ErrStopped is the reason for skipping the items after a last result.
var ErrStopped = errors.New("not begun after an earlier failure")

// Run yields one result for each item of source, in the order of source, as soon as it and those before it are there.
// Work goes on while the consumer is busy with a result, up to two items per worker ahead of what was yielded. The
// source runs on a goroutine of its own, one item ahead of the started ones.
//
// When the context ends, or after a last result, Run yields the results of started items, then one result for the first
// item that was skipped, and returns. It leaves the rest of source unread and does not wait for a slow source.
// When the consumer breaks off, the context of started items is canceled, and Run returns when all of them have ended.
//
// A panic of the source or of Do becomes a panic of Run, and so does a runtime.Goexit, once all started items have ended.
// A source that is still busy when Run returns ends at its next item.
func (w Work[In, Out]) Run(ctx context.Context, source iter.Seq[In]) iter.Seq[Out] {
	return func(yield func(Out) bool) {
		taskCtx, cancel := context.WithCancel(ctx)
		r := &run[In, Out]{
			Work: w, callerCtx: ctx, taskCtx: taskCtx, input: newInput(source),
			finished: make(chan *task[In, Out], w.Workers), results: make(chan Out), consumerLeft: make(chan struct{}),
		}
		go r.runTasks()
		defer r.shutDown(cancel)
		for out := range r.results {
			if !yield(out) {
				return
			}
		}
	}
}
