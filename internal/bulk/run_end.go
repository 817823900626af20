package bulk

import (
	"context"
	"runtime"
)

// firstSkipped returns the result of the item at which the run stopped early; false when the source has no such item.
func (r *run[In, Out]) firstSkipped() (out Out, ok bool) {
	if r.held == nil {
		r.peekInput()
	}
	if r.panicValue != nil || r.held == nil && r.input.ended {
		return out, false
	}
	reason := r.callerCtx.Err()
	if reason == nil {
		reason = ErrStopped
	}
	next := r.held
	r.held = nil
	return r.SkippedResult(next, reason), true
}

// peekInput asks the source for one more item, as long as the context lasts.
func (r *run[In, Out]) peekInput() {
	if r.callerCtx.Err() != nil || r.input.ended {
		r.pollInput()
		return
	}
	select {
	case item := <-r.input.requestNext(true):
		r.holdItem(item)
	case <-r.callerCtx.Done():
	case <-r.consumerLeft:
	}
}

// pollInput takes an item that was requested, if it has come.
func (r *run[In, Out]) pollInput() {
	select {
	case item := <-r.input.requestNext(false):
		r.holdItem(item)
	default:
	}
}

// shutDown cancels running tasks, waits for their end, and reports the results that were not yielded.
func (r *run[In, Out]) shutDown(cancel context.CancelFunc) {
	cancel()
	close(r.consumerLeft)
	for range r.results { // until runTasks has ended
		continue
	}
	if p := r.input.stop(); p != nil {
		r.panicValue = p
	}
	for r.running > 0 {
		r.collectTask(<-r.finished)
	}
	r.reportUnseen()
	rethrow(r.panicValue)
}

// goexit stands for the panic value where a function ended by runtime.Goexit.
type goexit struct{}

// recoverValue returns the panic value of a function that may have returned, nil if it has.
func recoverValue(recovered any, returned bool) any {
	if recovered == nil && !returned {
		return goexit{}
	}
	return recovered
}

// rethrow ends the goroutine of the consumer as another one was ended, by a panic or by runtime.Goexit.
func rethrow(panicValue any) {
	switch panicValue.(type) {
	case nil:
	case goexit:
		runtime.Goexit()
	default:
		panic(panicValue)
	}
}

// reportUnseen passes the results that were not yielded to AfterBreak.
func (r *run[In, Out]) reportUnseen() {
	if r.panicValue == nil {
		r.pollInput()
	}
	for len(r.queue) > 0 {
		hasResult := r.queue[0].done
		if out := r.takeFirst(); hasResult && r.AfterBreak != nil {
			r.AfterBreak(out)
		}
	}
	if r.held != nil && r.AfterBreak != nil {
		r.AfterBreak(r.SkippedResult(r.held, context.Canceled))
	}
}
