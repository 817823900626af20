package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// answer sends the form that a page has shown.
func (w *world) answer(order int64, about, found, key string) *httptest.ResponseRecorder {
	w.t.Helper()
	form := url.Values{"about": {about}, "found": {found}, "key": {key}}
	return w.do(http.MethodPost, fmt.Sprintf("/office/orders/%d/settle", order), form)
}

var askedAbout = regexp.MustCompile(`name="about" value="([^"]*)"`)

// asked is what the page of an order asks.
func (w *world) asked(order int64) string {
	w.t.Helper()
	found := askedAbout.FindStringSubmatch(w.get(officeAddress(order)))
	require.NotNil(w.t, found)
	return found[1]
}

// failed lets an order fail at a step.
func (w *world) failed(o shop.Order, step shop.Step) {
	w.t.Helper()
	_, _, err := w.shop.Begin(w.t.Context(), step, []byte(`{}`))
	require.NoError(w.t, err)
	require.NoError(w.t, w.shop.Rejected(w.t.Context(), step, "rejected", "422"))
	require.NoError(w.t, w.shop.CloseOrder(w.t.Context(), o.ID, shop.OrderFailed, "422"))
}

// Two windows ask about the customer. The first one answers, and the order goes on and is parked at its invoice: what the
// second one says is no answer to that.
func TestSettle_goneOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.parked(0)
	assert.Contains(t, w.get(officeAddress(id)), `name="about" value="customer/1"`)
	require.Equal(t, http.StatusSeeOther, w.answer(id, "customer/1", "there", "C-1").Code)
	o, err := w.shop.Order(t.Context(), id)
	require.NoError(t, err)
	step := shop.InvoiceStep(o)
	_, _, err = w.shop.Begin(t.Context(), step, []byte(`{}`))
	require.NoError(t, err)
	require.NoError(t, w.shop.Park(t.Context(), step, "unknown", "silence"))
	require.NoError(t, w.shop.CloseOrder(t.Context(), id, shop.OrderParked, "silence"))
	for _, about := range []string{"customer/1", "invoice/2", ""} {
		for found, key := range map[string]string{"none": "", "there": "365", "done": "", "perhaps": ""} {
			reply := w.answer(id, about, found, key)
			assert.Equal(t, http.StatusConflict, reply.Code, "%s %s", about, found)
			assert.Contains(t, words(reply.Body.String()), "The order has gone on since that page was shown")
			assert.Contains(t, words(reply.Body.String()), "look again. Nothing was changed.")
		}
	}
	assert.Equal(t, []int64{id}, w.queue.reopened)
	now, err := w.shop.Order(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, shop.OrderParked, now.State)
	assert.Contains(t, w.get(officeAddress(id)), `name="about" value="invoice/1"`)
	require.Equal(t, http.StatusSeeOther, w.answer(id, "invoice/1", "there", "365").Code)
}

// A key that another order has is said beside the field, with whose it is.
func TestSettle_othersKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, second := w.parked(1), w.parked(1)
	status, _ := w.settle(first, "there", "365")
	require.Equal(t, http.StatusSeeOther, status)
	status, text := w.settle(second, "there", "365")
	assert.Equal(t, http.StatusUnprocessableEntity, status)
	assert.Contains(t, text, "The order was not settled 365 is the invoice of order 1")
	assert.Contains(t, text, "Its key Error: 365 is the invoice of order 1")
	status, text = w.settle(second, "none", "366")
	assert.Equal(t, http.StatusUnprocessableEntity, status)
	assert.Contains(t, text, "Say that it is there, or leave the key empty")
	assert.Equal(t, []int64{first}, w.queue.reopened)
}

