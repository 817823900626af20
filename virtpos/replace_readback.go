package virtpos

import (
	"context"
	"errors"
)

// minMaxMissing is the default of MaxMissing for a short feed.
const minMaxMissing = 3

// verifyStock reads the warehouse back, and returns a *CheckError when too many rows of the feed are out of stock.
// isProof is false when the result proves nothing about the zeroing: no row of the feed was found.
func (r *replacement) verifyStock(ctx context.Context) (isProof bool, err error) {
	report := r.report
	id := r.warehouseID()
	if id == 0 {
		report.CheckErr = errors.New("no response has named the id of the warehouse")
		return false, nil
	}
	back, err := r.readStock(ctx, id)
	if report.CheckErr = err; back == nil {
		return false, nil
	}
	back.settle()
	report.Left, report.Unchecked = back.left, back.unchecked
	for _, i := range back.missing() {
		report.Missing = append(report.Missing, report.Rows[i])
	}
	isProof = back.checked+back.unchecked == 0 || len(report.Missing) < back.checked
	if most := r.maxMissing(back.checked); len(report.Missing) > most {
		return isProof, &CheckError{Missing: len(report.Missing), Max: most, Rows: back.checked}
	}
	return isProof, nil
}

// readStock returns nil beside an error.
func (r *replacement) readStock(ctx context.Context, warehouseID int64) (*readBack, error) {
	back := newReadBack(r.report.Rows)
	query := StoreQuery{WarehouseID: warehouseID, InStockOnly: true, Fields: []StockField{StockItemName, StockArticle}}
	for row, err := range r.store.All(ctx, query) {
		if err != nil {
			return nil, err
		}
		back.add(&row)
	}
	return back, nil
}

// maxMissing returns how many of the rows above zero may be missing. All of them are too many by default, unless it is a
// single one.
func (r *replacement) maxMissing(rows int) int {
	switch most := r.opts.MaxMissing; {
	case most < 0:
		return 0
	case most > 0:
		return most
	case rows > 1:
		return min(max(minMaxMissing, rows/100), rows-1)
	default:
		return minMaxMissing
	}
}

// itemID returns the id of the row's item in VirtualPOS, 0 when it is unknown.
func (r *RowResult) itemID() int64 {
	if r.Result.ItemID != 0 {
		return r.Result.ItemID
	}
	return r.Update.Item.id
}

// warehouseID returns the id of the warehouse in VirtualPOS, 0 when it is unknown.
func (r *replacement) warehouseID() int64 {
	if id := r.report.Warehouse.id; id != 0 {
		return id
	}
	for i := range r.report.Rows {
		if row := &r.report.Rows[i]; row.Err == nil && row.Result.WarehouseID != 0 {
			return row.Result.WarehouseID
		}
	}
	return 0
}
