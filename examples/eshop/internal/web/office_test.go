package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// place places an order for a bowl.
func (w *world) place() shop.Order {
	w.t.Helper()
	id, err := w.shop.PlaceOrder(w.t.Context(), shop.NewOrder{
		Customer: shop.Customer{Email: "buyer@shop.example", Name: "Example Buyer"}, PlacedAt: monday, Location: "NOL",
		Items: []shop.Item{{SKU: "A", Quantity: shelfwire.NewDecimal(1)}},
	}, w.queue.AddOrder)
	require.NoError(w.t, err)
	o, err := w.shop.Order(w.t.Context(), id)
	require.NoError(w.t, err)
	return o
}

// parked is an order of which a step is unclear: 0 is the customer, 1 the invoice, 2 the line.
func (w *world) parked(unclear int) int64 {
	w.t.Helper()
	o, ctx := w.place(), w.t.Context()
	for i, step := range []shop.Step{shop.CustomerStep(o), shop.InvoiceStep(o), shop.LineStep(o, o.Lines[0])}[:unclear+1] {
		_, done, err := w.shop.Begin(ctx, step, []byte(`{}`))
		require.NoError(w.t, err)
		switch {
		case i == unclear:
			require.NoError(w.t, w.shop.Park(ctx, step, "unknown", "the answer was lost "+evil))
		case !done:
			require.NoError(w.t, w.shop.Done(ctx, step, fmt.Sprint(365+i)))
		}
	}
	require.NoError(w.t, w.shop.CloseOrder(ctx, o.ID, shop.OrderParked, "the answer was lost "+evil))
	return o.ID
}

func (w *world) settle(order int64, found, key string) (status int, text string) {
	w.t.Helper()
	path := fmt.Sprintf("/office/orders/%d/settle", order)
	asked, err := w.shop.Asked(w.t.Context(), order)
	require.NoError(w.t, err)
	form := url.Values{"about": {string(asked.Question)}, "found": {found}, "key": {key}}
	reply := w.do(http.MethodPost, path, form)
	if reply.Code == http.StatusSeeOther {
		assert.Equal(w.t, fmt.Sprintf("/office/orders/%d", order), reply.Header().Get("Location"))
	}
	return reply.Code, words(reply.Body.String())
}

func TestOffice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text := words(w.get("/office"))
	assert.Contains(t, text, "No order needs a person. They go on by themselves.")
	assert.Contains(t, text, "There are no orders yet")
	w.place()
	w.parked(1)
	page := w.get("/office")
	text = words(page)
	assert.Contains(t, text, "1 needs a look 0 rejected 1 in progress 0 in the accounts")
	assert.Contains(t, text, "Order 2 Example Buyer 12.50 € 16 Mar 2026, 09:00:00 UTC needs a look the answer was lost")
	assert.Contains(t, page, `href="/office/orders/1"`)
	assert.NotContains(t, page, "<script")
	assert.Equal(t, 1, strings.Count(text, "Order 2 "), "what needs a look stands once")
}

// An order behind a parked customer is not on its way.
func TestOffice_waiting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.filled("A")
	first := w.parked(0)
	require.Equal(t, http.StatusSeeOther, w.do(http.MethodPost, "/products/A/orders", form).Code)
	assert.Contains(t, words(w.get("/office")), "waits for order 1")
	page := w.get(officeAddress(2))
	assert.Contains(t, words(page), "Order 2 waits for order 1")
	assert.Contains(t, words(page), "It waits until a person has looked at something. That is order 1 of the same customer.")
	assert.Contains(t, page, `href="/office/orders/1"`)
	own := w.get("/orders/" + form.Get("form"))
	assert.Contains(t, words(own), "Your order 2 in progress")
	assert.Contains(t, words(own), "It waits until a person has looked at something.")
	assert.NotContains(t, own, "/office/orders/1")
	assert.NotContains(t, words(own), "order 1", "whose order that is")
	assert.Contains(t, words(own), "Customer unclear 0 – ", "and when it was sent")
	status, _ := w.settle(first, "none", "")
	require.Equal(t, http.StatusSeeOther, status)
	assert.NotContains(t, words(w.get("/office")), "waits for order")
}

func TestOfficeOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for unclear, want := range []string{
		"Look in Resico for a customer with the e-mail address buyer@shop.example; its key is the code",
		`Look in Resico for an invoice with the note "Order 2"; its key is the ID of the invoice`,
		"Look in Resico for line 1 of invoice 366, 1 × A; its key is the ID of the line",
	} {
		id := w.parked(unclear)
		page := w.get(officeAddress(id))
		text := words(page)
		assert.NotContains(t, page, "<script")
		for _, want := range []string{
			fmt.Sprintf("Order %d needs a look", id), want, "unclear 1", "may or may not be in Resico", "E-mail buyer@shop.example",
		} {
			assert.Contains(t, text, want)
		}
		assert.Equal(t, 1, strings.Count(text, "the answer was lost"), "what is known stands once")
		status, _ := w.settle(id, "there", "365")
		require.Equal(t, http.StatusSeeOther, status)
	}
}

