package flows_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// pickUp is a shop with the products A, B and SHIPPING, a MerchantPro shop, and the flow between them.
type pickUp struct {
	*flows.PickUpOrders

	t      *testing.T
	server *shopinventorytest.Server
	placed []int64  // whose jobs were added
	parked []string // that were put before a person
}

// absent is an amount that did not come.
var absent shelfwire.Opt[shelfwire.Decimal]

func newPickUp(t *testing.T) *pickUp {
	t.Helper()
	s := openShop(t)
	var products []shop.Product
	for _, sku := range []string{"A", "B", "SHIPPING"} {
		products = append(products, shop.Product{SKU: sku, Name: "Product " + sku, VAT: "A", Price: amount("12.50"), Active: shelfwire.Set(sku != "B")})
	}
	products = append(products, shop.Product{SKU: "NO-VAT", Name: "Without a code"})
	require.NoError(t, s.SaveProducts(t.Context(), time.Now(), products))
	require.NoError(t, s.SetMark(t.Context(), "products", time.Now()))
	p := &pickUp{t: t, server: shopinventorytest.NewServer(t)}
	p.PickUpOrders = &flows.PickUpOrders{
		Shop: s, Orders: p.server.Client(nil).Orders, Terms: flows.Terms{Currency: "EUR"}, Since: time.Now().Add(-time.Minute),
		Placed: func(_ context.Context, _ *sql.Tx, order int64) error {
			p.placed = append(p.placed, order)
			return nil
		},
		Parked:   func(r shop.Remote, reason string) { p.parked = append(p.parked, r.ID+": "+reason) },
		Progress: none,
	}
	return p
}

// paid is an order for 30 euros, paid, which nothing speaks against.
func paid(change ...func(*shopinventory.Order)) shopinventory.Order {
	o := shopinventory.Order{
		PaymentStatus: shopinventory.PaymentPaid, PaymentMethodCode: "card", Currency: "EUR",
		CustomerEmail: "Shopper@shop.example", Billing: map[string]string{"name": "Example  Shopper"},
		Shipping:       map[string]string{"phone": "+37111000001", "city": "Riga", "country_name": "Latvia"},
		ShippingAmount: amount("0"), TotalAmount: amount("30.00"),
		Lines: []shopinventory.OrderLine{
			{ItemType: shopinventory.LineProduct, SKU: "A", Name: "Product A", Quantity: amount("2"), UnitPriceGross: amount("10.0000")},
			{ItemType: shopinventory.LineProduct, SKU: "B", Name: "Product B", Quantity: amount("1"), UnitPriceGross: amount("10")},
		},
	}
	for _, c := range change {
		c(&o)
	}
	return o
}

func (p *pickUp) run() flows.PickedUp {
	p.t.Helper()
	done, err := p.Run(p.t.Context(), true)
	require.NoError(p.t, err)
	return done
}

// state is what has become of an order, and why.
func (p *pickUp) state(id string) (state shop.RemoteState, reason string) {
	p.t.Helper()
	list, err := p.Shop.RemoteOrders(p.t.Context(), 1000)
	require.NoError(p.t, err)
	for _, o := range list {
		if o.ID == id {
			return o.State, o.Reason
		}
	}
	return "", ""
}

func TestPickUpOrders(t *testing.T) {
	t.Parallel()
	p := newPickUp(t)
	p.server.AddOrders(paid(func(o *shopinventory.Order) { o.ID = "95750870.3" }))
	assert.Equal(t, flows.PickedUp{Read: 1, New: 1, Placed: 1}, p.run())
	require.Equal(t, []int64{1}, p.placed)
	o, err := p.Shop.Order(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, "Order 1, MerchantPro 95750870.3", o.Title())
	assert.Equal(t, shop.Remote{Channel: "MerchantPro", ID: "95750870.3"}, o.Remote)
	assert.Equal(t, shop.Customer{
		ID: 1, Email: "shopper@shop.example", Name: "Example Shopper", Phone: "+37111000001", Address: "Riga, Latvia",
	}, o.Customer)
	assert.WithinDuration(t, time.Now(), o.PlacedAt, time.Minute)
	require.Len(t, o.Lines, 2)
	assert.Equal(t, "A 2 × 10.0000 A, B 1 × 10 A", fmt.Sprintf("%s %s × %s %s, %s %s × %s %s",
		o.Lines[0].SKU, o.Lines[0].Quantity, o.Lines[0].Price, o.Lines[0].VAT,
		o.Lines[1].SKU, o.Lines[1].Quantity, o.Lines[1].Price, o.Lines[1].VAT), "at the prices sold, also what is off sale")

	assert.Equal(t, flows.PickedUp{Read: 1}, p.run(), "the overlap brings it again, and nothing comes of it")
	assert.Len(t, p.placed, 1)
	assert.Equal(t, 2, p.server.Calls(), "what a walk has read is not read again by its number")
}

