package main

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/faults"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// billed is a new world whose orders become invoices in ERP XT.
func billed(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, 12)
	w.withChannels()
	w.cfg.accounts.name = erpxtAccounts
	return w
}

func TestCycle_accountsInERPXT(t *testing.T) {
	t.Parallel()
	w := billed(t)
	require.True(t, w.run(orders(6)), &w.out)
	assert.Contains(t, w.said(), "invoices 6 created in ERP XT, with their lines confirmed 6 with the sums of their orders")
	assert.Contains(t, w.said(), "Everything is where it belongs.")
	w.checkBilled(6)
	assert.Zero(t, w.writes(), "nothing of it goes to Resico")
	assert.Contains(t, w.said(), "Resico does not know of the goods of 6 invoiced orders yet: eshop orders goods -database ")

	require.True(t, w.run(orders(3)), &w.out)
	w.checkBilled(9)
	require.True(t, w.run(orders(0)), &w.out)
	assert.Contains(t, w.said(), "invoices 0 created in ERP XT")
	w.checkBilled(9)
}

// checkBilled compares the invoices in ERP XT with the orders: each once, confirmed, line by line.
func (w *world) checkBilled(want int) {
	w.t.Helper()
	invoices := map[string]erpxt.Invoice{}
	for _, i := range w.cards.Invoices() {
		assert.NotContains(w.t, invoices, i.Description, "two invoices of one order")
		invoices[i.Description] = i
	}
	require.Len(w.t, invoices, want)
	buyers := map[string]int{}
	for _, c := range w.cards.Customers() {
		buyers[c.Mail+c.Name+c.Address.Street]++
		assert.Equal(w.t, 1, buyers[c.Mail+c.Name+c.Address.Street], "cards of %s", c.Mail)
	}
	w.inShop(func(s *shop.Shop) {
		all, err := s.OrdersForERPXT(w.t.Context())
		require.NoError(w.t, err)
		require.Len(w.t, all, want)
		for _, o := range all {
			w.checkBill(o, invoices[fmt.Sprintf("Order %d", o.ID)])
		}
	})
}

func (w *world) checkBill(o shop.Order, i erpxt.Invoice) {
	w.t.Helper()
	assert.Equal(w.t, shop.OrderSent, o.State, o.Reason)
	assert.Equal(w.t, o.InvoiceID, i.ID)
	assert.Equal(w.t, o.InvoiceNumber, i.Number)
	assert.Equal(w.t, erpxt.DocumentStatusConfirmed, i.Status)
	assert.Equal(w.t, erpxt.PaymentStatusPaid, i.PaymentStatus)
	assert.Equal(w.t, o.Customer.Name, i.PurchasingParty.Name)
	require.Len(w.t, i.Items, len(o.Lines))
	sum := shelfwire.NewDecimal(0)
	for k, line := range o.Lines {
		quantity, _ := i.Items[k].Quantity.Get()
		assert.True(w.t, quantity.Equal(line.Quantity), "line %d of order %d", line.No, o.ID)
		assert.Equal(w.t, line.Name, i.Items[k].ProductName)
		sum = sum.Add(line.Price.Mul(line.Quantity))
	}
	gross, _ := i.GrossTotal.Get()
	assert.True(w.t, gross.Equal(sum), "%s and %s", gross, sum)
}

// The fakes inside the program forget everything: the invoices are put back, so that the keys of the next ones are new.
func TestCycle_accountsInERPXT_demo(t *testing.T) {
	t.Parallel()
	database := shoptest.Database(t)
	for range 2 {
		cfg := config{
			database: database, orders: 4, products: 12, seed: 1, accounts: accounts{erpxtAccounts},
			patience: 3 * time.Second, stopPatience: 10 * time.Second,
		}
		var out bytes.Buffer
		ok, err := cycle(t.Context(), cfg, connect(cfg), &out, slog.New(slog.DiscardHandler))
		require.NoError(t, err)
		require.True(t, ok, &out)
	}
	s, err := shop.Open(t.Context(), database)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	all, err := s.OrdersForERPXT(t.Context())
	require.NoError(t, err)
	ids, numbers := map[int64]bool{}, map[string]bool{}
	for _, o := range all {
		assert.Equal(t, shop.OrderSent, o.State, o.Reason)
		ids[o.InvoiceID], numbers[o.InvoiceNumber] = true, true
	}
	assert.Len(t, all, 12, "four a run, and those that MerchantPro has sold")
	assert.Len(t, ids, 12)
	assert.Len(t, numbers, 12)
}

