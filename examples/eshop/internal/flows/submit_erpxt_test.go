package flows_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/faults"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
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

// What cannot become an invoice does not begin, or waits; the order says why.
func TestSubmitToERPXT_cannot(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, test := range map[string]struct {
		prepare func(b *billing)
		state   shop.State
		reason  string
		drafts  int
	}{
		"no card yet": {func(b *billing) {
			_, err := b.shop.DB().ExecContext(ctx, `DELETE FROM cards WHERE sku = 'B'`)
			require.NoError(b.t, err)
		}, shop.OrderOpen, "B has no product card in ERP XT yet", 0},
		"no rate": {func(b *billing) {
			_, err := b.shop.DB().ExecContext(ctx, `UPDATE order_lines SET vat = 'Z' WHERE sku = 'B'`)
			require.NoError(b.t, err)
		}, shop.OrderFailed, `B cannot be on an invoice in ERP XT: no rate of Poland stands for its VAT code, "Z"`, 0},
		"no usual payment": {func(b *billing) {
			types := b.server.PaymentTypes()
			types[1].Primary = shelfwire.Set(false)
			b.server.AddPaymentTypes(types[1])
		}, shop.OrderOpen, "no type of payment is the primary one in ERP XT", 0},
		"payment cannot be read": {func(b *billing) {
			b.server.Fail(faults.Status(503).On("PaymentTypes.List").Always())
		}, shop.OrderOpen, "503", 0},
		"card with another rate": {func(b *billing) {
			cards := b.server.Products()
			cards[0].Rate = erpxt.VAT8
			b.server.AddProducts(cards[0])
		}, shop.OrderFailed, "the invoice has other sums than the order: 176.75 with VAT of 13.09, and the order 176.75 with 15.21", 1},
		"card deleted": {func(b *billing) {
			b.server.DeleteProducts(b.server.Products()[0].ID)
		}, shop.OrderFailed, "EntityNotFoundException", 0},
		"invoice of another customer": {func(b *billing) {
			b.server.AddInvoices(erpxt.Invoice{Description: "Order 1", PurchasingPartyID: 99})
		}, shop.OrderFailed, "has the description", 1},
		"two cards of the buyer": {func(b *billing) {
			card := erpxt.Customer{
				Mail: "buyer@shop.example", Name: "Example Buyer",
				Address: erpxt.Address{Street: "Example Street 1", PostalCode: "00-001"},
			}
			b.server.AddCustomers(card, card)
		}, shop.OrderFailed, "conflict", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBilling(t)
			test.prepare(b)
			err := b.flow.Run(t.Context(), 1)
			require.ErrorContains(t, err, test.reason)
			o := b.order(1)
			assert.Equal(t, test.state, o.State)
			assert.Contains(t, o.Reason, test.reason)
			assert.Len(t, b.closed, map[bool]int{true: 1}[test.state != shop.OrderOpen])
			require.Len(t, b.server.Invoices(), test.drafts)
			for _, i := range b.server.Invoices() {
				assert.NotEqual(t, erpxt.DocumentStatusConfirmed, i.Status)
			}
		})
	}
}

// A failed order goes on when its invoice was put right.
func TestSubmitToERPXT_putRight(t *testing.T) {
	t.Parallel()
	b := newBilling(t)
	cards := b.server.Products()
	right := cards[0].Rate
	cards[0].Rate = erpxt.VAT8
	b.server.AddProducts(cards[0])
	require.Error(t, b.flow.Run(t.Context(), 1))
	cards[0].Rate = right
	b.server.AddProducts(cards[0])
	i := b.server.Invoices()[0]
	i.Totals = erpxt.Totals{} // to be worked out anew
	b.server.AddInvoices(i)
	require.NoError(t, b.shop.Settle(t.Context(), 1, shop.NotThere))
	require.NoError(t, b.flow.Run(t.Context(), 1))
	b.checkBilled()
}

// An invoice that somebody has confirmed with other sums is never taken for the order's.
func TestSubmitToERPXT_confirmedOtherwise(t *testing.T) {
	t.Parallel()
	b := newBilling(t)
	b.server.Fail(faults.Status(503).On("Invoices.Confirm").Always())
	require.Error(t, b.flow.Run(t.Context(), 1))
	i := b.server.Invoices()[0]
	i.Items, i.Totals = i.Items[:1], erpxt.Totals{}
	b.server.AddInvoices(i)
	b.server.ConfirmInvoice(i.ID)
	require.ErrorContains(t, b.flow.Run(t.Context(), 1), "the invoice has other sums than the order")
	assert.Equal(t, shop.OrderFailed, b.order(1).State)
}

