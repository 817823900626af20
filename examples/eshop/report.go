package main

import (
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
	channels []*channel
	pickedUp *flows.PickedUp // nil when it failed, and without a MerchantPro shop
	remote   shop.RemoteCounts
	statuses *statusesSent // nil when it failed, and without -order-status
	parked   remoteTroubles
	troubles troubles
	failures []string

	countOrders func(*table) // nil when they go to Resico
	toIssue     int          // orders whose goods are to be issued in Resico
}

// fail notes what went wrong, if anything did.
func (r *report) fail(what string, err error) {
	if err != nil {
		r.failures = append(r.failures, what+": "+err.Error())
	}
}

// problems counts the products that could not be pushed, and the statuses that could not be set.
func (r *report) problems() (n int) {
	for _, c := range r.channels {
		if c.done != nil {
			problems := c.done.attention().Attention
			n += len(problems.Problems) + problems.More
		}
	}
	if r.statuses != nil {
		n += len(r.statuses.Problems) + r.statuses.More
	}
	return n
}

// isContent reports whether everything is where it belongs.
func (r *report) isContent() bool {
	return len(r.troubles.orders) == 0 && len(r.parked.orders) == 0 && len(r.failures) == 0 && r.problems() == 0
}

func (r *report) print(board *progress.Board, calls *progress.Tally) {
	board.Say("")
	board.Table(r.rows(calls))
	board.Say("")
	for _, failure := range r.failures {
		board.Say("Not done: %s", failure)
	}
	if r.isContent() {
		board.Say("Everything is where it belongs.")
	}
	r.troubles.print(board)
	r.parked.print(board)
	for _, c := range r.channels {
		if c.done != nil {
			c.done.attention().print(board)
		}
	}
	if r.statuses != nil {
		r.statuses.attention().print(board)
	}
	remindOfGoods(board, r.toIssue, r.troubles.database)
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

// print names what could not be pushed.
func (a attention) print(board *progress.Board) {
	heading(board, len(a.Problems)+a.More, a.what)
	for _, p := range a.Problems {
		board.Say("  %s, %s: %s", p.Name(), p.Kind, p.Reason)
		board.Say("      %s", a.advice[p.Kind])
	}
	if a.More > 0 {
		board.Say("  and %d more", a.More)
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

func (r *report) rows(calls *progress.Tally) []progress.Row {
	var t table
	r.countImports(&t)
	r.countPickUp(&t)
	if r.statuses != nil {
		r.statuses.count(&t)
	}
	for _, c := range r.channels {
		if c.done != nil {
			c.done.count(&t)
		}
	}
	if r.countOrders != nil {
		r.countOrders(&t)
	} else {
		t.countOrders(calls)
	}
	t.calls(calls, "Resico")
	for _, c := range r.channels {
		if c.done != nil || c.calls.All().Attempts > 0 {
			t.calls(&c.calls, c.provider)
		}
	}
	seconds := fmt.Sprintf("%.1f", time.Since(r.began).Seconds())
	return append(t, progress.Row{Name: "seconds", Value: seconds})
}

// countOrders counts what became of orders in Resico.
func (t *table) countOrders(calls *progress.Tally) {
	t.count("customers", calls.Of("Customers.Create").Succeeded, "created in Resico")
	t.countAny("  changed", calls.Of("Customers.Update").Succeeded, "brought up to date there: a new name or address")
	t.count("invoices", calls.Of("Invoices.Create").Succeeded, "created in Resico")
	t.count("  lines", calls.Of("Invoices.AddLine").Succeeded, "added to them")
}

func (r *report) countImports(t *table) {
	if p := r.products; p != nil {
		t.count("products", p.Read, "read from Resico")
		t.count("  without price", p.Without, "the shop keeps the price it had")
		t.countUnread(p)
		t.countAny("  gone", p.Gone, "no longer listed, taken off sale")
	}
	if b := r.balances; b != nil {
		t.count("balances", b.Read-b.Without-b.Unknown, "stored as stock, location by location")
		t.count("  without balance", b.Without, "the shop keeps the stock it had")
		t.countUnread(b)
		t.countAny("  unknown", b.Unknown, "of products that the catalogue does not have")
	}
}

// countUnread tells what Resico sent in a form that could not be read.
func (t *table) countUnread(i *flows.Import) {
	t.countAny("  unread", i.Unread, "in part: the shop keeps what it had, and asks for them again")
	t.countAny("  without SKU", i.Nameless, "left out: a person has to give them one in Resico")
}
