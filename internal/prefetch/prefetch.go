// Package prefetch runs an iterator in advance of its consumer.
package prefetch

import (
	"context"
	"iter"
)

// Run yields what source yields, in the same order, while source is up to n items further on. A source is given
// a context that ends when the consumer leaves; Run returns only after source has returned, so that an early
// break leaves neither a goroutine nor a request behind.
//
// With n of 0 source runs in step with its consumer, without a goroutine.
func Run[T any](ctx context.Context, n int, source func(context.Context) iter.Seq2[T, error]) iter.Seq2[T, error] {
	if n <= 0 {
		return source(ctx)
	}
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		items := make(chan item[T], n-1) // one more waits in the goroutine's hands
		left := make(chan struct{})
		go produce(source(ctx), items, left)
		defer func() {
			close(left)
			cancel()
			for range items { // until the goroutine is done
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

type item[T any] struct {
	value T
	err   error
}

// produce stops when the consumer has left, and for no other reason: the end of a context is an error that the
// source yields and the consumer must see.
func produce[T any](source iter.Seq2[T, error], items chan<- item[T], left <-chan struct{}) {
	defer close(items)
	for value, err := range source {
		select {
		case items <- item[T]{value, err}:
		case <-left:
			return
		}
	}
}
