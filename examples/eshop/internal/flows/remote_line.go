package flows

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// newItem is a line with the price at which it was sold, or why it cannot be on an invoice.
func newItem(l *shopinventory.OrderLine) (item shop.Item, problem string) {
	quantity, hasQuantity := l.Quantity.Get()
	price, hasPrice := l.UnitPriceGross.Get()
	name := fmt.Sprintf("the line %q", l.Name)
	switch {
	case l.ItemType != shopinventory.LineProduct:
		return item, fmt.Sprintf("%s is no product but a %s, and Resico takes no negative prices", name, l.ItemType)
	case strings.TrimSpace(l.SKU) == "":
		return item, name + " has no SKU"
	case !hasQuantity || !quantity.IsPositive():
		return item, name + " has no quantity above zero"
	case !hasPrice || price.IsNegative():
		return item, name + " has no price"
	}
	return shop.Item{SKU: l.SKU, Quantity: quantity, Price: shelfwire.Set(price)}, ""
}

// cent is by how much the lines and the total of an order may differ: MerchantPro rounds in another place.
var cent = shelfwire.MustDecimal("0.01")

// shipping is what the shipment costs, with the fee for cash on delivery where that is charged on top: whether it is,
// nobody documents, but only one of the two adds up to the total.
func (t *Terms) shipping(o *shopinventory.Order, lines shelfwire.Decimal) (amount shelfwire.Decimal, problem string) {
	total, _ := o.TotalAmount.Get()
	alone := o.ShippingAmount.Or(shelfwire.NewDecimal(0))
	for _, amount := range []shelfwire.Decimal{alone, alone.Add(o.ShippingCODAmount.Or(shelfwire.NewDecimal(0)))} {
		if lines.Add(amount).Sub(total).Abs().GreaterThan(cent) {
			continue
		}
		switch {
		case amount.IsNegative():
			return amount, "its shipment costs less than nothing"
		case amount.IsPositive() && t.ShippingSKU == "":
			return amount, "it is charged for its shipment, and no product is named that stands for that"
		}
		return amount, ""
	}
	return alone, fmt.Sprintf("its lines come to %s and its shipment to %s, and its total is %s", lines, alone, total)
}

// buyer is whom an order goes to. What is documented nowhere is left out.
func buyer(o *shopinventory.Order) shop.Customer {
	return shop.Customer{
		Email:   plain(o.CustomerEmail),
		Name:    cmp.Or(plain(o.Billing["name"]), plain(o.Shipping["name"])),
		Phone:   cmp.Or(plain(o.Shipping["phone"]), plain(o.Billing["phone"])),
		Address: cmp.Or(plain(o.Shipping["full_address"]), parts(o.Shipping, "city", "state", "country_name")),
	}
}

// parts joins the members of an address that are there.
func parts(address map[string]string, names ...string) string {
	var list []string
	for _, name := range names {
		if text := plain(address[name]); text != "" {
			list = append(list, text)
		}
	}
	return strings.Join(list, ", ")
}

// plain is a text on one line that every database takes.
func plain(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", " ")), " ")
}
