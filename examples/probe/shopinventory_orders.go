package main

import (
	"cmp"
	"context"
	"regexp"
	"slices"

	"github.com/shelfwire/shelfwire/shopinventory"
)

// ordersSeen is a page of the order list: as it came, and as the client read it. What is shown of it are kinds and counts.
type ordersSeen struct {
	exchange *exchange
	page     shopinventory.OrderPage
	err      error
}

// orderRows are asked last: a key may lack the right to read orders.
func (p *shopProbe) orderRows() []row {
	return []row{
		{id: "shopinventory/orders-sort", source: undocumented, ask: p.askSort,
			assumption: "sort=date_created.desc brings orders by their creation, the newest first"},
		{id: "shopinventory/orders-readable", source: undocumented, ask: p.askOrdersReadable, passive: true,
			assumption: "Every member of an order comes in a form that can be read for certain, empty values included"},
		{id: "shopinventory/orders-dates", source: undocumented, ask: p.askDates, passive: true,
			assumption: "The dates of orders carry an offset from UTC"},
		{id: "shopinventory/orders-stable", source: undocumented, ask: p.askStable,
			assumption: "Orders of the same second keep their order over two reads"},
		{id: "shopinventory/orders-created-day", source: undocumented, ask: p.askCreatedDay,
			assumption: "created_after and created_before include the day itself, which begins in the zone of date_created"},
		{id: "shopinventory/order-by-id", source: undocumented, ask: p.askOrder,
			assumption: "orders/{id}?include=line_items is the order of the list, with as many lines"},
		{id: "shopinventory/order-suffix", source: undocumented, ask: p.askSuffix,
			assumption: "The id of an order without its suffix is a 404"},
	}
}

func (p *shopProbe) listOrders(ctx context.Context, q shopinventory.OrderQuery) *ordersSeen {
	seen := &ordersSeen{}
	q.PageSize = cmp.Or(q.PageSize, fewSKUs)
	seen.exchange, seen.err = p.wire.observe(ctx, func(ctx context.Context) (err error) {
		seen.page, err = p.client.Orders.List(ctx, q, 0)
		return err
	})
	return seen
}

// findOrders reads the newest orders once, with their lines; an error when there are none.
func (p *shopProbe) findOrders(ctx context.Context) (*ordersSeen, error) {
	if p.orders == nil {
		p.orders = p.listOrders(ctx, shopinventory.OrderQuery{})
	}
	switch {
	case p.orders.exchange == nil || p.orders.err != nil:
		return nil, p.orders.err
	case len(p.orders.page.Orders) == 0:
		return nil, errTooFew
	}
	return p.orders, nil
}

func idsOfOrders(orders []shopinventory.Order) []string {
	ids := make([]string, len(orders))
	for i := range orders {
		ids[i] = orders[i].ID
	}
	return ids
}

func (p *shopProbe) askSort(ctx context.Context) finding {
	seen, err := p.findOrders(ctx)
	if err != nil {
		return missing(err)
	}
	orders := seen.page.Orders
	isSorted := slices.IsSortedFunc(orders, func(a, b shopinventory.Order) int { return b.Created.Compare(a.Created) })
	if len(orders) < 2 || orders[0].Created.Equal(orders[len(orders)-1].Created) {
		return missing(errTooFew)
	}
	return judge(isSorted, "%d rows, the newest first: %t", len(orders), isSorted)
}

func (p *shopProbe) askOrdersReadable(ctx context.Context) finding {
	seen, err := p.findOrders(ctx)
	if err != nil {
		return missing(err)
	}
	unread := map[string]int{}
	for i := range seen.page.Orders {
		countUnread(unread, seen.page.Orders[i].Unread)
	}
	return judge(len(unread) == 0, "%s of %d rows", describeUnread(unread), len(seen.page.Orders))
}

var offsetText = regexp.MustCompile(`\d{2}:\d{2}(\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})$`)

func (p *shopProbe) askDates(ctx context.Context) finding {
	seen, err := p.findOrders(ctx)
	if err != nil {
		return missing(err)
	}
	dates, others := 0, map[string]int{}
	for _, order := range objects(seen.exchange.object()["data"]) {
		for _, name := range []string{"date_created", "date_modified"} {
			if text, ok := order[name].(string); ok && offsetText.MatchString(text) {
				dates++
			} else {
				others[name+" "+kindOf(order[name])]++
			}
		}
	}
	return judge(len(others) == 0, "%d dates with an offset, %d kinds without", dates, len(others))
}

// askStable reads the same orders twice. Those that were created meanwhile are left out.
func (p *shopProbe) askStable(ctx context.Context) finding {
	seen, err := p.findOrders(ctx)
	if err != nil {
		return missing(err)
	}
	again := p.listOrders(ctx, shopinventory.OrderQuery{WithoutLines: true})
	if again.exchange == nil || again.err != nil {
		return missing(again.err)
	}
	before, after := idsOfOrders(seen.page.Orders), idsOfOrders(again.page.Orders)
	common := func(ids, other []string) []string {
		return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !slices.Contains(other, id) })
	}
	isSame := slices.Equal(common(before, after), common(after, before))
	sameSecond := countSameSecond(seen.page.Orders)
	if isSame && sameSecond == 0 {
		return doubt("%d rows in the same order, and no two of the same second", len(after))
	}
	return judge(isSame, "%d rows in the same order: %t; %d of the second of the one before", len(after), isSame, sameSecond)
}

func countSameSecond(orders []shopinventory.Order) (n int) {
	for i := range orders {
		if i > 0 && orders[i].Created.Equal(orders[i-1].Created) {
			n++
		}
	}
	return n
}
