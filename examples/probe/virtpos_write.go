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
		{id: "virtpos/update-keeps", source: undocumented, ask: p.askKept, needs: "-write",
			assumption: "An update sets the quantity and keeps what it does not name: afterwards the rows are as before"},
	}
}

// askUpdate sets a row of the item to the quantity that was just read. The item must have no other row in that warehouse,
// since it is not documented which of several an update finds.
func (p *virtposProbe) askUpdate(ctx context.Context) finding {
	if _, err := p.findRows(ctx); err != nil {
		return missing(err)
	}
	before := p.list(ctx, virtpos.StoreQuery{ItemID: p.item})
	if before.exchange == nil || before.err != nil {
		return missing(before.err)
	}
	row := singleRow(before.stock.Warehouses)
	if row == nil {
		return doubt("no warehouse has exactly one row of the item, with a readable quantity")
	}
	onHand, _ := row.OnHand.Get()
	update := virtpos.OnHandUpdate{
		Warehouse: virtpos.WarehouseID(row.WarehouseID), Item: virtpos.ItemID(row.ItemID), OnHand: shelfwire.Set(onHand),
	}
	if row.LotNumber != "" {
		update.LotNumber = shelfwire.Set(row.LotNumber)
	}
	return p.sendUpdate(ctx, update)
}

// singleRow returns the row of a warehouse that has one row only; nil when there is none.
func singleRow(warehouses []virtpos.WarehouseStock) *virtpos.StockRow {
	for i := range warehouses {
		if rows := warehouses[i].Rows; len(rows) == 1 {
			if onHand, ok := rows[0].OnHand.Get(); ok && !onHand.IsNegative() {
				return &rows[0]
			}
		}
	}
	return nil
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

// askKept compares the rows with those that were read first.
func (p *virtposProbe) askKept(ctx context.Context) finding {
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
		if i >= len(rows) || describeRow(&row) != describeRow(&rows[i]) {
			differing++
		}
	}
	return judge(differing == 0 && len(after.rows()) == len(rows), "%d rows before, %d after, %d of them differ",
		len(rows), len(after.rows()), differing)
}

var zero = shelfwire.NewDecimal(0)