// What the orders of a shop take from the stock here before they are orders here.
func TestPickUpOrders_takes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*shopinventory.Order)
		left   string // of ten
	}{
		"waits":                  {func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentAwaiting }, "8"},
		"is paid in dollars":     {func(o *shopinventory.Order) { o.Currency = "USD" }, "8"},
		"is placed":              {func(*shopinventory.Order) {}, "8"},
		"has no price":           {func(o *shopinventory.Order) { o.Lines[0].UnitPriceGross = absent }, "8"},
		"has no quantity":        {func(o *shopinventory.Order) { o.Lines[0].Quantity = absent }, "10"},
		"has less than nothing":  {func(o *shopinventory.Order) { o.Lines[0].Quantity = amount("-2") }, "10"},
		"is a reduction":         {func(o *shopinventory.Order) { o.Lines[0].ItemType = "coupon" }, "10"},
		"has no SKU":             {func(o *shopinventory.Order) { o.Lines[0].SKU = " " }, "10"},
		"is cancelled":           {func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentCancelled }, "10"},
		"returns goods":          {func(o *shopinventory.Order) { o.ReturnSourceID = 3 }, "10"},
		"was split from another": {func(o *shopinventory.Order) { o.ParentID = 3 }, "10"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPickUp(t)
			_, err := p.Shop.SaveBalances(t.Context(), time.Now(), []shop.Balance{{SKU: "A", Total: amount("10")}})
			require.NoError(t, err)
			p.server.AddOrders(paid(c.change))
			p.run()
			left, known, err := p.Shop.Available(t.Context(), "A")
			require.NoError(t, err)
			require.True(t, known)
			assert.Equal(t, c.left, left.String())
		})
	}
}

