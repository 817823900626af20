// Package bulk does one thing for each item of a sequence, several at a time.
package bulk

import (
	"context"
	"errors"
	"iter"
)

// Work is what is to be done with each item. Prepare, Proves, Conflicts, Last and Skipped are called by one goroutine, which
// is not the consumer's, and has ended when Run has.
type Work[In, Out any] struct {
	// Workers is how many items are worked on at a time, at least 1.
	Workers int

	// ProvesWell reports whether a result shows that the others can go well. Until one does, items are worked on one by one:
	// what is wrong with all of them should go wrong once. Nil means that every result does.
	ProvesWell func(Out) bool

	// Prepare is called with each item that has been read, in their order, before the source goes on: so it can copy memory
	// that the source will use again. Nil does nothing.
	Prepare func(*In)

	// Do works on an item, in a goroutine of its own.
	Do func(context.Context, In) Out

	// Conflict reports whether two items must not be worked on at the same time. Nil means that none do.
	Conflict func(a, b In) bool

	// IsLast reports whether a result means that nothing more may be begun. It is called with every result when it comes,
	// before anything else is begun. Nil means that none does.
	IsLast func(Out) bool

	// SkippedResult makes the result of the first item that was not begun because the context had ended, which is the error
	// then, or after the last result: then it is [ErrLast]. When the source has not given that item yet, and may never,
	// item is nil.
	SkippedResult func(item *In, reason error) Out

	// OnLeft, which may be nil, gets the results that a consumer who has left does not see, on his goroutine: one for each
	// item that was read from the source.
	OnLeft func(Out)
}

// ErrStopped says that nothing was begun any more, because of an earlier result.
var ErrStopped = errors.New("not begun after an earlier failure")

// Run yields a result for each item of source, in the same order, each as soon as those before it are there. Work goes on
// while the consumer is busy with a result, up to two items per worker ahead of what was yielded. The source runs on a
// goroutine of its own, one item ahead of what was begun.
//
// When the context ends, or after a last result, what was begun is yielded, then one result for the first item that was
// not, and then Run ends, whatever is left in source; it does not wait for a source that is slow to give its next item.
// When the consumer leaves, the context of what was begun ends; Run returns when all of it is over.
//
// A panic of the source is one of Run. A source that is still busy when Run ends is left to come to its next item.
func (w Work[In, Out]) Run(ctx context.Context, source iter.Seq[In]) iter.Seq[Out] {
	return func(yield func(Out) bool) {
		own, cancel := context.WithCancel(ctx)
		r := &run[In, Out]{
			Work: w, caller: ctx, ctx: own, input: read(source),
			finished: make(chan *task[In, Out], w.Workers), results: make(chan Out), left: make(chan struct{}),
		}
		go r.manage()
		defer r.leave(cancel)
		for out := range r.results {
			if !yield(out) {
				return
			}
		}
	}
}

type task[In, Out any] struct {
	in   In
	out  Out
	done bool
}

// run is one run. All but its channels belongs to the goroutine of manage, until that has closed results.
type run[In, Out any] struct {
	Work[In, Out]
	caller, ctx context.Context
	input       *input[In]
	finished    chan *task[In, Out]
	results     chan Out
	left        chan struct{} // closed when the consumer has left

	queue   []*task[In, Out] // begun and not yielded, in order
	running int
	proved  bool // a result has shown that the others can go well
	last    bool // nothing more may be begun
	over    bool // the context has ended
	held    *In  // read from the source and not begun
	panics  any  // what the source has panicked with
}

// manage begins tasks and hands their results over, until all is done or the consumer has left.
func (r *run[In, Out]) manage() {
	defer close(r.results)
	for !r.isDone() {
		r.collectFinished()
		r.begin()
		if !r.next() {
			return
		}
	}
	if out, ok := r.skipped(); ok {
		select {
		case r.results <- out:
		case <-r.left:
		}
	}
}

func (r *run[In, Out]) isDone() bool {
	return r.panics != nil || len(r.queue) == 0 && r.held == nil && r.input.ended || len(r.queue) == 0 && r.isOver()
}

// next waits until something happens, and returns false when the consumer has left.
func (r *run[In, Out]) next() bool {
	var ready chan Out
	var out Out
	if len(r.queue) > 0 && r.queue[0].done {
		ready, out = r.results, r.queue[0].out
	}
	select {
	case t := <-r.finished:
		r.collect(t)
	case item := <-r.input.wanted(r.canHold()):
		r.hold(item)
	case ready <- out:
		r.take()
	case <-r.end():
		r.over = true
	case <-r.left:
		return false
	}
	return true
}

