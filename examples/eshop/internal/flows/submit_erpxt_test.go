package flows_test

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// billing is a shop with an order for two products that have cards, and the ERP XT that it goes to.
type billing struct {
	t      *testing.T
	shop   *shop.Shop
	server *erpxttest.Server
	flow   *flows.SubmitToERPXT
	closed []*flows.ClosedError
}

func newBilling(t *testing.T) *billing {
	t.Helper()
	return newBillingIn(t, openShop(t))
}

func newBillingIn(t *testing.T, s *shop.Shop) *billing {
	t.Helper()
	b := &billing{t: t, shop: s, server: erpxttest.NewServer(t)}
	fillBilling(t, b.shop, b.server)
	b.flow = newBillingFlow(b.shop, b.server.Client(behindGate()))
	b.flow.Closed = func(e *flows.ClosedError) { b.closed = append(b.closed, e) }
	return b
}

// fillBilling fills a shop and an ERP XT. The products' VAT codes stand for 23 % and 8 %.
func fillBilling(t *testing.T, s *shop.Shop, server *erpxttest.Server) {
	t.Helper()
	require.NoError(t, s.KeepAccounts(t.Context(), shop.InERPXT))
	require.NoError(t, s.SaveProducts(t.Context(), time.Now(), []shop.Product{
		{SKU: "A", VAT: "A", Price: amount("12.50"), Active: shelfwire.Set(true)},
		{SKU: "B", VAT: "B", Price: amount("79.00"), Active: shelfwire.Set(true)},
	}))
	ids := server.AddProducts(erpxt.Product{Name: "Shelf", ProductCode: "A", Rate: erpxt.VAT23},
		erpxt.Product{Name: "Vase", ProductCode: "B", Rate: erpxt.VAT8})
	for i, sku := range []string{"A", "B"} {
		require.NoError(t, s.SaveCard(t.Context(), sku, shop.Card{ID: ids[i], VAT: "0", Price: shelfwire.NewDecimal(1)}))
	}
	placeBilled(t, s, buyer())
}

func buyer() shop.Customer {
	return shop.Customer{Email: "buyer@shop.example", Name: "Example Buyer", Address: "Example Street 1", PostCode: "00-001"}
}

func placeBilled(t *testing.T, s *shop.Shop, c shop.Customer) {
	t.Helper()
	_, err := s.PlaceOrder(t.Context(), shop.NewOrder{
		Customer: c,
		PlacedAt: time.Date(2026, 3, 20, 23, 30, 0, 0, time.UTC),
		Items: []shop.Item{
			{SKU: "A", Quantity: shelfwire.MustDecimal("1.500")}, {SKU: "B", Quantity: shelfwire.MustDecimal("2")},
		},
	}, func(context.Context, *sql.Tx, int64) error { return nil })
	require.NoError(t, err)
}

func behindGate() *shelfwire.Options {
	return &shelfwire.Options{Limiter: &flows.Gate{Limiter: shelfwire.Unlimited}}
}

func newBillingFlow(s *shop.Shop, client *erpxt.Client) *flows.SubmitToERPXT {
	return &flows.SubmitToERPXT{
		Shop: s, Customers: client.Customers, Invoices: client.Invoices, PaymentTypes: client.PaymentTypes,
		Zone: time.FixedZone("Warsaw", 60*60), IsGated: true,
	}
}

func (b *billing) order(id int64) shop.Order {
	b.t.Helper()
	o, err := b.shop.Order(b.t.Context(), id)
	require.NoError(b.t, err)
	return o
}

// checkBilled: order 1 is in ERP XT, once.
func (b *billing) checkBilled() { checkBilled(b.t, b.server, b.order(1)) }

func checkBilled(t *testing.T, server *erpxttest.Server, o shop.Order) {
	t.Helper()
	assert.Equal(t, shop.OrderSent, o.State, o.Reason)
	require.Len(t, server.Customers(), 1)
	require.Len(t, server.Invoices(), 1)
	i := server.Invoices()[0]
	assert.Equal(t, "Order 1", i.Description)
	assert.Equal(t, erpxt.DocumentStatusConfirmed, i.Status)
	assert.Equal(t, o.InvoiceID, i.ID)
	assert.Equal(t, o.InvoiceNumber, i.Number)
	require.Len(t, i.Items, 2)
	assert.Equal(t, "176.75", i.GrossTotal.String()) // 1.5 × 12.50 and 2 × 79.00
	assert.Equal(t, "15.21", i.VATTotal.String())    // 3.51 and 11.70
	confirmed := 0
	for _, r := range server.Requests() {
		if r.Op == "Invoices.Confirm" && r.Status == 204 {
			confirmed++
		}
	}
	assert.LessOrEqual(t, confirmed, 1)
}

