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
		products: &flows.Import{Read: 7, Without: 1, Unread: 3, Nameless: 4, Gone: 2},
		balances: &flows.Import{Read: 7, Without: 1, Unread: 1, Unknown: 2},
		channels: []*channel{
			{provider: "ERP XT", done: cardsPushed{
				Created: 5, Edited: 4, Unchanged: 3, WithoutPrice: 2, WithoutRate: 1,
				Attention: flows.Attention{More: 8, Problems: []flows.Problem{
					{SKU: "A", Kind: flows.Twice, Reason: "2 cards"},
					{SKU: "B", Kind: flows.Rejected, Reason: "400"},
					{SKU: "C", Kind: flows.Unclear, Reason: "silence"},
				}},
			}},
			{provider: "MerchantPro", done: listingsPushed{
				Pushed: 6, Unchanged: 5, WithoutStock: 4, WithoutPrice: 3, Negative: 2, NotListed: 5,
				Missing: []string{"D", "E", "F"},
				Attention: flows.Attention{Problems: []flows.Problem{
					{SKU: "G", Kind: flows.Rejected, Reason: "400"}, {SKU: "H", Kind: flows.Unclear, Reason: "silence"},
				}},
			}},
			{provider: "VirtualPOS", done: tillReplaced{
				Products: 9, Updated: 7, Failed: 1, Unknown: 1, Negative: 2, Reason: "row 3 was not confirmed",
				Attention: flows.Attention{Problems: []flows.Problem{
					{SKU: "I", Kind: flows.Rejected, Reason: "no such item"},
				}},
			}},
			{provider: "nobody"},
		},
		troubles: troubles{database: "/srv/my shop/eshop.db", orders: []shop.Trouble{
			{Order: 1, State: shop.OrderOpen},
			{Order: 2, State: shop.OrderOpen, Reason: "no connection"},
			{Order: 3, State: shop.OrderParked, Reason: "silence", Asked: unclear("customer/1")},
			{Order: 4, State: shop.OrderParked, Reason: "silence", Asked: unclear("line-2/3")},
			{Order: 5, State: shop.OrderFailed, Reason: "422", Asked: shop.Asked{Question: "line-1/1"}},
			{Order: 6, State: shop.OrderOpen},
			{Order: 7, State: shop.OrderOpen, Reason: "this order waits", WaitsFor: 3},
			{Order: 8, State: shop.OrderOpen, Reason: "this order waits", WaitsFor: 3},
			{Order: 9, State: shop.OrderFailed, Reason: "422", Asked: shop.Asked{Question: "customer/2", Customer: "customer/2"}},
			{Order: 10, State: shop.OrderFailed, Reason: "422", Asked: shop.Asked{Question: "invoice/1", Customer: "customer=C 9"}},
		}},
	}
	r.fail("orders", nil)
	r.fail("import_balances", errors.New("no connection"))
	var out bytes.Buffer
	r.print(progress.New(&out), &progress.Tally{})
	for _, want := range []string{
		"  products             7  read from Resico\n",
		"    unread             3  in part: the shop keeps what it had, and asks for them again\n" +
			"    without SKU        4  left out: a person has to give them one in Resico\n" +
			"    gone               2  no longer listed, taken off sale\n",
		"  balances             4  stored as stock, location by location\n",
		"    unread             1  in part: the shop keeps what it had, and asks for them again\n" +
			"    unknown            2  of products that the catalogue does not have\n",
		"  cards                5  created in ERP XT\n" +
			"    edited             4  brought up to date there\n" +
			"    unchanged          3  are as the shop has them\n" +
			"    without price      2  not pushed: no price is not a price of 0\n" +
			"    without rate       1  not pushed: no Polish rate for their VAT code\n",
		"11 product cards need attention:\n" +
			"  A, twice: 2 cards\n" +
			"      look in ERP XT and leave one card with this code; until then neither is touched\n" +
			"  B, rejected: 400\n" +
			"      put it right; the next run tries again\n" +
			"  C, unclear: silence\n" +
			"      goes on by itself: the next run looks what became of it\n" +
			"  and 8 more\n",
		"  listings             6  brought up to date in MerchantPro\n" +
			"    unchanged          5  are as the shop has them\n" +
			"    without stock      4  a stock that nobody knows is left alone\n" +
			"    without price      3  the price there is left alone\n" +
			"    below zero         2  their stock goes as 0\n" +
			"    not listed         5  not in MerchantPro: D, E, F and 2 more\n",
		"  till rows            7  updated in VirtualPOS; the others were left alone, see below\n" +
			"    failed             1  not updated\n" +
			"    unknown            1  may or may not have been updated\n" +
			"    below zero         2  go as 0\n",
		"2 listings need attention:\n" +
			"  G, rejected: 400\n" +
			"      put it right; the next run tries again\n" +
			"  H, unclear: silence\n" +
			"      goes on by itself: the next run sends it again\n",
		"1 till row needs attention:\n" +
			"  I, rejected: no such item\n" +
			"      put it right; until then nothing is set to zero\n",
		"Not done: import_balances: no connection\n",
		"10 orders need attention:\n" +
			"  2 orders, open: their turn has not come\n" +
			"      goes on by itself, with the next run at the latest\n" +
			"  order 2, open: no connection\n" +
			"      goes on by itself, with the next run at the latest\n" +
			"  order 3, parked: silence\n" +
			"      look in Resico, then: eshop orders settle -database '/srv/my shop/eshop.db' 3 customer/1 KEY, or none for the key if it is not there\n" +
			"  order 4, parked: silence\n" +
			"      look in Resico, then: eshop orders settle -database '/srv/my shop/eshop.db' 4 line-2/3 KEY, or none for the key if it is not there\n" +
			"  order 5, failed: 422\n" +
			"      put it right, then try again: eshop orders settle -database '/srv/my shop/eshop.db' 5 line-1/1 none, " +
			"or done for none when you have invoiced it by hand\n" +
			"  2 orders, open: this order waits\n" +
			"      goes on by itself when order 3 is settled\n",
		" 9 customer/2 none, or done for none when you have invoiced it by hand, or the key of the customer if Resico has it\n",
		" 10 invoice/1 none, or done for none when you have invoiced it by hand; " +
			"if that is not the customer: eshop orders settle -database '/srv/my shop/eshop.db' 10 'customer=C 9' KEY\n",
	} {
		assert.Contains(t, out.String(), want)
	}
	assert.NotContains(t, out.String(), "Everything")
	assert.NotContains(t, out.String(), "Not done: orders")
}

func unclear(question shop.Question) shop.Asked {
	return shop.Asked{Question: question, Step: shop.StepStatus{State: "parked"}}
}
