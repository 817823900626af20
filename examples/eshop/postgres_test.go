package main

import (
	"bytes"
	"io"
	"log/slog"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// Two programs share the database and the providers: everything is done once, whichever does it.
func TestCycle_twoPrograms(t *testing.T) {
	t.Parallel()
	w := newWorldIn(t, shoptest.Postgres(t), 60)
	w.withChannels()
	w.cfg.orders = 10
	var programs sync.WaitGroup
	for range 2 {
		programs.Go(func() {
			var out bytes.Buffer
			ok, err := cycle(t.Context(), w.cfg, w.connectors(w.cfg), &out, slog.New(slog.DiscardHandler))
			assert.NoError(t, err)
			assert.True(t, ok, &out)
			assert.Contains(t, out.String(), "orders      10 of 10 settled")
		})
	}
	programs.Wait()
	w.checkInvoices(20)
	w.checkCards(len(w.cards.Products()))
	w.checkListings()
	w.checkTill()
	emails := map[string]bool{}
	for _, c := range w.server.Customers() {
		assert.False(t, emails[c.Email], "%s twice", c.Email)
		emails[c.Email] = true
	}
}

// A person settles an order while a program keeps running: it goes on with it at once.
func TestOrders_settleWhileRunning(t *testing.T) {
	t.Parallel()
	w := newWorldIn(t, shoptest.Postgres(t), 12)
	require.True(t, w.run(), &w.out)
	id := w.order()
	w.inShop(func(s *shop.Shop) {
		require.NoError(t, s.CloseOrder(t.Context(), id, shop.OrderFailed, "refused"))
	})
	a, err := open(t.Context(), w.cfg, progress.New(io.Discard), w.connectors(w.cfg), slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	defer func() { require.NoError(t, a.close()) }()
	w.settle(id, shop.NotThere)
	a.mine = []int64{id}
	require.NoError(t, a.awaitOrders(t.Context()))
	w.checkInvoices(1)
}
