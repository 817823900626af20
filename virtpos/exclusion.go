package virtpos

import (
	"context"
	"sync"
)

// warehouses keeps the replacements of one warehouse apart, and counts what a client does to each: so that a report knows
// whether anything else has been done since.
type warehouses struct {
	mu      sync.Mutex
	active  []*activeRun
	changes map[WarehouseRef]int64
}

type activeRun struct {
	warehouse WarehouseRef
	done      chan struct{}
}

// runID tells the state in which a run has left a warehouse. The zero value is that of no client.
type runID struct {
	of      *warehouses
	changes int64
}

func newWarehouses() *warehouses { return &warehouses{changes: map[WarehouseRef]int64{}} }

// acquire waits until no other run works on what may be the same warehouse, and returns what ends this one.
func (w *warehouses) acquire(ctx context.Context, warehouse WarehouseRef) (release func(), err error) {
	own := &activeRun{warehouse: warehouse, done: make(chan struct{})}
	for {
		other := w.enter(own)
		if other == nil {
			return func() { w.leave(own) }, nil
		}
		select {
		case <-other.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// enter makes a run active, or returns the one that it has to wait for.
func (w *warehouses) enter(own *activeRun) (other *activeRun) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, run := range w.active {
		if run.warehouse.mayBe(own.warehouse.ref) {
			return run
		}
	}
	w.active = append(w.active, own)
	return nil
}

func (w *warehouses) leave(own *activeRun) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, run := range w.active {
		if run == own {
			w.active = append(w.active[:i], w.active[i+1:]...)
			break
		}
	}
	close(own.done)
}

// change counts something that is done to a warehouse, and returns the state that it leads to.
func (w *warehouses) change(warehouse WarehouseRef) runID {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.changes[warehouse]++
	return w.stateOf(warehouse)
}

// isUnchanged reports whether this client has done nothing to a warehouse since a run.
func (w *warehouses) isUnchanged(warehouse WarehouseRef, since runID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return since == w.stateOf(warehouse)
}

// stateOf sums up the changes of what may be the same warehouse.
func (w *warehouses) stateOf(warehouse WarehouseRef) runID {
	state := runID{of: w}
	for other, changes := range w.changes {
		if other.mayBe(warehouse.ref) {
			state.changes += changes
		}
	}
	return state
}
