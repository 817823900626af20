package metrics

import (
	"context"
	"sync/atomic"

	"github.com/shelfwire/shelfwire"
)

// Count counts the attempts that belong to one piece of work, by the context that its calls are made with.
type Count struct{ attempts, failed atomic.Int64 }

type countKey struct{}

// Counted returns a context whose calls are counted, once [Calls.Observe] is told of them.
func Counted(ctx context.Context) (context.Context, *Count) {
	c := new(Count)
	return context.WithValue(ctx, countKey{}, c), c
}

// Attempts returns how many attempts there were, and how many of them failed.
func (c *Count) Attempts() (all, failed int) { return int(c.attempts.Load()), int(c.failed.Load()) }

// countIn counts an attempt for the work that it belongs to.
func countIn(ctx context.Context, a shelfwire.Attempt) {
	c, ok := ctx.Value(countKey{}).(*Count)
	if !ok {
		return
	}
	c.attempts.Add(1)
	if a.Err != nil {
		c.failed.Add(1)
	}
}
