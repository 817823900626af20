package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// firstRemote is the number of the first order of the fake MerchantPro shop.
const firstRemote = 95_750_870

// restoreOrders puts back the orders that the shop knows.
func (m *MerchantPro) restoreOrders(ctx context.Context, s *shop.Shop) (known int, err error) {
	list, err := s.RemoteOrders(ctx, math.MaxInt32)
	if err != nil {
		return 0, err
	}
	for _, known := range list {
		var o shopinventory.Order
		if err := json.Unmarshal([]byte(known.Body), &o); err != nil {
			return 0, err
		}
		if known.State != shop.RemoteGone {
			m.Server.AddOrders(o)
		}
	}
	return len(list), nil
}

// openMerchantPro lets people order in a shop that is new: in all the states in which an order can be.
func openMerchantPro(server *shopinventorytest.Server, currency string, products int, seed uint64) {
	orderThere(server, currency, products, seed,
		shopinventory.Order{PaymentStatus: shopinventory.PaymentPaid, PaymentMethodCode: "card"},
		shopinventory.Order{ // of which somebody has written the invoice
			PaymentStatus: shopinventory.PaymentPaid, PaymentMethodCode: "card", Created: time.Now().AddDate(0, 0, -1)},
		shopinventory.Order{PaymentStatus: shopinventory.PaymentAwaiting, PaymentMethodCode: "wire"},
		shopinventory.Order{PaymentStatus: shopinventory.PaymentAwaiting, PaymentMethodCode: "cash_delivery",
			ShippingStatus: shopinventory.ShippingConfirmed},
		shopinventory.Order{PaymentStatus: shopinventory.PaymentFailed, PaymentMethodCode: "card"},
		shopinventory.Order{PaymentStatus: shopinventory.PaymentPaid, PaymentMethodCode: "card"},
	)
}

// touchMerchantPro lets two people order, and one pay, as happens between two runs.
func touchMerchantPro(server *shopinventorytest.Server, currency string, products int, seed uint64) {
	for _, o := range server.Orders() {
		if o.PaymentStatus == shopinventory.PaymentAwaiting && o.PaymentMethodCode == "wire" {
			server.SetOrder(o.ID, func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentPaid })
			break
		}
	}
	orderThere(server, currency, products, seed,
		shopinventory.Order{PaymentStatus: shopinventory.PaymentPaid, PaymentMethodCode: "card"},
		shopinventory.Order{PaymentStatus: shopinventory.PaymentAwaiting, PaymentMethodCode: "wire"},
	)
}

// orderThere fills orders in, and adds them.
func orderThere(
	server *shopinventorytest.Server, currency string, products int, seed uint64, orders ...shopinventory.Order,
) {
	n := len(server.Orders())
	for i := range orders {
		orders[i].Currency = currency
		fillOrder(&orders[i], n+i, products, seed)
	}
	server.AddOrders(orders...)
}

// fillOrder gives the order with a number a buyer and one or two lines. Their shipment is free.
func fillOrder(o *shopinventory.Order, n, products int, seed uint64) {
	o.ID, o.SysID, o.PublicCode = strconv.Itoa(firstRemote+n)+".1", int64(n+1), fmt.Sprintf("MP-%05d", n+1)
	o.CustomerEmail = fmt.Sprintf("shopper%02d@shop.example", n%people+1)
	o.Billing = map[string]string{"name": fmt.Sprintf("Example Shopper %02d", n%people+1)}
	o.Shipping = map[string]string{
		"phone": fmt.Sprintf("+371112000%02d", n%people+1), "full_address": fmt.Sprintf("Shopper Street %d, Riga", n%people+1),
	}
	o.ShippingAmount = shelfwire.Set(shelfwire.NewDecimal(0))
	total := shelfwire.NewDecimal(0)
	for i := range products {
		p := product((n*5+i)%products, seed)
		price, priced := p.Price.Get()
		if active, _ := p.Active.Get(); !active || !priced {
			continue
		}
		quantity := shelfwire.NewDecimal(int64(1 + len(o.Lines)))
		o.Lines = append(o.Lines, shopinventory.OrderLine{
			ItemType: shopinventory.LineProduct, SKU: p.SKU, Name: p.Name,
			Quantity: shelfwire.Set(quantity), UnitPriceGross: shelfwire.Set(price),
		})
		total = total.Add(price.Mul(quantity))
		if len(o.Lines) > n%2 {
			break
		}
	}
	o.TotalAmount, o.HasLines = shelfwire.Set(total), true
}
