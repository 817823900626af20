package main

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// report is what a cycle came to.
type report struct {
	began    time.Time
	products *flows.Import // nil when it failed
	balances *flows.Import
	push     *flows.Push // nil when it failed, or was left out
	troubles []shop.Trouble
	failures []string
}

// fail notes what went wrong, if anything did.
func (r *report) fail(what string, err error) {
	if err != nil {
		r.failures = append(r.failures, what+": "+err.Error())
	}
}

// problems are the products that could not be pushed.
func (r *report) problems() []flows.Problem {
	if r.push == nil {
		return nil
	}
	return r.push.Problems
}

func (r *report) print(board *progress.Board, calls *tallies) {
	board.Say("")
	board.Table(r.rows(calls))
	board.Say("")
	for _, failure := range r.failures {
		board.Say("Not done: %s", failure)
	}
	if len(r.troubles) == 0 && len(r.failures) == 0 && len(r.problems()) == 0 {
		board.Say("Everything is where it belongs.")
	}
	r.printTroubles(board)
	r.printProblems(board)
}

// heading announces a list, unless it is empty.
func heading(board *progress.Board, n int, what string) {
	switch n {
	case 0:
	case 1:
		board.Say("1 %s needs attention:", what)
	default:
		board.Say("%d %ss need attention:", n, what)
	}
}

// printTroubles names each order that a person has to look at. Orders that go on by themselves are counted when
// they have the same reason.
func (r *report) printTroubles(board *progress.Board) {
	heading(board, len(r.troubles), "order")
	alike := map[shop.Trouble]int{}
	for _, t := range r.troubles {
		alike[group(t)]++
	}
	for _, t := range r.troubles {
		g := group(t)
		switch n := alike[g]; n {
		case 0: // counted already
			continue
		case 1:
			board.Say("  order %d, %s: %s", t.Order, t.State, cmp.Or(t.Reason, "its turn has not come"))
		default:
			board.Say("  %d orders, %s: %s", n, t.State, cmp.Or(t.Reason, "their turn has not come"))
		}
		board.Say("      %s", attention(t))
		alike[g] = 0
	}
}

// group is the same for open orders with the same reason, and for no others.
func group(t shop.Trouble) shop.Trouble {
	if t.State == shop.OrderOpen {
		t.Order = 0
	}
	return t
}

// attention says what a person can do about an order.
func attention(t shop.Trouble) string {
	switch t.State {
	case shop.OrderParked:
		return fmt.Sprintf("look in Resico, then go on with -settle %d=KEY, or -settle %d=none if it is not there",
			t.Order, t.Order)
	case shop.OrderFailed:
		return fmt.Sprintf("put it right, then try again with -settle %d=none", t.Order)
	default:
		return "goes on by itself, with the next run at the latest"
	}
}

// printProblems names the products that could not be pushed.
func (r *report) printProblems(board *progress.Board) {
	if len(r.problems()) == 0 {
		return
	}
	heading(board, len(r.push.Problems)+r.push.More, "product card")
	for _, p := range r.push.Problems {
		board.Say("  %s, %s: %s", p.SKU, p.Kind, p.Reason)
		switch p.Kind {
		case flows.CardTwice:
			board.Say("      look in ERP XT and leave one card with this code; until then neither is touched")
		case flows.CardRefused:
			board.Say("      put it right; the next run tries again")
		case flows.CardUnclear:
			board.Say("      goes on by itself: the next run looks what became of it")
		}
	}
	if r.push.More > 0 {
		board.Say("  and %d more", r.push.More)
	}
}

// table collects the rows of the closing table.
type table []progress.Row

func (t *table) count(name string, n int, note string) {
	*t = append(*t, progress.Row{Name: name, Value: strconv.Itoa(n), Note: note})
}

// countAny leaves out what is rare and did not happen.
func (t *table) countAny(name string, n int, note string) {
	if n > 0 {
		t.count(name, n, note)
	}
}

func (t *table) calls(tally *progress.Tally, provider string) {
	all := tally.All()
	t.count("calls", all.Attempts, "to "+provider)
	t.count("  retries", all.Retries, "among them")
}

func (r *report) rows(calls *tallies) []progress.Row {
	var t table
	r.countImports(&t)
	if r.push != nil {
		countPush(&t, r.push)
	}
	t.count("customers", calls.resico.Of("Customers.Create").Succeeded, "created in Resico")
	t.count("invoices", calls.resico.Of("Invoices.Create").Succeeded, "created in Resico")
	t.count("  lines", calls.resico.Of("Invoices.AddLine").Succeeded, "added to them")
	t.calls(&calls.resico, "Resico")
	if calls.erpxt.All().Attempts > 0 || r.push != nil {
		t.calls(&calls.erpxt, "ERP XT")
	}
	seconds := fmt.Sprintf("%.1f", time.Since(r.began).Seconds())
	return append(t, progress.Row{Name: "seconds", Value: seconds})
}

func (r *report) countImports(t *table) {
	if p := r.products; p != nil {
		t.count("products", p.Read, "read from Resico")
		t.count("  without price", p.Without, "the shop keeps the price it had")
		t.countAny("  gone", p.Gone, "no longer listed, taken off sale")
	}
	if b := r.balances; b != nil {
		t.count("balances", b.Read-b.Without-b.Unknown, "stored as stock, location by location")
		t.count("  without balance", b.Without, "the shop keeps the stock it had")
		t.countAny("  unknown", b.Unknown, "of products that the catalogue does not have")
	}
}

func countPush(t *table, p *flows.Push) {
	created, edited := "created in ERP XT", "brought up to date there"
	if p.DryRun {
		created, edited = "to create in ERP XT; none was", "to bring up to date there; none was"
	}
	t.count("cards", p.Created, created)
	t.count("  edited", p.Edited, edited)
	t.count("  unchanged", p.Unchanged, "are as the shop has them")
	t.count("  without price", p.WithoutPrice, "not pushed: no price is not a price of 0")
	t.countAny("  without rate", p.WithoutRate, "not pushed: no Polish rate for their VAT code")
}