// An order that is given up has failed.
func TestSubmitToERPXT_GiveUp(t *testing.T) {
	t.Parallel()
	b := newBilling(t)
	require.Error(t, b.flow.GiveUp(t.Context(), 1, errors.New("tried often enough")))
	assert.Equal(t, "given up: tried often enough", b.order(1).Reason)
	assert.Equal(t, shop.OrderFailed, b.order(1).State)
	require.Len(t, b.closed, 1)
}

// Every fault at every call: whatever comes back, the order ends once in ERP XT, by itself.
func TestSubmitToERPXT_faults(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"503": faults.Status(503), "503, applied": faults.Status(503).AfterApplying(), "request lost": faults.DropRequest(),
		"response lost": faults.DropResponse(), "cut": faults.CutBody(), "maintenance": faults.HTML(200),
		"maintenance, applied": faults.HTML(200).AfterApplying(), "wrong type": faults.WrongType(),
		"too many calls": faults.RateLimited("1"),
	} {
		for _, op := range []string{
			"Token", "PaymentTypes.List", "Customers.List", "Customers.Create", "Customers.Get", "Invoices.List",
			"Invoices.Create", "Invoices.Get", "Invoices.Confirm",
		} {
			t.Run(name+" at "+op, func(t *testing.T) {
				t.Parallel()
				s, err := shop.Open(t.Context(), shoptest.File(t)) // the kind of database plays no part
				require.NoError(t, err)
				t.Cleanup(func() { require.NoError(t, s.Close()) })
				b := newBillingIn(t, s)
				times := 4
				if op == "Token" { // for which the client pauses in real time
					times = 1
				}
				b.server.Fail(fault.On(op).Times(times))
				for range 12 {
					err := b.flow.Run(t.Context(), 1)
					if err == nil {
						break
					}
					require.Equal(t, shop.OrderOpen, b.order(1).State, "%v", err)
					if _, isLanding := errors.AsType[*shop.LandingError](err); isLanding {
						shoptest.Age(t, b.shop.DB(), shop.LandingTime)
					}
				}
				b.checkBilled()
			})
		}
	}
}

// A request that arrives late, after its connection was lost, is waited for.
func TestSubmitToERPXT_landsLater(t *testing.T) {
	t.Parallel()
	for _, op := range []string{"Customers.Create", "Invoices.Create"} {
		t.Run(op, func(t *testing.T) {
			t.Parallel()
			b := newBilling(t)
			now := time.Now()
			b.server.SetClock(func() time.Time { return now })
			b.server.LandLater(op, 9*time.Minute)
			landing, ok := errors.AsType[*shop.LandingError](b.flow.Run(t.Context(), 1))
			require.True(t, ok)
			assert.WithinDuration(t, time.Now().Add(shop.LandingTime), landing.Until, time.Minute)
			creates := b.server.Calls(op)
			_, ok = errors.AsType[*shop.LandingError](b.flow.Run(t.Context(), 1))
			require.True(t, ok, "it is looked for, and not there yet")
			assert.Equal(t, creates, b.server.Calls(op))
			assert.True(t, strings.HasSuffix(b.order(1).Reason, "and then sent again if it is not there"), b.order(1).Reason)

			now = now.Add(10 * time.Minute)
			require.NoError(t, b.flow.Run(t.Context(), 1), "found before its time is over")
			assert.Equal(t, creates, b.server.Calls(op))
			b.checkBilled()
		})
	}
}

// Looking that fails changes nothing.
func TestSubmitToERPXT_cannotLook(t *testing.T) {
	t.Parallel()
	b := newBilling(t)
	b.server.Fail(faults.DropResponse().On("Invoices.Create"), faults.Status(400).On("Invoices.List").Skip(1).Always())
	_, ok := errors.AsType[*shop.LandingError](b.flow.Run(t.Context(), 1))
	require.True(t, ok)
	err := b.flow.Run(t.Context(), 1)
	_, ok = errors.AsType[*shop.LandingError](err)
	require.True(t, ok)
	require.ErrorContains(t, err, "looking failed")
	assert.Equal(t, shop.OrderOpen, b.order(1).State)
	b.server.ClearFaults()
	require.NoError(t, b.flow.Run(t.Context(), 1))
	b.checkBilled()
}
