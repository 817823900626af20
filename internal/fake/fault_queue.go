package fake

import (
	"slices"
	"sync"
)

// faultQueue holds the faults that are still to be met, in the order in which they were set.
type faultQueue struct {
	mu      sync.Mutex
	pending []*queuedFault
}

// queuedFault is a fault with the calls so far.
type queuedFault struct {
	Spec
	seen, used int // calls of its operations, and how many of them have met it
}

func (q *faultQueue) add(spec Spec) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending = append(q.pending, &queuedFault{Spec: spec})
}

func (q *faultQueue) clear() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending = nil
}

// takeMatching returns the faults that a call meets: those that let the provider respond, up to the first other one.
func (q *faultQueue) takeMatching(op *operation, pageSent bool) []Spec {
	q.mu.Lock()
	defer q.mu.Unlock()
	var met []Spec
	responds := false
	for _, p := range q.pending {
		if !p.countCall(op) || responds || !p.isDue() || p.Kind == RepeatPage && !pageSent {
			continue
		}
		p.used++
		met = append(met, p.Spec)
		responds = p.Kind != Proceed
	}
	q.pending = slices.DeleteFunc(q.pending, (*queuedFault).isUsedUp)
	return met
}

// countCall counts a call that concerns the fault. It returns false for other calls.
func (p *queuedFault) countCall(op *operation) bool {
	if op.name == "" || len(p.Ops) > 0 && !slices.Contains(p.Ops, op.name) || p.Kind == RepeatPage && !op.list {
		return false
	}
	p.seen++
	return true
}

func (p *queuedFault) isDue() bool    { return p.seen > p.Skip && !p.isUsedUp() }
func (p *queuedFault) isUsedUp() bool { return p.Times != Always && p.used >= p.Times }
