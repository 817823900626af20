package main

import (
	"context"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

func (p *virtposProbe) writeRows() []row {
	return []row{
		{id: "virtpos/update", source: virtposUpdate, ask: p.askUpdate, needs: "-write",
			assumption: "The response to an update has itemid, warehouseid, isnew 0, and the quantity before it"},
		{id: "virtpos/update-absolute", source: undocumented, ask: p.askAbsolute, needs: "-write",
			assumption: "A quantity is set, not added, and the row is found by its lot: afterwards the rows are as before"},
	}
}

// askUpdate sets the first row of the item to the quantity that was just read.
func (p *virtposProbe) askUpdate(ctx context.Context) finding {
	if _, err := p.findRows(ctx); err != nil {
		return missing(err)
	}
	before := p.list(ctx, virtpos.StoreQuery{ItemID: p.item})
	if before.exchange == nil || before.err != nil || len(before.rows()) == 0 {
		return missing(before.err)
	}
	row := before.rows()[0]
	onHand, ok := row.OnHand.Get()
	if !ok {
		return doubt("the row has no readable quantity")
	}
	update := virtpos.OnHandUpdate{
		Warehouse: virtpos.WarehouseID(row.WarehouseID), Item: virtpos.ItemID(row.ItemID), OnHand: shelfwire.Set(onHand),
	}
	if row.LotNumber != "" {
		update.LotNumber = shelfwire.Set(row.LotNumber)
	}
	return p.sendUpdate(ctx, update)
}

func (p *virtposProbe) sendUpdate(ctx context.Context, update virtpos.OnHandUpdate) finding {
	var result virtpos.OnHandResult
	e, err := p.wire.observe(ctx, func(ctx context.Context) (err error) {
		result, err = p.client.Store.UpdateOnHand(ctx, update)
		return err
	})
	if err != nil && shelfwire.OutcomeOf(err) == shelfwire.OutcomeUnknown {
		p.warn("virtpos: the quantity of the item may or may not have been set to the value read before")
	}
	if e == nil {
		return missing(err)
	}
	was, has := result.OnHandBefore.Get()
	set, _ := update.OnHand.Get()
	isNew, known := result.IsNew.Get()
	root := parseXML(e)
	ok := err == nil && has && was.Equal(set) && known && !isNew && result.ItemID == p.item
	return judge(ok, "%d, elements %s; isnew 0: %t; the quantity before: %t", e.status,
		describeNames(names([]*element{&root})), known && !isNew, has && was.Equal(set))
}

// askAbsolute compares the rows with those that were read first.
func (p *virtposProbe) askAbsolute(ctx context.Context) finding {
	rows, err := p.findRows(ctx)
	if err != nil {
		return missing(err)
	}
	after := p.list(ctx, virtpos.StoreQuery{ItemID: p.item, Fields: allStockFields})
	if after.exchange == nil || after.err != nil {
		return missing(after.err)
	}
	differing := 0
	for i, row := range after.rows() {
		if i >= len(rows) || !row.OnHand.Or(zero).Equal(rows[i].OnHand.Or(zero)) || row.LotNumber != rows[i].LotNumber {
			differing++
		}
	}
	return judge(differing == 0 && len(after.rows()) == len(rows), "%d rows before, %d after, %d of them differ",
		len(rows), len(after.rows()), differing)
}

var zero = shelfwire.NewDecimal(0)