// end returns where the end of the context is seen, nil when it has been.
func (r *run[In, Out]) end() <-chan struct{} {
	if r.over {
		return nil
	}
	return r.caller.Done()
}

// hold takes what the source has given.
func (r *run[In, Out]) hold(given item[In]) {
	r.held, r.panics = r.input.take(given)
	if r.held != nil && r.Prepare != nil {
		r.Prepare(r.held)
	}
}

// collectFinished notes the tasks that are over by now.
func (r *run[In, Out]) collectFinished() {
	for r.running > 0 {
		select {
		case t := <-r.finished:
			r.collect(t)
		default:
			return
		}
	}
}

func (r *run[In, Out]) collect(t *task[In, Out]) {
	r.running--
	t.done = true
	r.proved = r.proved || r.ProvesWell == nil || r.ProvesWell(t.out)
	if r.IsLast != nil && r.IsLast(t.out) {
		r.last = true
	}
}

// begin begins the item that is held, if it may be.
func (r *run[In, Out]) begin() {
	if r.held == nil || !r.mayBegin() || r.conflicts() {
		return
	}
	t := &task[In, Out]{in: *r.held}
	r.held = nil
	r.queue = append(r.queue, t)
	r.running++
	go func() {
		t.out = r.Do(r.ctx, t.in)
		r.finished <- t
	}()
}

func (r *run[In, Out]) isOver() bool { return r.last || r.caller.Err() != nil }

func (r *run[In, Out]) mayBegin() bool {
	workers := r.Workers
	if !r.proved {
		workers = 1
	}
	return !r.isOver() && r.running < workers && len(r.queue) < 2*r.Workers
}

// canHold reports whether a further item is to be read.
func (r *run[In, Out]) canHold() bool {
	return r.held == nil && !r.isOver() && len(r.queue) < 2*r.Workers
}

// conflicts reports whether the item that is held must wait for one that is being worked on.
func (r *run[In, Out]) conflicts() bool {
	if r.Conflict == nil {
		return false
	}
	for _, t := range r.queue {
		if !t.done && r.Conflict(*r.held, t.in) {
			return true
		}
	}
	return false
}

func (r *run[In, Out]) take() Out {
	t := r.queue[0]
	r.queue[0] = nil
	r.queue = r.queue[1:]
	return t.out
}

// skipped is the result of the item at which the run ended before its time.
func (r *run[In, Out]) skipped() (out Out, ok bool) {
	if r.held == nil {
		r.lookForMore()
	}
	if r.panics != nil || r.held == nil && r.input.ended {
		return out, false
	}
	reason := r.caller.Err()
	if reason == nil {
		reason = ErrStopped
	}
	next := r.held
	r.held = nil
	return r.SkippedResult(next, reason), true
}

// lookForMore finds out whether the source has more to give, as long as the context lasts.
func (r *run[In, Out]) lookForMore() {
	if r.caller.Err() != nil || r.input.ended {
		r.poll()
		return
	}
	select {
	case item := <-r.input.wanted(true):
		r.hold(item)
	case <-r.caller.Done():
	case <-r.left:
	}
}

// poll takes the item that is on its way, if it has come.
func (r *run[In, Out]) poll() {
	select {
	case item := <-r.input.wanted(false):
		r.hold(item)
	default:
	}
}

// leave ends what is being worked on, waits until it is over, and hands over what nobody has seen.
func (r *run[In, Out]) leave(cancel context.CancelFunc) {
	cancel()
	close(r.left)
	for range r.results { // until manage has ended
		continue
	}
	if p := r.input.stop(); p != nil {
		r.panics = p
	}
	for r.running > 0 {
		r.collect(<-r.finished)
	}
	r.handOver()
	if r.panics != nil {
		panic(r.panics)
	}
}

// handOver gives what the consumer has not seen to Left.
func (r *run[In, Out]) handOver() {
	if r.held == nil && r.panics == nil {
		r.poll()
	}
	for len(r.queue) > 0 {
		if out := r.take(); r.OnLeft != nil {
			r.OnLeft(out)
		}
	}
	if r.held != nil && r.OnLeft != nil {
		r.OnLeft(r.SkippedResult(r.held, context.Canceled))
	}
}
