package main

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

func TestReport_print(t *testing.T) {
	t.Parallel()
	r := report{
		began:    time.Now(),
		products: &flows.Import{Read: 7, Without: 1, Gone: 2},
		balances: &flows.Import{Read: 7, Without: 1, Unknown: 2},
		push: &flows.Push{
			Created: 5, Edited: 4, Unchanged: 3, WithoutPrice: 2, WithoutRate: 1, More: 8,
			Problems: []flows.Problem{
				{SKU: "A", Kind: flows.CardTwice, Reason: "2 cards"},
				{SKU: "B", Kind: flows.CardRefused, Reason: "400"},
				{SKU: "C", Kind: flows.CardUnclear, Reason: "silence"},
			},
		},
		troubles: []shop.Trouble{
			{Order: 1, State: shop.OrderOpen},
			{Order: 2, State: shop.OrderOpen, Reason: "no connection"},
			{Order: 3, State: shop.OrderParked, Reason: "silence"},
			{Order: 4, State: shop.OrderParked, Reason: "silence"},
			{Order: 5, State: shop.OrderFailed, Reason: "422"},
			{Order: 6, State: shop.OrderOpen},
		},
	}
	r.fail("orders", nil)
	r.fail("import_balances", errors.New("no connection"))
	var out bytes.Buffer
	r.print(progress.New(&out), &tallies{})
	for _, want := range []string{
		"  products             7  read from Resico\n",
		"    gone               2  no longer listed, taken off sale\n",
		"  balances             4  stored as stock, location by location\n",
		"    unknown            2  of products that the catalogue does not have\n",
		"  cards                5  created in ERP XT\n" +
			"    edited             4  brought up to date there\n" +
			"    unchanged          3  are as the shop has them\n" +
			"    without price      2  not pushed: no price is not a price of 0\n" +
			"    without rate       1  not pushed: no Polish rate for their VAT code\n",
		"11 product cards need attention:\n" +
			"  A, twice: 2 cards\n" +
			"      look in ERP XT and leave one card with this code; until then neither is touched\n" +
			"  B, refused: 400\n" +
			"      put it right; the next run tries again\n" +
			"  C, unclear: silence\n" +
			"      goes on by itself: the next run looks what became of it\n" +
			"  and 8 more\n",
		"Not done: import_balances: no connection\n",
		"6 orders need attention:\n" +
			"  2 orders, open: their turn has not come\n" +
			"      goes on by itself, with the next run at the latest\n" +
			"  order 2, open: no connection\n" +
			"      goes on by itself, with the next run at the latest\n" +
			"  order 3, parked: silence\n" +
			"      look in Resico, then go on with -settle 3=KEY, or -settle 3=none if it is not there\n" +
			"  order 4, parked: silence\n" +
			"      look in Resico, then go on with -settle 4=KEY, or -settle 4=none if it is not there\n" +
			"  order 5, failed: 422\n" +
			"      put it right, then try again with -settle 5=none\n",
	} {
		assert.Contains(t, out.String(), want)
	}
	assert.NotContains(t, out.String(), "Everything")
	assert.NotContains(t, out.String(), "Not done: orders")
}
