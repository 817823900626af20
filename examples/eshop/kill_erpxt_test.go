package main

import (
	"fmt"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// erpxtBooks are those of ERP XT. The program looks there itself for what is unclear, and no person is asked.
type erpxtBooks struct{}

func (erpxtBooks) name() string { return erpxtAccounts }

func (erpxtBooks) calls(there *demo.State) map[string]int { return there.ERPXT.Calls }

func (erpxtBooks) title(o shop.Order) string { return fmt.Sprintf("Order %d", o.ID) }

func (erpxtBooks) read(there *demo.State) (customers []string, invoices map[string][]invoice) {
	buyers := map[int64]string{}
	for _, c := range there.ERPXT.Customers {
		buyers[c.ID] = buyerText(c.Email, c.Name, c.Address)
		customers = append(customers, buyers[c.ID])
	}
	invoices = map[string][]invoice{}
	for _, i := range there.ERPXT.Invoices {
		head := []string{"of " + buyers[i.Customer], "a draft", sumText(i.Gross, i.VAT)}
		if i.Confirmed {
			head[1] = "confirmed as " + i.Number
		}
		invoices[i.Description] = append(invoices[i.Description], invoice{i.ID, append(head, printed(i.Lines)...)})
	}
	return customers, invoices
}

// want adds up the order. All products of the demo have the full rate, of 23 %, in their prices.
func (erpxtBooks) want(o shop.Order) invoice {
	gross, vat := shelfwire.NewDecimal(0), shelfwire.NewDecimal(0)
	for _, l := range o.Lines {
		value := l.Price.Mul(l.Quantity).Round(2)
		gross, vat = gross.Add(value), vat.Add(value.Mul(shelfwire.NewDecimal(23)).DivRound(shelfwire.NewDecimal(123), 2))
	}
	return invoice{o.InvoiceID, append([]string{
		"of " + buyerText(o.Customer.Email, o.Customer.Name, o.Customer.Address),
		"confirmed as " + o.InvoiceNumber, sumText(gross, vat),
	}, wanted(o)...)}
}

func buyerText(email, name, address string) string {
	return fmt.Sprintf("%s, %s, %s", email, name, address)
}

func sumText(gross, vat shelfwire.Decimal) string {
	return fmt.Sprintf("%s with VAT of %s", gross.StringFixed(2), vat.StringFixed(2))
}

// checkWaiting: an order waits only for a request that may still arrive and has made nothing yet: what is there was found.
func (erpxtBooks) checkWaiting(b *battle, o shop.Order, found []invoice) {
	b.t.Helper()
	assert.Equal(b.t, shop.OrderOpen, o.State, "%s: %s", o.Title(), o.Reason)
	assert.Contains(b.t, o.Reason, "it is looked for until", o.Title())
	assert.Empty(b.t, found, o.Title())
}

// goOn lets so much time pass that nothing can arrive any more.
func (erpxtBooks) goOn(b *battle, _ []shop.Order) {
	b.t.Helper()
	b.withShop(func(s *shop.Shop) { shoptest.Age(b.t, s.DB(), shop.LandingTime) })
}

func (erpxtBooks) checkEnd(b *battle, there *demo.State) {
	b.t.Helper()
	assert.Empty(b.t, there.Resico.Invoices, "nothing of it goes to Resico")
}
