package flows_test

import (
	"context"
	"database/sql"
	"net/http"
	"regexp"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico/resicotest"
	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// killer is a connection on which the program is killed at a call: before the request is sent, or when its response is
// there. All calls of a world go through it, one after the other.
type killer struct {
	calls   int
	at      int  // the call, from 1; 0 for none
	isAfter bool // when the response is there
}

func (k *killer) RoundTrip(r *http.Request) (*http.Response, error) {
	k.calls++
	if k.calls == k.at && !k.isAfter {
		runtime.Goexit()
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if k.calls == k.at && err == nil {
		_ = response.Body.Close()
		runtime.Goexit() // nothing more happens in the process; what is in no transaction stays as it is
	}
	return response, err
}

// office is both flows on the way of an order, from MerchantPro into Resico, with a program that can be killed.
type office struct {
	*pickUp

	erp    *resicotest.Server
	submit *flows.SubmitOrder
	status *flows.SendStatus // nil for none
	killer *killer
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{pickUp: newPickUp(t), erp: resicoWith(t, 0), killer: &killer{}}
	for _, sku := range []string{"A", "B"} {
		o.erp.AddProducts(resicotest.Product{Product: resicoProduct(sku)})
	}
	options := &shelfwire.Options{HTTPClient: &http.Client{Transport: o.killer}}
	client := o.erp.Client(options)
	o.Orders = o.server.Client(options).Orders
	o.submit = &flows.SubmitOrder{Shop: o.Shop, Customers: client.Customers, Invoices: client.Invoices, Zone: time.UTC}
	o.Placed = func(context.Context, *sql.Tx, int64) error { return nil } // the round gives a job to those that are open
	return o
}

// withStatus lets the orders be moved on in the MerchantPro shop when their invoice is in.
func (o *office) withStatus() *office {
	o.t.Helper()
	options := behindGate()
	options.HTTPClient = &http.Client{Transport: o.killer}
	o.status = &flows.SendStatus{
		Shop: o.Shop, Orders: o.server.Client(options).Orders, Action: shopinventory.ActionInProcess, IsGated: true,
	}
	_, err := o.status.Begin(o.t.Context())
	require.NoError(o.t, err)
	return o
}

// work runs the program: it picks up orders, brings those that are open into Resico, and sets their status. A kill ends it
// where it is.
func (o *office) work() (isDone bool) {
	o.t.Helper()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if _, err := o.Run(o.t.Context(), true); err != nil {
			o.t.Error(err)
			return
		}
		open, err := o.Shop.OpenOrders(o.t.Context())
		if err != nil {
			o.t.Error(err)
			return
		}
		for _, order := range open {
			_ = o.submit.Run(o.t.Context(), order) // what is parked is settled by a person
		}
		if o.status != nil {
			if _, err := o.status.Run(o.t.Context(), true); err != nil {
				o.t.Error(err)
				return
			}
		}
		isDone = true
	}()
	<-ended
	o.killer.calls, o.killer.at = 0, 0
	return isDone
}

// settleAll plays the person who looks into Resico for each unclear write.
func (o *office) settleAll() {
	o.t.Helper()
	for range 20 {
		require.True(o.t, o.work())
		list, err := o.Shop.OrdersToSettle(o.t.Context(), 1000)
		require.NoError(o.t, err)
		open, err := o.Shop.OpenOrders(o.t.Context())
		require.NoError(o.t, err)
		if len(list)+len(open)+o.unset() == 0 {
			return
		}
		shoptest.Age(o.t, o.Shop.DB(), shop.LandingTime) // of no account for what a person settles
		for _, parked := range list {
			order, err := o.Shop.Order(o.t.Context(), parked.ID)
			require.NoError(o.t, err)
			require.Equal(o.t, shop.OrderParked, order.State, order.Reason)
			asked, err := o.Shop.Asked(o.t.Context(), order.ID)
			require.NoError(o.t, err)
			require.NoError(o.t, o.Shop.Settle(o.t.Context(), order.ID, asked.Question, o.find(order)))
		}
	}
	require.FailNow(o.t, "there is always something to settle")
}

// unset counts the orders whose status is still to be set.
func (o *office) unset() int {
	o.t.Helper()
	if o.status == nil {
		return 0
	}
	list, err := o.Shop.RemoteInvoiced(o.t.Context(), flows.MerchantPro, time.Time{})
	require.NoError(o.t, err)
	return len(list)
}

// moved counts how often the status of each order was set.
func (o *office) moved() map[string]int {
	o.t.Helper()
	counts := map[string]int{}
	for _, order := range o.server.Orders() {
		if n := len(o.server.Actions(order.ID)); n > 0 {
			counts[order.ID] = n
		}
	}
	return counts
}

// find returns the key of what the unclear write of an order has made, or that it is not there.
func (o *office) find(order shop.Order) string {
	o.t.Helper()
	steps, err := o.Shop.StepsOf(o.t.Context(), order)
	require.NoError(o.t, err)
	for _, step := range steps {
		if step.State != "parked" || step.Owner != order.ID {
			continue
		}
		for _, c := range o.erp.Customers() {
			if step.Kind == shop.StepCustomer && c.Email == order.Customer.Email {
				return c.Code
			}
		}
		for _, invoice := range o.erp.Invoices() {
			switch {
			case invoice.Notes != order.Title():
			case step.Kind == shop.StepInvoice:
				return strconv.FormatInt(int64(invoice.ID), 10)
			case step.Kind == shop.StepLine && len(invoice.Lines) >= step.Line:
				return strconv.FormatInt(int64(invoice.Lines[step.Line-1].ID), 10)
			}
		}
		return shop.NotThere
	}
	require.FailNow(o.t, "parked without an unclear step")
	return ""
}

var noted = regexp.MustCompile(`^Order \d+, MerchantPro (.+)$`)

// invoiced counts the invoices of each order of the MerchantPro shop, and checks that each has both lines.
func (o *office) invoiced() map[string]int {
	o.t.Helper()
	counts := map[string]int{}
	for _, invoice := range o.erp.Invoices() {
		found := noted.FindStringSubmatch(invoice.Notes)
		require.NotNil(o.t, found, invoice.Notes)
		counts[found[1]]++
		require.Len(o.t, invoice.Lines, 2, invoice.Notes)
		require.Equal(o.t, "A B", invoice.Lines[0].SKU+" "+invoice.Lines[1].SKU)
	}
	return counts
}

// age lets time go by: everything that is written down, here and there, becomes older.
func (o *office) age(by time.Duration) {
	o.t.Helper()
	ctx := o.t.Context()
	for _, mark := range []string{flows.PickUpStart, flows.PickUpMark} {
		at, err := o.Shop.Mark(ctx, mark)
		require.NoError(o.t, err)
		if !at.IsZero() {
			require.NoError(o.t, o.Shop.SetMark(ctx, mark, at.Add(-by)))
		}
	}
	o.Since = time.Time{} // it was for the first run
	for _, order := range o.server.Orders() {
		o.server.SetOrder(order.ID, func(r *shopinventory.Order) { r.Created = r.Created.Add(-by) })
	}
	shopAge(o.t, o.Shop, by)
}

// shopAge makes the rows of the orders of channels older.
func shopAge(t *testing.T, s *shop.Shop, by time.Duration) {
	t.Helper()
	const form = "2006-01-02T15:04:05.000000Z"
	for _, column := range []string{"created_at", "seen_at", "placed_at"} {
		rows, err := s.DB().QueryContext(t.Context(), `SELECT remote_id, `+column+` FROM remote_orders WHERE `+column+` > ''`)
		require.NoError(t, err)
		times := map[string]time.Time{}
		for rows.Next() {
			var id, text string
			require.NoError(t, rows.Scan(&id, &text))
			times[id], err = time.Parse(form, text)
			require.NoError(t, err)
		}
		require.NoError(t, rows.Err())
		for id, at := range times {
			_, err := s.DB().ExecContext(t.Context(), `UPDATE remote_orders SET `+column+` = $1 WHERE remote_id = $2`,
				at.Add(-by).Format(form), id)
			require.NoError(t, err)
		}
	}
}