// A customer who is in Resico already is rejected there, and the page takes its code.
func TestSettle_customerIsThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.place()
	w.failed(o, shop.CustomerStep(o))
	page := w.get(officeAddress(o.ID))
	assert.Contains(t, words(page), "If Resico has the customer already, say which one that is.")
	assert.Equal(t, 2, strings.Count(page, `name="about" value="customer/1"`))
	reply := w.answer(o.ID, "customer/1", "there", "")
	assert.Equal(t, http.StatusUnprocessableEntity, reply.Code)
	assert.Contains(t, words(reply.Body.String()), "Its key Error: Enter the key that it has in Resico")
	require.Equal(t, http.StatusSeeOther, w.answer(o.ID, "customer/1", "there", "C-777").Code)
	assert.Equal(t, []int64{o.ID}, w.queue.reopened)

	// It was the wrong one.
	w.failed(o, shop.InvoiceStep(o))
	page = w.get(officeAddress(o.ID))
	assert.Contains(t, words(page), "If C-777 is not the customer in Resico, say who is.")
	assert.Contains(t, page, `name="about" value="invoice/1"`)
	assert.Contains(t, page, `name="about" value="customer=C-777"`)
	reply = w.answer(o.ID, "invoice/1", "there", "C-778")
	assert.Equal(t, http.StatusUnprocessableEntity, reply.Code)
	assert.Contains(t, words(reply.Body.String()), "invoice/1 takes no key")
	require.Equal(t, http.StatusSeeOther, w.answer(o.ID, "customer=C-777", "there", "C-778").Code)
	now, err := w.shop.Order(t.Context(), o.ID)
	require.NoError(t, err)
	assert.Equal(t, "C-778", now.Customer.ResicoCode)
	assert.NotContains(t, w.get(officeAddress(o.ID)), "Settle it")
}

// An order that was invoiced by hand is closed on its page, and taken up again there.
func TestSettle_byHand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.place()
	assert.NotContains(t, w.get("/office"), "Dealt with by hand")
	w.failed(o, shop.InvoiceStep(o))
	assert.Contains(t, words(w.get(officeAddress(o.ID))), "Try again Done by hand")
	require.Equal(t, http.StatusSeeOther, w.answer(o.ID, "invoice/1", "done", "").Code)
	assert.Empty(t, w.queue.reopened)
	text := words(w.get(officeAddress(o.ID)))
	assert.Contains(t, text, "Order 1 done by hand")
	assert.Contains(t, text, "The order is closed: it was dealt with by hand. a person has dealt with it: 422")
	assert.Contains(t, text, "Take it up again")
	text = words(w.get("/office"))
	assert.Contains(t, text, "0 rejected 0 in progress 1 in the accounts")
	assert.Contains(t, text, "Dealt with by hand The latest that a person has closed.")
	assert.Equal(t, 1, strings.Count(text, "Order 1 "))
	assert.Equal(t, http.StatusConflict, w.answer(o.ID, "invoice/1", "none", "").Code, "the page of before")
	asked := w.asked(o.ID)
	assert.Equal(t, http.StatusConflict, w.answer(o.ID, "closed", "none", "").Code, "the page says what was dealt with")
	require.Equal(t, http.StatusSeeOther, w.answer(o.ID, asked, "none", "").Code)
	assert.Equal(t, []int64{o.ID}, w.queue.reopened)
	assert.NotContains(t, w.get("/office"), "Dealt with by hand")
	w.failed(o, shop.InvoiceStep(o))
	require.Equal(t, http.StatusSeeOther, w.answer(o.ID, "invoice/2", "done", "").Code)
	assert.Equal(t, http.StatusConflict, w.answer(o.ID, asked, "none", "").Code, "a page from before it was invoiced by hand again")
}

// What is unclear can be closed as well, but for a customer: others wait for that.
func TestSettle_unclearByHand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	customer := w.parked(0)
	assert.NotContains(t, w.get(officeAddress(customer)), "dealt with by hand")
	status, text := w.settle(customer, "done", "")
	assert.Equal(t, http.StatusUnprocessableEntity, status)
	assert.Contains(t, text, "Is it there? Error: other orders wait for what became of the customer")
	status, _ = w.settle(customer, "there", "C-1")
	require.Equal(t, http.StatusSeeOther, status)
	invoice := w.parked(1)
	assert.Contains(t, w.get(officeAddress(invoice)), "All of the order was dealt with by hand: close it")
	status, _ = w.settle(invoice, "done", "")
	require.Equal(t, http.StatusSeeOther, status)
	assert.Contains(t, words(w.get(officeAddress(invoice))), "done by hand")
}
