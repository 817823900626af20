// Package bulk does one thing for each item of a sequence, several at a time.
package bulk

import (
	"context"
	"errors"
	"iter"
)

// Work is what is to be done with each item.
type Work[In, Out any] struct {
	// Workers is how many items are worked on at a time, at least 1.
	Workers int

	// Proves reports whether a result shows that the others can go well. Until one does, items are worked on one by one:
	// what is wrong with all of them should go wrong once. Nil means that every result does.
	Proves func(Out) bool

	// Do works on an item, in a goroutine of its own.
	Do func(context.Context, In) Out

	// Clash reports whether two items must not be worked on at the same time. Nil means that none do.
	Clash func(a, b In) bool

	// Last reports whether a result means that nothing more may be begun. Nil means that none does.
	Last func(Out) bool

	// Unbegun makes the result of the first item that was not begun because the context had ended, which is the error
	// then, or after the last result: then it is [ErrLast].
	Unbegun func(In, error) Out

	// Left, which may be nil, gets the results that a consumer who has left does not see: one for each item that was
	// read from the source.
	Left func(Out)
}

// ErrLast says that nothing was begun any more, because of an earlier result.
var ErrLast = errors.New("not begun after an earlier failure")

// Run yields a result for each item of source, in the same order. It reads on only while its consumer asks for results,
// on the consumer's goroutine, and at most two items per worker ahead of what it has yielded.
//
// When the context ends, or after a last result, what was begun is yielded, then one result for the first item that was
// not, and then Run ends, whatever is left in source. When the consumer leaves, the context of what was begun ends;
// Run returns when all of it is over.
func (w Work[In, Out]) Run(ctx context.Context, source iter.Seq[In]) iter.Seq[Out] {
	return func(yield func(Out) bool) {
		own, cancel := context.WithCancel(ctx)
		next, stop := iter.Pull(source)
		defer stop()
		r := &run[In, Out]{Work: w, caller: ctx, ctx: own, next: next, finished: make(chan *task[In, Out], w.Workers)}
		defer r.leave(cancel)
		for r.advance() {
			if !yield(r.take()) {
				return
			}
		}
		if item, ok := r.unbegun(); ok {
			yield(item)
		}
	}
}

type task[In, Out any] struct {
	in   In
	out  Out
	done bool
}

type run[In, Out any] struct {
	Work[In, Out]
	caller, ctx context.Context
	next        func() (In, bool)
	finished    chan *task[In, Out]

	queue   []*task[In, Out] // begun and not yielded, in order
	running int
	proved  bool // a result has shown that the others can go well
	last    bool // nothing more may be begun
	held    *In  // read from the source and not begun
	ended   bool // the source has
}

// advance works until the first task of the queue is over, and returns false when there is none any more.
func (r *run[In, Out]) advance() bool {
	for {
		r.settle(false)
		r.begin()
		if len(r.queue) == 0 {
			return false
		}
		if r.queue[0].done {
			return true
		}
		r.settle(true)
	}
}

// settle notes the tasks that are over, and waits for one if need be.
func (r *run[In, Out]) settle(wait bool) {
	for r.running > 0 {
		var t *task[In, Out]
		if wait {
			t = <-r.finished
		} else {
			select {
			case t = <-r.finished:
			default:
				return
			}
		}
		wait = false
		r.running--
		t.done = true
		r.proved = r.proved || r.Proves == nil || r.Proves(t.out)
		r.last = r.last || r.Last != nil && r.Last(t.out)
	}
}

// begin begins what may be begun.
func (r *run[In, Out]) begin() {
	for r.mayBegin() && r.hold() && !r.clashes() {
		t := &task[In, Out]{in: *r.held}
		r.held = nil
		r.queue = append(r.queue, t)
		r.running++
		go func() {
			t.out = r.Do(r.ctx, t.in)
			r.finished <- t
		}()
	}
}

func (r *run[In, Out]) mayBegin() bool {
	if r.last || r.caller.Err() != nil {
		return false
	}
	workers := r.Workers
	if !r.proved {
		workers = 1
	}
	return r.running < workers && len(r.queue) < 2*r.Workers
}

// hold reads an item unless one is held, and reports whether there is one.
func (r *run[In, Out]) hold() bool {
	if r.held != nil || r.ended {
		return r.held != nil
	}
	item, ok := r.next()
	if !ok {
		r.ended = true
		return false
	}
	r.held = &item
	return true
}

// clashes reports whether the item that is held must wait for one that is being worked on.
func (r *run[In, Out]) clashes() bool {
	if r.Clash == nil {
		return false
	}
	for _, t := range r.queue {
		if !t.done && r.Clash(*r.held, t.in) {
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

// unbegun is the result of the item at which the run ended before its time.
func (r *run[In, Out]) unbegun() (out Out, ok bool) {
	if !r.hold() {
		return out, false
	}
	reason := r.caller.Err()
	if reason == nil {
		reason = ErrLast
	}
	out, r.held = r.Unbegun(*r.held, reason), nil
	return out, true
}

// leave ends what is being worked on, waits until it is over, and hands over what nobody has seen.
func (r *run[In, Out]) leave(cancel context.CancelFunc) {
	cancel()
	for r.running > 0 {
		r.settle(true)
	}
	for len(r.queue) > 0 {
		if out := r.take(); r.Left != nil {
			r.Left(out)
		}
	}
	if r.held != nil && r.Left != nil {
		r.Left(r.Unbegun(*r.held, context.Canceled))
	}
}
