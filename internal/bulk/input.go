package bulk

import "iter"

// input reads a source on a goroutine of its own, one item per request. A run can do other things while the source is
// busy.
type input[In any] struct {
	requests chan struct{} // its goroutine waits here whenever no item is requested
	items    chan item[In]
	done     chan struct{} // closed when the goroutine ends

	requested bool // an item was asked for and has yet to come
	ended     bool // the source has ended
}

// item is an item of a source, or its end.
type item[In any] struct {
	value      In
	ok         bool // false at the end of the source
	panicValue any  // of the source
}

func newInput[In any](source iter.Seq[In]) *input[In] {
	in := &input[In]{requests: make(chan struct{}), items: make(chan item[In], 2), done: make(chan struct{})}
	go in.serveRequests(source)
	return in
}

// serveRequests sends an item for each request, until the source ends or requests is closed.
func (in *input[In]) serveRequests(source iter.Seq[In]) {
	defer close(in.done)
	returned := false
	defer func() {
		if p := recoverValue(recover(), returned); p != nil { // items has room for it behind an item
			in.items <- item[In]{panicValue: p}
		}
	}()
	in.serve(source)
	returned = true
}

func (in *input[In]) serve(source iter.Seq[In]) {
	if !in.waitForRequest() {
		return
	}
	for value := range source {
		in.items <- item[In]{value: value, ok: true}
		if !in.waitForRequest() {
			return
		}
	}
	in.items <- item[In]{}
}

func (in *input[In]) waitForRequest() bool {
	_, ok := <-in.requests
	return ok
}

// requestNext requests the next item when one is wanted, and returns the channel on which it comes. It returns nil when
// no request is open.
func (in *input[In]) requestNext(want bool) <-chan item[In] {
	if !in.requested && (!want || in.ended) {
		return nil
	}
	if !in.requested {
		in.requested = true
		in.requests <- struct{}{}
	}
	return in.items
}

// acceptItem takes over an item that has come. It returns nil at the end of the source, with the value that the source
// has panicked with, if it has.
func (in *input[In]) acceptItem(i item[In]) (value *In, panics any) {
	in.requested = false
	if i.ok {
		return &i.value, nil
	}
	in.ended = true
	return nil, i.panicValue
}

// stop ends the requests, and waits for the end of the source unless it is busy with an item. It returns the value that
// the source has panicked with at its end.
func (in *input[In]) stop() (panics any) {
	close(in.requests)
	if in.requested {
		return nil
	}
	<-in.done
	select {
	case i := <-in.items:
		return i.panicValue
	default:
		return nil
	}
}
