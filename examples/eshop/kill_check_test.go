package main

import (
	"path/filepath"
	"slices"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// look is what the database says at one moment.
type look struct {
	orders    int      // that were placed here
	forgotten int      // open, and no job is going to send them
	sending   []string // writes for orders that are under way, or were when the program was killed
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

// withShop opens the database itself while no program runs.
func (b *battle) withShop(change func(*shop.Shop)) {
	b.t.Helper()
	if b.isShared {
		b.inside(change)
		return
	}
	s := b.open(b.database)
	change(s)
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
	l.sending = b.texts(s, `SELECT target || ' ' || sent_at FROM remote_steps WHERE state = 'sending' AND order_id IS NOT NULL`)
	l.running = b.texts(s, `SELECT kind || ' ' || id || ' ' || attempt FROM river_job WHERE state = 'running'`)
	return l
}

// unclear counts the writes for orders of which nobody knows what became, by what is known.
func (b *battle) unclear() (counts []string) {
	b.t.Helper()
	b.inside(func(s *shop.Shop) {
		counts = b.texts(s, `SELECT count(*) || ' writes: ' || outcome FROM remote_steps
			WHERE state = 'parked' AND order_id IS NOT NULL GROUP BY outcome`)
	})
	return counts
}

// texts are the rows of a query.
func (b *battle) texts(s *shop.Shop, query string) (list []string) {
	b.t.Helper()
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

// orders reads all orders.
func (b *battle) orders() (all []shop.Order) {
	b.t.Helper()
	b.inside(func(s *shop.Shop) {
		list, err := s.LatestOrders(b.ctx, 10*b.size.orders)
		require.NoError(b.t, err)
		settle, err := s.OrdersToSettle(b.ctx, 10*b.size.orders)
		require.NoError(b.t, err)
		for _, summary := range append(list, settle...) {
			o, err := s.Order(b.ctx, summary.ID)
			require.NoError(b.t, err)
			all = append(all, o)
		}
	})
	return all
}
