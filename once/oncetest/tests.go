package oncetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/once"
)

var rejected = once.End{Outcome: shelfwire.OutcomeRejected, Reason: "no such customer"}

func testBeginsOnce(t *tester) {
	first := t.mustBegin("a", "hash 1")
	if first.Name != "a" || first.Fingerprint != "hash 1" || first.State != once.Begun || first.Attempt != 1 ||
		first.Begun.IsZero() {
		t.errorf("the first record is %+v", first)
	}
	found := t.mustFind("a", "hash 2")
	if found.Fingerprint != "hash 1" || found.State != once.Begun || found.Attempt != 1 || !found.Ended.IsZero() {
		t.errorf("Begin with another request finds %+v", found)
	}
	if other := t.mustBegin("b", ""); other.Attempt != 1 {
		t.errorf("another name begins at attempt %d", other.Attempt)
	}
}

func testDoneStays(t *tester) {
	r := t.mustBegin("a", "hash")
	t.check(t.Finish(t.ctx, "a", r.Attempt, json.RawMessage(`{"id":7}`)))
	found := t.mustFind("a", "hash")
	if found.State != once.Done || string(found.Result) != `{"id":7}` || found.End.Result != nil || found.Ended.IsZero() {
		t.errorf("after Finish: %+v", found)
	}
	if t.Release(t.ctx, "a", 1, rejected) == nil {
		t.errorf("what is done was released")
	}
	if t.Park(t.ctx, "a", 1, rejected) == nil {
		t.errorf("what is done was parked")
	}
	if t.Finish(t.ctx, "a", 1, json.RawMessage(`8`)) == nil {
		t.errorf("what is done got another result")
	}
	t.check(t.Finish(t.ctx, "a", 1, json.RawMessage(`{"id":7}`)))
	if found = t.mustFind("a", "hash"); found.State != once.Done || string(found.Result) != `{"id":7}` {
		t.errorf("after more ends: %+v", found)
	}
}

// A result that could never be read again is not taken, and the record stays as it was.
func testNoJSON(t *tester) {
	r := t.mustBegin("a", "hash")
	for _, result := range []string{"", " ", "365, found by hand", `{"id":7`} {
		if t.Finish(t.ctx, "a", r.Attempt, json.RawMessage(result)) == nil {
			t.errorf("the result %q was taken", result)
		}
	}
	if t.Finish(t.ctx, "a", r.Attempt, nil) == nil {
		t.errorf("no result was taken")
	}
	if found := t.mustFind("a", "hash"); found.State != once.Parked {
		t.errorf("after that: %+v", found)
	}
	t.check(t.Finish(t.ctx, "a", r.Attempt, json.RawMessage("7")))
}

func testReleasedBeginsAnew(t *tester) {
	t.mustBegin("a", "hash 1")
	t.check(t.Release(t.ctx, "a", 1, rejected))
	again := t.mustBegin("a", "hash 2")
	if again.Attempt != 2 || again.Fingerprint != "hash 2" || again.State != once.Begun || again.End.Reason != "" ||
		!again.Ended.IsZero() {
		t.errorf("begun anew: %+v", again)
	}
	if found := t.mustFind("a", "other"); found.Attempt != 2 || found.Fingerprint != "hash 2" || found.End.Reason != "" {
		t.errorf("found after that: %+v", found)
	}
}

func testParkedIsSettled(t *tester) {
	end := once.End{Outcome: shelfwire.OutcomeApplied, Reason: "half a response", Result: json.RawMessage(`7`)}
	for _, name := range []string{"there", "not there"} {
		t.mustBegin(name, "hash")
		t.check(t.Park(t.ctx, name, 1, end))
		found := t.mustFind(name, "hash")
		if found.State != once.Parked || found.End.Outcome != end.Outcome || found.End.Reason != end.Reason ||
			string(found.End.Result) != `7` || found.Result != nil || found.Ended.IsZero() {
			t.errorf("after Park: %+v", found)
		}
	}
	t.check(t.Finish(t.ctx, "there", 1, json.RawMessage(`7`)))
	if found := t.mustFind("there", "hash"); found.State != once.Done || found.End.Reason != "" {
		t.errorf("settled as there: %+v", found)
	}
	t.check(t.Release(t.ctx, "not there", 1, once.End{Outcome: shelfwire.OutcomeRejected, Reason: "a person looked"}))
	if again := t.mustBegin("not there", "hash"); again.Attempt != 2 {
		t.errorf("settled as not there, and begun anew: %+v", again)
	}
}

