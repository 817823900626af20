package main

import (
	"context"
	"fmt"
	"regexp"
)

// verdict is what the probe makes of an assumption.
type verdict string

// The verdicts.
const (
	holds   verdict = "holds"
	differs verdict = "does not hold"
	unclear verdict = "cannot tell"
)

// row is an assumption of the module, and how to ask a service about it. A new row is an entry in a provider's table, and
// one in the table of its tests, which turns the fake wrong.
type row struct {
	id         string // such as "resico/odd-limit"
	assumption string // what the module assumes, in the present tense
	source     string // where it is documented, or that it is not
	needs      string // the flag without which the row is not asked, such as "-write"; empty for none
	realOnly   bool   // the fake cannot show it
	passive    bool   // asked also when nothing may be sent any more: it looks at what came, or warns of what is left behind

	ask func(context.Context) finding
}

// undocumented is the source of an assumption that no page of the vendor supports.
const undocumented = "not documented"

// finding is what a service showed. Its text has kinds, counts, statuses and names of members that the APIs are known to
// have: no value of a record.
type finding struct {
	verdict verdict
	seen    string
}

// result is a row with its finding.
type result struct {
	row
	finding
}

// judge returns a finding that holds, or does not.
func judge(ok bool, format string, args ...any) finding {
	f := finding{differs, describeCounts(format, args...)}
	if ok {
		f.verdict = holds
	}
	return f
}

// doubt returns a finding that leaves the question open.
func doubt(format string, args ...any) finding {
	return finding{unclear, describeCounts(format, args...)}
}

var oneThings = regexp.MustCompile(
	`\b1 (row|warehouse|product|balance|different lot|element|item|line|text|variant|other member|member|date|value|` +
		`inflow)s\b`)

// describeCounts formats a text, and writes "1 row" where it has "1 rows".
func describeCounts(format string, args ...any) string {
	return oneThings.ReplaceAllString(fmt.Sprintf(format, args...), "1 $1")
}

// askRows asks one row after the other. Once the wire is closed, only passive rows are.
func askRows(ctx context.Context, t *target, w *wire, rows []row) []result {
	results := make([]result, 0, len(rows))
	for _, r := range rows {
		results = append(results, result{r, askRow(ctx, t, w, r)})
	}
	return results
}

func askRow(ctx context.Context, t *target, w *wire, r row) finding {
	switch stop := w.stopped(); {
	case r.needs != "" && !t.isFake && !t.flags.isSet(r.needs):
		return doubt("asked only with %s", r.needs)
	case r.realOnly && t.isFake:
		return doubt("the fake cannot show it")
	case stop != nil && !r.passive:
		return doubt("not asked: %v", stop)
	}
	return r.ask(ctx)
}
