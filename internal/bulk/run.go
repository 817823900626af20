package bulk

import "context"

// run is the state of one call of [Work.Run]. Its channels are shared; everything else belongs to the goroutine of
// runTasks until that has closed results.
type run[In, Out any] struct {
	Work[In, Out]
	callerCtx    context.Context
	taskCtx      context.Context // of the items; canceled when the consumer has left
	input        *input[In]
	finished     chan *task[In, Out]
	results      chan Out
	consumerLeft chan struct{} // closed when the consumer has left

	queue        []*task[In, Out] // started, to be yielded in this order
	running      int              // tasks whose result is outstanding
	proved       bool             // a result has shown that other items can succeed
	stopped      bool             // a last result has come
	contextEnded bool             // the end of callerCtx was noticed
	held         *In              // read from the source, waiting to be started
	panicValue   any              // of the source or of Do
}

// task is an item that was started.
type task[In, Out any] struct {
	in         In
	out        Out
	done       bool
	panicValue any // of Do
}

// runTasks starts tasks and sends their results in order, until all is done or the consumer has left.
func (r *run[In, Out]) runTasks() {
	defer close(r.results)
	for !r.isDone() {
		r.collectFinished()
		r.startHeld()
		if !r.waitForEvent() {
			return
		}
	}
	if out, ok := r.firstSkipped(); ok {
		select {
		case r.results <- out:
		case <-r.consumerLeft:
		}
	}
}

func (r *run[In, Out]) isDone() bool {
	return r.panicValue != nil || len(r.queue) == 0 && r.held == nil && r.input.ended || len(r.queue) == 0 && r.isOver()
}

// isOver reports whether further items are skipped.
func (r *run[In, Out]) isOver() bool { return r.stopped || r.callerCtx.Err() != nil }

// waitForEvent handles the next event of the run. It returns false when the consumer has left.
func (r *run[In, Out]) waitForEvent() bool {
	var ready chan Out
	var out Out
	if len(r.queue) > 0 && r.queue[0].done {
		ready, out = r.results, r.queue[0].out
	}
	select {
	case t := <-r.finished:
		r.collectTask(t)
	case item := <-r.input.requestNext(r.canHold()):
		r.holdItem(item)
	case ready <- out:
		r.takeFirst()
	case <-r.contextDone():
		r.contextEnded = true
	case <-r.consumerLeft:
		return false
	}
	return true
}

// contextDone returns the Done channel of the caller's context until its end was noticed, then nil.
func (r *run[In, Out]) contextDone() <-chan struct{} {
	if r.contextEnded {
		return nil
	}
	return r.callerCtx.Done()
}

// takeFirst removes the first task of the queue and returns its result.
func (r *run[In, Out]) takeFirst() Out {
	t := r.queue[0]
	r.queue[0] = nil
	r.queue = r.queue[1:]
	return t.out
}
