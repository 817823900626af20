package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// look is what the database says at one moment.
type look struct {
	orders    int      // that were placed here
	forgotten int      // open, and no job is going to send them
	sending   []string // writes that are under way, or were when the program was killed
	running   []string // jobs likewise, by their kind and what tells them apart
}

// added returns what is new.
func added(before, now []string) []string {
	return slices.DeleteFunc(slices.Clone(now), func(s string) bool { return slices.Contains(before, s) })
}

// look looks, and checks what must be true at any moment: an order that was placed stays, nobody places more than was
// asked for, and an order has a job until it is closed, because both are stored in one transaction.
func (b *battle) look() {
	b.t.Helper()
	most := b.seen.orders
	for _, c := range b.children {
		if c != nil {
			most += c.quota
		}
	}
	before := b.seen.orders
	b.inside(func(s *shop.Shop) { b.seen = b.lookInto(s) })
	assert.GreaterOrEqual(b.t, b.seen.orders, before, "orders that were placed are gone")
	assert.LessOrEqual(b.t, b.seen.orders, most, "more orders than were asked for")
	assert.Zero(b.t, b.seen.forgotten, "open orders without a job")
}

// inside opens the database. An SQLite file is copied first, so that it is the program that repairs it after a kill.
func (b *battle) inside(look func(*shop.Shop)) {
	b.t.Helper()
	if b.isShared {
		if b.shop == nil {
			b.shop = b.open(b.database)
			b.t.Cleanup(func() { assert.NoError(b.t, b.shop.Close()) })
		}
		look(b.shop)
		return
	}
	if !shop.Exists(b.database) {
		return // killed before it was made
	}
	database := filepath.Join(b.t.TempDir(), "copy.db")
	copyDatabase(b.t, b.database, database)
	s := b.open(database)
	look(s)
	require.NoError(b.t, s.Close())
}

func (b *battle) open(database string) *shop.Shop {
	b.t.Helper()
	s, err := shop.Open(b.ctx, database)
	require.NoError(b.t, err)
	return s
}

func (b *battle) lookInto(s *shop.Shop) (l look) {
	b.t.Helper()
	number := func(query string) (n int) {
		require.NoError(b.t, s.DB().QueryRowContext(b.ctx, query).Scan(&n))
		return n
	}
	texts := func(query string) (list []string) {
		rows, err := s.DB().QueryContext(b.ctx, query)
		require.NoError(b.t, err)
		defer func() { assert.NoError(b.t, rows.Close()) }()
		for rows.Next() {
			var text string
			require.NoError(b.t, rows.Scan(&text))
			list = append(list, text)
		}
		require.NoError(b.t, rows.Err())
		return list
	}
	if number(`SELECT count(*) FROM orders`) == 0 {
		return l // the queue may have no tables yet
	}
	l.orders = number(`SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM remote_orders r WHERE r.order_id = o.id)`)
	order := `CAST(j.args ->> 'order' AS BIGINT)`
	if !b.isShared {
		order = `json_extract(CAST(j.args AS TEXT), '$.order')`
	}
	l.forgotten = number(`
		SELECT count(*) FROM orders o WHERE o.state = 'open' AND NOT EXISTS (
			SELECT 1 FROM river_job j
			WHERE j.kind = 'submit_order' AND j.finalized_at IS NULL AND ` + order + ` = o.id)`)
	l.sending = texts(`SELECT target || ' ' || sent_at FROM remote_steps WHERE state = 'sending'`)
	l.running = texts(`SELECT kind || ' ' || id || ' ' || attempt FROM river_job WHERE state = 'running'`)
	return l
}

// cutOff counts the writes of orders that were under way when the program was killed.
func (b *battle) cutOff() (n int) {
	b.t.Helper()
	b.inside(func(s *shop.Shop) {
		require.NoError(b.t, s.DB().QueryRowContext(b.ctx,
			`SELECT count(*) FROM remote_steps WHERE outcome = 'killed'`).Scan(&n))
	})
	return n
}

// orders reads all orders.
func (b *battle) orders() (all []shop.Order) {
	b.t.Helper()
	b.inside(func(s *shop.Shop) {
		list, err := s.LatestOrders(b.ctx, 2*killOrders)
		require.NoError(b.t, err)
		settle, err := s.OrdersToSettle(b.ctx, 2*killOrders)
		require.NoError(b.t, err)
		for _, summary := range append(list, settle...) {
			o, err := s.Order(b.ctx, summary.ID)
			require.NoError(b.t, err)
			all = append(all, o)
		}
	})
	return all
}

