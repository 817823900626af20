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
	troubles []shop.Trouble
	failures []string
}

// fail notes what went wrong, if anything did.
func (r *report) fail(what string, err error) {
	if err != nil {
		r.failures = append(r.failures, what+": "+err.Error())
	}
}

func (r *report) print(board *progress.Board, tally *progress.Tally) {
	board.Say("")
	board.Table(r.rows(tally))
	board.Say("")
	for _, failure := range r.failures {
		board.Say("Not done: %s", failure)
	}
	switch n := len(r.troubles); {
	case n == 1:
		board.Say("1 order needs attention:")
	case n > 1:
		board.Say("%d orders need attention:", n)
	case len(r.failures) == 0:
		board.Say("Everything is where it belongs.")
	}
	r.printTroubles(board)
}

// printTroubles names each order that a person has to look at. Orders that go on by themselves are counted when
// they have the same reason.
func (r *report) printTroubles(board *progress.Board) {
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

func (r *report) rows(tally *progress.Tally) []progress.Row {
	var rows []progress.Row
	count := func(name string, n int, note string) {
		rows = append(rows, progress.Row{Name: name, Value: strconv.Itoa(n), Note: note})
	}
	if p := r.products; p != nil {
		count("products", p.Read, "read from Resico")
		count("  without price", p.Without, "the shop keeps the price it had")
		if p.Gone > 0 {
			count("  gone", p.Gone, "no longer listed, taken off sale")
		}
	}
	if b := r.balances; b != nil {
		count("balances", b.Read-b.Without-b.Unknown, "stored as stock, location by location")
		count("  without balance", b.Without, "the shop keeps the stock it had")
		if b.Unknown > 0 {
			count("  unknown", b.Unknown, "of products that the catalogue does not have")
		}
	}
	count("customers", tally.Of("Customers.Create").Succeeded, "created in Resico")
	count("invoices", tally.Of("Invoices.Create").Succeeded, "created in Resico")
	count("  lines", tally.Of("Invoices.AddLine").Succeeded, "added to them")
	all := tally.All()
	count("calls", all.Attempts, "to Resico")
	count("  retries", all.Retries, "among them")
	seconds := fmt.Sprintf("%.1f", time.Since(r.began).Seconds())
	return append(rows, progress.Row{Name: "seconds", Value: seconds})
}
