package shop

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// Of an order that was placed before the row kept its buyer, its own copy says whom it was for.
func TestMigrations_remoteBuyers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		buyer  Buyer
		reason string
	}{
		"the same": {Buyer{Name: "Example Shopper", Email: "Shopper@shop.example", Address: "Oak Street 1"}, ""},
		"another name": {Buyer{Name: "B", Email: "shopper@shop.example", Address: "Oak Street 1"},
			sincePlaced + "the name of its buyer has changed"},
		"another e-mail": {Buyer{Name: "Example Shopper", Email: "b@shop.example", Address: "Oak Street 1"},
			sincePlaced + "the e-mail address of its buyer has changed"},
		"another address": {Buyer{Name: "Example Shopper", Email: "shopper@shop.example", Address: "Elm Street 2"},
			sincePlaced + "the address of its buyer has changed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database, now := shoptest.Database(t), time.Now()
			makeUpTo(t, database, 13,
				`INSERT INTO customers (id, email, name, phone, address, post_code)
				VALUES (1, 'shopper@shop.example', 'of a later order', '', '', '')`,
				`INSERT INTO orders (id, customer_id, name, address, placed_at, location)
				VALUES (1, 1, 'Example Shopper', 'Oak Street 1', '`+stamp(now)+`', '')`,
				`INSERT INTO remote_orders (channel, remote_id, base_id, sys_id, public_code, state, payment_status, shipping_status,
				    created_at, seen_at, placed_at, is_paid, content, body, order_id)
				VALUES ('there', '1', '1', 0, '', 'placed', 'paid', '', '`+stamp(now)+`', '', '`+stamp(now)+`', TRUE, 'two', '', 1),
				    ('there', '2', '2', 0, '', 'waiting', 'awaiting', '', '`+stamp(now)+`', '', NULL, FALSE, '', '', NULL)`)
			s, err := Open(t.Context(), database)
			require.NoError(t, err)
			defer func() { require.NoError(t, s.Close()) }()
			r := remoteOrder("1", now)
			r.Buyer = test.buyer
			taken, err := s.TakeRemote(t.Context(), r, time.Time{}, nothing)
			require.NoError(t, err)
			assert.Equal(t, test.reason, taken.Reason)
		})
	}
}

// makeUpTo makes a database as the program made it when a migration was its last one, with something in it.
func makeUpTo(t *testing.T, database string, version int64, content ...string) {
	t.Helper()
	s := &Shop{dialect: dialectOf(database)}
	var err error
	s.connection, err = s.dialect.connect(t.Context())
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	require.NoError(t, s.migrateTo(t.Context(), version))
	for _, statement := range content {
		_, err := s.db.ExecContext(t.Context(), statement)
		require.NoError(t, err)
	}
}