// count compares what Resico has with what was ordered, and returns the orders that are parked.
func (b *battle) count(settled bool) (parked []shop.Order) {
	b.t.Helper()
	state := b.fakes.state()
	emails, codes, addresses := map[string]int{}, map[string]string{}, map[string]string{}
	for _, c := range state.Resico.Customers {
		emails[c.Email]++
		codes[c.Email], addresses[c.Email] = c.Code, c.Address
		assert.Equal(b.t, 1, emails[c.Email], "customers with the address %s", c.Email)
	}
	invoices := map[string][]demo.InvoiceState{}
	for _, invoice := range state.Resico.Invoices {
		invoices[invoice.Notes] = append(invoices[invoice.Notes], invoice)
	}
	states := map[shop.State]int{}
	for _, o := range b.orders() {
		found := invoices[o.Title()]
		delete(invoices, o.Title())
		states[o.State]++
		for _, invoice := range found {
			assert.Equal(b.t, codes[o.Customer.Email], invoice.Customer, o.Title())
		}
		b.checkInvoice(o, found)
		if o.State == shop.OrderParked {
			parked = append(parked, o)
		}
	}
	assert.Empty(b.t, invoices, "invoices of no order")
	b.t.Logf("%d orders: %v; %d invoices, %d customers", killOrders, states, len(state.Resico.Invoices), len(emails))
	if settled {
		b.checkAddresses(addresses)
		remote := b.checkRemote(&state)
		assert.Equal(b.t, map[shop.State]int{shop.OrderSent: killOrders + remote}, states)
	}
	return parked
}

// checkAddresses: Resico has each customer where the latest order was sent to.
func (b *battle) checkAddresses(filed map[string]string) {
	b.t.Helper()
	latest := map[string]shop.Order{}
	for _, o := range b.orders() {
		if latest[o.Customer.Email].ID < o.ID {
			latest[o.Customer.Email] = o
		}
	}
	for email, o := range latest {
		assert.Equal(b.t, o.Customer.Address, filed[email], "the address of %s", email)
	}
}

// checkInvoice holds the invoices of an order against it.
func (b *battle) checkInvoice(o shop.Order, found []demo.InvoiceState) {
	b.t.Helper()
	switch {
	case o.State == shop.OrderSent:
		if assert.Len(b.t, found, 1, o.Title()) {
			assert.Equal(b.t, o.InvoiceID, found[0].ID, o.Title())
			delivery := strings.TrimSuffix(o.Customer.Address+", "+o.Customer.PostCode, ", ")
			assert.Equal(b.t, delivery, found[0].Delivery, o.Title())
			assert.Equal(b.t, lines(o), printed(found[0].Lines), o.Title())
		}
	case o.State == shop.OrderParked && len(found) == 1: // as many lines as got in, and nothing else
		in := printed(found[0].Lines)
		if assert.LessOrEqual(b.t, len(in), len(o.Lines), o.Title()) {
			assert.Equal(b.t, lines(o)[:len(in)], in, o.Title())
		}
	case o.State == shop.OrderParked:
		assert.Empty(b.t, found, o.Title())
	default: // it may only wait for another order of its customer that is parked
		assert.Equal(b.t, shop.OrderOpen, o.State, "%s: %s", o.Title(), o.Reason)
		assert.Contains(b.t, o.Reason, shop.ErrBlocked.Error(), o.Title())
		assert.Empty(b.t, found, o.Title())
	}
}

// lines are the lines of an order, as text.
func lines(o shop.Order) []string {
	list := []string{}
	for _, l := range o.Lines {
		list = append(list, lineText(l.SKU, l.Quantity, l.Price))
	}
	return list
}

// printed are the lines of an invoice likewise.
func printed(lines []demo.LineState) []string {
	list := []string{}
	for _, l := range lines {
		list = append(list, lineText(l.SKU, l.Quantity, l.Price))
	}
	return list
}

func lineText(sku string, quantity, price shelfwire.Decimal) string {
	return fmt.Sprintf("%s × %s at %s", sku, quantity.StringFixed(3), price.StringFixed(2))
}
