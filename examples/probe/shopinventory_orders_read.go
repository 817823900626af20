package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// askCreatedDay asks for the day of the newest order alone.
func (p *shopProbe) askCreatedDay(ctx context.Context) finding {
	first, err := p.findOrders(ctx)
	if err != nil {
		return missing(err)
	}
	newest := first.page.Orders[0]
	if newest.Created.IsZero() {
		return doubt("the newest order has no readable date")
	}
	day := shelfwire.DateOf(newest.Created)
	seen := p.listOrders(ctx, shopinventory.OrderQuery{CreatedAfter: day, CreatedBefore: day, WithoutLines: true})
	if seen.exchange == nil {
		return missing(seen.err)
	}
	others := 0
	for _, order := range seen.page.Orders {
		if shelfwire.DateOf(order.Created) != day {
			others++
		}
	}
	isIncluded := slices.Contains(idsOfOrders(seen.page.Orders), newest.ID)
	return judge(seen.err == nil && isIncluded && others == 0, "%d%s, %d rows, the newest order: %t; %d of other days",
		seen.exchange.status, errorName(seen.exchange), len(seen.page.Orders), isIncluded, others)
}

func (p *shopProbe) getOrder(ctx context.Context, id string) (order shopinventory.Order, e *exchange, err error) {
	e, err = p.wire.observe(ctx, func(ctx context.Context) (err error) {
		order, err = p.client.Orders.Get(ctx, id)
		return err
	})
	return order, e, err
}

func (p *shopProbe) askOrder(ctx context.Context) finding {
	seen, err := p.findOrders(ctx)
	if err != nil {
		return missing(err)
	}
	listed := seen.page.Orders[0]
	order, e, err := p.getOrder(ctx, listed.ID)
	if e == nil {
		return missing(err)
	}
	ok := err == nil && order.HasLines && listed.HasLines && len(order.Lines) == len(listed.Lines)
	return judge(ok, "%d, %d lines, %d in the list", e.status, len(order.Lines), len(listed.Lines))
}

func (p *shopProbe) askSuffix(ctx context.Context) finding {
	seen, err := p.findOrders(ctx)
	if err != nil {
		return missing(err)
	}
	ids := idsOfOrders(seen.page.Orders)
	at := slices.IndexFunc(ids, func(id string) bool { return strings.Index(id, ".") > 0 })
	if at < 0 {
		return doubt("none of %d orders has an id with a suffix", len(ids))
	}
	bare, _, _ := strings.Cut(ids[at], ".")
	_, e, err := p.getOrder(ctx, bare)
	if e == nil {
		return missing(err)
	}
	return judge(errors.Is(err, shelfwire.ErrNotFound), "%d%s", e.status, errorName(e))
}