// Each reason for which an order is put before a person. Nothing is placed.
func TestPickUpOrders_parks(t *testing.T) {
	t.Parallel()
	line := func(change func(*shopinventory.OrderLine)) func(*shopinventory.Order) {
		return func(o *shopinventory.Order) { change(&o.Lines[1]) }
	}
	for name, test := range map[string]struct {
		change func(*shopinventory.Order)
		reason string
	}{
		"a return":         {func(o *shopinventory.Order) { o.ReturnSourceID = 7 }, "it returns goods of the order 7"},
		"an unpaid return": {func(o *shopinventory.Order) { o.ReturnSourceID, o.PaymentStatus = 7, "awaiting" }, "it returns goods of the order 7"},
		"a split":          {func(o *shopinventory.Order) { o.ParentID = 8 }, "it was split from the order 8"},
		"cancelled":        {func(o *shopinventory.Order) { o.ShippingStatus = "cancelled" }, "it is due, but its shipment is cancelled"},
		"returned":         {func(o *shopinventory.Order) { o.HasReturns = shelfwire.Set(true) }, "it is due, but goods of it were returned"},
		"currency":         {func(o *shopinventory.Order) { o.Currency = "RON" }, `its currency is "RON", and invoices are in EUR`},
		"no lines":         {func(o *shopinventory.Order) { o.Lines = nil }, "it has no lines"},
		"no total":         {func(o *shopinventory.Order) { o.TotalAmount = shelfwire.Opt[shelfwire.Decimal]{} }, "it does not say its total"},
		"no e-mail":        {func(o *shopinventory.Order) { o.CustomerEmail = " " }, "it has no e-mail address, by which customers are told apart"},
		"no name":          {func(o *shopinventory.Order) { o.Billing = nil }, "it does not say the name of the buyer"},
		"a coupon": {line(func(l *shopinventory.OrderLine) { l.ItemType, l.Name = shopinventory.LineCoupon, "SPRING" }),
			`the line "SPRING" is no product but a coupon, and Resico takes no negative prices`},
		"no SKU":            {line(func(l *shopinventory.OrderLine) { l.SKU = " " }), `the line "Product B" has no SKU`},
		"unknown SKU":       {line(func(l *shopinventory.OrderLine) { l.SKU = "C" }), "the product C is not in Resico"},
		"SKU without VAT":   {line(func(l *shopinventory.OrderLine) { l.SKU = "NO-VAT" }), "the product NO-VAT has no VAT code in Resico"},
		"no quantity":       {line(func(l *shopinventory.OrderLine) { l.Quantity = shelfwire.Opt[shelfwire.Decimal]{} }), `the line "Product B" has no quantity above zero`},
		"quantity of zero":  {line(func(l *shopinventory.OrderLine) { l.Quantity = amount("0") }), `the line "Product B" has no quantity above zero`},
		"no price":          {line(func(l *shopinventory.OrderLine) { l.UnitPriceGross = shelfwire.Opt[shelfwire.Decimal]{} }), `the line "Product B" has no price`},
		"negative price":    {line(func(l *shopinventory.OrderLine) { l.UnitPriceGross = amount("-1") }), `the line "Product B" has no price`},
		"too little":        {func(o *shopinventory.Order) { o.TotalAmount = amount("29.98") }, "its lines come to 30.0000 and its shipment to 0, and its total is 29.98"},
		"too much":          {func(o *shopinventory.Order) { o.TotalAmount = amount("30.02") }, "its lines come to 30.0000 and its shipment to 0, and its total is 30.02"},
		"shipping, no SKU":  {shipped("4.99", "", "34.99"), "it is charged for its shipment, and no product is named that stands for that"},
		"shipping below":    {shipped("-1", "", "29"), "its shipment costs less than nothing"},
		"neither with fee":  {shipped("4.99", "2", "33.00"), "its lines come to 30.0000 and its shipment to 4.99, and its total is 33.00"},
		"unreadable number": {nil, "a part of it could not be read: total_amount"},
		"unreadable day":    {nil, "a part of it could not be read: date_created"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPickUp(t)
			o := paid()
			if test.change != nil {
				test.change(&o)
			}
			for member, of := range map[string]string{"total_amount": "unreadable number", "date_created": "unreadable day"} {
				if name == of {
					p.server.Fail(faults.Edit(spoil(member)).Always())
				}
			}
			id := p.server.AddOrders(o)[0]
			assert.Equal(t, flows.PickedUp{Read: 1, New: 1, Parked: 1}, p.run())
			state, reason := p.state(id)
			assert.Equal(t, shop.RemoteParked, state)
			assert.Equal(t, test.reason, reason)
			assert.Equal(t, []string{id + ": " + test.reason}, p.parked)
			p.server.ClearFaults()
			p.server.SetOrder(id, func(o *shopinventory.Order) {
				*o = paid(func(n *shopinventory.Order) { n.ID, n.Created = id, o.Created })
			})
			assert.Equal(t, flows.PickedUp{Read: 1}, p.run(), "what was put right waits until a person has said so")
			assert.Empty(t, p.placed)
			counts, err := p.Shop.CountOrders(t.Context())
			require.NoError(t, err)
			assert.Empty(t, counts)

			remote := shop.Remote{Channel: flows.MerchantPro, ID: id}
			require.NoError(t, settleRemote(t, p.Shop, remote, shop.NotThere))
			p.run()
			assert.Len(t, p.placed, 1)
			require.ErrorIs(t, settleRemote(t, p.Shop, remote, shop.NotThere), shop.ErrNothingToSettle)
		})
	}
}

func shipped(shipping, fee, total string) func(*shopinventory.Order) {
	return func(o *shopinventory.Order) {
		o.ShippingAmount, o.TotalAmount = amount(shipping), amount(total)
		if fee != "" {
			o.ShippingCODAmount = amount(fee)
		}
	}
}

