package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/faults"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// positions are the writes of an order with two lines.
var positions = [...]struct {
	name, op string
	skip     int
}{
	{"customer", "Customers.Create", 0}, {"invoice", "Invoices.Create", 0},
	{"first line", "Invoices.AddLine", 0}, {"last line", "Invoices.AddLine", 1},
}

// The failures of a network at every write of an order, and some others at the invoice: nothing is ever doubled, what
// is unclear waits for a person, and in the end the order is in Resico exactly once.
func TestFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault   faults.Fault
		state   shop.State // after the first run
		applied bool       // Resico has what was sent
		only    string     // the one write at which it is tried; empty for all
	}{
		"answer lost":          {faults.DropResponse(), shop.OrderParked, true, ""},
		"request lost":         {faults.DropRequest(), shop.OrderParked, false, ""},
		"half an answer":       {faults.CutBody(), shop.OrderSent, true, "invoice"}, // the half with the key
		"half, and no length":  {faults.CutBodyWithoutLength(), shop.OrderSent, true, "invoice"},
		"wrong type":           {faults.WrongType(), shop.OrderParked, true, "invoice"},
		"unavailable":          {faults.Status(503), shop.OrderParked, false, ""},
		"an error afterwards":  {faults.Status(500).AfterApplying(), shop.OrderParked, true, "invoice"},
		"a page for people":    {faults.HTML(200), shop.OrderParked, false, ""},
		"a page afterwards":    {faults.HTML(200).AfterApplying(), shop.OrderParked, true, "invoice"},
		"PHP's words":          {faults.PHPError(200), shop.OrderParked, false, "invoice"},
		"an empty list":        {faults.JSON(200, "[]"), shop.OrderParked, false, "invoice"},
		"a stranger's 404":     {faults.HTML(404), shop.OrderSent, false, ""}, // it is tried again
		"sent elsewhere":       {faults.Redirect("https://elsewhere.example/"), shop.OrderParked, false, "invoice"},
		"refused":              {faults.ErrorBody(422, "the field is wrong"), shop.OrderFailed, false, ""},
		"too many calls":       {faults.RateLimited("0").Times(2), shop.OrderSent, false, ""},
		"too many, and longer": {faults.RateLimited("").Times(5), shop.OrderSent, false, "invoice"},
		"key not accepted":     {faults.Status(401), shop.OrderOpen, false, "invoice"},
	} {
		for _, at := range positions {
			if test.only != "" && test.only != at.name {
				continue
			}
			t.Run(name+" at the "+at.name, func(t *testing.T) {
				t.Parallel()
				w := stocked(t)
				id := w.order()
				w.server.Fail(test.fault.On(at.op).Skip(at.skip))
				content := w.run()
				assert.Equal(t, test.state == shop.OrderSent, content, &w.out)
				state, reason := w.state(id)
				require.Equal(t, test.state, state, reason)
				w.checkAttention(id, test.state, reason)
				w.server.ClearFaults()
				w.checkStays(id, test.state)
				w.checkNothingDoubled()
				if test.state == shop.OrderParked || test.state == shop.OrderFailed {
					w.settle(id, w.found(at.op, test.applied))
					require.True(t, w.run(), &w.out)
				}
				w.checkInvoices(1)
				assert.Len(t, w.server.Customers(), 1)
			})
		}
	}
}

// checkAttention looks for the order in the closing list.
func (w *world) checkAttention(id int64, state shop.State, reason string) {
	w.t.Helper()
	if state == shop.OrderSent {
		assert.Contains(w.t, w.out.String(), "Everything is where it belongs.")
		return
	}
	assert.Contains(w.t, w.out.String(), "1 order needs attention:")
	assert.Contains(w.t, w.out.String(), fmt.Sprintf("order %d, %s: %s", id, state, reason))
}

// checkStays runs the program again: a closed order sends nothing more, an open one goes on.
func (w *world) checkStays(id int64, before shop.State) {
	w.t.Helper()
	writes := w.writes()
	content := w.run()
	state, reason := w.state(id)
	if before == shop.OrderOpen {
		assert.True(w.t, content, &w.out)
		assert.Equal(w.t, shop.OrderSent, state)
		return
	}
	assert.Equal(w.t, before, state)
	assert.Equal(w.t, writes, w.writes(), "nothing is sent")
	assert.Equal(w.t, before == shop.OrderSent, content, "an order that needs a person is not forgotten")
	w.checkAttention(id, before, reason)
}

