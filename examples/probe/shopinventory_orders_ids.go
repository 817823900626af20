package main

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire/shopinventory"
)

// orderIDRows ask for orders by their ids, as Orders.Refresh does.
func (p *shopProbe) orderIDRows() []row {
	return []row{
		{id: "shopinventory/orders-ids", source: undocumented, ask: p.askIDs,
			assumption: "ids=known,unknown brings the known order alone, under 200"},
		{id: "shopinventory/orders-ids-limit", source: undocumented, ask: p.askIDsLimit,
			assumption: "limit=1 cuts the list of two orders by ids, and the response repeats it"},
		{id: "shopinventory/orders-ids-total", source: undocumented, ask: p.askIDsTotal, passive: true,
			assumption: "total counts the orders that were asked for by ids, also those that limit cut"},
	}
}

// noSuchOrder is an id that no shop has.
const noSuchOrder = "2147483647.9"

// listByIDs lists orders by their ids. Orders.Refresh would read an unknown one by itself then.
func (p *shopProbe) listByIDs(ctx context.Context, size int, ids ...string) *ordersSeen {
	ctx = withRewrite(ctx, "Orders.Refresh", func(r *http.Request) {
		q := r.URL.Query()
		q.Del("sort")
		r.URL.RawQuery = q.Encode()
	})
	return p.listOrders(ctx, shopinventory.OrderQuery{
		Filters: map[string]string{"ids": strings.Join(ids, ",")}, PageSize: size,
	})
}

func (p *shopProbe) askIDs(ctx context.Context) finding {
	first, err := p.findOrders(ctx)
	if err != nil {
		return missing(err)
	}
	id := first.page.Orders[0].ID
	seen := p.listByIDs(ctx, fewSKUs, id, noSuchOrder)
	if seen.exchange == nil {
		return missing(seen.err)
	}
	ok := seen.err == nil && slices.Equal(idsOfOrders(seen.page.Orders), []string{id})
	return judge(ok, "%d%s, %d rows, the known one alone: %t",
		seen.exchange.status, errorName(seen.exchange), len(seen.page.Orders), ok)
}

// askIDsLimit asks for two orders, one on a page.
func (p *shopProbe) askIDsLimit(ctx context.Context) finding {
	first, err := p.findOrders(ctx)
	if err != nil {
		return missing(err)
	}
	ids := idsOfOrders(first.page.Orders)
	if len(ids) < 2 {
		return missing(errTooFew)
	}
	p.cutByIDs = p.listByIDs(ctx, 1, ids[:2]...)
	if p.cutByIDs.exchange == nil {
		return missing(p.cutByIDs.err)
	}
	e := p.cutByIDs.exchange
	rows, limit := len(objects(e.object()["data"])), countOf(e, "limit")
	return judge(rows == 1 && limit == 1, "%d%s, %d rows, limit %d", e.status, errorName(e), rows, limit)
}

// askIDsTotal looks at the page that was cut.
func (p *shopProbe) askIDsTotal(context.Context) finding {
	if p.cutByIDs == nil || p.cutByIDs.exchange == nil {
		return missing(errNoResponse)
	}
	total := countOf(p.cutByIDs.exchange, "total")
	return judge(total == 2, "total %d of 2 orders", total)
}