// A program that was killed is told apart from a response that leaves things open.
func TestOfficeOrder_killed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	unclear := words(w.get(officeAddress(w.parked(1))))
	assert.Contains(t, unclear, "What came back for one step leaves it open whether it happened.")
	o, ctx := w.place(), t.Context()
	for range 2 {
		_, _, err := w.shop.Begin(ctx, shop.InvoiceStep(o), []byte(`{}`))
		if parked, ok := errors.AsType[*shop.ParkedError](err); ok {
			require.NoError(t, w.shop.CloseOrder(ctx, o.ID, shop.OrderParked, parked.Error()))
		}
	}
	killed := words(w.get(officeAddress(o.ID)))
	assert.Contains(t, killed, "No response to one step was recorded: the program was killed, or could not write it down.")
	assert.Contains(t, killed, "Invoice cut off 1")
	assert.NotContains(t, killed, "leaves it open")
	assert.Contains(t, words(w.get("/office")), "no response was recorded: the program was killed, or could not write it down")
}

func TestSettle(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.parked(1)
	for _, test := range []struct{ found, key, want, beside string }{
		{"", "", "Say whether it is there", "Is it there?"},
		{"perhaps", "", "Say whether it is there", "Is it there?"},
		{"there", " ", "Enter the key that it has in Resico", "Its key"},
		{"there", "C-1", "The ID must be a number, such as 365", "Its key"},
		{"there", "-3", "The ID must be a number, such as 365", "Its key"},
		{"there", "none", "Say that it is not there, or enter a key", "Its key"},
		{"there", strings.Repeat("1", 65), "The key must have at most 64 characters", "Its key"},
	} {
		status, text := w.settle(id, test.found, test.key)
		assert.Equal(t, http.StatusUnprocessableEntity, status, test.want)
		assert.Contains(t, text, "The order was not settled "+test.want)
		assert.Contains(t, text, test.beside+" Error: "+test.want)
		assert.Equal(t, 1, strings.Count(text, "Error: "+test.want+" "), "beside one field")
	}
	assert.Empty(t, w.queue.reopened)
	status, _ := w.settle(id, "there", " 365 ")
	require.Equal(t, http.StatusSeeOther, status)
	assert.Equal(t, []int64{id}, w.queue.reopened)
	text := words(w.get(officeAddress(id)))
	assert.Contains(t, text, "in progress")
	assert.Contains(t, text, "is in Resico as 365")
	assert.NotContains(t, text, "Settle it")

	status, text = w.settle(id, "none", "")
	assert.Equal(t, http.StatusConflict, status, "a second click")
	assert.Contains(t, text, "This order needs nothing to be settled")
	assert.Len(t, w.queue.reopened, 1)
}

func TestSettle_notThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.parked(2)
	status, _ := w.settle(id, "none", "")
	require.Equal(t, http.StatusSeeOther, status)
	assert.Contains(t, words(w.get(officeAddress(id))), "rejected: a person has found that it is not there")
	assert.Equal(t, []int64{id}, w.queue.reopened)
}

func TestSettle_failed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.place()
	_, _, err := w.shop.Begin(t.Context(), shop.CustomerStep(o), []byte(`{}`))
	require.NoError(t, err)
	require.NoError(t, w.shop.Rejected(t.Context(), shop.CustomerStep(o), "refused", "422 for its address"))
	require.NoError(t, w.shop.CloseOrder(t.Context(), o.ID, shop.OrderFailed, "422 for its address"))
	text := words(w.get(officeAddress(o.ID)))
	assert.Contains(t, text, "Try again")
	assert.Contains(t, text, "Customer not there 1")
	assert.Equal(t, 1, strings.Count(text, "422 for its address"), "what is known stands once")
	status, _ := w.settle(o.ID, "none", "")
	require.Equal(t, http.StatusSeeOther, status)
	assert.Equal(t, []int64{o.ID}, w.queue.reopened)
}

// A customer sees that something is unclear, but not what the provider has said.
func TestOwnOrder_parked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.filled("A")
	require.Equal(t, http.StatusSeeOther, w.do(http.MethodPost, "/products/A/orders", form).Code)
	o, err := w.shop.Order(t.Context(), 1)
	require.NoError(t, err)
	_, _, err = w.shop.Begin(t.Context(), shop.CustomerStep(o), []byte(`{}`))
	require.NoError(t, err)
	assert.Contains(t, words(w.get("/orders/"+form.Get("form"))), "Customer being sent 1")
	require.NoError(t, w.shop.Park(t.Context(), shop.CustomerStep(o), "unknown", "secret words"))
	require.NoError(t, w.shop.CloseOrder(t.Context(), 1, shop.OrderParked, "secret words"))
	text := words(w.get("/orders/" + form.Get("form")))
	assert.Contains(t, text, "may or may not be in Resico")
	assert.Contains(t, text, "That is for us to do: you need not order again.")
	assert.NotContains(t, words(w.get(officeAddress(1))), "you need not")
	assert.NotContains(t, text, "secret words")
	assert.NotContains(t, text, "Settle it")
}
