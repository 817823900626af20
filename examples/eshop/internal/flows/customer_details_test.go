package flows_test

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// returning is a shop with one customer, whose orders are placed one by one.
type returning struct {
	t    *testing.T
	erp  *erp
	shop *shop.Shop
	flow *flows.SubmitOrder
}

func newReturning(t *testing.T) *returning {
	t.Helper()
	e, s := &erp{}, openShop(t)
	require.NoError(t, s.SaveProducts(t.Context(), time.Now(), []shop.Product{
		{SKU: "A", VAT: "A", Price: amount("12.50"), Active: shelfwire.Set(true)},
	}))
	return &returning{t: t, erp: e, shop: s, flow: &flows.SubmitOrder{
		Shop: s, Customers: customers{e}, Invoices: invoices{e}, Zone: time.UTC,
	}}
}

func (r *returning) order(c shop.Contact) (id int64) {
	r.t.Helper()
	id, err := r.shop.PlaceOrder(r.t.Context(), shop.NewOrder{
		Customer: shop.Customer{
			Email: "Buyer@shop.example", Name: c.Name, Phone: c.Phone, Address: c.Address, PostCode: c.PostCode,
		},
		PlacedAt: time.Now(), Items: []shop.Item{{SKU: "A", Quantity: shelfwire.NewDecimal(1)}},
	}, func(context.Context, *sql.Tx, int64) error { return nil })
	require.NoError(r.t, err)
	return id
}

// submits runs an order and returns what was sent about the customer.
func (r *returning) submits(id int64) (sent []string) {
	r.t.Helper()
	before := len(r.erp.sent)
	require.NoError(r.t, r.flow.Run(r.t.Context(), id))
	for _, call := range r.erp.sent[before:] {
		if len(call) > 7 && (call[:7] == "details" || call[:8] == "customer") {
			sent = append(sent, call)
		}
	}
	return sent
}

var (
	atHome    = shop.Contact{Name: "Example Buyer", Phone: "+37111000099", Address: "Old Street 1", PostCode: "LV-0001"}
	movedAway = shop.Contact{Name: "Example Buyer", Address: "New Street 2", PostCode: "LV-0002"} // and gave no telephone
)

const movedDetails = `details of R-SHOP-00001 {"Address":"New Street 2","PostCode":"LV-0002"}`

func TestSubmitOrder_details(t *testing.T) {
	t.Parallel()
	r := newReturning(t)
	assert.Equal(t, []string{"customer SHOP-00001"}, r.submits(r.order(atHome)), "a new customer needs nothing more")
	assert.Empty(t, r.submits(r.order(atHome)), "nothing is new")
	assert.Equal(t, []string{movedDetails}, r.submits(r.order(movedAway)))
	assert.Empty(t, r.submits(r.order(movedAway)))
	assert.Equal(t, []string{`details of R-SHOP-00001 {"Address":"Old Street 1","PostCode":"LV-0001"}`},
		r.submits(r.order(atHome)), "and the telephone is still known")
}

// The order that was placed last has the last word, whenever the others get there.
func TestSubmitOrder_details_outOfTurn(t *testing.T) {
	t.Parallel()
	r := newReturning(t)
	first, second, third := r.order(atHome), r.order(atHome), r.order(movedAway)
	assert.Equal(t, []string{"customer SHOP-00001"}, r.submits(first))
	assert.Equal(t, []string{movedDetails}, r.submits(third))
	assert.Empty(t, r.submits(second))

	r = newReturning(t)
	first, second, third = r.order(atHome), r.order(movedAway), r.order(atHome)
	r.submits(first)
	assert.Empty(t, r.submits(third), "which is what Resico has")
	assert.Empty(t, r.submits(second), "and is to keep")

	r = newReturning(t)
	first, second = r.order(atHome), r.order(movedAway)
	assert.Equal(t, []string{"customer SHOP-00001"}, r.submits(second), "with the new address")
	assert.Empty(t, r.submits(first))
}

// A change whose response was lost is sent again, whole: it sets what it sends.
func TestSubmitOrder_details_unclear(t *testing.T) {
	t.Parallel()
	r := newReturning(t)
	r.submits(r.order(atHome))
	second := r.order(movedAway)
	r.erp.answers = []error{failed(shelfwire.OutcomeUnknown)}
	require.Error(t, r.flow.Run(t.Context(), second))
	assert.Equal(t, shop.OrderOpen, state(t, r.shop, second))
	o, err := r.shop.Order(t.Context(), second)
	require.NoError(t, err)
	steps, err := r.shop.StepsOf(t.Context(), o)
	require.NoError(t, err)
	assert.Equal(t, "refused", steps[1].State, "it may be sent again")
	const whole = `details of R-SHOP-00001 {"Name":"Example Buyer","Address":"New Street 2","PostCode":"LV-0002"}`
	assert.Equal(t, []string{whole}, r.submits(second))
	assert.Empty(t, r.submits(r.order(movedAway)))
}

