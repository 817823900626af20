package main

import (
	"net/http"
	"slices"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// finish ends the faults and lets the program run to its end, with the orders that are left to place.
func (b *battle) finish() {
	b.t.Helper()
	b.movesOn = false // until fightForStatuses
	b.fakes.ask(http.MethodPost, "/heal", nil)
	b.run()
	for _, cut := range b.unclear() {
		b.t.Logf("nobody knows what became of %s", cut)
	}
}

// run lets the program run to its end.
func (b *battle) run() {
	b.t.Helper()
	c := b.start(b.size.orders - b.seen.orders)
	b.children = []*child{c}
	b.checkEnd(c)
	require.Equal(b.t, b.size.orders, b.seen.orders, "each order is placed once: %s", &c.out)
}

// settleAll settles what waits, before and after the kills among the statuses, which hit invoices of channel orders, too.
func (b *battle) settleAll() {
	b.t.Helper()
	waited := b.settle()
	b.fightForStatuses()
	waited += b.settle()
	b.t.Logf("%d orders have waited", waited)
	b.run() // which moves on what was settled last
	b.count(true)
	c := b.start(0)
	assert.Equal(b.t, statusOK, c.status(), "nothing is left to do: %s", &c.out)
}

// settle plays whoever the orders wait for, and lets the program go on, until everything is in the accounts. It returns how
// many orders have waited.
func (b *battle) settle() (waited int) {
	b.t.Helper()
	for range 10 { // a customer that was parked can have an order that is parked next
		waiting := b.count(false)
		if len(waiting) == 0 {
			break
		}
		waited += len(waiting)
		b.books.goOn(b, waiting)
		b.run()
	}
	return waited
}

// count compares what the accounts have with what was ordered, and returns the orders that wait for something.
func (b *battle) count(settled bool) (waiting []shop.Order) {
	b.t.Helper()
	state := b.fakes.state()
	customers, invoices := b.books.read(&state)
	slices.Sort(customers)
	for i, customer := range customers {
		assert.False(b.t, i > 0 && customers[i-1] == customer, "twice there: %s", customer)
	}
	states, all := map[shop.State]int{}, 0
	for _, found := range invoices {
		all += len(found)
	}
	for _, o := range b.orders() {
		states[o.State]++
		found := invoices[b.books.title(o)]
		delete(invoices, b.books.title(o))
		if o.State != shop.OrderSent {
			b.books.checkWaiting(b, o, found)
			waiting = append(waiting, o)
			continue
		}
		assert.Equal(b.t, []invoice{b.books.want(o)}, found, o.Title())
	}
	assert.Empty(b.t, invoices, "invoices of no order")
	b.t.Logf("%d orders placed here: %v; %d invoices, %d customers", b.seen.orders, states, all, len(customers))
	if settled {
		b.books.checkEnd(b, &state)
		remote := b.checkRemote(&state)
		assert.Equal(b.t, map[shop.State]int{shop.OrderSent: b.size.orders + remote}, states)
	}
	return waiting
}