func TestSubmitToERPXT(t *testing.T) {
	t.Parallel()
	b := newBilling(t)
	require.NoError(t, b.flow.Run(t.Context(), 1))
	b.checkBilled()
	i, c := b.server.Invoices()[0], b.server.Customers()[0]
	assert.Equal(t, "2026-03-21", i.SalesDate.String(), "it is past midnight in Warsaw")
	assert.Equal(t, erpxt.InvoiceTypeGross, i.InvoiceType)
	assert.Equal(t, erpxt.PaymentStatusPaid, i.PaymentStatus)
	primary := b.server.PaymentTypes()[1]
	assert.Equal(t, shelfwire.Set(true), primary.Primary)
	assert.Equal(t, primary.ID, i.PaymentTypeID)
	assert.Equal(t, erpxt.CustomerTypePerson, c.CustomerType)
	assert.Equal(t, "Example Street 1", c.Address.Street)
	assert.Equal(t, "00-001", c.Address.PostalCode)

	calls := b.server.Calls()
	require.NoError(t, b.flow.Run(t.Context(), 1))
	assert.Equal(t, calls, b.server.Calls(), "a job that runs twice sends once")

	placeBilled(t, b.shop, buyer())
	looks := b.server.Calls("Customers.List")
	require.NoError(t, b.flow.Run(t.Context(), 2))
	assert.Equal(t, looks, b.server.Calls("Customers.List"), "a known buyer is not looked for")
	assert.Len(t, b.server.Customers(), 1)
	assert.Len(t, b.server.Invoices(), 2)
	assert.EqualValues(t, 1, b.flow.Buyers.Load())
	assert.EqualValues(t, 2, b.flow.Drafts.Load())
	assert.EqualValues(t, 2, b.flow.Confirmed.Load())
}

// An order of a channel that is paid on delivery is not paid yet.
func TestSubmitToERPXT_unpaid(t *testing.T) {
	t.Parallel()
	b := newBilling(t)
	now := time.Now()
	_, err := b.shop.TakeRemote(t.Context(), shop.RemoteOrder{
		Remote:  shop.Remote{Channel: flows.MerchantPro, ID: "7.1", IsUnpaid: true},
		Created: now, Body: "{}", IsDue: true,
		Order: shop.NewOrder{Customer: buyer(), PlacedAt: now, Items: []shop.Item{
			{SKU: "A", Quantity: shelfwire.NewDecimal(1), Price: amount("12.50")},
		}},
	}, now.Add(-time.Hour), func(context.Context, *sql.Tx, int64) error { return nil })
	require.NoError(t, err)
	require.NoError(t, b.flow.Run(t.Context(), 1))
	require.NoError(t, b.flow.Run(t.Context(), 2))
	invoices := b.server.Invoices()
	require.Len(t, invoices, 2)
	assert.Equal(t, erpxt.PaymentStatusPaid, invoices[0].PaymentStatus)
	assert.Equal(t, erpxt.PaymentStatusUnpaid, invoices[1].PaymentStatus)
}

// Buyers are told apart as ERP XT's cards are.
func TestSubmitToERPXT_buyers(t *testing.T) {
	t.Parallel()
	business := buyer()
	business.TaxNumber = "6770065406"
	for name, test := range map[string]struct {
		change func(*shop.Customer)
		first  shop.Customer
		cards  int
	}{
		"capitals and spaces":             {func(c *shop.Customer) { c.Name = " example  BUYER" }, buyer(), 1},
		"another phone":                   {func(c *shop.Customer) { c.Phone = "+48 110000099" }, buyer(), 1},
		"another name":                    {func(c *shop.Customer) { c.Name = "Somebody Else" }, buyer(), 2},
		"another address":                 {func(c *shop.Customer) { c.Address = "Elsewhere 2" }, buyer(), 2},
		"another post code":               {func(c *shop.Customer) { c.PostCode = "00-002" }, buyer(), 2},
		"another e-mail":                  {func(c *shop.Customer) { c.Email = "other@shop.example" }, buyer(), 2},
		"a business now":                  {func(c *shop.Customer) { c.TaxNumber = "6770065406" }, buyer(), 2},
		"the same business":               {func(c *shop.Customer) { c.Email, c.Name = "b@shop.example", "B" }, business, 1},
		"a business of another number":    {func(c *shop.Customer) { c.TaxNumber = "5260250274" }, business, 2},
		"a person of a business, as such": {func(c *shop.Customer) { c.TaxNumber = "" }, business, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBilling(t)
			placeBilled(t, b.shop, test.first)
			second := test.first
			test.change(&second)
			placeBilled(t, b.shop, second)
			require.NoError(t, b.flow.Run(t.Context(), 2))
			require.NoError(t, b.flow.Run(t.Context(), 3))
			assert.Len(t, b.server.Customers(), test.cards)
			invoices := b.server.Invoices()
			assert.Equal(t, test.cards == 1, invoices[0].PurchasingPartyID == invoices[1].PurchasingPartyID)
			assert.Equal(t, test.first.TaxNumber, b.server.Customers()[0].CustomerTaxNumber)
			if test.first.TaxNumber != "" {
				assert.Equal(t, erpxt.CustomerTypeBusiness, b.server.Customers()[0].CustomerType)
			}
		})
	}
}