// A change that was rejected after a try of which nobody knows: it is sent again, and the order is not failed for it.
func TestSubmitOrder_details_rejectedAfterSilence(t *testing.T) {
	t.Parallel()
	r := newReturning(t)
	r.submits(r.order(atHome))
	second := r.order(movedAway)
	r.erp.answers = []error{&shelfwire.Error{
		Provider: "resico", StatusCode: 400, Outcome: shelfwire.OutcomeUnknown, Err: shelfwire.ErrInvalid,
	}}
	require.ErrorIs(t, r.flow.Run(t.Context(), second), shelfwire.ErrInvalid)
	assert.Equal(t, shop.OrderOpen, state(t, r.shop, second))
	assert.Len(t, r.submits(second), 1)
	assert.Equal(t, shop.OrderSent, state(t, r.shop, second))
}

// Killed while the change was under way: the order goes on by itself.
func TestSubmitOrder_details_killed(t *testing.T) {
	t.Parallel()
	r := newReturning(t)
	r.submits(r.order(atHome))
	second := r.order(movedAway)
	o, err := r.shop.Order(t.Context(), second)
	require.NoError(t, err)
	_, _, err = r.shop.Begin(t.Context(), shop.DetailsStep(o), []byte("{}"))
	require.NoError(t, err)
	assert.Len(t, r.submits(second), 1)
	assert.Equal(t, shop.OrderSent, state(t, r.shop, second))
}

// Another order is at it: this one waits, since Resico would keep whichever arrives last.
func TestSubmitOrder_details_busy(t *testing.T) {
	t.Parallel()
	r := newReturning(t)
	r.submits(r.order(atHome))
	second, third := r.order(atHome), r.order(movedAway)
	o, err := r.shop.Order(t.Context(), second)
	require.NoError(t, err)
	_, _, err = r.shop.Begin(t.Context(), shop.DetailsStep(o), []byte("{}"))
	require.NoError(t, err)
	require.ErrorIs(t, r.flow.Run(t.Context(), third), shop.ErrBusy)
	require.NoError(t, r.shop.CloseOrder(t.Context(), second, shop.OrderFailed, "given up"))
	assert.Len(t, r.submits(third), 1, "which nobody else is going to send")
}

// What Resico does not take of a customer is no reason not to deliver.
func TestSubmitOrder_details_rejected(t *testing.T) {
	t.Parallel()
	r := newReturning(t)
	r.submits(r.order(atHome))
	second := r.order(movedAway)
	r.erp.answers = []error{refused(shelfwire.ErrInvalid)}
	assert.Equal(t, []string{movedDetails}, r.submits(second))
	assert.Equal(t, shop.OrderSent, state(t, r.shop, second))
	o, err := r.shop.Order(t.Context(), second)
	require.NoError(t, err)
	steps, err := r.shop.StepsOf(t.Context(), o)
	require.NoError(t, err)
	require.Len(t, steps, 4, "customer, details, invoice, line")
	assert.Equal(t, shop.StepDetails, steps[1].Kind)
	assert.Equal(t, "refused", steps[1].State)
}

// The invoice says where its goods go, whatever the customer's record says.
func TestSubmitOrder_deliveryAddress(t *testing.T) {
	t.Parallel()
	r := newReturning(t)
	var heads []resico.NewInvoice
	r.flow.Invoices = watched{invoices{r.erp}, &heads}
	first, second := r.order(movedAway), r.order(shop.Contact{Name: "Example Buyer", Address: "Old Street 1"})
	r.submits(first)
	r.submits(second)
	require.Len(t, heads, 2)
	assert.Equal(t, "New Street 2, LV-0002", heads[0].CustomerDeliveryAddress)
	assert.Equal(t, "Old Street 1", heads[1].CustomerDeliveryAddress)
}

// watched keeps the invoices that it is given.
type watched struct {
	invoices

	heads *[]resico.NewInvoice
}

func (w watched) Create(ctx context.Context, n resico.NewInvoice) (resico.Invoice, error) {
	*w.heads = append(*w.heads, n)
	return w.invoices.Create(ctx, n)
}

func state(t *testing.T, s *shop.Shop, order int64) shop.State {
	t.Helper()
	o, err := s.Order(t.Context(), order)
	require.NoError(t, err)
	return o.State
}
