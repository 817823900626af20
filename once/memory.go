package once

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// Memory is a [Store] that lives as long as its process: for tests, and for programs whose writes need no protection
// from being killed. The zero value is an empty store.
type Memory struct {
	mu      sync.Mutex
	records map[string]Record
}

// NewMemory returns an empty store.
func NewMemory() *Memory { return new(Memory) }

// Begin is that of [Store].
func (m *Memory) Begin(_ context.Context, name, fingerprint string) (Record, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	found, ok := m.records[name]
	if ok && found.State == Begun && found.Matches(fingerprint) {
		found.State, found.End, found.Ended = Parked, Killed(), time.Now()
		m.records[name] = found
	}
	if ok && found.State != Released {
		return found, false, nil
	}
	if m.records == nil {
		m.records = map[string]Record{}
	}
	begun := Record{Name: name, Fingerprint: fingerprint, State: Begun, Attempt: found.Attempt + 1, Begun: time.Now()}
	m.records[name] = begun
	return begun, true, nil
}

// Finish is that of [Store].
func (m *Memory) Finish(_ context.Context, name string, attempt int64, result json.RawMessage) error {
	if err := checkResult(name, result); err != nil {
		return err
	}
	return m.change(name, attempt, Record{State: Done, Result: result})
}

// Correct is that of [SQL].
func (m *Memory) Correct(_ context.Context, name string, attempt int64, result json.RawMessage) error {
	if err := checkResult(name, result); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r, found := m.records[name]
	if !found || r.Attempt != attempt || r.State != Done {
		return explainNotDone(name, r, found, attempt)
	}
	r.Result, r.Ended = result, time.Now()
	m.records[name] = r
	return nil
}

// Release is that of [Store].
func (m *Memory) Release(_ context.Context, name string, attempt int64, end End) error {
	return m.change(name, attempt, Record{State: Released, End: end})
}

// Park is that of [Store].
func (m *Memory) Park(_ context.Context, name string, attempt int64, end End) error {
	return m.change(name, attempt, Record{State: Parked, End: end})
}

// change gives a record the state, the result and the end of to.
func (m *Memory) change(name string, attempt int64, to Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, found := m.records[name]
	if err := checkChange(name, r, found, attempt, to); err != nil || r.State == Done {
		return err
	}
	r.State, r.Result, r.End, r.Ended = to.State, to.Result, to.End, time.Now()
	m.records[name] = r
	return nil
}

// Records returns the records in a state, those begun first at the beginning; "" for all.
func (m *Memory) Records(_ context.Context, state State) ([]Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.SortedFunc(func(yield func(Record) bool) {
		for r := range maps.Values(m.records) {
			if (state == "" || r.State == state) && !yield(r) {
				return
			}
		}
	}, func(a, b Record) int { return cmp.Or(a.Begun.Compare(b.Begun), cmp.Compare(a.Name, b.Name)) }), nil
}

// checkResult returns an error for a result that could never be read again.
func checkResult(name string, result json.RawMessage) error {
	if !json.Valid(result) {
		return fmt.Errorf("the result of %s is no JSON", name)
	}
	return nil
}

// explainNotDone returns the error of correcting a record that is not done.
func explainNotDone(name string, r Record, found bool, attempt int64) error {
	if err := checkAttempt(name, r, found, attempt); err != nil {
		return err
	}
	return fmt.Errorf("%s is not done, so that there is no result to correct", name)
}

// checkAttempt returns an error for a record that is not there, or at another attempt.
func checkAttempt(name string, r Record, found bool, attempt int64) error {
	switch {
	case !found:
		return fmt.Errorf("%s has no record", name)
	case r.Attempt != attempt:
		return fmt.Errorf("%s is at attempt %d, and attempt %d has ended: %w", name, r.Attempt, attempt, ErrSuperseded)
	default:
		return nil
	}
}

// checkChange returns an error for a change of a record that is not allowed.
func checkChange(name string, r Record, found bool, attempt int64, to Record) error {
	err := checkAttempt(name, r, found, attempt)
	switch {
	case err != nil:
		return err
	case r.State == Done && to.State != Done:
		return fmt.Errorf("%s is done already", name)
	case r.State == Done && !bytes.Equal(r.Result, to.Result):
		return fmt.Errorf("%s is done already, with another result", name)
	default:
		return nil
	}
}