// The shipment is a line, with the fee for cash on delivery where only that adds up.
func TestPickUpOrders_shipping(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ shipping, fee, total, want string }{
		"alone":               {"4.99", "", "34.99", "4.99"},
		"a cent less":         {"4.99", "", "34.98", "4.99"},
		"a cent more":         {"4.99", "", "35.00", "4.99"},
		"the fee is in it":    {"4.99", "2.00", "34.99", "4.99"},
		"the fee is on top":   {"4.99", "2.00", "36.99", "6.99"},
		"the fee on its own":  {"0", "2.00", "32.00", "2.00"},
		"nothing of the sort": {"0", "2.00", "30.00", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPickUp(t)
			p.Terms.ShippingSKU = "SHIPPING"
			p.server.AddOrders(paid(shipped(test.shipping, test.fee, test.total)))
			require.Equal(t, 1, p.run().Placed, p.parked)
			o, err := p.Shop.Order(t.Context(), p.placed[0])
			require.NoError(t, err)
			if test.want == "" {
				assert.Len(t, o.Lines, 2)
				return
			}
			require.Len(t, o.Lines, 3)
			assert.Equal(t, "SHIPPING", o.Lines[2].SKU)
			assert.Equal(t, test.want+" 1", o.Lines[2].Price.String()+" "+o.Lines[2].Quantity.String())
		})
	}
}

// When an order is placed.
func TestPickUpOrders_due(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		payment, shipping, method string
		unpaid                    []string
		isPlaced                  bool
	}{
		"paid":                      {"paid", "awaiting", "card", nil, true},
		"awaiting":                  {"awaiting", "shipped", "cash_delivery", nil, false},
		"cash, not confirmed":       {"awaiting", "awaiting", "cash_delivery", []string{"wire", "cash_delivery"}, false},
		"cash, confirmed":           {"awaiting", "confirmed", "cash_delivery", []string{"wire", "cash_delivery"}, true},
		"cash, in process":          {"awaiting", "in_process", "cash_delivery", []string{"cash_delivery"}, true},
		"cash, shipped":             {"awaiting", "shipped", "cash_delivery", []string{"cash_delivery"}, true},
		"cash, delivered meanwhile": {"awaiting", "delivered", "cash_delivery", []string{"cash_delivery"}, true},
		"cash, cancelled":           {"awaiting", "cancelled", "cash_delivery", []string{"cash_delivery"}, false},
		"cash, failed":              {"failed", "shipped", "cash_delivery", []string{"cash_delivery"}, false},
		"another method":            {"awaiting", "shipped", "wire", []string{"cash_delivery"}, false},
		"temporary":                 {"temporary", "awaiting", "card", []string{"card"}, false},
		"of a status to come":       {"pending", "shipped", "card", []string{"card"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPickUp(t)
			p.Terms.InvoiceUnpaid = test.unpaid
			p.server.AddOrders(paid(func(o *shopinventory.Order) {
				o.PaymentStatus, o.ShippingStatus = shopinventory.PaymentStatus(test.payment), shopinventory.ShippingStatus(test.shipping)
				o.PaymentMethodCode = test.method
			}))
			assert.Equal(t, map[bool]int{true: 1}[test.isPlaced], p.run().Placed)
			if test.isPlaced {
				o, err := p.Shop.Order(t.Context(), 1)
				require.NoError(t, err)
				assert.Equal(t, test.payment != "paid", o.Remote.IsUnpaid)
			}
			counts, err := p.Shop.CountRemote(t.Context(), time.Now())
			require.NoError(t, err)
			assert.Equal(t, map[bool]int{false: 1}[test.isPlaced], counts.Waiting)
		})
	}
}

// spoil makes a member of a response unreadable.
func spoil(member string) func([]byte) []byte {
	return func(body []byte) []byte { return spoilMember(body, member) }
}

// Fifty paid orders of the last three days: the first run invoices none, and neither does a later one.
func TestPickUpOrders_firstRun(t *testing.T) {
	t.Parallel()
	p := newPickUp(t)
	p.Since = time.Time{}
	for i := range 50 {
		p.server.AddOrders(paid(func(o *shopinventory.Order) {
			o.Created = time.Now().Add(-time.Duration(i)*86*time.Minute - time.Second)
		}))
	}
	assert.Equal(t, flows.PickedUp{Read: 50}, p.run())
	for _, o := range p.server.Orders() { // whatever becomes of them
		p.server.SetOrder(o.ID, func(o *shopinventory.Order) { o.TotalAmount, o.ShippingStatus = amount("31"), "cancelled" })
	}
	assert.Equal(t, flows.PickedUp{Read: 50}, p.run())
	id := p.server.AddOrders(paid())[0]
	assert.Equal(t, flows.PickedUp{Read: 51, New: 1, Placed: 1}, p.run(), "the first one that counts")
	state, _ := p.state(id)
	assert.Equal(t, shop.RemotePlaced, state)
	counts, err := p.Shop.CountRemote(t.Context(), time.Time{})
	require.NoError(t, err)
	assert.Equal(t, shop.RemoteCounts{}, counts, "nothing of it waits, or is for a person")

	p.Since = time.Now().AddDate(0, 0, -30)
	_, err = p.Run(t.Context(), true)
	require.ErrorIs(t, err, flows.ErrStarted, "it is too late to change one's mind")
	assert.Len(t, p.placed, 1)
}

