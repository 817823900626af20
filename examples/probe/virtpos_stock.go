package main

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// noSuchNumber is an id that no company has.
const noSuchNumber = 2_147_483_647

func (p *virtposProbe) filterRows() []row {
	return []row{
		{id: "virtpos/item-filter", passive: true, source: virtposRead, ask: p.askItemFilter,
			assumption: "itemid brings rows of that item alone"},
		{id: "virtpos/warehouse-filter", source: virtposRead, ask: p.askWarehouseFilter,
			assumption: "warehouseid brings rows of that warehouse alone"},
		{id: "virtpos/in-stock-only", source: virtposRead, ask: p.askInStock,
			assumption: "stockonly=1 brings the rows with a quantity above zero, all of them"},
		{id: "virtpos/name-whole", source: undocumented, ask: p.askName,
			assumption: "itemname must match as a whole: a part of the name brings nothing"},
		{id: "virtpos/unknown-item", source: undocumented, ask: p.askUnknownItem,
			assumption: "The response to an unknown item is success 0 with an info, under 200"},
		{id: "virtpos/unknown-warehouse", source: undocumented, ask: p.askUnknownWarehouse,
			assumption: "The response to an unknown warehouse is success 0 with an info, under 200"},
		{id: "virtpos/whole-warehouse", source: undocumented, ask: p.askWholeWarehouse, needs: "-stock",
			assumption: "The stock of a whole warehouse comes in one response, with one row for each item and lot"},
	}
}

func (p *virtposProbe) askItemFilter(ctx context.Context) finding {
	seen := p.find(ctx)
	if seen.exchange == nil {
		return missing(seen.err)
	}
	root := parseXML(seen.exchange)
	others, items := 0, root.all("item")
	for _, item := range items {
		if item.text("id") != p.items[0] {
			others++
		}
	}
	if len(items) == 0 {
		return doubt("no warehouse has the item")
	}
	return judge(others == 0, "%d rows, %d of other items", len(items), others)
}

func (p *virtposProbe) askWarehouseFilter(ctx context.Context) finding {
	rows, err := p.findRows(ctx)
	if err != nil {
		return missing(err)
	}
	seen := p.list(ctx, virtpos.StoreQuery{ItemID: p.item, WarehouseID: rows[0].WarehouseID})
	if seen.exchange == nil {
		return missing(seen.err)
	}
	root := parseXML(seen.exchange)
	count := len(root.all("warehouse"))
	return judge(seen.err == nil && count == 1, "%d warehouses", count)
}

func (p *virtposProbe) askInStock(ctx context.Context) finding {
	rows, err := p.findRows(ctx)
	if err != nil {
		return missing(err)
	}
	want := 0
	for _, r := range rows {
		if onHand, ok := r.OnHand.Get(); ok && onHand.IsPositive() {
			want++
		}
	}
	seen := p.list(ctx, virtpos.StoreQuery{ItemID: p.item, InStockOnly: true})
	if seen.exchange == nil || seen.err != nil {
		return missing(seen.err)
	}
	return judge(len(seen.rows()) == want, "%d rows, and %d of %d have a quantity above zero", len(seen.rows()), want, len(rows))
}

// askName asks for the first half of the item's name, of that item alone.
func (p *virtposProbe) askName(ctx context.Context) finding {
	rows, err := p.findRows(ctx)
	if err != nil {
		return missing(err)
	}
	name := []rune(rows[0].Name)
	if len(name) < 4 {
		return doubt("the name of the item is too short")
	}
	seen := p.list(ctx, virtpos.StoreQuery{ItemID: p.item, Name: string(name[:len(name)/2])})
	if seen.exchange == nil || seen.err != nil {
		return missing(seen.err)
	}
	return judge(len(seen.rows()) == 0, "%d rows for a part of the name", len(seen.rows()))
}

func (p *virtposProbe) askUnknownItem(ctx context.Context) finding {
	seen := p.list(ctx, virtpos.StoreQuery{ItemID: noSuchNumber})
	return judgeRejected(seen)
}

func (p *virtposProbe) askUnknownWarehouse(ctx context.Context) finding {
	if p.item == 0 { // a server that ignored the warehouse would send everything
		return missing(errNoItem)
	}
	seen := p.list(ctx, virtpos.StoreQuery{ItemID: p.item, WarehouseID: noSuchNumber})
	return judgeRejected(seen)
}

// judgeRejected judges whether a call was rejected in the provider's form.
func judgeRejected(seen *stockSeen) finding {
	if seen.exchange == nil {
		return missing(seen.err)
	}
	root := parseXML(seen.exchange)
	success := root.text("success")
	ok := seen.exchange.status == http.StatusOK && success == "0" && root.text("info") != ""
	return judge(ok, "%d, elements %s, success: %s", seen.exchange.status, describeNames(names([]*element{&root})), kindOf(success))
}

// askWholeWarehouse streams the stock of the first warehouse that has the item.
func (p *virtposProbe) askWholeWarehouse(ctx context.Context) finding {
	rows, err := p.findRows(ctx)
	if err != nil {
		return missing(err)
	}
	lots := newLots()
	e, err := p.wire.observe(ctx, func(ctx context.Context) error {
		for row, err := range p.client.Store.All(ctx, virtpos.StoreQuery{WarehouseID: rows[0].WarehouseID}) {
			if err != nil {
				return err
			}
			lots.add(&row)
		}
		return nil
	})
	if e == nil || err != nil {
		return missing(err)
	}
	return lots.judge()
}

// askPlainHTTP asks the address over http, without the key.
func (p *virtposProbe) askPlainHTTP(ctx context.Context) finding {
	address, err := url.Parse(p.variable("VIRTPOS_ADDRESS"))
	if err != nil {
		return missing(err)
	}
	if address.Port() != "" {
		return doubt("the address has a port of its own")
	}
	plain := url.URL{Scheme: "http", Host: address.Host, Path: "/api/store", RawQuery: "format=xml"}
	e, err := p.wire.plain(ctx, p.limiter, plain.String())
	if e == nil {
		return judge(errors.Is(err, errNoResponse), "%v", err)
	}
	isRedirect := e.status >= http.StatusMultipleChoices && e.status < http.StatusBadRequest
	return judge(isRedirect, "status %d", e.status)
}

// askWrongKey sends one wrong key.
func (p *virtposProbe) askWrongKey(ctx context.Context) finding {
	client, err := p.newClient(shelfwire.NewSecret("shelfwire-probe-wrong-key"))
	if err != nil {
		return missing(err)
	}
	seen := &stockSeen{}
	seen.exchange, seen.err = p.wire.observe(ctx, seen.list(client, virtpos.StoreQuery{ItemID: max(p.item, 1)}))
	if seen.exchange == nil && p.wire.stopped() != nil {
		return judge(false, "%v", p.wire.stopped())
	}
	return judgeRejected(seen)
}