func (w *world) checkNothingDoubled() {
	w.t.Helper()
	assert.LessOrEqual(w.t, len(w.server.Customers()), 1)
	invoices := w.server.Invoices()
	require.LessOrEqual(w.t, len(invoices), 1)
	for _, invoice := range invoices {
		seen := map[string]bool{}
		for _, line := range invoice.Lines {
			assert.False(w.t, seen[line.SKU], "%s twice", line.SKU)
			seen[line.SKU] = true
		}
	}
}

// found is what a person finds in Resico: the key of the newest thing of a kind, or that it is not there.
func (w *world) found(op string, there bool) string {
	w.t.Helper()
	if !there {
		return shop.NotThere
	}
	switch op {
	case "Customers.Create":
		return w.server.Customers()[0].Code
	case "Invoices.Create":
		return strconv.FormatInt(int64(w.server.Invoices()[0].ID), 10)
	default:
		lines := w.server.Invoices()[0].Lines
		return strconv.FormatInt(int64(lines[len(lines)-1].ID), 10)
	}
}

// The process is killed while a write is under way: a second one starts with the database file as it was at that moment.
func TestKilled(t *testing.T) {
	t.Parallel()
	for _, applied := range []bool{true, false} {
		for _, at := range positions {
			t.Run(fmt.Sprintf("at the %s, applied %t", at.name, applied), func(t *testing.T) {
				t.Parallel()
				w := stockedFile(t)
				id := w.order()
				killed := filepath.Join(t.TempDir(), "eshop.db")
				end := faults.DropRequest()
				if applied {
					end = faults.DropResponse()
				}
				w.server.Fail(
					faults.Between(func() { copyDatabase(t, w.cfg.database, killed) }).On(at.op).Skip(at.skip),
					end.On(at.op).Skip(at.skip),
				)
				require.False(t, w.run())

				w.cfg.database = killed
				writes := w.writes()
				require.False(t, w.run(), "the order is neither forgotten nor repeated")
				assert.Equal(t, writes, w.writes())
				state, reason := w.state(id)
				require.Equal(t, shop.OrderParked, state)
				assert.Contains(t, reason, "no response was recorded: the program was killed")
				w.settle(id, w.found(at.op, applied))
				require.True(t, w.run(), &w.out)
				w.checkInvoices(1)
				assert.Len(t, w.server.Customers(), 1)
			})
		}
	}
}

// The program is told to stop while Resico takes its time.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer       time.Duration
		stopPatience time.Duration
		state        shop.State
	}{
		"the answer comes":             {200 * time.Millisecond, time.Minute, shop.OrderSent},
		"the answer is not waited for": {time.Hour, time.Millisecond, shop.OrderParked},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := stocked(t)
			w.cfg.stopPatience = test.stopPatience
			id := w.order()
			ctx, cancel := context.WithCancel(t.Context())
			w.server.Fail(
				faults.Between(cancel).On("Invoices.AddLine"), faults.Delay(test.answer).On("Invoices.AddLine"),
			)
			require.False(t, w.runUntil(ctx))
			assert.Contains(t, w.out.String(), "interrupted; whatever is open goes on with the next run")
			state, reason := w.state(id)
			assert.Equal(t, test.state, state, reason)
			w.checkNothingDoubled()
			assert.False(t, strings.Contains(w.out.String(), "Everything is where it belongs."))
		})
	}
}

// Two orders of one customer, who may or may not have been created: one order is parked, the other waits for it.
func TestBlocked(t *testing.T) {
	t.Parallel()
	w := stocked(t)
	first, second := w.order(), w.order()
	w.server.Fail(faults.DropResponse().On("Customers.Create"))
	require.False(t, w.run())
	states := map[shop.State]int64{}
	for _, id := range []int64{first, second} {
		state, reason := w.state(id)
		states[state] = id
		assert.Contains(t, w.out.String(), fmt.Sprintf("order %d, %s: %s", id, state, reason))
	}
	require.Len(t, states, 2, "one is parked, one is open")
	assert.Contains(t, w.said(), fmt.Sprintf(
		"order %d, open: customer 1 is parked with order %d", states[shop.OrderOpen], states[shop.OrderParked]))
	w.settle(states[shop.OrderParked], "SHOP-00001")
	require.True(t, w.run(), &w.out)
	w.checkInvoices(2)
	assert.Len(t, w.server.Customers(), 1)
}