// What changes after the order was placed is put before a person, once, and nothing is sent.
func TestPickUpOrders_changed(t *testing.T) {
	t.Parallel()
	const before = "after it was placed here: "
	for name, test := range map[string]struct {
		change func(*shopinventory.Order)
		reason string // empty for none
	}{
		"shipped":             {func(o *shopinventory.Order) { o.ShippingStatus = "delivered" }, ""},
		"other zeros":         {func(o *shopinventory.Order) { o.TotalAmount = amount("30") }, ""},
		"another total":       {func(o *shopinventory.Order) { o.TotalAmount = amount("31") }, before + "its lines or its total have changed"},
		"another quantity":    {func(o *shopinventory.Order) { o.Lines[0].Quantity = amount("3") }, before + "its lines or its total have changed"},
		"a line less":         {func(o *shopinventory.Order) { o.Lines = o.Lines[:1] }, before + "its lines or its total have changed"},
		"cancelled":           {func(o *shopinventory.Order) { o.ShippingStatus = "cancelled" }, before + "its shipment is cancelled"},
		"returned":            {func(o *shopinventory.Order) { o.ShippingStatus = "returned" }, before + "its shipment is returned"},
		"refunded":            {func(o *shopinventory.Order) { o.PaymentStatus = "refunded" }, before + "its payment is refunded"},
		"not paid any more":   {func(o *shopinventory.Order) { o.PaymentStatus = "awaiting" }, before + "its payment is awaiting"},
		"payment cancelled":   {func(o *shopinventory.Order) { o.PaymentStatus = "cancelled" }, before + "its payment is cancelled"},
		"goods were returned": {func(o *shopinventory.Order) { o.HasReturns = shelfwire.Set(true) }, before + "goods of it were returned"},
		"another name": {func(o *shopinventory.Order) { o.Billing["name"] = "Another Shopper" },
			before + "the name of its buyer has changed"},
		"another e-mail": {func(o *shopinventory.Order) { o.CustomerEmail = "another@shop.example" },
			before + "the e-mail address of its buyer has changed"},
		"another town": {func(o *shopinventory.Order) { o.Shipping["city"] = "Liepaja" },
			before + "the address of its buyer has changed"},
		"an address in one": {func(o *shopinventory.Order) { o.Shipping["full_address"] = "Oak Street 1, Riga" },
			before + "the address of its buyer has changed"},
		"no address": {func(o *shopinventory.Order) { o.Shipping = nil }, before + "the address of its buyer has changed"},
		"no name, which the other address has": {func(o *shopinventory.Order) {
			delete(o.Billing, "name")
			o.Shipping["name"] = "Another Shopper"
		}, before + "the name of its buyer has changed"},
		"other spaces": {func(o *shopinventory.Order) {
			o.CustomerEmail, o.Billing["name"], o.Shipping["city"] = " shopper@SHOP.example", "Example Shopper ", "Riga "
		}, ""},
		"another phone": {func(o *shopinventory.Order) { o.Shipping["phone"] = "+37111000002" }, ""},
		"what no invoice carries": {func(o *shopinventory.Order) {
			o.Billing["city"], o.Shipping["name"], o.Shipping["awb"], o.CustomerNote = "Liepaja", "A Neighbour", "7", "in a hurry"
		}, ""},
		"both": {func(o *shopinventory.Order) { o.PaymentStatus, o.TotalAmount = "refunded", amount("1") },
			before + "its payment is refunded; its lines or its total have changed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPickUp(t)
			id := p.server.AddOrders(paid())[0]
			require.Equal(t, 1, p.run().Placed)
			p.server.SetOrder(id, test.change)
			wantParked := map[bool]int{true: 1}[test.reason != ""]
			assert.Equal(t, wantParked, p.run().Parked)
			assert.Zero(t, p.run().Parked, "once")
			_, reason := p.state(id)
			assert.Equal(t, test.reason, reason)
			assert.Len(t, p.placed, 1)
			if wantParked == 1 {
				remote := shop.Remote{Channel: flows.MerchantPro, ID: id}
				require.ErrorIs(t, settleRemote(t, p.Shop, remote, shop.NotThere), shop.ErrNothingToSettle, "it has its invoice")
				require.NoError(t, settleRemote(t, p.Shop, remote, shop.Dealt))
				state, _ := p.state(id)
				assert.Equal(t, shop.RemoteClosed, state)
			}
		})
	}
}