func testLateResult(t *tester) {
	t.mustBegin("a", "hash")
	t.check(t.Park(t.ctx, "a", 1, once.End{Reason: "killed"}))
	t.check(t.Release(t.ctx, "a", 1, rejected))
	t.check(t.Park(t.ctx, "a", 1, once.End{Outcome: shelfwire.OutcomeUnknown, Reason: "silence"}))
	if found := t.mustFind("a", "hash"); found.State != once.Parked || found.End.Reason != "silence" {
		t.errorf("parked late: %+v", found)
	}
	t.check(t.Finish(t.ctx, "a", 1, json.RawMessage("null")))
	if found := t.mustFind("a", "hash"); found.State != once.Done || string(found.Result) != "null" {
		t.errorf("finished late: %+v", found)
	}
}

func testKilled(t *tester) {
	mustBe := func(found once.Record) {
		if found.State != once.Parked || found.End.Outcome != shelfwire.OutcomeUnknown || found.End.Reason != once.Killed().Reason ||
			found.Attempt != 1 || found.Ended.IsZero() {
			t.errorf("found: %+v", found)
		}
	}
	t.mustBegin("a", "hash")
	mustBe(t.mustFind("a", "hash"))
	mustBe(t.mustFind("a", "hash"))
	t.mustBegin("b", "hash")
	mustBe(t.mustFind("b", ""))
	t.mustBegin("c", "")
	mustBe(t.mustFind("c", "hash"))
}

// A guess never overwrites what is known, whichever comes first.
func testGuess(t *tester) {
	known := once.End{Outcome: shelfwire.OutcomeApplied, Reason: "half a response", Result: json.RawMessage(`77`)}
	for round := range 20 {
		name := fmt.Sprint("name ", round)
		t.mustBegin(name, "hash")
		var both sync.WaitGroup
		both.Go(func() { t.check(t.Park(t.ctx, name, 1, known)) })
		both.Go(func() { t.mustFind(name, "hash") })
		both.Wait()
		if found := t.mustFind(name, "hash"); found.End.Outcome != known.Outcome || string(found.End.Result) != `77` {
			t.errorf("round %d: %+v", round, found)
		}
	}
}

func testSuperseded(t *tester) {
	t.mustBegin("a", "hash")
	t.check(t.Release(t.ctx, "a", 1, rejected))
	t.mustBegin("a", "hash")
	for name, err := range map[string]error{
		"Finish":  t.Finish(t.ctx, "a", 1, json.RawMessage("null")),
		"Release": t.Release(t.ctx, "a", 1, rejected),
		"Park":    t.Park(t.ctx, "a", 3, rejected),
	} {
		if !errors.Is(err, once.ErrSuperseded) {
			t.errorf("%s of another attempt: %v", name, err)
		}
	}
	if found := t.mustFind("a", "other"); found.State != once.Begun || found.Attempt != 2 {
		t.errorf("after that: %+v", found)
	}
}

func testNoRecord(t *tester) {
	for name, err := range map[string]error{
		"Finish":  t.Finish(t.ctx, "a", 1, json.RawMessage("null")),
		"Release": t.Release(t.ctx, "a", 1, rejected),
		"Park":    t.Park(t.ctx, "a", 1, rejected),
	} {
		if err == nil || errors.Is(err, once.ErrSuperseded) {
			t.errorf("%s without a record: %v", name, err)
		}
	}
	t.mustBegin("a", "hash")
}

func testManyBegin(t *tester) {
	for round := range 20 {
		if n := countStarted(t, fmt.Sprint("name ", round)); n != 1 {
			t.errorf("%d began in round %d", n, round)
		}
	}
}

func testManyBeginAnew(t *tester) {
	t.mustBegin("a", "")
	for round := range 20 {
		t.check(t.Release(t.ctx, "a", int64(round+1), rejected))
		if n := countStarted(t, "a"); n != 1 {
			t.errorf("%d began anew in round %d", n, round)
		}
	}
}

// countStarted returns how many of eight that begin a name at the same time do begin it.
func countStarted(t *tester, name string) int64 {
	var started atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, ok, err := t.Begin(t.ctx, name, "")
			t.check(err)
			if ok {
				started.Add(1)
			}
		})
	}
	all.Wait()
	return started.Load()
}

func testTexts(t *tester) {
	const name = `line 2 of order "17"; DROP TABLE x -- rēķins, 'счёт'`
	t.mustBegin(name, "hash")
	t.check(t.Park(t.ctx, name, 1, once.End{
		Reason: "a page in windows-1251: \xcd\x00", Result: json.RawMessage(`{"text":"a\u0000b ' $1"}`),
	}))
	found := t.mustFind(name, "hash")
	if found.Name != name || string(found.End.Result) != `{"text":"a\u0000b ' $1"}` || found.End.Reason == "" {
		t.errorf("found: %+v", found)
	}
}

func testCanceled(t *tester) {
	ctx, cancel := context.WithCancel(t.ctx)
	cancel()
	if _, started, err := t.Begin(ctx, "a", ""); started != (err == nil) {
		t.errorf("started is %v, and the error %v", started, err)
	}
}
