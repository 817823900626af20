package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// inProcess is -order-status in_process.
func inProcess(c *config) { c.pickUp.status.action = shopinventory.ActionInProcess }

func inZloty(o *shopinventory.Order) { o.Currency = "PLN" }

// An order whose invoice is in is moved on in the same cycle, where that was asked for, and once, whatever accounts it goes to.
// Those that were invoiced before stay as they are.
func TestOrderStatus(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		world  func(*testing.T) *world
		config func(*config)
		change func(*shopinventory.Order)
	}{
		"Resico": {offered, euros, func(*shopinventory.Order) {}},
		"ERP XT": {billed, orders(0), inZloty},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := test.world(t)
			w.shop.AddOrders(soldThere("70", test.change))
			require.True(t, w.run(test.config, sinceYesterday), &w.out)
			require.True(t, w.run(test.config), &w.out)
			assert.NotContains(t, w.said(), "moved on")
			assert.Zero(t, w.shop.Calls("Orders.SetStatus", "Orders.Get"), "off by default")

			w.shop.AddOrders(soldThere("71", test.change), soldThere("72", test.change, func(o *shopinventory.Order) {
				o.ShippingStatus = shopinventory.ShippingShipped
			}))
			require.True(t, w.run(test.config, inProcess), &w.out)
			assert.Contains(t, w.said(), "invoiced 2 in "+name+" unpaid 0 wait for their payment "+
				"moved on 1 to in_process in MerchantPro left alone 1 their status there stays")
			require.True(t, w.run(test.config, inProcess), &w.out)
			assert.Contains(t, w.said(), "moved on 0 to in_process in MerchantPro")
			assert.NotContains(t, w.said(), "their status there")
			assert.Equal(t, 1, w.shop.Calls("Orders.SetStatus"))
			assert.Equal(t, 2, w.shop.Calls("Orders.Get"))
			assert.Empty(t, w.shop.Actions("70"), "it was invoiced before anybody asked for that")
			assert.Equal(t, []shopinventory.OrderAction{"in_process"}, w.shop.Actions("71"))
		})
	}
}

// What becomes of the status is said, and the order is in the accounts all the same.
func TestOrderStatus_troubles(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault  faults.Fault
		says   string
		passes time.Duration
	}{
		"lost": {
			faults.DropRequest(), "order 1, unclear: status of order 1: ",
			shop.LandingTime,
		},
		"rejected": {
			faults.ErrorBody(422, "not from this status"), "order 1, rejected: shopinventory: Orders.SetStatus: 422",
			shop.StatusPause,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := offered(t)
			w.shop.AddOrders(soldThere("70"))
			w.shop.Fail(test.fault.On("Orders.SetStatus"))
			require.False(t, w.run(euros, sinceYesterday, inProcess))
			for range 2 {
				assert.Contains(t, w.said(), "moved on 0 to in_process")
				assert.Contains(t, w.said(), "1 status update needs attention: "+test.says)
				assert.NotContains(t, w.said(), "Everything is where it belongs")
				assert.Equal(t, 1, w.shop.Calls("Orders.SetStatus"))
				state, _ := w.state(1)
				assert.Equal(t, shop.OrderSent, state)
				w.checkInvoices(1)
				require.False(t, w.run(euros, inProcess), "it is told as long as it is so")
			}
			w.inShop(func(s *shop.Shop) { passTime(t, s, test.passes) })
			require.True(t, w.run(euros, inProcess), &w.out)
			assert.Contains(t, w.said(), "moved on 1 to in_process")
			assert.Equal(t, []shopinventory.OrderAction{"in_process"}, w.shop.Actions("70"))
		})
	}
}

// passTime lets so much time go by for what is unclear, and for what was rejected.
func passTime(t *testing.T, s *shop.Shop, by time.Duration) {
	t.Helper()
	shoptest.Age(t, s.DB(), by)
	_, err := s.DB().ExecContext(t.Context(), `UPDATE remote_orders SET status_next_at = '0001-01-01T00:00:00.000000Z'`)
	require.NoError(t, err)
}

// A shop that rejects a status for good is for a person: in the list, with what to do.
func TestOrderStatus_settle(t *testing.T) {
	t.Parallel()
	w := offered(t)
	w.shop.AddOrders(soldThere("70"))
	w.shop.Fail(faults.ErrorBody(422, "not from this status").On("Orders.SetStatus").Always())
	require.False(t, w.run(euros, sinceYesterday, inProcess))
	for range shop.StatusTries - 1 {
		w.inShop(func(s *shop.Shop) { passTime(t, s, shop.StatusPause) })
		require.False(t, w.run(euros, inProcess))
	}
	step := w.asksAbout("70")
	settle := "eshop orders settle -database " + w.argument() + " MerchantPro:70 " + step + " done"
	for range 2 {
		assert.NotContains(t, w.said(), "status update")
		assert.Contains(t, w.said(), "parked 1 for a person, see below")
		assert.Contains(t, w.said(), "1 channel order needs attention: MerchantPro 70, order 1: its invoice is in, and its status "+
			"could not be set to in_process: shopinventory: Orders.SetStatus: 422")
		assert.Contains(t, w.said(), "set its status by hand in MerchantPro, then: "+settle)
		require.False(t, w.run(euros, inProcess))
	}
	assert.Equal(t, shop.StatusTries, w.shop.Calls("Orders.SetStatus"))
	var out bytes.Buffer
	args := []string{"orders", "settle", "-database", w.cfg.database, "MerchantPro:70", step, "done"}
	require.Equal(t, statusOK, run(t.Context(), args, environment(), &out, &out), &out)
	require.True(t, w.run(euros, inProcess), &w.out)
	assert.Equal(t, shop.StatusTries, w.shop.Calls("Orders.SetStatus"))
}