// One that is paid on delivery is not asked about because it still waits for that, and neither when it is paid.
func TestPickUpOrders_changed_unpaid(t *testing.T) {
	t.Parallel()
	p := newPickUp(t)
	p.Terms.InvoiceUnpaid = []string{"cash_delivery"}
	id := p.server.AddOrders(paid(func(o *shopinventory.Order) {
		o.PaymentStatus, o.PaymentMethodCode, o.ShippingStatus = "awaiting", "cash_delivery", "shipped"
	}))[0]
	require.Equal(t, 1, p.run().Placed)
	for _, status := range []shopinventory.PaymentStatus{"awaiting", "paid"} {
		p.server.SetOrder(id, func(o *shopinventory.Order) { o.PaymentStatus = status })
		assert.Zero(t, p.run().Parked, status)
	}
}

// An order that is deleted there after it was placed is put before a person like any other change, and said.
func TestPickUpOrders_changed_deleted(t *testing.T) {
	t.Parallel()
	p := newPickUp(t)
	waits := paid(func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentAwaiting })
	ids := p.server.AddOrders(paid(), waits)
	require.Equal(t, 1, p.run().Placed)
	p.server.DeleteOrders(ids...)
	assert.Equal(t, 1, p.run().Parked)
	assert.Equal(t, []string{ids[0] + ": after it was placed here: the channel has it no longer"}, p.parked)
	assert.Zero(t, p.run().Parked, "once")
	assert.Len(t, p.parked, 1)
}

// What cannot be read this time has not changed.
func TestPickUpOrders_changed_unread(t *testing.T) {
	t.Parallel()
	p := newPickUp(t)
	p.server.AddOrders(paid())
	require.Equal(t, 1, p.run().Placed)
	p.server.Fail(faults.Edit(func(body []byte) []byte {
		return bytes.ReplaceAll(body, []byte(`"Shopper@shop.example"`), []byte(`["Shopper@shop.example"]`))
	}).Always())
	assert.Zero(t, p.run().Parked)
}

// An order that changes before it has an invoice gets none, unless a person says so.
func TestPickUpOrders_changedMeanwhile(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*shopinventory.Order){
		"refunded":        func(o *shopinventory.Order) { o.PaymentStatus = "refunded" },
		"another buyer":   func(o *shopinventory.Order) { o.Billing["name"] = "Another Shopper" },
		"another address": func(o *shopinventory.Order) { o.Shipping["city"] = "Liepaja" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			id := o.server.AddOrders(paid())[0]
			_, err := o.Run(t.Context(), true)
			require.NoError(t, err)
			o.server.SetOrder(id, change)
			require.True(t, o.work())
			assert.Empty(t, o.erp.Invoices())
			assert.Empty(t, o.erp.Customers())
			order, err := o.Shop.Order(t.Context(), 1)
			require.NoError(t, err)
			assert.Equal(t, shop.OrderFailed, order.State)
			require.NoError(t, settle(t, o.Shop, 1, shop.NotThere))
			require.True(t, o.work())
			assert.Len(t, o.erp.Invoices(), 1)
		})
	}
}

