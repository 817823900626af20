package main

import (
	"fmt"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// books are the accounts in which the orders become invoices, as a checker sees them.
type books interface {
	name() string // as -accounts takes it

	// read returns the customers there, each by what tells customers apart, and the invoices by the order that they name.
	read(there *demo.State) (customers []string, invoices map[string][]invoice)
	calls(there *demo.State) map[string]int // by operation
	title(o shop.Order) string              // as an invoice names it
	want(o shop.Order) invoice              // that of an order that was sent
	checkWaiting(b *battle, o shop.Order, found []invoice)

	goOn(b *battle, waiting []shop.Order) // does what these orders wait for
	checkEnd(b *battle, there *demo.State)
}

// invoice is one in the accounts: whose it is, and what it says, the lines last.
type invoice struct {
	id   int64
	says []string
}

// wanted are the lines of an order, as text.
func wanted(o shop.Order) (list []string) {
	for _, l := range o.Lines {
		list = append(list, lineText(l.SKU, l.Quantity, l.Price))
	}
	return list
}

// printed are the lines of an invoice likewise.
func printed(lines []demo.LineState) (list []string) {
	for _, l := range lines {
		list = append(list, lineText(l.SKU, l.Quantity, l.Price))
	}
	return list
}

func lineText(sku string, quantity, price shelfwire.Decimal) string {
	return fmt.Sprintf("%s × %s at %s", sku, quantity.StringFixed(3), price.StringFixed(2))
}
