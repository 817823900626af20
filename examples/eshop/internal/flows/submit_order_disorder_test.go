package flows_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// disorder is an ERP to which the orders 1 and 2 of one customer go, the second of which comes from a channel. While a call is
// under way anything can happen: another job, a kill, an answer of a person, a change in the channel.
type disorder struct {
	t         *testing.T
	random    *rand.Rand
	shop      *shop.Shop
	customers map[string]bool     // that are there
	invoices  map[string][]string // the SKUs of their lines, by their notes; one that is there twice has its lines twice
	there     shop.RemoteOrder
	running   map[int64]bool
	dealtWith map[int64]bool // with an invoice that is known
	depth     int
	isOver    bool // nothing goes wrong any more
	events    []string
}

func (d *disorder) note(format string, args ...any) {
	d.events = append(d.events, strings.Repeat("  ", d.depth)+fmt.Sprintf(format, args...))
}

// call is a write that arrives, or does not, and whose response comes, or does not.
func (d *disorder) call(what string, arrives func()) error {
	if d.isOver {
		arrives()
		return nil
	}
	end := d.random.IntN(8)
	isKilled := end == 7
	d.note("%s, end %d", what, end)
	if end < 5 || isKilled && d.random.IntN(2) == 0 {
		arrives()
	}
	for d.depth < 3 && d.random.IntN(5) > 1 {
		d.depth++
		d.step()
		d.depth--
	}
	switch {
	case isKilled:
		d.note("%s: killed", what)
		runtime.Goexit()
	case end == 6:
		return refused(shelfwire.ErrRateLimited)
	case end >= 4:
		return failed(shelfwire.OutcomeUnknown)
	}
	return nil
}

func (d *disorder) Create(_ context.Context, n resico.NewCustomer) (resico.Customer, error) {
	err := d.call(n.Code, func() {
		assert.False(d.t, d.customers[n.Code], "the customer is there twice")
		d.customers[n.Code] = true
	})
	if err != nil {
		return resico.Customer{}, err
	}
	return resico.Customer{Code: n.Code}, nil
}

func (d *disorder) Update(_ context.Context, code string, _ resico.CustomerUpdate) (resico.Customer, error) {
	return resico.Customer{Code: code}, d.call("details", func() {})
}

// disorderInvoices are its invoices. The ID of each is that of its order.
type disorderInvoices struct{ *disorder }

func (d disorderInvoices) Create(_ context.Context, n resico.NewInvoice) (resico.Invoice, error) {
	err := d.call(n.Notes, func() {
		_, isThere := d.invoices[n.Notes]
		assert.False(d.t, isThere, "%s is there twice", n.Notes)
		d.invoices[n.Notes] = []string{}
	})
	if err != nil {
		return resico.Invoice{}, err
	}
	id, err := strconv.ParseInt(strings.Trim(n.Notes[len("Order "):][:1], ","), 10, 64)
	return resico.Invoice{ID: resico.InvoiceID(id)}, err
}

func (d disorderInvoices) AddLine(_ context.Context, id resico.InvoiceID, n resico.NewLine) (resico.InvoiceLine, error) {
	title := d.order(int64(id)).Title()
	err := d.call(title+" "+n.SKU, func() { d.invoices[title] = append(d.invoices[title], n.SKU) })
	if err != nil {
		return resico.InvoiceLine{}, err
	}
	return resico.InvoiceLine{ID: resico.LineID(10*int(id) + len(d.invoices[title]))}, nil
}

func (d *disorder) order(id int64) shop.Order {
	o, err := d.shop.Order(context.Background(), id)
	assert.NoError(d.t, err)
	return o
}

// run runs a job in a process that can be killed, and now and then in a second one.
func (d *disorder) run(id int64) {
	wasRunning, depth := d.running[id], d.depth
	if wasRunning && d.random.IntN(2) == 0 {
		return
	}
	d.running[id] = true
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		f := flows.SubmitOrder{Shop: d.shop, Customers: d, Invoices: disorderInvoices{d}, Zone: time.UTC}
		d.note("order %d: %v", id, f.Run(context.Background(), id))
	}()
	<-ended
	d.running[id], d.depth = wasRunning, depth
}

