package virtpos

import (
	"context"
	"sync"
)

// warehouseLocks lets one replacement at a time work on a warehouse. It also counts what a client does to each
// warehouse, so that a run can tell whether anything else has been done since the run that it resumes.
type warehouseLocks struct {
	mu      sync.Mutex
	active  []*activeRun
	changes map[WarehouseRef]int64
}

type activeRun struct {
	warehouse WarehouseRef
	done      chan struct{}
}

// warehouseState identifies the state of a warehouse after a run. The zero value belongs to no client.
type warehouseState struct {
	locks   *warehouseLocks
	changes int64
}

func newWarehouseLocks() *warehouseLocks { return &warehouseLocks{changes: map[WarehouseRef]int64{}} }

// acquireWarehouse waits until no other run works on a warehouse that may be the same. release ends this run.
func (w *warehouseLocks) acquireWarehouse(ctx context.Context, warehouse WarehouseRef) (release func(), err error) {
	own := &activeRun{warehouse: warehouse, done: make(chan struct{})}
	for {
		other := w.tryAcquire(own)
		if other == nil {
			return func() { w.releaseRun(own) }, nil
		}
		select {
		case <-other.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// tryAcquire adds a run to the active ones, or returns the one to wait for.
func (w *warehouseLocks) tryAcquire(own *activeRun) (other *activeRun) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, run := range w.active {
		if run.warehouse.mayMatch(own.warehouse.ref) {
			return run
		}
	}
	w.active = append(w.active, own)
	return nil
}

func (w *warehouseLocks) releaseRun(own *activeRun) {
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

// countChange counts a change of a warehouse, and returns the state that it leads to.
func (w *warehouseLocks) countChange(warehouse WarehouseRef) warehouseState {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.changes[warehouse]++
	return w.stateOf(warehouse)
}

// isUnchanged reports whether this client has left a warehouse alone since a run.
func (w *warehouseLocks) isUnchanged(warehouse WarehouseRef, since warehouseState) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return since == w.stateOf(warehouse)
}

// stateOf sums up the changes of all warehouses that may be the same one.
func (w *warehouseLocks) stateOf(warehouse WarehouseRef) warehouseState {
	state := warehouseState{locks: w}
	for other, changes := range w.changes {
		if other.mayMatch(warehouse.ref) {
			state.changes += changes
		}
	}
	return state
}