// What is unclear is looked for, and sent again by itself once it cannot arrive any more.
func TestCycle_accountsInERPXT_unclear(t *testing.T) {
	t.Parallel()
	w := billed(t)
	require.True(t, w.run(orders(0)), &w.out)
	id := w.order()
	w.cards.Fail(faults.DropRequest().On("Invoices.Create"))
	require.False(t, w.run(orders(0)), &w.out)
	state, reason := w.state(id)
	assert.Equal(t, shop.OrderOpen, state)
	assert.Contains(t, reason, "it is looked for until")
	assert.Contains(t, w.said(), "goes on by itself, with the next run at the latest")
	assert.Empty(t, w.cards.Invoices())

	creates := w.cards.Calls("Invoices.Create")
	require.False(t, w.run(orders(0)), &w.out)
	assert.Equal(t, creates, w.cards.Calls("Invoices.Create"), "it may still arrive")
	w.inShop(func(s *shop.Shop) { shoptest.Age(t, s.DB(), shop.LandingTime) })
	require.True(t, w.run(orders(0)), &w.out)
	w.checkBilled(1)
}

func TestOrders_settleInERPXT(t *testing.T) {
	t.Parallel()
	w := billed(t)
	require.True(t, w.run(orders(0)), &w.out)
	id := w.order()
	w.cards.Fail(faults.DropRequest().On("Invoices.Create"))
	require.False(t, w.run(orders(0)), &w.out)
	buyer := w.cards.Customers()[0].ID
	two := erpxt.Invoice{Description: "Order 1", PurchasingPartyID: buyer}
	made := w.cards.AddInvoices(two, two)
	require.False(t, w.run(orders(0)), &w.out)
	state, reason := w.state(id)
	assert.Equal(t, shop.OrderParked, state)
	assert.Contains(t, reason, "there are 2 invoices with this description")
	assert.Contains(t, w.out.String(), "look in ERP XT, then: eshop orders settle -database "+w.argument()+" 1 invoice/1 KEY")
	status, said := w.settleAs("1", "invoice/1", "K/1")
	assert.Equal(t, statusWork, status)
	assert.Contains(t, said, `"K/1" is not the ID of an invoice`)

	// A person deletes both, and lets the order go on.
	w.cards.DeleteInvoices(made...)
	w.settle(id, shop.NotThere)
	require.True(t, w.run(orders(0)), &w.out)
	w.checkBilled(1)
}

func TestAccounts_other(t *testing.T) {
	t.Parallel()
	w := billed(t)
	require.True(t, w.run(orders(1)), &w.out)
	w.cfg.accounts.name = resicoAccounts
	_, err := open(t.Context(), w.cfg, progress.New(io.Discard), w.connectors(w.cfg), slog.New(slog.DiscardHandler))
	assert.ErrorContains(t, err, "become invoices in ERP XT, and must not go to Resico as well: say -accounts erpxt")
	assert.True(t, isWrongUsage(err))
	w.cfg.accounts.name = erpxtAccounts
	w.cards = nil
	_, err = open(t.Context(), w.cfg, progress.New(io.Discard), w.connectors(w.cfg), slog.New(slog.DiscardHandler))
	assert.ErrorContains(t, err, "there is no ERP XT to bring the orders to")
}

func TestParse_accounts(t *testing.T) {
	t.Parallel()
	keys := func(names ...string) func(string) string {
		return func(name string) string {
			for _, n := range names {
				if n == name {
					return "invented"
				}
			}
			return ""
		}
	}
	realOnes := []string{"RESICO_CLIENT_CODE", "RESICO_CLIENT_KEY", "ERPXT_CLIENT_ID", "ERPXT_CLIENT_SECRET"}
	for name, test := range map[string]struct {
		accounts string
		env      []string
		problem  string
	}{
		"Resico":           {"resico", nil, ""},
		"ERP XT":           {"erpxt", nil, ""},
		"both real":        {"erpxt", realOnes, ""},
		"another":          {"sap", nil, `-accounts "sap": want resico or erpxt`},
		"real Resico only": {"erpxt", realOnes[:2], "needs ERPXT_CLIENT_ID and ERPXT_CLIENT_SECRET"},
		"real ERP XT only": {"erpxt", realOnes[2:], "would bring the demo's orders into the real ERP XT"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := parse([]string{"-accounts", test.accounts}, keys(test.env...), io.Discard)
			if test.problem != "" {
				assert.ErrorContains(t, err, test.problem)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, test.accounts == erpxtAccounts, c.accounts.inERPXT())
		})
	}
}