// answer plays the person, who looks into the ERP and says what is there.
func (d *disorder) answer(id int64) {
	o := d.order(id)
	asked, err := d.shop.Asked(context.Background(), id)
	if err != nil || asked.Question == "" || o.IsByHand() {
		return
	}
	found, code := shop.NotThere, fmt.Sprintf("SHOP-%05d", o.Customer.ID)
	lines, isThere := d.invoices[o.Title()]
	switch step := asked.Step; {
	case o.State == shop.OrderFailed && !d.isOver && d.random.IntN(2) == 0:
		found = shop.Dealt
	case o.State == shop.OrderFailed:
	case step.Kind == shop.StepCustomer && d.customers[code]:
		found = code
	case step.Kind == shop.StepInvoice && isThere:
		found = strconv.FormatInt(id, 10)
	case step.Kind == shop.StepLine && step.Line <= len(lines):
		found = strconv.Itoa(10*int(id) + step.Line)
	}
	err = d.shop.Settle(context.Background(), id, asked.Question, found)
	d.note("order %d, %s, %s: %s: %v", id, o.State, asked.Question, found, err)
	if err == nil && found == shop.Dealt {
		d.dealtWith[id] = o.InvoiceID != 0
	}
}

// take reads the order of the channel after a change.
func (d *disorder) take(change func(r *shop.RemoteOrder)) {
	change(&d.there)
	d.note("the channel: %s, %s", d.there.PaymentStatus, d.there.Content)
	alongside := func(context.Context, *sql.Tx, int64) error { return nil }
	_, err := d.shop.TakeRemote(context.Background(), d.there, time.Time{}, alongside)
	assert.NoError(d.t, err)
}

// step is something that happens.
func (d *disorder) step() {
	id := int64(1 + d.random.IntN(2))
	switch d.random.IntN(9) {
	case 0:
		d.answer(id)
	case 1:
		d.take(func(r *shop.RemoteOrder) {
			r.PaymentStatus, r.IsUnpaid, r.Reversed = "refunded", true, "its payment is refunded"
		})
	case 2:
		d.take(func(r *shop.RemoteOrder) { r.PaymentStatus, r.IsUnpaid, r.Reversed = "paid", false, "" })
	case 3:
		d.take(func(r *shop.RemoteOrder) { r.Content = fmt.Sprint(d.random.IntN(2), " bowls") })
	case 4:
		_, err := d.shop.RemoteGone(context.Background(), d.there.Remote)
		assert.NoError(d.t, err)
	case 5:
		if d.shop.Settle(context.Background(), id, shop.AskedClosed, shop.NotThere) == nil {
			d.note("order %d is taken up again", id)
		}
	default:
		d.run(id)
	}
}

// Whatever happens at whatever moment, each order has one invoice with its lines in the end, or a person has closed it and knew
// of the invoice if there is one.
func TestSubmitOrder_disorder(t *testing.T) {
	t.Parallel()
	if testing.Short() || shoptest.IsPostgres() {
		t.Skip("takes a few seconds, and what it shows is the same on both")
	}
	for seed := range uint64(60) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			_, s := submission(t, &erp{})
			d := &disorder{
				t: t, random: rand.New(rand.NewPCG(seed, 1)), shop: s, there: paidThere(), customers: map[string]bool{},
				invoices: map[string][]string{}, running: map[int64]bool{}, dealtWith: map[int64]bool{},
			}
			d.take(func(r *shop.RemoteOrder) { r.PaymentStatus = "paid" })
			for range 6 {
				d.step()
			}
			d.isOver = true
			for range 12 {
				for id := range int64(2) {
					d.run(1 + id)
					d.answer(1 + id)
				}
			}
			for id, want := range map[int64][]string{1: {"A", "B"}, 2: {"A"}} {
				o := d.order(id)
				lines, isThere := d.invoices[o.Title()]
				require.Equal(t, shop.OrderSent, o.State, "%s\n%s", o.Reason, strings.Join(d.events, "\n"))
				if o.IsByHand() {
					require.Equal(t, isThere, d.dealtWith[id], strings.Join(d.events, "\n"))
				} else {
					require.Equal(t, want, lines, strings.Join(d.events, "\n"))
				}
			}
		})
	}
}