// What changes once more is put before a person once more, whether the first change was dealt with or not. Until somebody has
// decided about it, the order gets no invoice.
func TestPickUpOrders_changedAgain(t *testing.T) {
	t.Parallel()
	const lines, refund = "its lines or its total have changed", "its payment is refunded"
	const name = "the name of its buyer has changed"
	named := func(name string) func(*shopinventory.Order) {
		return func(o *shopinventory.Order) { o.Billing["name"] = name }
	}
	other := func(total string) func(*shopinventory.Order) {
		return func(o *shopinventory.Order) { o.TotalAmount = amount(total) }
	}
	refunded := func(o *shopinventory.Order) { o.PaymentStatus = "refunded" }
	for name, test := range map[string]struct {
		first, second func(*shopinventory.Order)
		reason        string // of the second one
	}{
		"refunded after another total": {other("31"), refunded, refund},
		"another buyer after a refund": {refunded, named("Another Shopper"), name},
		"another total after a buyer":  {named("Another Shopper"), other("31"), lines},
		"another buyer after another":  {named("Another Shopper"), named("A Third One"), name},
		"the same buyer":               {named("Another Shopper"), named("Another  Shopper"), ""},
		"another total after a refund": {refunded, other("31"), lines},
		"another total after another":  {other("31"), other("32"), lines},
		"the same":                     {refunded, refunded, ""},
		"the same total":               {other("31"), other("31.0"), ""},
		"returned after it was refunded": {refunded, func(o *shopinventory.Order) { o.ShippingStatus = "returned" },
			"its shipment is returned"},
	} {
		for _, isDealt := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, dealt with %t", name, isDealt), func(t *testing.T) {
				t.Parallel()
				p := newPickUp(t)
				id := p.server.AddOrders(paid())[0]
				require.Equal(t, 1, p.run().Placed)
				p.server.SetOrder(id, test.first)
				require.Equal(t, 1, p.run().Parked)
				_, first := p.state(id)
				require.NoError(t, settle(t, p.Shop, 1, shop.NotThere)) // it goes on all the same
				if isDealt {
					require.NoError(t, settleRemote(t, p.Shop, shop.Remote{Channel: flows.MerchantPro, ID: id}, shop.Dealt))
				}
				require.Zero(t, p.run().Parked)

				p.server.SetOrder(id, test.second)
				again := p.run().Parked
				order, err := p.Shop.Order(t.Context(), 1)
				require.NoError(t, err)
				state, reason := p.state(id)
				if test.reason == "" {
					assert.Zero(t, again)
					assert.Equal(t, shop.OrderOpen, order.State)
					return
				}
				assert.Equal(t, 1, again)
				assert.Equal(t, shop.RemoteParked, state)
				assert.Equal(t, shop.OrderFailed, order.State)
				assert.Contains(t, order.Reason, test.reason)
				assert.Contains(t, reason, test.reason)
				assert.Contains(t, reason, first, "what was before is not forgotten")
				assert.Zero(t, p.run().Parked, "once")
			})
		}
	}
}

// One order under two numbers is placed once.
func TestPickUpOrders_twins(t *testing.T) {
	t.Parallel()
	for name, twin := range map[string]func(*shopinventory.Order){
		"another suffix":        func(o *shopinventory.Order) { o.ID = "7.2" },
		"without a suffix":      func(o *shopinventory.Order) { o.ID = "7" },
		"the shop's own number": func(o *shopinventory.Order) { o.ID, o.SysID = "8", 70 },
		"the public code":       func(o *shopinventory.Order) { o.ID, o.PublicCode = "8", "P-7" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPickUp(t)
			p.server.AddOrders(paid(func(o *shopinventory.Order) { o.ID, o.SysID, o.PublicCode = "7.1", 70, "P-7" }))
			p.run()
			second := paid(twin)
			p.server.AddOrders(second)
			p.run()
			_, reason := p.state(second.ID)
			assert.Equal(t, "it looks like the order 7.1 once more", reason)
			assert.Len(t, p.placed, 1)
			p.server.AddOrders(paid(func(o *shopinventory.Order) { o.ID = "9" }), paid(func(o *shopinventory.Order) { o.ID = "10" }))
			assert.Equal(t, 2, p.run().Placed, "numbers that are not there make nobody a twin")
			require.NoError(t, settleRemote(t, p.Shop, shop.Remote{Channel: flows.MerchantPro, ID: second.ID}, shop.NotThere))
			assert.Equal(t, 1, p.run().Placed, "a person knows better")
		})
	}
}

