// Package prefetch runs an iterator ahead of its consumer.
package prefetch

import (
	"context"
	"iter"
)

// Run yields the items of source in order, while source is up to n items ahead on a goroutine of its own. The context
// of source ends when the consumer leaves. Run returns after source has returned, so that an early break leaves
// neither a goroutine nor a request behind.
//
// With n of 0, source runs in step with its consumer on the same goroutine.
func Run[T any](ctx context.Context, n int, source func(context.Context) iter.Seq2[T, error]) iter.Seq2[T, error] {
	if n <= 0 {
		return source(ctx)
	}
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		items := make(chan item[T], n-1) // the goroutine holds one more
		left := make(chan struct{})
		go sendItems(source(ctx), items, left)
		defer func() {
			close(left)
			cancel()
			for range items { // until the goroutine has ended
				continue
			}
		}()
		for it := range items {
			if !yield(it.value, it.err) {
				return
			}
		}
	}
}

// item is what source yields at a time.
type item[T any] struct {
	value T
	err   error
}

// sendItems sends the items of source until the consumer leaves. It sends them also after the end of the context, whose
// error is an item that the consumer must see.
func sendItems[T any](source iter.Seq2[T, error], items chan<- item[T], left <-chan struct{}) {
	defer close(items)
	for value, err := range source {
		select {
		case items <- item[T]{value, err}:
		case <-left:
			return
		}
	}
}
