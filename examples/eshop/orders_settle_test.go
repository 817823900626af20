package main

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// Advice that has grown old is no answer to what the order asks now, and an answer that names no step is none to anything.
func TestOrders_settleGoneOn(t *testing.T) {
	t.Parallel()
	w := stocked(t)
	id := w.order()
	w.server.Fail(faults.DropResponse().On("Customers.Create"), faults.DropResponse().On("Invoices.Create"))
	require.False(t, w.run())
	advice := "look in Resico, then: eshop orders settle -database " + w.argument() + " 1 "
	require.Contains(t, w.said(), advice+"customer/1 KEY")
	w.settle(id, "SHOP-00001")
	require.False(t, w.run())
	require.Contains(t, w.said(), advice+"invoice/1 KEY")
	for _, test := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{"1", "customer/1", "none"}, statusWork, `it has gone on since, look again; it asks about "invoice/1"`},
		{[]string{"1", "invoice/2", "none"}, statusWork, `it has gone on since, look again; it asks about "invoice/1"`},
		{[]string{"1", "none"}, statusUsage, "say what none is about: order 1 asks about invoice/1 now"},
		{[]string{"1", "1"}, statusUsage, "say what 1 is about: order 1 asks about invoice/1 now"},
		{[]string{"999", "invoice/1", "none"}, statusWork, "eshop orders: there is no order 999\n"},
		{[]string{"999", "none"}, statusWork, "eshop orders: there is no order 999\n"},
	} {
		status, said := w.settleAs(test.args...)
		assert.Equal(t, test.status, status, test.args)
		assert.Contains(t, said, test.want)
	}
	require.False(t, w.run())
	assert.Len(t, w.server.Invoices(), 1, "it is not sent again")
	w.settle(id, fmt.Sprint(w.server.Invoices()[0].ID))
	require.True(t, w.run(), &w.out)
	w.checkInvoices(1)
	status, said := w.settleAs("1", "none")
	assert.Equal(t, statusWork, status)
	assert.Contains(t, said, "order 1 needs nothing to be settled")
}

// An answer to an order that has changed in its channel meanwhile does not let it go on, and the program does not say so.
func TestOrders_settleHeld(t *testing.T) {
	t.Parallel()
	w := stocked(t)
	w.order()
	w.server.Fail(faults.DropResponse().On("Customers.Create"))
	require.False(t, w.run())
	w.inShop(func(s *shop.Shop) {
		_, err := s.DB().ExecContext(t.Context(), `UPDATE orders SET held = 'its payment is refunded'`)
		require.NoError(t, err)
	})
	status, said := w.settleAs("1", "customer/1", "SHOP-00001")
	assert.Equal(t, statusOK, status)
	assert.Equal(t, "customer/1 was settled with SHOP-00001. Order 1 needs a person once more: its payment is refunded\n", said)
	require.False(t, w.run(), "it needs a person still")
	assert.Empty(t, w.server.Invoices())
	w.settle(1, shop.NotThere)
	require.True(t, w.run(), &w.out)
	w.checkInvoices(1)
}

// A customer who is in Resico already cannot be made there: a person says who it is, and corrects that.
func TestOrders_settleCustomer(t *testing.T) {
	t.Parallel()
	w := stocked(t)
	id := w.order()
	w.server.AddCustomers(resico.NewCustomer{Code: "C-777", Name: "The Buyer", Email: "buyer@shop.example"})
	require.False(t, w.run())
	assert.Contains(t, w.said(), " 1 customer/1 none, or done for none when you have invoiced it by hand, "+
		"or the key of the customer if Resico has it")
	w.settle(id, "C-77")
	require.False(t, w.run(), "Resico has no such customer")
	assert.Contains(t, w.said(), "; if that is not the customer: eshop orders settle -database "+w.argument()+" 1 customer=C-77 KEY")
	status, said := w.settleAs("1", "invoice/1", "C-777")
	assert.Equal(t, statusWork, status)
	assert.Contains(t, said, "invoice/1 takes no key: say none to try again, or done when it was dealt with by hand")
	status, said = w.settleAs("1", "customer=C-77", "C-777")
	require.Equal(t, statusOK, status, said)
	require.True(t, w.run(), &w.out)
	w.checkInvoices(1)
	assert.Equal(t, "C-777", w.server.Invoices()[0].Customer.Code)
	customers := w.server.Customers()
	require.Len(t, customers, 1)
	assert.Equal(t, "Example Buyer", customers[0].Name, "what Resico had of the customer was not known, so all of it was sent")
	second := w.order()
	require.True(t, w.run(), &w.out)
	w.checkInvoices(2)
	state, _ := w.state(second)
	assert.Equal(t, shop.OrderSent, state)
}

// An order that was invoiced by hand is closed, and taken up again when that was a mistake.
func TestOrders_settleByHand(t *testing.T) {
	t.Parallel()
	w := stocked(t)
	id := w.order()
	w.server.Fail(faults.ErrorBody(http.StatusUnprocessableEntity, "no").On("Invoices.Create"))
	require.False(t, w.run())
	status, said := w.settleAs("1", "invoice/1", shop.Dealt)
	require.Equal(t, statusOK, status, said)
	assert.Equal(t, "Order 1 is closed: invoice/1 was dealt with by hand. To take it up again: eshop orders settle -database "+
		w.argument()+" 1 closed none\n", said)
	require.True(t, w.run(), &w.out)
	w.checkInvoices(0)
	state, reason := w.state(id)
	assert.Equal(t, shop.OrderSent, state)
	assert.Contains(t, reason, "a person has dealt with it: ")
	w.settle(id, shop.NotThere)
	require.True(t, w.run(), &w.out)
	w.checkInvoices(1)
}