// The process is killed while the status is being set: a second one starts with the database as it was at that moment.
func TestOrderStatus_killed(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]faults.Fault{"before": faults.DropRequest(), "after": faults.DropResponse()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := stockedFile(t)
			w.withListings()
			w.shop.AddOrders(soldThere("70"))
			killed := filepath.Join(t.TempDir(), "eshop.db")
			w.shop.Fail(
				faults.Between(func() { copyDatabase(t, w.cfg.database, killed) }).On("Orders.SetStatus"),
				end.On("Orders.SetStatus"),
			)
			require.False(t, w.run(euros, sinceYesterday, inProcess))
			w.cfg.database = killed
			content := w.run(euros, inProcess)
			assert.Equal(t, name == "after", content, "what has arrived is found")
			assert.Equal(t, 1, w.shop.Calls("Orders.SetStatus"))
			if name == "before" {
				assert.Contains(t, w.said(), "order 1, unclear: status of order 1: no response was recorded: the program was killed")
				w.inShop(func(s *shop.Shop) { passTime(t, s, shop.LandingTime) })
				require.True(t, w.run(euros, inProcess), &w.out)
			}
			require.True(t, w.run(euros, inProcess), &w.out)
			assert.Equal(t, []shopinventory.OrderAction{"in_process"}, w.shop.Actions("70"))
			w.checkInvoices(1)
		})
	}
}

// A run that cannot set any status says so.
func TestOrderStatus_fails(t *testing.T) {
	t.Parallel()
	w := offered(t)
	w.shop.AddOrders(soldThere("70"))
	w.shop.Fail(faults.Status(403).On("Orders.SetStatus").Always())
	require.False(t, w.run(euros, sinceYesterday, inProcess))
	assert.Contains(t, w.said(), "Not done: send_status: shopinventory: Orders.SetStatus: 403")
	assert.NotContains(t, w.said(), "moved on")
	w.checkInvoices(1)
}

// A program that serves moves orders on with each round, and shows it.
func TestOrderStatus_serve(t *testing.T) {
	t.Parallel()
	w := offered(t)
	w.shop.AddOrders(soldThere("70"))
	w.shop.Fail(faults.DropResponse().On("Orders.SetStatus"))
	s := w.serve(sinceYesterday, euros, inProcess, func(c *config) { c.serve.every = time.Second })
	s.says("/office/sync", "Statuses in MerchantPro")
	s.says("/office/orders/1", "Its status there: in_process.")
	page := s.page("/office/orders/1")
	assert.Contains(t, page, "Status in MerchantPro")
	assert.Contains(t, page, "is in MerchantPro as in_process")
	s.stop()
	assert.Equal(t, []shopinventory.OrderAction{"in_process"}, w.shop.Actions("70"))
	assert.Equal(t, 1, w.shop.Calls("Orders.SetStatus"))
}

func TestParse_orderStatus(t *testing.T) {
	t.Parallel()
	c, err := parse(nil, environment(), io.Discard)
	require.NoError(t, err)
	assert.Empty(t, c.pickUp.status.action)
	for _, status := range []string{"in_process", "shipped", "delivered"} {
		c, err := parse([]string{"-order-status", status}, environment(), io.Discard)
		require.NoError(t, err)
		assert.EqualValues(t, status, c.pickUp.status.action)
	}
	for status, problem := range map[string]string{
		"returned":  "an order whose invoice is in is not taken back: want in_process, shipped or delivered",
		"cancelled": "an order whose invoice is in is not taken back: want in_process, shipped or delivered",
		"confirmed": "want in_process, shipped or delivered", "": "want in_process, shipped or delivered",
	} {
		_, err := parse([]string{"-order-status", status}, environment(), io.Discard)
		require.ErrorContains(t, err, fmt.Sprintf(`invalid value %q for flag -order-status: %s`, status, problem))
	}
	resico := []string{"RESICO_CLIENT_CODE", "invented", "RESICO_CLIENT_KEY", "invented"}
	shopThere := []string{
		"MERCHANTPRO_SHOP_URL", "https://shop.example", "MERCHANTPRO_API_KEY", "invented", "MERCHANTPRO_API_SECRET", "invented",
	}
	for variables, problem := range map[string]string{
		strings.Join(resico, " "):                       "-order-status needs a MerchantPro shop: set MERCHANTPRO_SHOP_URL, ",
		strings.Join(shopThere, " "):                    "-order-status: the real MerchantPro shop is left out without the real Resico",
		strings.Join(append(shopThere, resico...), " "): "",
	} {
		_, err := parse([]string{"-order-status", "shipped"}, environment(strings.Fields(variables)...), io.Discard)
		if problem == "" {
			require.NoError(t, err)
			continue
		}
		require.ErrorContains(t, err, problem)
	}
}
