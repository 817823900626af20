package flows

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// Terms are when an order of a channel is placed, and what its invoice can hold.
type Terms struct {
	Currency      string   // of the invoices, such as "EUR"
	InvoiceUnpaid []string // methods of payment, such as "cash_delivery", whose orders are placed when their shipment begins
	ShippingSKU   string   // of the product that stands for the shipment on an invoice; empty for none
}

// read turns an order into what the shop stores of it.
func (t *Terms) read(o *shopinventory.Order) shop.RemoteOrder {
	body, _ := json.Marshal(o) // which an order that was decoded always has
	r := shop.RemoteOrder{
		Remote: shop.Remote{
			Channel: MerchantPro, ID: o.ID, IsUnpaid: o.PaymentStatus != shopinventory.PaymentPaid,
		},
		SysID: o.SysID, PublicCode: o.PublicCode, Created: o.Created,
		PaymentStatus: string(o.PaymentStatus), ShippingStatus: string(o.ShippingStatus),
		Body: string(body), Content: content(o), Buyer: invoiced(o), Reversed: reversed(o), IsDue: t.isDue(o),
	}
	if r.Reversed == "" && o.ReturnSourceID == 0 && o.ParentID == 0 { // the parent of one that was split takes its goods
		r.Takes = takes(o.Lines)
	}
	switch problem := outOfOrder(o); {
	case problem != "":
		r.Problem = problem
	case r.IsDue:
		r.Order, r.Problem = t.newOrder(o)
	}
	return r
}

// isDue reports whether an order can be placed: it is paid, or it is paid later and the parcel, in which the invoice
// travels, is being made up.
func (t *Terms) isDue(o *shopinventory.Order) bool {
	switch {
	case o.PaymentStatus == shopinventory.PaymentPaid:
		return true
	case o.PaymentStatus != shopinventory.PaymentAwaiting || !slices.Contains(t.InvoiceUnpaid, o.PaymentMethodCode):
		return false
	}
	switch o.ShippingStatus {
	case shopinventory.ShippingConfirmed, shopinventory.ShippingInProcess, shopinventory.ShippingShipped,
		shopinventory.ShippingDelivered: // between two runs
		return true
	default:
		return false
	}
}

// outOfOrder says why a person has to look at an order, paid or not.
func outOfOrder(o *shopinventory.Order) string {
	switch {
	case o.ReturnSourceID != 0:
		return fmt.Sprintf("it returns goods of the order %d", o.ReturnSourceID)
	case o.ParentID != 0:
		return fmt.Sprintf("it was split from the order %d", o.ParentID)
	case len(o.Unread) > 0:
		return "a part of it could not be read: " + o.Unread[0].Field
	case o.Created.IsZero():
		return "it does not say when it was created"
	default:
		return ""
	}
}

// reversed says that an order was taken back; empty when it was not.
func reversed(o *shopinventory.Order) string {
	var list []string
	switch o.PaymentStatus {
	case shopinventory.PaymentCancelled, shopinventory.PaymentRefunded, shopinventory.PaymentFailed, shopinventory.PaymentRejected:
		list = append(list, "its payment is "+string(o.PaymentStatus))
	default:
	}
	switch o.ShippingStatus {
	case shopinventory.ShippingCancelled, shopinventory.ShippingReturned:
		list = append(list, "its shipment is "+string(o.ShippingStatus))
	default:
	}
	if returns, _ := o.HasReturns.Get(); returns {
		list = append(list, "goods of it were returned")
	}
	return strings.Join(list, ", ")
}

// content is what an order is for: its lines and its total, however the numbers are written. It is empty when a part of
// that did not come.
func content(o *shopinventory.Order) string {
	if !o.HasLines || len(o.Unread) > 0 {
		return ""
	}
	parts := []string{number(o.TotalAmount) + " " + o.Currency, "shipping " + number(o.ShippingAmount)}
	for _, l := range o.Lines {
		parts = append(parts, fmt.Sprintf("%s %q %s × %s", l.ItemType, l.SKU, number(l.Quantity), number(l.UnitPriceGross)))
	}
	return strings.Join(parts, "\n")
}

// invoiced is what the flows to the accounts send of the buyer, but for the phone, which says nothing of who is invoiced. It is
// not known when a part of the order could not be read, which another part may stand in for.
func invoiced(o *shopinventory.Order) shop.Buyer {
	if len(o.Unread) > 0 {
		return shop.Buyer{}
	}
	c := buyer(o)
	return shop.Buyer{Name: c.Name, Email: c.Email, Address: c.Address}
}

// takes is what lines take from the stock.
func takes(lines []shopinventory.OrderLine) (list []shop.Quantity) {
	for i := range lines {
		l := &lines[i]
		quantity, _ := l.Quantity.Get()
		if l.ItemType == shopinventory.LineProduct && strings.TrimSpace(l.SKU) != "" && quantity.IsPositive() {
			list = append(list, shop.Quantity{SKU: l.SKU, Quantity: quantity})
		}
	}
	return list
}

// number is an amount in one form, however many zeros it came with.
func number(o shelfwire.Opt[shelfwire.Decimal]) string {
	d, ok := o.Get()
	if !ok {
		return "none"
	}
	return d.StringFixed(6)
}

// newOrder is the order to place, or why it cannot be.
func (t *Terms) newOrder(o *shopinventory.Order) (n shop.NewOrder, problem string) {
	if problem := t.checkHead(o); problem != "" {
		return n, problem
	}
	n = shop.NewOrder{Customer: buyer(o), PlacedAt: time.Now()}
	switch {
	case n.Customer.Email == "":
		return n, "it has no e-mail address, by which customers are told apart"
	case n.Customer.Name == "":
		return n, "it does not say the name of the buyer"
	}
	sum := shelfwire.NewDecimal(0)
	for i := range o.Lines {
		item, problem := newItem(&o.Lines[i])
		if problem != "" {
			return n, problem
		}
		price, _ := item.Price.Get()
		sum = sum.Add(price.Mul(item.Quantity))
		n.Items = append(n.Items, item)
	}
	shipping, problem := t.shipping(o, sum)
	if shipping.IsPositive() {
		n.Items = append(n.Items, shop.Item{
			SKU: t.ShippingSKU, Quantity: shelfwire.NewDecimal(1), Price: shelfwire.Set(shipping),
		})
	}
	return n, problem
}

// checkHead says what is wrong with an order that is due, apart from its lines.
func (t *Terms) checkHead(o *shopinventory.Order) string {
	_, hasTotal := o.TotalAmount.Get()
	switch wrong := reversed(o); {
	case wrong != "":
		return "it is due, but " + wrong
	case o.Currency != t.Currency:
		return fmt.Sprintf("its currency is %q, and invoices are in %s", o.Currency, t.Currency)
	case !o.HasLines || len(o.Lines) == 0:
		return "it has no lines"
	case !hasTotal:
		return "it does not say its total"
	default:
		return ""
	}
}
