package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// soldThere is an order for two of a product at 7 euros, paid, in a MerchantPro shop.
func soldThere(id string, change ...func(*shopinventory.Order)) shopinventory.Order {
	o := shopinventory.Order{
		ID: id, PaymentStatus: shopinventory.PaymentPaid, Currency: "EUR", CustomerEmail: "shopper@shop.example",
		Billing: map[string]string{"name": "Example Shopper"}, TotalAmount: shelfwire.Set(shelfwire.MustDecimal("14.00")),
		Lines: []shopinventory.OrderLine{{
			ItemType: shopinventory.LineProduct, SKU: sku(0), Name: "Bowl", Quantity: shelfwire.Set(shelfwire.NewDecimal(2)),
			UnitPriceGross: shelfwire.Set(shelfwire.MustDecimal("7.00")),
		}},
	}
	for _, c := range change {
		c(&o)
	}
	return o
}

// sinceYesterday lets the orders of the test count, which are made before the program runs for the first time.
func sinceYesterday(c *config) { c.pickUp.since = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) }

func euros(c *config) { c.pickUp.terms.Currency = "EUR" }

// One cycle: what is paid is invoiced, what waits is counted, and what needs a person is named with what to do.
func TestPickUp(t *testing.T) {
	t.Parallel()
	w := offered(t)
	w.shop.AddOrders(
		soldThere("70.1"), soldThere("71", func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentAwaiting }),
		soldThere("72", func(o *shopinventory.Order) { o.Currency = "RON" }),
	)
	require.False(t, w.run(sinceYesterday, euros))
	assert.Contains(t, w.said(), "orders 1 of 1 settled")
	assert.Contains(t, w.said(),
		"picked up 3 orders from MerchantPro invoiced 1 in Resico unpaid 1 wait for their payment parked 1 for a person, see below")
	parked := `1 channel order needs attention: MerchantPro 72: its currency is "RON", and invoices are in EUR ` +
		"put it right and let the next run take it: eshop orders settle -database " + w.argument() + " MerchantPro:72 " + w.asksAbout("72") + " none, " +
		"or done for none when you have invoiced it by hand"
	assert.Contains(t, w.said(), parked)
	w.checkInvoices(1)
	assert.Equal(t, "Order 1, MerchantPro 70.1", w.server.Invoices()[0].Notes)
	assert.True(t, w.server.Invoices()[0].Paid)

	list := func(args ...string) string {
		var out, errs bytes.Buffer
		args = append([]string{"orders", args[0], "-database", w.cfg.database}, args[1:]...)
		run(t.Context(), args, environment(), &out, &errs)
		return strings.Join(strings.Fields(out.String()+errs.String()), " ")
	}
	assert.Equal(t, parked, list("list"))
	assert.Contains(t, list("settle", "MerchantPro:72", "365"), "wrong usage: want settle MerchantPro:72 STEP none, or done")
	assert.Contains(t, list("settle", "MerchantPro:72", "none"),
		"wrong usage: say what none is about: MerchantPro 72 asks about "+w.asksAbout("72")+" now")
	assert.Contains(t, list("settle", "MerchantPro:72", "invoice/1", "none"), "MerchantPro 72 asks something else by now")
	assert.Contains(t, list("settle", "MerchantPro:73", "none"), "MerchantPro 73 needs nothing to be settled")
	w.shop.SetOrder("71", func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentPaid })
	w.shop.SetOrder("72", func(o *shopinventory.Order) { o.Currency = "EUR" })
	require.False(t, w.run(euros), "nobody has settled it")
	assert.Contains(t, w.said(), "picked up 0 orders from MerchantPro invoiced 1 in Resico unpaid 0 wait for their payment parked 1")
	assert.Equal(t, "MerchantPro 72 is settled.", list("settle", "MerchantPro:72", w.asksAbout("72"), "none"))
	require.True(t, w.run(euros), &w.out)
	w.checkInvoices(3)

	w.shop.SetOrder("70.1", func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentRefunded })
	require.False(t, w.run(euros))
	step := w.asksAbout("70.1")
	assert.Contains(t, w.said(), "MerchantPro 70.1, order 1: after it was placed here: its payment is refunded "+
		"see to its invoice by hand, then: eshop orders settle -database "+w.argument()+" MerchantPro:70.1 "+step+" done")
	done := "MerchantPro 70.1 is settled. To take that back: eshop orders settle -database " + w.argument() +
		" MerchantPro:70.1 closed none"
	assert.Equal(t, done, list("settle", "MerchantPro:70.1", step, "done"))
	for _, wrong := range [][]string{{"none"}, {"done"}, {step, "none"}, {step, "done"}, {"closed", "done"}, {"invoice/1", "none"}, {"closed", "365"}} {
		said := list(append([]string{"settle", "MerchantPro:70.1"}, wrong...)...)
		assert.Regexp(t, "needs nothing to be settled|wrong usage", said, wrong)
	}
	require.True(t, w.run(euros), &w.out)
	assert.Equal(t, "MerchantPro 70.1 is settled.", list("settle", "MerchantPro:70.1", "closed", "none"))
	assert.Contains(t, list("list"), "MerchantPro 70.1, order 1: after it was placed here: its payment is refunded")
	assert.Equal(t, done, list("settle", "MerchantPro:70.1", step, "done"))
	require.True(t, w.run(euros), &w.out)
	w.checkInvoices(3)
}

