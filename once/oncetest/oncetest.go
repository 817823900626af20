// Package oncetest has the tests that every [once.Store] has to pass.
package oncetest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/shelfwire/shelfwire/once"
)

// TestStore tests a store, and returns all that is wrong with it. open returns an empty one for each test.
func TestStore(ctx context.Context, open func() (once.Store, error)) error {
	var problems []error
	for name, test := range map[string]func(*tester){
		"a name begins once":                 testBeginsOnce,
		"done stays done":                    testDoneStays,
		"done with JSON only":                testNoJSON,
		"released begins anew":               testReleasedBeginsAnew,
		"parked is settled by a person":      testParkedIsSettled,
		"a late result replaces the guess":   testLateResult,
		"an attempt that was superseded":     testSuperseded,
		"begun is parked by the next one":    testKilled,
		"a guess overwrites nothing":         testGuess,
		"a name without a record":            testNoRecord,
		"of many that begin, one does":       testManyBegin,
		"of many that begin anew, one does":  testManyBeginAnew,
		"names and texts come back as given": testTexts,
		"a canceled context begins nothing":  testCanceled,
	} {
		store, err := open()
		if err != nil {
			return err
		}
		t := &tester{Store: store, ctx: ctx, name: name}
		test(t)
		problems = append(problems, t.problems...)
	}
	return errors.Join(problems...)
}

// tester is one test of a store.
type tester struct {
	once.Store
	ctx  context.Context
	name string

	mu       sync.Mutex
	problems []error
}

func (t *tester) errorf(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.problems = append(t.problems, fmt.Errorf(t.name+": "+format, args...))
}

// check records an error.
func (t *tester) check(err error) {
	if err != nil {
		t.errorf("%w", err)
	}
}

// mustBegin begins a name that can be begun.
func (t *tester) mustBegin(name, fingerprint string) once.Record {
	r, started, err := t.Begin(t.ctx, name, fingerprint)
	if err != nil || !started {
		t.errorf("Begin of %s returns started %v and the error %v", name, started, err)
	}
	return r
}

// mustFind returns the record of a name that cannot be begun.
func (t *tester) mustFind(name, fingerprint string) once.Record {
	r, started, err := t.Begin(t.ctx, name, fingerprint)
	if err != nil || started {
		t.errorf("Begin of %s returns started %v and the error %v", name, started, err)
	}
	return r
}
