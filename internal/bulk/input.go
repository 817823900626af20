package bulk

import "iter"

// input reads a source on a goroutine of its own, one item at a time and only when asked, so that a run can do other
// things while the source thinks.
type input[In any] struct {
	requests chan struct{}
	items    chan item[In]
	done     chan struct{} // closed at its end

	asked bool // an item is on its way
	ended bool // the source has
}

// item is what a source gave.
type item[In any] struct {
	value  In
	ok     bool // false at the end of the source
	panics any  // what the source has panicked with
}

func read[In any](source iter.Seq[In]) *input[In] {
	in := &input[In]{requests: make(chan struct{}, 1), items: make(chan item[In], 2), done: make(chan struct{})}
	go in.serve(source)
	return in
}

// serve gives an item for each request, until the source ends or nobody asks any more.
func (in *input[In]) serve(source iter.Seq[In]) {
	defer close(in.done)
	defer func() {
		if p := recover(); p != nil { // there is room for it behind an item
			in.items <- item[In]{panics: p}
		}
	}()
	if !in.isAsked() {
		return
	}
	for value := range source {
		in.items <- item[In]{value: value, ok: true}
		if !in.isAsked() {
			return
		}
	}
	in.items <- item[In]{}
}

func (in *input[In]) isAsked() bool {
	_, ok := <-in.requests
	return ok
}

// wanted returns where the next item comes, and asks for it; nil when none is wanted and none is on its way.
func (in *input[In]) wanted(want bool) <-chan item[In] {
	if !in.asked && (!want || in.ended) {
		return nil
	}
	if !in.asked {
		in.asked = true
		in.requests <- struct{}{}
	}
	return in.items
}

// take returns an item that has come, nil at the end of the source, and what the source has panicked with.
func (in *input[In]) take(i item[In]) (value *In, panics any) {
	in.asked = false
	if i.ok {
		return &i.value, nil
	}
	in.ended = true
	return nil, i.panics
}

// stop lets the source go, and waits for its end unless it is busy with an item. It returns what the source has panicked
// with at its end.
func (in *input[In]) stop() (panics any) {
	close(in.requests)
	if in.asked {
		return nil
	}
	<-in.done
	select {
	case i := <-in.items:
		return i.panics
	default:
		return nil
	}
}
