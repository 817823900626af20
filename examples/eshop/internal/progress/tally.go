package progress

import (
	"context"
	"sync"

	"github.com/shelfwire/shelfwire"
)

// Tally counts calls. It is safe for concurrent use; its zero value is ready.
type Tally struct {
	mu     sync.Mutex
	counts map[string]Calls // by operation
}

// Calls is what is counted of one operation, or of several.
type Calls struct {
	Attempts  int // requests, the repeated ones included
	Retries   int // of these, repeated ones
	Succeeded int
}

// Observe counts an attempt; it is for shelfwire.Options.Observe.
func (t *Tally) Observe(_ context.Context, a shelfwire.Attempt) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.counts == nil {
		t.counts = map[string]Calls{}
	}
	c := t.counts[a.Op]
	c.Attempts++
	if a.Number > 1 {
		c.Retries++
	}
	if a.Err == nil {
		c.Succeeded++
	}
	t.counts[a.Op] = c
}

// Of returns the calls of an operation, named as in shelfwire.Error.
func (t *Tally) Of(op string) Calls {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts[op]
}

// All returns the calls of all operations.
func (t *Tally) All() Calls {
	t.mu.Lock()
	defer t.mu.Unlock()
	var all Calls
	for _, c := range t.counts {
		all.Attempts += c.Attempts
		all.Retries += c.Retries
		all.Succeeded += c.Succeeded
	}
	return all
}
