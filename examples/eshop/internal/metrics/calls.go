// Package metrics counts the calls to the providers and writes what it has counted in the text form that
// Prometheus reads:
//
//	calls := &metrics.Calls{}
//	options.Observe = calls.Observe
//	…
//	text := &metrics.Text{}
//	calls.Write(text)
//
// It is written by hand because this is all that the program needs of a metrics library.
package metrics

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Calls counts attempts of calls. It is safe for concurrent use; its zero value is ready.
//
// Labels come from the clients alone: their names of providers and operations, outcomes and HTTP statuses. So
// there are never more series than those, whatever a provider sends.
type Calls struct {
	mu         sync.Mutex
	attempts   map[result]int
	operations map[operation]*figures
	waited     map[string]time.Duration // by provider
	last       time.Time
}

type operation struct{ provider, name string }

type result struct {
	operation
	outcome, status string
}

// figures are those of one operation.
type figures struct {
	retries   int
	durations histogram
}

// Observe counts an attempt; it is for shelfwire.Options.Observe.
func (c *Calls) Observe(ctx context.Context, a shelfwire.Attempt) {
	countIn(ctx, a)
	op := operation{a.Provider, a.Op}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = time.Now()
	if c.attempts == nil {
		c.attempts, c.operations, c.waited = map[result]int{}, map[operation]*figures{}, map[string]time.Duration{}
	}
	if c.operations[op] == nil {
		c.operations[op] = &figures{}
	}
	c.attempts[result{op, outcome(a.Err), status(a.StatusCode)}]++
	c.operations[op].durations.add(a.Duration)
	if a.Number > 1 {
		c.operations[op].retries++
	}
	c.waited[a.Provider] += a.Waited
}

// Last returns when the last attempt ended; zero when there was none.
func (c *Calls) Last() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}

// outcome is "ok", or what is known about the effect of an attempt that failed.
func outcome(err error) string {
	if err == nil {
		return "ok"
	}
	return strings.ReplaceAll(shelfwire.OutcomeOf(err).String(), " ", "_")
}

func status(code int) string {
	if code == 0 {
		return "none" // no response
	}
	return strconv.Itoa(code)
}

// Write adds what was counted so far, always in the same order.
func (c *Calls) Write(t *Text) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t.Family("eshop_provider_attempts_total", Counter,
		"HTTP requests to providers, repeated ones included, by what came of them.")
	for _, r := range slices.SortedFunc(maps.Keys(c.attempts), compareResults) {
		t.Int(c.attempts[r], append(r.labels(), Label{"outcome", r.outcome}, Label{"status", r.status})...)
	}
	operations := slices.SortedFunc(maps.Keys(c.operations), compareOperations)
	t.Family("eshop_provider_retries_total", Counter, "Requests that repeated an earlier one.")
	for _, op := range operations {
		t.Int(c.operations[op].retries, op.labels()...)
	}
	t.Family("eshop_provider_limiter_wait_seconds_total", Counter, "Time for which requests waited for the limiter.")
	for _, provider := range slices.Sorted(maps.Keys(c.waited)) {
		t.Seconds(c.waited[provider], Label{"provider", provider})
	}
	t.Family("eshop_provider_duration_seconds", Histogram, "Time from sending a request to the end of the response.")
	for _, op := range operations {
		c.operations[op].durations.write(t, op.labels())
	}
}

func (op operation) labels() []Label {
	return []Label{{"provider", op.provider}, {"operation", op.name}}
}

func compareOperations(a, b operation) int {
	return cmp.Or(strings.Compare(a.provider, b.provider), strings.Compare(a.name, b.name))
}

func compareResults(a, b result) int {
	return cmp.Or(compareOperations(a.operation, b.operation),
		strings.Compare(a.outcome, b.outcome), strings.Compare(a.status, b.status))
}