// Cash on delivery travels with the parcel, and its invoice is not paid.
func TestPickUp_unpaid(t *testing.T) {
	t.Parallel()
	w := offered(t)
	w.shop.AddOrders(soldThere("70", func(o *shopinventory.Order) {
		o.PaymentStatus, o.PaymentMethodCode = shopinventory.PaymentAwaiting, "cash_delivery"
		o.ShippingStatus = shopinventory.ShippingConfirmed
	}))
	require.True(t, w.run(sinceYesterday, euros), &w.out)
	w.checkInvoices(0)
	require.True(t, w.run(euros, func(c *config) { c.pickUp.terms.InvoiceUnpaid = []string{"cash_delivery"} }), &w.out)
	w.checkInvoices(1)
	assert.False(t, w.server.Invoices()[0].Paid)
	w.shop.SetOrder("70", func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentPaid })
	require.True(t, w.run(euros), "that it is paid in the end is no change: %s", &w.out)
	w.checkInvoices(1)
}

// What goes wrong with the orders there keeps nothing else from being done.
func TestPickUp_fails(t *testing.T) {
	t.Parallel()
	w := offered(t)
	id := w.order()
	w.shop.Fail(faults.Status(http.StatusForbidden).On("Orders.List").Always())
	require.False(t, w.run())
	assert.Contains(t, w.said(), "Not done: pick_up_orders: shopinventory: Orders.List: 403")
	assert.NotContains(t, w.said(), "picked up")
	state, _ := w.state(id)
	assert.EqualValues(t, "sent", state)
	w.checkListings()
}

// A program that serves picks up orders by itself, and at once when the shop rings.
func TestPickUp_serve(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 12)
	w.withListings()
	secret := shelfwire.NewSecret("whsec-example-1")
	w.shop.AddOrders(soldThere("70"))
	s := w.serve(sinceYesterday, euros, func(c *config) { c.pickUp.secret = secret })
	s.says("/office", "MerchantPro 70")
	s.says("/office/sync", "1 of them new")
	w.shop.AddOrders(soldThere("71"))
	status, err := shopinventorytest.SendWebhook(t.Context(), s.address+hookPath, shelfwire.NewSecret("another"), nil)
	require.NoError(t, err)
	assert.Equal(t, http.StatusUnauthorized, status)
	body := []byte(`{"note":"` + strings.Repeat("a", 100_000) + `"}`) // longer than any form may be
	status, err = shopinventorytest.SendWebhook(t.Context(), s.address+hookPath, secret, body)
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, status)
	s.says("/office", "MerchantPro 71")
	s.says("/office", `<strong>2</strong> <span class="badge done">in the accounts`)
	s.stop()
	w.checkInvoices(2)
}

func TestParse_pickUp(t *testing.T) {
	t.Parallel()
	c, err := parse([]string{
		"-orders-since", "2026-03-16", "-invoice-unpaid", "cash_delivery, wire", "-shipping-sku", "SHIP", "-currency", "RON",
	}, environment(), io.Discard)
	require.NoError(t, err)
	assert.Equal(t, "2026-03-15T22:00:00Z", c.pickUp.since.UTC().Format(time.RFC3339), "midnight in Riga")
	assert.Equal(t, []string{"cash_delivery", "wire"}, c.pickUp.terms.InvoiceUnpaid)
	assert.Equal(t, "SHIP RON", c.pickUp.terms.ShippingSKU+" "+c.pickUp.terms.Currency)
	assert.Equal(t, "RON", sign(c.currency()), "what the pages put behind an amount")
	c, err = parse([]string{"-orders-since", "2026-07-16"}, environment(), io.Discard)
	require.NoError(t, err)
	assert.Equal(t, "2026-07-15T21:00:00Z", c.pickUp.since.UTC().Format(time.RFC3339), "midnight in Riga, in summer")
	c, err = parse([]string{"-orders-since", "2026-03-16T09:00:00+02:00"}, environment(), io.Discard)
	require.NoError(t, err)
	assert.True(t, c.pickUp.since.Equal(time.Date(2026, 3, 16, 7, 0, 0, 0, time.UTC)))
	assert.Empty(t, c.pickUp.terms.Currency, "that of the accounts")
	assert.Equal(t, "€", sign(c.currency()))
	_, err = parse([]string{"-accounts", "erpxt", "-currency", "EUR"}, environment(), io.Discard)
	require.ErrorContains(t, err, "-currency EUR: invoices in ERP XT are in PLN")
	c, err = parse([]string{"-accounts", "erpxt", "-currency", "PLN"}, environment(), io.Discard)
	require.NoError(t, err)
	assert.Equal(t, "zł", sign(c.currency()))
	for _, wrong := range []string{"eur", "€", "EURO", "EUR "} {
		_, err = parse([]string{"-currency", wrong}, environment(), io.Discard)
		require.ErrorContains(t, err, "want three capital letters, such as EUR")
	}
	_, err = parse([]string{"-orders-since", "last week"}, environment(), io.Discard)
	require.ErrorContains(t, err, "want a day, such as 2026-03-16")
	hooked := environment("MERCHANTPRO_WEBHOOK_SECRET", "whsec-example-1")
	_, err = parse(nil, hooked, io.Discard)
	require.ErrorContains(t, err, "MERCHANTPRO_WEBHOOK_SECRET needs -serve")
	_, err = parse([]string{"-serve", "127.0.0.1:0"}, hooked, io.Discard)
	require.NoError(t, err)
}