// A walk that breaks off leaves the mark where it was, and what it has stored is stored.
func TestPickUpOrders_brokenWalk(t *testing.T) {
	t.Parallel()
	p := newPickUp(t)
	for range 150 {
		p.server.AddOrders(paid())
	}
	p.server.Fail(faults.ErrorBody(400, "no").On("Orders.List").Skip(1))
	_, err := p.Run(t.Context(), true)
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
	mark, err := p.Shop.Mark(t.Context(), flows.PickUpMark)
	require.NoError(t, err)
	assert.True(t, mark.IsZero())
	assert.Len(t, p.placed, 100)
	assert.Equal(t, 50, p.run().Placed)
	mark, err = p.Shop.Mark(t.Context(), flows.PickUpMark)
	require.NoError(t, err)
	assert.WithinDuration(t, time.Now(), mark, time.Minute)
	slices.Sort(p.placed)
	assert.Len(t, slices.Compact(p.placed), 150)
}

var members = map[string]*regexp.Regexp{
	"total_amount": regexp.MustCompile(`("total_amount":)[^,}]+`),
	"date_created": regexp.MustCompile(`("date_created":)[^,}]+`),
}

func spoilMember(body []byte, member string) []byte {
	return members[member].ReplaceAll(body, []byte(`$1"soon"`))
}

// A run that is not asked for everything takes what is new, and reads nothing again.
func TestPickUpOrders_new(t *testing.T) {
	t.Parallel()
	p := newPickUp(t)
	waits := p.server.AddOrders(paid(func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentAwaiting }))[0]
	p.run()
	p.server.SetOrder(waits, func(o *shopinventory.Order) { o.Created = time.Now().AddDate(0, 0, -10) }) // so that no list has it
	p.server.AddOrders(paid())
	done, err := p.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, flows.PickedUp{Read: 1, New: 1, Placed: 1}, done)
	assert.Equal(t, 1, p.run().Again)
}

// An order that cannot be stored holds up no other, and is tried with each run until it can be.
func TestPickUpOrders_oneFails(t *testing.T) {
	t.Parallel()
	p := newPickUp(t)
	tries := p.failFor("Unlucky Shopper")
	unlucky := func(o *shopinventory.Order) { o.Billing = map[string]string{"name": "Unlucky Shopper"} }
	ids := p.server.AddOrders(paid(), paid(unlucky), paid(), paid(unlucky), paid())
	for run := range 2 {
		done, err := p.Run(t.Context(), true)
		require.EqualError(t, err, "MerchantPro "+ids[3]+": it cannot be stored")
		assert.Equal(t, 5, done.Read)
		assert.Len(t, p.placed, 3)
		assert.Equal(t, 2*(run+1), *tries)
	}
	mark, err := p.Shop.Mark(t.Context(), flows.PickUpMark)
	require.NoError(t, err)
	assert.Zero(t, mark, "they are still to come")
	p.failFor("nobody")
	assert.Equal(t, 2, p.run().Placed)
	assert.Len(t, p.placed, 5)
}

// Where none can be stored it is not the orders, and the rest is not tried: here with the first run, and among those that wait.
func TestPickUpOrders_allFail(t *testing.T) {
	t.Parallel()
	p := newPickUp(t)
	tries := p.failFor("Example Shopper")
	ids := p.server.AddOrders(paid(), paid(), paid(), paid(), paid(), paid())
	_, err := p.Run(t.Context(), true)
	require.EqualError(t, err, "MerchantPro "+ids[5]+": it cannot be stored", "the latest come first")
	assert.Equal(t, 5, *tries)

	for _, id := range ids {
		p.server.SetOrder(id, func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentAwaiting })
	}
	p.run()
	for _, id := range ids {
		p.server.SetOrder(id, func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentPaid })
	}
	_, err = p.Run(t.Context(), true)
	require.ErrorContains(t, err, "it cannot be stored")
	assert.Equal(t, 10, *tries)
	_, err = p.Shop.DB().ExecContext(t.Context(), `UPDATE remote_orders SET seen_at = ''`)
	require.NoError(t, err)
	p.failFor("nobody")
	assert.Equal(t, 6, p.run().Placed)
}

// failFor lets the orders of a buyer fail to be stored, and counts how often that was tried.
func (p *pickUp) failFor(name string) (tries *int) {
	tries = new(int)
	p.Placed = func(ctx context.Context, tx *sql.Tx, order int64) error {
		var buyer string
		if err := tx.QueryRowContext(ctx, `SELECT name FROM orders WHERE id = $1`, order).Scan(&buyer); err != nil {
			return err
		}
		if buyer == name {
			*tries++
			return errors.New("it cannot be stored")
		}
		p.placed = append(p.placed, order)
		return nil
	}
	return tries
}
